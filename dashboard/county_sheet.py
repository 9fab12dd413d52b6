"""The county's page as HTML that prints: every text from the data escaped. Pure."""

from __future__ import annotations

import html
from collections.abc import Hashable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import pandas as pd

from dashboard import card, text
from dashboard import text_county as words
from dashboard.county_view import Standing
from etl.model import Measure

Row = Mapping[Hashable, Any]


def head(name: str, subtitle: str, groups: Sequence[str], summary: str, silent: Sequence[str]) -> str:
    """Name of the county, where it belongs, how much it reports."""
    lines = [subtitle, "；".join(groups) or words.NO_GROUP, summary]
    lines += [words.SILENT_THEMES.format(themes="、".join(silent))] if silent else []
    body = "".join(f"<p>{html.escape(line)}</p>" for line in lines)
    return f'<div class="sheet"><h1>{html.escape(name)}</h1>{body}</div>'


def tiles(found: Iterable[Standing]) -> str:
    """Headline figures."""
    cells = []
    for item in found:
        flag = "" if item.verified else f"<i>{text.NOT_VERIFIED}</i>"
        cells.append(
            f'<div><span class="what">{html.escape(item.indicator)} · {html.escape(item.about)}</span>'
            f"<b>{html.escape(item.value)}<small> {html.escape(item.unit)}</small></b>"
            f'<span class="when">{html.escape(item.period)} {flag}</span>'
            f'<span class="where">{html.escape(item.place)}</span></div>'
        )
    return f'<div class="sheet tiles">{"".join(cells)}</div>'


def table(
    columns: Sequence[str],
    rows: Iterable[Sequence[str]],
    right: frozenset[int] = frozenset(),
    raw: frozenset[int] = frozenset(),
) -> str:
    """A table; ``right`` are the columns of numbers, ``raw`` those that are HTML already."""
    headings = "".join(f'<th scope="col">{html.escape(column)}</th>' for column in columns)
    body = "".join(f"<tr>{''.join(_cell(*cell, right, raw) for cell in enumerate(row))}</tr>" for row in rows)
    narrow = " narrow" if len(columns) == 2 else ""
    return f'<table class="sheet{narrow}"><thead><tr>{headings}</tr></thead><tbody>{body}</tbody></table>'


def _cell(place: int, cell: str, right: frozenset[int], raw: frozenset[int]) -> str:
    return f'<td class="{"n" if place in right else "t"}">{cell if place in raw else html.escape(cell)}</td>'


def standing_rows(found: Iterable[Standing]) -> list[tuple[str, ...]]:
    """Cells of `words.STANDING_COLUMNS`."""
    return [
        (
            item.indicator,
            item.about,
            item.period,
            f"{item.value} {item.unit}" + ("" if item.verified else f"（{text.NOT_VERIFIED}）"),
            item.place,
        )
        for item in found
    ]


@dataclass(frozen=True, slots=True)
class Footnotes:
    """Documents by number, so that a row names its source in a few characters. ``base`` begins every link."""

    numbers: Mapping[str, int]
    base: str = ""

    @classmethod
    def of(cls, frames: Iterable[pd.DataFrame], base: str = "") -> Footnotes:
        """Number the documents of all rows in their order."""
        documents = dict.fromkeys(str(document) for frame in frames for document in frame["document_id"])
        return cls({document: number for number, document in enumerate(documents, 1)}, base)

    def mark(self, row: Row) -> str:
        """``[1] 章节；位置`` as a link to the number in its document."""
        section = str(row["section"] or "")
        where = "；".join(filter(None, (section, str(row["locator"]))))
        return card.link(
            str(row["fact_id"]).rpartition("/")[0], f"[{self.numbers[str(row['document_id'])]}] {where}", self.base
        )

    def listing(self, titles: Mapping[str, str]) -> str:
        """The numbered documents."""
        items = (f"[{number}] {titles.get(document, document)}" for document, number in self.numbers.items())
        return "<br>".join(html.escape(item) for item in items)


def figure_rows(frame: pd.DataFrame, notes: Footnotes) -> list[tuple[str, ...]]:
    """Cells of `words.FIGURE_COLUMNS` from rows of ``queries.figures`` with ``conflict``; the last is HTML."""
    return [
        (card.named(row), card.valued(row), card.when(row), "，".join(card.tags(row)), notes.mark(row))
        for row in frame.to_dict("records")
    ]


def rank_rows(frame: pd.DataFrame, notes: Footnotes) -> list[tuple[str, ...]]:
    """Cells of `words.RANK_COLUMNS`: the ranks that documents state; the last is HTML."""
    rows: list[tuple[str, ...]] = []
    for row in frame[frame["measure"] == Measure.RANK].to_dict("records"):
        within = text.label("rank_within", row["rank_within"]) if row["rank_within"] else ""
        rows.append((card.named(row), f"{within}{card.valued(row)}", card.when(row), notes.mark(row)))
    return rows


def reading_rows(frame: pd.DataFrame, notes: Footnotes) -> list[tuple[str, ...]]:
    """Cells of `words.READING_COLUMNS` from rows of ``queries_county.readings``; the fourth is HTML."""
    rows: list[tuple[str, ...]] = []
    for row in frame.to_dict("records"):
        told = [words.CONFLICT if row["conflict"] else words.REPEAT]
        told += [words.SHOWN] if row["preference"] == 1 else []
        rows.append((card.named(row), card.valued(row), card.when(row), notes.mark(row), "，".join(told)))
    return rows
