"""Figures and exclusions as JSON Lines: one object a number, in text order, fields as the scorer and scripts expect them."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import fields
from decimal import Decimal
from operator import attrgetter
from typing import Any

from etl.model import Exclusion, Extraction, Figure

_NAMES = tuple(field.name for field in fields(Figure))
_KEYS = ("document", *_NAMES[1:])
_VALUES = attrgetter(*_NAMES)
_encode = json.JSONEncoder(ensure_ascii=False).encode


def to_jsonl(extraction: Extraction) -> Iterator[str]:
    """Yield one JSON line (without the newline) for each number of a document, by position."""
    items: list[Figure | Exclusion] = sorted(
        (*extraction.figures, *extraction.exclusions), key=lambda item: item.char_start
    )
    for item in items:
        yield _encode(record(item))


def record(item: Figure | Exclusion) -> dict[str, Any]:
    """Return the JSON object of a figure or an exclusion; dates are ISO texts, values are numbers."""
    if isinstance(item, Exclusion):
        return {
            "document": item.document_id,
            "char_start": item.char_start,
            "char_end": item.char_end,
            "text": item.text,
            "excluded": item.reason.value,
        }
    found: dict[str, Any] = dict(zip(_KEYS, _VALUES(item), strict=True))
    found["value"] = _number(item.value)
    found["value_high"] = None if item.value_high is None else _number(item.value_high)
    found["period_start"] = item.period_start and item.period_start.isoformat()
    found["period_end"] = item.period_end and item.period_end.isoformat()
    if not item.role:
        del found["role"]
    return found


def _number(value: Decimal) -> int | float:
    return int(value) if value == value.to_integral_value() else float(value)
