"""The names of a list of numbers: one for each, out of the words before the list or of the names before it."""

from __future__ import annotations

from collections.abc import Sequence

from etl.extract import phrases as names
from etl.extract.phrase_rules import PhraseRules


def is_dependent(name: str, rules: PhraseRules) -> bool:
    """Say whether the name of a list needs the names of the list before it (增速, 总投资, 覆盖率)."""
    growth = rules.base.of_growth.fullmatch(name) or rules.right.of_counted.fullmatch(name)
    return names.is_dependent(name, rules) or growth is not None


def on_bases(bases: Sequence[str], name: str, rules: PhraseRules) -> tuple[str, ...]:
    """Return a dependent name on each of the names of the list before."""
    joined = rules.base.contribution.fullmatch(name)
    return tuple(names.on_base(base, name, rules) if joined else names.shorten(base + name, rules) for base in bases)


def of_clauses(before: str, length: int, rules: PhraseRules) -> tuple[str, ...]:
    """Return the ``length`` branches that the clauses before a list name in turn, none where they name another number."""
    found = rules.series.branches_told.fullmatch(before)
    rows = [found["all"].strip(sign).split(sign) for sign in "，、"] if found else []
    named = next((parts for parts in rows if len(parts) == length), [])
    return tuple(names.shorten(part, rules) for part in named)


def of_words(before: str, length: int, indicator: str, rules: PhraseRules) -> tuple[str, ...]:
    """Return the ``length`` names that the words before a list hold, none where they hold another number of names.

    Args:
        before: The words, without what says no name.
        length: How many numbers the list has.
        indicator: The indicator named last, which a list of bare growths (增速、总量) is of.
        rules: How names are written.
    """
    series = rules.series
    parts = [part for part in series.split.split(before) if part]
    if len(parts) > length == before.count("、") + 1:  # 文化旅游体育与传媒支出、教育支出
        parts = before.split("、")
    if len(parts) == length > 1:
        if kinds := series.kinds.search(parts[-1]):  # 汽车、纺织、化学原料等行业增加值
            named = [*parts[:-1], parts[-1][: kinds.start()]]
            return tuple(names.shorten(part + parts[-1][kinds.end() :], rules) for part in named)
        parts[-1] = series.several.sub(r"\g<first>", parts[-1])
    if indicator and len(parts) == length and all(map(rules.base.of_growth.fullmatch, parts)):
        return tuple(names.shorten(indicator + part, rules) for part in parts)
    if len(parts) == 1 or any(word in before for word, _ in series.folded if series.split.search(word)):
        parts = names.unfolded(before, rules)
    return tuple(names.shorten(part, rules) for part in names.completed(parts, rules)) if len(parts) == length else ()
