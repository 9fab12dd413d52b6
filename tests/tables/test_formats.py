"""Number formats of a workbook: taken as shown, or refused."""

from __future__ import annotations

import openpyxl
import pytest
from openpyxl.styles.numbers import BUILTIN_FORMATS, is_date_format

from etl.tables import reading
from etl.tables.formats import FormatError, read_format
from tests.tables.conftest import WIDE, workbook_with


@pytest.mark.parametrize(
    ("value", "number_format", "text"),
    [
        (600, None, "600"),
        (600, "0.0", "600.0"),
        (0.1 + 0.2, None, "0.3"),
        (650, '#,##0.00"亿元"', "650.00亿元"),
        (1e3, '"¥"#,##0', "1000"),
        (12.3, "0.0\\亿\\元", "12.3亿元"),
        (12.3, "0.0!亿!元", "12.3亿元"),
        (12.3, "0.0亿元", "12.3亿元"),
        (12.3, '0.00"亿元";-0.00"亿元"', "12.30亿元"),
        (1234.5, "#,##0.00_);[Red]\\(#,##0.00\\)", "1234.50"),
        (1234.5, '_ ¥* #,##0.00_ ;_ ¥* \\-#,##0.00_ ;_ ¥* "-"??_ ;_ @_ ', "1234.50"),
        (1234.5, "[$¥-804]#,##0.0", "1234.5"),
        (1234.5, '"$"#,##0.00_);("$"#,##0.00)', "1234.50"),
        (123456, "0.0E+00", "123456"),
        (1234.5, "# ##0.0", "1234.5"),
        (600, "0;-0;;@", "600"),
        (600, "@", "600"),
    ],
)
def test_a_number_is_taken_as_its_cell_shows_it(tmp_path, take, value, number_format, text):
    figure = take(workbook_with(tmp_path / "w.xlsx", value, number_format), WIDE, accepted=("tab:表1!B3",)).figures[1]
    assert (figure.text, f"{figure.value:f}") == (text, text.removesuffix("亿元"))


@pytest.mark.parametrize(
    "number_format",
    [
        *("#,##0,", '0!.0,"万"', "0.0,,", "0!.0000", "0\\.0000", '0"."0000', "[>=1]0.0,;0", '[>=10000]0!.0,"万";0'),
        *(
            '"约"0',
            '"△"0.0',
            "\\-0.0",
            '0"亿元";-0"万元"',
            "0%%",
            "0;",
            ";;;",
            "0.0;0.0",
            "000-0000",
            "# ?/?",
            "0.0x",
            '"数"',
        ),
    ],
)
def test_a_number_format_that_shows_another_number_is_refused(tmp_path, faults, number_format):
    (fault,) = faults(workbook_with(tmp_path / "w.xlsx", 6_000_000, number_format), WIDE)
    assert "which may show another number than 6000000; expected a plain number format" in fault


def test_a_cell_formatted_as_per_cent_is_read_as_it_shows(tmp_path, take):
    mapping = WIDE.replace('unit = "亿元"', 'measure = "growth", unit = "%"')
    path = workbook_with(tmp_path / "w.xlsx", 0.053, "0.0%")
    workbook = openpyxl.load_workbook(path)
    workbook["表1"]["B2"] = 4.4
    workbook.save(path)
    assert [(f"{f.value:f}", f.unit) for f in take(path, mapping).figures] == [("4.4", "%"), ("5.3", "%")]


@pytest.mark.parametrize(
    ("value", "number_format", "text"),
    [
        (0.123, "0.0‰", "0.123‰"),
        (5, '0.0"%"', "5.0%"),
        (0.05, "0.0\\%", "0.05%"),
        (-0.032, "0.0%;[Red]-0.0%", "-3.2%"),
        (-3.2, "0.0;[Red](0.0)", "-3.2"),
        (-3.2, "0.0;△0.0", "-3.2"),
        (-3.2, "0.0_ ;[Red]0.0\\ ", "-3.2"),
        (-3.2, "↑0.0;↓0.0;0.0", "-3.2"),
    ],
)
def test_a_sign_or_a_rate_is_what_the_cell_shows(tmp_path, value, number_format, text):
    sheet = reading.read_book(workbook_with(tmp_path / "w.xlsx", value, number_format)).sheets[0]
    assert sheet.rows[2][1] == text


FRACTIONS = (12, 13)
MALFORMED = 44
"""In the list of the library, not in a workbook."""


@pytest.mark.parametrize(
    "code", [code for number, code in BUILTIN_FORMATS.items() if number not in (*FRACTIONS, MALFORMED)]
)
def test_the_formats_that_spreadsheets_offer_are_understood(code):
    assert is_date_format(code) or read_format(code).behind == ("%" if "%" in code else "")


@pytest.mark.parametrize("number", FRACTIONS)
def test_fractions_are_refused(number):
    with pytest.raises(FormatError):
        read_format(BUILTIN_FORMATS[number])
