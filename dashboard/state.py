"""What is chosen on a page, as one frozen value that reads from and writes to the address. Knows no Streamlit."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, fields
from typing import Self

from etl.filters import FILTER_NAMES, Filters
from etl.queries import MOUNTAIN_GROUP


@dataclass(frozen=True, slots=True)
class PageState:
    """Base of the states: a field's name is its parameter in the address, where its default is left out.

    A field is one text, or several (a tuple), which the address repeats.
    """

    @classmethod
    def from_query(cls, query: Mapping[str, Sequence[str]]) -> Self:
        """State of an address; unknown parameters are ignored, values are checked later against what exists."""
        given: dict[str, str | tuple[str, ...]] = {}
        for field in fields(cls):
            values = [value.strip() for value in query.get(field.name, ()) if value.strip()]
            if values:
                given[field.name] = tuple(dict.fromkeys(values)) if isinstance(field.default, tuple) else values[-1]
        return cls(**given)

    def to_query(self) -> dict[str, list[str]]:
        """Parameters of the address: only what differs from the defaults."""
        changed = {field.name: getattr(self, field.name) for field in fields(self)}
        changed = {field.name: changed[field.name] for field in fields(self) if changed[field.name] != field.default}
        return {name: [value] if isinstance(value, str) else list(value) for name, value in changed.items()}


@dataclass(frozen=True, slots=True)
class MapState(PageState):
    """The map page.

    Empty ``indicator`` shows who reports; empty ``measure``, ``period``, ``key`` mean the best covered; empty
    ``theme`` means the first there is, empty ``group`` 山区26县.
    """

    theme: str = ""
    indicator: str = ""
    measure: str = ""
    period: str = ""
    key: str = ""
    status: str = "actual"
    level: str = "county"
    place: str = ""
    method: str = "natural"
    classes: str = "5"
    draw: str = "auto"
    group: str = ""
    picture: str = "svg"
    unverified: str = "on"


@dataclass(frozen=True, slots=True)
class CompareState(PageState):
    """The page that compares groups (``view`` ``groups``), two counties (``pair``), or coverage by theme (``heat``).

    ``group`` ``pick`` means the counties of ``set``; the other counties stand against it, or those of
    ``against``. Empty ``indicator`` shows who reports.
    """

    view: str = "groups"
    theme: str = "all"
    indicator: str = ""
    measure: str = ""
    period: str = ""
    key: str = ""
    status: str = "actual"
    group: str = MOUNTAIN_GROUP
    against: str = ""
    set: tuple[str, ...] = ()
    one: str = ""
    two: str = ""
    picture: str = "svg"
    unverified: str = "off"


@dataclass(frozen=True, slots=True)
class CountyState(PageState):
    """The page of one county; empty ``place`` means the one that reports most. ``page`` of its figures counts from 1."""

    place: str = ""
    status: str = "all"
    page: str = "1"


@dataclass(frozen=True, slots=True)
class QualityState(PageState):
    """The page of sources: one document (empty: the list), which of its numbers, or the definitions.

    ``page`` of the numbers counts from 1.
    """

    view: str = "documents"
    document: str = ""
    kind: str = "all"
    number: str = ""
    before: str = ""
    page: str = "1"


@dataclass(frozen=True, slots=True)
class DataState(PageState):
    """The data page: the filters of `etl.filters.Filters` by the same names. ``all`` among the statuses means no filter.

    ``columns`` are those shown and exported (none: the usual ones shown, all exported), ``sort`` is one of
    ``queries.SORTS``, ``page`` counts from 1.
    """

    place: tuple[str, ...] = ()
    city: tuple[str, ...] = ()
    group: tuple[str, ...] = ()
    theme: tuple[str, ...] = ()
    indicator: tuple[str, ...] = ()
    measure: tuple[str, ...] = ()
    status: tuple[str, ...] = ("actual",)
    scope: tuple[str, ...] = ()
    period: tuple[str, ...] = ()
    document: tuple[str, ...] = ()
    tier: tuple[str, ...] = ()
    text: str = ""
    columns: tuple[str, ...] = ()
    sort: str = ""
    page: str = "1"

    def filters(self) -> Filters:
        """The filters that the state stands for."""
        chosen = {name: getattr(self, name) for name in FILTER_NAMES}
        chosen["text"] = tuple(self.text.split())
        chosen["status"] = () if EVERY in self.status else self.status
        return Filters(**chosen)


EVERY = "all"
"""Value of ``status`` for actual figures, targets and rules together."""
