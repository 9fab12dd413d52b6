"""Which words name what a number measures: before it, behind its unit, or carried from the number before."""

from __future__ import annotations

import re
from collections.abc import Iterable
from itertools import takewhile
from typing import NamedTuple

from etl.extract.number_rules import Number
from etl.extract.phrase_rules import PhraseRules
from etl.model import LONGEST_TEXT, Basis, Measure
from etl.registry.guards import WHOLE, Guarded


class Phrase(NamedTuple):
    """The words that name an indicator, and where they come from."""

    text: str
    basis: Basis


def strip_end(text: str, *patterns: Guarded) -> str:
    """Take matches of the patterns off the end until none is left."""
    while text:
        for pattern in patterns:
            match = pattern.search(text)
            if match and match[WHOLE]:
                text = text[: match.start(WHOLE)]
                break
        else:
            return text
    return text


def strip_start(text: str, pattern: re.Pattern[str]) -> str:
    """Take matches of the pattern off the beginning until none is left."""
    while text:
        match = pattern.match(text)
        if not match or not match.group():
            return text
        text = text[match.end() :]
    return text


def name_before(left: str, kind: Measure, rules: PhraseRules) -> str:
    """Return the name that stands before a number, ``""`` if the words there name nothing."""
    left = rules.left.done_inside.sub("", rules.left.through.sub("", rules.left.gloss.sub("", left)))
    if kind is Measure.RANK:
        return strip_start(strip_end(left, rules.left.end, rules.rank.end), rules.left.start)
    changing = kind in {Measure.GROWTH, Measure.CHANGE}
    left = strip_end(left, rules.left.end, rules.left.change_end) if changing else strip_end(left, rules.left.end)
    return strip_start(left, rules.left.start)


APPROACH = 2
"""Characters of approximation (近, 超过) between a verb and its figure."""


class Behind(NamedTuple):
    """What stands behind a unit: the counted noun, the verb phrase after it, and where the noun ends in the text."""

    noun: str
    verb: str
    end: int
    after: str = ""
    """The next clause, where nothing stands behind the unit in this one."""
    described: bool = False
    """Whether 的 stands before the noun: what stands before it only describes it."""
    by_rate: bool = False
    """Whether the number is a rate at which the noun is given (以每月600元的标准给予补贴)."""


NOTHING_BEHIND = Behind("", "", -1)


def noun_behind(text: str, number: Number, limit: int, rules: PhraseRules) -> Behind:
    """Return the counted noun behind the unit; the noun ends at a sign, at a number, or before a verb."""
    start = number.stop
    fill = rules.right.fill.match(text, start)
    start = fill.end() if fill else start
    if number.counts != "self" and (named := rules.left.class_of.match(text, start)):
        start, limit = named.end(), max(limit, named.end() + LONGEST_TEXT)
    tail = text[start : min(limit, start + LONGEST_TEXT)]
    if rules.right.aim.match(tail):
        return NOTHING_BEHIND
    if classed := rules.right.classed.match(tail):
        return Behind(classed["limit"] + classed["what"], "", start + classed.end())
    stop = _sign_after(tail, rules)
    after = rules.right.next_clause.match(tail, stop) if not stop else None
    if after and rules.series.any_head.search(after[1]) and text[start + after.end() :][:1].isdigit():
        after = None  # the next clause has a number of its own: 完成投资26.4亿元，完工率81.7%
    tail = tail[:stop]
    if relative := rules.right.relative.match(tail):
        tail, start = tail[relative.end() :], start + relative.end()
    if _leads_on(text, start + stop, limit) and (measured := rules.right.next_measure.search(tail)):
        tail = tail[: measured.start()]  # 2台机组总投资400亿元
    quoted = tail.find("”") + 1 if tail.startswith("“") else 0
    verb = rules.right.verb.search(tail, quoted)
    leads = verb is not None and verb.start() and rules.right.leading.match(tail, verb.start())
    if verb is not None and leads and _leads_on(text, start + stop, limit):
        tail, verb = tail[: verb.start()], None  # what is done leads to the next figure: 160家工坊带动增收3600万元
    noun, phrase = (tail, "") if verb is None else (tail[: verb.start()], tail[verb.start() :])
    noun = strip_end(noun.rstrip("和及与或并"), rules.right.noun_end)
    kept, owner = _without_modifier(noun, rules)
    start, noun, phrase = start + (0 if owner else len(noun) - len(kept)), kept, "" if owner else phrase
    if not noun:
        return Behind("", phrase, start + len(phrase), after[1] if after else "")
    rate = fill is not None and rules.right.by_rate.search(fill[0]) is not None
    described = fill is not None and fill[0].endswith("的")
    return Behind(noun.strip("了 "), phrase.strip("的了 "), start + len(noun), described=described, by_rate=rate)


def _leads_on(text: str, stop: int, limit: int) -> bool:
    """Say whether the words that stop there run on into the next number, but for its approximation."""
    between = text[stop:limit]
    return limit < len(text) and len(between) <= APPROACH and (not between or between.isalpha())


def _without_modifier(noun: str, rules: PhraseRules) -> tuple[str, bool]:
    """Return a noun without what describes it before 的, and whether it is instead the owner of what stands behind 的."""
    modifier, of, head = noun.partition("的")
    describes = (
        "、" in modifier
        or (len(modifier) < 3 and not rules.right.holder.search(modifier))
        or rules.right.modifier.match(modifier)
    )
    if not of:
        return noun, False
    if not (describes and len(head) > 1) or rules.right.said_of.match(head):
        return modifier, True
    # a short noun keeps what tells it from others: 综合实力较强的乡镇
    return (head if len(head) > rules.right.short_noun or len(modifier) < 3 else noun), False


def _sign_after(tail: str, rules: PhraseRules) -> int:
    """Return where the words behind a unit end: quotes and short brackets inside a name do not end it."""
    position = 0
    while True:
        if tail[position : position + 1] in {"“", "《"}:
            closing = tail.find("”" if tail[position] == "“" else "》", position)
            position = closing + 1 if closing > 0 else position + 1
            continue
        match = rules.right.end.search(tail, position)
        if match is None:
            return len(tail)
        if not match.start():
            return 0
        inside = rules.right.bracket.match(tail, match.start()) or rules.right.series.match(tail, match.start())
        if inside is None:
            return match.start()
        position = inside.end()


def unfolded(name: str, rules: PhraseRules) -> list[str]:
    """Return the names that one folded name stands for (城乡居民收入 is 城镇居民收入 and 农村居民收入)."""
    for word, parts in rules.series.folded:
        if word in name and not rules.series.unfolded.search(name):
            return [name.replace(word, part, 1) for part in parts]
    return [name]


def completed(parts: list[str], rules: PhraseRules) -> list[str]:
    """Give the names of a list the head that only the last one carries (城镇、农村居民收入; A、B产业增加值)."""
    last = parts[-1]
    head = rules.series.head.search(last)
    first = rules.series.head.search(parts[0])
    if first and first.start() > 1 and rules.series.head.fullmatch(last):  # 规上工业总产值、增加值; not 进出口、进口
        return [parts[0], *(parts[0][: first.start()] + part for part in parts[1:])]
    share = rules.series.of_whole.search(last)
    if share and share.start() and not any(rules.series.of_whole.search(part) for part in parts[:-1]):
        # A、B增加值占规上工业比重; 第二、第三产业占地区生产总值的比重
        return [part + share[0] for part in completed([*parts[:-1], last[: share.start()]], rules)]
    people = rules.series.people.match(last)
    if people and all(rules.series.people.fullmatch(part) for part in parts[:-1]):
        rest = last[people.end() :]
        resident = rules.series.resident
        bare = [
            part if part.endswith(resident) or not rules.series.area.fullmatch(part) else part + resident
            for part in parts
        ]
        return [*(part + rest for part in bare[:-1]), last]
    full = []
    for part in parts[:-1]:
        shared = next((part[-size:] for size in range(len(part) - 1, 1, -1) if part[-size:] in last), "")
        if shared and not last.endswith(shared):
            part += last[last.index(shared) + len(shared) :]
        elif rules.series.whole_name.fullmatch(part) and not rules.series.rate_head.search(last):
            pass
        elif len(part) <= rules.right.short_noun and (len(last) > 2 * len(part) or _same_order(part, last)):
            part += last[len(part) :]
        elif head and head.start() > 0 and not rules.series.head.search(part):
            part += head[0]
        full.append(part)
    return [*full, last]


def _same_order(part: str, last: str) -> bool:
    """Say whether two names of a list begin alike (第二、第三产业), but for their first sign (一产、三产占比)."""
    ordered = part[0] == last[0] == "第" and len(last) >= 2 * len(part)
    return ordered or (1 < len(part) < len(last) - 1 and part[1:] == last[1 : len(part)])


def is_dependent(name: str, rules: PhraseRules) -> bool:
    """Say whether a name needs the thing named before it (总投资, 占比)."""
    return bool(rules.base.words.match(name))


def on_base(base: str, name: str, rules: PhraseRules) -> str:
    """Return a dependent name with the thing that it needs: that without its verb and, but for shares, without its measure."""
    if to := rules.base.contribution.fullmatch(name):
        base = rules.base.contributing.sub("", base)
        return shorten(rules.base.contribution_name.format(base=base, to=to["to"]), rules)
    if not rules.base.base_whole.search(name):
        base = rules.base.base_head.sub("", base)
    base = rules.base.base_start.sub("", base) or base
    return shorten(base + name, rules)


def told(name: str, unit: str, rules: PhraseRules) -> str:
    """Return the name of an amount of money with a noun for the verb that it ends with (一天能挣 is 一天收入)."""
    own = rules.told_by_itself
    for noun, verb in rules.told:
        found = verb.search(name)
        if found is None or not found.start() or rules.left.price.fullmatch(name):
            continue
        before = name[: found.start()]
        if own.sold.search(found[0]) and own.large.search(unit):
            return before + own.sales
        return before if own.name.search(before) or before.endswith(noun) else before + noun
    return name


def joined(parts: Iterable[str], rules: PhraseRules) -> str:
    """Return one name for several: what they end in alike is said once where they are long (A、B人均可支配收入)."""
    listed = list(dict.fromkeys(parts))
    whole = "、".join(listed)
    backwards = [part[::-1] for part in listed]
    shared = sum(1 for _ in takewhile(lambda signs: len(set(signs)) == 1, zip(*backwards, strict=False)))
    if len(whole) <= rules.longest or min(map(len, listed)) <= shared or shared < len(listed):
        return whole
    return "、".join(part[:-shared] for part in listed) + listed[0][-shared:]


def shorten(name: str, rules: PhraseRules) -> str:
    """Cut a name to its longest, from the front: Chinese names are headed at the end; unpaired signs go."""
    name = name.strip("，。；：、 的")
    if price := rules.left.price.fullmatch(name):
        name = rules.left.price_name.format(what=price["what"], unit=price["unit"])
    light = rules.left.light_verb.search(name)
    if light:
        name = light["to"] + light["what"]
    others = rules.left.after_others.search(name)
    if others:
        name = others["name"]
    if len(name) > rules.longest // 2 and "的" in name[:-4] and not rules.left.threshold.search(name):
        name = name[name.rindex("的", 0, len(name) - 3) + 1 :] if "的" in name[: len(name) - 3] else name
    longest = LONGEST_TEXT if rules.left.threshold.search(name) else rules.longest
    name = name[-longest:]
    name = rules.left.can.sub("", rules.left.doing.sub("", name))
    for opening, closing in ("“”", "《》", "（）"):
        if name.count(opening) != name.count(closing):
            name = name.replace(opening, "").replace(closing, "")
    return name.strip("，。；：、 ")
