"""The registered indicators: concepts that may be compared, with every wording that means exactly them."""

from __future__ import annotations

from collections.abc import Container, Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from enum import StrEnum
from pathlib import Path

from etl.model import Measure
from etl.paths import KNOWLEDGE
from etl.registry.table import Findings, Row
from etl.registry.themes import read_themes
from etl.registry.units import Units, load_units
from etl.registry.wording import Wording, read_wording

COLUMNS = (
    "indicator_id",
    "name_zh",
    "name_en",
    "definition",
    "theme_id",
    "kind",
    "canonical_unit",
    "polarity",
    "measures",
    "source",
)
ALIAS_COLUMNS = ("alias", "indicator_id", "note")


class Kind(StrEnum):
    """What the level of an indicator is; decides whether it may colour a map."""

    FLOW = "flow"
    STOCK = "stock"
    PER_CAPITA = "per_capita"
    INTENSITY = "intensity"
    RATE = "rate"
    RATIO = "ratio"
    INDEX = "index"
    GROWTH_ONLY = "growth_only"

    @property
    def is_total(self) -> bool:
        """Whether the level grows with the size of the place, so that a choropleth of it would mislead."""
        return self in (Kind.FLOW, Kind.STOCK)


class Polarity(StrEnum):
    """Which direction is an improvement."""

    HIGHER = "higher"
    LOWER = "lower"
    NONE = "none"


@dataclass(frozen=True, slots=True)
class Indicator:
    """One registered indicator.

    ``canonical_unit`` is what pages show (亿元); ``value in canonical unit = value in base_unit / canonical_factor``.
    ``measures`` are the statements that make sense of it.
    """

    indicator_id: str
    name_zh: str
    name_en: str
    definition: str
    theme_id: str
    kind: Kind
    canonical_unit: str
    base_unit: str
    canonical_factor: Decimal
    polarity: Polarity
    measures: frozenset[Measure]
    source: str


@dataclass(frozen=True, slots=True)
class IndicatorAlias:
    """One more wording of an indicator."""

    alias: str
    indicator_id: str
    note: str


@dataclass(frozen=True)
class Indicators:
    """All indicators by id in file order, their aliases, and the folded wordings of both."""

    by_id: Mapping[str, Indicator]
    aliases: tuple[IndicatorAlias, ...]
    wording: Wording
    units: Units
    by_wording: Mapping[str, str] = field(repr=False)

    def __getitem__(self, indicator_id: str) -> Indicator:
        """Return the indicator of an id; raises ``KeyError`` for an unknown one."""
        return self.by_id[indicator_id]


def load_indicators(folder: Path = KNOWLEDGE) -> Indicators:
    """Read ``indicators.csv``, ``indicator_aliases.csv`` and ``indicator_wording.toml`` (with themes and units).

    Raises:
        InputError: with every finding.
    """
    findings = Findings()
    indicators = read_indicators(folder, read_themes(folder, findings), load_units(folder), findings)
    findings.check()
    return indicators


def read_indicators(folder: Path, themes: Container[str], units: Units, findings: Findings) -> Indicators:
    """Read the three files; notes what is wrong in ``findings`` and keeps the rows that are right."""
    wording = read_wording(folder, findings)
    rows = findings.rows(folder / "indicators.csv", COLUMNS)
    findings.unique(rows, "indicator_id")
    findings.filled(rows, "indicator_id", "name_zh", "name_en", "definition", "measures", "source")
    findings.known(rows, "theme_id", themes, "a theme_id of themes.csv")
    findings.known(rows, "kind", set(Kind), f"one of {', '.join(Kind)}")
    findings.known(rows, "polarity", set(Polarity), f"one of {', '.join(Polarity)}")
    by_id: dict[str, Indicator] = {}
    for row in rows:
        measures = _measures(row, findings)
        _check_row(row, units, findings)
        if row["kind"] in set(Kind) and row["polarity"] in set(Polarity):
            by_id.setdefault(row["indicator_id"], _indicator(row, measures, units))
    alias_rows = findings.rows(folder / "indicator_aliases.csv", ALIAS_COLUMNS)
    findings.filled(alias_rows, "alias")
    findings.unique(alias_rows, "alias", "indicator_id")
    findings.known(alias_rows, "indicator_id", by_id, "an indicator_id of indicators.csv")
    by_wording = _by_wording(rows, alias_rows, wording, findings)
    aliases = tuple(IndicatorAlias(*(row[column] for column in ALIAS_COLUMNS)) for row in alias_rows)
    return Indicators(by_id, aliases, wording, units, by_wording)


def _indicator(row: Row, measures: frozenset[Measure], units: Units) -> Indicator:
    base, factor = units.base(row["canonical_unit"])
    return Indicator(
        indicator_id=row["indicator_id"],
        name_zh=row["name_zh"],
        name_en=row["name_en"],
        definition=row["definition"],
        theme_id=row["theme_id"],
        kind=Kind(row["kind"]),
        canonical_unit=row["canonical_unit"],
        base_unit=base,
        canonical_factor=factor,
        polarity=Polarity(row["polarity"]),
        measures=measures,
        source=row["source"],
    )


def _measures(row: Row, findings: Findings) -> frozenset[Measure]:
    found = []
    for name in row["measures"].split("|"):
        if name in set(Measure):
            found.append(Measure(name))
        elif name:
            findings.add(row, f"measure {name!r}", f"some of {'|'.join(Measure)}")
    return frozenset(found)


def _check_row(row: Row, units: Units, findings: Findings) -> None:
    unit, name, definition = row["canonical_unit"], row["name_zh"], row["definition"]
    numerator = units.split(unit)[1].partition("/")[0]
    if unit and not units.find(unit) and numerator not in units.by_surface:
        findings.add(row, f"canonical_unit {unit!r}", "a unit of units.csv, alone or before a slash")
    if not unit and row["kind"] not in (Kind.RATIO, Kind.INDEX):
        findings.add(row, "empty canonical_unit", f"a unit (only {Kind.RATIO} and {Kind.INDEX} have none)")
    if definition and definition in (name, row["name_en"]):
        findings.add(row, f"definition {definition!r}", "what is measured, not the name again")


def _by_wording(rows: list[Row], alias_rows: list[Row], wording: Wording, findings: Findings) -> dict[str, str]:
    owners: dict[str, tuple[str, str]] = {}
    for row, column in [(row, "name_zh") for row in rows] + [(row, "alias") for row in alias_rows]:
        folded, indicator_id = wording.fold(row[column]), row["indicator_id"]
        owner, where = owners.setdefault(folded, (indicator_id, f"{row.file}:{row.line}"))
        if owner != indicator_id:
            findings.add(
                row, f"{column} {row[column]!r} of {indicator_id}", f"a wording of its own; {owner} has it ({where})"
            )
    return {folded: owner for folded, (owner, _) in owners.items()}
