"""Where a report turns from the year that it reviews to the one that it plans, whether a heading says so or not."""

from __future__ import annotations

from datetime import date

from etl.extract.section_rules import SectionRules

YEAR_BEGUN = 4
"""Last month in which the work of the year is what lies ahead."""


def lies_ahead(named: str, today: date) -> bool:
    """Say whether a year as it is named (今年, 新的一年, 2024年) is one that on this day has just begun or is to come."""
    if named[:4].isdigit():
        year = int(named[:4])
        return year > today.year or (year == today.year and today.month <= YEAR_BEGUN)
    return named != "今年" or today.month <= YEAR_BEGUN


def begins(text: str, today: date, rules: SectionRules) -> bool:
    """Say whether a paragraph of a report opens its plans (各位代表，2024年是…的关键一年。我们建议…)."""
    opening = rules.plans_begin.match(text)
    if opening is None or rules.plans_not.search(opening[0]):
        return False
    named = opening["year"] or opening["to"]
    if named:
        return lies_ahead(named, today)
    return (opening["years"] or opening["next"]) is not None or today.month <= YEAR_BEGUN


def reviews(heading: str, today: date, rules: SectionRules) -> bool:
    """Say whether a heading is of what is over: it says so, or names a year that has passed and none ahead."""
    years = rules.plans_year.findall(heading)
    past = bool(years) and not any(lies_ahead(year, today) for year in years)
    return past or rules.plans_end.search(heading) is not None
