"""Platforms, funds and loans that a sentence names: whose a bare name (用户, 功能, 发放) behind them is."""

from __future__ import annotations

from etl.extract import phrases as names
from etl.extract.phrase_rules import PhraseRules
from etl.model import Basis, Measure


class Things:
    """Completes the bare names of one passage by the thing that has them."""

    def __init__(self, text: str, rules: PhraseRules) -> None:
        self.text, self.rules = text, rules

    def of(self, phrase: names.Phrase, sentence: int, position: int) -> names.Phrase:
        """Return a bare name (指标, 功能) with the thing that the sentence names as having it."""
        rules = self.rules
        if rules.elided.of_fund.fullmatch(phrase.text):
            funds = rules.elided.fund.findall(self.text, 0, position)
            return names.Phrase(funds[-1] + phrase.text, Basis.SENTENCE) if funds else phrase
        if rules.elided.of_insurance.fullmatch(phrase.text):
            scheme = next(iter([*rules.elided.insurance.finditer(self.text, 0, position)][::-1]), None)
            between = self.text[scheme.end() : position] if scheme else ""
            if scheme is None or between.count("。") > 1 or rules.elided.other_scheme.search(between):
                return phrase
            if rules.elided.raised.fullmatch(phrase.text) and not rules.elided.raising.search(scheme["insurance"]):
                return phrase
            return names.Phrase(scheme["insurance"] + phrase.text, Basis.SENTENCE)
        if not rules.elided.bare.fullmatch(phrase.text):
            return phrase
        meant = rules.elided.meant.search(self.text, sentence, position)  # 目前应用已注册…: the one named before
        found = ""
        for match in rules.elided.thing.finditer(self.text, 0 if meant else sentence, sentence if meant else position):
            found = match["thing"] or match[0]
        return names.Phrase(names.shorten(found + phrase.text, rules), Basis.SENTENCE) if found else phrase

    def done(self, left: str, sentence: int, position: int) -> str:
        """Return what is done (已发放) with a thing that the sentence names (推出“安居贷”，…), ``""`` for anything else."""
        rules, done = self.rules.elided, names.name_before(left, Measure.LEVEL, self.rules)
        thing = rules.bare.fullmatch(done) and rules.thing.search(self.text, sentence, position - len(left))
        return done if thing else ""
