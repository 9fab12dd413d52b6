from itertools import product
from statistics import median

import pytest

from dashboard.comparison import LEAST, Side, gap, median_bounds, spread, swarm
from dashboard.mapping import Mark


def side(name: str, values: list[float], silent: int = 0, start: int = 0, bound: str = "exact") -> Side:
    places = tuple(f"{start + n:06}" for n in range(len(values) + silent))
    marks = tuple(Mark(code, value, bound=bound) for code, value in zip(places, values, strict=False))
    return Side(name, places, marks)


def test_quartiles_are_those_of_the_inclusive_method() -> None:
    found = spread([4, 1, 3, 2, 5])
    assert (found.low, found.first, found.median, found.third, found.high) == (1, 2, 3, 4, 5)
    assert spread([7]).median == 7


def test_a_side_with_four_reports_has_no_quartiles_and_no_verdict() -> None:
    four, five = side("a", [1.0] * (LEAST - 1)), side("b", [2.0] * LEAST, start=100)
    assert four.spread is None
    assert gap(four, five) is None
    assert gap(five, four) is None


def test_a_county_on_both_sides_forbids_a_verdict() -> None:
    assert gap(side("a", [1.0] * 6), side("b", [2.0] * 6)) is None


def test_bounds_of_the_median_are_those_of_trying_every_filling() -> None:
    reported, silent, edges = [3.0, 5.0, 8.0, 9.0, 4.0], 3, (1.0, 12.0)
    tried = [median([*reported, *filling]) for filling in product(edges, repeat=silent)]
    assert median_bounds(side("a", reported, silent), edges) == (min(tried), max(tried))


def test_bounds_collapse_to_the_median_where_all_report() -> None:
    assert median_bounds(side("a", [3.0, 5.0, 8.0]), (0.0, 100.0)) == (5.0, 5.0)


def test_an_open_bound_reaches_to_the_edge_of_what_is_reported() -> None:
    assert median_bounds(side("a", [3.0, 5.0, 8.0], bound="over"), (1.0, 12.0)) == (5.0, 12.0)


def test_a_verdict_is_settled_only_where_the_bounds_lie_apart() -> None:
    full = gap(side("a", [10.0, 11, 12, 13, 14]), side("b", [1.0, 2, 3, 4, 5], start=100))
    assert full is not None
    assert (full.value, full.settled) == (9.0, True)
    gappy = gap(side("a", [10.0, 11, 12, 13, 14], silent=21), side("b", [1.0, 2, 3, 4, 5], silent=59, start=100))
    assert gappy is not None
    assert not gappy.settled


@pytest.mark.parametrize("values", [[], [1.0], [1.0] * 40, [float(n) for n in range(40)]])
def test_dots_of_a_swarm_stay_in_their_strip_and_apart(values: list[float]) -> None:
    offsets = swarm(values, min(values, default=0), max(values, default=1))
    assert all(abs(offset) <= 0.4 for offset in offsets)
    assert len(set(zip(values, offsets, strict=True))) == len(values)
