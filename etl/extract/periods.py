"""Phrases of time: where they stand, which dates they mean, and how far each of them reaches."""

from __future__ import annotations

import calendar
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from functools import partial
from pathlib import Path
from typing import NamedTuple

from etl.extract.numbers import NumberRules, numeral_value
from etl.paths import KNOWLEDGE
from etl.registry.guards import WHOLE, Patterns, guarded
from etl.registry.rules import load_rules

PLAN_BASE = 1951
"""First year of the plan period 一五 would be 1953; from 十一五 (2006) on, plan 十N五 begins in 1951 + 5 * (10 + N)."""


YEAR = re.compile(r"((?:19|20)\d\d)\s?年(?!\s?\d{1,2}月)")
"""A year in a title or heading that is not part of a date."""


BEFORE = 8
"""Characters before a phrase that say what it dates."""

SAME = "same"
"""Rule of phrases that mean the time spoken of last."""

SAME_DAY = "same_day"
"""Rule of phrases that mean the day spoken of last."""

PARTS = frozenset({"months", "quarters", "first_quarters", "half", "first_months"})
"""Rules of phrases that name a part of a year."""

DAY = "day"
DATES = frozenset({"year", "month", DAY})
"""Rules of phrases that may date an event instead of a figure."""


class Reach(StrEnum):
    """How far a phrase governs (see ``periods.toml``)."""

    FRAME = "frame"
    SPAN = "span"
    EVENT = "event"
    SOFT = "soft"
    EVERY = "every"
    NONE = "none"


@dataclass(frozen=True, slots=True)
class Period:
    """Two days, both included; a stock or a total to date has only the end; neither means that nothing is said."""

    start: date | None
    end: date | None

    def shifted(self, years: int) -> Period:
        """Return the same days of another year."""
        return Period(self.start and _years_away(self.start, years), self.end and _years_away(self.end, years))


NOTHING = Period(None, None)


def whole_year(year: int) -> Period:
    """Return the first and the last day of a year."""
    return Period(date(year, 1, 1), date(year, 12, 31))


def is_years(period: Period) -> bool:
    """Say whether a period covers several whole years."""
    start, end = period.start, period.end
    return bool(
        start and end and start.year < end.year and (start.month, start.day, end.month, end.day) == (1, 1, 12, 31)
    )


@dataclass(frozen=True, slots=True)
class Phrase:
    """A phrase of time at ``text[start:end]`` of a paragraph."""

    start: int
    end: int
    text: str
    rule: str
    reach: Reach
    period: Period
    part: bool = False
    """Whether it dates only a part of what the clause before states (其中6月份增长9.8%)."""


@dataclass(frozen=True, slots=True)
class Clock:
    """What relative phrases refer to: the reference day, and the year that 全年 and 年末 mean."""

    reference: date
    report_year: int
    report: bool = False
    """Whether the document reports on a year: there a period governs its paragraph, not only its sentence."""
    communique: bool = False
    """Whether all of it counts that year: a figure without any period of its own is that year's."""
    counted: Period | None = None
    """The part of that year that its title names (前三季度), ``None`` where it counts all of it."""


class PeriodRules(NamedTuple):
    """The grammar of phrases of time, from ``periods.toml``."""

    kinds: tuple[tuple[str, Reach], ...]
    """Rule and reach of each pattern."""
    patterns: Patterns
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
    built: re.Pattern[str]
    last_day: re.Pattern[str]
    over_the_year: re.Pattern[str]
    averaged: frozenset[str]
    that_year: str
    total: re.Pattern[str]
    heading_bracket: re.Pattern[str]
    this_year: re.Pattern[str]
    at_meeting: re.Pattern[str]
    adds_up: re.Pattern[str]
    day_of_year: re.Pattern[str]
    direction: re.Pattern[str]
    happens: re.Pattern[str]
    by_year_end: re.Pattern[str]
    rates: re.Pattern[str]
    year_to_come: re.Pattern[str]
    by_parts: re.Pattern[str]
    lead_years: re.Pattern[str]
    of_number: re.Pattern[str]
    stock: re.Pattern[str]
    flow: re.Pattern[str]
    to_date: frozenset[str]
    continues: re.Pattern[str]
    breaks_down: re.Pattern[str]
    plan_title: re.Pattern[str]
    plan_run: re.Pattern[str]
    communique_title: re.Pattern[str]
    news_of_figures: re.Pattern[str]
    work_report_title: re.Pattern[str]
    numbers: NumberRules

    def number(self, word: str) -> int:
        """Return the value of a numeral in words."""
        return int(numeral_value(word, self.numbers) or 0)

    @classmethod
    def load(cls, numbers: NumberRules, folder: Path = KNOWLEDGE) -> PeriodRules:
        """Read ``periods.toml``; raises `InputError` for a missing or broken rule."""
        rules = load_rules(folder / "periods.toml")
        kinds, patterns = [], []
        for entry in rules.entries("period"):
            written = entry["pattern"]
            for name in ("year", "n"):
                macro = rules.text("macros", name)
                written = written.replace("{" + name + "}", macro)
                second = re.sub(r"\(\?P<(y|rel|n)>", r"(?P<\g<1>_b>", macro)
                written = written.replace("{" + name + "2}", second)
            patterns.append(guarded(written, partial(rules.compile, where=f"period {entry['rule']}")))
            kinds.append((entry["rule"], Reach(entry["kind"])))
        given = {"counted", "averaged", "to_date", "that_year"}
        return cls(
            kinds=tuple(kinds),
            patterns=Patterns.of(patterns),
            trigger=rules.pattern("trigger"),
            relative=rules.table("relative"),
            event=rules.pattern("event", "verbs"),
            planned_event=rules.pattern("event", "planned"),
            built=rules.pattern("event", "built"),
            counted=frozenset(rules.texts("report", "counted")),
            averaged=frozenset(rules.texts("report", "averaged")),
            to_date=frozenset(rules.texts("report", "to_date")),
            that_year=rules.text("report", "that_year"),
            numbers=numbers,
            **{
                name: rules.pattern(table, name)
                for table in ("compared", "report")
                for name in rules.table(table)
                if name not in given
            },
        )


TOLD = frozenset({Reach.FRAME, Reach.SPAN})
"""Reaches of phrases that say when something was."""


def find(text: str, clock: Clock, rules: PeriodRules) -> list[Phrase]:
    """Return the phrases of time of a paragraph, leftmost and longest, in order; phrases do not overlap."""
    if not rules.trigger.search(text):
        return []
    candidates = []
    for order, match in rules.patterns.finditer(text):
        if match[WHOLE]:
            candidates.append((match.start(WHOLE), -match.end(WHOLE), order, match))
    candidates.sort(key=lambda candidate: candidate[:3])
    found: list[Phrase] = []
    position = 0
    for start, end, order, match in candidates:
        if start < position:
            continue
        rule, reach = rules.kinds[order]
        period = _spoken_of(rule, match[WHOLE], found, clock, rules) or _read(rule, match, clock, rules)
        if period is None:
            continue
        reach = _reach(text, start, -end, reach, rule, period, rules)
        part = rules.part.search(text, max(0, start - BEFORE), start) is not None
        found.append(Phrase(start, -end, match[WHOLE], rule, reach, period, part))
        position = -end
    return found


def _spoken_of(rule: str, words: str, found: Sequence[Phrase], clock: Clock, rules: PeriodRules) -> Period | None:
    """Return what a phrase means that takes up one before it (当年, 同期, 当天), ``None`` for any other."""
    if rule == "year" and words == rules.that_year and not clock.report and found and found[-1].period.end:
        return whole_year(found[-1].period.end.year)
    if rule == SAME:
        return next((p.period for p in reversed(found) if p.reach in TOLD and p.period.end), NOTHING)
    if rule == SAME_DAY:
        return next((p.period for p in reversed(found) if p.rule == DAY), NOTHING)
    return None


def _reach(text: str, start: int, end: int, reach: Reach, rule: str, period: Period, rules: PeriodRules) -> Reach:
    """Return how far a phrase reaches: days on which something happens as far as their sentence, 2019年建成的 nowhere."""
    planned = rules.planned_event.search(text, max(0, start - BEFORE), start)
    built = planned and rules.built.match(text, end)
    if rule in DATES and not built and rules.event.match(text, end):
        return Reach.NONE
    days = rule == DAY and period.start != period.end
    return Reach.SPAN if reach is Reach.EVENT and (days or rules.happens.match(text, end)) else reach


def year_of(heading: str) -> re.Match[str] | None:
    """Return the last year that a heading names with those above it."""
    years = list(YEAR.finditer(heading))
    return years[-1] if years else None


def part_of_year(text: str, clock: Clock, rules: PeriodRules) -> Phrase | None:
    """Return the first phrase of a title or heading that names a part of a year."""
    return next((phrase for phrase in find(text, clock, rules) if phrase.rule in PARTS and phrase.period.end), None)


def _group(match: re.Match[str], *names: str) -> str:
    """Return the first of the named groups that the pattern has and that matched, else ``""``."""
    groups = match.groupdict()
    return next((groups[name] for name in names if groups.get(name)), "")


def _year(match: re.Match[str], clock: Clock, rules: PeriodRules) -> int | None:
    stated = _group(match, "y", "y_b", "y3")
    if stated:
        return int(stated)
    relative = _group(match, "rel", "rel_b")
    if relative in rules.counted and clock.report:
        return clock.report_year + rules.relative[relative]
    return clock.reference.year + rules.relative[relative] if relative else None


def _count(match: re.Match[str], rules: PeriodRules) -> int:
    written = _group(match, "n", "n_b")
    if written.isdigit():
        return int(written)
    return int(numeral_value(written, rules.numbers) or 0)


def _day(year: int, month: int, day: int) -> date | None:
    try:
        return date(year, month, day)
    except ValueError:
        return None


def _last_day(year: int, month: int) -> date | None:
    return _day(year, month, calendar.monthrange(year, month)[1]) if 1 <= month <= 12 and 1 <= year <= 9999 else None


def _years_away(day: date, years: int) -> date:
    year = min(9999, max(1, day.year + years))
    return _day(year, day.month, day.day) or date(year, day.month, 28)


def _read(rule: str, match: re.Match[str], clock: Clock, rules: PeriodRules) -> Period | None:
    """Return the period that a match means, `NOTHING` for a phrase without one, ``None`` for a match that is no phrase."""
    reader = _READERS.get(rule)
    return NOTHING if reader is None else reader(match, clock, rules)


def _now(match: re.Match[str], clock: Clock, rules: PeriodRules) -> Period:
    return Period(None, clock.reference)


def _as_of(match: re.Match[str], clock: Clock, rules: PeriodRules) -> Period | None:
    year, month, day = _year(match, clock, rules), _group(match, "m"), _group(match, "d")
    if month:
        base = year or _recent_year(int(month), clock)
        return _ending(_day(base, int(month), int(day)) if day else _last_day(base, int(month)))
    if "底" in match[WHOLE] or "末" in match[WHOLE]:
        return _ending(date(year or clock.report_year, 12, 31))
    if year:
        return _ending(clock.reference if year == clock.reference.year else date(year, 12, 31))
    return None


def _ending(end: date | None) -> Period | None:
    return None if end is None else Period(None, end)


def _span(start: date | None, end: date | None) -> Period | None:
    """Return the period of two days, ``None`` where one is no day of the calendar or they are out of order."""
    return None if start is None or end is None or start > end else Period(start, end)


def _until(match: re.Match[str], clock: Clock, rules: PeriodRules) -> Period | None:
    year = _year(match, clock, rules)
    if year is None:
        return None
    if month := _group(match, "m"):
        return _ending(_last_day(year, int(month)))
    if year <= clock.reference.year and match[WHOLE][-1] not in "底末前":
        return Period(date(year, 1, 1), date(year, 12, 31))
    return Period(None, date(year, 12, 31))


def _year_end(match: re.Match[str], clock: Clock, rules: PeriodRules) -> Period:
    return Period(None, date(_year(match, clock, rules) or clock.report_year, 12, 31))


def _month_end(match: re.Match[str], clock: Clock, rules: PeriodRules) -> Period | None:
    return _ending(_last_day(_year(match, clock, rules) or _recent_year(int(match["m"]), clock), int(match["m"])))


def _deadline(match: re.Match[str], clock: Clock, rules: PeriodRules) -> Period | None:
    """Return what lies before a day ahead: the month's next last day, or the year's."""
    if clock.communique and not _group(match, "m"):
        return Period(date(clock.report_year, 1, 1), date(clock.report_year, 12, 31))
    month = int(_group(match, "m") or 12)
    year = _year(match, clock, rules) or clock.reference.year + (month < clock.reference.month)
    return _ending(_last_day(year, month))


def _recent_year(month: int, clock: Clock) -> int:
    """Return the year of a month without one: the reference year, or the one before if that month is yet to come."""
    return clock.reference.year if month <= clock.reference.month else clock.reference.year - 1


def _counted_year(month: int, clock: Clock) -> int:
    """Return the year of a part of a year without one: in a communiqué the year that it counts."""
    return clock.report_year if clock.communique else _recent_year(month, clock)


def _months(match: re.Match[str], clock: Clock, rules: PeriodRules) -> Period | None:
    first, last = int(match["m"]), int(match["m2"])
    if not (1 <= first <= 12 and 1 <= last <= 12):
        return None
    running = first <= clock.reference.month <= last and not clock.report
    year = _year(match, clock, rules) or (clock.reference.year if running else _recent_year(last, clock))
    final = int(_group(match, "y2") or year)
    if (final, last) < (year, first):
        return None
    end = _last_day(final, last)
    return _span(date(year, first, 1), end)


def _quarter_end(match: re.Match[str], clock: Clock, rules: PeriodRules) -> Period | None:
    last = 3 * _QUARTERS[match["q"]]
    return _ending(_last_day(_year(match, clock, rules) or _counted_year(last - 2, clock), last))


_QUARTERS = {"一": 1, "二": 2, "两": 2, "三": 3, "四": 4, "1": 1, "2": 2, "3": 3, "4": 4}


def _quarters(match: re.Match[str], clock: Clock, rules: PeriodRules) -> Period | None:
    first = _QUARTERS.get(_group(match, "q", "q3"), 1)
    last = _QUARTERS.get(_group(match, "q2"), first)
    year = _year(match, clock, rules) or _counted_year(3 * first - 2, clock)
    end = _last_day(year, 3 * last)
    return _span(date(year, 3 * first - 2, 1), end)


def _first_quarters(match: re.Match[str], clock: Clock, rules: PeriodRules) -> Period | None:
    last = 3 * _QUARTERS[match["q"]]
    year = _year(match, clock, rules) or _counted_year(last - 2, clock)
    end = _last_day(year, last)
    return _span(date(year, 1, 1), end)


def _half(match: re.Match[str], clock: Clock, rules: PeriodRules) -> Period:
    first = match["half"] == "上"
    year = _year(match, clock, rules) or (
        clock.report_year
        if clock.communique
        else clock.reference.year
        if first or clock.reference.month > 6
        else clock.reference.year - 1
    )
    return Period(date(year, 1, 1), date(year, 6, 30)) if first else Period(date(year, 7, 1), date(year, 12, 31))


def _first_months(match: re.Match[str], clock: Clock, rules: PeriodRules) -> Period | None:
    months = _count(match, rules)
    if not 1 <= months <= 12:
        return None
    year = _year(match, clock, rules) or _recent_year(months, clock)
    end = _last_day(year, months)
    return _span(date(year, 1, 1), end)


def _since(match: re.Match[str], clock: Clock, rules: PeriodRules) -> Period | None:
    year = _year(match, clock, rules)
    start = _day(year or clock.reference.year, int(_group(match, "m") or 1), int(_group(match, "d") or 1))
    return _span(start, clock.reference)


def _last_years(match: re.Match[str], clock: Clock, rules: PeriodRules) -> Period | None:
    years = _count(match, rules)
    if years == 1 and clock.report_year < clock.reference.year:  # 过去一年, said in January
        return Period(date(clock.report_year, 1, 1), date(clock.report_year, 12, 31))
    if clock.report and years and clock.reference.year - clock.report_year <= 1:
        return Period(date(clock.report_year - years + 1, 1, 1), date(clock.report_year, 12, 31))
    return Period(_years_away(clock.reference, -years), clock.reference) if years else None


def _since_to(match: re.Match[str], clock: Clock, rules: PeriodRules) -> Period | None:
    first = int(match["y"]) if match["y"] else clock.reference.year + rules.relative[match["rel"]]
    last = int(match["y_b"]) if match["y_b"] else clock.reference.year + rules.relative[match["rel_b"]]
    return Period(date(first, 1, 1), min(date(last, 12, 31), clock.reference)) if first < last else None


def _next_years(match: re.Match[str], clock: Clock, rules: PeriodRules) -> Period | None:
    years = _count(match, rules)
    if clock.report and years:
        return Period(date(clock.report_year + 1, 1, 1), date(clock.report_year + years, 12, 31))
    return Period(clock.reference, _years_away(clock.reference, years)) if years else None


def _plan(match: re.Match[str], clock: Clock, rules: PeriodRules) -> Period:
    first = PLAN_BASE + 5 * (10 + _PLANS[match["plan"]])
    end = date(first + 4, 12, 31)
    return Period(date(first, 1, 1), min(end, clock.reference) if "以来" in match[WHOLE] else end)


def _plan_end(match: re.Match[str], clock: Clock, rules: PeriodRules) -> Period:
    return Period(None, date(PLAN_BASE + 5 * (10 + _PLANS[match["plan"]]) + 4, 12, 31))


_PLANS = {"一": 1, "二": 2, "三": 3, "四": 4, "五": 5}


def _years(match: re.Match[str], clock: Clock, rules: PeriodRules) -> Period | None:
    first, last = int(match["y"]), int(match["y2"])
    return Period(date(first, 1, 1), date(last, 12, 31)) if first < last else None


def _exact_day(match: re.Match[str], clock: Clock, rules: PeriodRules) -> Period | None:
    year, month = _year(match, clock, rules) or _recent_year(int(match["m"]), clock), int(match["m"])
    day = _day(year, month, int(match["d"]))
    last = match["d2"] and _day(year, int(match["m2"] or month), int(match["d2"]))
    return _span(day, last or day)


def _month(match: re.Match[str], clock: Clock, rules: PeriodRules) -> Period | None:
    month = int(_group(match, "m", "m3"))
    if not 1 <= month <= 12:
        return None
    year = _year(match, clock, rules) or _recent_year(month, clock)
    end = _last_day(year, month)
    return _span(date(year, month, 1), end)


def _full_year(match: re.Match[str], clock: Clock, rules: PeriodRules) -> Period:
    year = clock.report_year if _group(match, "full") else _year(match, clock, rules) or clock.reference.year
    end = date(year, 12, 31)
    this_year = bool(_group(match, "rel")) and year == clock.reference.year
    return Period(date(year, 1, 1), clock.reference if this_year else end)


_READERS = {
    "month_alone": _month,
    "now": _now,
    "so_far": _now,
    "as_of": _as_of,
    "until": _until,
    "year_end": _year_end,
    "deadline": _deadline,
    "month_end": _month_end,
    "months": _months,
    "quarters": _quarters,
    "quarter_end": _quarter_end,
    "first_quarters": _first_quarters,
    "half": _half,
    "first_months": _first_months,
    "since": _since,
    "last_years": _last_years,
    "since_to": _since_to,
    "next_years": _next_years,
    "plan": _plan,
    "plan_end": _plan_end,
    "years": _years,
    "day": _exact_day,
    "month": _month,
    "year": _full_year,
}
