"""What a searched word may name beside what it spells: places and indicators by their other wordings."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache

from etl.registry.indicators import load_indicators
from etl.registry.places import load_places


@dataclass(frozen=True, slots=True)
class Names:
    """Codes of places and ids of indicators by wording in lower case."""

    places: Mapping[str, tuple[str, ...]]
    indicators: Mapping[str, tuple[str, ...]]

    def meant(self, word: str) -> tuple[list[str], list[str]]:
        """Places and indicators that ``word`` is another name of."""
        key = word.casefold()
        return list(self.places.get(key, ())), list(self.indicators.get(key, ()))


@cache
def load_names() -> Names:
    """Read the wordings of all places and indicators, once.

    Raises:
        InputError: with every finding of the registries.
    """
    places: dict[str, list[str]] = {}
    for entry in load_places().aliases:
        places.setdefault(entry.alias.casefold(), []).append(entry.place_code)
    indicators: dict[str, list[str]] = {}
    for alias in load_indicators().aliases:
        indicators.setdefault(alias.alias.casefold(), []).append(alias.indicator_id)
    return Names(_settled(places), _settled(indicators))


def _settled(found: Mapping[str, list[str]]) -> dict[str, tuple[str, ...]]:
    return {word: tuple(dict.fromkeys(codes)) for word, codes in found.items()}
