"""Which dates a phrase of time means, by the rule that it was found by."""

from __future__ import annotations

import calendar
import re
from datetime import date, timedelta

from etl.extract.numbers import numeral_value
from etl.extract.times import NOTHING, Clock, Period, PeriodRules, day_of, whole_year, years_away
from etl.registry.guards import WHOLE

PLAN_BASE = 1951
"""First year of the plan period 一五 would be 1953; from 十一五 (2006) on, plan 十N五 begins in 1951 + 5 * (10 + N)."""

JUST_OVER = 2
"""Months: what had to be done before one that is over no longer is told of as done, not as due a year on."""

MONTHS, HALF_YEAR = 12, 6
"""Months of a year, and of half a one."""

SECOND_HALF = 7
"""Month from which a report is one of the year that it is given in."""


def _group(match: re.Match[str], *names: str) -> str:
    """Return the first of the named groups that the pattern has and that matched, else ``""``."""
    groups = match.groupdict()
    return next((groups[name] for name in names if groups.get(name)), "")


def _year(match: re.Match[str], clock: Clock, rules: PeriodRules) -> int | None:
    stated = _group(match, "y", "y_b", "y3")
    if stated:
        return int(stated)
    relative = _group(match, "rel", "rel_b")
    if relative and ((relative in rules.counted and clock.report) or clock.annual):
        return clock.report_year + rules.relative[relative]
    return clock.reference.year + rules.relative[relative] if relative else None


def _whole(written: str, rules: PeriodRules) -> int:
    """Return a whole number that is written in digits or in words."""
    return int(written) if written.isdigit() else int(numeral_value(written, rules.numbers) or 0)


def _count(match: re.Match[str], rules: PeriodRules) -> int:
    return _whole(_group(match, "n", "n_b"), rules)


def _last_day(year: int, month: int) -> date | None:
    return day_of(year, month, calendar.monthrange(year, month)[1]) if 1 <= month <= 12 and 1 <= year <= 9999 else None


def read(rule: str, match: re.Match[str], clock: Clock, rules: PeriodRules) -> Period | None:
    """Return the period that a match means, `NOTHING` for a phrase without one, ``None`` for a match that is no phrase."""
    reader = _READERS.get(rule)
    return NOTHING if reader is None else reader(match, clock, rules)


def _now(match: re.Match[str], clock: Clock, rules: PeriodRules) -> Period:
    return Period(None, clock.reference)


def _yesterday(match: re.Match[str], clock: Clock, rules: PeriodRules) -> Period:
    return Period(None, clock.reference - timedelta(days=1))


def _as_of(match: re.Match[str], clock: Clock, rules: PeriodRules) -> Period | None:
    year, day = _year(match, clock, rules), _group(match, "d")
    if written := _group(match, "m"):
        month = _whole(written, rules)
        base = year or _recent_year(month, clock)
        return _ending(day_of(base, month, int(day)) if day else _last_day(base, month))
    if day and not year:  # 截至16日晚: of this month, or of the last one
        here = clock.reference
        back = int(day) > here.day
        return _ending(day_of(here.year - (back and here.month == 1), (here.month - back - 1) % 12 + 1, int(day)))
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
    month = _whole(match["m"], rules)
    return _ending(_last_day(_year(match, clock, rules) or _recent_year(month, clock), month))


def _deadline(match: re.Match[str], clock: Clock, rules: PeriodRules) -> Period | None:
    """Return what lies before a day ahead: the month's next last day, or the year's."""
    if clock.communique and not _group(match, "m"):
        return Period(date(clock.report_year, 1, 1), date(clock.report_year, 12, 31))
    if match[WHOLE] == rules.in_year:
        return whole_year(clock.reference.year)
    month = _whole(_group(match, "m") or "12", rules)
    over = clock.reference.month - month
    year = _year(match, clock, rules) or clock.reference.year + (over > JUST_OVER)
    return _ending(_last_day(year, month))


def _recent_year(month: int, clock: Clock) -> int:
    """Return the year of a month without one: the reference year, or the one before if that month is yet to come.

    In a communiqué of a whole year it is that one.
    """
    if clock.annual:
        return clock.report_year
    return clock.reference.year if month <= clock.reference.month else clock.reference.year - 1


def _counted_year(month: int, clock: Clock) -> int:
    """Return the year of a part of a year without one: in a communiqué the year that it counts."""
    return clock.report_year if clock.communique else _recent_year(month, clock)


LISTED = "、和"
"""Signs between the months of a list."""


def _months(match: re.Match[str], clock: Clock, rules: PeriodRules) -> Period | None:
    first, last = _whole(_group(match, "m", "m3"), rules), _whole(_group(match, "m2", "m4"), rules)
    listed = match["m3"] is not None
    further = sum(map(match[WHOLE].count, LISTED))
    if (listed and first + further != last) or not (1 <= first <= 12 and 1 <= last <= 12):  # 1、2月; not 3、12月
        return None
    # 1-10月 said in January is of the year before, 3-10月 said in March may be of this one
    running = first <= clock.reference.month <= last and not clock.report and not listed
    running = running and (first > 1 or last - clock.reference.month <= 1)
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
    month = _whole(_group(match, "m", "m3") or "1", rules)
    month = 3 * _whole(match["q"], rules) - 2 if match["q"] else SECOND_HALF if match["half"] else month
    year = _year(match, clock, rules) or clock.reference.year - (month > clock.reference.month)
    start = day_of(year, month, int(_group(match, "d", "d3") or 1))
    return _span(start, clock.reference)


def _last_years(match: re.Match[str], clock: Clock, rules: PeriodRules) -> Period | None:
    years = _count(match, rules)
    if years == 1 and clock.report_year < clock.reference.year:  # 过去一年, said in January
        return Period(date(clock.report_year, 1, 1), date(clock.report_year, 12, 31))
    if clock.report and years and clock.reference.year - clock.report_year <= 1:
        counted = clock.counted.end if clock.counted else None
        return Period(date(clock.report_year - years + 1, 1, 1), counted or date(clock.report_year, 12, 31))
    return Period(years_away(clock.reference, -years), clock.reference) if years else None


def _last_months(match: re.Match[str], clock: Clock, rules: PeriodRules) -> Period | None:
    """Return the months up to the day, or the part of the year that the document counts where it is as long."""
    half = match["half"] is not None
    months = HALF_YEAR if half else _count(match, rules)
    counted = clock.counted
    if counted and counted.start and counted.end and counted.end.month - counted.start.month + 1 == months:
        return counted
    year, month = divmod(clock.reference.year * MONTHS + clock.reference.month - 1 - months, MONTHS)
    last = _last_day(year, month + 1)
    return Period(last.replace(day=min(last.day, clock.reference.day)), clock.reference) if last and months else None


def _years_ago(match: re.Match[str], clock: Clock, rules: PeriodRules) -> Period | None:
    years = _count(match, rules)
    if clock.report and clock.report_year < clock.reference.year:
        return Period(None, date(clock.report_year - years, 12, 31)) if years else None
    return Period(None, years_away(clock.reference, -years)) if years else None


def _since_to(match: re.Match[str], clock: Clock, rules: PeriodRules) -> Period | None:
    first = int(match["y"]) if match["y"] else clock.reference.year + rules.relative[match["rel"]]
    last = int(match["y_b"]) if match["y_b"] else clock.reference.year + rules.relative[match["rel_b"]]
    return Period(date(first, 1, 1), min(date(last, 12, 31), clock.reference)) if first < last else None


def _next_years(match: re.Match[str], clock: Clock, rules: PeriodRules) -> Period | None:
    years = _count(match, rules)
    if clock.report and years:
        # a heading may speak of the year to come: the years ahead begin no later than it
        over = clock.reference.year - (clock.reference.month < SECOND_HALF)
        first = min(clock.report_year, over) + 1
        return Period(date(first, 1, 1), date(first + years - 1, 12, 31))
    return Period(clock.reference, years_away(clock.reference, years)) if years else None


def _plan(match: re.Match[str], clock: Clock, rules: PeriodRules) -> Period:
    first = PLAN_BASE + 5 * (10 + _PLANS[match["plan"]])
    end = date(first + 4, 12, 31)
    if match["since"]:  # “十三五”以来, told in 2022, goes on to that day
        return Period(date(first, 1, 1), min(end, clock.reference) if clock.report else clock.reference)
    return Period(date(first, 1, 1), end)


def _plan_end(match: re.Match[str], clock: Clock, rules: PeriodRules) -> Period:
    return Period(None, date(PLAN_BASE + 5 * (10 + _PLANS[match["plan"]]) + 4, 12, 31))


def _plan_year(match: re.Match[str], clock: Clock, rules: PeriodRules) -> Period:
    first = PLAN_BASE + 5 * (10 + _PLANS[match["plan"]])
    return whole_year(first if match["first"] else first + 4)


_PLANS = {"一": 1, "二": 2, "三": 3, "四": 4, "五": 5}


def _years(match: re.Match[str], clock: Clock, rules: PeriodRules) -> Period | None:
    first, last = int(match["y"]), int(match["y2"])
    return Period(date(first, 1, 1), date(last, 12, 31)) if first < last else None


def _year_to(match: re.Match[str], clock: Clock, rules: PeriodRules) -> int | None:
    """Return the year of the second day of a span, where it is said (去年12月15日至今年3月24日)."""
    if match["y_b"]:
        return int(match["y_b"])
    return clock.reference.year + rules.relative[match["rel_b"]] if match["rel_b"] else None


def _exact_day(match: re.Match[str], clock: Clock, rules: PeriodRules) -> Period | None:
    year, month = _year(match, clock, rules) or _recent_year(int(match["m"]), clock), int(match["m"])
    day = day_of(year, month, int(match["d"]))
    last = match["d2"] and day_of(_year_to(match, clock, rules) or year, int(match["m2"] or month), int(match["d2"]))
    return _span(day, last or day)


def _trade_day(match: re.Match[str], clock: Clock, rules: PeriodRules) -> Period | None:
    number = _count(match, rules)  # 双11 is the eleventh day of the eleventh month
    day = day_of(_year(match, clock, rules) or _recent_year(number, clock), number, number)
    return _span(day, day)


def _last_month(match: re.Match[str], clock: Clock, rules: PeriodRules) -> Period | None:
    day = clock.counted.end if clock.counted and clock.counted.end else clock.reference
    last = day.replace(day=1) - timedelta(days=1)
    return _span(last.replace(day=1), last)


LONG_OVER = 240
"""Days after which a holiday that is spoken of may be the one to come."""


def _holiday(match: re.Match[str], clock: Clock, rules: PeriodRules) -> Period | None:
    """Return the days of a holiday: of the year that is said or reported on, else the last one, if that is not long over."""
    name, stated = match["h"], _year(match, clock, rules)
    stated = stated or (clock.report_year if clock.report or clock.annual else None)
    begun = [year for (known, year), days in rules.holidays.items() if known == name and days.first <= clock.reference]
    holiday = rules.holidays.get((name, stated or max(begun, default=0)))
    if holiday is None or (stated is None and (clock.reference - holiday.last).days > LONG_OVER):
        return None
    count = _group(match, "d", "d2")
    days = _whole(count, rules)
    return Period(holiday.first, holiday.first + timedelta(days - 1) if days else holiday.last)


def _last_month_end(match: re.Match[str], clock: Clock, rules: PeriodRules) -> Period:
    return Period(None, clock.reference.replace(day=1) - timedelta(days=1))


def _month(match: re.Match[str], clock: Clock, rules: PeriodRules) -> Period | None:
    month = _whole(_group(match, "m", "m3", "m4", "m5"), rules)
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


def _new_year(match: re.Match[str], clock: Clock, rules: PeriodRules) -> Period:
    """Return the year that has just begun, late in a year the next one."""
    return whole_year(clock.reference.year + (clock.reference.month >= SECOND_HALF))


_READERS = {
    "month_alone": _month,
    "now": _now,
    "so_far": _now,
    "as_of": _as_of,
    "yesterday": _yesterday,
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
    "last_months": _last_months,
    "last_years": _last_years,
    "average_years": _last_years,
    "change_years": _last_years,
    "years_ago": _years_ago,
    "since_to": _since_to,
    "next_years": _next_years,
    "plan": _plan,
    "plan_end": _plan_end,
    "plan_year": _plan_year,
    "years": _years,
    "day": _exact_day,
    "trade_day": _trade_day,
    "last_month": _last_month,
    "last_month_end": _last_month_end,
    "holiday": _holiday,
    "month": _month,
    "year": _full_year,
    "new_year": _new_year,
}
