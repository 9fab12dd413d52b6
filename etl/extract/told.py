"""What a passage has named so far: what the figures further on may carry on."""

from __future__ import annotations

from dataclasses import dataclass, field
from decimal import Decimal

from etl.extract.phrase_rules import PhraseRules


@dataclass(slots=True)
class Told:
    """The names that have been given, by sentence; it changes as figure after figure is read."""

    rules: PhraseRules
    indicator: str = ""
    """What was named last by a figure's own words."""
    sentence: int = -1
    named_in: int = -2
    """Sentence in which ``indicator`` was named."""
    last: str = ""
    """The name given last, with the base that a dependent one took: what a growth without words of its own grows."""
    over: str = ""
    """A whole whose parts a semicolon has closed: 主体1.1万家，其中规上9家；从业人员4.6万人 are those of all."""
    paired: str = ""
    """The name of the first of a pair from A to B, and of a list that has one name."""
    rated: bool = False
    """Whether the last number was a rate."""
    grown: str = ""
    """What the last growth was of: a rate may be told since (下降17.8%。2月底复工率…，二季度降幅…)."""
    ranked: str = ""
    """What a rank without words of its own ranks."""
    headline: str = ""
    """The first name of the passage."""
    listed: tuple[str, ...] = ()
    recent: list[str] = field(default_factory=list)
    """Names of the single figures of this sentence, for a list that follows them with 分别."""
    works: tuple[str, str, Decimal] = ("", "", Decimal(0))
    """Works that were counted last, their unit and number."""
    by_unit: dict[str, str] = field(default_factory=dict)
    """What this sentence has counted last in each unit."""
    said: list[str] = field(default_factory=list)
    """All names of this sentence, for a rank of several of them (两项增速均居第一)."""

    @property
    def here(self) -> bool:
        """Whether the sentence itself has named the indicator."""
        return self.named_in == self.sentence

    def enter(self, sentence: int) -> None:
        """Begin a sentence: its lists and wholes are its own."""
        self.sentence, self.recent, self.said, self.over, self.listed = sentence, [], [], "", ()
        self.by_unit = {}

    def name(self, indicator: str) -> None:
        """Take a name for what this sentence speaks of."""
        self.indicator, self.named_in = indicator, self.sentence

    def counted(self) -> str:
        """Return what the sentence counted last that a rate may be of (签约项目24个，…，开工率75%), ``""`` if nothing."""
        counted = self.rules.right.has_rate
        return next((name for name in reversed(self.said) if counted.search(name)), "")

    def note_works(self, name: str, unit: str, value: Decimal) -> None:
        """Remember how many works were counted: later sentences tell how many of them were begun or done."""
        if self.rules.series.works.search(name):
            self.works = name, unit, value

    def some_of_works(self, name: str, unit: str, value: Decimal) -> str:
        """Return how many of the works counted in a sentence before were begun or done (…项目118个。已开工103个), else ``""``."""
        works, of_unit, whole = self.works
        begun = self.rules.series.rate_of_works.fullmatch(name) is not None
        return name + works if begun and not self.here and works and unit == of_unit and value < whole else ""

    def tallied(self, name: str) -> str:
        """Return a bare number of things with what the sentence has counted (起数 behind 事故11起), else the name itself."""
        tally = self.rules.series.tally.fullmatch(name)
        return self.by_unit.get(tally["unit"], "") + name if tally else name

    def base_of(self, name: str) -> str:
        """Return the indicator that a growth or a total is of: a total is not of what is new."""
        rules = self.rules.base
        return rules.new.sub("", self.indicator) if rules.total.search(name) else self.indicator
