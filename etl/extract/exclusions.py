"""Numbers that are no figures: names, dates, structure, slogans, ages, by the patterns of ``exclusions.toml``."""

import re
from bisect import bisect_left
from collections.abc import Sequence
from functools import partial
from pathlib import Path
from typing import NamedTuple, Self

from etl.extract.number_rules import Number
from etl.model import Reason
from etl.paths import KNOWLEDGE
from etl.registry.guards import WHOLE, Patterns, guarded
from etl.registry.rules import load_rules


class ExclusionRules(NamedTuple):
    """The patterns in order, each with its reason; the first that covers a number decides."""

    reasons: tuple[Reason, ...]
    bare: tuple[bool, ...]
    """Whether an entry takes only numbers that have no unit."""
    patterns: Patterns

    @classmethod
    def load(cls, folder: Path = KNOWLEDGE) -> Self:
        """Read ``exclusions.toml``; raises `InputError` for a missing or broken rule."""
        rules = load_rules(folder / "exclusions.toml")
        entries = rules.entries("exclude")
        return cls(
            tuple(Reason(entry["reason"]) for entry in entries),
            tuple(bool(entry.get("bare")) for entry in entries),
            Patterns.of(guarded(entry["pattern"], partial(rules.compile, where=entry["note"])) for entry in entries),
        )


def find(text: str, numbers: Sequence[Number], rules: ExclusionRules) -> dict[int, Reason]:
    """Return the reason of each excluded number of a paragraph, by the number's start."""
    if not numbers:
        return {}
    found: dict[int, Reason] = {}
    starts = [number.start for number in numbers]
    for index, match in rules.patterns.finditer(text):
        start, end = _span(match)
        for number in numbers[bisect_left(starts, start) : bisect_left(starts, end)]:
            if not (number.unit and rules.bare[index]):
                found.setdefault(number.start, rules.reasons[index])
    return found


def _span(match: re.Match[str]) -> tuple[int, int]:
    """Return the span of the named group that matched, or of the whole match."""
    for name in match.re.groupindex:
        if name != WHOLE and match.start(name) >= 0:
            return match.span(name)
    return match.span(WHOLE)
