"""The names of shares and rates that only say of what they are: 占全县38%, 完成率57.7%, 恢复到2019年的92%."""

from __future__ import annotations

from etl.extract import phrases as names
from etl.extract.passage import Passage
from etl.extract.statements import Surroundings
from etl.extract.told import Told
from etl.extract.wholes import Whole
from etl.model import Measure


class Shares:
    """Names the shares of one passage by what it has named before them."""

    def __init__(self, passage: Passage, whole: Whole, told: Told, topic: str) -> None:
        self.passage, self.known, self.whole, self.told, self.topic = passage, passage.known, whole, told, topic
        self.budget = ""
        """The last name of a budget's revenue or spending, which a part of it (税占比) is of."""
        self.shared = (-9, "")
        """Position and name of the last share of something, for the changes of it."""

    def name(self, position: int, sentence: int, around: Surroundings, kind: Measure, words: str) -> str:
        """Return the name of a share that only says of what (占全县38%), or of a change of the share before it."""
        rules = self.known.phrases.series
        name = ""
        if kind in {Measure.SHARE, Measure.RATIO}:
            left = around.left.strip("，、")
            bare = self.passage.without_places(left)
            next_of = rules.times_next if kind is Measure.RATIO else rules.share_next
            further = self.shared[0] == position - 1 and next_of.fullmatch(left)
            whole = self.budget if rules.part_of.match(left) else ""
            name = self.whole.share(left, sentence, whole or (self.shared[1] if further else self.told.last), kind)
            if not name and kind is Measure.RATIO:
                name = self.whole.share(bare, sentence, self.told.last, kind)
            name = name or self._rate(bare)
        back = rules.recovered.search(around.sentence) if kind in {Measure.SHARE, Measure.RATIO} else None
        if back and self.told.last and self.told.here:
            name = rules.recovered_name.format(base=self.told.last, of=back["of"])
        if not name and kind in {Measure.SHARE, Measure.CHANGE} and self.shared[0] == position - 1:
            name = self.shared[1] if rules.same.fullmatch(words) else ""
        if name:
            self.shared = position, names.shorten(name, self.known.phrases)
        return name and self.shared[1]

    def _rate(self, left: str) -> str:
        """Return the name of a bare rate of what the sentence has named (项目26个，完工15个，完工率57.7%), ``""`` for another."""
        rules = self.known.phrases.series
        rate = rules.rate_of.fullmatch(left)
        bases = [rules.rate_base.sub("", name) for name in self.told.said] if rate else []
        base = next((name for name in reversed(bases) if len(name) > 1 and not rules.ends_rate.search(name)), "")
        built = self.told.counted() if rate and rules.rate_of_works.search(rate["rate"]) else ""
        base = rules.rate_base.sub("", built) or base or self.topic
        return rules.rate_name.sub(r"\1", base + rate["rate"]) if rate and base else ""
