"""Files of what a page compares: names and contents. Pure."""

from __future__ import annotations

import re

import pandas as pd

from dashboard import text
from etl.export import csv_bytes
from etl.queries import Key

_UNSAFE = re.compile(r"[^\w.!-]+")
_LONGEST = 60
KEY_COLUMNS = (
    "name", "place_code", "city_name", "is_mountain26", "indicator_name", "measure", "status", "period_start", "period_end",
    "baseline", "rank_within", "state", "reason", "value", "value_high", "unit", "bound", "reports", "documents", "conflict",
    "source_tier", "verified", "review", "confidence", "fact_id", "snapshot",
)  # fmt: skip


def file_name(parts: list[str], suffix: str) -> str:
    """A name of a download made of ``parts``, safe on every system."""
    kept = [_UNSAFE.sub("-", part).strip("-_")[:_LONGEST].rstrip("-_") for part in parts]
    return "_".join(filter(None, kept)) + suffix


def key_csv(frame: pd.DataFrame, key: Key, indicator: str, snapshot_id: str) -> bytes:
    """Rows of ``queries.observations`` as a CSV file: every place with its value or the reason why it has none."""
    reasons = [
        "、".join(text.REASONS.get(part, part) for part in str(cell or "").split(",") if part)
        for cell in frame["reason"]
    ]
    told = frame.assign(
        indicator_name=indicator,
        measure=key.measure,
        status=key.status,
        period_start=key.period_start,
        period_end=key.period_end,
        baseline=key.baseline,
        rank_within=key.rank_within,
        reason=reasons,
        snapshot=f"facts-{snapshot_id}",
    )
    return csv_bytes(told, KEY_COLUMNS, text.dictionary())
