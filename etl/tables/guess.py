"""A first mapping of a table from its headings; what is not recognised exactly stays a question for a person."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from etl.errors import Finding, InputError
from etl.files import write_pieces
from etl.tables.figures import Terms
from etl.tables.headings import heading
from etl.tables.mapping import IGNORE, UNKNOWN
from etl.tables.reading import read_book
from etl.tables.recognising import Recognised, find_period, recognise
from etl.tables.sheets import Book, Sheet, filled_columns, letters
from etl.tables.words import squeezed

_SEARCHED_ROWS = 15
_SEARCHED_COLUMNS = 6
_FEWEST_ROLES = 4
QUESTION = "question"
"""Severity of what a person has to say."""
_CODE = re.compile(r"\d{6}")
_COUNTER = re.compile(r"[甲乙丙丁]|\d{1,2}|[（(]\d{1,2}[）)]")


@dataclass
class SheetGuess:
    """What was recognised of one sheet; ``questions`` are for a person."""

    sheet: Sheet
    layout: str
    header: tuple[int, int]
    first_row: int
    last_row: int
    columns: list[tuple[int, str, str, str]] = field(default_factory=list)
    """Column, its heading, its value in TOML, a comment."""
    period: str = ""
    unit: str = ""
    questions: list[Finding] = field(default_factory=list)


def write_guess(path: Path, target: Path, terms: Terms, listed: bool) -> list[str]:
    """Write a first mapping of a table to ``target``; return lines that say what was recognised and what was not.

    Args:
        path: The table.
        target: Where the mapping goes; an existing file is not replaced.
        terms: What tables are read with.
        listed: Whether the catalogue lists the table, so that the mapping need not describe it.

    Raises:
        InputError: if the table cannot be read, nothing in it looks like a table, or ``target`` exists.
    """
    if target.exists():
        raise InputError.single(target, 0, "a mapping that is there already", "no such file, or another --mapping")
    book = read_book(path)
    guesses = [guess for sheet in book.sheets if not sheet.hidden and (guess := guess_sheet(sheet, terms))]
    if not guesses:
        expected = "a column of places over which indicators stand, or columns of place, indicator and value"
        raise InputError.single(path, 0, "no sheet that looks like a table", expected)
    layout = guesses[0].layout
    guesses = [guess for guess in guesses if guess.layout == layout]
    ignored = [sheet.name for sheet in book.sheets if sheet.rows and sheet not in [guess.sheet for guess in guesses]]
    write_pieces(target, _toml(book, layout, guesses, ignored, listed))
    return list(_report(target, guesses, ignored, path.name))


def guess_sheet(sheet: Sheet, terms: Terms) -> SheetGuess | None:
    """Return what can be recognised of a sheet, ``None`` if it looks like no table."""
    return _long(sheet, terms) or _wide(sheet, terms)


def _long(sheet: Sheet, terms: Terms) -> SheetGuess | None:
    roles_of = terms.words.roles
    for row in range(1, min(_SEARCHED_ROWS, len(sheet.rows)) + 1):
        titles = {column: squeezed(str(sheet.at(row, column))) for column in range(1, sheet.width + 1)}
        roles = {column: roles_of[title.lower()] for column, title in titles.items() if title.lower() in roles_of}
        if len({*roles.values()}) < _FEWEST_ROLES or not {"value", "indicator"} <= {*roles.values()}:
            continue
        guess = SheetGuess(sheet, "long", (row, row), row + 1, 0)
        taken: set[str] = set()
        for column in filled_columns(sheet, row):
            role = roles.get(column, UNKNOWN)
            if role in taken:
                role = UNKNOWN
            taken.add(role)
            _add_role(guess, column, role, terms)
        return guess
    return None


def _wide(sheet: Sheet, terms: Terms) -> SheetGuess | None:
    name_column, places = _place_column(sheet, terms)
    if not places:
        return None
    header = _header(sheet, places[0])
    last = max(row for row in range(places[-1], len(sheet.rows) + 1) if row == places[-1] or _has_number(sheet, row))
    guess = SheetGuess(sheet, "wide", header, places[0], last)
    above = [str(content) for row in sheet.rows[: max(header[0] - 1, 0)] for content in row if content != ""]
    guess.period = next(filter(None, (find_period(text, terms.words) for text in (*above, sheet.name))), "")
    guess.unit = _unit_note(above, terms)
    for column in filled_columns(sheet, header[0] or places[0]):
        if column == name_column:
            _add_role(guess, column, "place", terms)
        elif _is_code(sheet, column, places, terms):
            _add_role(guess, column, "code", terms)
        else:
            _add_indicator(guess, column, [*above, sheet.name], terms)
    for row in range(places[0], last + 1):
        name = str(sheet.at(row, name_column))
        if not terms.finder.knows(name) and _has_number(sheet, row):
            expected = "a place; an alias in place_aliases.csv, or its name in skip_rows"
            guess.questions.append(sheet.finding(row, name_column, f"{name!r}, not recognised", expected, QUESTION))
    periods = [value for _, _, value, _ in guess.columns if "indicator" in value and "period" not in value]
    if periods and not guess.period:
        guess.period = UNKNOWN
        where = f"{sheet.file} {sheet.name}"
        found = "no period in headings, title or sheet name"
        guess.questions.append(Finding(where, 0, found, 'period = "2022" or the like', QUESTION))
    return guess


def _place_column(sheet: Sheet, terms: Terms) -> tuple[int, list[int]]:
    """Return the column that names most places, and the rows in which it does."""
    best: tuple[int, list[int]] = (0, [])
    for column in range(1, min(_SEARCHED_COLUMNS, sheet.width) + 1):
        rows = [
            row
            for row in range(1, len(sheet.rows) + 1)
            if terms.finder.knows(str(sheet.at(row, column))) and any(sheet.rows[row - 1][column:])
        ]
        if len(rows) > len(best[1]):
            best = (column, rows)
    return best


def _header(sheet: Sheet, first_place: int) -> tuple[int, int]:
    """Return the heading rows: what stands over the first place in more than one text, without a row that counts columns."""
    last = first_place - 1
    while last > 0 and (not any(sheet.rows[last - 1]) or _counts(sheet, last)):
        last -= 1
    first = last
    while first > 1 and len(_texts(sheet, first - 1)) > 1:
        first -= 1
    return (first, last) if last else (0, 0)


def _texts(sheet: Sheet, row: int) -> set[str]:
    return {squeezed(str(sheet.merged_at(row, column))) for column in range(1, sheet.width + 1)} - {""}


def _counts(sheet: Sheet, row: int) -> bool:
    return all(_COUNTER.fullmatch(text) for text in _texts(sheet, row))


def _has_number(sheet: Sheet, row: int) -> bool:
    return any(any(character.isdigit() for character in str(content)) for content in sheet.rows[row - 1][1:])


def _is_code(sheet: Sheet, column: int, rows: Sequence[int], terms: Terms) -> bool:
    texts = [str(sheet.at(row, column)) for row in rows]
    known = terms.registries.places.by_code
    return bool(texts) and all(not text or (_CODE.fullmatch(text) and text in known) for text in texts) and any(texts)


def _unit_note(above: Sequence[str], terms: Terms) -> str:
    for text in above:
        match = terms.words.unit_note.search(squeezed(text))
        if match and terms.registries.units.find(match["unit"]):
            return match["unit"]
    return ""


def _add_role(guess: SheetGuess, column: int, role: str, terms: Terms) -> None:
    title = heading(guess.sheet, guess.header, column, terms.words)
    comment = ""
    if role == UNKNOWN:
        comment = "not recognised"
        _ask(guess, column, title)
    guess.columns.append((column, title, f"role = {_quoted(role)}", comment))


def _add_indicator(guess: SheetGuess, column: int, titles: Sequence[str], terms: Terms) -> None:
    found = recognise(guess.sheet, guess.header, column, guess.unit, titles, terms)
    title = heading(guess.sheet, guess.header, column, terms.words)
    if isinstance(found, Recognised):
        guess.columns.append((column, title, _series(found), ""))
        return
    _ask(guess, column, title)
    guess.columns.append((column, title, f"role = {_quoted(UNKNOWN)}", f"not recognised{found}"))


def _ask(guess: SheetGuess, column: int, title: str) -> None:
    expected = f'an indicator or "{IGNORE}" in place of "{UNKNOWN}"'
    row = guess.header[1] or guess.first_row
    guess.questions.append(guess.sheet.finding(row, column, f"heading {title!r}, not recognised", expected, QUESTION))


def _series(found: Recognised) -> str:
    parts = [f"indicator = {_quoted(found.indicator_id)}", f"measure = {_quoted(found.measure)}"]
    parts += [f"unit = {_quoted(found.unit)}"] if found.unit else []
    parts += [f"period = {_quoted(found.period)}"] if found.period else []
    return ", ".join(parts)


def _quoted(text: str) -> str:
    return json.dumps(text, ensure_ascii=False)


def _toml(
    book: Book, layout: str, guesses: Sequence[SheetGuess], ignored: Sequence[str], listed: bool
) -> Iterator[str]:
    yield f"# First mapping of {book.path.name}. Replace every {UNKNOWN!r}; nothing is taken in before. See docs/tables.md.\n"
    yield f"layout = {_quoted(layout)}\n"
    yield f"ignore_sheets = [{', '.join(map(_quoted, ignored))}]\n"
    if not listed:
        yield "\n# What data/documents.csv is to say of the table.\n[document]\n"
        yield f"title = {_quoted(_title(guesses[0]) or book.path.stem)}\n"
        yield 'publisher = ""\nreference_date = "" # the day that the table speaks from, YYYY-MM-DD\n'
        yield 'tier = "" # official, official_text_reposted, press or other\n'
    for guess in guesses:
        yield from _sheet_toml(guess, single=len(book.sheets) == 1)


def _sheet_toml(guess: SheetGuess, single: bool) -> Iterator[str]:
    yield "\n[[sheet]]\n"
    if not single:
        yield f"name = {_quoted(guess.sheet.name)}\n"
    yield f"header = [{guess.header[0]}, {guess.header[1]}]\nfirst_row = {guess.first_row}\n"
    if guess.last_row:
        yield f"last_row = {guess.last_row}\n"
    if guess.period:
        yield f"period = {_quoted(guess.period)}\n"
    if guess.unit:
        yield f"unit = {_quoted(guess.unit)}\n"
    yield "\n[sheet.columns]\n"
    for column, title, value, comment in guess.columns:
        remark = f" # {comment}" if comment else ""
        yield f"{letters(column)} = {{ title = {_quoted(title)}, {value} }}{remark}\n"


def _title(guess: SheetGuess) -> str:
    rows = guess.sheet.rows[: max(guess.header[0] - 1, 0)]
    return next((str(content) for row in rows for content in row if content != ""), "")


def _report(target: Path, guesses: Sequence[SheetGuess], ignored: Sequence[str], file: str) -> Iterator[str]:
    for guess in guesses:
        known = sum(UNKNOWN not in value for _, _, value, _ in guess.columns)
        yield f"{file} {guess.sheet.name}: {known} of {len(guess.columns)} columns recognised ({guess.layout})"
        yield from map(str, guess.questions)
    for name in ignored:
        yield f"{file} {name}: no table recognised, named in ignore_sheets"
    yield f"written to {target.name}: check it, then run 'python -m etl table {file}'"
