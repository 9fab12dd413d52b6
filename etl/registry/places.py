"""The places: 90 counties, 11 cities, the province and the pseudo-places that keep every figure; all their names."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from pathlib import Path

from etl.paths import KNOWLEDGE
from etl.registry.table import Findings, Row

PLACE_COLUMNS = ("place_code", "name", "short_name", "level", "parent_code", "pinyin", "source")
ALIAS_COLUMNS = (
    "alias",
    "place_code",
    "kind",
    "valid_from",
    "valid_to",
    "not_after",
    "not_before",
    "note",
    "source",
)
OUTSIDE_COLUMNS = ("name", "short_name", "kind", "parent", "not_after", "not_before")
GENERATED = "generated from places.csv"


class Level(StrEnum):
    """What kind of place it is; the last four are no units of the administrative tree."""

    COUNTY = "county"
    CITY = "city"
    PROVINCE = "province"
    GROUP = "group"
    COUNTRY = "country"
    OUTSIDE = "outside"
    UNKNOWN = "unknown"


class AliasKind(StrEnum):
    """How far a wording can be trusted to mean the place."""

    FULL = "full"
    SHORT = "short"
    AMBIGUOUS = "ambiguous"
    HISTORICAL = "historical"
    ZONE = "zone"


class OutsideKind(StrEnum):
    """Level of a place outside Zhejiang."""

    PROVINCE = "province"
    CITY = "city"
    PREFECTURE = "prefecture"
    REGION = "region"
    """Several provinces together, as prose names them (中西部)."""


@dataclass(frozen=True, slots=True)
class Place:
    """One place. ``parent_code`` is ``""`` at the top; ``pinyin`` has no tones and no spaces."""

    place_code: str
    name: str
    short_name: str
    level: Level
    parent_code: str
    pinyin: str


@dataclass(frozen=True, slots=True)
class PlaceAlias:
    """One wording for a place, in force from ``valid_from`` to ``valid_to`` (inclusive days, ``None`` is open).

    ``not_after`` and ``not_before`` hold the texts that, directly before or after the wording, mean something else.
    """

    alias: str
    place_code: str
    kind: AliasKind
    valid_from: date | None = None
    valid_to: date | None = None
    not_after: tuple[str, ...] = ()
    not_before: tuple[str, ...] = ()
    note: str = ""

    def holds(self, on: date | None) -> bool:
        """Say whether the wording is in force ``on`` a day (``None``: on any day)."""
        return on is None or ((self.valid_from or date.min) <= on <= (self.valid_to or date.max))

    def fits(self, text: str, start: int) -> bool:
        """Say whether the wording at ``text[start:]`` stands free of the neighbours that change its meaning."""
        return free(text, start, start + len(self.alias), self.not_after, self.not_before)

    def overlaps(self, other: PlaceAlias) -> bool:
        """Say whether both are in force on some day."""
        return (self.valid_from or date.min) <= (other.valid_to or date.max) and (other.valid_from or date.min) <= (
            self.valid_to or date.max
        )


@dataclass(frozen=True, slots=True)
class OutsidePlace:
    """A province or city outside Zhejiang; ``short_name`` is ``""`` where the short form is also a common word."""

    name: str
    short_name: str
    kind: OutsideKind
    parent: str
    not_after: tuple[str, ...] = ()
    not_before: tuple[str, ...] = ()

    def named_in(self, text: str) -> bool:
        """Say whether ``text`` names the place: its name anywhere, or its short name free of misleading neighbours."""
        if self.name in text:
            return True
        start = text.find(self.short_name) if self.short_name else -1
        while start >= 0:
            if free(text, start, start + len(self.short_name), self.not_after, self.not_before):
                return True
            start = text.find(self.short_name, start + 1)
        return False


@dataclass(frozen=True)
class Places:
    """All places by code in file order, all wordings (longest first), and the places outside the province."""

    by_code: Mapping[str, Place]
    aliases: tuple[PlaceAlias, ...]
    outside: tuple[OutsidePlace, ...] = ()

    def __getitem__(self, code: str) -> Place:
        """Return the place of ``code``; raises ``KeyError`` for an unknown one."""
        return self.by_code[code]

    def of_level(self, level: Level) -> tuple[Place, ...]:
        """Return the places of one level in code order."""
        return tuple(sorted((p for p in self.by_code.values() if p.level == level), key=lambda p: p.place_code))

    @property
    def counties(self) -> tuple[Place, ...]:
        """The 90 county-level divisions in code order."""
        return self.of_level(Level.COUNTY)

    def children(self, code: str) -> tuple[Place, ...]:
        """Return the places directly below ``code`` in code order."""
        return tuple(sorted((p for p in self.by_code.values() if p.parent_code == code), key=lambda p: p.place_code))

    def ancestors(self, code: str) -> tuple[Place, ...]:
        """Return the places above ``code``, nearest first."""
        found = []
        while parent := self.by_code[code].parent_code:
            found.append(self.by_code[parent])
            code = parent
        return tuple(found)

    def named(self, alias: str, on: date | None = None) -> tuple[PlaceAlias, ...]:
        """Return the meanings of a wording in force ``on`` a day (``None``: any day); empty for an unknown wording."""
        return tuple(entry for entry in self.aliases if entry.alias == alias and entry.holds(on))

    def outside_in(self, text: str) -> tuple[OutsidePlace, ...]:
        """Return the places outside the province that ``text`` (a title, a sentence) names, in file order."""
        return tuple(place for place in self.outside if place.named_in(text))


def free(text: str, start: int, end: int, not_after: tuple[str, ...], not_before: tuple[str, ...]) -> bool:
    """Say whether ``text[start:end]`` stands beside none of the given neighbours."""
    return not text.endswith(not_after, 0, start) and not text.startswith(not_before, end)


def load_places(folder: Path = KNOWLEDGE) -> Places:
    """Read ``places.csv``, ``place_aliases.csv`` and ``outside_places.csv``.

    Raises:
        InputError: with every finding of the three files.
    """
    findings = Findings()
    places = read_places(folder, findings)
    findings.check()
    return places


def read_places(folder: Path, findings: Findings) -> Places:
    """Read the three files; notes what is wrong in ``findings`` and keeps the rows that are right."""
    by_code = _places(folder / "places.csv", findings)
    listed = _listed_aliases(folder / "place_aliases.csv", by_code, findings)
    replaced = {entry.alias: entry for entry in listed}
    generated = [entry for entry in _generated(by_code, replaced) if entry.alias not in replaced]
    aliases = sorted(
        (*listed, *generated), key=lambda a: (-len(a.alias), a.alias, a.valid_from or date.min, a.place_code)
    )
    return Places(by_code, tuple(aliases), _outside(folder / "outside_places.csv", findings))


def _places(path: Path, findings: Findings) -> dict[str, Place]:
    rows = findings.rows(path, PLACE_COLUMNS)
    findings.unique(rows, "place_code")
    findings.unique(rows, "name", "level")
    findings.filled(rows, "place_code", "name", "short_name", "pinyin", "source")
    levels = set(Level)
    findings.known(rows, "level", levels, f"one of {', '.join(Level)}")
    codes = {row["place_code"] for row in rows}
    findings.known([row for row in rows if row["parent_code"]], "parent_code", codes, "a place_code of this file")
    by_code: dict[str, Place] = {}
    for row in rows:
        _check_place(row, findings)
        if row["level"] in levels:
            code, level = row["place_code"], Level(row["level"])
            place = Place(code, row["name"], row["short_name"], level, row["parent_code"], row["pinyin"])
            by_code.setdefault(code, place)
    _check_tree(rows, by_code, findings)
    return by_code


def _check_place(row: Row, findings: Findings) -> None:
    code, level = row["place_code"], row["level"]
    administrative = level in (Level.COUNTY, Level.CITY, Level.PROVINCE)
    if administrative and not (len(code) == 6 and code.isascii() and code.isdigit()):
        findings.add(row, f"place_code {code!r}", "six digits")
    if not (row["pinyin"].isascii() and row["pinyin"].isalnum() and row["pinyin"] == row["pinyin"].lower()):
        findings.add(row, f"pinyin {row['pinyin']!r}", "lower-case letters without tones and spaces")


def _check_tree(rows: Iterable[Row], by_code: Mapping[str, Place], findings: Findings) -> None:
    """Demand that a county lies in a city, a city in a province, and nothing above itself."""
    wanted = {Level.COUNTY: Level.CITY, Level.CITY: Level.PROVINCE, Level.PROVINCE: Level.COUNTRY}
    for row in rows:
        place, parent = by_code.get(row["place_code"]), by_code.get(row["parent_code"])
        if place is None or place.level not in wanted:
            if parent is not None and parent.level not in (Level.PROVINCE, Level.COUNTRY):
                findings.add(row, f"parent_code {row['parent_code']!r}", "the province, the country or nothing")
        elif parent is None or parent.level != wanted[place.level]:
            findings.add(row, f"parent_code {row['parent_code']!r}", f"a place of level {wanted[place.level]}")


def _listed_aliases(path: Path, by_code: Mapping[str, Place], findings: Findings) -> list[PlaceAlias]:
    rows = findings.rows(path, ALIAS_COLUMNS)
    findings.filled(rows, "alias", "source")
    findings.known(rows, "place_code", by_code, "a place_code of places.csv")
    findings.known(rows, "kind", set(AliasKind), f"one of {', '.join(AliasKind)}")
    aliases: list[PlaceAlias] = []
    for row in rows:
        start, end = findings.day(row, "valid_from"), findings.day(row, "valid_to")
        if start and end and start > end:
            findings.add(row, f"valid_to {end} before valid_from {start}", "a later day")
        if row["place_code"] not in by_code or row["kind"] not in set(AliasKind):
            continue
        if row["kind"] == AliasKind.HISTORICAL and not row["note"]:
            findings.add(row, "a historical name without note", "a note on how the area differs")
        guards = texts(row["not_after"]), texts(row["not_before"])
        entry = PlaceAlias(row["alias"], row["place_code"], AliasKind(row["kind"]), start, end, *guards, row["note"])
        for other in aliases:
            if other.alias == entry.alias and other.overlaps(entry):
                findings.add(row, f"alias {entry.alias!r} for {entry.place_code}", _owner(other))
        aliases.append(entry)
    return aliases


def _owner(other: PlaceAlias) -> str:
    return f"one meaning on any day; it already means {other.place_code} from {other.valid_from} to {other.valid_to}"


def _generated(by_code: Mapping[str, Place], listed: Mapping[str, PlaceAlias]) -> Iterator[PlaceAlias]:
    """Yield the regular wordings: name, short name, and either with a place above in front (with its guards behind)."""
    seen: set[str] = set()
    for place in by_code.values():
        if place.level not in (Level.COUNTY, Level.CITY, Level.PROVINCE):
            continue
        for name, kind in ((place.name, AliasKind.FULL), (place.short_name, AliasKind.SHORT)):
            after = listed[name].not_before if name in listed else ()
            for front in ("", *_fronts(place, by_code)):
                if front + name not in seen:
                    seen.add(front + name)
                    certainty = AliasKind.FULL if front else kind
                    yield PlaceAlias(front + name, place.place_code, certainty, not_before=after, note=GENERATED)


def _fronts(place: Place, by_code: Mapping[str, Place]) -> Iterator[str]:
    """Yield what may stand before a place's name: the city, the province, or the province and the city."""
    parent = by_code.get(place.parent_code)
    if parent is None or parent.level not in (Level.CITY, Level.PROVINCE):
        return
    upper = tuple(_fronts(parent, by_code))
    yield from upper
    for front in ("", *upper):
        yield from (front + parent.name, front + parent.short_name)


def _outside(path: Path, findings: Findings) -> tuple[OutsidePlace, ...]:
    rows = findings.rows(path, OUTSIDE_COLUMNS)
    findings.unique(rows, "name")
    findings.filled(rows, "name", "kind")
    findings.known(rows, "kind", set(OutsideKind), f"one of {', '.join(OutsideKind)}")
    kinds = {row["name"] for row in rows if row["kind"] == OutsideKind.PROVINCE}
    findings.known([row for row in rows if row["parent"]], "parent", kinds, "a province of this file")
    return tuple(
        OutsidePlace(
            row["name"],
            row["short_name"],
            OutsideKind(row["kind"]),
            row["parent"],
            texts(row["not_after"]),
            texts(row["not_before"]),
        )
        for row in rows
        if row["kind"] in set(OutsideKind)
    )


def texts(cell: str) -> tuple[str, ...]:
    """Return the texts of a cell that holds several, separated by ``|``."""
    return tuple(text for text in cell.split("|") if text)
