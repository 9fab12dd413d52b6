"""Mentions of places, and the place in force at each point of a sentence."""

# Annotations are evaluated here: those of named tuples that are text are compiled one by one when the program starts.
import re
from collections.abc import Iterator, Mapping
from datetime import date
from functools import partial
from pathlib import Path
from typing import NamedTuple, Self

from etl.paths import KNOWLEDGE
from etl.registry.guards import WHOLE, Guarded, guarded
from etl.registry.places import AliasKind, Level, PlaceAlias, Places, load_places
from etl.registry.rules import load_rules
from etl.registry.towns import Town, load_towns
from etl.registry.tries import trie

PROVINCE = "330000"
COUNTRY = "CN"
GROUP = "M26"
OUTSIDE = "OUT"
SUBJECT_PATTERNS = (
    *(
        "not_after",
        "not_before",
        "owned",
        "average",
        "among",
        "topped",
        "first_among",
        "clause_start",
        "dealt_over",
        "each",
        "country_before",
        "group_subject",
        "group_behind",
        "described",
        "partners",
        "jointly",
        "home",
        "town_of",
        "word_of",
        "kept_word",
        "those",
        "of_itself",
        "both",
        "neighbourly",
        "described_end",
        "counted_row",
    ),
    *(
        "outside_after",
        "outside_before",
        "local",
        "that_unit",
        "done_everywhere",
        "all_of_it",
        "away",
        "away_for",
        "opens",
        "neighbour",
        "dealt_to",
        "against",
        "with_thing",
        "rest",
        "dealt_over_units",
        "firm",
    ),
    *("compares", "compared_bracket", "compared_value", "compared_of", "compared_name"),
    *("one_of", "one_of_country", "one_of_province", "spread", "spread_city", "spread_province", "closed_list"),
)
"""Patterns of ``[subject]`` in ``place_words.toml``."""

NEAR_TOWN = 4
"""Characters before a town in which its clause begins."""

IN = ("在", "于")
"""A scope word after one of these is where something happens (在全省…中), not whose figure it is."""


class Mention(NamedTuple):
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
    owned: re.Pattern[str]
    average: re.Pattern[str]
    among: re.Pattern[str]
    """What a place stands behind that is a part of the whole before: it governs no more than its own statement."""
    topped: re.Pattern[str]
    not_before: re.Pattern[str]
    first_among: re.Pattern[str]
    clause_start: re.Pattern[str]
    dealt_over: re.Pattern[str]
    each: re.Pattern[str]
    country_before: re.Pattern[str]
    group_subject: re.Pattern[str]
    group_behind: re.Pattern[str]
    described: re.Pattern[str]
    partners: re.Pattern[str]
    jointly: re.Pattern[str]
    home: re.Pattern[str]
    town_of: re.Pattern[str]
    word_of: re.Pattern[str]
    kept_word: re.Pattern[str]
    those: re.Pattern[str]
    of_itself: re.Pattern[str]
    both: re.Pattern[str]
    neighbourly: re.Pattern[str]
    described_end: re.Pattern[str]
    compares: re.Pattern[str]
    compared_bracket: re.Pattern[str]
    compared_value: re.Pattern[str]
    compared_of: re.Pattern[str]
    compared_name: re.Pattern[str]
    counted_row: re.Pattern[str]
    outside_after: re.Pattern[str]
    outside_before: re.Pattern[str]
    unknown_county: Guarded
    one_of: re.Pattern[str]
    spread: re.Pattern[str]
    spread_city: re.Pattern[str]
    spread_province: re.Pattern[str]
    one_of_country: re.Pattern[str]
    one_of_province: re.Pattern[str]
    closed_list: re.Pattern[str]
    local: re.Pattern[str]
    neighbour: re.Pattern[str]
    dealt_to: re.Pattern[str]
    against: re.Pattern[str]
    with_thing: re.Pattern[str]
    rest: re.Pattern[str]
    dealt_over_units: re.Pattern[str]
    firm: re.Pattern[str]
    done_everywhere: re.Pattern[str]
    all_of_it: re.Pattern[str]
    away: re.Pattern[str]
    away_for: re.Pattern[str]
    that_unit: re.Pattern[str]
    outside: re.Pattern[str]
    opens: re.Pattern[str]
    towns: Mapping[str, Town]
    town_names: re.Pattern[str]
    anywhere: re.Pattern[str]
    """Names, scope words and places outside: what most short texts hold none of."""
    outside_signs: frozenset[str]
    """Texts of which one stands beside every mention of a place outside."""

    @classmethod
    def load(cls, folder: Path = KNOWLEDGE) -> Self:
        """Read the place registry and ``place_words.toml``; raises `InputError` for a missing or broken rule."""
        rules = load_rules(folder / "place_words.toml")
        places = load_places(folder)
        by_alias: dict[str, tuple[PlaceAlias, ...]] = {}
        for alias in places.aliases:
            by_alias[alias.alias] = (*by_alias.get(alias.alias, ()), alias)
        towns = load_towns(folder)
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
            towns=towns,
            town_names=re.compile(trie(towns)),
            anywhere=re.compile(trie((*by_alias, *scope_words, *outside))),
            outside_signs=guarded(beside, partial(rules.compile, where="subject.outside")).needs or frozenset({""}),
            **patterns,
        )


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
    sure: set[str] = set()
    """Places that the text has named beyond doubt: their ambiguous names mean them from there on."""
    kept = []
    for index, (mention, kind) in enumerate(found):
        if kind is AliasKind.AMBIGUOUS and mention.code not in sure:
            plain = _owned(mention.code, own, rules) or _beside(text, found, index)
            if not plain and not _with_town(text, mention, rules):
                continue
        sure.add(mention.code)
        kept.append(mention)
    return kept


def _owned(code: str, own: str, rules: PlaceRules) -> bool:
    """Say whether a place is the one whose text it is, or lies in the city whose it is."""
    return code in own or (own != PROVINCE and bool(own) and rules.places[code].parent_code in own)


def _with_town(text: str, mention: Mention, rules: PlaceRules) -> bool:
    """Say whether a town of the county stands right behind its name (天台石梁镇), or a word of all of it (天台全县)."""
    if rules.all_of_it.match(text, mention.end):
        return True
    match = rules.town_names.match(text, mention.end)
    return match is not None and mention.code in rules.towns[match.group()].counties


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
    towns = _towns(text, own, rules)
    if not (towns or rules.anywhere.search(text) or rules.local.search(text) or rules.unknown_county.search(text)):
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
    # a town that its county stands before needs no more
    found.extend(town for town in towns if not any(mention.end == town.start for mention in found))
    found.extend(_local(text, rules))
    found.extend(_that_unit(text, found, rules))
    return sorted(found, key=lambda mention: mention.start)


def _towns(text: str, own: str, rules: PlaceRules) -> list[Mention]:
    """Return the counties that a larger unit's text means by the names of towns that one of them alone has.

    Only a town that opens a clause counts, in a text that speaks of no larger unit: a town elsewhere may be part of a word.
    """
    known = rules.places.by_code.get(own)
    if known is not None and known.level not in {Level.CITY, Level.PROVINCE}:
        return []
    if any(word in text for word in rules.scope_words):  # 全市 is not the county's that a town lies in
        return []
    found = []
    for match in rules.town_names.finditer(text):
        before = max(0, match.start() - NEAR_TOWN)
        if not rules.opens.search(text, before, match.start()) or rules.outside.search(text, 0, match.start()):
            continue
        town = rules.towns[match.group()]
        counties = [code for code in town.counties if known is None or _inside(code, own, rules)]
        if len(counties) == 1 and town.fits(text, match.start()):
            found.append(Mention(match.start(), match.end(), counties[0], Level.COUNTY, True))
    return found


def _inside(county: str, own: str, rules: PlaceRules) -> bool:
    return own in {PROVINCE, rules.places[county].parent_code}


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
        position = sentence_end(text, match.end())


def _that_unit(text: str, found: list[Mention], rules: PlaceRules) -> Iterator[Mention]:
    """Yield what 该县, 该市 and 这个山区县 mean: the county or city named last."""
    for match in rules.that_unit.finditer(text):
        named = [m for m in found if m.named and m.end <= match.start() and m.level in {Level.COUNTY, Level.CITY}]
        if named:
            last = max(named, key=lambda mention: mention.end)
            yield Mention(match.start(), match.end(), last.code, last.level, True)


def sentence_end(text: str, position: int) -> int:
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
