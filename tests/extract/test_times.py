"""What the clock of a document says of periods."""

from __future__ import annotations

from datetime import date

import pytest

from etl.extract.times import Clock, Period


@pytest.mark.parametrize(
    ("start", "end", "communique", "yearly"),
    [
        (date(2022, 1, 1), date(2022, 12, 31), False, True),
        (date(2020, 1, 1), date(2020, 12, 31), False, True),
        (date(2018, 1, 1), date(2022, 12, 31), False, False),
        (None, date(2022, 11, 30), False, True),
        (None, date(2022, 12, 31), False, False),  # 目前, of a document of that day
        (None, date(2022, 12, 31), True, True),  # 年末, of a communiqué that is dated with its year
        (None, None, True, False),
    ],
)
def test_growth_is_year_on_year_by_custom_within_a_year_or_up_to_a_dated_day(start, end, communique, yearly):
    clock = Clock(date(2022, 12, 31), 2022, communique=communique)
    assert clock.is_yearly(Period(start, end)) is yearly
