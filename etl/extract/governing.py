"""Which of the places that a text names a figure is about: the one in force in its sentence, its paragraph, its list."""

from __future__ import annotations

import re
from itertools import pairwise
from typing import NamedTuple

from etl.extract.number_rules import Number
from etl.extract.places import COUNTRY, GROUP, IN, OUTSIDE, PROVINCE, Mention, PlaceRules, resolve
from etl.extract.statements import Surroundings
from etl.model import Basis
from etl.registry.places import Level


class Scoped(NamedTuple):
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
    report: bool = False,
) -> Scoped:
    """Return the place in force at ``position`` of a sentence that begins at ``sentence_start``.

    ``scope`` is in force before the sentence: the ``own`` place of the text, or one that its paragraph opened with.
    What is ``told`` goes on behind a semicolon; a province's list goes on to other places there, and so does a ``report``
    from a group of counties that opens its sentence.
    """
    current, since, over = scope, sentence_start, scope
    inside = [mention for mention in found if mention.start >= sentence_start and mention.end <= position]
    rows = rows_of(text, inside)
    for row in rows[_of_parts(text, rows, position) :]:
        ended = rules.among.search(text[max(0, row[0].start - REACH_BEFORE) : row[0].start]) is not None
        ended = ended or (scope.code == PROVINCE and not told)
        opens = not report and row[-1].level == Level.GROUP and row[0].start - sentence_start <= REACH_BEFORE
        opens = opens and not rules.group_behind.search(text, sentence_start, row[0].start)
        listed = "；" in text[row[-1].end : position] and not opens
        past = "；" in text[row[-1].end : position] or rules.home.search(text, row[-1].end, position) is not None
        if past and rules.neighbour.search(text, sentence_start, row[0].start):
            continue  # 隔壁诸暨已有21家；…: told of it in passing
        if ended and (listed or _left_behind(text, row[-1], position, rules)):
            continue
        if rules.average.match(text, row[-1].end) and CLAUSES.search(text, row[-1].end, position):
            continue
        around = own if scope.basis is Basis.PARAGRAPH and "+" not in scope.code else scope.code
        code = _joint(text, row, sentence_start, position, around, rules) if len(row) > 1 else ""
        code = code or subject(text, row[-1], sentence_start, _around(row[-1], current, scope, own, rules), rules)
        if code == scope.code and "+" in code and current.code in code.split("+"):
            continue  # 全县 of a joint section is the one of them that the sentence speaks of
        if code:
            near = not any(sign in text[row[-1].end : position] for sign in "，；")
            over = current
            current, since = Scoped(code, Basis.STATED if near else Basis.SENTENCE), row[-1].end
    # 莲都、青田GDP超过250亿元，其余均在200亿元以下
    current = over if since > sentence_start and rules.rest.search(text, since, position) else current
    start = inside[-1].end if inside else sentence_start
    if "+" in scope.code and current.code in scope.code.split("+"):
        return scope if rules.both.search(text, start, position) else current
    partner = inside[-1] if inside and inside[-1].named and inside[-1].level == Level.COUNTY else None
    if partner and current.code in rules.places.by_code and rules.places[current.code].level == Level.COUNTY:
        met = rules.neighbourly.search(text, sentence_start, partner.start) and rules.both.search(text, start, position)
        if met and partner.code != current.code:  # 与龙游县签订协议，两县各出资
            return Scoped("+".join(sorted({partner.code, current.code})), Basis.SENTENCE)
    those = _those(text, found, since, position, current.code, rules) if len(found) > 1 else ""
    return Scoped(those, Basis.SENTENCE) if those else current


def _those(text: str, found: list[Mention], start: int, position: int, scope: str, rules: PlaceRules) -> str:
    """Return the joint code of the counties named last that 两县, 三地 mean between two positions, else ``""``."""
    match = next(iter([*rules.those.finditer(text, start, position)][::-1]), None)
    if match is None:
        return ""
    named = [m for m in found if m.named and m.level in {Level.COUNTY, Level.CITY} and m.end <= match.start()]
    count = "〇一二三四五".find(match["count"]) if match["count"] != "两" else PARTNERS
    codes = list(dict.fromkeys(m.code for m in named))
    row = next((row for row in reversed(rows_of(text, named)) if len(row) > 1), [])
    if len(codes) != count:
        codes = [m.code for m in row] if len(row) == count else []
    # 三县 are counties, two districts no 两县
    alike = match["kind"] == "地" or all(rules.places[code].name.endswith(match["kind"]) for code in codes)
    return "+".join(sorted(codes)) if codes and alike and all(lies_in(code, scope, rules) for code in codes) else ""


def described(text: str, found: list[Mention], stop: int, rules: PlaceRules) -> str:
    """Return the county or city that a number which ends at ``stop`` describes (84.2%的龙泉), ``""`` if it describes none."""
    words = rules.described.match(text, stop)
    if words is None:
        return ""
    for mention in found:
        if mention.named and mention.start == words.end() and mention.level in {Level.COUNTY, Level.CITY}:
            return mention.code if rules.described_end.match(text, mention.end) else ""
    return ""


def compared(text: str, found: list[Mention], number: Number, scope: str, rules: PlaceRules) -> str:
    """Return the larger unit whose own value a number is that something is compared with, ``""`` if it is none's.

    高于全国平均（5.0%）, 比全省4.5%的平均水平高, 高于7.1%的全国年均增幅.
    """
    for mention in found:
        if mention.named or mention.level not in ABOVE:
            continue
        first = min(mention.start, number.start)
        if not rules.compares.search(text[max(0, first - REACH_BEFORE) : first]):
            continue
        between = text[mention.end : number.start]
        bracket = rules.compared_bracket.fullmatch(between) and text.startswith("）", number.stop)
        ahead = rules.compared_value.fullmatch(between) and rules.compared_of.match(text, number.stop)
        behind = text[number.stop : mention.start] == "的" and rules.compared_name.match(text, mention.end)
        if bracket or ahead or behind:
            return resolve(mention.level, scope.partition("+")[0], rules)
    return ""


def _of_parts(text: str, rows: list[list[Mention]], position: int) -> int:
    """Return how many lists of places are behind: 其中文成18万亩、泰顺38万亩，总产值… goes on about the whole."""
    behind = 0
    for number, (first, second) in enumerate(pairwise(rows), start=2):
        between = text[first[-1].end : second[0].start]
        parts = between.endswith("、") and any(sign.isdigit() for sign in between) and not CLAUSES.search(between)
        same = first[-1].level == second[-1].level and first[-1].named and second[-1].named
        if parts and same and CLAUSES.search(text, second[-1].end, position):
            behind = number
    return behind


def _around(mention: Mention, current: Scoped, scope: Scoped, own: str, rules: PlaceRules) -> str:
    """Return the place by which a mention is understood: 全县 is the county that its sentence has named.

    So is 全市 in a text of the province: 海宁市…；全市….
    """
    if mention.named:
        return own
    known = rules.places.by_code.get(current.code)
    if known is None or known.level not in {Level.COUNTY, Level.CITY}:
        return scope.code
    within = mention.level == Level.CITY and scope.code in {"", PROVINCE}
    county = mention.level == Level.COUNTY and known.level == Level.COUNTY
    return current.code if county or within else scope.code


CLAUSES = re.compile("[，；]")
"""Signs that end a clause inside a sentence."""


def _left_behind(text: str, mention: Mention, position: int, rules: PlaceRules) -> bool:
    """Say whether a list of a province has gone on from a group of counties to what is done in all of it."""
    if mention.level != Level.GROUP:
        return False
    clauses = (sign.end() for sign in CLAUSES.finditer(text, mention.end, position))
    return any(rules.done_everywhere.match(text, clause) for clause in clauses)


PARTNERS = 2
"""Counties that work together across their border."""

REACH_BEFORE = 16
"""Characters before a place that say whether it is a subject."""

LEADS = frozenset({"，", "（", "："})
"""Signs behind the place that leads a ranking: more is said of it."""

ABOVE = frozenset({Level.CITY, Level.PROVINCE, Level.COUNTRY, Level.GROUP})
"""Levels of scope words that end what a paragraph's county governs."""

OPENS = re.compile("(?:^|[。；，：])$")
"""A place that stands here begins its clause."""

JOINS = frozenset({"、", "和", "与", "及"})

MOST_JOINT = 3
"""Places: a longer list names members of something, not the joint owners of a figure."""


def rows_of(text: str, found: list[Mention]) -> list[list[Mention]]:
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
    jointly = (
        len(row) == PARTNERS
        and all(mention.level == Level.COUNTY for mention in row)
        and rules.jointly.match(text, row[-1].end) is not None
    )
    jointly = jointly and any(lies_in(mention.code, scope, rules) for mention in row)
    if not 1 < len(row) <= MOST_JOINT or not (several or jointly or scope in {"", PROVINCE} or "+" in scope):
        return ""
    before, end = text[max(sentence_start, row[0].start - REACH_BEFORE) : row[0].start], row[-1].end
    closed = rules.closed_list.match(text, end)
    counted = closed is not None and int(closed["count"]) == len(row) and position > closed.end()
    if rules.not_after.search(before) or (not counted and rules.not_before.match(text[end : end + 6])):
        return ""
    codes = {mention.code for mention in row if mention.level in {Level.COUNTY, Level.CITY}}
    if several and not all(lies_in(code, scope, rules) for code in codes):
        return ""
    if "+" in scope:
        codes &= set(scope.split("+"))
    elif len(codes) < len(row):
        return ""
    return "+".join(sorted(codes))


def larger_unit(text: str, found: list[Mention], number: Number, around: Surroundings, rules: PlaceRules) -> str:
    """Return the unit whose set a figure counts (全国5个试点之一, 在温州4个县推广), ``""`` where it counts none."""
    if rules.spread.match(around.right):
        cities = (m for m in found if m.named and m.level == Level.CITY)
        over = next(
            (m for m in cities if m.end <= number.start and rules.spread_city.fullmatch(text, m.end, number.start)),
            None,
        )
        if over and text[over.start - 1 : over.start] in IN:
            return over.code
        if rules.spread_province.search(around.sentence):
            return PROVINCE
    if not rules.one_of.match(around.right):
        return ""
    if rules.one_of_country.search(around.left):
        return COUNTRY
    return PROVINCE if rules.one_of_province.search(around.left) else ""


def subject(text: str, mention: Mention, sentence_start: int, scope: str, rules: PlaceRules) -> str:
    """Return the code that a mention puts in force, ``""`` if it is a mere reference."""
    before, after = (
        text[max(sentence_start, mention.start - REACH_BEFORE) : mention.start],
        text[mention.end : mention.end + 6],
    )
    if mention.level == Level.OUTSIDE:
        return OUTSIDE
    if _mentioned(text, mention, before, after, rules):
        return ""
    if not mention.named:
        return _scope_word(before, after, mention, scope, rules)
    if scope == OUTSIDE:
        return ""
    beside = mention.level in {Level.COUNTY, Level.CITY} and rules.neighbour.search(before)
    # 今年前三季度，青田县域就诊率为90.3%, in a text of 平湖
    beside = beside or (
        mention.level == Level.COUNTY and OPENS.search(before) and rules.of_itself.match(text, mention.end)
    )
    if beside or (mention.level in {Level.COUNTY, Level.CITY} and lies_in(mention.code, scope, rules)):
        return mention.code
    if mention.level == Level.GROUP and (
        scope in {"", PROVINCE} or (rules.group_subject.match(after) and rules.clause_start.search(before))
    ):
        return mention.code
    if mention.level == Level.PROVINCE and rules.clause_start.search(before):
        return "" if rules.firm.match(text, mention.end) else mention.code
    return ""


def _mentioned(text: str, mention: Mention, before: str, after: str, rules: PlaceRules) -> bool:
    """Say whether the words on both sides make a mention a mere reference: 列入浙江, 高于杭州平均, 全省率先."""
    leads = rules.topped.search(before) is not None and after[:1] in LEADS
    if not leads and rules.not_after.search(before):
        return True
    if rules.away.search(before) and rules.away_for.match(after):
        return True
    owned = rules.owned.match(text, mention.end) or rules.average.match(text, mention.end)
    owns = owned is not None and rules.clause_start.search(before)
    if not owns and rules.not_before.match(after):
        return True
    if mention.level == Level.COUNTRY and not rules.country_before.match(after):
        return True
    return not mention.named and rules.first_among.match(after) is not None


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
    if length < 2 or len(row) < length or rules.against.search(text, 0, row[0].start):
        return ""
    start = text.rfind("。", 0, position) + 1
    codes = list(dict.fromkeys(mention.code for mention in governed if mention.start >= start))
    if (
        len(codes) == length
        and rules.dealt_to.search(text[start:position])
        and rules.those.search(text, row[0].end, position)
    ):
        return codes[index]  # 青田…只有平湖的55%，去年…68%，两地分别为31260元和46120元
    between = rules.dealt_over.sub("", text[row[-1].end : position])
    joins = [text[left.end : right.start] for left, right in pairwise(row)]
    things = rules.each.search(between) is not None and all(map(rules.with_thing.fullmatch, joins))
    joined = things or all(join in JOINS for join in joins)
    # 天台、仙居两县共接待…，低收入农户收入分别增长10.8%、11.2%: of one thing, told of each of the two that the sentence is of
    clause = between.rpartition("，")[2]
    apart = "，" in between and ("。" in between or not rules.each.search(clause))
    words = clause[: next((index for index, sign in enumerate(clause) if sign.isdigit()), len(clause))]
    several = any(sign in words for sign in JOINS)  # two things are dealt out: 两县投资和消费分别增长…
    return row[index].code if joined and len(between) <= DEALT and not (apart or several) else ""


def over_units(
    text: str, found: list[Mention], position: int, length: int, scope: str, rules: PlaceRules
) -> tuple[str, ...]:
    """Return the units of several levels that a list is dealt out to (全市、全县GDP分别增长5.1%、5.6%), none for another list."""
    row = [m for m in found if m.level in {Level.COUNTY, Level.CITY, Level.PROVINCE} and m.end <= position][-length:]
    if length < 2 or len(row) < length or len({m.level for m in row}) < length:
        return ()
    joined = all(text[left.end : right.start] in JOINS for left, right in pairwise(row))
    if not (joined and rules.dealt_over_units.match(text[row[-1].end : position])):
        return ()
    return tuple(m.code if m.named else resolve(m.level, scope.partition("+")[0], rules) for m in row)


def of_town(part: str, text: str, found: list[Mention], scope: str, rules: PlaceRules) -> str:
    """Return the county that the name of a town begins with where it is not the one in force (瑞安莘塍街道), else ``""``."""
    for mention in found:
        named = mention.named and mention.level == Level.COUNTY and mention.code not in scope.split("+")
        county = text[mention.start : mention.end] if named else ""
        if county and part.startswith(county) and rules.town_of.fullmatch(part, len(county)):
            return mention.code
    return ""


def is_above(code: str, place: str, rules: PlaceRules) -> bool:
    """Say whether a place lies in another one: who holds a rank is not the unit that it is held in."""
    if place not in rules.places.by_code:
        return False
    return code in {above.place_code for above in rules.places.ancestors(place)}


def lies_in(code: str, scope: str, rules: PlaceRules) -> bool:
    """Say whether a place lies in the one in force, or is one of a joint scope."""
    if scope in {"", PROVINCE, COUNTRY, GROUP}:
        return True
    above = {place.place_code for place in rules.places.ancestors(code)}
    return any(part == code or part in above for part in scope.split("+"))
