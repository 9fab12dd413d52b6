"""Stub."""

from __future__ import annotations

from pathlib import Path

from etl.tables.figures import Terms


def write_guess(path: Path, target: Path, terms: Terms) -> list[str]:
    """Stub."""
    return []
