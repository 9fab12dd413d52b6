"""The thread between address, widgets and a page's state; the only place that writes the address."""

from __future__ import annotations

from dataclasses import fields, replace
from typing import Any, TypeVar

import streamlit as st

from dashboard.state import PageState

State = TypeVar("State", bound=PageState)
_PAGE = "_page"
SNAPSHOT = "snapshot"
"""Parameter of an address that names the snapshot which it was made from."""


def widget_key(page: str, field: str) -> str:
    """Key of the widget that shows ``field`` of the state of ``page``."""
    return f"{page}_{field}"


def begin(page: str, kind: type[State]) -> tuple[State, bool]:
    """State to start a run from, and whether it comes from a link.

    The address counts on arrival and when it changes by itself (back, forward, edited); else what the widgets say.
    A changed widget wins over a changed address: the browser may not have seen the last address written yet.
    """
    query = _query()
    arrived = st.session_state.get(_PAGE) != page
    st.session_state[_PAGE] = page
    held: State | None = st.session_state.get(f"_{page}_state")
    if held is None or (arrived and query):
        return kind.from_query(query), bool(query)
    if arrived:
        return held, False
    touched = _touched(page, held)
    if not touched and query != st.session_state.get(f"_{page}_query"):
        return kind.from_query(query), True
    return replace(held, **touched), False


def settle(page: str, state: PageState, snapshot_id: str) -> None:
    """Put ``state`` into the widgets (before they are drawn), the memory of the page, and the address.

    An address that already says all of ``state`` is left alone, so that an old link goes on naming its old snapshot.
    """
    for field in fields(state):
        value = getattr(state, field.name)
        said = list(value) if isinstance(value, tuple) else value
        if st.session_state.get(widget_key(page, field.name)) != said:
            st.session_state[widget_key(page, field.name)] = said
    query = state.to_query()
    st.session_state[f"_{page}_state"] = state
    st.session_state[f"_{page}_query"] = query
    if _query() != query:
        st.query_params.from_dict(query | {SNAPSHOT: [snapshot_id]} if query else {})


def named_snapshot() -> str:
    """Id of the snapshot that the address was made from; empty where it says none."""
    return str(st.query_params.get(SNAPSHOT) or "")


def _query() -> dict[str, list[str]]:
    return {name: st.query_params.get_all(name) for name in st.query_params if name != SNAPSHOT}


def _touched(page: str, held: PageState) -> dict[str, Any]:
    """Fields whose widget says something else than the state held."""
    touched = {}
    for field in fields(held):
        said = st.session_state.get(widget_key(page, field.name))
        said = tuple(said) if isinstance(said, list) else said
        if said is not None and said != getattr(held, field.name):
            touched[field.name] = said
    return touched


def forget(page: str, state: PageState) -> None:
    """Start ``page`` anew from ``state`` (for a callback, which runs before the page)."""
    for field in fields(state):
        value = getattr(state, field.name)
        st.session_state[widget_key(page, field.name)] = list(value) if isinstance(value, tuple) else value
