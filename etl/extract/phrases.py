"""Which words name what a number measures: before it, behind its unit, or carried from the number before."""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import Path

from etl.extract.numbers import Form, Number
from etl.model import LONGEST_TEXT, Basis, Measure
from etl.paths import KNOWLEDGE
from etl.registry.rules import load_rules


@dataclass(frozen=True)
class PhraseRules:
    """The patterns of ``phrases.toml``."""

    longest: int
    stop_signs: str
    left_end: re.Pattern[str]
    change_end: re.Pattern[str]
    left_start: re.Pattern[str]
    making: re.Pattern[str]
    through: re.Pattern[str]
    reaching: re.Pattern[str]
    causing: re.Pattern[str]
    right_end: re.Pattern[str]
    verb: re.Pattern[str]
    fill: re.Pattern[str]
    dependent: re.Pattern[str]
    share_of: re.Pattern[str]
    split: re.Pattern[str]
    pair: re.Pattern[str]
    each: re.Pattern[str]
    rank_end: re.Pattern[str]
    bracket: re.Pattern[str]
    noun_end: re.Pattern[str]
    series: re.Pattern[str]
    next_clause: re.Pattern[str]
    spending: re.Pattern[str]
    purpose_start: re.Pattern[str]
    carried_prefix: re.Pattern[str]
    shared_prefix: re.Pattern[str]
    ratio_name: re.Pattern[str]
    given_to: re.Pattern[str]
    together: re.Pattern[str]
    offered: re.Pattern[str]
    list_bound: re.Pattern[str]
    modifier: re.Pattern[str]
    after_others: re.Pattern[str]
    light_verb: re.Pattern[str]
    doing: re.Pattern[str]
    listing: re.Pattern[str]
    measured: re.Pattern[str]
    short_noun: int
    flow_verb: re.Pattern[str]
    base_head: re.Pattern[str]
    base_start: re.Pattern[str]
    base_whole: re.Pattern[str]
    head: re.Pattern[str]
    gloss: re.Pattern[str]
    folded: tuple[tuple[str, tuple[str, ...]], ...]

    @classmethod
    def load(cls, folder: Path = KNOWLEDGE) -> PhraseRules:
        """Read ``phrases.toml``; raises `InputError` for a missing or broken rule."""
        rules = load_rules(folder / "phrases.toml")
        return cls(
            longest=min(int(rules.tables["longest"]), LONGEST_TEXT),
            stop_signs=rules.text("stop_signs"),
            left_end=rules.pattern("left", "end"),
            change_end=rules.pattern("left", "change_end"),
            left_start=rules.compile("^" + rules.text("left", "start"), "left.start"),
            making=rules.pattern("left", "making"),
            through=rules.pattern("left", "through"),
            reaching=rules.pattern("left", "reaching"),
            causing=rules.pattern("left", "causing"),
            right_end=rules.pattern("right", "end"),
            verb=rules.pattern("right", "verb"),
            fill=rules.pattern("right", "fill"),
            dependent=rules.pattern("dependent", "words"),
            share_of=rules.pattern("dependent", "share_of"),
            split=rules.pattern("list", "split"),
            pair=rules.pattern("list", "pair"),
            each=rules.pattern("list", "each"),
            rank_end=rules.pattern("rank", "end"),
            bracket=rules.pattern("right", "bracket"),
            noun_end=rules.pattern("right", "noun_end"),
            series=rules.compile(
                rules.text("right", "series").replace("{verb}", rules.text("right", "verb")), "right.series"
            ),
            next_clause=rules.pattern("right", "next_clause"),
            spending=rules.pattern("left", "spending"),
            purpose_start=rules.pattern("right", "purpose_start"),
            shared_prefix=rules.pattern("list", "shared_prefix"),
            ratio_name=rules.pattern("list", "ratio_name"),
            given_to=rules.pattern("left", "given_to"),
            together=rules.pattern("left", "together"),
            offered=rules.pattern("right", "offered"),
            carried_prefix=rules.pattern("list", "carried_prefix"),
            list_bound=rules.pattern("list", "bound"),
            modifier=rules.pattern("right", "modifier"),
            after_others=rules.pattern("left", "after_others"),
            light_verb=rules.pattern("left", "light_verb"),
            doing=rules.pattern("left", "doing"),
            listing=rules.pattern("left", "listing"),
            measured=rules.pattern("left", "measured"),
            short_noun=int(rules.table("right")["short_noun"]),
            base_head=rules.pattern("dependent", "base_head"),
            base_start=rules.pattern("dependent", "base_start"),
            base_whole=rules.pattern("dependent", "base_whole"),
            flow_verb=rules.pattern("dependent", "flow_verb"),
            head=rules.pattern("list", "head"),
            gloss=rules.pattern("left", "gloss"),
            folded=tuple((word, tuple(parts)) for word, parts in rules.table("list", "folded").items()),
        )


@dataclass(frozen=True, slots=True)
class Phrase:
    """The words that name an indicator, and where they come from."""

    text: str
    basis: Basis


def strip_end(text: str, *patterns: re.Pattern[str]) -> str:
    """Take matches of the patterns off the end until none is left."""
    while text:
        for pattern in patterns:
            match = pattern.search(text)
            if match and match.group():
                text = text[: match.start()]
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
    left = rules.through.sub("", rules.gloss.sub("", left))
    if kind is Measure.RANK:
        return strip_start(strip_end(left, rules.left_end, rules.rank_end), rules.left_start)
    if kind in {Measure.GROWTH, Measure.CHANGE}:
        left = strip_end(left, rules.left_end, rules.change_end)
    return strip_start(strip_end(left, rules.left_end), rules.left_start)


@dataclass(frozen=True, slots=True)
class Behind:
    """What stands behind a unit: the counted noun, the verb phrase after it, and where the noun ends in the text."""

    noun: str
    verb: str
    end: int
    after: str = ""
    """The next clause, where nothing stands behind the unit in this one."""


NOTHING_BEHIND = Behind("", "", -1)


def noun_behind(text: str, number: Number, limit: int, rules: PhraseRules) -> Behind:
    """Return the counted noun behind the unit; the noun ends at a sign, at a number, or before a verb."""
    start = number.stop
    fill = rules.fill.match(text, start)
    start = fill.end() if fill else start
    tail = text[start : min(limit, start + LONGEST_TEXT)]
    stop = _sign_after(tail, rules)
    after = rules.next_clause.match(tail, stop) if not stop else None
    tail = tail[:stop]
    verb = rules.verb.search(tail)
    noun, phrase = (tail, "") if verb is None else (tail[: verb.start()], tail[verb.start() :])
    noun = strip_end(noun.rstrip("和及与或并"), rules.noun_end)
    modifier, of, head = noun.partition("的")
    if of and (len(modifier) < 3 or rules.modifier.match(modifier)) and len(head) > 1:
        noun, start = head, start + len(noun) - len(head)
    elif of:
        noun, phrase = modifier, ""
    if not noun:
        return Behind("", phrase, start + len(phrase), after[1] if after else "")
    return Behind(noun.strip("了 "), phrase.strip("的了 "), start + len(noun))


def _sign_after(tail: str, rules: PhraseRules) -> int:
    """Return where the words behind a unit end: quotes and short brackets inside a name do not end it."""
    position = 0
    while True:
        if tail[position : position + 1] in {"“", "《"}:
            closing = tail.find("”" if tail[position] == "“" else "》", position)
            position = closing + 1 if closing > 0 else position + 1
            continue
        match = rules.right_end.search(tail, position)
        if match is None:
            return len(tail)
        if not match.start():
            return 0
        inside = rules.bracket.match(tail, match.start()) or rules.series.match(tail, match.start())
        if inside is None:
            return match.start()
        position = inside.end()


def unfolded(name: str, rules: PhraseRules) -> list[str]:
    """Return the names that one folded name stands for (城乡居民收入 is 城镇居民收入 and 农村居民收入)."""
    for word, parts in rules.folded:
        if word in name:
            return [name.replace(word, part, 1) for part in parts]
    return [name]


def completed(parts: list[str], rules: PhraseRules) -> list[str]:
    """Give the names of a list the head that only the last one carries (城镇、农村居民收入; A、B产业增加值)."""
    last = parts[-1]
    head = rules.head.search(last)
    full = []
    for part in parts[:-1]:
        shared = next((part[-size:] for size in range(len(part) - 1, 1, -1) if part[-size:] in last), "")
        if shared and not last.endswith(shared):
            part += last[last.index(shared) + len(shared) :]
        elif len(part) <= rules.short_noun and len(last) > 2 * len(part):
            part += last[len(part) :]
        elif head and head.start() > 0 and not rules.head.search(part):
            part += head[0]
        full.append(part)
    return [*full, last]


def is_dependent(name: str, rules: PhraseRules) -> bool:
    """Say whether a name needs the thing named before it (总投资, 占比)."""
    return bool(rules.dependent.match(name))


def on_base(base: str, name: str, rules: PhraseRules) -> str:
    """Return a dependent name with the thing that it needs: that without its verb and, but for shares, without its measure."""
    if not rules.base_whole.search(name):
        base = rules.base_head.sub("", base)
    base = rules.base_start.sub("", base) or base
    return shorten(base + name, rules)


def shorten(name: str, rules: PhraseRules) -> str:
    """Cut a name to its longest, from the front: Chinese names are headed at the end; unpaired signs go."""
    name = name.strip("，。；：、 的")
    light = rules.light_verb.search(name)
    if light:
        name = light["to"] + light["what"]
    others = rules.after_others.search(name)
    if others:
        name = others["name"]
    if len(name) > rules.longest // 2 and "的" in name[:-4]:
        name = name[name.rindex("的", 0, len(name) - 3) + 1 :] if "的" in name[: len(name) - 3] else name
    if len(name) > rules.longest:
        name = name[-rules.longest :]
    name = rules.doing.sub("", name)
    for opening, closing in ("“”", "《》", "（）"):
        if name.count(opening) != name.count(closing):
            name = name.replace(opening, "").replace(closing, "")
    return name.strip("，。；：、 ")


def counted(left: str, number: Number, behind: Behind, rules: PhraseRules) -> str:
    """Return the name of a level: the noun behind the unit with what qualifies it, or the name before the number."""
    noun, verb = behind.noun, behind.verb
    if noun and (given := rules.given_to.search(strip_end(left, rules.left_end))):
        return given["to"] + noun
    if noun and verb and rules.together.search(left):
        return _with_verb(noun, verb, rules)
    if not noun and (offered := rules.offered.match(verb)):
        return offered["what"]
    before = name_before(left, Measure.LEVEL, rules)
    head = strip_end(before, rules.making)
    if number.counts == "self" and rules.spending.fullmatch(before):
        return _purpose(before, behind, rules)
    if not noun and number.counts != "self" and len(verb) > 1:
        causing = rules.causing.search(strip_end(left, rules.left_end))
        if causing or not head:
            return (causing[0] if causing else "") + strip_start(verb, rules.left_start)
    if not noun:
        return before if head or not before else ""
    if number.counts == "self" and number.form is not Form.NUMERAL:
        if head and head != before:
            return head + noun
        measured = rules.measured.search(before)
        if measured:
            return noun + measured[0]
        return before if head else noun
    # 「A、B等3个X」 and 「…的3个X」: what stands before lists or describes, the noun names
    if rules.listing.search(left) or "、" in before:
        head = before = ""
    if not head:
        reaching = rules.reaching.search(before)
        return reaching[0] + noun if reaching else _with_verb(noun, verb, rules)
    return head + noun


def _with_verb(noun: str, verb: str, rules: PhraseRules) -> str:
    """Return a counted noun with what it does: 「11家企业入选名单」 counts 入选名单企业."""
    longest = rules.longest - len(noun) if len(noun) <= rules.short_noun else 2 * len(noun)
    return verb[:longest] + noun if len(verb) > 1 else noun


def _purpose(verb: str, behind: Behind, rules: PhraseRules) -> str:
    """Return the name of an amount spent: what it is spent on, and the verb of spending."""
    purpose = strip_start(behind.noun + behind.verb or behind.after, rules.purpose_start)
    return purpose + verb if len(purpose) > 1 else verb
