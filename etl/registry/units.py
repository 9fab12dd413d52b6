"""The unit registry: what a unit is called, what it is stored as, and by which factor."""

from __future__ import annotations

import math
import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from decimal import Decimal, InvalidOperation
from pathlib import Path

from etl.paths import KNOWLEDGE
from etl.registry.rules import load_rules
from etl.registry.table import Findings

COUNTS = ("noun", "self", "thing")


@dataclass(frozen=True, slots=True)
class Unit:
    """One spelling of a unit: ``base = value * factor``; ``counts`` says whether the counted thing may follow it.

    ``not_before`` is a regular expression: where it matches behind the sign, the sign is no unit.
    """

    surface: str
    base: str
    factor: Decimal
    dimension: str
    counts: str
    not_before: str = ""


@dataclass(frozen=True)
class Units:
    """All spellings, and the magnitudes that may stand before them."""

    by_surface: Mapping[str, Unit]
    magnitudes: Mapping[str, Decimal]
    more: tuple[str, ...]
    per: tuple[str, ...]
    denominators: tuple[str, ...]
    found: dict[str, Unit | None] = field(default_factory=dict, compare=False, repr=False)
    """What `find` found."""

    def split(self, reported: str) -> tuple[str, str]:
        """Split a reported unit into its magnitude and the rest: ``万亿元`` is ``("万亿", "元")``."""
        if reported in self.by_surface:
            return "", reported
        for magnitude in self.magnitudes:
            if reported.startswith(magnitude):
                return magnitude, reported[len(magnitude) :]
        return "", reported

    def find(self, reported: str) -> Unit | None:
        """Return the registered unit behind a reported one, its magnitude taken off, ``None`` if there is none."""
        if reported not in self.found:
            rest = self.split(reported)[1]
            self.found[reported] = self.by_surface.get(rest) or self._rate(rest)
        return self.found[reported]

    def _rate(self, reported: str) -> Unit | None:
        """Return the unit of so many of one registered unit for each of another (件/万人), ``None`` for any other."""
        for mark in self.per:
            numerator, found, denominator = reported.partition(mark)
            known = self.by_surface.get(numerator)
            if found and known and self.split(denominator)[1] in self.by_surface:
                base, factor = self.base(reported)
                return Unit(reported, base, factor, f"{known.dimension}_per", "self")
        return None

    def base(self, reported: str) -> tuple[str, Decimal]:
        """Return the base unit and the factor to it.

        ``亿元`` is ``("元", 100000000)``; a rate keeps its denominator (``万元/年`` is ``("元/年", 10000)``); an
        unregistered unit is its own base unit.
        """
        magnitude, rest = self.split(reported)
        factor = self.magnitudes[magnitude] if magnitude else Decimal(1)
        unit = self.by_surface.get(rest)
        if unit:
            return unit.base, factor * unit.factor
        for mark in self.per:
            numerator, found, denominator = rest.partition(mark)
            if found and numerator in self.by_surface:
                known = self.by_surface[numerator]
                below = self.by_surface.get(denominator)
                return f"{known.base}/{below.base if below else denominator}", factor * known.factor
        return rest, factor

    def dimension(self, reported: str) -> str:
        """Return what a reported unit measures: ``money``, ``people``, ``area`` …, ``""`` if it is not registered."""
        unit = self.find(reported)
        return unit.dimension if unit else ""

    def pattern(self) -> str:
        """Return the regular expression of one unit without magnitude, longest spelling first."""
        return "|".join(
            re.escape(surface)
            + (f"(?!{self.by_surface[surface].not_before})" if self.by_surface[surface].not_before else "")
            for surface in sorted(self.by_surface, key=lambda s: (-len(s), s))
        )


def load_units(folder: Path = KNOWLEDGE) -> Units:
    """Read ``units.csv`` and the magnitudes of ``numerals.toml``.

    Raises:
        InputError: with all findings of ``units.csv`` (duplicate spelling, factor that is no number, unknown ``counts``),
            or a rule that ``numerals.toml`` lacks.
    """
    findings = Findings()
    rows = findings.rows(folder / "units.csv", ["surface", "base", "factor", "dimension", "counts"], ["not_before"])
    findings.unique(rows, "surface")
    findings.filled(rows, "surface", "base", "dimension")
    findings.known(rows, "counts", COUNTS, f"one of {', '.join(COUNTS)}")
    units: dict[str, Unit] = {}
    for row in rows:
        try:
            factor = Decimal(row["factor"])
        except InvalidOperation:
            findings.add(row, f"factor {row['factor']!r}", "a number")
            continue
        try:
            re.compile(row["not_before"])
        except re.error as error:
            findings.add(row, f"not_before {row['not_before']!r} ({error})", "a regular expression")
            continue
        units[row["surface"]] = Unit(
            row["surface"], row["base"], factor, row["dimension"], row["counts"], row["not_before"]
        )
    findings.check()
    numerals = load_rules(folder / "numerals.toml")
    single = numerals.table("magnitudes")
    magnitudes = {
        surface: Decimal(math.prod(single[character] for character in surface))
        for surface in numerals.texts("compound", "surfaces")
    }
    return Units(
        units,
        magnitudes,
        numerals.texts("more", "surfaces"),
        numerals.texts("per", "slash"),
        tuple(sorted(numerals.texts("per", "denominators"), key=lambda s: (-len(s), s))),
    )
