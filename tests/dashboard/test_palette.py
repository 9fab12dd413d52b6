from itertools import combinations, pairwise

import pytest

from dashboard.charts import palette
from dashboard.stripes import STEP, WIDTH
from tests.dashboard.colours import VISIONS, distance, seen

RAMPS = {"sequential": palette.SEQUENTIAL, "diverging": palette.NEGATIVE[::-1] + palette.POSITIVE}
LEAST = 10


def test_the_colour_distance_agrees_with_published_values() -> None:
    # Sharma, Wu, Dalal 2005, pairs 1, 9 and 25 of the test data.
    assert distance((50, 2.6772, -79.7751), (50, 0, -82.7485)) == pytest.approx(2.0425, abs=1e-4)
    assert distance((50, 2.49, -0.001), (50, -2.49, 0.0009)) == pytest.approx(7.1792, abs=1e-4)
    assert distance((60.2574, -34.0099, 36.2677), (60.4626, -34.1751, 39.4387)) == pytest.approx(1.2644, abs=1e-4)


@pytest.mark.parametrize("vision", VISIONS)
@pytest.mark.parametrize("ramp", RAMPS)
def test_no_missing_state_looks_like_a_class(vision: str, ramp: str) -> None:
    for state, colour in palette.STATES.items():
        for value_colour in RAMPS[ramp]:
            found = distance(seen(colour, vision), seen(value_colour, vision))
            assert found >= LEAST, (state, value_colour, found)


@pytest.mark.parametrize("vision", VISIONS)
@pytest.mark.parametrize("ramp", RAMPS)
def test_a_striped_class_looks_like_no_state_and_its_stripes_are_seen(vision: str, ramp: str) -> None:
    for colour in RAMPS[ramp]:
        assert distance(seen(palette.stripe(colour), vision), seen(colour, vision)) >= LEAST, colour
        blurred = mixed(colour, palette.stripe(colour), WIDTH / STEP)
        for state, ground in palette.STATES.items():
            assert distance(seen(blurred, vision), seen(ground, vision)) >= LEAST, (state, colour)


def mixed(ground: str, ink: str, share: float) -> str:
    pairs = [(int(ground[at : at + 2], 16), int(ink[at : at + 2], 16)) for at in (1, 3, 5)]
    return "#" + "".join(f"{round(below * (1 - share) + above * share):02x}" for below, above in pairs)


@pytest.mark.parametrize("vision", VISIONS)
def test_the_four_states_look_different_from_each_other(vision: str) -> None:
    for first, second in combinations(palette.STATES.values(), 2):
        assert distance(seen(first, vision), seen(second, vision)) >= LEAST, (first, second)


@pytest.mark.parametrize("vision", VISIONS)
@pytest.mark.parametrize("ramp", RAMPS)
def test_neighbouring_classes_look_different(vision: str, ramp: str) -> None:
    for first, second in pairwise(RAMPS[ramp]):
        assert distance(seen(first, vision), seen(second, vision)) >= LEAST, (first, second)


@pytest.mark.parametrize("ramp", [palette.SEQUENTIAL, palette.POSITIVE, palette.NEGATIVE])
def test_a_ramp_darkens_from_end_to_end(ramp: tuple[str, ...]) -> None:
    lightness = [seen(colour)[0] for colour in ramp]
    assert lightness == sorted(lightness, reverse=True)


def test_fewer_classes_use_the_ends_of_the_ramp() -> None:
    assert palette.spread(palette.SEQUENTIAL, 3)[0] == palette.SEQUENTIAL[0]
    assert palette.spread(palette.SEQUENTIAL, 3)[-1] == palette.SEQUENTIAL[-1]
    assert palette.spread(palette.SEQUENTIAL, 0) == ()
    with pytest.raises(ValueError, match="6 classes"):
        palette.spread(palette.SEQUENTIAL, 6)


def test_the_area_of_a_symbol_is_proportional_to_its_value() -> None:
    assert palette.symbol_size(400, 400) == 16
    assert palette.symbol_size(100, 400) == 8
    assert palette.symbol_size(0, 400) == palette.symbol_size(0, 0) == 3
