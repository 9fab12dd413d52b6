"""Everything that extraction reads by, loaded once from the knowledge files."""

from __future__ import annotations

from functools import lru_cache
from pathlib import Path
from typing import NamedTuple

from etl.extract.exclusions import ExclusionRules
from etl.extract.headed import HeadingRules
from etl.extract.lines import LayoutRules
from etl.extract.number_rules import NumberRules
from etl.extract.part_words import PartRules
from etl.extract.phrase_rules import PhraseRules
from etl.extract.places import PlaceRules
from etl.extract.section_rules import SectionRules
from etl.extract.themes import ThemeRules
from etl.extract.times import PeriodRules
from etl.extract.wording import Wording
from etl.paths import KNOWLEDGE
from etl.registry.kept import kept


class Knowledge(NamedTuple):
    """Everything that extraction reads prose by; what it reads tables by is loaded where there is one."""

    layout: LayoutRules
    numbers: NumberRules
    periods: PeriodRules
    exclusions: ExclusionRules
    places: PlaceRules
    sections: SectionRules
    parts: PartRules
    wording: Wording
    phrases: PhraseRules
    themes: ThemeRules
    heading: HeadingRules

    @classmethod
    def load(cls, folder: Path = KNOWLEDGE) -> Knowledge:
        """Read all knowledge files that extraction needs; raises `InputError` for the first broken one."""
        numbers = NumberRules.load(folder)
        places = PlaceRules.load(folder)
        return cls(
            LayoutRules.load(folder),
            numbers,
            PeriodRules.load(numbers, folder),
            ExclusionRules.load(folder),
            places,
            SectionRules.load(places, folder),
            PartRules.load(folder),
            Wording.load(folder),
            PhraseRules.load(folder),
            ThemeRules.load(folder),
            HeadingRules.load(folder),
        )


@lru_cache(maxsize=2)
def knowledge(folder: Path = KNOWLEDGE) -> Knowledge:
    """Return the knowledge of a folder, read once."""
    return kept(folder, "extraction", Knowledge.load)
