"""Doubts about the numbers of a table, judged against each other and against what the registry says they can be.

A doubt stops the import until a decision accepts the figure; growth that does not fit two levels is only a warning, because
levels are told at current prices and growth at constant ones.
"""

from __future__ import annotations

import itertools
from collections import defaultdict
from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from statistics import median

from etl.errors import Finding
from etl.model import Figure, Measure, Scope, Status
from etl.normalise.units import base_unit
from etl.registry.indicators import Indicator, Kind
from etl.registry.places import Level
from etl.registry.validate import Registries

WARNING = "warning"
MOST_WARNINGS = 200
SLIP = Decimal(8)
"""A level so many times that of the year before or after, or of other counties' where it is per head, lost or won a digit."""
MAGNITUDE_SLIP = Decimal(1000)
"""The same among totals of different counties, which differ by much: 万 taken for 亿."""
INTENSITY_SLIP = Decimal(100)
FEWEST_PEERS = 3
ABOVE_CITY = Decimal("1.02")
BELOW_CITY = Decimal("0.9")
GROWTH_GAP = Decimal(10)
"""Percentage points between a growth rate and what two levels of one series say."""
_SLIPS = {Kind.PER_CAPITA: SLIP, Kind.INTENSITY: INTENSITY_SLIP, Kind.RATE: INTENSITY_SLIP}
_ACCEPT = "or a decision that accepts {figure_id}"
_HUNDRED = Decimal(100)


@dataclass(frozen=True, slots=True)
class Point:
    """A figure with its value in base units; only figures of whole places and of outcomes are judged."""

    figure: Figure
    indicator: Indicator
    value: Decimal

    @property
    def end(self) -> date:
        """Last day; figures without one are not judged."""
        return self.figure.period_end or date.min

    @property
    def span(self) -> tuple[int, int] | None:
        """Months of the period without its year: only like is compared with like."""
        start = self.figure.period_start
        return (start.month if start else 0, self.end.month)


Say = Callable[[Point, str, str], Finding]


def doubts(
    figures: Iterable[Figure], registries: Registries, file: str, accepted: Collection[str]
) -> Iterator[Finding]:
    """Yield a finding for every doubtful number of one table; `WARNING` is its severity where it need not be wrong.

    Args:
        figures: The figures of one table.
        registries: Units, places, indicators and their limits.
        file: Name of the table, for messages.
        accepted: Ids of figures that review accepts as they are.
    """
    points = [
        Point(figure, registries.indicators[figure.indicator_id], _base(figure, registries))
        for figure in figures
        if figure.scope is Scope.WHOLE and figure.status is Status.ACTUAL and figure.period_end
    ]
    for check in (_ranges, _orders, _slips_in_time, _slips_among_peers, _city_totals, _growth):
        for point, found, expected, severity in check(points, registries):
            if point.figure.figure_id not in accepted:
                hint = _ACCEPT.format(figure_id=point.figure.figure_id)
                where = f"{file} {point.figure.cell}"
                yield Finding(where, 0, found, f"{expected}, {hint}", severity)


def listed(findings: Iterable[Finding]) -> tuple[Finding, ...]:
    """Return the first `MOST_WARNINGS` of many findings, and one that counts the others."""
    found = tuple(findings)
    rest = len(found) - MOST_WARNINGS
    if rest <= 0:
        return found
    last = found[0]
    more = Finding(last.file.partition(" ")[0], 0, f"{rest} more of these", f"{MOST_WARNINGS} at most", last.severity)
    return (*found[:MOST_WARNINGS], more)


_Doubt = tuple[Point, str, str, str]


def _ranges(points: Sequence[Point], registries: Registries) -> Iterator[_Doubt]:
    for point in points:
        limit = registries.limits.ranges.get((point.figure.indicator_id, point.figure.measure))
        if limit is None or (limit.counties and not _is_county(point, registries)) or limit.holds(point.value):
            continue
        yield point, _said(point), f"{limit.low:f} to {limit.high:f} {limit.unit}".strip(), "error"


def _orders(points: Sequence[Point], registries: Registries) -> Iterator[_Doubt]:
    ordered = {indicator_id for pair in registries.limits.orders for indicator_id in pair}
    levels: dict[str, dict[tuple[str, object], list[Point]]] = defaultdict(lambda: defaultdict(list))
    for point in _levels(points):
        if point.figure.indicator_id in ordered:
            levels[point.figure.indicator_id][point.figure.place, _period(point)].append(point)
    for higher, lower in registries.limits.orders:
        for key, below in levels[lower].items():
            above = levels[higher].get(key)
            if not above:
                continue
            most = max(above, key=lambda point: point.value)
            for point in below:
                if point.value - _rounding(point, registries) > most.value + _rounding(most, registries):
                    yield point, _said(point), f"at most the {_said(most)} of {most.figure.cell}", "error"


def _slips_in_time(points: Sequence[Point], registries: Registries) -> Iterator[_Doubt]:
    for series in _series(points).values():
        for before, after in itertools.pairwise(series):
            if _apart(before.value, after.value, SLIP):
                yield (
                    after,
                    _said(after),
                    f"less than {SLIP} times the {_said(before)} of {before.figure.cell}",
                    "error",
                )


def _slips_among_peers(points: Sequence[Point], registries: Registries) -> Iterator[_Doubt]:
    steady = {
        point.figure.figure_id
        for series in _series(points).values()
        for pair in itertools.pairwise(series)
        if not _apart(pair[0].value, pair[1].value, SLIP)
        for point in pair
    }
    peers: dict[tuple[str, object], list[Point]] = defaultdict(list)
    for point in _levels(points):
        if _is_county(point, registries):
            peers[point.figure.indicator_id, _period(point)].append(point)
    for group in peers.values():
        if len({point.figure.place for point in group}) < FEWEST_PEERS:
            continue
        middle = Decimal(median(point.value for point in group))
        factor = _SLIPS.get(group[0].indicator.kind, MAGNITUDE_SLIP)
        for point in group:
            if _apart(point.value, middle, factor) and point.figure.figure_id not in steady:
                yield point, _said(point), f"less than {factor} times apart from the other counties' median", "error"


def _city_totals(points: Sequence[Point], registries: Registries) -> Iterator[_Doubt]:
    totals: dict[tuple[str, object], dict[str, Point]] = defaultdict(dict)
    for point in _levels(points):
        if point.indicator.kind.is_total:
            totals[point.figure.indicator_id, _period(point)].setdefault(point.figure.place, point)
    cities = registries.places.of_level(Level.CITY)
    children = {
        city.place_code: [child.place_code for child in registries.places.children(city.place_code)] for city in cities
    }
    for group in totals.values():
        for code in [code for code in group if code in children]:
            city = group[code]
            counties = [group[child] for child in children[code] if child in group]
            total = sum((county.value for county in counties), Decimal(0))
            if not counties:
                continue
            if total > city.value * ABOVE_CITY:
                yield city, _said(city), f"at least its {len(counties)} counties' sum {_shown(city, total)}", "error"
            elif len(counties) == len(children[code]) and total < city.value * BELOW_CITY:
                yield city, _said(city), f"about the sum {_shown(city, total)} of all its counties", WARNING


def _growth(points: Sequence[Point], registries: Registries) -> Iterator[_Doubt]:
    """Warn where growth is far from what two levels of the same source and revision say."""
    levels = {(_one_series(point), point.end): point for point in _levels(points)}
    for point in points:
        if point.figure.measure is not Measure.GROWTH or point.figure.baseline or point.figure.period_end is None:
            continue
        now = levels.get((_one_series(point), point.end))
        before = levels.get((_one_series(point), _year_before(point.end)))
        if now is None or before is None or before.value <= 0:
            continue
        implied = (now.value / before.value - 1) * _HUNDRED
        if abs(implied - point.value) > GROWTH_GAP:
            expected = f"about {implied:.1f} %, from {before.figure.cell} to {now.figure.cell}"
            yield point, f"growth of {point.value.normalize():f} %", expected, WARNING


def _levels(points: Iterable[Point]) -> Iterator[Point]:
    return (point for point in points if point.figure.measure is Measure.LEVEL)


def _series(points: Iterable[Point]) -> dict[object, list[Point]]:
    """Levels of one place and indicator for like parts of different years, in order."""
    series: dict[object, dict[date, Point]] = defaultdict(dict)
    for point in _levels(points):
        series[point.figure.place, point.figure.indicator_id, point.span].setdefault(point.end, point)
    return {key: [found[end] for end in sorted(found)] for key, found in series.items()}


def _one_series(point: Point) -> tuple[object, ...]:
    figure = point.figure
    return figure.place, figure.indicator_id, figure.source, figure.revision


def _period(point: Point) -> tuple[date | None, date | None]:
    return point.figure.period_start, point.figure.period_end


def _year_before(day: date) -> date:
    return day.replace(year=day.year - 1, day=28 if (day.month, day.day) == (2, 29) else day.day)


def _apart(value: Decimal, other: Decimal, factor: Decimal) -> bool:
    """Whether two positive values differ by a factor; zero and negative ones say nothing of digits."""
    return value > 0 and other > 0 and (value >= factor * other or other >= factor * value)


def _is_county(point: Point, registries: Registries) -> bool:
    place = registries.places.by_code.get(point.figure.place)
    return place is not None and place.level is Level.COUNTY


def _base(figure: Figure, registries: Registries) -> Decimal:
    return base_unit(figure.unit, figure.measure, registries.units).convert(figure.value)


def _rounding(point: Point, registries: Registries) -> Decimal:
    exponent = point.figure.value.as_tuple().exponent
    digit = Decimal(1).scaleb(exponent if isinstance(exponent, int) and exponent < 0 else 0)
    return base_unit(point.figure.unit, point.figure.measure, registries.units).convert(digit) / 2


def _said(point: Point) -> str:
    return f"{point.indicator.name_zh} {point.figure.value:f} {point.figure.unit}".rstrip()


def _shown(like: Point, value: Decimal) -> str:
    factor = value / like.value * like.figure.value if like.value else value
    return f"{factor:.2f} {like.figure.unit}"
