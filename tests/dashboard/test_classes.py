import random
from itertools import combinations, pairwise

import pytest

from dashboard.charts import palette
from dashboard.charts.classes import Method, bands, fixed_bands
from etl.registry.breaks import MOST_ABOVE, MOST_BELOW, MOST_CLASSES


def deviation(groups: list[list[float]]) -> float:
    return sum(sum((value - sum(group) / len(group)) ** 2 for value in group) for group in groups)


def best_by_trying_all(values: list[float], count: int) -> float:
    distinct = sorted(set(values))
    found = []
    for cuts in combinations(range(1, len(distinct)), count - 1):
        edges = [0, *cuts, len(distinct)]
        limits = [(distinct[low], distinct[high - 1]) for low, high in pairwise(edges)]
        found.append(deviation([[value for value in values if low <= value <= high] for low, high in limits]))
    return min(found)


@pytest.mark.parametrize("seed", range(8))
def test_natural_breaks_deviate_least_of_all_possible_classes(seed: int) -> None:
    source = random.Random(seed)
    values = [round(source.gauss(8, 3), 1) for _ in range(14)]
    found = bands(values, 4)
    groups = [[value for value in values if band.holds(value)] for band in found]
    assert deviation(groups) == pytest.approx(best_by_trying_all(values, 4))


@pytest.mark.parametrize("method", [Method.NATURAL, Method.QUANTILE, Method.EQUAL])
@pytest.mark.parametrize("seed", range(5))
def test_every_value_lies_in_exactly_one_class(method: Method, seed: int) -> None:
    source = random.Random(seed)
    values = [round(source.uniform(-20, 90), source.choice([0, 1])) for _ in range(source.randint(1, 90))]
    for diverging in (False, True):
        found = bands(values, 5, method, diverging=diverging)
        assert all(sum(band.holds(value) for band in found) == 1 for value in values)
        assert sum(band.count for band in found) == len(values)
        assert [band.low for band in found] == sorted(band.low for band in found)


def test_no_class_of_a_diverging_map_spans_zero() -> None:
    found = bands([-6, -1.5, 0, 2, 3, 9, 14], 5, diverging=True)
    assert {band.colour for band in found if band.high < 0} <= set(palette.NEGATIVE)
    assert {band.colour for band in found if band.low >= 0} <= set(palette.POSITIVE)
    assert not [band for band in found if band.low < 0 <= band.high]


def test_the_largest_fall_is_the_darkest_brown() -> None:
    found = bands([-30, -20, -1, 4, 5, 6], 5, diverging=True)
    assert found[0].colour in palette.NEGATIVE[1:]
    assert palette.NEGATIVE.index(found[0].colour) > palette.NEGATIVE.index(found[1].colour)


def test_quantiles_hold_equally_many() -> None:
    assert [band.count for band in bands([float(n) for n in range(20)], 5, Method.QUANTILE)] == [4, 4, 4, 4, 4]


def test_equal_values_never_part() -> None:
    assert [band.count for band in bands([1.0] * 9 + [2.0], 5, Method.QUANTILE)] in ([9, 1], [10])
    assert len(bands([7.0] * 12, 5)) == 1


def test_equal_classes_are_equally_wide() -> None:
    found = bands([0, 1, 2, 10, 11, 20, 29, 30], 3, Method.EQUAL)
    assert [(band.low, band.high) for band in found] == [(0, 2), (10, 11), (20, 30)]


def test_no_values_make_no_classes_and_nan_is_refused() -> None:
    assert bands([], 5) == []
    with pytest.raises(ValueError, match="finite"):
        bands([1.0, float("nan")], 5)


@pytest.mark.parametrize("seed", range(5))
def test_given_limits_hold_every_value_once_and_never_move(seed: int) -> None:
    source = random.Random(seed)
    values = [float(source.randint(-12, 15)) for _ in range(source.randint(1, 90))]
    limits = (-6.0, 0.0, 3.0, 9.0)
    found = fixed_bands(values, limits, diverging=True)
    assert [band.high for band in found[:-1]] == list(limits)
    assert all(sum(band.holds(value) for band in found) == 1 for value in values)
    assert sum(band.count for band in found) == len(values)
    assert [(band.low, band.colour) for band in found] == [
        (band.low, band.colour) for band in fixed_bands([], limits, diverging=True)
    ]
    assert [band.colour in palette.NEGATIVE for band in found] == [True, True, False, False, False]


def test_there_is_a_colour_for_every_class_that_the_registry_allows() -> None:
    assert len({band.colour for band in fixed_bands([], range(1, MOST_CLASSES))}) == MOST_CLASSES
    limits = [*range(1 - MOST_BELOW, 1), *range(1, MOST_ABOVE)]
    assert len({band.colour for band in fixed_bands([], limits, diverging=True)}) == MOST_BELOW + MOST_ABOVE
    with pytest.raises(ValueError, match="6 classes"):
        fixed_bands([], range(1, MOST_CLASSES + 1))
