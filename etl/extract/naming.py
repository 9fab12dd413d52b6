"""The words that name what each figure measures: its own, or carried on from the figures and clauses before it."""

from __future__ import annotations

from collections.abc import Sequence

from etl.extract import phrases as names
from etl.extract.clauses import Clauses
from etl.extract.grants import Grants
from etl.extract.items import Item
from etl.extract.lists import Lists
from etl.extract.own_words import OwnWords
from etl.extract.passage import Passage
from etl.extract.prefixes import Prefixes
from etl.extract.ranks import Ranks
from etl.extract.shares import Shares
from etl.extract.statements import Surroundings
from etl.extract.subjects import Subjects
from etl.extract.things import Things
from etl.extract.told import Told
from etl.extract.wholes import Whole
from etl.model import Basis, Measure

MONEY = frozenset({"money", "price"})
"""Dimensions of amounts that are earned and paid."""

NEAR_RANK = 8
"""Characters before a growth in which it is named as what is ranked."""


class Naming:
    """Names the figures of a passage one after the other; remembers what later ones may carry on."""

    def __init__(self, passage: Passage, items: Sequence[Item]) -> None:
        self.text, self.frame, self.known, self.passage = passage.text, passage.frame, passage.known, passage
        self.items = items
        rules = self.known.phrases
        self.own, self.clauses = OwnWords(passage, items), Clauses(passage, items)
        point = rules.series.point.match(self.text)
        titled = rules.series.title_topic.search(passage.document.title)
        self.topic = titled["what"] if titled else ""
        """What the document's title says its bare numbers are of, or the row of a cell, with the rate that its column tells."""
        if row := passage.paragraph.row:
            self.topic = row + (passage.paragraph.head if rules.base.rate_name.search(passage.paragraph.head) else "")
        self.point = point["what"] if point else ""
        """What the point of a list that the passage is says it is about; the first figures of it need not say it again."""
        self.told, self.whole, self.subjects = Told(rules, self.point), Whole(rules.series), Subjects(rules.elided)
        self.things, self.grants = Things(self.text, rules), Grants(self.text, rules)
        self.prefixes = Prefixes(passage, items)
        self.shares = Shares(passage, self.whole, self.told, self.topic)
        self.ranks = Ranks(passage, self.clauses, self.told)
        self.lists = Lists(passage, items, self.clauses, self.whole, self.told)

    def name(self, position: int, sentence: int, around: Surroundings, kind: Measure, limit: int) -> names.Phrase:
        """Return the words that name what a number measures."""
        phrase = self._named(position, sentence, around, kind, limit)
        if self.items[position].role != "to" and not self.items[position].index:
            self.told.paired = phrase.text
        self.told.said.append(phrase.text)
        number = self.items[position].number
        self.told.by_unit[number.unit] = phrase.text
        if kind is Measure.LEVEL:
            self.told.note_works(phrase.text, number.unit, number.value)
        self.told.grown = phrase.text if kind is Measure.GROWTH else self.told.grown
        self.told.rated = kind is Measure.SHARE
        self.told.headline = self.told.headline or phrase.text
        if self.known.phrases.series.part_base.search(phrase.text):
            self.shares.budget = phrase.text
        return phrase

    def _named(self, position: int, sentence: int, around: Surroundings, kind: Measure, limit: int) -> names.Phrase:
        rules, item = self.known.phrases, self.items[position]
        self._enter(position, sentence)
        left = around.left
        if kind in {Measure.GROWTH, Measure.CHANGE, Measure.RATIO}:
            left = self.known.wording.change.gap.sub("", left)
        left = self.passage.without_places(left, everywhere=kind is Measure.RANK)
        dimension = self.known.numbers.units.dimension(item.number.unit)
        if among := self._among(item, left, sentence, kind, dimension):
            return among
        words = self._words(position, left, kind, limit)
        if share := self.shares.name(position, sentence, around, kind, words):
            return names.Phrase(share, Basis.SENTENCE)
        words = self._completed(words, left, sentence, item, kind)
        if grant := self.grants.name(item.number.start, sentence, around, kind, words):
            self.told.last = grant
            return names.Phrase(grant, Basis.SENTENCE)
        name = self.whole.part(sentence, kind, dimension, self.told.tallied(names.shorten(words, rules)))
        name = self.subjects.complete(self._of_trend(name, limit), *self.frame.sentence(item.number.start))
        name = self.prefixes.name(position, name, around)
        name = self._of_branch(self._like_the_last(name, kind), item.number.start)
        carried = self._grown_again(item, name, kind, limit) or self._carry(item, around, kind, name, limit)
        phrase = self.things.of(carried, sentence, item.number.start)
        # a growth behind 比上年增收4.3亿元 is of what was named before
        flow = kind is Measure.LEVEL and rules.base.flow_verb.fullmatch(name)
        self.told.last = self.told.indicator if flow and self.told.indicator else phrase.text
        return phrase

    def _words(self, position: int, left: str, kind: Measure, limit: int) -> str:
        """Return a number's own words, with what they go on about."""
        rules, words = self.known.phrases, self.own.around(position, left, kind)
        if of_area := rules.series.area_last.fullmatch(words):
            words = of_area["area"] + of_area["what"]  # 人均生活消费支出城镇为38420元，农村为…
        goes_on = rules.right.result.fullmatch(words) or rules.right.of_counted.fullmatch(words)
        if limit == self.own.taken and goes_on:  # 带动5万名农民增收30亿元
            return self.told.last + words
        return self.told.counted() + words if rules.right.of_counted.fullmatch(words) else words

    def _completed(self, words: str, left: str, sentence: int, item: Item, kind: Measure) -> str:
        """Return a number's own words without those that name nothing, with the thing that they are said of."""
        rules, start = self.known.phrases, item.number.start
        if rules.base.idle.fullmatch(words) or (self.point and rules.series.point_task.fullmatch(words)):
            words = ""
        if kind is not Measure.LEVEL:
            return words
        if not words:
            return self.things.done(left, sentence, start)
        if self.known.numbers.units.dimension(item.number.unit) in MONEY:
            words = names.told(words, item.number.unit, rules)
        if rules.base.total_of.fullmatch(words) and rules.base.by_county.search(self.text, sentence, start):
            words = self.told.headline or words  # 分县（市、区）看，广丰区总量586.3亿元
        if rules.base.value_of.fullmatch(words) and rules.base.sold_abroad.search(self.told.last):
            words = self.told.last + words  # 出口杨梅37.6吨，货值268万元
        return words

    def _enter(self, position: int, sentence: int) -> None:
        """Note that a number is read: a new sentence begins with it, or the words before it break a whole down."""
        if sentence != self.told.sentence:
            self.told.enter(sentence)
            if not position and self.point:
                self.told.named_in = sentence
        between = self.text[self.items[position - 1].number.stop if position else 0 : self.items[position].number.start]
        series = self.known.phrases.series
        if position or series.looking.search(between) or series.area_head.search(between):
            over = self.whole.name if self.whole.sentence == sentence else ""
            self.whole.note(between, sentence, self.told.indicator)
            if over and self.whole.sentence != sentence:
                self.told.over = over

    def _among(self, item: Item, left: str, sentence: int, kind: Measure, dimension: str) -> names.Phrase | None:
        """Return the name of the second of a pair or of one of a list, by its place in it; ``None`` if it has none there."""
        if item.role == "to" and item.partner >= 0:
            listed = item.length > 1 and len(self.told.listed) >= item.length
            return names.Phrase(self.told.listed[item.index] if listed else self.told.paired, Basis.SENTENCE)
        named = tuple(self.told.recent)[-2:] if kind is Measure.RANK else ()
        both = self.told.listed if len(self.told.listed) > 1 else named
        if len(both) > 1 and (two := self.known.phrases.base.one_of_two.match(left)):
            self.told.name(both[0 if two["first"] else -1])
            return names.Phrase(self.told.indicator, Basis.SENTENCE)
        other = self.known.phrases.base.extreme.match(left) if self.told.here else None
        if other and self.known.phrases.base.extreme_of.search(self.told.indicator):
            self.told.name(self.known.phrases.base.extreme_of.sub(other["end"], self.told.indicator))
            return names.Phrase(self.told.indicator, Basis.SENTENCE)
        if item.length > 1 and item.index == 0:
            named = self.lists.names(left, item, kind)
            if self.told.here and all(map(self.known.phrases.base.of_growth.fullmatch, named)):
                named = tuple(self.told.base_of(part) + part for part in named)  # 规模和增速分别居第5位、第3位
            dealt = (self.whole.part(sentence, kind, dimension, part) for part in named)
            self.told.listed = tuple(self._like_the_last(part, kind) for part in dealt)
            self.subjects.note(self.told.listed)
            if kind is Measure.LEVEL and len(self.told.listed) == item.length:
                self.told.recent.extend(self.told.listed)
                self.told.ranked = names.shorten(names.joined(self.told.listed, self.known.phrases), self.known.phrases)
        if item.length > 1 and len(self.told.listed) == item.length:
            self.told.name(self.told.listed[item.index])
            self.told.last = self.told.indicator
            return names.Phrase(self.told.indicator, Basis.STATED)
        if item.index and kind is not Measure.LEVEL and self.told.paired:
            return names.Phrase(self.told.paired, Basis.SENTENCE)
        return None

    def _like_the_last(self, name: str, kind: Measure) -> str:
        """Return a name with what the last one of its kind says and it leaves unsaid.

        省级 behind 国家级小巨人 is 省级小巨人, 农村 behind 城市居民低保对象 is theirs; a growth of 股份制企业 behind one of
        国有企业增加值 is that of their value added.
        """
        rules = self.known.phrases
        if not self.told.indicator:
            return name
        if rules.base.grade.fullmatch(name):
            return name + rules.base.grade.sub("", self.told.indicator)
        series = rules.series
        for part, of, near in ((series.area, series.area_of, True), (series.sector, series.sector_of, self.told.here)):
            if near and part.fullmatch(name) and (like := of.match(self.told.indicator)):
                return name + like["rest"]
        if not self.told.here:
            return name
        if series.pupils.fullmatch(name) and (schools := series.pupils_of.match(self.told.indicator)):
            # pupils of several kinds counted before are of all of them
            kinds = [series.pupils_of.fullmatch(said) for said in self.told.said[-2:-1]]
            return name if any(kinds) and self.told.indicator.endswith(schools["school"]) else schools["school"] + name
        if kind is Measure.GROWTH and rules.series.branch.search(name):
            return name + self._branch_measure()
        return name

    def _branch_measure(self) -> str:
        """Return what the branch named last has grown in, stepping over branches and shares alone, ``""`` for nothing."""
        series = self.known.phrases.series
        for said in reversed(self.told.said):
            head = series.head.search(said)
            if head and series.branch.search(said[: head.start()]):
                return head[0]
            if head or not (series.branch.search(said) or series.contributes.search(said)):
                return ""
        return ""

    def _of_trend(self, name: str, limit: int) -> str:
        """Return a bare measure with the branch whose trend the clause just before tells (服务业较快增长，增加值12亿元)."""
        rules = self.known.phrases.base
        found = rules.branch.fullmatch(self.clauses.trend(limit)) if rules.branch_value.fullmatch(name) else None
        return found[1] + name if found else name

    def _of_branch(self, name: str, position: int) -> str:
        """Return a bare measure (产值) with the firms, the branch or the park that the sentence has named before it."""
        rules = self.known.phrases.series
        if not rules.of_branch.fullmatch(name):
            return name
        named = rules.branch_of.fullmatch(self.told.indicator) if self.told.here else None
        if named:
            return named["branch"] + name if named["branch"] not in name else name
        sites = [match["site"] for match in rules.site.finditer(self.text, self.told.sentence, position)]
        return sites[-1] + name if sites else name

    def _carry(self, item: Item, around: Surroundings, kind: Measure, name: str, limit: int) -> names.Phrase:
        """Complete a name by what came before: the last indicator of the sentence, or what the clause before names."""
        rules = self.known.phrases
        if kind is Measure.RANK:
            return self.ranks.name(around, name, limit)
        number = item.number
        name = self._own(name, item, kind)
        if kind is Measure.LEVEL and (some := self.told.some_of_works(name, number.unit, number.value)):
            self.told.name(some)
            return names.Phrase(some, Basis.PARAGRAPH)
        if aside := rules.base.aside.search(name):
            return names.Phrase(name[: aside.start() + 2], Basis.STATED)
        if kind is Measure.LEVEL and self._by_itself(name, item, around.left):
            return names.Phrase(name, Basis.STATED)
        if len(name) < 2 and not (kind is Measure.GROWTH and rules.base.single_product.fullmatch(name)):
            return self._nameless(name, item, around, kind, limit)
        if joined := self._joined(name, limit, kind, item.number.unit):
            self.told.ranked = joined if kind is Measure.GROWTH else self.told.ranked
            return names.Phrase(names.shorten(joined, rules), Basis.SENTENCE)
        if kind is Measure.LEVEL or kind is Measure.SHARE:
            self.told.recent.append(name)
        basis = Basis.STATED
        if names.is_dependent(name, rules):
            base = self._base(limit)
            if base and not name.startswith(base):
                name, basis = names.on_base(base, name, rules), Basis.SENTENCE
        else:
            self.told.name(name)
            self.told.over = ""
        self.told.ranked = name + self._growth_said(around, kind)
        return names.Phrase(name, basis)

    def _nameless(self, name: str, item: Item, around: Surroundings, kind: Measure, limit: int) -> names.Phrase:
        """Name a number whose own words are too short to be a name by what was told, else by these."""
        found = self._unnamed(item, around, kind, limit)
        if kind is Measure.LEVEL and item.role != "to" and self.told.recent:
            self.told.recent.append(found.text)
        return found if found.text or not name else names.Phrase(name, Basis.STATED)

    def _grown_again(self, item: Item, name: str, kind: Measure, limit: int) -> names.Phrase | None:
        """Return what grew before a rate of another time was told, for a growth of a further time; else ``None``."""
        rules = self.known.phrases.base
        bare = kind is Measure.GROWTH and (not name or rules.of_growth.fullmatch(name) is not None)
        told = bare and self.told.rated and self.told.grown and rules.rate_name.search(self.told.last)
        if not told or not self.passage.phrases_between(limit, item.number.start):
            return None
        self.told.name(self.told.grown)
        return names.Phrase(self.told.grown, Basis.SENTENCE)

    def _growth_said(self, around: Surroundings, kind: Measure) -> str:
        """Return the word by which a growth is called before its number (增速), ``""`` for none."""
        grows = self.known.phrases.rank.growth.search(around.left[-NEAR_RANK:]) if kind is Measure.GROWTH else None
        return grows[0] if grows else ""

    def _own(self, name: str, item: Item, kind: Measure) -> str:
        """Return the name that a number's own words give it: a place alone gives none, a thing of one syllable may."""
        rules = self.known.phrases
        based = self.told.here and not rules.base.no_base.search(self.told.indicator)
        done_alone = not based and rules.left.some_done.fullmatch(name)
        if done_alone or (rules.base.place_alone.fullmatch(name) and self.told.indicator):
            name = ""
        return (self._single(name or item.number.unit) or name) if len(name) < 2 and kind is Measure.LEVEL else name

    def _by_itself(self, name: str, item: Item, left: str) -> bool:
        """Say whether the name of a level needs nothing said before: one of several, or a thing of one syllable that is new.

        5辆车、38名队员, 新桥镇11个村.
        """
        rules = self.known.phrases.base
        if self.known.phrases.rank.among.match(self.text, item.number.stop):
            return True
        new = rules.thing.fullmatch(name) is not None and not self.told.here
        single = rules.single.fullmatch(name) is not None
        new = new or (single and rules.of_town.search(left) is not None)
        new = new or (single and self.text.startswith(f"{name}的", item.number.stop))  # 还有27个村的集体收入不足30万元
        if new:
            self.told.name(name)
        return new

    def _single(self, what: str) -> str:
        """Return the name of a thing of one syllable counted behind another of its kind, ``""`` for any other."""
        rules = self.known.phrases.base
        before = rules.single_of.fullmatch(self.told.indicator) if self.told.here else None
        return before["lead"] + what if before and rules.single.fullmatch(what) else ""

    def _joined(self, name: str, limit: int, kind: Measure, unit: str) -> str:
        """Return the last indicator joined with a name that only says what of it is meant, ``""`` for any other name.

        死亡3人 of 事故, 增速 and 总数 of what was named, 净增18家 of what was counted, 50万元以上的村 behind 集体经营性收入.
        """
        rules, here = self.known.phrases.base, self.told.here
        if rules.casualty.fullmatch(name) and rules.casualty_of.search(self.told.indicator):
            return self.told.indicator + name
        if kind is Measure.GROWTH and rules.of_growth.fullmatch(name) and (trend := self.clauses.trend(limit)):
            trend = self._like_the_last(trend, kind)
            self.told.name(trend)
            return trend
        if rules.per_head.fullmatch(name) and here and (paid := rules.per_head_of.search(self.told.last)):
            return name + paid[0]
        if not here or not self.told.indicator:
            return ""
        if rules.of_growth.fullmatch(name):
            return self.told.base_of(name) + name
        alone = rules.above_alone.fullmatch(name) if kind is Measure.LEVEL else None
        money = self.known.numbers.units.dimension(unit) in MONEY
        if alone and not money and rules.above_counted.search(self.told.indicator):
            what, whole = alone["what"], self.told.indicator  # 在建项目86个，其中10亿元以上12个
            return rules.above_own.sub(what, whole) if rules.above_own.search(whole) else what + whole
        if rules.above.match(name) and rules.above_of.search(self.told.indicator):
            return self.told.indicator + name
        if rules.income_verb.fullmatch(name) and not rules.above_of.search(self.told.indicator):
            return ""
        if rules.flow_verb.fullmatch(name) and not rules.no_base.search(self.told.indicator):
            of = self._counted_before(unit) or self.told.indicator
            return of if rules.stock.search(of) else name + rules.done_before.sub("", of)
        return ""

    def _counted_before(self, unit: str) -> str:
        """Return what was counted before an amount of money: 重点工程138项，计划投资246亿元，已开工97项; else ``""``."""
        money = self.known.phrases.base.money_name
        if self.known.numbers.units.dimension(unit) in MONEY or not money.search(self.told.indicator):
            return ""
        return next((name for name in reversed(self.told.said) if not money.search(name)), "")

    def _base(self, limit: int) -> str:
        """Return the thing that a dependent name is of: what the clause just before introduces, or this sentence's last name."""
        base = self.clauses.fresh(limit)
        no_base = self.known.phrases.base.no_base
        base = base or self.told.over
        if base and not no_base.search(base):
            return base
        return self.told.indicator if self.told.here and not no_base.search(self.told.indicator) else ""

    def _unnamed(self, item: Item, around: Surroundings, kind: Measure, limit: int) -> names.Phrase:
        """Return the name of a number whose own clause names nothing: that of the figure or the clause before."""
        rules = self.known.phrases
        if trend := self.clauses.trend(limit):  # 农村居民人均可支配收入年年增长，去年达到36420元
            trend = self._like_the_last(trend, kind)
            self.told.name(trend)
            return names.Phrase(trend, Basis.SENTENCE)
        if kind is not Measure.LEVEL and self.told.here and self.told.last:
            # 增加值占规上工业的28%，增长4%: the value added grows
            share = rules.series.share_of.fullmatch(self.told.last) if kind is Measure.GROWTH else None
            return names.Phrase(share["base"] if share else self.told.last, Basis.SENTENCE)
        name = self.told.indicator
        if not self.told.here:
            name = (
                self.told.last
                if self.told.last and self.clauses.holds_figure(limit)
                else self.clauses.before(limit) or self.told.indicator
            )
        if kind is Measure.LEVEL and rules.base.total.search(self.text, limit, item.number.start):
            name = self.told.ranked = rules.base.new.sub("", name)
        self.told.name(names.shorten(name or self.topic, rules))
        return names.Phrase(self.told.indicator, Basis.SENTENCE if name else Basis.DOCUMENT)
