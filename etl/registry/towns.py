"""The towns of Zhejiang and the counties that they lie in: a story in a larger unit's paper often names only these."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from etl.paths import KNOWLEDGE
from etl.registry.places import Level, Places, free, load_places, texts
from etl.registry.table import Findings

COLUMNS = ("place_code", "town", "not_after", "not_before")
ENDS = ("镇", "乡", "街道")


@dataclass(frozen=True, slots=True)
class Town:
    """A name of towns and the counties that have one, with the texts beside it that mean something else (快于城镇居民)."""

    name: str
    counties: tuple[str, ...]
    not_after: tuple[str, ...] = ()
    not_before: tuple[str, ...] = ()

    def fits(self, text: str, start: int) -> bool:
        """Say whether the name at ``text[start:]`` stands free of the neighbours that change its meaning."""
        return free(text, start, start + len(self.name), self.not_after, self.not_before)


def load_towns(folder: Path = KNOWLEDGE) -> Mapping[str, Town]:
    """Return the towns by name, in file order.

    Raises:
        InputError: with every finding of ``towns.csv`` and of the files of places.
    """
    findings = Findings()
    towns = read_towns(folder, load_places(folder), findings)
    findings.check()
    return towns


def read_towns(folder: Path, places: Places, findings: Findings) -> Mapping[str, Town]:
    """Read ``towns.csv``; notes what is wrong in ``findings`` and keeps the rows that are right."""
    rows = findings.rows(folder / "towns.csv", COLUMNS)
    findings.unique(rows, "place_code", "town")
    counties = {place.place_code for place in places.of_level(Level.COUNTY)}
    findings.known(rows, "place_code", counties, "a county of places.csv")
    towns: dict[str, Town] = {}
    for row in rows:
        name, code = row["town"], row["place_code"]
        if not name.endswith(ENDS):
            findings.add(row, f"town {name!r}", f"a name that ends with {', '.join(ENDS)}")
        elif code in counties:
            before = towns.get(name, Town(name, ()))
            guards = texts(row["not_after"]) or before.not_after, texts(row["not_before"]) or before.not_before
            towns[name] = Town(name, (*before.counties, code), *guards)
    return towns
