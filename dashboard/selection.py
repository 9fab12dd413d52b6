"""From what an address asks for to what exists: every control gets its options, every bad value its default. Pure."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date

import pandas as pd

from dashboard.charts.classes import MAX_CLASSES, MIN_CLASSES, Method
from dashboard.charts.settings import PICTURES
from dashboard.state import MapState
from dashboard.text_measure import GAP, measure_id
from etl.filters import format_period
from etl.model import Status
from etl.queries import MOUNTAIN_GROUP, Key
from etl.registry.breaks import Breaks, BreaksByKey
from etl.registry.indicators import Kind

ABSOLUTE_MEASURES = frozenset({"level", "change"})
DRAWS = ("auto", "fill", "symbols")
UNVERIFIED = ("on", "off")
LEVELS = ("county", "city")
NONE = ""
NO_GROUP = "none"


@dataclass(frozen=True, slots=True)
class KeyRow:
    """One comparability key that has data at the level shown."""

    theme_id: str
    key: Key
    display_unit: str
    places: int

    @property
    def period_id(self) -> str:
        """The period as addresses and filters write it."""
        return format_period(self.key.period_start, self.key.period_end)

    @property
    def measure_id(self) -> str:
        """The measure that the key is chosen under: a gap to something else is none of the changes over time."""
        return measure_id(self.key.measure, self.key.baseline)

    @property
    def variant_id(self) -> str:
        """What tells this key from others of the same measure, status and period."""
        return "|".join((self.key.unit, self.key.baseline, self.key.rank_within))


@dataclass(frozen=True, slots=True)
class Catalogue:
    """What the snapshot offers for choosing. ``keys`` are those of the level shown; names are by code or id.

    ``breaks`` are the fixed class limits that indicators have.
    """

    keys: tuple[KeyRow, ...]
    themes: Mapping[str, str]
    indicators: Mapping[str, str]
    kinds: Mapping[str, str]
    places: Mapping[str, str]
    groups: Mapping[str, str]
    breaks: BreaksByKey = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Selection:
    """A state in which every value exists, the options of each control, the key that is shown, and what was dropped.

    ``breaks`` are the fixed class limits of the key, ``None`` where it has none or others are asked for.
    """

    state: MapState
    options: Mapping[str, tuple[str, ...]]
    row: KeyRow | None
    dropped: tuple[str, ...]
    rows: tuple[KeyRow, ...] = ()
    kind: str = ""
    breaks: Breaks | None = None


def key_rows(frame: pd.DataFrame) -> tuple[KeyRow, ...]:
    """Rows of `etl.queries_map.keys` as nouns."""
    return tuple(
        KeyRow(
            str(row["theme_id"]),
            Key.from_row({str(name): cell for name, cell in row.items()}),
            str(row["display_unit"]),
            int(row["places"]),
        )
        for row in frame.to_dict("records")
    )


class _Chooser:
    """Settles one control after the other and keeps its options and what had to be dropped."""

    def __init__(self) -> None:
        self.options: dict[str, tuple[str, ...]] = {}
        self.dropped: list[str] = []

    def settle(self, name: str, wanted: str, options: Sequence[str], default: str) -> str:
        self.options[name] = tuple(options)
        if wanted in options:
            return wanted
        if wanted:
            self.dropped.append(name)
        return default


def resolve(state: MapState, catalogue: Catalogue) -> Selection:
    """Settle every control in the order in which one limits the next: theme, indicator, measure, period, key."""
    choose = _Chooser()
    themes = (*catalogue.themes, "all")
    theme = choose.settle("theme", state.theme, themes, themes[0])
    settled = replace(
        state,
        theme=theme,
        status=choose.settle("status", state.status, [str(status) for status in Status], str(Status.ACTUAL)),
        level=choose.settle("level", state.level, LEVELS, LEVELS[0]),
        place=choose.settle("place", state.place, (NONE, *catalogue.places), NONE),
        classes=choose.settle("classes", state.classes, [str(n) for n in range(MIN_CLASSES, MAX_CLASSES + 1)], "5"),
        draw=choose.settle("draw", state.draw, DRAWS, DRAWS[0]),
        unverified=choose.settle("unverified", state.unverified, UNVERIFIED, UNVERIFIED[0]),
        picture=choose.settle("picture", state.picture, PICTURES, PICTURES[0]),
        group=choose.settle(
            "group",
            state.group,
            (*catalogue.groups, NO_GROUP),
            MOUNTAIN_GROUP if MOUNTAIN_GROUP in catalogue.groups else NO_GROUP,
        ),
    )
    rows = [row for row in catalogue.keys if row.key.status == settled.status and theme in ("all", row.theme_id)]
    settled, row = _resolve_key(settled, rows, choose)
    breaks = catalogue.breaks.get((row.key.indicator_id, row.measure_id, row.display_unit)) if row else None
    methods = [str(method) for method in Method if breaks or method is not Method.FIXED]
    settled = replace(settled, method=choose.settle("method", state.method, methods, str(Method.NATURAL)))
    shown = breaks if settled.method == Method.FIXED else None
    kind = catalogue.kinds.get(settled.indicator, "")
    return Selection(settled, choose.options, row, tuple(choose.dropped), tuple(rows), kind, shown)


def _resolve_key(state: MapState, rows: list[KeyRow], choose: _Chooser) -> tuple[MapState, KeyRow | None]:
    indicator = choose.settle("indicator", state.indicator, (NONE, *_by_coverage(rows)), NONE)
    if not indicator:
        return replace(state, indicator=NONE, measure=NONE, period=NONE, key=NONE), None
    rows = [row for row in rows if row.key.indicator_id == indicator]
    measures = list(dict.fromkeys(row.measure_id for row in _fullest_first(rows)))
    measures.sort(key=GAP.__eq__)  # what a place reports of itself first
    measure = choose.settle("measure", state.measure, measures, measures[0])
    rows = [row for row in rows if row.measure_id == measure]
    fullest = _fullest_first(rows)
    newest = sorted(
        rows, key=lambda row: (row.key.period_end or date.min, row.key.period_start or date.min), reverse=True
    )
    periods = list(dict.fromkeys(row.period_id for row in newest))
    period = choose.settle("period", state.period, periods, fullest[0].period_id)
    rows = [row for row in fullest if row.period_id == period]
    by_variant = {row.variant_id: row for row in rows}
    variant = choose.settle("key", state.key, list(by_variant), rows[0].variant_id)
    shown = variant if len(by_variant) > 1 else NONE
    return replace(state, indicator=indicator, measure=measure, period=period, key=shown), by_variant[variant]


def _fullest_first(rows: Sequence[KeyRow]) -> list[KeyRow]:
    """Most places first, then the newest period, then as the snapshot lists them."""
    newest = sorted(rows, key=lambda row: row.key.period_end or date.min, reverse=True)
    return sorted(newest, key=lambda row: -row.places)


def _by_coverage(rows: Sequence[KeyRow]) -> list[str]:
    return list(dict.fromkeys(row.key.indicator_id for row in _fullest_first(rows)))


def as_symbols(state: MapState, row: KeyRow | None, kind: str) -> bool:
    """Whether the map shows symbols: totals do unless fill is asked for; coverage and everything else is filled."""
    if row is None or state.draw != "auto":
        return row is not None and state.draw == "symbols"
    return bool(kind) and Kind(kind).is_total and row.key.measure in ABSOLUTE_MEASURES
