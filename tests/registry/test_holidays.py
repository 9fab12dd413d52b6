"""Days of public holidays: those of the notices, and rows that say what is wrong with them."""

from datetime import date

import pytest

from etl.errors import InputError
from etl.registry.holidays import Holiday, load_holidays

HEADER = "name,year,first,last,source"


@pytest.mark.parametrize(
    ("name", "year", "first", "last"),
    [
        ("五一", 2023, date(2023, 4, 29), date(2023, 5, 3)),
        ("国庆", 2023, date(2023, 9, 29), date(2023, 10, 6)),
        ("元旦", 2024, date(2023, 12, 30), date(2024, 1, 1)),
        ("五一", 2019, date(2019, 5, 1), date(2019, 5, 4)),
    ],
)
def test_holidays_have_the_days_of_their_year(name, year, first, last):
    assert load_holidays()[name, year] == Holiday(first, last)


def test_each_year_has_each_holiday_once():
    holidays = load_holidays()
    names, years = {name for name, _ in holidays}, {year for _, year in holidays}
    assert set(holidays) == {(name, year) for name in names for year in years}
    assert years == set(range(min(years), max(years) + 1))


@pytest.mark.parametrize(
    ("row", "told"),
    [
        ("五一,2023,2023-05-03,2023-04-29,notice", "2023-05-03 to 2023-04-29"),
        ("元旦,2023,2023-12-30,2024-01-01,notice", "2023, 2023-12-30 to 2024-01-01"),
        ("五一,2023,2023-04-31,2023-05-03,notice", "first '2023-04-31'"),
        ("五一,2023,2023-04-29,2023-05-03,", "empty source"),
    ],
)
def test_a_wrong_row_is_named_with_its_line(tmp_path, row, told):
    (tmp_path / "holidays.csv").write_text(f"{HEADER}\n{row}\n", encoding="utf-8")
    with pytest.raises(InputError) as raised:
        load_holidays(tmp_path)
    finding = raised.value.findings[0]
    assert (finding.file, finding.line) == ("holidays.csv", 2)
    assert told in finding.found
    assert finding.expected
