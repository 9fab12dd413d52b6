"""Whose a document is: the catalogue's place, else that of its title, its office, or of the story that it tells."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from etl.extract import places as place_names
from etl.extract.folding import fold
from etl.extract.governing import Scoped, subject
from etl.extract.lines import Kind, Paragraph
from etl.extract.places import GROUP, OUTSIDE, PROVINCE
from etl.extract.section_rules import SectionRules
from etl.model import Basis, Document, DocumentKind
from etl.registry.places import Level

OPENING = 400
"""Characters of the opening in which the assembly that a report was given to is looked for."""


def of_document(paragraphs: Sequence[Paragraph], document: Document, rules: SectionRules) -> Scoped:
    """Return the place that a document is about: its owner's, else the one county or group that it tells of."""
    opening = "".join(paragraph.text for paragraph in paragraphs[:6])[:OPENING]
    scope = document_scope(document, opening, rules)
    return _told_of(paragraphs, scope, document, rules) or _of_group(scope, document, rules) or scope


def document_scope(document: Document, opening: str, rules: SectionRules) -> Scoped:
    """Return the place that owns a whole document: the catalogue's, else the title's, the publisher's, the assembly's.

    A title that begins with a county or city unknown to the closed list of Zhejiang lies outside the province.
    """
    if document.place_code:
        return Scoped(document.place_code, Basis.DOCUMENT)
    met = rules.assembly.search(opening) or rules.assembly.search(fold(document.title))
    for text in (document.title, document.publisher, met[1] + "人民政府" if met else ""):
        folded = fold(text)
        code = owner(folded, document, rules)
        if not code and rules.foreign_title.match(folded) and not rules.not_foreign.search(folded):
            code = OUTSIDE
        if code:
            return Scoped(code, Basis.DOCUMENT)
    if any(rules.province_words.search(text) for text in (document.title, document.publisher)):
        return Scoped(PROVINCE, Basis.DOCUMENT)
    return Scoped("", Basis.NONE)


def _of_group(scope: Scoped, document: Document, rules: SectionRules) -> Scoped | None:
    """Return the group of counties that a province's paper is about by its title, ``None`` where it names none, or others."""
    if scope.code not in {"", PROVINCE}:
        return None
    found = place_names.mentions(fold(document.title), document.reference_date, rules.places)
    groups = any(mention.level == Level.GROUP for mention in found)
    alone = all(mention.level in {Level.GROUP, Level.PROVINCE} for mention in found)
    return Scoped(GROUP, Basis.DOCUMENT) if groups and alone else None


def _told_of(paragraphs: Sequence[Paragraph], scope: Scoped, document: Document, rules: SectionRules) -> Scoped | None:
    """Return the one county that a story in a larger unit's paper is about, ``None`` where it is about others too.

    Its heading or its first sentence names it; the larger unit is named or meant (全市) nowhere, nor by the document's title.
    """
    known = rules.places.places.by_code
    if document.kind != DocumentKind.OTHER or (scope.code and scope.code not in known):
        return None
    if owner(fold(document.title), document, rules):
        return None
    if scope.code and known[scope.code].level not in {Level.CITY, Level.PROVINCE}:
        return None
    written = [paragraph for paragraph in paragraphs if paragraph.kind in {Kind.HEADING, Kind.BODY}]
    found = [place_names.mentions(paragraph.text, document.reference_date, rules.places) for paragraph in written]
    units = [mention for mentions in found for mention in mentions]
    counties = {mention.code for mention in units if mention.named and mention.level == Level.COUNTY}
    if len(counties) != 1:
        return None
    county = counties.pop()
    told = any(mention.code == county for mention in _as_it_begins(written, found))
    if document.place_code and _only_met(written, found, county, rules):
        return None
    whole = bool(document.place_code) or not known[county].name.endswith("市")
    meant = any(
        _means(paragraph.text, mention, county, rules, whole=whole)
        for paragraph, mentions in zip(written, found, strict=True)
        for mention in mentions
    )
    inside = contains(scope.code, county, rules) or not scope.code
    return Scoped(county, Basis.DOCUMENT) if told and inside and not meant else None


def _means(text: str, mention: place_names.Mention, county: str, rules: SectionRules, *, whole: bool) -> bool:
    """Say whether a mention makes a story one of more than its county: of another city, or where 全市 is the ``whole``, of it.

    A newspaper's name and a rank among others (居全市第三) do not.
    """
    if mention.named:
        told = mention.level in {Level.CITY, Level.OUTSIDE}
        return told and rules.paper.match(text, mention.end) is None
    return whole and mention.level == Level.CITY and bool(subject(text, mention, 0, county, rules.places))


def _only_met(
    written: Sequence[Paragraph], found: Sequence[Sequence[place_names.Mention]], county: str, rules: SectionRules
) -> bool:
    """Say whether a county is named first as where something was held (会议在永康市召开): the story is not of it."""
    for paragraph, mentions in zip(written, found, strict=True):
        first = next((mention for mention in mentions if mention.code == county), None)
        if first is not None:
            return rules.held.match(paragraph.text, first.end) is not None
    return False


def _as_it_begins(
    written: Sequence[Paragraph], found: Sequence[Sequence[place_names.Mention]]
) -> Iterator[place_names.Mention]:
    """Yield the places that the headings above a text and its first sentence name; ``found`` are those of each paragraph."""
    for paragraph, mentions in zip(written, found, strict=True):
        if paragraph.kind is Kind.BODY:
            end = place_names.sentence_end(paragraph.text, 0)
            yield from (mention for mention in mentions if mention.start < end)
            return
        yield from mentions


def owner(text: str, document: Document, rules: SectionRules) -> str:
    """Return the place that a title or office names: all counties it names, else its city, else the province."""
    body = rules.province_body.match(text)
    if body and not rules.places.places.outside_in(body.group()):
        return PROVINCE
    found = place_names.named(text, document.reference_date, rules.places, alone(text, rules))
    for level in (Level.COUNTY, Level.CITY, Level.PROVINCE):
        codes = list(dict.fromkeys(mention.code for mention in found if mention.level == level))
        if codes:
            return "+".join(sorted(codes))
    return OUTSIDE if rules.places.places.outside_in(text) else ""


def alone(text: str, rules: SectionRules) -> str:
    """Return the places that a text means which is nothing but a name: an ambiguous one (云和：…) too."""
    return "+".join(alias.place_code for alias in rules.places.by_alias.get(text.strip(), ()))


def is_county(code: str, rules: SectionRules) -> bool:
    """Say whether a code is that of a county."""
    known = rules.places.places.by_code.get(code)
    return known is not None and known.level == Level.COUNTY


def contains(code: str, scope: str, rules: SectionRules) -> bool:
    """Say whether ``scope`` is the same as ``code`` or already inside it."""
    if not code or not scope or scope not in rules.places.places.by_code:
        return False
    return code == scope or code in {place.place_code for place in rules.places.places.ancestors(scope)}
