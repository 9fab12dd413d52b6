"""Named sets of counties with dated membership: a group means its members on a day, never a list for all times."""

from __future__ import annotations

from collections.abc import Container, Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from etl.paths import KNOWLEDGE
from etl.registry.places import Level, Places, load_places
from etl.registry.table import Findings, Row

GROUP_COLUMNS = ("group_id", "name_zh", "name_en", "definition", "note", "source")
NOTE_COLUMNS = ("group_id", "source_zh", "note_zh")
MEMBER_COLUMNS = ("group_id", "place_code", "valid_from", "valid_to", "source")


@dataclass(frozen=True, slots=True)
class Group:
    """A named set of counties; ``note`` says how sure its dates and members are, ``…_zh`` what pages say of that."""

    group_id: str
    name_zh: str
    name_en: str
    definition: str
    note: str
    source: str
    source_zh: str
    note_zh: str


@dataclass(frozen=True, slots=True)
class Membership:
    """One county in one group from ``valid_from`` to ``valid_to`` (inclusive days, ``None`` is open)."""

    group_id: str
    place_code: str
    valid_from: date
    valid_to: date | None
    source: str

    def holds(self, on: date) -> bool:
        """Say whether the county belongs to the group ``on`` a day."""
        return self.valid_from <= on <= (self.valid_to or date.max)


@dataclass(frozen=True)
class Groups:
    """All groups by id in file order, and every membership in order of group, county and first day."""

    by_id: Mapping[str, Group]
    memberships: tuple[Membership, ...]

    def members(self, group_id: str, on: date) -> tuple[str, ...]:
        """Return the county codes of a group ``on`` a day, sorted; empty on a day when the group was not in force.

        Raises:
            KeyError: for an unknown group.
        """
        group = self.by_id[group_id]
        return tuple(m.place_code for m in self.memberships if m.group_id == group.group_id and m.holds(on))

    def period(self, group_id: str) -> tuple[date, date | None]:
        """Return the first and the last day (``None`` is open) on which a group has members."""
        spans = [(m.valid_from, m.valid_to) for m in self.memberships if m.group_id == group_id]
        last = max((end or date.max for _, end in spans), default=date.max)
        return min(start for start, _ in spans), None if last == date.max else last


def load_groups(folder: Path = KNOWLEDGE) -> Groups:
    """Read ``place_groups.csv``, ``place_group_notes.csv`` and ``place_group_members.csv``.

    Raises:
        InputError: with every finding of the three files.
    """
    places = load_places(folder)
    findings = Findings()
    groups = read_groups(folder, places, findings)
    findings.check()
    return groups


def read_groups(folder: Path, places: Places, findings: Findings) -> Groups:
    """Read the three files; notes what is wrong in ``findings`` and keeps the rows that are right."""
    rows = findings.rows(folder / "place_groups.csv", GROUP_COLUMNS)
    findings.unique(rows, "group_id")
    findings.filled(rows, "group_id", "name_zh", "name_en", "definition", "source")
    notes = _notes(folder / "place_group_notes.csv", rows, findings)
    groups = {}
    for row in rows:
        source_zh, note_zh = notes.get(row["group_id"], ("", ""))
        cells = {column: row[column] for column in GROUP_COLUMNS}
        groups[row["group_id"]] = Group(**cells, source_zh=source_zh, note_zh=note_zh)
    memberships = _memberships(folder / "place_group_members.csv", groups, places, findings)
    populated = {membership.group_id for membership in memberships}
    for row in rows:
        if memberships and row["group_id"] not in populated:
            findings.add(row, f"group {row['group_id']!r} without members", "members in place_group_members.csv")
    return Groups(groups, memberships)


def _notes(path: Path, groups: list[Row], findings: Findings) -> dict[str, tuple[str, str]]:
    rows = findings.rows(path, NOTE_COLUMNS)
    findings.unique(rows, "group_id")
    findings.filled(rows, "source_zh", "note_zh")
    findings.known(rows, "group_id", {row["group_id"] for row in groups}, "a group_id of place_groups.csv")
    notes = {row["group_id"]: (row["source_zh"], row["note_zh"]) for row in rows}
    for row in groups:
        if rows and row["group_id"] not in notes:
            findings.add(row, f"group {row['group_id']!r} without words for pages", f"a row in {path.name}")
    return notes


def _memberships(path: Path, groups: Container[str], places: Places, findings: Findings) -> tuple[Membership, ...]:
    rows = findings.rows(path, MEMBER_COLUMNS)
    findings.filled(rows, "valid_from", "source")
    findings.known(rows, "group_id", groups, "a group_id of place_groups.csv")
    counties = {code for code, place in places.by_code.items() if place.level == Level.COUNTY}
    findings.known(rows, "place_code", counties, "the code of a county in places.csv")
    found: list[Membership] = []
    for row in rows:
        start, end = findings.day(row, "valid_from"), findings.day(row, "valid_to")
        if start is None:
            continue
        if end and start > end:
            findings.add(row, f"valid_to {end} before valid_from {start}", "a later day")
        for other in found:
            same = (other.group_id, other.place_code) == (row["group_id"], row["place_code"])
            if same and start <= (other.valid_to or date.max) and other.valid_from <= (end or date.max):
                findings.add(row, f"{row['place_code']} twice in {row['group_id']}", "memberships that do not overlap")
        found.append(Membership(row["group_id"], row["place_code"], start, end, row["source"]))
    return tuple(sorted(found, key=lambda m: (m.group_id, m.place_code, m.valid_from)))
