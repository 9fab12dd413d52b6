"""All registries in the shape that normalising, checking and building ask for."""

from __future__ import annotations

import functools
import hashlib
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from etl.model import Measure
from etl.normalise.facts import IndicatorTerms, Terms
from etl.normalise.indicators import fits, match
from etl.paths import KNOWLEDGE
from etl.registry.indicators import Kind
from etl.registry.validate import Registries, load_registries

GROWTH_SUFFIX = "_growth"
"""How the id of an indicator for ranks of growth ends, behind the id of what grows."""
Cell = str | int | float | date | None
Row = tuple[Cell, ...]


@dataclass(frozen=True, slots=True)
class Knowledge:
    """The registries as table rows (by table name, in the schema's column order) and as terms for normalising.

    ``hashes`` has the sha256 of every knowledge file by its name.
    """

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


def load_knowledge(folder: Path = KNOWLEDGE) -> Knowledge:
    """Read all registries.

    Raises:
        InputError: with the findings of all knowledge files.
    """
    registries = load_registries(folder)
    files = sorted(path for path in folder.iterdir() if path.suffix in (".csv", ".toml"))
    hashes = {path.name: hashlib.sha256(path.read_bytes()).hexdigest() for path in files}
    return Knowledge(_tables(registries), _terms(registries), hashes)


def _terms(registries: Registries) -> Terms:
    @functools.cache
    def matched(phrase: str, measure: Measure, unit: str) -> str | None:
        return match(phrase, measure, unit, registries.indicators)

    @functools.cache
    def fitting(indicator_id: str, measure: Measure, unit: str) -> bool:
        indicator = registries.indicators[indicator_id]
        told = measure in indicator.measures or measure is Measure.RANK
        return told and fits(unit, measure, indicator, registries.units)

    indicators = {
        indicator.indicator_id: IndicatorTerms(
            str(indicator.kind), indicator.canonical_unit, indicator.base_unit, indicator.canonical_factor
        )
        for indicator in registries.indicators.by_id.values()
    }
    growth_of = {
        indicator_id.removesuffix(GROWTH_SUFFIX): indicator_id
        for indicator_id, terms in indicators.items()
        if terms.kind == Kind.GROWTH_ONLY
    }
    return Terms(registries.units, indicators, matched, fitting, growth_of, registries.baselines)


def _tables(registries: Registries) -> dict[str, tuple[Row, ...]]:
    """Return the rows of each table, referenced tables first."""
    themes = registries.themes.values()
    indicators = sorted(registries.indicators.by_id.values(), key=lambda indicator: indicator.indicator_id)
    places = sorted(registries.places.by_code.values(), key=lambda place: place.place_code)
    groups = sorted(registries.groups.by_id.values(), key=lambda group: group.group_id)
    return {
        "theme": tuple((t.theme_id, t.name_zh, t.name_en, t.definition, t.sort_order) for t in themes),
        "indicator": tuple(
            (
                *(i.indicator_id, i.name_zh, i.name_en, i.definition, i.theme_id, str(i.kind), i.canonical_unit),
                *(float(i.canonical_factor), str(i.polarity)),
            )
            for i in indicators
        ),
        "place": tuple(
            (p.place_code, p.name, p.short_name, str(p.level), p.parent_code or None, p.pinyin) for p in places
        ),
        "place_group": tuple((g.group_id, g.name_zh, g.name_en, g.definition, g.note, g.source) for g in groups),
        "place_group_member": tuple(
            (m.group_id, m.place_code, m.valid_from, m.valid_to, m.source) for m in registries.groups.memberships
        ),
    }
