"""Human decisions and the guard of what they were about."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest

from etl import paths
from etl.decisions import COLUMNS, OPTIONAL, Review, apply_decisions, load_decisions
from etl.errors import InputError
from tests.factories import make_figure

ACCEPT = "doc-a:10,1056,亿元,地区生产总值,accept,,,verified,lin,2024-05-01"
REJECT = ACCEPT.replace("accept", "reject")


def correction(field: str, value: str) -> str:
    return ACCEPT.replace("accept,,", f"correct,{field},{value}")


def load(folder: Path, *rows: str):
    path = folder / "decisions.csv"
    path.write_text("\n".join([",".join(COLUMNS), *rows]) + "\n", encoding="utf-8")
    return load_decisions(path)


def messages(folder: Path, *rows: str) -> list[str]:
    with pytest.raises(InputError) as caught:
        load(folder, *rows)
    return [str(finding) for finding in caught.value.findings]


def test_the_committed_decisions_are_readable():
    load_decisions(paths.DECISIONS)


@pytest.mark.parametrize(("row", "review"), [(ACCEPT, Review.ACCEPTED), (REJECT, Review.REJECTED)])
def test_accepting_and_rejecting_change_no_field(tmp_path, row, review):
    (item,) = apply_decisions(load(tmp_path, row), [make_figure()])
    assert (item.figure, item.review) == (make_figure(), review)


def test_a_figure_without_decision_is_unreviewed(tmp_path):
    items = apply_decisions(load(tmp_path, ACCEPT), [make_figure(), make_figure(char_start=30)])
    assert [item.review for item in items] == [Review.ACCEPTED, Review.UNREVIEWED]


def test_corrections_of_several_fields_apply_and_the_reported_figure_is_kept(tmp_path):
    rows = [correction("value", "1065"), correction("period_end", "2022-09-30"), correction("place", "")]
    (item,) = apply_decisions(load(tmp_path, *rows), [make_figure()])
    assert (item.figure.value, item.figure.period_end, item.figure.place) == (Decimal(1065), date(2022, 9, 30), "")
    assert item.review is Review.CORRECTED
    assert item.reported == make_figure()


@pytest.mark.parametrize(
    "changed", [{"value": "1057"}, {"unit": "万元"}, {"indicator": "工业总产值"}, {"char_start": 12}], ids=str
)
def test_a_decision_whose_figure_changed_is_an_error_that_names_both(tmp_path, changed):
    with pytest.raises(InputError) as caught:
        apply_decisions(load(tmp_path, ACCEPT), [make_figure(**changed)])
    (message,) = map(str, caught.value.findings)
    assert message.startswith("decisions.csv:2: error: ")
    assert "doc-a:10" in message
    assert "expected 地区生产总值 1056亿元" in message


WHERE_AND_WHEN = ",".join((*COLUMNS, *OPTIONAL))


def load_with(folder: Path, row: str, place: str, end: str):
    path = folder / "decisions.csv"
    path.write_text(f"{WHERE_AND_WHEN}\n{row},{place},{end}\n", encoding="utf-8")
    return load_decisions(path)


@pytest.mark.parametrize(
    "changed",
    [
        {"place": "330522"},
        {"period_end": date(2020, 12, 31), "period_start": None},
        {"period_end": None},
        {"place": ""},
    ],
    ids=str,
)
def test_a_decision_that_says_where_and_when_is_stale_when_either_changed(tmp_path, changed):
    decisions = load_with(tmp_path, ACCEPT, "330523", "2022-06-30")
    assert apply_decisions(decisions, [make_figure()])
    with pytest.raises(InputError, match=r"decisions\.csv:2: .*expected 地区生产总值 1056亿元 330523 2022-06-30"):
        apply_decisions(decisions, [make_figure(**changed)])


def test_a_figure_can_be_expected_to_have_no_place_and_no_period(tmp_path):
    decisions = load_with(tmp_path, ACCEPT, "none", "none")
    assert apply_decisions(decisions, [make_figure(place="", period_start=None, period_end=None)])
    with pytest.raises(InputError, match=r"is now 地区生产总值 1056亿元 330523 2022-06-30; expected .* none none"):
        apply_decisions(decisions, [make_figure()])


def test_accepting_a_cell_needs_its_place_and_period(tmp_path):
    row = ACCEPT.replace("doc-a:10", "doc-a:表1!E5")
    found = "".join(messages(tmp_path, row))
    assert "no expect_place of an accepted figure of a table" in found
    assert "no expect_period_end" in found
    assert load(tmp_path, row.replace("accept", "reject"))
    assert load_with(tmp_path, row, "330523", "2022-06-30")


def test_an_expected_place_or_day_that_cannot_be_read_is_named(tmp_path):
    with pytest.raises(InputError) as caught:
        load_with(tmp_path, ACCEPT, "安吉", "June")
    assert [str(found).partition("; ")[0] for found in caught.value.findings] == [
        "decisions.csv:2: error: found expect_place '安吉'",
        "decisions.csv:2: error: found expect_period_end 'June'",
    ]


def test_equal_numbers_written_otherwise_still_fit(tmp_path):
    assert apply_decisions(load(tmp_path, ACCEPT.replace("1056", "1056.0")), [make_figure()])


def test_a_correction_that_contradicts_the_rest_of_the_figure_is_an_error(tmp_path):
    with pytest.raises(InputError, match=r"decisions\.csv:2: .*a start not after the end"):
        apply_decisions(load(tmp_path, correction("period_end", "2021-01-01")), [make_figure()])


@pytest.mark.parametrize(
    ("row", "expected"),
    [
        (correction("colour", "red"), "one of measure, value"),
        (correction("char_start", "3"), "one of measure, value"),
        (correction("value", "many"), "plain digits"),
        (correction("status", "done"), "actual, target, policy"),
        (ACCEPT.replace("accept", "admire"), "accept, correct, reject"),
        (ACCEPT.replace("accept,,", "accept,value,3"), "both empty"),
        (ACCEPT.replace("2024-05-01", "May"), "YYYY-MM-DD"),
        (ACCEPT.replace("verified", ""), "a value"),
        (ACCEPT.replace("1056", "x"), "plain digits"),
    ],
)
def test_a_wrong_row_is_named_with_its_expectation(tmp_path, row, expected):
    (message,) = messages(tmp_path, row)
    assert message.startswith("decisions.csv:2: error: ")
    assert expected in message


def test_contradictory_rows_are_found(tmp_path):
    assert "one action for each figure" in "".join(messages(tmp_path, correction("value", "3"), REJECT))
    assert "duplicate figure_id, field" in messages(tmp_path, correction("value", "3"), correction("value", "4"))[0]
