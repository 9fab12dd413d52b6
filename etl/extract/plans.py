"""Where a report turns from the year that it reviews to the one that it plans, whether a heading says so or not."""

from __future__ import annotations

from datetime import date

from etl.extract.section_rules import SectionRules

YEAR_BEGUN = 4
"""Last month in which the work of the year is what lies ahead."""


REACH = 12
"""Characters behind an opening that may make it a review: 2025年是…之年。我们总结一年来的工作."""


def lies_ahead(named: str, today: date, rules: SectionRules) -> bool:
    """Say whether a year as it is named (今年, 新的一年, 2024年) is one that on this day has just begun or is to come."""
    if named[:4].isdigit():
        year = int(named[:4])
        return year > today.year or (year == today.year and today.month <= YEAR_BEGUN)
    return rules.this_year.fullmatch(named) is None or today.month <= YEAR_BEGUN


def begins(text: str, heading: str, today: date, rules: SectionRules) -> bool:
    """Say whether a paragraph of a report opens its plans (各位代表，2024年是…的关键一年。我们建议…).

    Under a ``heading`` that reviews only words that name the year ahead do: 全年目标 and 下半年 may be of the year that is over.
    """
    opening = rules.plans_begin.match(text)
    if opening is None or rules.plans_not.search(text[: opening.end() + REACH]):
        return False
    named = next((opening[name] for name in ("year", "aimed", "will", "to", "work") if opening[name]), "")
    if named:
        return lies_ahead(named, today, rules)
    if opening["years"] is not None:
        return True
    if opening["next"] is not None:
        return today.month > YEAR_BEGUN and not reviews(heading, today, rules)
    return today.month <= YEAR_BEGUN


def headed(heading: str, today: date, rules: SectionRules) -> bool:
    """Say whether a report's heading is of a year ahead, whatever it calls it (2024年政府主要工作任务)."""
    if rules.plans_title.search(heading) or rules.plans_end.search(heading):
        return False
    return any(lies_ahead(year, today, rules) for year in rules.plans_named.findall(heading))


def reviews(heading: str, today: date, rules: SectionRules) -> bool:
    """Say whether a heading is of what is over: it says so, or names a year that has passed and none ahead."""
    years = rules.plans_year.findall(heading)
    past = bool(years) and not any(lies_ahead(year, today, rules) for year in years)
    return past or rules.plans_end.search(heading) is not None
