"""From paragraphs to sections: whose text a paragraph is, under which title, and in which chapter."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence, Set
from datetime import date
from typing import NamedTuple

from etl.extract import owners, plans
from etl.extract import places as place_names
from etl.extract.folding import fold
from etl.extract.governing import Scoped
from etl.extract.lines import Kind, Paragraph
from etl.extract.places import PROVINCE
from etl.extract.section_rules import SectionRules, solid
from etl.model import LONGEST_TEXT, Basis, Document, DocumentKind
from etl.registry.places import Level

LONGEST_TITLE = 3 * LONGEST_TEXT
"""Characters: what runs on for longer in the contents is no title."""

LONGEST_CHAPTER = 24
"""Characters of a line that is the title of a chapter alone."""

LONGEST_LEAD = 60
"""Characters of a sentence that introduces a list, from its end."""

IN_TURN = 2
"""Headings in a row that each name a place (椒江：…, 黄岩：…), behind which one that names none is of all of them."""

SAME_TITLE = 0.85
"""Similarity from which a heading is taken for the title in the contents: editors change a word between the two."""


class Section(NamedTuple):
    """A part of a document with an owner: a speech, a case, a news item, or what one heading covers."""

    title: str
    scope: Scoped
    theme: str = ""
    heading: str = ""
    part: str = ""
    planned: bool = False
    """Whether the report has turned to its plans, as the words of a paragraph say."""
    told: bool = False
    """Whether it tells how far the works are that its heading names."""
    asked: bool = False
    """Whether the heading ends with a question that is answered: what it asks about governs the answer."""
    day: date | None = None
    """When it was spoken, where a line of its own under the speaker says so: what 今年 means there."""
    about: Callable[[], Mapping[str, float]] = dict
    """Shares of the themes in its words and words of them in its titles, for figures whose sentence tells no theme."""


class Entry(NamedTuple):
    """One line of the contents: the title without its page, its solid text for finding it again, and its chapter."""

    title: str
    solid: str
    theme: str
    characters: frozenset[str]

    def may_be(self, solid: str, characters: Set[str]) -> bool:
        """Say whether a title is about as long and has most of its characters from this one."""
        alike = abs(len(self.solid) - len(solid)) <= 6
        return alike and len(self.characters & characters) * 10 >= 8 * len(characters)


def assign(paragraphs: Sequence[Paragraph], document: Document, rules: SectionRules) -> list[tuple[Paragraph, Section]]:
    """Give every paragraph its section, in text order."""
    default = Section("", owners.of_document(paragraphs, document, rules))
    entries = _entries(paragraphs, rules)
    builder = _Builder(default, entries, document, rules)
    for paragraph in paragraphs:
        builder.add(paragraph)
    return builder.assigned


def _entries(paragraphs: Sequence[Paragraph], rules: SectionRules) -> list[Entry]:
    """Read the table of contents: numbered titles under the chapters' names; a title may run over two lines."""
    entries: list[Entry] = []
    theme, title = "", ""
    for paragraph in paragraphs:
        if paragraph.kind is not Kind.CONTENTS:
            continue
        text = paragraph.text.strip()
        if chapter := _chapter(text, rules):
            theme, title = chapter, ""
            continue
        title += rules.number.sub("", text)
        bare = rules.leader.sub("", title)
        if bare != title and solid(bare):
            entries.append(Entry(bare, solid(bare), theme, frozenset(solid(bare))))
            title = ""
        elif not rules.leader.sub("", text) or len(title) > LONGEST_TITLE:
            title = ""
    return entries


def _chapter(text: str, rules: SectionRules) -> str:
    """Return the theme whose chapter of a compendium this line opens, ``""`` for any other line."""
    words = solid(text)
    named = solid(rules.chapter_end.sub("", text.strip()))  # 最佳实践·城乡区域协调发展篇
    found = next((theme for name, theme in rules.chapters if words.startswith(name) or named.endswith(name)), "")
    return "" if found and rules.number.match(text) else found


_SENTENCES = re.compile("[。！？](?=.)")
"""Signs behind which the sentence begins that introduces a list."""


class _Builder:
    """Walks the paragraphs once and keeps the section in force."""

    def __init__(self, default: Section, entries: list[Entry], document: Document, rules: SectionRules) -> None:
        self.default, self.entries, self.document, self.rules = default, entries, document, rules
        self.current = default
        self.level = 0
        self.chapter = ""
        self.lead = self.asked = ""
        self.reports = document.kind == DocumentKind.WORK_REPORT or rules.reports.search(document.title) is not None
        self.plans = False
        """Whether the report has turned to its plans."""
        self.speech = ""
        """Title of the last speech."""
        self.in_turn = 0
        """How many headings in a row have each named whose they are; -1 where others stand between them."""
        self.adopted: Scoped | None = None
        """The place that a section without one took from its text: a paragraph that begins with another takes its place."""
        self.assigned: list[tuple[Paragraph, Section]] = []

    def add(self, paragraph: Paragraph) -> None:
        """Put a paragraph into its section, opening a new one where it is the title of one."""
        text = paragraph.text.strip()
        if paragraph.kind in {Kind.HEADING, Kind.BODY}:
            self._open(paragraph, text)
        if self.speech and self.current.title == self.speech and (stated := self.rules.spoken_on.match(text)):
            self.current = self.current._replace(day=_day(stated))
        if paragraph.kind is Kind.BODY and (plan := self.rules.plans.match(text)):
            self.current = self.current._replace(heading=f"{self.current.heading} {plan[0]}"[-LONGEST_LEAD:])
        self._turn(paragraph, text)
        if paragraph.kind is Kind.BODY and self.level and self.current.scope.code == PROVINCE:
            self._pilot(text)
        self.assigned.append((paragraph, self._led(paragraph, text)))
        if paragraph.kind is Kind.BODY and (not self.current.scope.code or self.current.scope is self.adopted):
            self._adopt(paragraph)

    def _turn(self, paragraph: Paragraph, text: str) -> None:
        """Note where a report turns to its plans: all that follows is planned, but for what is reviewed again."""
        if not self.reports and self.document.kind != DocumentKind.SPEECHES:
            return
        today = self.document.reference_date
        if paragraph.kind is Kind.HEADING and plans.reviews(text, today, self.rules):
            self.plans = False
        elif paragraph.kind is Kind.HEADING:
            self.plans = self.plans or plans.headed(text, today, self.rules)
        elif paragraph.kind is Kind.BODY and self.reports and not self.plans:
            self.plans = plans.begins(text, self.current.heading, today, self.rules)
            if self.plans and plans.reviews(self.current.heading, today, self.rules):
                self.current, self.chapter = self.current._replace(heading=""), ""
        planned = self.plans and not (paragraph.kind is Kind.BODY and self.rules.plans_wanting.match(text))
        if self.current.planned != planned:
            self.current = self.current._replace(planned=planned)

    def _led(self, paragraph: Paragraph, text: str) -> Section:
        """Return the section of a paragraph; the points of a list stand under the sentence that introduces them.

        A cell stands under the words over its column.
        """
        if paragraph.head:
            return self.current._replace(heading=f"{self.current.heading} {paragraph.head}")
        if question := self.rules.asks.match(text):
            self.asked, self.lead = question["asked"], ""
            if self.rules.box.search(self.current.heading):
                self.current = self.current._replace(heading="")
            return self.current
        if paragraph.kind is Kind.BODY and self.asked:
            return self.current._replace(heading=f"{self.current.heading} {self.asked}", asked=True)
        if paragraph.kind is Kind.BODY and self.lead and self.rules.point.match(text):
            return self.current._replace(heading=f"{self.current.heading} {self.lead}")
        year = self.rules.leading_year.match(text)
        last = _SENTENCES.split(text)[-1]
        self.lead = (
            last[-LONGEST_LEAD:] if self.rules.leads.search(text) else year[0].partition("（")[0] if year else ""
        )
        return self.current

    def _pilot(self, text: str) -> None:
        """Put a province's case into the place where its scheme is tried (在绍兴试点), if it names one place alone."""
        tried = self.rules.piloted.search(text)
        found = place_names.named(tried["where"], self.document.reference_date, self.rules.places) if tried else []
        if tried and len(found) == 1 and found[0].end - found[0].start == len(tried["where"]):
            self.current = self.current._replace(scope=Scoped(found[0].code, Basis.SECTION))

    def _open(self, paragraph: Paragraph, text: str) -> None:
        entry = self._entry(text)
        if entry is not None:
            owner = self.rules.owner_end.split(entry.title, maxsplit=1)[0]
            code = owners.owner(fold(owner), self.document, self.rules) or self.default.scope.code
            self.current = Section(_short(entry.title), Scoped(code, Basis.SECTION), entry.theme)
            self.level, self.plans = 1, False
        elif len(text) <= LONGEST_TEXT and self.rules.speaker.match(text):
            self._speech(text)
        elif self.rules.closes.match(text):
            self.current, self.level = self.default, 0
        elif dateline := self.rules.dateline.match(text):
            code = owners.owner(dateline[1], self.document, self.rules)
            # where it was written says nothing of whose it is, where that is known and lies elsewhere
            own = self.default.scope.code if self.document.place_code else ""
            inside = code and (not own or owners.contains(own, code, self.rules))
            inside = inside and not self._of_province(text[dateline.end() :], code)
            code = self._told_of(text[dateline.end() :], code) if inside else code
            scope = Scoped(code, Basis.SECTION) if inside else self._headed() or self.default.scope
            self.current = self.current._replace(scope=scope, theme="")
        elif paragraph.kind is Kind.HEADING and len(text) <= LONGEST_CHAPTER and (theme := _chapter(text, self.rules)):
            self.default, self.current = self.default._replace(theme=theme), self.current._replace(theme=theme)
        elif paragraph.kind is Kind.HEADING:
            if self.rules.plain.match(text) and text:
                self._titled()
            self._heading(text)

    def _headed(self) -> Scoped | None:
        """Return the place that the heading just above names as whose its item is (苍南　夜校里学出好手艺), else ``None``."""
        paragraph, section = self.assigned[-1] if self.assigned else (None, self.default)
        if paragraph is None or paragraph.kind is not Kind.HEADING or section.scope.basis is not Basis.SECTION:
            return None
        words = self.rules.owner_end.split(self.rules.before_place.sub("", paragraph.text.strip()), maxsplit=1)
        return section.scope if len(words) > 1 and owners.alone(words[0], self.rules) == section.scope.code else None

    def _of_province(self, text: str, city: str) -> bool:
        """Say whether news written in a city is of its province: what it begins with and its title name that, not the city."""
        if city not in self.rules.places.places.by_code or self.rules.places.places[city].level != Level.CITY:
            return False
        begins = self.document.title + text.partition("。")[0]
        named = place_names.named(begins, self.document.reference_date, self.rules.places)
        known = self.rules.province_words.search(begins) is not None
        return known and not any(mention.level in {Level.CITY, Level.COUNTY} for mention in named)

    def _told_of(self, text: str, city: str) -> str:
        """Return the one county of a city that a news item's first sentence names, else the city."""
        first = text.partition("。")[0]
        found = place_names.named(first, self.document.reference_date, self.rules.places)
        counties = {mention.code for mention in found if mention.level == Level.COUNTY}
        told = next(iter(counties)) if len(counties) == 1 else city
        return told if told != city and owners.contains(city, told, self.rules) else city

    def _titled(self) -> None:
        """Read the line before a case's first heading (一、基本情况) as its title, however it is punctuated."""
        paragraph = self.assigned[-1][0] if self.assigned else None
        if paragraph is None or paragraph.kind is not Kind.BODY or len(paragraph.text) > LONGEST_TITLE:
            return
        if not self.rules.told.search(paragraph.text):
            self._heading(paragraph.text.strip())
            self.assigned[-1] = (paragraph, self.current)

    def _entry(self, text: str) -> Entry | None:
        """Return the contents' entry whose title this paragraph is."""
        if not self.entries or len(text) > LONGEST_TITLE:
            return None
        found = solid(text)
        if len(found) < 6:
            return None
        characters = frozenset(found)
        for entry in self.entries:
            if entry.solid == found or (entry.may_be(found, characters) and _alike(entry.solid, found)):
                return entry
        return None

    def _speech(self, text: str) -> None:
        """Open the section of a speaker; the headings just before the line are its title."""
        titles: list[str] = []
        index = len(self.assigned)
        while index and self.assigned[index - 1][0].kind is Kind.HEADING and len(titles) < 3:
            if self.rules.closes.match(self.assigned[index - 1][0].text.strip()):
                break
            index -= 1
            titles.insert(0, self.assigned[index][0].text.strip().lstrip("# "))
        title = _short(" ".join(titles)) or text
        found = place_names.named(text, self.document.reference_date, self.rules.places)
        counties = [mention.code for mention in found if mention.level == Level.COUNTY]
        cities = [mention.code for mention in found if mention.level == Level.CITY]
        code = (counties or cities or [self.default.scope.code])[-1]
        self.current, self.level, self.speech = Section(title, Scoped(code, Basis.SECTION)), 1, title
        self.plans = False
        for position in range(index, len(self.assigned)):
            self.assigned[position] = (self.assigned[position][0], self.current)

    def _heading(self, text: str) -> None:
        """Open the section of a heading: with the place that it begins with, else in the place in force."""
        depth = _depth(text)
        bare = self.rules.before_place.sub("", text)
        owner = self.rules.owner_end.split(bare, maxsplit=1)[0]
        own = owners.alone(owner, self.rules)
        found = place_names.named(owner[:24], self.document.reference_date, self.rules.places, own)
        if found and found[0].start == 0:
            code = owners.owner(owner[:24], self.document, self.rules)
            # 德清经验：数字赋能，兴村富民 in the text of a county tells of what that county has learned
            learned = not own and owner != bare and owners.is_county(self.default.scope.code, self.rules)
            if not learned and not owners.contains(code, self.default.scope.code, self.rules):
                self.current = Section(_short(bare), Scoped(code, Basis.SECTION), self.current.theme)
                self.level = depth
                self.in_turn += self.in_turn >= 0 and owner != bare
                return
        numbered = self.rules.before_place.match(text)
        bare_head = not (numbered and numbered[0]) and self.rules.plain.match(text) is None
        of_all = self.in_turn >= IN_TURN and bare_head and self.document.kind == DocumentKind.OTHER
        self.in_turn = 0 if of_all or not self.in_turn else -1
        if of_all or (depth <= self.level and self.level and depth < 10):
            self.current, self.level = self.default._replace(title=_short(bare)), 0
        elif not self.rules.plain.match(text):
            title = self.current.title if self.level else _short(bare)
            self.current = self.current._replace(title=title, heading=self._chaptered(text))

    def _chaptered(self, text: str) -> str:
        """Return a heading with its chapter's in front of it: what 2023年工作回顾 says holds for its parts."""
        if self.rules.chapter.match(text):
            self.chapter = text
            return text
        return f"{self.chapter} {text}" if self.chapter else text

    def _adopt(self, paragraph: Paragraph) -> None:
        """Let a section without a place take the one that its text begins with."""
        found = place_names.named(paragraph.text[:16], self.document.reference_date, self.rules.places)
        if found and found[0].start == 0:
            self.adopted = Scoped(found[0].code, Basis.SECTION)
            self.current = self.current._replace(scope=self.adopted)
            self.assigned[-1] = (paragraph, self.current)


def _day(stated: re.Match[str]) -> date | None:
    """Return the day that a line states, ``None`` if the calendar has none such."""
    try:
        return date(int(stated["y"]), int(stated["m"]), int(stated["d"]))
    except ValueError:
        return None


def _alike(first: str, second: str) -> bool:
    """Say whether two titles are the same but for a few characters."""
    from difflib import SequenceMatcher  # few documents have headings that need it

    return SequenceMatcher(None, first, second, autojunk=False).ratio() > SAME_TITLE


def _depth(text: str) -> int:
    """Return the depth of a heading: the number of its ``#``, or more than nine for the numbered and the bare ones."""
    marks = len(text) - len(text.lstrip("#"))
    return marks or 10


def _short(title: str) -> str:
    """Cut a title to what the ledger may keep."""
    return re.sub(r"\s+", " ", title).strip().lstrip("# ")[:LONGEST_TEXT]
