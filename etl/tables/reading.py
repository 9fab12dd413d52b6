"""Reading table files: CSV in any usual encoding, XLSX with merged cells, number formats and hidden sheets."""

from __future__ import annotations

import codecs
import csv
import io
import re
import zipfile
from pathlib import Path

from etl.errors import InputError
from etl.tables.sheets import Book, Content, Sheet

LARGEST_CSV = 200_000_000
"""Bytes."""
LARGEST_WORKBOOK = 20_000_000
LARGEST_UNPACKED = 100_000_000
_LONGEST_NAME = 31
_NO_NAME = re.compile(r"[\[\]:*?/\\!]")
_CONTAINER = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_CONTROL = re.compile(r"[\x00-\x08\x0e-\x1f]")
_DELIMITERS = ",\t;"


def read_book(path: Path) -> Book:
    """Read a CSV or XLSX file.

    Raises:
        InputError: if it is neither, too large, encrypted or damaged.
    """
    suffix = path.suffix.lower()
    try:
        size = path.stat().st_size
    except FileNotFoundError:
        raise InputError.single(path, 0, "no such file", "a table as .csv or .xlsx") from None
    if suffix == ".csv":
        _demand_size(path, size, LARGEST_CSV, "a table in several files")
        return Book(path, (_csv(path),))
    if suffix not in (".xlsx", ".xlsm"):
        raise InputError.single(path, 0, f"a file of kind {suffix or '(none)'!r}", "a table as .csv or .xlsx")
    _demand_size(path, size, LARGEST_WORKBOOK, "large tables as CSV")
    _demand_workbook(path)
    from etl.tables.workbook import read_workbook

    return read_workbook(path)


def _demand_size(path: Path, size: int, largest: int, otherwise: str) -> None:
    if size > largest:
        found = f"a file of {size / 1e6:.0f} MB"
        raise InputError.single(path, 0, found, f"at most {largest / 1e6:.0f} MB; {otherwise}")


def _demand_workbook(path: Path) -> None:
    with path.open("rb") as file:
        head = file.read(len(_CONTAINER))
    if head == _CONTAINER:
        found = "an encrypted workbook, or one of the old .xls kind"
        raise InputError.single(path, 0, found, "a workbook without password, saved as .xlsx")
    try:
        with zipfile.ZipFile(path) as archive:
            unpacked = sum(entry.file_size for entry in archive.infolist())
    except (zipfile.BadZipFile, NotImplementedError, OSError) as error:
        raise InputError.single(path, 0, f"a damaged workbook ({error})", "a workbook that opens in Excel") from None
    if unpacked > LARGEST_UNPACKED:
        found = f"a workbook of {unpacked / 1e6:.0f} MB unpacked"
        raise InputError.single(path, 0, found, f"at most {LARGEST_UNPACKED / 1e6:.0f} MB; large tables as CSV")


def _text(path: Path) -> str:
    """Decode a CSV file: UTF-8, what spreadsheets call Unicode text, or the GB 18030 of a Chinese Windows."""
    content = path.read_bytes()
    encodings = (
        ("utf-16",) if content.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)) else ("utf-8-sig", "gb18030")
    )
    for encoding in encodings:
        try:
            text = content.decode(encoding)
        except UnicodeDecodeError:
            continue
        if not _CONTROL.search(text):
            return text
    raise InputError.single(path, 0, "bytes that are no text", "CSV in UTF-8 or GB 18030")


def _csv(path: Path) -> Sheet:
    text = _text(path)
    first = text.partition("\n")[0]
    delimiter = max(_DELIMITERS, key=first.count)
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True)
    same: dict[str, str] = {}
    rows: list[tuple[Content, ...]] = []
    try:
        for cells in reader:
            stripped = [same.setdefault(cell, cell) for cell in map(str.strip, cells)]
            while stripped and not stripped[-1]:
                stripped.pop()
            rows.append(tuple(stripped))
    except csv.Error as error:
        raise InputError.single(path, reader.line_num, f"broken CSV ({error})", "cells quoted as CSV") from None
    name = _NO_NAME.sub("_", path.stem)[:_LONGEST_NAME]
    return Sheet(path.name, name, rows)
