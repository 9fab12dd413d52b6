"""Phrases of time in a paragraph: where they stand and how far each of them reaches."""

from __future__ import annotations

import re
from collections.abc import Sequence

from etl.extract import dates
from etl.extract.times import NOTHING, Clock, Period, PeriodRules, Phrase, Reach, month_of, whole_year
from etl.registry.guards import WHOLE

BEFORE = 8
"""Characters before a phrase that say what it dates."""

YEAR_SIGN = "年"
"""Sign of a year: a month with one is that year's, whatever is told of it."""

SENTENCE = "。"
"""Sign that ends a sentence."""

YEAR_RULE = "year"
"""Rule of phrases that name a year."""

SAME, SAME_DAY, SAME_HOLIDAY = "same", "same_day", "same_holiday"
HOLIDAY = "holiday"
"""Rules of phrases that mean the time, the day spoken of last."""

QUARTERS = "quarters"
"""Rule of phrases that name a quarter, or several."""

LAST_YEARS = "last_years"
"""Rule of phrases that count years back."""

PARTS = frozenset({"months", "quarters", "first_quarters", "half", "first_months"})
"""Rules of phrases that name a part of a year."""

LONG_OVER = 150
"""Days after which a quarter is not the one that something is striven for in."""

DAY, MONTH = "day", "month"
DATES = frozenset({"year", MONTH, DAY})
"""Rules of phrases that may date an event instead of a figure."""

TOLD = frozenset({Reach.FRAME, Reach.SPAN})
"""Reaches of phrases that say when something was."""


OVER_YEARS = frozenset({"change_years", "average_years"})
"""Rules of phrases that say over how many years something changed: 当年 behind them is the year told before."""


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
        here = [phrase for phrase in found[-1:] if SENTENCE not in text[phrase.end : start]]
        told = _year_told(rule, match[WHOLE], here, rules) or _spoken_of(
            rule, match[WHOLE], found, clock, rules, hoped=rules.hoped.match(text, -end) is not None
        )
        period = told or dates.read(rule, match, clock, rules)
        period = _of_story(rule, match[WHOLE], period, here, clock)
        period = _after(period, here, rule) if rule == QUARTERS and YEAR_SIGN not in match[WHOLE] else period
        if period is None or (rule in {SAME, SAME_HOLIDAY} and not period.end):
            continue
        held = _is_to_be_held(rule, text, start, -end, rules) and period.end and period.end < clock.reference
        if held or _is_to_come(rule, match[WHOLE], period, text, -end, clock, rules):
            ahead = period.shifted(1)
            period = ahead if ahead.end and ahead.end > clock.reference else period
        reach = _reach(text, start, -end, reach, rule, period, rules)
        part = rules.part.search(text, max(0, start - BEFORE), start) is not None
        found.append(Phrase(start, -end, match[WHOLE], rule, reach, period, part))
        position = -end
    return found


def _is_to_come(rule: str, words: str, period: Period, text: str, end: int, clock: Clock, rules: PeriodRules) -> bool:
    """Say whether a month or quarter without its year is the next one: the last is over, and something lies ahead of it."""
    if YEAR_SIGN in words or period.end is None or period.end >= clock.reference:
        return False
    if rule == QUARTERS:
        long_over = (clock.reference - period.end).days > LONG_OVER
        return long_over and rules.quarter_to_come.match(text, end) is not None
    return rule in {MONTH, DAY} and words[0].isdigit() and rules.to_come.match(text, end) is not None


def _is_to_be_held(rule: str, text: str, start: int, end: int, rules: PeriodRules) -> bool:
    """Say whether a phrase is the date of an event from which something is expected: 将于10月举办，预计吸引企业260家."""
    before = rule in DATES and rules.to_be_held.search(text, max(0, start - BEFORE), start)
    return bool(before) and rules.held.match(text, end) is not None


def _year_told(rule: str, words: str, here: Sequence[Phrase], rules: PeriodRules) -> Period | None:
    """Return the year that 全年 means where the phrase ``here`` before it in its sentence is one: 2024年，…，力争全年…."""
    if rule != YEAR_RULE or not rules.over_the_year.fullmatch(words):
        return None
    for last in here:
        year = whole_year(last.period.end.year) if last.period.end else NOTHING
        if last.rule == YEAR_RULE and last.reach in TOLD and not last.part and last.period.start == year.start:
            return year
    return None


def _of_story(rule: str, words: str, period: Period | None, here: Sequence[Phrase], clock: Clock) -> Period | None:
    """Return a month as one of the year that its sentence tells of before: 2019年8月，台风来袭；9月，完成重建32户.

    A year alone that has only just passed may stand beside a month of today.
    """
    last = here[0] if here and rule == MONTH and YEAR_SIGN not in words else None
    told = last.period.end if last and last.rule in DATES and last.text[:4].isdigit() else None
    if last is None or told is None or clock.report or period is None or period.start is None:
        return period
    in_story = last.rule != YEAR_RULE or told.year < clock.reference.year - 1
    moved = period.shifted(told.year - period.start.year)
    follows = moved.start is not None and last.period.start is not None and moved.start >= last.period.start
    return moved if in_story and follows else period


def _after(period: Period | None, here: Sequence[Phrase], rule: str) -> Period | None:
    """Return the quarter that follows the one that a sentence has told before, of its year: 三季度新开工9个，四季度再开工6个."""
    last = here[0] if here and here[0].rule == rule else None
    if period is None or last is None or not (last.period.start and period.start) or last.period.start < period.start:
        return period
    following = period.shifted(last.period.start.year - period.start.year)
    return following if following.start and following.start > last.period.start else period


def _spoken_of(
    rule: str, words: str, found: Sequence[Phrase], clock: Clock, rules: PeriodRules, *, hoped: bool
) -> Period | None:
    """Return what a phrase means that takes up one before it (当年, 同期, 当天), ``None`` for any other."""
    if rule == YEAR_RULE and words == rules.that_year and not clock.report:
        told = (p.period.end for p in reversed(found) if p.rule not in OVER_YEARS)
        if last := next((end for end in told if end), None):
            return whole_year(last.year)
    if (
        rule == "year_end"
        and rules.bare_year_end.fullmatch(words)
        and not clock.report
        and (ends := [phrase.period.end for phrase in found if phrase.period.end])
    ):
        year = ends[-1].year
        # 去年底还不到四成，到年底有望提高到55%: an end of a year behind one is another
        another = hoped and found[-1].period.start is None and ends[-1] == whole_year(year).end
        return Period(None, whole_year(year).end) if year < clock.reference.year and not another else None
    if rule == SAME:
        last_told = next((p.period for p in reversed(found) if p.reach in TOLD and p.period.end), NOTHING)
        if words == rules.that_month:
            return month_of(last_told.end) if last_told.end else NOTHING
        of_year = last_told.end and last_told.start is None and YEAR_SIGN in words
        return whole_year(last_told.end.year) if last_told.end and of_year else last_told
    if rule == SAME_HOLIDAY:
        return next((p.period for p in reversed(found) if p.rule == HOLIDAY), None)
    if rule == SAME_DAY:
        return next((p.period for p in reversed(found) if p.rule == DAY), NOTHING)
    return None


def _reach(text: str, start: int, end: int, reach: Reach, rule: str, period: Period, rules: PeriodRules) -> Reach:
    """Return how far a phrase reaches: days on which something happens as far as their sentence, 2019年建成的 nowhere."""
    planned = rules.planned_event.search(text, max(0, start - BEFORE), start)
    if _is_to_be_held(rule, text, start, end, rules):
        return Reach.EVENT
    built = planned and rules.built.match(text, end)
    if rule in DATES and not built and rules.event.match(text, end) and not rules.counted_event.match(text, end):
        return Reach.NONE
    if rule in PARTS and rules.occasion.match(text, end):
        return Reach.NONE
    if rule == LAST_YEARS and rules.extreme.match(text, end):
        return Reach.NONE
    if rule == DAY and rules.beside_day.match(text, end):
        return Reach.NONE
    days = rule == DAY and period.start != period.end
    return Reach.SPAN if reach is Reach.EVENT and (days or rules.happens.match(text, end)) else reach


def year_of(heading: str, rules: PeriodRules) -> re.Match[str] | None:
    """Return the last year that a heading names with those above it."""
    years = list(rules.heading_year.finditer(heading))
    return years[-1] if years else None


def part_of_year(text: str, clock: Clock, rules: PeriodRules) -> Phrase | None:
    """Return the first phrase of a title or heading that names a part of a year."""
    return next((phrase for phrase in find(text, clock, rules) if phrase.rule in PARTS and phrase.period.end), None)
