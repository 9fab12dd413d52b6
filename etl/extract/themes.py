"""The theme of a figure: its chapter's, else the one that most of the words around it belong to."""

import re
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import NamedTuple, Self

from etl.model import Basis
from etl.paths import KNOWLEDGE
from etl.registry.rules import load_rules
from etl.registry.tries import trie


class ThemeRules(NamedTuple):
    """The words of each theme, from ``theme_words.toml``."""

    pattern: re.Pattern[str]
    themes: Mapping[str, tuple[str, ...]]
    order: tuple[str, ...]
    default: str
    weight: int
    story_weight: int
    """How much what stands further off counts in a story, which keeps to its topic."""
    registered: Mapping[str, str]
    """Theme of each registered wording: what a registry says of an indicator beats the words around it."""

    @classmethod
    def load(cls, folder: Path = KNOWLEDGE) -> Self:
        """Read ``theme_words.toml`` and the registered indicators; raises `InputError` for a missing or broken rule."""
        from etl.registry.indicators import load_indicators  # most runs find everything kept (`etl.registry.kept`)

        rules = load_rules(folder / "theme_words.toml")
        indicators = load_indicators(folder)
        owners: dict[str, list[str]] = {}
        for theme, words in rules.table("words").items():
            for word in words:
                owners.setdefault(word, []).append(theme)
        return cls(
            re.compile(trie(owners)),
            {word: tuple(themes) for word, themes in owners.items()},
            tuple(rules.table("words")),
            rules.text("default"),
            rules.number("indicator_weight"),
            rules.number("story_weight"),
            {wording: indicators[name].theme_id for wording, name in indicators.by_wording.items()},
        )


def counts(text: str, rules: ThemeRules) -> dict[str, int]:
    """Return how many words of each theme a text holds."""
    found: dict[str, int] = {}
    for match in rules.pattern.finditer(text):
        for theme in rules.themes.get(match.group(), ()):
            found[theme] = found.get(theme, 0) + 1
    return found


def shares(text: str, rules: ThemeRules) -> dict[str, float]:
    """Return the share of each theme in the words of a text that tell one: what a longer text is mostly about."""
    found = counts(text, rules)
    return {name: number / sum(found.values()) for name, number in found.items()}


def theme(
    indicator: str, sentence: Mapping[str, int], around: Callable[[], Mapping[str, float]], rules: ThemeRules
) -> tuple[str, Basis]:
    """Return the theme that the words point to, and which of them decided.

    Args:
        indicator: The name of the figure, whose words count most; a registered one has a theme of its own.
        sentence: How many words of each theme the sentence and its heading hold.
        around: Gives the shares of the themes in what stands further off, which together weigh less than one word of the
            name; it is asked only where the words near by leave it open.
        rules: The words of each theme.
    """
    if indicator in rules.registered:
        return rules.registered[indicator], Basis.STATED
    own = counts(indicator, rules)
    total: dict[str, float] = {name: rules.weight * own.get(name, 0) + sentence.get(name, 0) for name in rules.order}
    second, best = sorted(total.values())[-2:]
    if best - second < rules.weight:
        further = around()
        total = {name: number + further.get(name, 0.0) for name, number in total.items()}
    chosen, basis = of_counts(total, rules)
    if own.get(chosen):
        return chosen, Basis.STATED
    return chosen, basis if sentence.get(chosen) or basis is Basis.DEFAULT else Basis.SECTION


def of_counts(total: Mapping[str, float], rules: ThemeRules) -> tuple[str, Basis]:
    """Return the theme that most words point to, ties by the order of the themes; the default where none does."""
    best = max(total.values(), default=0)
    if not best:
        return rules.default, Basis.DEFAULT
    return next(name for name in rules.order if total.get(name) == best), Basis.SENTENCE


def joined(*parts: Mapping[str, float]) -> dict[str, float]:
    """Return the sums of several shares."""
    total: dict[str, float] = {}
    for part in parts:
        for name, share in part.items():
            total[name] = total.get(name, 0.0) + share
    return total
