"""From the rows of one county to what its page says: standings, headline figures, readings, what peers report. Pure."""

from __future__ import annotations

import math
from collections.abc import Hashable, Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

import pandas as pd

from dashboard import card, text
from dashboard import text_county as words
from dashboard.mapping import Mark, Rank, rank
from dashboard.text_measure import measured
from etl.model import Measure, Status

Row = Mapping[Hashable, Any]
Identity = tuple[Any, ...]
HEADLINES = 6
COUNTIES = 90
_KEY = ("indicator_id", "measure", "unit", "status", "period_start", "period_end", "baseline", "rank_within")


@dataclass(frozen=True, slots=True)
class Standing:
    """One observation of the county among all ``reporting`` counties of its key.

    ``unverified`` of them report a number that nobody compared with its original.
    """

    indicator: str
    about: str
    period: str
    value: str
    unit: str
    rank: Rank | None
    reporting: int
    unverified: int
    actual: bool
    end: date
    verified: bool

    @property
    def place(self) -> str:
        """``第3/31（90县中31县报告，其中5县未与原件核对）``, or that nobody else reports."""
        if self.rank is None:
            return text.NO_VALUE
        if self.reporting == 1:
            return words.ALONE
        return text.rank_of(self.rank, self.reporting, COUNTIES, text.COUNTERS["county"], self.unverified)


def standings(own: pd.DataFrame, peers: pd.DataFrame, place: str) -> list[Standing]:
    """Where each observation of ``own`` (``place_observations``) stands among those of ``queries_county.peers``.

    Actual figures before targets and rules, the best covered first, then the newest.
    """
    by_key: dict[Identity, list[Mark]] = {_identity(row): [] for row in own.to_dict("records")}
    days = {name: [text.day(cell) for cell in peers[name].tolist()] for name in ("period_start", "period_end")}
    keys = zip(*(days.get(name) or peers[name].tolist() for name in _KEY), strict=True)
    cells = zip(
        *(peers[name].tolist() for name in ("place_code", "value", "value_high", "bound", "verified")), strict=True
    )
    for key, (code, value, high, bound, verified) in zip(keys, cells, strict=True):
        if key in by_key:
            high = None if math.isnan(high) else high
            by_key[key].append(Mark(code, value, high, bound, verified=bool(verified)))
    found = [_standing(row, by_key.get(_identity(row), []), place) for row in own.to_dict("records")]
    return sorted(
        found, key=lambda item: (not item.actual, -item.reporting, -item.end.toordinal(), item.indicator, item.about)
    )


def _identity(row: Row) -> Identity:
    return tuple(text.day(row[name]) if name.startswith("period") else row[name] for name in _KEY)


def _standing(row: Row, marks: list[Mark], place: str) -> Standing:
    high: Any = row["value_high"]
    return Standing(
        indicator=str(row["indicator_name"]),
        about=about(row),
        period=card.when(row),
        value=text.bounded(float(row["value"]), None if pd.isna(high) else float(high), row["bound"]),
        unit=str(row["display_unit"]),
        # Ranks that documents state are no basis for a rank of their own.
        rank=rank(marks, place) if row["measure"] != Measure.RANK else None,
        reporting=len(marks),
        unverified=sum(not mark.verified for mark in marks),
        actual=row["status"] == Status.ACTUAL,
        end=text.day(row["period_end"]) or date.min,
        verified=bool(row["verified"]),
    )


def about(row: Row) -> str:
    """Measure with its base and, unless actual, the status."""
    measure = measured(row["measure"], row["baseline"], row["rank_within"], usual=True)
    status = "" if row["status"] == "actual" else f" · {text.label('status', row['status'])}"
    return f"{measure}{status}"


def headlines(found: Iterable[Standing]) -> list[Standing]:
    """The best covered observation of each indicator, an actual one where there is one, at most six."""
    first: dict[str, Standing] = {}
    for standing in found:
        first.setdefault(standing.indicator, standing)
    return list(first.values())[:HEADLINES]


def unreported(
    reporting: pd.DataFrame, place: str, peers: frozenset[str], names: Mapping[str, str], least: int = 2
) -> list[tuple[str, int]]:
    """Indicators that at least ``least`` peers report comparably and the county does not, the most common first."""
    own = set(reporting.loc[reporting["place_code"] == place, "indicator_id"])
    others = reporting[reporting["place_code"].isin(peers) & ~reporting["indicator_id"].isin(own)]
    counts = others.groupby("indicator_id")["place_code"].nunique()
    listed = [(names.get(str(indicator), str(indicator)), int(count)) for indicator, count in counts.items()]
    return sorted(((name, count) for name, count in listed if count >= least), key=lambda item: (-item[1], item[0]))


def memberships(groups: pd.DataFrame, place: str) -> list[str]:
    """The dated lists that a county stands or stood on, in words."""
    found = []
    for row in groups[groups["place_code"] == place].sort_values(["valid_from", "group_id"]).to_dict("records"):
        since, until = text.day(row["valid_from"]), text.day(row["valid_to"])
        found.append(
            words.MEMBER.format(
                name=row["name_zh"],
                since=text.full_day(since) if since else "",
                until=text.full_day(until) if until else text.OPEN_END,
            )
        )
    return found
