"""Whom a rule's figure is for: the firms that a share of their outlay is refunded to, the villagers that a subsidy is paid to."""

from __future__ import annotations

from etl.extract import phrases as names
from etl.extract.phrase_rules import GrantRules, PhraseRules
from etl.extract.statements import Surroundings
from etl.model import Measure


def beneficiary(text: str, sentence: int, position: int, rules: GrantRules) -> str:
    """Return who the sentence says something is given to before a position, ``""`` if it names nobody."""
    named = list(rules.to.finditer(text, sentence, position))
    since = text.rfind("；", sentence, position)
    named = [match for match in named if match.start() > since] or named
    given = [match["to"] for match in named if match["to"]]
    return (given or [match["doing"] or match["buying"] for match in named] or [""])[-1]


def granted(left: str, right: str, rules: GrantRules) -> str:
    """Return what the words around a number say is given (给予…补助, …的标准给予贴息), ``""`` if nothing is."""
    match = rules.given_thing.match(right) if rules.giving.search(left) else rules.given.match(right)
    return match["what"] if match else ""


def by_rate(left: str, right: str, rules: GrantRules) -> str:
    """Return what is paid at a rate, said without a verb of giving (按销售额的1%奖励), ``""`` for any other."""
    match = rules.at_rate.match(right) if rules.by.search(left) else None
    return match[0] if match else ""


class Grants:
    """Names what a passage's rules give to somebody, number by number."""

    def __init__(self, text: str, rules: PhraseRules) -> None:
        self.text, self.rules = text, rules
        self.given: tuple[int, str] = (-1, "")
        """Sentence and name of what a rule gives, for its limit (单户最高300万元)."""

    def name(self, start: int, sentence: int, around: Surroundings, kind: Measure, words: str) -> str:
        """Return the name of what a rule gives to somebody, where its own words do not say to whom; ``""`` for any other."""
        rules = self.rules.grant
        what = granted(around.left, around.right, rules)
        if not what and (what := by_rate(around.left, around.right, rules)):
            sentence = max(sentence, self.text.rfind("；", sentence, start) + 1)
        if rules.cap.fullmatch(words) and self.given[0] == sentence:
            return self.given[1]
        if kind is Measure.SHARE and (dealt := rules.dealt.search(around.sentence)):
            who, how = rules.sharer.search(dealt["rest"]), rules.dealt_as.match(around.right)
            if who and how:
                return rules.dealt_name.format(who=who["who"], what=dealt["what"], how=how["how"] or rules.dealt_how)
        if kind is Measure.LEVEL and rules.paid.fullmatch(words):
            return self._paid(start, sentence)
        if not what and not rules.named.fullmatch(words):
            return ""
        to = beneficiary(self.text, sentence, start, rules)
        if not to:
            return ""
        given = names.shorten(to, self.rules) + (what or words)
        self.given = sentence, names.shorten(given, self.rules)
        rate = rules.rate if kind is Measure.SHARE and what else ""
        return names.shorten(given + rate, self.rules)

    def _paid(self, start: int, sentence: int) -> str:
        """Return the name of what has been paid (已兑现1860万元) of what the sentence says is given, else ``""``."""
        rules = self.rules.grant
        to, kinds = beneficiary(self.text, sentence, start, rules), rules.paid_kind.findall(self.text, sentence, start)
        return names.shorten(rules.paid_name.format(to=to, kind=kinds[-1]), self.rules) if to and kinds else ""
