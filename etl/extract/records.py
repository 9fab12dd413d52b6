"""Figures and exclusions as JSON Lines: one object a number, in text order, fields as the scorer and scripts expect them."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from dataclasses import fields
from datetime import date
from decimal import Decimal
from operator import attrgetter
from typing import Any

from etl.model import Exclusion, Extraction, Figure

_NAMES = tuple(field.name for field in fields(Figure) if field.name != "document_id")
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
    found: dict[str, Any] = {"document": item.document_id}
    for name, value in zip(_NAMES, _VALUES(item), strict=True):
        write = _WRITTEN.get(value.__class__)
        found[name] = write(value) if write else value
    if not item.role:
        del found["role"]
    return found


def _number(value: Decimal) -> int | float:
    return int(value) if value == value.to_integral_value() else float(value)


_WRITTEN: dict[type, Callable[[Any], object]] = {Decimal: _number, date: date.isoformat}
"""How values are written that JSON has no type for."""
