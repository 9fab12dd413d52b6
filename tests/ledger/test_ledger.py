"""The ledger file: exact round trip, a finding for every damaged cell, no cells that read like prose."""

from __future__ import annotations

import random
from dataclasses import fields, replace
from datetime import date
from decimal import Decimal

import pytest

from etl.errors import InputError
from etl.fields import CODECS, TABLE_CODECS
from etl.ledger import COLUMNS, parse, read_ledger, read_ledgers, render, write_ledger
from etl.model import Basis, Bound, Confidence, Figure, Measure, Reason, Scope, Status
from tests.factories import make_exclusion, make_figure

FULL = make_figure(
    value="2.50",
    value_high="-3",
    unit="万元",
    bound=Bound.AT_LEAST,
    scope=Scope.PART,
    scope_name='余村 "两山",\n景区',
    place="330523+330127",
    role="from",
    rank_within="province",
    baseline="比年初",
    revision="final",
    confidence=Confidence.LOW,
)


def damaged(column: str, cell: str, figure: Figure | None = None) -> str:
    """Return a ledger of one figure with one cell replaced."""
    header, row = render("doc-a", [figure or make_figure()], []).splitlines()
    cells = row.split(",")
    cells[COLUMNS.index(column)] = cell
    return f"{header}\n{','.join(cells)}\n"


def findings_of(text: str) -> list[str]:
    with pytest.raises(InputError) as caught:
        parse(text, "doc-a", "doc-a.csv")
    return [str(finding) for finding in caught.value.findings]


def test_a_figure_with_every_field_filled_reads_back_equal():
    ledger = parse(render("doc-a", [FULL], [make_exclusion()]), "doc-a", "doc-a.csv")
    assert ledger.figures == (FULL,)
    assert ledger.exclusions == (make_exclusion(),)


def test_every_field_of_a_figure_is_a_column_of_prose_or_of_tables():
    assert {field.name for field in fields(Figure)} == {"document_id", *CODECS, *TABLE_CODECS}


def test_random_figures_read_back_equal_and_render_to_the_same_bytes():
    chance = random.Random(7)
    figures = [
        make_figure(
            char_start=10 * n,
            text=chance.choice(["12", "三分之一", "1,0", '"3"']),
            value=Decimal(chance.randrange(-(10**9), 10**9)).scaleb(-chance.randrange(0, 6)),
            value_high=chance.choice([None, Decimal("0.10"), Decimal("1E+3")]),
            measure=chance.choice(list(Measure)),
            status=chance.choice(list(Status)),
            bound=chance.choice(list(Bound)),
            period_end=chance.choice([None, date(2022, 12, 31)]),
            period_start=None,
            place=chance.choice(["", "CN", "330523"]),
            indicator=chance.choice(["", "低收入农户", "研发（R&D）投入, 占比", " 空格 "]),
            place_basis=chance.choice(list(Basis)),
        )
        for n in range(300)
    ]
    text = render("doc-a", figures, [])
    ledger = parse(text, "doc-a", "doc-a.csv")
    assert ledger.figures == tuple(figures)
    assert render("doc-a", ledger.figures, ledger.exclusions) == text


def test_the_file_has_lf_line_ends_no_byte_order_mark_and_rows_in_text_order(tmp_path):
    figures = [make_figure(char_start=90), make_figure(char_start=20)]
    data = write_ledger(tmp_path, "doc-a", figures, [make_exclusion(char_start=50)]).read_bytes()
    assert b"\r" not in data
    assert data.startswith(b"kind,")
    assert [line.split(b",")[1] for line in data.splitlines()[1:]] == [b"20", b"50", b"90"]


def test_a_value_keeps_its_decimals_as_written():
    cells = render("doc-a", [make_figure(value="2.50")], []).splitlines()[1].split(",")
    assert cells[COLUMNS.index("value")] == "2.50"


@pytest.mark.parametrize(("section", "kept"), [("章" * 60, "章" * 15 + "…"), ("章" * 16, "章" * 16), ("", "")])
def test_long_section_titles_are_cut_and_marked(section, kept):
    text = render("doc-a", [make_figure(section=section)], [])
    (figure,) = parse(text, "doc-a", "doc-a.csv").figures
    assert figure.section == kept
    assert render("doc-a", [figure], []) == text


def test_a_longer_indicator_is_refused_rather_than_cut():
    with pytest.raises(InputError, match="at most 40 characters"):
        render("doc-a", [make_figure(indicator="长" * 41)], [])


def test_a_figure_of_another_document_is_refused():
    with pytest.raises(InputError, match="doc-b"):
        render("doc-a", [make_figure(document_id="doc-b")], [])


def test_no_two_cells_of_text_stand_side_by_side():
    texts = {"text", "unit", "indicator", "period_reported", "scope_name", "baseline", "rank_within", "section"}
    sparse = make_figure(period_start=None, period_end=None, place="", value_high=None)
    row = render("doc-a", [sparse], []).splitlines()[1].split(",")
    between: list[str] = []
    seen_text = False
    for column, cell in zip(COLUMNS, row, strict=True):
        if column in texts:
            assert not seen_text or any(code.isascii() and code.isalpha() for code in between), column
            seen_text, between = True, []
        else:
            between.append(cell.replace("_", ""))


@pytest.mark.parametrize(
    ("column", "cell", "found", "expected"),
    [
        ("kind", "number", "kind 'number'", "figure or exclusion"),
        ("char_start", "x", "char_start 'x'", "whole number"),
        ("char_end", "5", "span 10–5", "an end after the start"),
        ("text", "", "text ''", "a value"),
        ("reason", "date", "reason 'date' of a figure", "nothing"),
        ("measure", "speed", "measure 'speed'", "level, growth"),
        ("value", "1,000", "35 cells", "34 cells"),
        ("value", "1e3", "value '1e3'", "plain digits"),
        ("value", "nan", "value 'nan'", "plain digits"),
        ("bound", "", "bound ''", "exact, approx"),
        ("period_end", "2022-13-01", "period_end '2022-13-01'", "YYYY-MM-DD"),
        ("period_end", "2021-06-30", "period 2022-01-01 to 2021-06-30", "a start not after the end"),
        ("place", "330523+330523", "place '330523+330523'", "each once"),
        ("theme", "", "theme ''", "a value"),
        ("role", "to", "role 'to'", "from"),
        ("confidence", "sure", "confidence 'sure'", "high, medium, low"),
    ],
)
def test_a_damaged_cell_is_named_with_line_value_and_expectation(column, cell, found, expected):
    if found == "35 cells":
        found, expected = f"{len(COLUMNS) + 1} cells", f"{len(COLUMNS)} cells"
    (finding,) = findings_of(damaged(column, cell))
    assert finding.startswith("doc-a.csv:2: error: ")
    assert found in finding
    assert expected in finding


def test_all_damaged_rows_are_reported_at_once_with_their_true_lines():
    figures = [make_figure(char_start=10, scope_name="两\n行"), make_figure(char_start=20), make_figure(char_start=30)]
    text = render("doc-a", figures, []).replace("whole", "half")
    assert [finding.split(":")[1] for finding in findings_of(text)] == ["2", "4", "5"]


def test_overlapping_and_unsorted_rows_are_found():
    lines = render("doc-a", [make_figure(char_start=10), make_figure(char_start=20)], []).splitlines()
    (finding,) = findings_of("\n".join([lines[0], lines[2], lines[1]]) + "\n")
    assert "sorted by char_start, spans that do not overlap" in finding
    overlapping = render("doc-a", [make_figure(char_start=10), make_figure(char_start=20)], []).replace(
        "10,14", "10,24"
    )
    assert "after a number that ends at 24" in findings_of(overlapping)[0]


def test_an_exclusion_with_a_figures_cell_is_found():
    header, row = render("doc-a", [], [make_exclusion()]).splitlines()
    cells = row.split(",")
    cells[COLUMNS.index("unit")] = "亿元"
    (finding,) = findings_of(f"{header}\n{','.join(cells)}\n")
    assert "found unit '亿元' of an exclusion; expected nothing" in finding


def test_a_wrong_header_broken_quotes_and_wrong_bytes_are_found(tmp_path):
    assert "the header kind,char_start" in findings_of("a,b\n")[0]
    assert "broken CSV" in findings_of(damaged("indicator", '"open'))[0]
    (tmp_path / "doc-a.csv").write_bytes(b"kind\n\xff\xfe")
    with pytest.raises(InputError, match=r"doc-a\.csv:2: .*UTF-8"):
        read_ledger(tmp_path / "doc-a.csv")


def test_findings_of_all_files_are_collected_and_no_file_is_an_error(tmp_path):
    with pytest.raises(InputError, match="no ledger file"):
        read_ledgers(tmp_path)
    for name in ("doc-a", "doc-b"):
        (tmp_path / f"{name}.csv").write_text("x\n", encoding="utf-8")
    with pytest.raises(InputError) as caught:
        read_ledgers(tmp_path)
    assert {finding.file for finding in caught.value.findings} == {"doc-a.csv", "doc-b.csv"}


def test_the_reason_of_an_exclusion_must_be_a_known_one():
    text = render("doc-a", [], [make_exclusion(reason=Reason.DATE)]).replace(",date,", ",weather,")
    assert "one of date, name, rhetoric, person, part" in findings_of(text)[0]


def test_a_failed_write_leaves_the_old_file(tmp_path):
    path = write_ledger(tmp_path, "doc-a", [make_figure()], [])
    before = path.read_bytes()
    with pytest.raises(InputError):
        write_ledger(tmp_path, "doc-a", [replace(make_figure(), unit="很" * 50)], [])
    assert path.read_bytes() == before
    assert [file.name for file in tmp_path.iterdir()] == ["doc-a.csv"]
