"""What a heading of a wide table says: indicator, measure, unit, period; only what fits the registry exactly."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from etl.model import Measure
from etl.normalise.indicators import match
from etl.tables.figures import Terms
from etl.tables.headings import parts
from etl.tables.sheets import Sheet
from etl.tables.words import TableWords, squeezed

_LONGEST_PERIOD = 14
_YEAR_DIGITS = 4
_PERCENT, _POINTS = "%", "个百分点"


@dataclass(frozen=True, slots=True)
class Recognised:
    """A column of values; ``unit`` and ``period`` are empty where the sheet's hold."""

    indicator_id: str
    measure: str
    unit: str
    period: str


@dataclass
class _Heading:
    """The pieces of a heading, sorted."""

    hard: list[str]
    soft: list[str]
    unit: str = ""
    period: str = ""
    measure: Measure | None = None


def find_period(text: str, words: TableWords) -> str:
    """Return the longest period written in a title or sheet name (``2023年上半年``), ``""`` if there is none."""
    year = words.anywhere.search(text)  # blanks still part 表3.2 2022年
    if not year:
        return ""
    rest = squeezed(text[year.start("y") :])
    for end in range(min(len(rest), _LONGEST_PERIOD), _YEAR_DIGITS - 1, -1):
        if words.period(rest[:end]):
            return rest[:end]
    return ""


def subject(text: str, words: TableWords) -> str:
    """Return what a title names once periods, places and the like are taken off: the one indicator of its table, perhaps."""
    text = words.title_noise.sub("", text)
    while period := find_period(text, words):
        text = text.replace(period, "", 1) if period in text else words.anywhere.sub("", text, count=1)
    return words.title_noise.sub("", words.plain(text))


def recognise(
    sheet: Sheet, header: tuple[int, int], column: int, default_unit: str, titles: Sequence[str], terms: Terms
) -> Recognised | str:
    """Return what a column holds, or a remark for the person who has to say it.

    Args:
        sheet: The sheet.
        header: First and last row of its heading.
        column: The column.
        default_unit: Unit of the whole sheet, ``""`` if none is said.
        titles: What stands over the table, and the sheet's name: they name the indicator where the heading is only a period.
        terms: What tables are read with.
    """
    found = _sorted(parts(sheet, header, column, terms.words), terms)
    registry = terms.registries.indicators
    phrases = dict.fromkeys(("".join([*found.soft, *found.hard]), "".join(found.hard)))
    if found.period and not any(phrases):
        phrases = dict.fromkeys(subject(title, terms.words) for title in titles)
    for phrase in filter(None, phrases):
        for measure in (found.measure,) if found.measure else (Measure.SHARE, Measure.LEVEL, Measure.RATIO):
            unit = found.unit or _usual_unit(measure, default_unit)
            indicator_id = match(phrase, measure, unit, registry)
            if indicator_id:
                own = unit if unit != default_unit else ""
                return Recognised(indicator_id, str(measure), own, found.period)
    return _remark(found, default_unit, terms)


def _usual_unit(measure: Measure, default_unit: str) -> str:
    usual = {
        Measure.GROWTH: _PERCENT,
        Measure.SHARE: _PERCENT,
        Measure.CHANGE: _POINTS,
        Measure.RANK: "",
        Measure.RATIO: "",
    }
    return usual.get(measure, default_unit)


def _sorted(texts: tuple[str, ...], terms: Terms) -> _Heading:
    heading = _Heading([], [])
    for text in texts:
        rest = _without_unit(text, heading, terms)
        rest = _without_period(rest, heading, terms.words)
        rest = _without_measure(rest, heading, terms.words)
        if rest in terms.words.group:
            heading.soft.append(rest)
        elif rest and rest not in terms.words.level:
            heading.hard.append(rest)
    return heading


def _without_unit(text: str, heading: _Heading, terms: Terms) -> str:
    units, words = terms.registries.units, terms.words
    if units.find(text):
        heading.unit = text
        return ""
    for pattern in (words.unit_note, words.unit):
        match_ = pattern.search(text)
        if match_ and units.find(match_["unit"]):
            heading.unit = match_["unit"]
            return text[: match_.start()] + text[match_.end() :]
    return text


def _without_period(text: str, heading: _Heading, words: TableWords) -> str:
    period = find_period(text, words)
    if not period:
        return text
    heading.period = period
    return text.replace(period, "", 1)


def _without_measure(text: str, heading: _Heading, words: TableWords) -> str:
    for pattern, measure in (
        (words.points, Measure.CHANGE),
        (words.growth, Measure.GROWTH),
        (words.rank, Measure.RANK),
    ):
        found = pattern.search(text)
        if found:
            heading.measure = measure
            return text[: found.start()] + text[found.end() :]
    return text


def _remark(found: _Heading, default_unit: str, terms: Terms) -> str:
    """Name the indicator that the last piece alone would be, for a person to judge."""
    registry = terms.registries.indicators
    for piece in reversed(found.hard):
        indicator_id = registry.by_wording.get(registry.wording.fold(piece))
        if indicator_id:
            unit = found.unit or default_unit
            return f"; {indicator_id}?" + ("" if unit or found.measure else " and in which unit?")
    return ""
