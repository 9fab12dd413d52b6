"""What relative phrases of time mean in a document and in each of its sections."""

from __future__ import annotations

from datetime import date

from etl.extract.folding import fold
from etl.extract.periods import PARTS, find, part_of_year, year_of
from etl.extract.sections import Section
from etl.extract.times import Clock, Period, PeriodRules, whole_year
from etl.model import Document, DocumentKind

OPENING = 240
"""Characters in which a piece of the press says whose figures it tells, and of when."""

DAYS = frozenset({"day", "holiday"})
"""Rules of phrases that name days on end."""

TOLD = frozenset({DocumentKind.CASES, DocumentKind.SPEECHES, DocumentKind.WORK_REPORT})
"""Kinds of documents whose undated figures are not those of one period."""


def opening(text: str) -> str:
    """Return the first paragraph of sentences and what stands above it, where a piece says whose figures it tells."""
    told = text.find("。")
    end = text.find("\n", told) if told >= 0 else -1
    return text[: min(OPENING, end if end >= 0 else len(text))]


def of_document(document: Document, begins: str, rules: PeriodRules) -> Clock:
    """Return what relative phrases mean: 全年 and 年末 of a report are those of the year that it counts."""
    reference = document.reference_date
    stated = rules.heading_year.search(document.title)
    if document.kind == DocumentKind.COMMUNIQUE or rules.communique_title.search(document.title):
        counted = int(stated["y"]) if stated else reference.year - (reference.month < 7)
        clock = Clock(reference, counted, report=True, communique=True, annual=document.kind == DocumentKind.COMMUNIQUE)
        told = document.title if stated or part_of_year(document.title, clock, rules) else fold(begins)
        if not stated:  # 一季度经济运行情况, of April, is of that year: the last first quarter that is over
            running = part_of_year(told, clock._replace(report_year=reference.year), rules)
            if running and running.period.end and running.period.end <= reference:
                clock = clock._replace(report_year=reference.year)
        part = part_of_year(told, clock, rules)
        return clock._replace(counted=part.period, annual=False) if part else clock
    if rules.plan_title.search(document.title):
        return Clock(reference, int(stated["y"]) if stated else reference.year, report=True)
    if document.kind == DocumentKind.WORK_REPORT or rules.work_report_title.search(document.title):
        clock = Clock(
            reference,
            int(stated["y"])
            if stated and int(stated["y"]) <= reference.year and rules.plan_run.search(document.title)
            else reference.year - (reference.month < 7),
            report=True,
        )
        part = part_of_year(document.title, clock, rules)
        return clock._replace(counted=part.period) if part else clock
    clock = Clock(reference, reference.year - (reference.month < 4))
    counted_period = _counted(document, f"{document.title}\n{fold(begins)}", clock, rules)
    if counted_period is None or counted_period.end is None:
        return clock
    return clock._replace(counted=counted_period, report_year=counted_period.end.year, report=True, communique=True)


def _counted(document: Document, told: str, clock: Clock, rules: PeriodRules) -> Period | None:
    """Return the period that a piece says its figures are of (数据截至9月30日), or that news of a part of a year is about."""
    if document.kind in TOLD:
        return None
    issue = rules.issue.search(told)
    for phrase in find(issue["period"], clock, rules) if issue else ():
        if phrase.rule in DAYS and phrase.period.start != phrase.period.end:
            return phrase.period  # 第16期（4月17日—4月23日）
    stated = rules.data_period.search(told)
    for phrase in find(stated["period"], clock, rules) if stated else ():
        end = phrase.period.end
        if end is not None and phrase.rule in {*PARTS, "day", "as_of", "month_end"}:
            return phrase.period if phrase.rule in PARTS else Period(date(end.year, 1, 1), end)
    bulletin = rules.bulletin.search(told)
    if bulletin and int(bulletin["y"]) <= clock.reference.year:
        return whole_year(int(bulletin["y"]))
    if rules.holiday_news.search(document.title):
        days = (phrase.period for phrase in find(told, clock, rules) if phrase.rule in DAYS)
        return next((period for period in days if period.start and period.start != period.end), None)
    tells = document.kind == DocumentKind.TABLE or rules.news_of_figures.search(told)
    part = part_of_year(told, clock, rules) if tells else None
    return part.period if part else None


def of_section(section: Section, clock: Clock, rules: PeriodRules) -> Clock:
    """Return the clock of a section: of the day that it was spoken, and of the year that its heading names (2024年工作安排)."""
    if section.day is not None:
        clock = clock._replace(reference=section.day, report_year=section.day.year - (section.day.month < 4))
    stated = year_of(section.heading, rules)
    return clock._replace(report_year=int(stated["y"])) if stated else clock
