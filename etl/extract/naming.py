"""The words that name what each figure measures: its own, or carried on from the figures and clauses before it."""

from __future__ import annotations

from collections.abc import Sequence

from etl.extract import listing
from etl.extract import phrases as names
from etl.extract.clauses import Clauses
from etl.extract.grants import Grants
from etl.extract.items import Item
from etl.extract.own_words import OwnWords
from etl.extract.passage import Passage
from etl.extract.statements import Surroundings
from etl.extract.subjects import Subjects
from etl.extract.things import Things
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
        self.sentence = -1
        self.named_in = -2
        """Sentence in which ``indicator`` was named."""
        self.own, self.clauses = OwnWords(passage, items), Clauses(passage, items)
        point = self.known.phrases.series.point.match(self.text)
        titled = self.known.phrases.series.title_topic.search(passage.document.title)
        self.topic = titled["what"] if titled else ""
        """What the document's title says its bare numbers are of."""
        self.point = self.indicator = point["what"] if point else ""
        """What the point of a list that the passage is says it is about; the first figures of it need not say it again."""
        self.last = ""
        """The name given last, with the base that a dependent one took: what a growth without words of its own grows."""
        self.whole = Whole(self.known.phrases.series)
        self.subjects = Subjects(self.known.phrases.elided)
        self.things, self.grants = Things(self.text, self.known.phrases), Grants(self.text, self.known.phrases)
        self.prefix = ""
        """Verb of the first of a list that the others leave unsaid."""
        self.over = ""
        """A whole whose parts a semicolon has closed: 主体1.1万家，其中规上9家；从业人员4.6万人 are those of all."""
        self.lead = ""
        """The same verb where it stands before a figure that only describes: 新增总投资50亿元的项目3个."""
        self.budget = ""
        """The last name of a budget's revenue or spending, which a part of it (税占比) is of."""
        self.paired = ""
        """The name of the first of a pair from A to B, and of a list that has one name."""
        self.shared = (-9, "")
        """Position and name of the last share of something, for the changes of it."""
        self.ranked = ""
        """What a rank without words of its own ranks."""
        self.listed: tuple[str, ...] = ()
        self.recent: list[str] = []
        """Names of the single figures of this sentence, for a list that follows them with 分别."""

        self.headline = ""
        """The first name of the passage."""
        self.said: list[str] = []
        """All names of this sentence, for a rank of several of them (两项增速均居第一)."""

    def name(self, position: int, sentence: int, around: Surroundings, kind: Measure, limit: int) -> names.Phrase:
        """Return the words that name what a number measures."""
        phrase = self._named(position, sentence, around, kind, limit)
        if self.items[position].role != "to" and not self.items[position].index:
            self.paired = phrase.text
        self.said.append(phrase.text)
        self.headline = self.headline or phrase.text
        if self.known.phrases.series.part_base.search(phrase.text):
            self.budget = phrase.text
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
        if share := self._share(position, sentence, around, kind, words):
            return names.Phrase(share, Basis.SENTENCE)
        words = self._completed(words, left, sentence, item, kind)
        if grant := self.grants.name(item.number.start, sentence, around, kind, words):
            self.last = grant
            return names.Phrase(grant, Basis.SENTENCE)
        name = self.whole.part(sentence, kind, dimension, names.shorten(words, rules))
        name = self.subjects.complete(self._of_trend(name, limit), *self.frame.sentence(item.number.start))
        name = self._prefixed(position, name, around)
        name = self._of_branch(self._like_the_last(name, kind), item.number.start)
        phrase = self.things.of(self._carry(item, around, kind, name, limit), sentence, item.number.start)
        # a growth behind 比上年增收4.3亿元 is of what was named before
        flow = kind is Measure.LEVEL and rules.base.flow_verb.fullmatch(name)
        self.last = self.indicator if flow and self.indicator else phrase.text
        return phrase

    def _words(self, position: int, left: str, kind: Measure, limit: int) -> str:
        """Return a number's own words, with what they go on about."""
        rules, words = self.known.phrases, self.own.around(position, left, kind)
        goes_on = rules.right.result.fullmatch(words) or rules.right.of_counted.fullmatch(words)
        if limit == self.own.taken and goes_on:  # 带动5万名农民增收30亿元
            return self.last + words
        return self._counted_before() + words if rules.right.of_counted.fullmatch(words) else words

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
            words = self.headline or words  # 分县（市、区）看，广丰区总量586.3亿元
        if rules.base.value_of.fullmatch(words) and rules.base.sold_abroad.search(self.last):
            words = self.last + words  # 出口杨梅37.6吨，货值268万元
        return words

    def _enter(self, position: int, sentence: int) -> None:
        """Note that a number is read: a new sentence begins with it, or the words before it break a whole down."""
        if sentence != self.sentence:
            self.sentence, self.recent, self.said, self.over, self.listed = sentence, [], [], "", ()
            if not position and self.point:
                self.named_in = sentence
        between = self.text[self.items[position - 1].number.stop if position else 0 : self.items[position].number.start]
        if position or self.known.phrases.series.looking.search(between):
            over = self.whole.name if self.whole.sentence == sentence else ""
            self.whole.note(between, sentence, self.indicator)
            if over and self.whole.sentence != sentence:
                self.over = over

    def _among(self, item: Item, left: str, sentence: int, kind: Measure, dimension: str) -> names.Phrase | None:
        """Return the name of the second of a pair or of one of a list, by its place in it; ``None`` if it has none there."""
        if item.role == "to" and item.partner >= 0:
            listed = item.length > 1 and len(self.listed) >= item.length
            return names.Phrase(self.listed[item.index] if listed else self.paired, Basis.SENTENCE)
        if item.length > 1 and item.index == 0:
            named = self._listed(left, item, kind)
            dealt = (self.whole.part(sentence, kind, dimension, part) for part in named)
            self.listed = tuple(self._like_the_last(part, kind) for part in dealt)
            self.subjects.note(self.listed)
            if kind is Measure.LEVEL and len(self.listed) == item.length:
                self.recent.extend(self.listed)
                self.ranked = names.shorten(names.joined(self.listed, self.known.phrases), self.known.phrases)
        if item.length > 1 and len(self.listed) == item.length:
            self.indicator, self.named_in = self.listed[item.index], sentence
            self.last = self.indicator
            return names.Phrase(self.indicator, Basis.STATED)
        if item.index and kind is not Measure.LEVEL and self.paired:
            return names.Phrase(self.paired, Basis.SENTENCE)
        return None

    def _like_the_last(self, name: str, kind: Measure) -> str:
        """Return a name with what the last one of its kind says and it leaves unsaid.

        省级 behind 国家级小巨人 is 省级小巨人, 农村 behind 城市居民低保对象 is theirs; a growth of 股份制企业 behind one of
        国有企业增加值 is that of their value added.
        """
        rules = self.known.phrases
        if not self.indicator:
            return name
        if rules.base.grade.fullmatch(name):
            return name + rules.base.grade.sub("", self.indicator)
        if self.named_in != self.sentence:
            return name
        series = rules.series
        for part, of in ((series.area, series.area_of), (series.sector, series.sector_of)):
            if part.fullmatch(name) and (like := of.match(self.indicator)):
                return name + like["rest"]
        if kind is Measure.GROWTH and rules.series.branch.search(name):
            told = (said for said in reversed(self.said) if (head := series.head.search(said)) and head.start())
            last = next((said for said in told if series.branch.search(series.head.split(said)[0])), "")
            return name + (series.head.search(last) or [""])[0]
        return name

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
        named = rules.branch_of.fullmatch(self.indicator) if self.named_in == self.sentence else None
        if named:
            return named["branch"] + name if named["branch"] not in name else name
        sites = [match["site"] for match in rules.site.finditer(self.text, self.sentence, position)]
        return sites[-1] + name if sites else name

    def _counted_before(self) -> str:
        """Return what the sentence counted last that a rate may be of (签约项目24个，…，开工率75%), ``""`` if nothing."""
        counted = self.known.phrases.right.has_rate
        return next((name for name in reversed(self.said) if counted.search(name)), "")

    def _share(self, position: int, sentence: int, around: Surroundings, kind: Measure, words: str) -> str:
        """Return the name of a share that only says of what (占全县38%), or of a change of the share before it."""
        rules = self.known.phrases.series
        name = ""
        if kind in {Measure.SHARE, Measure.RATIO}:
            left = around.left.strip("，、")
            bare = self.passage.without_places(left)
            next_of = rules.times_next if kind is Measure.RATIO else rules.share_next
            further = self.shared[0] == position - 1 and next_of.fullmatch(left)
            whole = self.budget if rules.part_of.match(left) else ""
            name = self.whole.share(left, sentence, whole or (self.shared[1] if further else self.last), kind)
            if not name and kind is Measure.RATIO:
                name = self.whole.share(bare, sentence, self.last, kind)
            name = name or self._rate(bare)
        back = rules.recovered.search(around.sentence) if kind in {Measure.SHARE, Measure.RATIO} else None
        if back and self.last and self.named_in == sentence:
            name = rules.recovered_name.format(base=self.last, of=back["of"])
        if not name and kind in {Measure.SHARE, Measure.CHANGE} and self.shared[0] == position - 1:
            name = self.shared[1] if rules.same.fullmatch(words) else ""
        if name:
            self.shared = position, names.shorten(name, self.known.phrases)
        return name and self.shared[1]

    def _rate(self, left: str) -> str:
        """Return the name of a bare rate of what the sentence has named (项目26个，完工15个，完工率57.7%), ``""`` for another."""
        rules = self.known.phrases.series
        rate = rules.rate_of.fullmatch(left)
        bases = [rules.rate_base.sub("", name) for name in self.said] if rate else []
        base = next((name for name in reversed(bases) if len(name) > 1 and not rules.ends_rate.search(name)), "")
        built = self._counted_before() if rate and rules.rate_of_works.search(rate["rate"]) else ""
        base = rules.rate_base.sub("", built) or base or self.topic
        return rules.rate_name.sub(r"\1", base + rate["rate"]) if rate and base else ""

    def _prefixed(self, position: int, name: str, around: Surroundings) -> str:
        """Return a name with the verb that the first of its list carries (新增班级156个、学位4680个)."""
        before, rules = self._since_previous(position), self.known.phrases
        listed = before[:1] in {"、", "和"} and (
            self._alike(position) or rules.series.shared_prefix.match(self.prefix) is not None
        )
        if not listed and rules.right.place_kind.fullmatch(before.rstrip("、和")):  # 涉及7个乡镇32个行政村
            listed = True
        if not listed and "。" not in before and rules.series.breakdown.match(around.left.lstrip("，")):
            listed = self._alike(position)
        if position and self._modifies(position) and self.lead and not name.startswith(self.lead):
            return self.lead + name
        found = rules.series.carried_prefix.match(names.strip_start(around.left, rules.left.start))
        self.lead = found[0] if found else ""
        measured = rules.series.measured.search(name) and not rules.series.new_prefix.match(self.prefix)
        free = name.startswith(self.prefix) or rules.series.free.search(name) or measured
        free = free or names.is_dependent(name, rules)
        if not (listed and len(name) > 1 and self.prefix) or free:
            found = rules.series.carried_prefix.match(name)
            self.prefix = found[0] if found else ""
            return name
        return self.prefix + name

    def _alike(self, position: int) -> bool:
        """Say whether a figure is measured like the one before."""
        units, number = self.known.numbers.units, self.items[position].number
        return position > 0 and units.dimension(self.items[position - 1].number.unit) == units.dimension(number.unit)

    def _modifies(self, position: int) -> bool:
        """Say whether the figure before only describes what this one counts (总投资50亿元的重大项目3个)."""
        between = self.text[self.items[position - 1].number.stop : self.items[position].number.start]
        return (
            between.startswith("的")
            and self.frame.clause_start(self.items[position].number.start) <= self.items[position - 1].number.start
        )

    def _since_previous(self, position: int) -> str:
        """Return the text from the figure before to this one, without what completes the former's unit (以上, 余)."""
        if not position:
            return ""
        start = self.items[position - 1].number.stop
        fill = self.known.phrases.right.fill.match(self.text, start)
        return self.text[fill.end() if fill else start : self.items[position].number.start]

    def _carry(self, item: Item, around: Surroundings, kind: Measure, name: str, limit: int) -> names.Phrase:
        """Complete a name by what came before: the last indicator of the sentence, or what the clause before names."""
        rules = self.known.phrases
        if kind is Measure.RANK:
            return self._ranked(around, name, limit)
        name = self._own(name, item, kind)
        if aside := rules.base.aside.search(name):
            return names.Phrase(name[: aside.start() + 2], Basis.STATED)
        if kind is Measure.LEVEL and rules.rank.among.match(self.text, item.number.stop):
            return names.Phrase(name, Basis.STATED)
        if len(name) < 2 and not (kind is Measure.GROWTH and rules.base.single_product.fullmatch(name)):
            found = self._unnamed(item, around, kind, limit)
            if kind is Measure.LEVEL and item.role != "to" and self.recent:
                self.recent.append(found.text)
            return found if found.text or not name else names.Phrase(name, Basis.STATED)
        if joined := self._joined(name, limit, kind):
            self.ranked = joined if kind is Measure.GROWTH else self.ranked
            return names.Phrase(names.shorten(joined, rules), Basis.SENTENCE)
        if kind is Measure.LEVEL or kind is Measure.SHARE:
            self.recent.append(name)
        basis = Basis.STATED
        if names.is_dependent(name, rules):
            base = self._base(limit)
            if base and not name.startswith(base):
                name, basis = names.on_base(base, name, rules), Basis.SENTENCE
        else:
            self.indicator, self.named_in, self.over = name, self.sentence, ""
        grows = rules.rank.growth.search(around.left[-NEAR_RANK:]) if kind is Measure.GROWTH else None
        self.ranked = name + (grows[0] if grows else "")
        return names.Phrase(name, basis)

    def _own(self, name: str, item: Item, kind: Measure) -> str:
        """Return the name that a number's own words give it: a place alone gives none, a thing of one syllable may."""
        if self.known.phrases.base.place_alone.fullmatch(name) and self.indicator:
            name = ""
        return (self._single(name or item.number.unit) or name) if len(name) < 2 and kind is Measure.LEVEL else name

    def _single(self, what: str) -> str:
        """Return the name of a thing of one syllable counted behind another of its kind, ``""`` for any other."""
        rules = self.known.phrases.base
        before = rules.single_of.fullmatch(self.indicator) if self.named_in == self.sentence else None
        return before["lead"] + what if before and rules.single.fullmatch(what) else ""

    def _joined(self, name: str, limit: int, kind: Measure) -> str:
        """Return the last indicator joined with a name that only says what of it is meant, ``""`` for any other name.

        死亡3人 of 事故, 增速 and 总数 of what was named, 净增18家 of what was counted, 50万元以上的村 behind 集体经营性收入.
        """
        rules, here = self.known.phrases.base, self.named_in == self.sentence
        if rules.casualty.fullmatch(name) and rules.casualty_of.search(self.indicator):
            return self.indicator + name
        if kind is Measure.GROWTH and rules.of_growth.fullmatch(name) and (trend := self.clauses.trend(limit)):
            self.indicator, self.named_in = trend, self.sentence
            return trend
        if not here or not self.indicator:
            return ""
        if rules.of_growth.fullmatch(name):
            return self._base_name(name) + name
        if rules.above.match(name) and rules.above_of.search(self.indicator):
            return self.indicator + name
        if rules.income_verb.fullmatch(name) and not rules.above_of.search(self.indicator):
            return ""
        if rules.flow_verb.fullmatch(name) and not rules.no_base.search(self.indicator):
            return (
                self.indicator
                if rules.stock.search(self.indicator)
                else name + rules.done_before.sub("", self.indicator)
            )
        return ""

    def _base_name(self, of: str) -> str:
        """Return the indicator that a growth or a total is of: a total is not of what is new."""
        rules = self.known.phrases.base
        return rules.new.sub("", self.indicator) if rules.total.search(of) else self.indicator

    def _base(self, limit: int) -> str:
        """Return the thing that a dependent name is of: what the clause just before introduces, or this sentence's last name."""
        base = self.clauses.fresh(limit)
        no_base = self.known.phrases.base.no_base
        base = base or self.over
        if base and not no_base.search(base):
            return base
        return self.indicator if self.named_in == self.sentence and not no_base.search(self.indicator) else ""

    def _unnamed(self, item: Item, around: Surroundings, kind: Measure, limit: int) -> names.Phrase:
        """Return the name of a number whose own clause names nothing: that of the figure or the clause before."""
        rules = self.known.phrases
        if kind is Measure.GROWTH and (trend := self.clauses.trend(limit)):
            self.indicator, self.named_in = trend, self.sentence
            return names.Phrase(trend, Basis.SENTENCE)
        if kind is not Measure.LEVEL and self.named_in == self.sentence and self.last:
            # 增加值占规上工业的28%，增长4%: the value added grows
            share = rules.series.share_of.fullmatch(self.last) if kind is Measure.GROWTH else None
            return names.Phrase(share["base"] if share else self.last, Basis.SENTENCE)
        name = self.indicator
        if self.named_in != self.sentence:
            name = (
                self.last
                if self.last and self.clauses.holds_figure(limit)
                else self.clauses.before(limit) or self.indicator
            )
        if kind is Measure.LEVEL and rules.base.total.search(self.text, limit, item.number.start):
            name = self.ranked = rules.base.new.sub("", name)
        self.indicator, self.named_in = names.shorten(name or self.topic, rules), self.sentence
        return names.Phrase(self.indicator, Basis.SENTENCE if name else Basis.DOCUMENT)

    def _ranked(self, around: Surroundings, name: str, limit: int) -> names.Phrase:
        """Return the name of a rank: its own, all of a list before it (均列第一), or the last figure's."""
        rules = self.known.phrases
        if several := rules.series.every.fullmatch(name):
            name = names.joined(self.said, rules) + (several["what"] or "")
            return names.Phrase(names.shorten(name, rules), Basis.SENTENCE)
        if len(name) < 2 and (place := self._place_in_list(around, limit)):
            self.indicator, self.named_in, self.ranked = place, self.sentence, place
            return names.Phrase(place, Basis.SENTENCE)
        if len(name) < 2:
            every = rules.series.each.search(around.left) and len(self.listed) > 1
            name = names.joined(self.listed, rules) if every else self.ranked or self.indicator
            return names.Phrase(names.shorten(name, rules), Basis.SENTENCE)
        if names.is_dependent(name, rules) and (base := self.clauses.fresh(limit) or self.indicator):
            self.ranked = names.shorten(base + name, rules)
            return names.Phrase(self.ranked, Basis.SENTENCE)
        if rules.base.of_growth.fullmatch(name) and rules.series.each.search(around.left) and len(set(self.recent)) > 1:
            return names.Phrase(names.shorten(names.joined(self.recent, rules) + name, rules), Basis.SENTENCE)
        if rules.base.of_growth.fullmatch(name) and self.indicator:
            return names.Phrase(names.shorten(self._base_name(around.left + name) + name, rules), Basis.SENTENCE)
        self.indicator, self.named_in, self.ranked = name, self.sentence, name
        return names.Phrase(name, Basis.STATED)

    def _place_in_list(self, around: Surroundings, limit: int) -> str:
        """Return the place in the list that the clause before names (获评全国百强县，排名…), ``""`` if it names none."""
        rules = self.known.phrases.rank
        if not rules.place_in.search(around.left):
            return ""
        sentence, _ = self.frame.sentence(limit)
        before = self.text[max(sentence, self.frame.clause_start(limit - 1)) : limit] if limit > sentence else ""
        found = rules.listed_in.search(before)
        return rules.place_name.format(list=found["list"]) if found else ""

    def _after_amounts(self, item: Item) -> bool:
        """Say whether as many amounts as a list has growths stand just before it, each for itself."""
        row = self.items[max(0, item.first - item.length) : item.first]
        kinds = {self.known.numbers.units.dimension(one.number.unit) for one in row}
        alone = all(one.length == 1 and one.number.start >= self.sentence for one in row)
        return len(row) == item.length and alone and "percent" not in kinds

    def _every_one(self, item: Item) -> tuple[str, ...]:
        """Return all that the sentence has named, where changes of its growths are dealt out to as many of them.

        分别高于全省、全市 deals them out to what one thing is compared with.
        """
        every = tuple(dict.fromkeys(self.said))
        words = self.text[self.frame.clause_start(item.number.start) : item.number.start]
        dealt = self.known.phrases.series.pair.search(words) is not None and "、" not in words
        return every if dealt and len(every) == item.length else ()

    def _told_together(self, left: str, item: Item) -> tuple[str, ...]:
        """Return the names that the figure just before has told of as one (两项均突破万亿元，分别达到…), else none."""
        rules = self.known.phrases
        if not item.first or self.named_in != self.sentence or not rules.series.pair.search(left):
            return ()
        before = self.items[item.first - 1].number.start
        every = rules.series.each.search(self.text, self.frame.clause_start(before), before)
        return listing.of_words(self.last, item.length, "", rules) if every else ()

    def _listed(self, left: str, item: Item, kind: Measure) -> tuple[str, ...]:
        """Return the names of a list of numbers, one for each, where the words before it hold as many."""
        rules, length = self.known.phrases, item.length
        if kind is Measure.SHARE and (shares := self.whole.dealt(left.strip("，、"), self.recent, length)):
            return tuple(names.shorten(share, rules) for share in shares)
        before = names.name_before(left, kind, rules)
        if (
            kind is Measure.GROWTH
            and rules.series.pair.search(left)
            and (not before or rules.base.of_growth.fullmatch(before))
        ):
            trend = self.clauses.trend(self.frame.clause_start(item.number.start))  # A、B和C增长较快，增速分别达…
            if trend and (rows := listing.of_words(trend, length, "", rules)):
                return rows
        if not before:
            if kind is Measure.CHANGE and rules.rank.growth.search(left):
                return self._every_one(item)
            dealt_growth = kind is Measure.GROWTH and (rules.rank.growth.search(left) or self._after_amounts(item))
            if (dealt_growth or rules.series.pair.search(left)) and len(self.recent) >= length:
                return tuple(self.recent[-length:])
            start = max(self.sentence, self.items[item.first - 1].number.stop if item.first else 0)
            told = self.text[start : self.frame.clause_start(item.number.start)]
            if kind is Measure.GROWTH and (branches := listing.of_clauses(told, length, rules)):
                return branches
            joint = self._told_together(left, item)
            return joint or (self.listed if len(self.listed) == length else ())
        if len(self.listed) == length and listing.is_dependent(before, rules):
            return listing.on_bases(self.listed, before, rules)
        return listing.of_words(before, length, self.indicator, rules)
