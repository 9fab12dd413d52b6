import pytest

from dashboard.state import DataState, MapState, PageState

STATES = [
    MapState(),
    MapState(
        theme="income", indicator="gdp", period="2021-01-01..2021-12-31", key="元||", place="331121", method="equal"
    ),
    MapState(group="none", level="city", draw="fill", classes="3"),
    DataState(),
    DataState(place=("331121", "330100"), status=("all",), text="低收入 农户", group=("!M26",)),
    DataState(status=("target", "policy"), period=("none",)),
]


@pytest.mark.parametrize("state", STATES, ids=str)
def test_an_address_written_and_read_gives_the_same_state(state: PageState) -> None:
    assert type(state).from_query(state.to_query()) == state


def test_the_address_of_a_page_as_it_opens_is_bare() -> None:
    assert MapState().to_query() == {}
    assert DataState().to_query() == {}


def test_unknown_and_empty_parameters_are_ignored() -> None:
    assert MapState.from_query({"utm": ["x"], "theme": [" ", ""]}) == MapState()


def test_the_last_of_repeated_single_values_counts_and_repeated_filters_are_kept_once() -> None:
    assert MapState.from_query({"theme": ["a", "b"]}).theme == "b"
    assert DataState.from_query({"place": ["a", "b", "a"]}).place == ("a", "b")


def test_the_data_page_filters_by_every_word_and_shows_actual_figures_unless_told() -> None:
    assert DataState().filters().status == ("actual",)
    assert DataState(status=("all",)).filters().status == ()
    assert DataState(text=" 低收入  农户 ").filters().text == ("低收入", "农户")
