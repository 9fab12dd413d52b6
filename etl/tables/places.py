"""Place cells: the unit of the registry that a name and a code mean together."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from etl.model import Scope
from etl.registry.places import AliasKind, Level, PlaceAlias, Places
from etl.tables.numbers import CellError
from etl.tables.words import TableWords

_PARTIAL = (AliasKind.HISTORICAL, AliasKind.ZONE)
_LONG_CODE, _WITHIN = 12, "000000"
"""Statistical codes have six more digits for towns and villages, zero for a county."""
_SAME_AREA = "same area"
"""How the note of a former name begins whose area is today's."""
_EXPECTED = "a place of places.csv or place_aliases.csv"


@dataclass(frozen=True, slots=True)
class Spot:
    """A place, and the part of it that the row is about (``""``: the whole)."""

    code: str
    part: str = ""

    @property
    def scope(self) -> Scope:
        """Whether the row is about the whole place."""
        return Scope.PART if self.part else Scope.WHOLE


class Finder:
    """Finds places by name and code, each question answered once."""

    def __init__(self, places: Places, words: TableWords) -> None:
        """Index the wordings."""
        self._places = places
        self._words = words
        self._aliases: dict[str, list[PlaceAlias]] = {}
        for alias in places.aliases:
            self._aliases.setdefault(alias.alias, []).append(alias)
        self._known: dict[tuple[str, str, date | None, str, str], Spot | CellError] = {}

    def find(self, name: str, code: str, on: date | None, city: str = "", total: str = "") -> Spot:
        """Return the place of a row.

        Args:
            name: As written; may be empty where there is a code.
            code: As written; may be empty where there is a name.
            on: The day that the row is about: names change their meaning.
            city: Code of the city under which the row stands, for rows of its districts as a whole.
            total: Code of the place that rows of a total mean.

        Raises:
            CellError: if the place is unknown, or name and code disagree.
        """
        asked = (name, code, on, city, total)
        if asked not in self._known:
            try:
                self._known[asked] = self._find(*asked)
            except CellError as fault:
                self._known[asked] = fault
        answer = self._known[asked]
        if isinstance(answer, CellError):
            raise CellError(answer.found, answer.expected)
        return answer

    def is_city(self, code: str) -> bool:
        """Say whether a code is that of a prefecture city."""
        place = self._places.by_code.get(code)
        return place is not None and place.level is Level.CITY

    def knows(self, name: str) -> bool:
        """Say whether a cell looks like the name of a place."""
        plain = self.plain(name)
        words = self._words
        return any(plain in known for known in (self._aliases, words.province, words.total, words.part))

    def plain(self, name: str) -> str:
        """Return a name as the registry writes it: no blanks, no marks, no 其中."""
        return self._words.place_prefix.sub("", self._words.plain(name))

    def _find(self, name: str, code: str, on: date | None, city: str, total: str) -> Spot:
        plain = self.plain(name)
        coded = self._coded(code, on) if code else None
        if not plain:
            if coded is None:
                raise CellError("no place", _EXPECTED)
            return coded
        named = self._named(plain, on, city, total)
        if named is None:
            raise CellError(f"place {name!r}", f"{_EXPECTED}, or its name in skip_rows of the mapping")
        if coded and coded.code != named.code:
            expected = f"{named.code}, the code of {plain}, or the name {self._places[coded.code].name} of {coded.code}"
            raise CellError(f"name {name!r} with code {code!r}", expected)
        return named

    def _coded(self, code: str, on: date | None) -> Spot:
        code = code.removesuffix(_WITHIN) if len(code) == _LONG_CODE else code
        if code not in self._places.by_code:
            raise CellError(f"code {code!r}", "a place_code of places.csv")
        return self._whole(code, on)

    def _whole(self, code: str, on: date | None) -> Spot:
        """Return a place as a whole, or as the part of it that its registered name meant on a day.

        The code and the short name of a county outlive a change of its area as its name does.
        """
        name = self._places[code].name
        meanings = [alias for alias in self._aliases.get(name, ()) if alias.place_code == code and alias.holds(on)]
        return Spot(code, name if meanings and all(map(_differs, meanings)) else "")

    def _named(self, plain: str, on: date | None, city: str, total: str) -> Spot | None:
        listed = self._aliases.get(plain, [])
        # Yearbooks restate the past under today's names, and go on naming units that are gone.
        meanings = [alias for alias in listed if alias.holds(on)] or listed
        if len({alias.place_code for alias in meanings}) == 1:
            whole = any(not _differs(alias) for alias in meanings)
            code = meanings[0].place_code
            return self._whole(code, on) if whole else Spot(code, plain)
        if plain in self._words.province:
            return Spot(self._words.province[plain])
        if plain in self._words.total:
            if not total:
                raise CellError(f"a total {plain!r}", 'its place in the mapping: total = "330100", or skip_rows')
            return Spot(total)
        for word in self._words.part:
            if plain.endswith(word):
                front = plain.removesuffix(word)
                code = city if not front else next((a.place_code for a in self._aliases.get(front, ())), "")
                return Spot(code, plain) if code else None
        return None


def _differs(alias: PlaceAlias) -> bool:
    return alias.kind in _PARTIAL and not alias.note.startswith(_SAME_AREA)
