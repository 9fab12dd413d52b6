from dashboard.mapping import Mark, Rank, in_display_order, interval, ranks


def named(**values: float) -> list[Mark]:
    return [Mark(name, value) for name, value in values.items()]


def test_the_largest_value_is_first_and_ties_share_a_rank() -> None:
    order = ranks(named(a=3, b=9, c=9, d=1))
    assert order == {"a": Rank(3, 3), "b": Rank(1, 1), "c": Rank(1, 1), "d": Rank(4, 4)}
    assert str(order["a"]) == "3"


def test_positions_rank_upwards() -> None:
    assert ranks(named(a=3, b=1), ascending=True) == {"a": Rank(2, 2), "b": Rank(1, 1)}


def test_a_lower_bound_leaves_its_rank_open_upwards_only() -> None:
    order = ranks([*named(high=20, middle=10, low=5), Mark("over", 8, bound="over")])
    assert order["over"] == Rank(1, 3)
    assert order["low"] == Rank(4, 4)
    assert order["high"] == Rank(1, 2)
    assert str(order["over"]) == "1–3"


def test_an_upper_bound_leaves_its_rank_open_downwards() -> None:
    assert ranks([*named(a=20, b=3), Mark("under", 10, bound="at_most")])["under"] == Rank(2, 3)


def test_an_estimate_is_not_ranked_against_what_it_may_equal() -> None:
    order = ranks([Mark("about", 100, bound="approx"), *named(near=103, far=120)])
    assert order["about"] == Rank(2, 3)
    assert order["far"] == Rank(1, 1)


def test_a_fall_of_more_than_five_per_cent_is_at_most_minus_five() -> None:
    low, high = interval(Mark("a", -5, bound="over"))
    assert (low, high) == (float("-inf"), -5)


def test_a_range_overlaps_what_lies_in_it() -> None:
    assert ranks([Mark("range", 10, high=12), *named(inside=11)]) == {"range": Rank(1, 2), "inside": Rank(1, 2)}


def test_the_table_lists_by_value_then_by_name() -> None:
    marks = named(b=1, a=1, c=2)
    names = {"a": "甲", "b": "丁", "c": "丙"}
    assert [mark.place_code for mark in in_display_order(marks, names)] == ["c", "b", "a"]
    assert [mark.place_code for mark in in_display_order(marks, names, ascending=True)] == ["b", "a", "c"]
