"""From rows to the tables of the page of sources and quality. Pure."""

from __future__ import annotations

from collections.abc import Hashable, Mapping
from typing import Any

import pandas as pd

from dashboard import card, county_sheet, text
from dashboard import text_quality as words
from dashboard.county_sheet import Footnotes
from etl.registry.groups import Group

Row = Mapping[Hashable, Any]
_BASES = (
    ("place_name", words.PLACE, "place_basis"), ("indicator", "指标", "indicator_basis"), ("period", "时期", "period_basis"),
    ("scope", "范围", "scope_basis"), ("theme_name", "主题", "theme_basis"),
)  # fmt: skip


def documents(frame: pd.DataFrame) -> pd.DataFrame:
    """Rows of ``queries.documents``: what each document holds."""
    rows = [
        (
            row["title"],
            words.DOCUMENT_KINDS.get(str(row["kind"]), row["kind"]),
            row["publisher"] or text.NO_VALUE,
            text.day(row["reference_date"]),
            text.label("source_tier", row["source_tier"]),
            text.label("verified", str(bool(row["verified"])).lower()),
            int(row["figures"]) + int(row["exclusions"]),
            int(row["figures"]),
            int(row["exclusions"]),
            int(row["places"]),
            row["document_id"],
        )
        for row in frame.to_dict("records")
    ]
    return pd.DataFrame(rows, columns=list(words.DOCUMENT_COLUMNS))


def ledger(frame: pd.DataFrame) -> str:
    """How many numbers all documents hold, and what became of them."""
    figures, exclusions = int(frame["figures"].sum()), int(frame["exclusions"].sum())
    return words.LEDGER.format(
        documents=len(frame), numbers=figures + exclusions, figures=figures, exclusions=exclusions
    )


def document_ledger(counts: pd.DataFrame) -> str:
    """What became of the numbers of one document (rows of ``queries_quality.number_counts``)."""
    parts = []
    for row in counts.to_dict("records"):
        kind, reason = str(row["kind"]), str(row["reason"])
        name = words.REASONS.get(reason) or words.KINDS.get(reason) or words.KINDS[kind]
        parts.append(words.PART.format(name=name, count=int(row["numbers"])))
    return words.DOCUMENT_LEDGER.format(numbers=int(counts["numbers"].sum()), parts="，".join(parts))


def counted(counts: pd.DataFrame, kind: str) -> int:
    """How many numbers of a document are of a kind of `words.KINDS` (rows of ``queries_quality.number_counts``)."""
    kinds = ["rejected" if row["reason"] == "rejected" else row["kind"] for row in counts.to_dict("records")]
    return sum(int(n) for n, found in zip(counts["numbers"], kinds, strict=True) if kind in ("all", found))


def numbers(frame: pd.DataFrame) -> pd.DataFrame:
    """Rows of ``queries_quality.numbers`` for reading."""
    rows = [
        (
            row["locator"],
            row["said"],
            words.KINDS[str(row["kind"])],
            words.REASONS.get(str(row["reason"]), row["reason"]) if row["kind"] == "exclusion" else row["what"],
            row["places"],
            *(
                text.label(name, row[name]) if row[name] else ""
                for name in ("measure", "status", "review", "confidence")
            ),
        )
        for row in frame.to_dict("records")
    ]
    return pd.DataFrame(rows, columns=list(words.NUMBER_COLUMNS))


def origin(row: Row) -> list[tuple[str, ...]]:
    """What was made of one number and from where each part was taken: cells of `words.ORIGIN_COLUMNS`."""
    told = {
        "place_name": str(row["place_name"]),
        "indicator": card.named(row),
        "period": card.when(row),
        "scope": text.label("scope", row["scope"]) + (f"：{row['scope_name']}" if row["scope_name"] else ""),
        "theme_name": str(row["theme_name"]),
    }
    if row["period_reported"]:
        told["period"] += f"（{row['period_reported']}）"
    rows: list[tuple[str, ...]] = [
        (label, told[name], text.BASES.get(str(row[basis]), str(row[basis]))) for name, label, basis in _BASES
    ]
    reported = f"{row['value_reported']}{row['unit_reported']}"
    rows.insert(0, ("数值", f"{card.valued(row)}（{reported}）", "，".join(card.tags({**row, "conflict": False}))))
    rows.append(("复核", text.label("review", row["review"]), f"置信度：{text.label('confidence', row['confidence'])}"))
    if row["source"] or row["source_url"] or row["note"]:
        rows.append((words.TABLE_SOURCE, " ".join(filter(None, (row["source"], row["source_url"]))), str(row["note"])))
    return rows


def conflicts(frame: pd.DataFrame, notes: Footnotes) -> list[tuple[str, ...]]:
    """Cells of `words.CONFLICT_COLUMNS` from rows of ``queries_quality.conflicts``; the sixth is HTML."""
    told = county_sheet.reading_rows(frame, notes)
    return [
        (str(row["group_number"]), str(row["place_name"]), *cells[:1], cells[2], cells[1], cells[3], cells[4])
        for row, cells in zip(frame.to_dict("records"), told, strict=True)
    ]


def changes(frame: pd.DataFrame) -> pd.DataFrame:
    """Rows of ``queries_quality.changes`` for reading."""
    rows = [
        (
            words.CHANGES[str(row["change"])],
            row["place_name"],
            row["indicator_reported"],
            _amount(row["value_before"], row["unit_before"]),
            _amount(row["value_now"], row["unit_now"]),
            "、".join(words.FIELDS.get(part, part) for part in str(row["fields"]).split(",") if part)
            if row["change"] == "revised"
            else "",
            row["figure_id"],
        )
        for row in frame.to_dict("records")
    ]
    return pd.DataFrame(rows, columns=list(words.CHANGE_COLUMNS))


def _amount(value: Any, unit: Any) -> str:
    return text.NO_VALUE if pd.isna(value) else f"{text.number(float(value))} {unit}"


def indicators(frame: pd.DataFrame) -> pd.DataFrame:
    """Rows of ``queries_quality.definitions`` for reading."""
    rows = [
        (
            row["theme_name"],
            row["name_zh"],
            row["definition"],
            row["canonical_unit"],
            words.POLARITIES.get(str(row["polarity"]), row["polarity"]),
            int(row["facts"]),
            row["indicator_id"],
        )
        for row in frame.to_dict("records")
    ]
    return pd.DataFrame(rows, columns=list(words.INDICATOR_COLUMNS))


def groups(frame: pd.DataFrame, registered: Mapping[str, Group]) -> list[tuple[str, ...]]:
    """Cells of `words.GROUP_COLUMNS` from rows of ``queries_quality.group_versions``; words for pages by group id."""
    rows: list[tuple[str, ...]] = []
    for row in frame.to_dict("records"):
        since, until = text.day(row["valid_from"]), text.day(row["valid_to"])
        days = f"{text.full_day(since) if since else ''}至{text.full_day(until) if until else text.OPEN_END}"
        rows.append(
            (
                str(row["name_zh"]),
                days,
                str(row["members"]),
                str(row["names"]),
                str(row["definition"]),
                _basis(registered.get(str(row["group_id"]))),
            )
        )
    return rows


def _basis(group: Group | None) -> str:
    """Where a group comes from and how sure its days are; a snapshot may know one that the registry no longer has."""
    return words.GROUP_BASIS.format(source=group.source_zh, note=group.note_zh) if group else text.NO_VALUE
