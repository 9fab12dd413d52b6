"""Mentions of places, and the place in force at each point of a sentence."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from functools import partial
from itertools import pairwise
from pathlib import Path
from typing import NamedTuple

from etl.model import Basis
from etl.paths import KNOWLEDGE
from etl.registry.guards import WHOLE, Guarded, guarded
from etl.registry.places import AliasKind, Level, PlaceAlias, Places, load_places
from etl.registry.rules import load_rules

PROVINCE = "330000"
COUNTRY = "CN"
GROUP = "M26"
OUTSIDE = "OUT"
SUBJECT_PATTERNS = (
    *(
        "not_after",
        "not_before",
        "first_among",
        "clause_start",
        "dealt_over",
        "country_before",
        "group_subject",
        "counted_row",
    ),
    *("outside_after", "outside_before", "local", "that_unit"),
    *("one_of", "one_of_country", "one_of_province", "closed_list"),
)
"""Patterns of ``[subject]`` in ``place_words.toml``."""

IN = ("在", "于")
"""A scope word after one of these is where something happens (在全省…中), not whose figure it is."""


@dataclass(frozen=True, slots=True)
class Mention:
    """A place named or meant at ``text[start:end]``; ``code`` is ``""`` for a scope word that the scope resolves."""

    start: int
    end: int
    code: str
    level: str
    named: bool


class PlaceRules(NamedTuple):
    """The gazetteer as one pattern, the scope words, and what makes a mention a subject."""

    places: Places
    names: re.Pattern[str]
    by_alias: Mapping[str, tuple[PlaceAlias, ...]]
    scope_words: Mapping[str, str]
    scope_pattern: re.Pattern[str]
    not_after: re.Pattern[str]
    not_before: re.Pattern[str]
    first_among: re.Pattern[str]
    clause_start: re.Pattern[str]
    dealt_over: re.Pattern[str]
    country_before: re.Pattern[str]
    group_subject: re.Pattern[str]
    counted_row: re.Pattern[str]
    outside_after: re.Pattern[str]
    outside_before: re.Pattern[str]
    unknown_county: Guarded
    one_of: re.Pattern[str]
    one_of_country: re.Pattern[str]
    one_of_province: re.Pattern[str]
    closed_list: re.Pattern[str]
    local: re.Pattern[str]
    that_unit: re.Pattern[str]
    outside: re.Pattern[str]
    anywhere: re.Pattern[str]
    """Names, scope words and places outside: what most short texts hold none of."""
    outside_signs: frozenset[str]
    """Texts of which one stands beside every mention of a place outside."""

    @classmethod
    def load(cls, folder: Path = KNOWLEDGE) -> PlaceRules:
        """Read the place registry and ``place_words.toml``; raises `InputError` for a missing or broken rule."""
        rules = load_rules(folder / "place_words.toml")
        places = load_places(folder)
        by_alias: dict[str, tuple[PlaceAlias, ...]] = {}
        for alias in places.aliases:
            by_alias[alias.alias] = (*by_alias.get(alias.alias, ()), alias)
        scope_words, outside = rules.table("scope_words"), [place.name for place in places.outside]
        patterns = {name: rules.pattern("subject", name) for name in SUBJECT_PATTERNS}
        beside = "|".join(rules.text("subject", name) for name in ("outside_after", "outside_before"))
        return cls(
            places=places,
            names=re.compile(trie(by_alias)),
            by_alias=by_alias,
            scope_words=scope_words,
            scope_pattern=re.compile(trie(scope_words)),
            unknown_county=rules.guarded("subject", "unknown_county"),
            outside=re.compile(trie(outside)),
            anywhere=re.compile(trie((*by_alias, *scope_words, *outside))),
            outside_signs=guarded(beside, partial(rules.compile, where="subject.outside")).needs or frozenset({""}),
            **patterns,
        )


def trie(words: Iterable[str]) -> str:
    """Return a regular expression of the words, longest first, sharing prefixes: one step a character, not one a word."""
    root: dict[str, dict] = {}  # type: ignore[type-arg]
    for word in words:
        node = root
        for character in word:
            node = node.setdefault(character, {})
        node[""] = {}

    def expression(node: dict[str, dict]) -> str:  # type: ignore[type-arg]
        branches = [re.escape(key) + expression(child) for key, child in sorted(node.items()) if key]
        if not branches:
            return ""
        joined = branches[0] if len(branches) == 1 and "" not in node else f"(?:{'|'.join(branches)})"
        return joined + ("?" if "" in node else "")

    return expression(root)


def named(text: str, on: date, rules: PlaceRules, own: str = "") -> list[Mention]:
    """Return the places that a text names, in order; an ambiguous name counts only beside another place, or as ``own``."""
    found: list[tuple[Mention, AliasKind]] = []
    for match in rules.names.finditer(text):
        if not match.group():
            continue
        for alias in rules.by_alias.get(match.group(), ()):
            if alias.holds(on) and alias.fits(text, match.start()):
                level = rules.places[alias.place_code].level
                found.append((Mention(match.start(), match.end(), alias.place_code, level, True), alias.kind))
                break
    return [
        mention
        for index, (mention, kind) in enumerate(found)
        if kind is not AliasKind.AMBIGUOUS or mention.code in own or _beside(text, found, index)
    ]


def _beside(text: str, found: list[tuple[Mention, AliasKind]], index: int) -> bool:
    """Say whether another place stands next to this one in a list."""
    mention = found[index][0]
    for other in (index - 1, index + 1):
        if 0 <= other < len(found):
            neighbour = found[other][0]
            gap = text[neighbour.end : mention.start] if other < index else text[mention.end : neighbour.start]
            if gap in {"、", "", "和", "与", "—", "-"}:
                return True
    return False


def mentions(text: str, on: date, rules: PlaceRules, own: str = "") -> list[Mention]:
    """Return the named places and the scope words of a text, in order, without overlaps; ``own`` is whose text it is."""
    if not (rules.anywhere.search(text) or rules.local.search(text) or rules.unknown_county.search(text)):
        return []
    found = named(text, on, rules, own)
    taken = [(mention.start, mention.end) for mention in found]
    for match in rules.scope_pattern.finditer(text):
        if match.group() and not any(start < match.end() and match.start() < end for start, end in taken):
            found.append(Mention(match.start(), match.end(), "", rules.scope_words[match.group()], False))
    for match in rules.outside.finditer(text) if any(map(text.__contains__, rules.outside_signs)) else ():
        before, after = text[max(0, match.start() - 6) : match.start()], text[match.end() : match.end() + 8]
        if match.group() and (rules.outside_after.search(before) or rules.outside_before.match(after)):
            found.append(Mention(match.start(), match.end(), OUTSIDE, Level.OUTSIDE, True))
    for match in rules.unknown_county.finditer(text):
        start, end = match.span(WHOLE)
        if not any(mention.start < end and start < mention.end for mention in found):
            found.append(Mention(match.start("name"), match.end("name"), OUTSIDE, Level.OUTSIDE, True))
    found.extend(_local(text, rules))
    found.extend(_that_unit(text, found, rules))
    return sorted(found, key=lambda mention: mention.start)


def _local(text: str, rules: PlaceRules) -> Iterator[Mention]:
    """Return the first 当地 of each sentence that stands behind a place outside the province: it means that place."""
    position = 0
    while match := rules.local.search(text, position):
        start = text.rfind("。", position, match.start()) + 1 or position
        before = text[start : match.start()]
        if any(place.named_in(before) for place in rules.places.outside):
            # what stands before 当地 in its clause is said of it too: 吸纳430名当地农民
            clause = max(before.rfind(sign) for sign in "，；、") + 1 + start
            yield Mention(clause, clause, OUTSIDE, Level.OUTSIDE, True)
        position = _sentence_end(text, match.end())


def _that_unit(text: str, found: list[Mention], rules: PlaceRules) -> Iterator[Mention]:
    """Yield what 该县, 该市 and 这个山区县 mean: the county or city named last."""
    for match in rules.that_unit.finditer(text):
        named = [m for m in found if m.named and m.end <= match.start() and m.level in {Level.COUNTY, Level.CITY}]
        if named:
            last = max(named, key=lambda mention: mention.end)
            yield Mention(match.start(), match.end(), last.code, last.level, True)


def _sentence_end(text: str, position: int) -> int:
    """Return where the sentence of a position ends."""
    end = text.find("。", position)
    return len(text) if end < 0 else end


def resolve(level: str, place: str, rules: PlaceRules) -> str:
    """Return the code that a scope word of ``level`` means where ``place`` is in force; ``""`` if it cannot be told."""
    if place == OUTSIDE:
        return OUTSIDE
    if level == Level.COUNTRY:
        return COUNTRY
    if level == Level.GROUP:
        return GROUP
    if level == Level.PROVINCE:
        return PROVINCE
    known = rules.places.by_code.get(place)
    if known is None:
        return ""
    if level == Level.COUNTY:
        return place
    if known.level == Level.COUNTY and not known.name.endswith("市"):
        return known.parent_code
    return place


@dataclass(frozen=True, slots=True)
class Scoped:
    """A place and where it comes from."""

    code: str
    basis: Basis


def in_force(
    text: str,
    found: list[Mention],
    sentence_start: int,
    position: int,
    scope: Scoped,
    own: str,
    rules: PlaceRules,
    *,
    told: bool = False,
) -> Scoped:
    """Return the place in force at ``position`` of a sentence that begins at ``sentence_start``.

    ``scope`` is in force before the sentence: the ``own`` place of the text, or one that its paragraph opened with.
    What is ``told`` goes on behind a semicolon; a province's list goes on to other places there.
    """
    current = scope
    inside = [mention for mention in found if mention.start >= sentence_start and mention.end <= position]
    for row in _rows(text, inside):
        ended = text[: row[0].start].endswith(AMONG) or (scope.code == PROVINCE and not told)
        if ended and "；" in text[row[-1].end : position]:
            continue
        code = _joint(text, row, sentence_start, position, scope.code, rules) if len(row) > 1 else ""
        code = code or _subject(text, row[-1], sentence_start, own if row[-1].named else scope.code, rules)
        if code == scope.code and "+" in code and current.code in code.split("+"):
            continue  # 全县 of a joint section is the one of them that the sentence speaks of
        if code:
            near = not any(sign in text[row[-1].end : position] for sign in "，；")
            current = Scoped(code, Basis.STATED if near else Basis.SENTENCE)
    return current


def told_of(
    text: str, found: list[Mention], previous: int, sentence_start: int, scope: Scoped, rules: PlaceRules
) -> Scoped:
    """Return the county that a story goes on about, where it has named no other; else the scope in force.

    ``previous`` is where the sentence before begins, -1 for the first one.
    """
    named = {mention.code for mention in found if mention.named and mention.start < sentence_start}
    if previous < 0 or len(named) != 1 or scope.code in named:
        return scope
    before = in_force(text, found, previous, sentence_start, scope, scope.code, rules, told=True)
    return Scoped(before.code, Basis.PARAGRAPH) if before.code in named else scope


def opened(text: str, found: list[Mention], sentence_start: int, scope: Scoped, rules: PlaceRules) -> Scoped:
    """Return the county that a paragraph's first sentence is about, for its later ones; else the scope in force.

    Only where a larger unit is in force, and no other place has been a subject in between.
    """
    end = _sentence_end(text, 0)
    first = next((mention for mention in found if mention.start < end), None)
    if sentence_start <= end or first is None or first.level != Level.COUNTY or not first.named:
        return scope
    before = text[: first.start]
    if first.code == scope.code or "+" in scope.code or not rules.clause_start.search(before[-REACH_BEFORE:]):
        return scope
    between = (m for m in found if m.start < sentence_start and m.code != first.code and (m.named or m.level in ABOVE))
    others = [m for m in between if _subject(text, m, 0, scope.code, rules)]
    code = "" if others else _subject(text, first, 0, scope.code, rules)
    return Scoped(code, Basis.PARAGRAPH) if code else scope


REACH_BEFORE = 16
"""Characters before a place that say whether it is a subject."""

ABOVE = frozenset({Level.CITY, Level.PROVINCE, Level.COUNTRY, Level.GROUP})
"""Levels of scope words that end what a paragraph's county governs."""

JOINS = frozenset({"、", "和", "与", "及"})
AMONG = ("其中", "其中，")
"""A place behind one of these is a part of the whole before, and governs no more than its own statement."""

MOST_JOINT = 3
"""Places: a longer list names members of something, not the joint owners of a figure."""


def _rows(text: str, found: list[Mention]) -> list[list[Mention]]:
    """Group mentions into the lists that they stand in."""
    rows: list[list[Mention]] = []
    for mention in found:
        if rows and mention.named and rows[-1][-1].named and text[rows[-1][-1].end : mention.start] in JOINS:
            rows[-1].append(mention)
        else:
            rows.append([mention])
    return rows


def _joint(text: str, row: list[Mention], sentence_start: int, position: int, scope: str, rules: PlaceRules) -> str:
    """Return the joint code of a list of places that is a subject, ``""`` for one that is none."""
    several = rules.counted_row.match(text, row[-1].end) is not None
    if not 1 < len(row) <= MOST_JOINT or not (several or scope in {"", PROVINCE} or "+" in scope):
        return ""
    before, end = text[max(sentence_start, row[0].start - REACH_BEFORE) : row[0].start], row[-1].end
    closed = rules.closed_list.match(text, end)
    counted = closed is not None and int(closed["count"]) == len(row) and position > closed.end()
    if rules.not_after.search(before) or (not counted and rules.not_before.match(text[end : end + 6])):
        return ""
    codes = {mention.code for mention in row if mention.level in {Level.COUNTY, Level.CITY}}
    if several and not all(_inside(code, scope, rules) for code in codes):
        return ""
    if "+" in scope:
        codes &= set(scope.split("+"))
    elif len(codes) < len(row):
        return ""
    return "+".join(sorted(codes))


def larger_unit(before: str, after: str, rules: PlaceRules) -> str:
    """Return the country or province whose set a figure counts (全国5个试点之一), ``""`` where it counts none."""
    if not rules.one_of.match(after):
        return ""
    if rules.one_of_country.search(before):
        return COUNTRY
    return PROVINCE if rules.one_of_province.search(before) else ""


def _subject(text: str, mention: Mention, sentence_start: int, scope: str, rules: PlaceRules) -> str:
    """Return the code that a mention puts in force, ``""`` if it is a mere reference."""
    before, after = (
        text[max(sentence_start, mention.start - REACH_BEFORE) : mention.start],
        text[mention.end : mention.end + 6],
    )
    if mention.level == Level.OUTSIDE:
        return OUTSIDE
    if rules.not_after.search(before) or rules.not_before.match(after):
        return ""
    if mention.level == Level.COUNTRY and not rules.country_before.match(after):
        return ""
    if not mention.named and rules.first_among.match(after):
        return ""
    if not mention.named:
        return _scope_word(before, after, mention, scope, rules)
    if scope == OUTSIDE:
        return ""
    if mention.level in {Level.COUNTY, Level.CITY} and _inside(mention.code, scope, rules):
        return mention.code
    if mention.level == Level.GROUP and (
        scope in {"", PROVINCE} or (rules.group_subject.match(after) and rules.clause_start.search(before))
    ):
        return mention.code
    if mention.level == Level.PROVINCE and rules.clause_start.search(before):
        return mention.code
    return ""


def _scope_word(before: str, after: str, mention: Mention, scope: str, rules: PlaceRules) -> str:
    """Return the code that a word for a place (全市, 山区26县) puts in force, ``""`` if it is a mere reference."""
    grouped = mention.level == Level.GROUP and (scope in {"", PROVINCE} or rules.group_subject.match(after) is not None)
    if mention.level == Level.GROUP and not grouped:
        return ""
    if before.endswith(IN) or not (grouped or rules.clause_start.search(before)):
        return ""
    code = resolve(mention.level, scope.partition("+")[0], rules)
    joint = "+" in scope and code in scope.split("+")
    return scope if joint else code


DEALT = 60
"""Characters: how far behind their places the numbers may stand that are dealt out to them."""


def distributed(text: str, found: list[Mention], position: int, length: int, index: int, rules: PlaceRules) -> str:
    """Return the place of one of ``length`` numbers that are dealt out to as many places named before them, else ``""``."""
    governed = [m for m in found if m.named and m.level in {Level.COUNTY, Level.CITY} and m.end <= position]
    row = governed[-length:]
    if length < 2 or len(row) < length:
        return ""
    between = rules.dealt_over.sub("", text[row[-1].end : position])
    joined = all(text[left.end : right.start] in JOINS for left, right in pairwise(row))
    return row[index].code if joined and len(between) <= DEALT and "，" not in between else ""


def is_above(code: str, place: str, rules: PlaceRules) -> bool:
    """Say whether a place lies in another one: who holds a rank is not the unit that it is held in."""
    if place not in rules.places.by_code:
        return False
    return code in {above.place_code for above in rules.places.ancestors(place)}


def _inside(code: str, scope: str, rules: PlaceRules) -> bool:
    """Say whether a place lies in the one in force, or is one of a joint scope."""
    if scope in {"", PROVINCE, COUNTRY, GROUP}:
        return True
    above = {place.place_code for place in rules.places.ancestors(code)}
    return any(part == code or part in above for part in scope.split("+"))
