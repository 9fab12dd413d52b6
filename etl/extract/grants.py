"""Whom a rule's figure is for: the firms that a share of their outlay is refunded to, the villagers that a subsidy is paid to."""

from __future__ import annotations

from etl.extract.phrase_rules import GrantRules


def beneficiary(text: str, sentence: int, position: int, rules: GrantRules) -> str:
    """Return who the sentence says something is given to before a position, ``""`` if it names nobody."""
    named = list(rules.to.finditer(text, sentence, position))
    given = [match["to"] for match in named if match["to"]]
    return (given or [match["doing"] for match in named] or [""])[-1]


def granted(left: str, right: str, rules: GrantRules) -> str:
    """Return what the words around a number say is given (给予…补助, …的标准给予贴息), ``""`` if nothing is."""
    match = rules.given_thing.match(right) if rules.giving.search(left) else rules.given.match(right)
    return match["what"] if match else ""
