"""Periods, the phrases that state them, what relative phrases mean in a document, and how phrases are written."""

# Annotations are evaluated here: those of named tuples that are text are compiled one by one when the program starts.
import calendar
import re
from collections.abc import Mapping
from datetime import date
from enum import StrEnum
from functools import partial
from pathlib import Path
from typing import NamedTuple, Self

from etl.extract.number_rules import NumberRules
from etl.extract.numbers import numeral_value
from etl.model import LONGEST_YEAR
from etl.paths import KNOWLEDGE
from etl.registry.guards import Guarded, Patterns, guarded
from etl.registry.holidays import HolidaysByYear, load_holidays
from etl.registry.rules import load_rules


class Reach(StrEnum):
    """How far a phrase governs (see ``periods.toml``)."""

    FRAME = "frame"
    SPAN = "span"
    EVENT = "event"
    SOFT = "soft"
    EVERY = "every"
    NONE = "none"


class Period(NamedTuple):
    """Two days, both included; a stock or a total to date has only the end; neither means that nothing is said."""

    start: date | None
    end: date | None

    def shifted(self, years: int) -> Self:
        """Return the same days of another year."""
        return type(self)(self.start and years_away(self.start, years), self.end and years_away(self.end, years))


NOTHING = Period(None, None)


def day_of(year: int, month: int, day: int) -> date | None:
    """Return a day, ``None`` if the calendar has none such."""
    try:
        return date(year, month, day)
    except ValueError:
        return None


def years_away(day: date, years: int) -> date:
    """Return the same day of another year."""
    year = min(9999, max(1, day.year + years))
    return day_of(year, day.month, day.day) or date(year, day.month, 28)


def whole_year(year: int) -> Period:
    """Return the first and the last day of a year."""
    return Period(date(year, 1, 1), date(year, 12, 31))


def month_of(day: date) -> Period:
    """Return the first and the last day of a day's month."""
    return Period(day.replace(day=1), day.replace(day=calendar.monthrange(day.year, day.month)[1]))


def is_years(period: Period) -> bool:
    """Say whether a period covers several whole years."""
    start, end = period.start, period.end
    return bool(
        start and end and start.year < end.year and (start.month, start.day, end.month, end.day) == (1, 1, 12, 31)
    )


class Phrase(NamedTuple):
    """A phrase of time at ``text[start:end]`` of a paragraph."""

    start: int
    end: int
    text: str
    rule: str
    reach: Reach
    period: Period
    part: bool = False
    """Whether it dates only a part of what the clause before states (其中6月份增长9.8%)."""


class Clock(NamedTuple):
    """What relative phrases refer to: the reference day, and the year that 全年 and 年末 mean."""

    reference: date
    report_year: int
    report: bool = False
    """Whether the document reports on a year: there a period governs its paragraph, not only its sentence."""
    communique: bool = False
    """Whether all of it counts that year: a figure without any period of its own is that year's."""
    annual: bool = False
    """Whether it is a communiqué of a whole year: 今年 is then that year, whenever it was published."""
    counted: Period | None = None
    """The part of that year that its title names (前三季度), ``None`` where it counts all of it."""

    def is_yearly(self, period: Period) -> bool:
        """Say whether growth over a period is by custom against the year before: within one year, or up to a dated day.

        Of no time, up to the reference day (目前, 改革以来), but for what counts a year that ends with it, or over several
        years it may be measured against anything.
        """
        start, end = period.start, period.end
        if start and end:
            return end - start <= LONGEST_YEAR
        return end is not None and (end != self.reference or self.communique)


class FrontWords(NamedTuple):
    """Words in front of a phrase of time that keep it from what is told behind."""

    compared: frozenset[str]
    """Single characters before a period that another is compared with."""
    from_: frozenset[str]
    """Single characters before a period that dates only what something rose or fell from."""
    conceding: tuple[str, ...]
    """Words at the beginning of a clause whose time is not that of what stands against it."""
    yearly: re.Pattern[str]
    """Words of a growth against the year before, which no day counts up."""
    reached: re.Pattern[str]
    """Words behind a year that is said of its clause alone."""
    expected: re.Pattern[str]
    """Words before a year whose whole is expected, whatever day is told before."""


class PeriodRules(NamedTuple):
    """The grammar of phrases of time, from ``periods.toml``."""

    kinds: tuple[tuple[str, Reach], ...]
    """Rule and reach of each pattern."""
    patterns: Patterns
    front: FrontWords
    trigger: re.Pattern[str]
    relative: Mapping[str, int]
    counted: frozenset[str]
    base: re.Pattern[str]
    since: re.Pattern[str]
    previous_year: re.Pattern[str]
    changed_by: re.Pattern[str]
    year_begin: re.Pattern[str]
    part: re.Pattern[str]
    event: re.Pattern[str]
    planned_event: re.Pattern[str]
    to_be_held: re.Pattern[str]
    held: re.Pattern[str]
    built: re.Pattern[str]
    counted_event: re.Pattern[str]
    last_day: re.Pattern[str]
    over_the_year: re.Pattern[str]
    headline: re.Pattern[str]
    heading_year: re.Pattern[str]
    year_of_aims: re.Pattern[str]
    year_end_share: re.Pattern[str]
    scene: re.Pattern[str]
    several: re.Pattern[str]
    gap_of: re.Pattern[str]
    of_its_own: re.Pattern[str]
    share_of: re.Pattern[str]
    year_of_works: re.Pattern[str]
    balance: re.Pattern[str]
    sized: re.Pattern[str]
    measured_work: re.Pattern[str]
    project_of_year: re.Pattern[str]
    exists: re.Pattern[str]
    then_was: re.Pattern[str]
    threshold: re.Pattern[str]
    each: re.Pattern[str]
    lacking: re.Pattern[str]
    existing: re.Pattern[str]
    in_passing: re.Pattern[str]
    of_earlier: re.Pattern[str]
    yearly_ratio: re.Pattern[str]
    doers: re.Pattern[str]
    underway: re.Pattern[str]
    done_rate: re.Pattern[str]
    yearly_plan: re.Pattern[str]
    works_of_year: re.Pattern[str]
    allotted: re.Pattern[str]
    of_events: re.Pattern[str]
    averaged: frozenset[str]
    that_year: str
    that_month: str
    in_year: str
    bare_year_end: re.Pattern[str]
    years_ahead: re.Pattern[str]
    total: re.Pattern[str]
    heading_bracket: re.Pattern[str]
    told_bracket: re.Pattern[str]
    this_year: re.Pattern[str]
    at_meeting: re.Pattern[str]
    adds_up: re.Pattern[str]
    day_of_year: re.Pattern[str]
    data_period: re.Pattern[str]
    issue: re.Pattern[str]
    reached: re.Pattern[str]
    yearly_state: re.Pattern[str]
    part_named: re.Pattern[str]
    occasion: re.Pattern[str]
    direction: re.Pattern[str]
    happens: re.Pattern[str]
    to_come: re.Pattern[str]
    quarter_to_come: re.Pattern[str]
    extreme: re.Pattern[str]
    beside_day: re.Pattern[str]
    by_year_end: re.Pattern[str]
    rates: re.Pattern[str]
    for_itself: re.Pattern[str]
    as_it_is: re.Pattern[str]
    by_now: re.Pattern[str]
    all_done: re.Pattern[str]
    hoped: re.Pattern[str]
    begun_planned: re.Pattern[str]
    aim_ahead: re.Pattern[str]
    aim_done: re.Pattern[str]
    aim_told: re.Pattern[str]
    aim_called: re.Pattern[str]
    done_head: re.Pattern[str]
    expected: re.Pattern[str]
    there_is: re.Pattern[str]
    opened_by: re.Pattern[str]
    of_all_kinds: re.Pattern[str]
    example: re.Pattern[str]
    each_time: re.Pattern[str]
    year_output: re.Pattern[str]
    by_then: re.Pattern[str]
    year_begun: re.Pattern[str]
    next_year: re.Pattern[str]
    aims_behind: re.Pattern[str]
    set_for_year: re.Pattern[str]
    aims_not: re.Pattern[str]
    aimed_year: re.Pattern[str]
    year_to_come: re.Pattern[str]
    by_parts: re.Pattern[str]
    lead_years: re.Pattern[str]
    of_number: re.Pattern[str]
    stock: Guarded
    flow: Guarded
    to_date: frozenset[str]
    continues: re.Pattern[str]
    among: re.Pattern[str]
    one_more: re.Pattern[str]
    breaks_down: re.Pattern[str]
    connective: re.Pattern[str]
    contrasts: re.Pattern[str]
    plan_title: re.Pattern[str]
    plan_run: re.Pattern[str]
    communique_title: re.Pattern[str]
    news_of_figures: re.Pattern[str]
    bulletin: re.Pattern[str]
    holiday_news: re.Pattern[str]
    work_report_title: re.Pattern[str]
    numbers: NumberRules
    holidays: HolidaysByYear

    def number(self, word: str) -> int:
        """Return the value of a numeral in words."""
        return int(numeral_value(word, self.numbers) or 0)

    @classmethod
    def load(cls, numbers: NumberRules, folder: Path = KNOWLEDGE) -> Self:
        """Read ``periods.toml``; raises `InputError` for a missing or broken rule."""
        rules = load_rules(folder / "periods.toml")
        holidays = load_holidays(folder)
        named = "|".join(sorted({name for name, _ in holidays}))
        kinds, patterns = [], []
        for entry in rules.entries("period"):
            written = entry["pattern"].replace("{holiday}", named)
            for name in ("year", "n"):
                macro = rules.text("macros", name)
                written = written.replace("{" + name + "}", macro)
                second = re.sub(r"\(\?P<(y|rel|n)>", r"(?P<\g<1>_b>", macro)
                written = written.replace("{" + name + "2}", second)
            patterns.append(guarded(written, partial(rules.compile, where=f"period {entry['rule']}")))
            kinds.append((entry["rule"], Reach(entry["kind"])))
        given = {"counted", "averaged", "to_date", "that_year", "that_month", "in_year", "stock", "flow"}
        return cls(
            kinds=tuple(kinds),
            patterns=Patterns.of(patterns),
            front=FrontWords(
                frozenset(rules.texts("front", "compared")),
                frozenset(rules.texts("front", "from")),
                rules.texts("front", "conceding"),
                rules.pattern("front", "yearly"),
                rules.pattern("front", "reached"),
                rules.pattern("front", "expected"),
            ),
            trigger=rules.pattern("trigger"),
            relative=rules.table("relative"),
            event=rules.pattern("event", "verbs"),
            planned_event=rules.pattern("event", "planned"),
            to_be_held=rules.pattern("event", "to_be_held"),
            held=rules.pattern("event", "held"),
            built=rules.pattern("event", "built"),
            counted_event=rules.pattern("event", "counted"),
            counted=frozenset(rules.texts("report", "counted")),
            averaged=frozenset(rules.texts("report", "averaged")),
            to_date=frozenset(rules.texts("report", "to_date")),
            that_year=rules.text("report", "that_year"),
            that_month=rules.text("report", "that_month"),
            in_year=rules.text("report", "in_year"),
            stock=rules.guarded("report", "stock"),
            flow=rules.guarded("report", "flow"),
            numbers=numbers,
            holidays=holidays,
            **{
                name: rules.pattern(table, name)
                for table in ("compared", "report")
                for name in rules.table(table)
                if name not in given
            },
        )
