"""The place that a sentence carries on from the ones before it: a story goes on about a county, a paragraph about its first."""

from __future__ import annotations

from etl.extract.governing import ABOVE, PARTNERS, REACH_BEFORE, Scoped, in_force, lies_in, rows_of, subject
from etl.extract.places import Mention, PlaceRules, resolve, sentence_end
from etl.model import Basis
from etl.registry.places import Level

BULLETS = "—-●•·■▪◆◇▶【 "
"""Signs before the points of a list."""


TOLD_OF = frozenset({Level.COUNTY, Level.CITY, Level.OUTSIDE})


def told_of(
    text: str, found: list[Mention], previous: int, sentence_start: int, scope: Scoped, rules: PlaceRules
) -> Scoped:
    """Return the county that a story goes on about: the only one named so far, or that leads the last sentence to name any.

    Else the scope in force. ``previous`` is where the sentence before begins, -1 for the first one.
    """
    units = (m for m in found if m.named and m.start < sentence_start and m.level in TOLD_OF)
    named = {m.code for m in units if subject(text, m, 0, scope.code, rules)}
    several = any(len(row) > 1 for row in rows_of(text, [m for m in found if m.start < sentence_start]))
    if previous < 0 or scope.code in named:
        return scope
    if several or len(named) != 1:
        return _leading(text, found, sentence_start, scope, rules)
    before = in_force(text, found, previous, sentence_start, scope, scope.code, rules, told=True)
    return Scoped(before.code, Basis.PARAGRAPH) if before.code in named else scope


def _leading(text: str, found: list[Mention], sentence_start: int, scope: Scoped, rules: PlaceRules) -> Scoped:
    """Return the county that leads the last sentence that names any (富阳区有…。培育…28家。), else the scope in force."""
    before = [mention for mention in found if mention.end <= sentence_start]
    subjects = [m for m in before if m.named or m.level in ABOVE]
    if not subjects:
        return scope
    start = text.rfind("。", 0, subjects[-1].start) + 1
    own = [mention for mention in subjects if mention.start >= start]
    county = own[0].level == Level.COUNTY and {mention.code for mention in own} == {own[0].code}
    if not county or text[start : own[0].start].strip(BULLETS):
        return scope
    code = subject(text, own[0], start, scope.code, rules)
    return Scoped(code, Basis.PARAGRAPH) if code else scope


def opened(text: str, found: list[Mention], sentence_start: int, scope: Scoped, rules: PlaceRules) -> Scoped:
    """Return the county that a paragraph's first sentence is about, for its later ones; else the scope in force.

    Only where a larger unit is in force, and no other place has been a subject in between.
    """
    if pair := _pair(text, found, sentence_start, scope, rules):
        return Scoped(pair, Basis.PARAGRAPH)
    end = sentence_end(text, 0)
    first = next((mention for mention in found if mention.start < end), None)
    if sentence_start <= end or first is None or first.level != Level.COUNTY or not first.named:
        return scope
    before = text[: first.start].lstrip(BULLETS)
    if first.code == scope.code or "+" in scope.code or not rules.clause_start.search(before[-REACH_BEFORE:]):
        return scope
    others = (m for m in found if m.start < sentence_start and _is_another(m, first.code, rules))
    code = (
        ""
        if any(subject(text, m, 0, scope.code, rules) for m in others)
        else subject(text, first, 0, scope.code, rules)
    )
    return Scoped(code, Basis.PARAGRAPH) if code else scope


def _is_another(mention: Mention, code: str, rules: PlaceRules) -> bool:
    """Say whether a mention is of another unit than that of a code, or of one above it."""
    if mention.named:
        return mention.code != code
    # 全市 is the first one's where that is a city itself: 永康…。全市…。
    return mention.level in ABOVE and resolve(mention.level, code, rules) != code


def _pair(text: str, found: list[Mention], sentence_start: int, scope: Scoped, rules: PlaceRules) -> str:
    """Return the two counties that a paragraph opens with as partners (东阳、磐安携手…。), for its later sentences."""
    end = sentence_end(text, 0)
    row = next(iter(rows_of(text, [mention for mention in found if mention.start < end])), [])
    if sentence_start <= end or len(row) != PARTNERS or not rules.partners.match(text, row[-1].end):
        return ""
    before = text[max(0, row[0].start - REACH_BEFORE) : row[0].start].lstrip(BULLETS)
    # the partner of one of ours may lie in another city
    counties = all(one.named and one.level == Level.COUNTY for one in row)
    counties = counties and any(lies_in(one.code, scope.code, rules) for one in row)
    others = (m for m in found if row[-1].end <= m.start < sentence_start and (m.named or m.level in ABOVE))
    if not counties or not rules.clause_start.search(before) or any(others):
        return ""
    return "+".join(sorted({mention.code for mention in row}))
