"""Registries of a snapshot as nouns, for the pages that choose among them."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from functools import cache as kept
from pathlib import Path

import duckdb

from dashboard import cache, text
from dashboard.selection import Catalogue, KeyRow, key_rows
from dashboard.sides import Geography
from etl import queries, queries_map
from etl.registry.breaks import BreaksByKey, load_breaks
from etl.registry.groups import Group, load_groups


def catalogue(snapshot: Path, level: str, unverified: bool = True) -> Catalogue:
    """What can be chosen at a level, of figures that count."""
    places = cache.frame(snapshot, queries.places)
    groups = cache.frame(snapshot, queries_map.groups)
    indicators = cache.frame(snapshot, queries_map.indicators)
    shown = places[places["level"].isin(["county", "city"])].sort_values(
        ["level", "place_code"], ascending=[False, True]
    )
    return Catalogue(
        keys=cache.value(snapshot, _keys, level if level == "city" else "county", unverified),
        themes=themes(snapshot),
        indicators=dict(zip(indicators["indicator_id"], indicators["name_zh"], strict=True)),
        kinds=dict(zip(indicators["indicator_id"], indicators["kind"], strict=True)),
        places=dict(zip(shown["place_code"], shown["name"], strict=True)),
        groups=dict(zip(groups["group_id"], groups["name_zh"], strict=True)),
        breaks=breaks(),
    )


@kept
def registered_groups() -> Mapping[str, Group]:
    """The groups by id as registered, with what pages say of their sources."""
    return load_groups().by_id


@kept
def breaks() -> BreaksByKey:
    """The fixed class limits of indicators, read once: registries do not change under a running server."""
    return load_breaks()


def _keys(cursor: duckdb.DuckDBPyConnection, level: str, unverified: bool) -> tuple[KeyRow, ...]:
    return key_rows(queries_map.keys(cursor, level, unverified))


def themes(snapshot: Path) -> dict[str, str]:
    """Names of the themes by id, in their order."""
    frame = cache.frame(snapshot, queries.themes)
    return dict(zip(frame["theme_id"], frame["name_zh"], strict=True))


def geography(snapshot: Path) -> Geography:
    """Counties, cities and groups."""
    places = cache.frame(snapshot, queries.places)
    counties = places[places["level"] == "county"].sort_values("place_code")
    cities = places[places["level"] == "city"].sort_values("place_code")
    return Geography(
        counties=dict(zip(counties["place_code"], counties["name"], strict=True)),
        city_of=dict(zip(counties["place_code"], counties["parent_code"], strict=True)),
        cities=dict(zip(cities["place_code"], cities["name"], strict=True)),
        groups=cache.frame(snapshot, queries_map.groups),
    )


def newest(snapshot: Path) -> date:
    """The day that the newest document speaks of: the coverage of all documents has no period of its own."""
    days = [text.day(value) for value in cache.frame(snapshot, queries.documents)["reference_date"]]
    return max((found for found in days if found), default=date.max)


def titles(snapshot: Path) -> dict[str, str]:
    """Titles of the documents by id."""
    frame = cache.frame(snapshot, queries.documents)
    return dict(zip(frame["document_id"], frame["title"], strict=True))
