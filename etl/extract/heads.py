"""What the words over a column, before a row and in a title of a table say."""

# Annotations are evaluated here: those of named tuples that are text are compiled one by one when the program starts.
import re
from datetime import date
from enum import StrEnum
from pathlib import Path
from typing import NamedTuple, Self

from etl.extract import periods
from etl.extract.grids import GridRules
from etl.extract.number_rules import NumberRules
from etl.extract.places import OUTSIDE, PlaceRules, resolve
from etl.extract.times import Clock, Period, PeriodRules, Reach
from etl.paths import KNOWLEDGE
from etl.registry.rules import load_rules


class ColumnRules(NamedTuple):
    """What words over columns and before rows say, from ``[columns]`` of ``tables.toml``."""

    unit: re.Pattern[str]
    skip: re.Pattern[str]
    ranked: re.Pattern[str]
    parts: re.Pattern[str]
    works: re.Pattern[str]
    doing: re.Pattern[str]
    cost: re.Pattern[str]
    places: re.Pattern[str]
    plain: re.Pattern[str]
    measured: re.Pattern[str]
    month: re.Pattern[str]
    previous: re.Pattern[str]
    growth: re.Pattern[str]
    growth_name: str
    change: re.Pattern[str]
    unclear: re.Pattern[str]
    added: re.Pattern[str]
    share: re.Pattern[str]
    of_plan: re.Pattern[str]
    rank: re.Pattern[str]
    planned_title: re.Pattern[str]
    done: re.Pattern[str]
    target: re.Pattern[str]
    titled_growth: re.Pattern[str]
    rate: re.Pattern[str]
    counted: re.Pattern[str]
    unitless: re.Pattern[str]
    falls: re.Pattern[str]
    spots: re.Pattern[str]
    sector: re.Pattern[str]
    of_sectors: re.Pattern[str]
    sector_name: str
    whole: re.Pattern[str]
    branch: re.Pattern[str]
    of_branches: re.Pattern[str]
    group: re.Pattern[str]
    people: re.Pattern[str]
    everybody: re.Pattern[str]
    total: re.Pattern[str]
    qualifier: re.Pattern[str]


class WordRules(NamedTuple):
    """What is taken off words before they are read, from ``[words]``."""

    footnote: re.Pattern[str]
    marker: re.Pattern[str]
    part: re.Pattern[str]
    unit: re.Pattern[str]
    table_unit: re.Pattern[str]
    period: re.Pattern[str]


class TopicRules(NamedTuple):
    """What a title is about, from ``[topic]``."""

    before: re.Pattern[str]
    behind: re.Pattern[str]
    none: re.Pattern[str]


class TableRules(NamedTuple):
    """All of ``tables.toml``."""

    lines: GridRules
    words: WordRules
    columns: ColumnRules
    topic: TopicRules

    @classmethod
    def load(cls, folder: Path = KNOWLEDGE) -> Self:
        """Read ``tables.toml``; raises `InputError` for a missing or broken rule."""
        rules = load_rules(folder / "tables.toml")
        return cls(
            GridRules.load(folder),
            rules.build(WordRules, "words"),
            rules.build(ColumnRules, "columns"),
            rules.build(TopicRules, "topic"),
        )


class Aspect(StrEnum):
    """What a column or a row states of the thing that it names."""

    LEVEL = "level"
    GROWTH = "growth"
    CHANGE = "change"
    SHARE = "share"
    RANK = "rank"


class Role(StrEnum):
    """What a column holds."""

    VALUE = "value"
    LABEL = "label"
    UNIT = "unit"
    SKIP = "skip"
    RANK = "rank"
    """Of ranks before the names: those of the first column of values."""


class Words(NamedTuple):
    """What the words over a column or before a row say; ``name`` is what is left of them as a name.

    ``years`` are to be added to the period in force (上年同期), ``month`` says that only its last month is meant.
    """

    written: str = ""
    name: str = ""
    unit: str = ""
    aspect: Aspect = Aspect.LEVEL
    of_growth: bool = False
    """Whether a rank is that of a growth."""
    target: bool = False
    period: Period | None = None
    years: int = 0
    month: bool = False
    place: str = ""
    own: Period | None = None
    """The part of the year that a bracket says of a name, whatever its column is of."""
    total: bool = False
    part: bool = False


NO_WORDS = Words()


class Terms(NamedTuple):
    """What words are read with: rules, the day and year that relative words mean, and the place of the document."""

    rules: TableRules
    numbers: NumberRules
    periods: PeriodRules
    places: PlaceRules
    ratio: re.Pattern[str]
    """Names of ratios, which have no unit."""
    clock: Clock
    on: date
    owner: str


_HAN_SPACE = re.compile(r"(?<=[\u4e00-\u9fff（）])\s+(?=[\u4e00-\u9fff（）])")
_WHOLE_YEAR = re.compile(r"((?:19|20)\d\d)年?")


def topic(title: str, terms: Terms) -> str:
    """Return what a title is about, without its number, period and places, ``""`` if it is about many things."""
    words = plain(_without_periods(title, terms), terms.rules.words)
    stated = terms.rules.words.unit.search(words)
    words = words[: stated.start()] if stated else words
    rules = terms.rules.topic
    words = rules.before.sub("", words)
    for pattern in (terms.places.names, terms.places.scope_pattern, terms.places.outside):
        words = re.sub(f"^(?:{pattern.pattern})", "", words)
    for pattern in (rules.before, rules.behind, rules.behind, rules.before):
        words = pattern.sub("", words)
    return "" if rules.none.search(words) or terms.rules.words.table_unit.search(words) else words


def _without_periods(text: str, terms: Terms) -> str:
    for phrase in reversed(periods.find(text, terms.clock, terms.periods)):
        if phrase.reach not in {Reach.NONE, Reach.SOFT, Reach.EVERY}:
            text = text[: phrase.start] + text[phrase.end :]
    return text


def plain(words: str, rules: WordRules) -> str:
    """Return words without footnote marks, marks before a name, and white space inside."""
    return rules.marker.sub("", rules.footnote.sub("", _HAN_SPACE.sub("", words.strip())))


def said(written: str, terms: Terms) -> Words:
    """Return what the words over a column or before a row say."""
    rules = terms.rules.columns
    part = terms.rules.words.part.match(written.strip()) is not None
    name = plain(terms.rules.words.part.sub("", written.strip()), terms.rules.words)
    unit = ""
    stated = terms.rules.words.unit.search(name)
    if stated and terms.numbers.units.find(stated["unit"] or stated["sign"]):
        unit, name = stated["unit"] or stated["sign"], name[: stated.start()].strip()
    found = Words(written=written, unit=unit, part=part)
    if year := _WHOLE_YEAR.fullmatch(name):
        return found._replace(period=Period(date(int(year[1]), 1, 1), date(int(year[1]), 12, 31)))
    if rules.previous.match(name):
        return found._replace(years=-1)
    if rules.total.match(name):
        above = place_of(name, terms) if name in terms.places.scope_words else ""
        return found._replace(total=True, place="" if above == terms.owner else above)  # 全市 in a county's table
    if code := place_of(name, terms):
        return found._replace(place=code)
    stated_period = _period(name, terms)
    if stated_period is not None:
        name = _without_periods(name, terms).strip()
    elif (bracketed := terms.rules.words.period.search(name)) and (own := _part_of_year(bracketed["period"], terms)):
        found, name = found._replace(own=own), name[: bracketed.start()]  # 全体居民人均可支配收入（上半年）
    target = rules.target.match(name)
    name = name[target.end() :] if target else name
    of_growth = rules.growth.search(rules.rank.sub("", name)) is not None
    name, aspect = _aspect(name, unit, rules)
    found = found._replace(of_growth=of_growth and aspect is Aspect.RANK)
    month = rules.month.match(name) is not None
    name = "" if rules.plain.match(name) else name
    return found._replace(name=name, aspect=aspect, target=target is not None, period=stated_period, month=month)


def _aspect(name: str, unit: str, rules: ColumnRules) -> tuple[str, Aspect]:
    """Return the name without the words that say what is stated of it, and what these say."""
    if ranked := rules.rank.search(name):
        rest = name[: ranked.start()]
        grown = rules.growth.search(rest)
        return (rest[: grown.start()] if grown else rest), Aspect.RANK
    if (changed := rules.change.search(name)) and unit != "%":
        return name[: changed.start()], Aspect.CHANGE
    if grown := rules.growth.search(name):
        unclear = rules.unclear.search(grown[0]) and not unit
        return name[: grown.start()], Aspect.CHANGE if unclear else Aspect.GROWTH
    if rules.share.search(name) or (unit == "%" and rules.of_plan.search(name)):
        return name, Aspect.SHARE
    return name, Aspect.LEVEL


def _period(name: str, terms: Terms) -> Period | None:
    """Return the period that words begin with or consist of, ``None`` if they state none."""
    found = periods.find(name, terms.clock, terms.periods)
    dated = bool(found) and found[0].start == 0 and found[0].reach not in {Reach.NONE, Reach.SOFT, Reach.EVERY}
    if dated and found[0].period.end:
        return found[0].period
    return None


def _part_of_year(words: str, terms: Terms) -> Period | None:
    """Return the part of a year that the words in a bracket behind a name are, ``None`` for any others."""
    found = periods.part_of_year(words, terms.clock, terms.periods)
    return found.period if found is not None and found.text == words else None


def place_of(name: str, terms: Terms) -> str:
    """Return the code of the place that words name as a whole, ``""`` if they name none."""
    for alias in terms.places.by_alias.get(name, ()):
        if alias.holds(terms.on):
            return alias.place_code
    if level := terms.places.scope_words.get(name):
        return resolve(level, terms.owner.partition("+")[0], terms.places)
    return OUTSIDE if terms.places.outside.fullmatch(name) and name else ""
