"""The name of a level: the noun behind its unit with what qualifies it, or the name before it."""

from __future__ import annotations

from etl.extract.number_rules import Form, Number
from etl.extract.phrase_rules import PhraseRules
from etl.extract.phrases import Behind, name_before, strip_end, strip_start
from etl.model import Measure

SHORT_THING = 4
"""Characters up to which the name of what is counted needs the verb before it."""

LONGEST_MEASURE = 4
"""Characters of the measure of a thing behind a quantity (陆域面积仅378平方公里的海岛)."""

WHO = 8
"""Characters up to which the words before a time allowed say who or what it is for (网格员30分钟内上门)."""


def counted(left: str, bare: str, number: Number, behind: Behind, rules: PhraseRules) -> str:
    """Return what a level measures, by the words before it and those behind its unit; ``""`` if they say nothing.

    ``bare`` are the words before it without what may stand between a name and its number.
    """
    response = rules.right.response.match(behind.noun + behind.verb)
    if response and number.counts == "self":
        who = name_before(left, Measure.LEVEL, rules)
        return (who if len(who) <= WHO else "") + response["what"] + rules.right.limit
    before = name_before(left, Measure.LEVEL, rules)
    if behind.verb or behind.noun:
        before = rules.left.spender.sub("", before)
    head = strip_end(before, rules.left.making)
    if number.counts == "self" and rules.left.spending.fullmatch(before):
        return _purpose(before, behind, rules)
    if not behind.noun and not head and (named := rules.right.named_unit.search(number.unit)):
        return named[0]
    if not behind.noun:
        return _uncounted(left, bare, before, head, number, behind.verb, rules)
    if given := rules.left.given_to.search(bare):
        return given["to"] + behind.noun
    if behind.verb and rules.left.together.search(left):
        return _with_verb(behind, rules)
    if number.counts == "self" and number.form is not Form.NUMERAL:
        return _amount(left, before, head, behind, rules)
    return _enumerated(before, number, behind, rules) or _things(left, before, head, behind, rules)


def _uncounted(left: str, bare: str, before: str, head: str, number: Number, verb: str, rules: PhraseRules) -> str:
    """Return the name where no noun stands behind the unit: what the counted do, or the words before."""
    if offered := rules.right.offered.match(verb):
        return offered["what"]
    if number.counts != "self" and len(verb) > 1:
        causing = rules.left.causing.search(bare)
        if causing or not head:
            return (causing[0] if causing else "") + strip_start(verb, rules.left.start)
    named = head or len(before) >= SHORT_THING or rules.base.flow_verb.fullmatch(before)
    return _priced(left, before, rules) if named else ""


def _priced(left: str, before: str, rules: PhraseRules) -> str:
    """Return the name of an amount with how much of the thing it is for (收购价每公斤 is 每公斤收购价, 元胡每公斤)."""
    each, price = rules.left.priced_each.search(left), rules.left.price_noun.search(before)
    if each is None or each[0] in before:
        return before
    thing, what = (before[: price.start()].rstrip("的"), price[0]) if price else (before, "")
    return thing + each[0] + what


def _amount(left: str, before: str, head: str, behind: Behind, rules: PhraseRules) -> str:
    """Return the name of an amount in a measuring unit with a noun behind it (总投资50亿元的项目, 引进1亿美元外资)."""
    if behind.by_rate:
        return behind.noun
    if head and head != before:
        return head + behind.noun
    measured = rules.left.measured.search(before)
    if measured:
        return behind.noun + (before if len(before) <= LONGEST_MEASURE else measured[0])
    if behind.described and rules.left.paid.fullmatch(behind.noun):
        each = rules.left.each.search(left)
        return (each[0] if each else "") + behind.noun
    if acting := rules.left.acting.search(before):
        return acting[0] + behind.noun
    if rules.left.site.search(left) and len(behind.noun) > 1:
        return behind.noun
    return before if head else behind.noun


def _enumerated(before: str, number: Number, behind: Behind, rules: PhraseRules) -> str:
    """Return the name of places that are all named before their count (涉及龙观、横街2个乡镇): the verb and the noun."""
    if number.value != before.count("、") + 1 or not rules.right.place_kind.fullmatch(behind.noun):
        return ""
    first, _, _ = before.partition("、")
    verb = rules.left.of_places.match(first)
    return (verb[0] if verb else "") + behind.noun


def _things(left: str, before: str, head: str, behind: Behind, rules: PhraseRules) -> str:
    """Return the name of counted things."""
    # 「A、B等3个X」 and 「…的3个X」: what stands before lists or describes, the noun names
    listing = rules.left.listing.search(left)
    row = rules.left.row_start.sub("", before)
    if (
        "、" in row
        and not listing
        and not rules.left.examples.search(row)
        and len(behind.noun) <= rules.right.short_noun
        and min(map(len, row.split("、"))) > 1
    ):
        return row + behind.noun
    if len(behind.noun) == 1 and not listing and (doing := rules.left.done_to.search(before)):
        return (before if len(before) <= rules.longest // 2 else doing[0]) + behind.noun
    if rules.left.given.search(behind.noun) and (giving := rules.left.giving.search(before)):
        return giving[0] + behind.noun
    if listing or "、" in before:
        head = before = ""
    if head:
        return rules.left.gathering.sub("", head) + behind.noun
    reaching = rules.left.reaching.search(before)
    result = rules.right.result.match(behind.verb)
    if reaching:
        return reaching["verb"] + behind.noun + (result[0] if result else "")
    named = _with_verb(behind, rules)
    telling = rules.left.telling.search(before)
    return telling[0] + named if telling and len(named) <= SHORT_THING else named


def _with_verb(behind: Behind, rules: PhraseRules) -> str:
    """Return a counted noun with what it does: 「11家企业入选名单」 counts 入选名单企业."""
    noun, verb = behind.noun, strip_start(behind.verb, rules.right.already)
    first = rules.right.verb.match(verb)
    if first and rules.right.becoming.match(verb, first.end()):  # what is done first names
        verb = first[0]
    longest = rules.longest - len(noun) if len(noun) <= rules.right.short_noun else 2 * len(noun)
    return verb[:longest] + noun if len(verb) > 1 and not rules.right.no_doing.match(verb) else noun


def _purpose(verb: str, behind: Behind, rules: PhraseRules) -> str:
    """Return the name of an amount spent: what it is spent on, and the verb of spending."""
    purpose = strip_start(behind.noun + behind.verb or behind.after, rules.right.purpose_start)
    verb = rules.left.spent.sub(rules.left.spent_name, verb)
    return purpose + verb if len(purpose) > 1 else verb
