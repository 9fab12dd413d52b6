"""Which figures are wanted: the filters that page, export and API share, by the same names and values."""

from __future__ import annotations

import calendar
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, fields
from datetime import date

from etl.errors import FilterError, Finding

UNDATED = "none"
"""Value of ``period`` for figures without a period, and of ``indicator`` for figures without a registered one."""
NOT = "!"
"""In front of a value of ``group``: the counties that are no members (``group=!M26``)."""
FREE = ("period", "text")
_MONTH = re.compile(r"(\d{4})(?:-(\d{2}))?")
_SHOWN = 12
_PERIODS = "YYYY, YYYY-MM (periods that end then), START..END, ..END (days as YYYY-MM-DD) or none"


@dataclass(frozen=True, slots=True)
class Filters:
    """Each field holds the accepted values, empty for all. Values of one field are alternatives, fields all apply.

    ``place``: place codes of any level. ``city``: codes; the city itself and its counties. ``group``: members on the day that the
    figure is about. ``theme``: of the figure. ``indicator``: ids. ``tier``: source tiers. ``period``: see `parse_period`.
    ``text``: words that must all occur in indicator, place, scope, section or document title.
    """

    place: tuple[str, ...] = ()
    city: tuple[str, ...] = ()
    group: tuple[str, ...] = ()
    theme: tuple[str, ...] = ()
    indicator: tuple[str, ...] = ()
    measure: tuple[str, ...] = ()
    status: tuple[str, ...] = ()
    scope: tuple[str, ...] = ()
    period: tuple[str, ...] = ()
    document: tuple[str, ...] = ()
    tier: tuple[str, ...] = ()
    text: tuple[str, ...] = ()

    def values(self) -> dict[str, tuple[str, ...]]:
        """Return the filters that are set, by name, in the order of the fields."""
        named = {name: getattr(self, name) for name in FILTER_NAMES}
        return {name: values for name, values in named.items() if values}


FILTER_NAMES = tuple(field.name for field in fields(Filters))


@dataclass(frozen=True, slots=True)
class PeriodFilter:
    """A parsed period: the end lies in ``first`` … ``last``; ``exact`` demands that the start is ``start`` (or none) too."""

    first: date | None
    last: date | None
    start: date | None = None
    exact: bool = False


def parse_filters(given: Mapping[str, Iterable[str]], allowed: Mapping[str, Mapping[str, str]]) -> Filters:
    """Check filters from a URL, a command line or a request.

    Args:
        given: Values by filter name; empty values are ignored.
        allowed: For each filter but `FREE` what may be written for its values: codes and names, each with its code.

    Raises:
        FilterError: with a finding for each unknown filter and value, naming what is allowed.
    """
    findings: list[Finding] = []
    accepted: dict[str, tuple[str, ...]] = {}
    for name, values in given.items():
        wanted = [value.strip() for value in values if value.strip()]
        if name not in FILTER_NAMES:
            findings.append(Finding(name, 0, f"filter {name!r}", f"one of {', '.join(FILTER_NAMES)}"))
        elif name == "period":
            accepted[name] = tuple(value for value in wanted if _period_or_note(value, findings))
        elif name == "text":
            accepted[name] = tuple(wanted)
        else:
            codes = [_code(name, value, allowed[name], findings) for value in wanted]
            accepted[name] = tuple(dict.fromkeys(codes))
    if findings:
        raise FilterError(findings)
    return Filters(**accepted)


def parse_period(value: str) -> PeriodFilter:
    """Read a period: ``2022``, ``2022-06`` (ends then), ``2022-01-01..2022-06-30``, ``..2022-06-30`` or ``none``.

    Raises:
        ValueError: if it is none of these.
    """
    if value == UNDATED:
        return PeriodFilter(None, None)
    start, dots, end = value.partition("..")
    if dots:
        last = date.fromisoformat(end)
        return PeriodFilter(last, last, date.fromisoformat(start) if start else None, exact=True)
    match = _MONTH.fullmatch(value)
    if not match:
        raise ValueError(value)
    year, month = int(match[1]), match[2]
    first_month, last_month = (int(month), int(month)) if month else (1, 12)
    last_day = calendar.monthrange(year, last_month)[1] if 1 <= last_month <= 12 else 0
    return PeriodFilter(date(year, first_month, 1), date(year, last_month, last_day))


def format_period(start: date | None, end: date | None) -> str:
    """Return the filter value for exactly one period; the inverse of `parse_period`."""
    if end is None:
        return UNDATED
    return f"{start.isoformat() if start else ''}..{end.isoformat()}"


def _period_or_note(value: str, findings: list[Finding]) -> bool:
    try:
        parse_period(value)
    except ValueError:
        findings.append(Finding("period", 0, repr(value), _PERIODS))
        return False
    return True


def _code(name: str, value: str, allowed: Mapping[str, str], findings: list[Finding]) -> str:
    negated = name == "group" and value.startswith(NOT)
    code = allowed.get(value.removeprefix(NOT) if negated else value)
    if code is None:
        codes = list(dict.fromkeys(allowed.values()))
        more = f" … ({len(codes)} in all)" if len(codes) > _SHOWN else ""
        findings.append(Finding(name, 0, repr(value), f"one of {', '.join(codes[:_SHOWN])}{more}"))
        return value
    return NOT + code if negated else code
