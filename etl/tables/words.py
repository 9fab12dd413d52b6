"""The words of tables (``etl/knowledge/table_words.toml``): marks, notes, headings, periods."""

from __future__ import annotations

import functools
import re
import unicodedata
from calendar import monthrange
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from etl.paths import KNOWLEDGE
from etl.registry.rules import Rules, load_rules

FILE = "table_words.toml"
_BLANK = re.compile(r"\s+")


@dataclass(frozen=True, slots=True)
class Phrase:
    """One way to write a period: months, or names of groups of the pattern; ``first`` is ``""`` for a day."""

    pattern: re.Pattern[str]
    first: str
    last: str

    def dates(self, text: str) -> tuple[date | None, date] | None:
        """Return first and last day of the period that ``text`` is, ``None`` if it is none of this kind."""
        match = self.pattern.fullmatch(text)
        if not match:
            return None
        parts = match.groupdict()
        year, last = int(parts["y"]), int(parts.get(self.last) or self.last)
        start = date(year, int(parts.get(self.first) or self.first), 1) if self.first else None
        return start, date(year, last, monthrange(year, last)[1])


@dataclass(frozen=True)
class TableWords:
    """All words of tables."""

    missing: frozenset[str]
    footnote: re.Pattern[str]
    number_footnote: re.Pattern[str]
    minus: frozenset[str]
    note: re.Pattern[str]
    place_prefix: re.Pattern[str]
    part: tuple[str, ...]
    total: frozenset[str]
    province: Mapping[str, str]
    phrases: tuple[Phrase, ...]
    anywhere: re.Pattern[str]
    unit: re.Pattern[str]
    unit_note: re.Pattern[str]
    growth: re.Pattern[str]
    points: re.Pattern[str]
    rank: re.Pattern[str]
    share: re.Pattern[str]
    level: frozenset[str]
    group: frozenset[str]
    title_noise: re.Pattern[str]
    roles: Mapping[str, str]
    preliminary: Mapping[str, str]

    def plain(self, text: str) -> str:
        """Return a name or heading without blanks (full-width ones too) and footnote marks."""
        return self.footnote.sub("", squeezed(text))

    def period(self, text: str) -> tuple[date | None, date] | None:
        """Return first and last day of a period in words (``2022年上半年``) or days, ``None`` if it is none."""
        text = squeezed(unicodedata.normalize("NFKC", text))
        start, dots, end = text.partition("..")
        if dots:
            return _days(start, end)
        return next((dates for phrase in self.phrases if (dates := phrase.dates(text))), None)


def squeezed(text: str) -> str:
    """Return ``text`` without any blanks."""
    return _BLANK.sub("", text)


def _days(start: str, end: str) -> tuple[date | None, date] | None:
    try:
        return (date.fromisoformat(start) if start else None), date.fromisoformat(end)
    except ValueError:
        return None


@functools.cache
def load_words(folder: Path = KNOWLEDGE) -> TableWords:
    """Read the words of tables.

    Raises:
        InputError: if the file is missing or a rule in it is.
    """
    rules = load_rules(folder / FILE)
    year = rules.text("period", "year")
    footnote = rules.pattern("footnote")
    phrases = [_phrase(entry, year, rules) for entry in rules.table("period")["phrases"]]
    return TableWords(
        missing=frozenset(map(squeezed, rules.texts("missing"))),
        footnote=footnote,
        number_footnote=re.compile(rf"^(?:{footnote.pattern})+|(?:{footnote.pattern})+(?![\d.,])"),
        minus=frozenset(rules.texts("minus")),
        note=rules.pattern("note"),
        place_prefix=rules.pattern("place", "prefix"),
        part=tuple(sorted(rules.texts("place", "part"), key=lambda word: -len(word))),
        total=frozenset(rules.texts("place", "total")),
        province=dict.fromkeys(rules.texts("place", "province"), rules.text("place", "province_code")),
        phrases=tuple(phrases),
        anywhere=rules.pattern("period", "anywhere"),
        unit=rules.pattern("header", "unit"),
        unit_note=rules.pattern("header", "unit_note"),
        growth=rules.pattern("header", "growth"),
        points=rules.pattern("header", "points"),
        rank=rules.pattern("header", "rank"),
        share=rules.pattern("header", "share"),
        level=frozenset(rules.texts("header", "level")),
        group=frozenset(rules.texts("header", "group")),
        title_noise=rules.pattern("header", "title_noise"),
        roles={heading: role for role in rules.table("roles") for heading in rules.texts("roles", role)},
        preliminary={word: said for said in rules.table("preliminary") for word in rules.texts("preliminary", said)},
    )


def _phrase(entry: Mapping[str, str], year: str, rules: Rules) -> Phrase:
    pattern = rules.compile(entry["pattern"].replace("{y}", year), "period.phrases")
    return Phrase(pattern, entry.get("first", ""), entry["last"])
