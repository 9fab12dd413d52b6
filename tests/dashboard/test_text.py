from datetime import date, datetime

import pandas as pd
import pytest

from dashboard import text
from dashboard.mapping import Rank


@pytest.mark.parametrize(
    ("start", "end", "words"),
    [
        (None, None, "未注明时期"),
        ("2021-01-01", "2021-12-31", "2021年"),
        ("2016-01-01", "2020-12-31", "2016—2020年"),
        ("2022-01-01", "2022-06-30", "2022年1—6月"),
        ("2022-02-01", "2022-02-28", "2022年2月"),
        ("2021-05-01", "2022-03-31", "2021年5月至2022年3月"),
        (None, "2021-12-31", "2021年末"),
        ("2021-12-31", "2021-12-31", "2021年末"),
        (None, "2022-03-31", "2022年3月末"),
        (None, "2022-05-09", "截至2022年5月9日"),
        ("2022-03-02", "2022-05-09", "2022年3月2日至2022年5月9日"),
    ],
)
def test_periods_read_as_officials_write_them(start: str | None, end: str | None, words: str) -> None:
    days = [date.fromisoformat(day) if day else None for day in (start, end)]
    assert text.period(*days) == words


@pytest.mark.parametrize(
    ("value", "words"),
    [
        (9586.0, "9,586"),
        (0.1 + 0.2, "0.3"),
        (-3.2, "-3.2"),
        (-0.00001, "0"),
        (12.34567, "12.3457"),
        (1e10, "10,000,000,000"),
    ],
)
def test_numbers_show_what_counts(value: float, words: str) -> None:
    assert text.number(value) == words


def test_a_value_carries_its_bound_and_its_range() -> None:
    assert text.bounded(30, None, "approx") == "约30"
    assert text.bounded(5, 5, "exact") == "5"
    assert text.bounded(-5, None, "over") == "低于-5"
    assert text.bounded(10, 12, "exact") == "10–12"


def test_a_rank_says_of_how_many() -> None:
    assert text.rank_of(Rank(3, 3), 31, 90, "县") == "第3/31（90县中31县报告）"


def test_missing_days_are_none_whatever_their_type() -> None:
    assert text.day(pd.NaT) is None
    assert text.day(None) is None
    assert text.day(float("nan")) is None
    assert text.day(pd.Timestamp(2021, 3, 4)) == date(2021, 3, 4)
    assert text.day(datetime(2021, 3, 4, 5)) == date(2021, 3, 4)
    assert text.day(date(2021, 3, 4)) == date(2021, 3, 4)


def test_the_alternative_text_of_a_map_says_its_extremes_and_what_is_missing() -> None:
    words = text.map_alt("增速", [("甲县", 3.0), ("乙县", 9.5)], "%", 88)
    assert "最高乙县9.5%" in words
    assert "最低甲县3%" in words
    assert "88个地方无数值" in words
    assert len(words) <= 120
    assert "没有可比较的数值" in text.map_alt("增速", [], "%", 90)


def test_lines_are_packed_by_their_width_in_order() -> None:
    assert text.packed(["示意图", "快照：1", "来源"], 16) == ["示意图　快照：1", "来源"]
    assert text.packed(["一二三四五六七八九十", "a"], 8) == ["一二三四", "五六七八", "九十　a"]
    assert text.packed([]) == []


def test_long_lists_say_how_long_they_are() -> None:
    assert text.listed(["甲", "乙"]) == "甲、乙"
    assert text.listed(["甲", "乙", "丙"]) == "甲、乙等3条"
