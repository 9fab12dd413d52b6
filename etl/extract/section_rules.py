"""What opens and closes the sections of a document, as its registry file tells it."""

import re
from pathlib import Path
from typing import NamedTuple, Self

from etl.extract.places import PlaceRules
from etl.paths import KNOWLEDGE
from etl.registry.guards import Guarded
from etl.registry.rules import load_rules
from etl.registry.themes import load_themes

_SOLID = re.compile(r"[\W_]+")


class SectionRules(NamedTuple):
    """What opens and closes a section, from ``layout.toml``."""

    speaker: re.Pattern[str]
    closes: re.Pattern[str]
    dateline: re.Pattern[str]
    plain: re.Pattern[str]
    province_body: re.Pattern[str]
    province_words: re.Pattern[str]
    foreign_title: re.Pattern[str]
    not_foreign: re.Pattern[str]
    held: re.Pattern[str]
    assembly: re.Pattern[str]
    chapter: re.Pattern[str]
    point: re.Pattern[str]
    before_place: re.Pattern[str]
    owner_end: re.Pattern[str]
    spoken_on: re.Pattern[str]
    piloted: re.Pattern[str]
    asks: re.Pattern[str]
    box: re.Pattern[str]
    chapter_end: re.Pattern[str]
    told: re.Pattern[str]
    case_form: re.Pattern[str]
    works_heading: re.Pattern[str]
    works_told: re.Pattern[str]
    leads: Guarded
    leading_year: re.Pattern[str]
    reports: re.Pattern[str]
    plans_begin: re.Pattern[str]
    plans_not: re.Pattern[str]
    plans_end: re.Pattern[str]
    plans_wanting: re.Pattern[str]
    plans_named: re.Pattern[str]
    plans_title: re.Pattern[str]
    plans_year: re.Pattern[str]
    this_year: re.Pattern[str]
    plans: re.Pattern[str]
    paper: re.Pattern[str]
    note: re.Pattern[str]
    note_counted: re.Pattern[str]
    number: re.Pattern[str]
    leader: re.Pattern[str]
    chapters: tuple[tuple[str, str], ...]
    places: PlaceRules

    @classmethod
    def load(cls, places: PlaceRules, folder: Path = KNOWLEDGE) -> Self:
        """Read the rules; the chapters are the themes' Chinese names. Raises `InputError` for a broken rule."""
        rules = load_rules(folder / "layout.toml")
        return rules.build(
            cls,
            "sections",
            number=rules.pattern("contents_number"),
            leader=rules.pattern("contents_leader"),
            chapters=tuple((solid(theme.name_zh), theme.theme_id) for theme in load_themes(folder).values()),
            places=places,
        )


def solid(text: str) -> str:
    """Return a text without white space and punctuation, for comparing titles."""
    return _SOLID.sub("", text)
