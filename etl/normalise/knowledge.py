"""All registries in the shape that normalising, checking and building ask for."""

from __future__ import annotations

import functools
import hashlib
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import TypeVar

from etl.errors import Finding, InputError
from etl.model import Measure
from etl.normalise.facts import IndicatorTerms, Terms
from etl.normalise.units import UnitTable
from etl.paths import KNOWLEDGE

Cell = str | float | date | None
Row = tuple[Cell, ...]
_Registry = TypeVar("_Registry")


@dataclass(frozen=True, slots=True)
class Knowledge:
    """The registries as table rows (by table name, in the schema's column order) and as terms for normalising."""

    tables: Mapping[str, tuple[Row, ...]]
    terms: Terms
    hashes: Mapping[str, str]

    @property
    def place_codes(self) -> frozenset[str]:
        """All place codes, those of groups and of unknown places included."""
        return frozenset(str(row[0]) for row in self.tables["place"])

    @property
    def theme_ids(self) -> frozenset[str]:
        """All theme ids."""
        return frozenset(str(row[0]) for row in self.tables["theme"])
