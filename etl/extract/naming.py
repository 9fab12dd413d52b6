"""The words that name what each figure measures: its own, or carried on from the figures and clauses before it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from etl.extract import counting
from etl.extract import phrases as names
from etl.extract.items import Item
from etl.extract.numbers import Form, Number
from etl.extract.passage import Passage
from etl.extract.statements import Surroundings
from etl.extract.subjects import Subjects
from etl.extract.wholes import Whole
from etl.model import Basis, Measure

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
        self.consumed = 0
        """Where the noun ends that the last figure took from behind its unit."""
        self.taken = -1
        """The same, of the figure just before."""
        self.indicator = ""
        self.last = ""
        """The name given last, with the base that a dependent one took: what a growth without words of its own grows."""
        self.whole = Whole(self.known.phrases.series)
        self.subjects = Subjects(self.known.phrases.elided)
        self.prefix = ""
        """Verb of the first of a list that the others leave unsaid."""
        self.lead = ""
        """The same verb where it stands before a figure that only describes: 新增总投资50亿元的项目3个."""
        self.spending = ""
        """The verb of spending of the first of a list, which the others leave unsaid."""
        self.paired = ""
        """The name of the first of a pair from A to B, and of a list that has one name."""
        self.shared = (-9, "")
        """Position and name of the last share of something, for the changes of it."""
        self.ranked = ""
        """What a rank without words of its own ranks."""
        self.listed: tuple[str, ...] = ()
        self.recent: list[str] = []
        """Names of the single figures of this sentence, for a list that follows them with 分别."""

    def name(self, position: int, sentence: int, around: Surroundings, kind: Measure, limit: int) -> names.Phrase:
        """Return the words that name what a number measures."""
        phrase = self._named(position, sentence, around, kind, limit)
        if self.items[position].role != "to" and not self.items[position].index:
            self.paired = phrase.text
        return phrase

    def _named(self, position: int, sentence: int, around: Surroundings, kind: Measure, limit: int) -> names.Phrase:
        rules, item = self.known.phrases, self.items[position]
        if sentence != self.sentence:
            self.sentence, self.recent = sentence, []
        if position:
            between = self.text[self.items[position - 1].number.stop : item.number.start]
            self.whole.note(between, sentence, self.indicator)
        if item.role == "to" and item.partner >= 0:
            listed = item.length > 1 and len(self.listed) >= item.length
            return names.Phrase(self.listed[item.index] if listed else self.paired, Basis.SENTENCE)
        left = around.left
        if kind in {Measure.GROWTH, Measure.CHANGE}:
            left = self.known.wording.change.gap.sub("", left)
        left = self.passage.without_places(left, everywhere=kind is Measure.RANK)
        dimension = self.known.numbers.units.dimension(item.number.unit)
        if item.length > 1 and item.index == 0:
            named = self._listed(left, item, kind)
            self.listed = tuple(self.whole.part(sentence, kind, dimension, part) for part in named)
        if item.length > 1 and len(self.listed) == item.length:
            self.indicator = self.last = self.listed[item.index]
            return names.Phrase(self.indicator, Basis.STATED)
        if item.index and kind is not Measure.LEVEL and self.paired:
            return names.Phrase(self.paired, Basis.SENTENCE)
        words = self._own_words(position, left, kind)
        if limit == self.taken and rules.right.result.fullmatch(words):  # 带动5万名农民增收30亿元
            words = self.last + words
        if share := self._share(position, sentence, around, kind, words):
            return names.Phrase(share, Basis.SENTENCE)
        name = self.whole.part(sentence, kind, dimension, names.shorten(words, rules))
        name = self._prefixed(position, self.subjects.complete(name, *self.frame.sentence(item.number.start)), around)
        name = self._like_the_last(name, kind)
        phrase = self._of_thing(self._carry(item, around, kind, name, limit), sentence, item.number.start)
        self.last = phrase.text
        return phrase

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
        urban = rules.series.area_of.match(self.indicator)
        if urban and rules.series.area.fullmatch(name):
            return name + urban["rest"]
        if kind is Measure.GROWTH and rules.series.branch.search(name):
            head = rules.series.head.search(self.indicator)
            return name + head[0] if head and rules.series.branch.search(self.indicator[: head.start()]) else name
        return name

    def _of_thing(self, phrase: names.Phrase, sentence: int, position: int) -> names.Phrase:
        """Return a bare name (指标, 功能) with the thing that the sentence names as having it."""
        rules = self.known.phrases
        if not rules.elided.bare.fullmatch(phrase.text):
            return phrase
        meant = rules.elided.meant.search(self.text, sentence, position)  # 目前应用已注册…: the one named before
        found = ""
        for match in rules.elided.thing.finditer(self.text, 0 if meant else sentence, sentence if meant else position):
            found = match["thing"] or match[0]
        return names.Phrase(names.shorten(found + phrase.text, rules), Basis.SENTENCE) if found else phrase

    def _own_words(self, position: int, left: str, kind: Measure) -> str:
        """Return what the words around a number say of it: before it, for levels and ratios also behind."""
        rules, number = self.known.phrases, self.items[position].number
        if kind is Measure.LEVEL:
            return self._counted(position, self.items[position], left)
        name = names.name_before(left, kind, rules)
        if number.form is Form.RATIO and not rules.series.ratio_name.search(name):
            behind = names.noun_behind(self.text, number, len(self.text), rules)
            return name + behind.verb + behind.noun
        if kind is Measure.SHARE:
            return self._of_share(name, left, number)
        return name

    def _of_share(self, name: str, left: str, number: Number) -> str:
        """Return the name of a share: the words before it, or where they only reach or get (覆盖, 获得) what stands behind."""
        rules = self.known.phrases
        reaching, holding = rules.left.reaching.search(name), rules.left.holding.search(left)
        if name and not reaching and not holding:
            return name
        behind = names.noun_behind(self.text, number, len(self.text), rules)
        if holding and behind.noun:
            return behind.noun + rules.left.held
        if reaching:
            return name + behind.noun if reaching[0] == name else name
        return name or behind.noun + behind.verb

    def _share(self, position: int, sentence: int, around: Surroundings, kind: Measure, words: str) -> str:
        """Return the name of a share that only says of what (占全县38%), or of a change of the share before it."""
        rules = self.known.phrases.series
        name = ""
        if kind is Measure.SHARE:
            name = self.whole.share(around.left.strip("，、"), sentence, self.last)
        if not name and kind in {Measure.SHARE, Measure.CHANGE} and self.shared[0] == position - 1:
            name = self.shared[1] if rules.same.fullmatch(words) else ""
        if name:
            self.shared = position, names.shorten(name, self.known.phrases)
        return name and self.shared[1]

    def _prefixed(self, position: int, name: str, around: Surroundings) -> str:
        """Return a name with the verb that the first of its list carries (新增班级156个、学位4680个)."""
        before, rules = self._since_previous(position), self.known.phrases
        listed = before[:1] in {"、", "和"} and (
            self._alike(position) or rules.series.shared_prefix.match(self.prefix) is not None
        )
        if not listed and "。" not in before and rules.series.breakdown.match(around.left.lstrip("，")):
            listed = self._alike(position)
        if position and self._modifies(position) and self.lead and not name.startswith(self.lead):
            return self.lead + name
        found = rules.series.carried_prefix.match(names.strip_start(around.left, rules.left.start))
        self.lead = found[0] if found else ""
        free = name.startswith(self.prefix) or rules.series.free.search(name) or names.is_dependent(name, rules)
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

    def _counted(self, position: int, item: Item, left: str) -> str:
        """Return the name of a level; what stands behind the unit is then taken and names no later number."""
        following = self.items[position + 1].number.start if position + 1 < len(self.items) else len(self.text)
        behind = names.noun_behind(self.text, item.number, following, self.known.phrases)
        if item.role == "from":
            behind = names.NOTHING_BEHIND
        elif (
            not behind.noun
            and item.index + 1 < item.length
            and names.name_before(left, Measure.LEVEL, self.known.phrases) == ""
        ):
            behind = self._behind_list(position, item)
        elif behind.noun and not behind.verb:
            behind = replace(behind, verb=self._shared_verb(position, behind))
        bare = names.strip_end(left, self.known.phrases.left.end)
        name = self._spent(left, bare, behind) or counting.counted(left, bare, item.number, behind, self.known.phrases)
        if name.endswith(behind.noun or behind.verb or "。"):
            self.consumed = self.taken = behind.end
        return name

    def _spent(self, left: str, bare: str, behind: names.Behind) -> str:
        """Return the purpose of an amount whose verb a list leaves unsaid: 投资70亿元建设A、25亿元建设B."""
        rules = self.known.phrases
        verb = rules.left.spending.search(bare)
        if verb or left or not self.spending or not rules.right.purpose_start.match(behind.verb):
            self.spending = verb[0] if verb else self.spending if not left else ""
            return ""
        return names.strip_start(behind.verb, rules.right.purpose_start) + self.spending

    def _behind_list(self, position: int, item: Item) -> names.Behind:
        """Return the noun behind the last of a list, for all of them (3万元、2万元、1万元运营补助)."""
        last = position + item.length - item.index - 1
        following = self.items[last + 1].number.start if last + 1 < len(self.items) else len(self.text)
        return names.noun_behind(self.text, self.items[last].number, following, self.known.phrases)

    def _shared_verb(self, position: int, behind: names.Behind) -> str:
        """Return the verb phrase at the end of a list of counted things (792名顾问和60位专家入驻), for all of them."""
        while position + 1 < len(self.items):
            number = self.items[position + 1].number
            if not self.known.numbers.list_sign.fullmatch(self.text[behind.end : number.start]):
                return ""
            position += 1
            following = self.items[position + 1].number.start if position + 1 < len(self.items) else len(self.text)
            behind = names.noun_behind(self.text, number, following, self.known.phrases)
            if behind.verb or not behind.noun:
                return behind.verb
        return ""

    def _carry(self, item: Item, around: Surroundings, kind: Measure, name: str, limit: int) -> names.Phrase:
        """Complete a name by what came before: the last indicator of the sentence, or what the clause before names."""
        rules = self.known.phrases
        if kind is Measure.RANK:
            return self._ranked(around, name, limit)
        if rules.base.place_alone.fullmatch(name) and self.indicator:
            name = ""
        if rules.base.casualty.fullmatch(name) and rules.base.casualty_of.search(self.indicator):
            return names.Phrase(names.shorten(self.indicator + name, rules), Basis.SENTENCE)
        if rules.base.of_growth.fullmatch(name) and self.indicator and self.named_in == self.sentence:
            return names.Phrase(names.shorten(self.indicator + name, rules), Basis.SENTENCE)
        if len(name) < 2:
            return self._unnamed(around, kind, limit)
        if kind is Measure.LEVEL or kind is Measure.SHARE:
            self.recent.append(name)
        basis = Basis.STATED
        if rules.base.flow_verb.fullmatch(name) and self.named_in == self.sentence:
            return names.Phrase(names.shorten(name + self.indicator, rules), Basis.SENTENCE)
        if names.is_dependent(name, rules):
            base = self._base(limit)
            if base and not name.startswith(base):
                name, basis = names.on_base(base, name, rules), Basis.SENTENCE
        else:
            self.indicator, self.named_in = name, self.sentence
        grows = rules.rank.growth.search(around.left[-NEAR_RANK:]) if kind is Measure.GROWTH else None
        self.ranked = name + (grows[0] if grows else "")
        return names.Phrase(name, basis)

    def _base(self, limit: int) -> str:
        """Return the thing that a dependent name is of: what the clause just before introduces, or this sentence's last name."""
        base = self._fresh_clause(limit)
        no_base = self.known.phrases.base.no_base
        if base and not no_base.search(base):
            return base
        return self.indicator if self.named_in == self.sentence and not no_base.search(self.indicator) else ""

    def _unnamed(self, around: Surroundings, kind: Measure, limit: int) -> names.Phrase:
        """Return the name of a number whose own clause names nothing: that of the figure or the clause before."""
        rules = self.known.phrases
        if kind is not Measure.LEVEL and self.named_in == self.sentence and self.last:
            return names.Phrase(self.last, Basis.SENTENCE)
        name = self.indicator if self.named_in == self.sentence else self._previous_clause(limit) or self.indicator
        if kind is Measure.LEVEL and rules.base.total.search(around.left):
            name = self.ranked = rules.base.new.sub("", name)
        self.indicator, self.named_in = names.shorten(name, rules), self.sentence
        return names.Phrase(self.indicator, Basis.SENTENCE)

    def _ranked(self, around: Surroundings, name: str, limit: int) -> names.Phrase:
        """Return the name of a rank: its own, all of a list before it (均列第一), or the last figure's."""
        rules = self.known.phrases
        if len(name) < 2:
            every = rules.series.each.search(around.left) and len(self.listed) > 1
            name = "、".join(self.listed) if every else self.ranked or self.indicator
            return names.Phrase(names.shorten(name, rules), Basis.SENTENCE)
        if names.is_dependent(name, rules) and (base := self._fresh_clause(limit) or self.indicator):
            self.ranked = names.shorten(base + name, rules)
            return names.Phrase(self.ranked, Basis.SENTENCE)
        if rules.base.of_growth.fullmatch(name) and self.indicator:
            return names.Phrase(names.shorten(self.indicator + name, rules), Basis.SENTENCE)
        self.indicator, self.named_in, self.ranked = name, self.sentence, name
        return names.Phrase(name, Basis.STATED)

    def _previous_clause(self, limit: int) -> str:
        """Return what the clause before names, for a number whose own clause names nothing."""
        sentence, _ = self.frame.sentence(limit)
        if limit <= sentence:
            return ""
        start = max(self.frame.clause_start(limit - 1), sentence)
        words = self.passage.without_phrases(start, limit - 1)
        if not words and start > sentence:  # a clause that only dates: 推进文化礼堂建设，截至11月底，累计建成20511家
            limit, start = start, max(self.frame.clause_start(start - 1), sentence)
            words = self.passage.without_phrases(start, limit - 1)
        words = self.passage.without_places(words)
        return names.name_before(words, Measure.GROWTH, self.known.phrases)

    def _fresh_clause(self, limit: int) -> str:
        """Return what the clause just before names where it holds no figure and so introduces a subject of its own."""
        sentence, _ = self.frame.sentence(limit)
        start = max(self.frame.clause_start(limit - 1), sentence) if limit > sentence else limit
        if start >= limit or any(start <= item.number.start < limit for item in self.items):
            return ""
        return self._previous_clause(limit)

    def _listed(self, left: str, item: Item, kind: Measure) -> tuple[str, ...]:
        """Return the names of a list of numbers, one for each, where the words before it hold as many."""
        rules = self.known.phrases
        before = names.name_before(left, kind if kind is not Measure.LEVEL else Measure.LEVEL, rules)
        if not before:
            if rules.series.pair.search(left) and len(self.recent) >= item.length:
                return tuple(self.recent[-item.length :])
            return self.listed if len(self.listed) == item.length else ()
        dependent = names.is_dependent(before, rules) or rules.base.of_growth.fullmatch(before)
        if dependent and len(self.listed) == item.length:
            return tuple(names.shorten(base + before, rules) for base in self.listed)
        parts = [part for part in rules.series.split.split(before) if part]
        if len(parts) == 1:
            parts = names.unfolded(before, rules)
        if len(parts) != item.length:
            return ()
        return tuple(names.shorten(part, rules) for part in names.completed(parts, rules))
