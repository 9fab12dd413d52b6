"""The words that a number itself is surrounded with: what they name, before it, behind its unit, or at the end of its list."""

from __future__ import annotations

from collections.abc import Sequence

from etl.extract import counting
from etl.extract import phrases as names
from etl.extract.items import Item
from etl.extract.number_rules import Form, Number
from etl.extract.passage import Passage
from etl.extract.places import sentence_end
from etl.model import Measure


class OwnWords:
    """Reads the words around the numbers of a passage, one after the other."""

    def __init__(self, passage: Passage, items: Sequence[Item]) -> None:
        self.text, self.known, self.items = passage.text, passage.known, items
        self.consumed = 0
        """Where the noun ends that the last figure took from behind its unit."""
        self.taken = -1
        """The same, of the figure just before."""
        self.spending = ""
        """The verb of spending of the first of a list, which the others leave unsaid."""
        self.inhabited = -9
        """Position of the last figure of how many live in a village."""

    def around(self, position: int, left: str, kind: Measure) -> str:
        """Return what the words around a number say of it: before it, for levels and ratios also behind."""
        rules, number = self.known.phrases, self.items[position].number
        if kind is Measure.LEVEL:
            return self._counted(position, self.items[position], left)
        name = names.name_before(left, kind, rules)
        described = not name and not number.unit and self.text.startswith("的", number.stop)  # 1.67的城乡收入比
        alone = (number.form is Form.RATIO or described) and not self.items[position].role
        if alone and not rules.series.ratio_name.search(name):
            behind = names.noun_behind(self.text, number, len(self.text), rules)
            return behind.noun if described else name + behind.verb + behind.noun
        if kind is Measure.GROWTH and not name and (grown := rules.right.growth_behind.match(self.text, number.stop)):
            return grown["what"]
        if kind is Measure.SHARE:
            return self._of_share(name, left, number)
        return name

    def _of_share(self, name: str, left: str, number: Number) -> str:
        """Return the name of a share: the words before it, or where they only reach or get (覆盖, 获得) what stands behind."""
        rules = self.known.phrases
        name = "" if rules.left.all_of.fullmatch(name) else name
        reaching, holding = rules.left.reaching.search(name), rules.left.holding.search(left)
        if rate := rules.right.rate_behind.match(self.text, number.stop):
            return rate["what"]
        if name and not reaching and not holding:
            return name
        behind = names.noun_behind(self.text, number, len(self.text), rules)
        if holding and behind.noun:
            return behind.noun + rules.left.held
        if reaching:
            return reaching["verb"] + behind.noun if reaching[0] == name else name
        if not name and (being := rules.left.being.match(behind.noun or behind.verb)):
            return being["what"] + rules.left.held  # 三成以上是老年人
        return name or behind.noun + behind.verb

    def _counted(self, position: int, item: Item, left: str) -> str:
        """Return the name of a level; what stands behind the unit is then taken and names no later number."""
        following = self.items[position + 1].number.start if position + 1 < len(self.items) else len(self.text)
        behind = names.noun_behind(self.text, item.number, following, self.known.phrases)
        if item.role == "from" and not self.known.wording.from_once.search(left):
            behind = names.NOTHING_BEHIND
        elif (
            not behind.noun
            and item.index + 1 < item.length
            and names.name_before(left, Measure.LEVEL, self.known.phrases) == ""
        ):
            behind = self._behind_list(position, item)
        elif behind.noun and not behind.verb:
            behind = behind._replace(verb=self._shared_verb(position, behind))
        bare = names.strip_end(left, self.known.phrases.left.end)
        name = self._spent(left, bare, item.number, behind) or counting.counted(
            left, bare, item.number, behind, self.known.phrases
        )
        if name.endswith(behind.noun or behind.verb or "。"):
            self.consumed = self.taken = behind.end
        return self._inhabitants(position, left, behind) or name or self._some_done(position, left)

    def _inhabitants(self, position: int, left: str, behind: names.Behind) -> str:
        """Return the name of how many live in a village (全村286户、862人), ``""`` for anything else."""
        rules, number = self.known.phrases.base, self.items[position].number
        unit = number.unit + (behind.noun if len(behind.noun) == 1 else "")  # 523口人
        name = rules.households if rules.by_household.fullmatch(unit) else rules.inhabitants
        alone = unit != number.unit or not behind.noun or rules.inhabited_kind.fullmatch(behind.noun)
        lives = alone and not behind.verb and not self._shared_verb(position, behind)  # not 320户、1200人受灾
        if not (lives and rules.inhabited_by.fullmatch(unit)):
            return ""
        told = rules.inhabited.match(left)
        if told and name == rules.inhabitants:
            told = rules.inhabited_by_people.search(left)
        if told is None and (self.inhabited != position - 1 or left.strip("、，")):
            return ""
        self.inhabited = position
        return name

    def _some_done(self, position: int, left: str) -> str:
        """Return what is done to some of those that the number before counts (民生实事12项，已完成7项), else ``""``."""
        number, done = self.items[position].number, self.known.phrases.left.some_done.search(left)
        if not position or done is None or number.counts == "self":
            return ""
        whole = self.items[position - 1].number
        apart = sentence_end(self.text, whole.stop) < number.start
        return done["done"] if whole.unit == number.unit and number.value < whole.value and not apart else ""

    def _spent(self, left: str, bare: str, number: Number, behind: names.Behind) -> str:
        """Return the purpose of an amount whose verb a list leaves unsaid: 投资70亿元建设A、25亿元建设B."""
        rules = self.known.phrases
        verb = rules.left.spending.search(bare)
        if (
            verb
            or left
            or number.counts != "self"
            or not self.spending
            or not rules.right.purpose_start.match(behind.verb)
        ):
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
