"""What a number states: its measure and sign, its bound, its rank, its status, by the words around it."""

from __future__ import annotations

import re
from typing import NamedTuple

from etl.extract.number_rules import Form, Number, NumberRules
from etl.extract.wording import BoundRules, ChangeRules, StatusRules, Wording
from etl.model import Bound, Measure, Status
from etl.registry.guards import WHOLE, Guarded


class Surroundings(NamedTuple):
    """The text around a number: ``left`` ends at it and begins at its clause, ``right`` begins behind its unit.

    ``clause`` is the text of the sentence before the number back to its start.
    """

    left: str
    right: str
    sentence: str


def _own_bound(number: Number, around: Surroundings, rules: BoundRules) -> Bound | None:
    """Return the bound that a number in words says itself (上万名, 翻了近一番), ``None`` for any other."""
    if number.form is Form.NUMERAL and rules.up_to.search(around.left):
        return Bound.OVER
    return Bound.UNDER if number.form is Form.WORD and rules.under_before.search(number.text[:-2]) else None


def bound(number: Number, around: Surroundings, wording: Wording, status: Status) -> Bound:
    """Return how the number limits the true value; 以上 is at least in a rule and above in an outcome."""
    rules = wording.bound
    if own := _own_bound(number, around, rules):
        return own
    if rules.before.search(around.left):
        before = (
            (rules.at_least_before, Bound.AT_LEAST),
            (rules.at_most_before, Bound.AT_MOST),
            (rules.under_before, Bound.UNDER),
            (rules.approx_before, Bound.APPROX),
            (rules.over_before, Bound.OVER),
        )
        meaning = next(meaning for pattern, meaning in before if pattern.search(around.left))
        # 控制在5%左右
        return Bound.APPROX if meaning is Bound.AT_MOST and rules.approx_after.match(around.right) else meaning
    if limit := _limit(around, rules):
        return limit
    if _is_cap(number, around, wording.status):
        return Bound.AT_MOST
    if not rules.after.match(around.right):
        return Bound.OVER if number.more else Bound.EXACT
    if rules.under_after.match(around.right):
        return Bound.UNDER
    if rules.approx_after.match(around.right):
        return Bound.APPROX
    if rules.at_most_after.match(around.right):
        return Bound.AT_MOST
    if rules.over_after.match(around.right):
        forecast, aim = (_last(words, around.sentence) for words in (wording.status.forecast, wording.status.strives))
        # 下半年将开展行动，力争增长9%以上: what is said last counts
        aimed = status is Status.TARGET and (forecast is None or (aim is not None and aim.start() > forecast.start()))
        return Bound.AT_LEAST if status is Status.POLICY or aimed else Bound.OVER
    return Bound.OVER if number.more else Bound.EXACT


def _limit(around: Surroundings, rules: BoundRules) -> Bound | None:
    """Return the bound that a number is said to lie below or above (参保率低于95%), ``None`` for any other number."""
    if rules.under_limit.search(around.sentence):
        return None if rules.limit_of.match(around.right) else Bound.UNDER
    if rules.over_limit.search(around.sentence):
        return None if rules.limit_of.match(around.right) else Bound.OVER
    return None


def is_rank(text: str, number: Number, clause_start: int, wording: Wording) -> Bound | None:
    """Return the bound of a rank (前三 is at most 3), ``None`` where the number is no rank."""
    rules = wording.rank
    top = number.text.startswith("前") or (number.form is Form.DIGITS and text[number.start - 1 : number.start] == "前")
    start = number.start - (
        1 if number.form is Form.DIGITS and text[number.start - 1 : number.start] in {"第", "前"} else 0
    )
    if number.form is Form.DIGITS and not number.unit and rules.bare.search(text, clause_start, number.start):
        return Bound.EXACT
    if number.form is not Form.ORDINAL and start == number.start:
        return None
    if number.form is Form.DIGITS and number.unit not in {"", "位", "名"}:
        return None
    after = text[number.end : number.end + 8]
    if not (rules.top_after if top else rules.after).match(after):
        return None
    if number.form is Form.DIGITS and not top and rules.placed.fullmatch(number.unit):
        return Bound.EXACT
    before = text[max(clause_start, start - wording.rank_reach) : start]
    if rules.before.search(before) or rules.cue.search(before):
        return Bound.AT_MOST if top else Bound.EXACT
    return None


def rank_within(text: str, number: Number, sentence_start: int, wording: Wording) -> str:
    """Return among whom a rank counts: the nearest word before it, ``""`` if none says."""
    before = text[sentence_start : number.start]
    rules = wording.rank
    nearest = (-1, "")
    for name, pattern in (
        ("country", rules.within_country),
        ("province", rules.within_province),
        ("city", rules.within_city),
        ("group", rules.within_group),
        ("county", rules.within_county),
    ):
        for match in pattern.finditer(before):
            nearest = max(nearest, (match.end(), name))
    return nearest[1]


def measure(number: Number, around: Surroundings, numbers: NumberRules, wording: Wording) -> tuple[Measure, int]:
    """Return the measure and its sign (-1 for a fall)."""
    left = around.left
    clause = around.sentence.rpartition("，")[2]
    ratio = wording.ratio_names
    told = ratio.search(left) or ratio.search(clause) or wording.ratio_behind.match(around.right)
    if number.form is Form.RATIO or (not number.unit and told):
        return Measure.RATIO, 1
    if number.form is Form.WORD:
        return Measure.GROWTH, 1
    if number.unit == "倍":
        return (Measure.GROWTH if wording.multiple_growth.search(left) else Measure.RATIO), 1
    if numbers.units.dimension(number.unit) == "percent":
        # a share is never below nothing
        return (
            (Measure.GROWTH, 1)
            if number.value < 0 and number.unit != wording.change.below_nothing
            else _percent(around, number.form, wording)
        )
    if numbers.units.dimension(number.unit) == "points" or _changes_level(around, wording.change):
        # a gap that narrows to 10 points is 10 points
        stripped = wording.change.between.sub("", left)  # 少了近2小时
        return Measure.CHANGE, 1 if wording.change.to.search(left) else min(
            _sign_of_gap(left, wording), _sign_of_gap(stripped, wording)
        )
    return Measure.LEVEL, 1


def _changes_level(around: Surroundings, rules: ChangeRules) -> bool:
    """Say whether an amount is a change."""
    left = around.left
    if rules.net.search(around.sentence):
        return True
    if rules.there_are.search(left) or (rules.more_of.search(left) and rules.things.match(around.right)):
        return False
    return rules.level.search(left) is not None and not rules.flow_names.search(left)


def _percent(around: Surroundings, form: Form, wording: Wording) -> tuple[Measure, int]:
    rules, left = wording.change, around.left
    if rules.relief.search(left):
        return Measure.SHARE, 1
    named = rules.behind_name.match(around.right) if rules.behind_bare.search(left) else None
    if behind := named or rules.behind.match(around.right):  # 12.6%的负增长
        return Measure.GROWTH, -1 if rules.negative.search(behind[0]) else _sign(left, wording)
    if _limit(around, wording.bound):
        return (Measure.GROWTH if rules.nouns.search(left) else Measure.SHARE), 1
    aimed = wording.bound.limit_of.match(around.right)
    if aimed and (
        wording.bound.under_limit.search(around.sentence) or wording.bound.over_limit.search(around.sentence)
    ):
        # 上涨1.6%，低于3%左右的预期目标: what was aimed at did not fall; 失业率低于5.5%的目标 is no growth
        told = around.sentence.rpartition("；")[2]
        level = rules.share_name.search(told) and not rules.up.search(told)
        return (Measure.SHARE if level else Measure.GROWTH), 1
    bare = rules.between.sub("", left)
    if rules.over.search(left):  # 涨幅回落到2.3% is still a rise
        return Measure.GROWTH, 1
    if noun := rules.nouns.search(left):
        # 降幅扩大到9.7% is still a fall
        return Measure.GROWTH, -1 if rules.down.match(noun[0]) else _sign(left, wording)
    verb = next(
        (match for match in (_last(rules.up, bare), _last(rules.down, bare)) if match and match.end() == len(bare)),
        None,
    )
    if verb and not rules.to.search(left):
        subject = bare[: verb.start()]
        points = rules.share_name.search(subject[-8:]) is not None and not rules.relative.search(left)
        points = points and form is not Form.FRACTION  # 不良率降低近四成
        return (Measure.CHANGE if points else Measure.GROWTH), _sign(bare, wording)
    if rules.gap.search(left):
        return Measure.GROWTH, _sign(left, wording)
    thing = rules.object.search(left)
    if thing and not rules.share_name.search(thing["object"]) and not rules.to.search(left):
        return Measure.GROWTH, _sign(left[: thing.start() + 2], wording)
    return Measure.SHARE, 1


def _last(pattern: re.Pattern[str] | Guarded, text: str) -> re.Match[str] | None:
    """Return the last match of a pattern."""
    last = None
    for match in pattern.finditer(text):
        last = match
    return last


def _sign_of_gap(left: str, wording: Wording) -> int:
    """Return the direction of a gap: 低于全市平均水平2.1 is a gap in points; in per cent it is what another has."""
    return -1 if wording.change.lowering.search(left) else _sign(left, wording)


def _sign(left: str, wording: Wording) -> int:
    """Return the direction of the last word of change."""
    up, down = _last(wording.change.up, left), _last(wording.change.down, left)
    if down is None:
        return 1
    return -1 if up is None or down.end() > up.end() else 1


REACH_OF_PLAN = 1
"""Commas up to which 规划 makes a figure a plan."""


def status(
    number: Number, around: Surroundings, wording: Wording, before: Status = Status.ACTUAL, *, plan: bool = False
) -> Status:
    """Return whether a figure is an outcome, a plan or a rule.

    ``before`` is the status of the last in its sentence; ``plan`` says that it stands in a plan, whose bounds are aims.
    """
    rules = wording.status
    clause = around.sentence.rpartition("，")[2]
    if _is_ruled(number, around, rules):
        return Status.POLICY
    if rules.done_alone.search(around.sentence) and rules.alone_after.match(around.right):
        return Status.ACTUAL
    segment = around.sentence.rpartition("；")[2]
    if rules.goes_on.match(segment):
        segment = around.sentence
    elif listed := rules.listed_aims.search(around.sentence):  # 主要目标是：…；…
        segment = around.sentence[listed.start(WHOLE) :]
    planned = rules.aim_behind.search(segment) or _last(rules.target, segment)
    if planned is not None and not (
        rules.planned_near.match(segment, planned.start(WHOLE))
        and segment.count("，", planned.end(WHOLE)) > REACH_OF_PLAN
    ):
        # 目标是：上半年…由负转正，全年…: what is told of a half-year to come is an aim too
        done = None if rules.aims_alone.fullmatch(segment) else _last(rules.actual, segment)
        if done is None or done.end() <= planned.start(WHOLE) + 2:
            return Status.TARGET
    round_number = number.form is Form.NUMERAL and len(number.text) == 1 and not number.more
    # 要抓好16个项目；提升改造农村路45公里
    ordered = rules.orders.match(around.sentence) and rules.ordered.fullmatch(around.sentence.rpartition("；")[2])
    if (ordered and not rules.ordered_done.match(around.right)) or (
        rules.task_after.match(around.right) and rules.task.search(clause)
    ):
        return Status.TARGET
    aim = rules.target_after.match(around.right) and not rules.reached.search(clause)
    if aim or (round_number and rules.aim.search(around.sentence)):
        return Status.TARGET
    again = before is Status.POLICY and rules.policy_again.search(around.left) and not rules.policy_past.search(clause)
    bounded = rules.policy_bound.search(around.left) and not rules.actual.search(clause)
    aimed = plan or before is Status.TARGET or rules.year_ahead.search(around.sentence) is not None
    if bounded and before is not Status.POLICY and aimed:
        return Status.TARGET
    return Status.POLICY if again or bounded else Status.ACTUAL


def _is_cap(number: Number, around: Surroundings, rules: StatusRules) -> bool:
    """Say whether an amount of money is the most that is paid (3000元封顶; a roof is none: 26层封顶)."""
    capped = rules.policy_capped.match(around.right) is not None
    return capped and rules.policy_money.fullmatch(number.unit) is not None


def _is_ruled(number: Number, around: Surroundings, rules: StatusRules) -> bool:
    """Say whether the words on both sides of a number make it the parameter of a rule."""
    left, clause = around.left, around.sentence.rpartition("，")[2]
    ruled = rules.policy.search(left) or rules.policy_each.search(clause) or rules.policy_after.match(around.right)
    ruled = ruled or rules.policy_terms.search(around.sentence)
    if (
        ruled is None
        and number.counts == "self"
        and rules.policy_time.fullmatch(number.unit)
        and not rules.policy_within_not.search(clause)
    ):
        ruled = rules.policy_within.match(around.right)
    if _is_cap(number, around, rules):
        return True
    if ruled is None and number.counts == "self" and rules.policy_money.fullmatch(number.unit):
        ruled = rules.policy_price.search(around.sentence)
    if ruled is None and number.unit == "%":
        ruled = rules.policy_share.search(left) or rules.policy_dealt.search(around.sentence)
    if ruled is None or rules.policy_undone.search(left) or rules.policy_sold.match(around.right):
        return False
    # 去年村民自付3000元改厕: what was paid in a time that is told, if nothing says that it is paid each time
    paid = rules.policy_paid.search(left) and rules.policy_past.search(around.sentence)
    return not paid or rules.policy_words.search(clause) is not None


def baseline(around: Surroundings, kind: Measure, yearly: bool, wording: Wording) -> str:
    """Return the baseline of a growth or change: as stated in the clause, else the default for growth of a part of a year."""
    if kind not in {Measure.GROWTH, Measure.CHANGE}:
        return ""
    stated = _last(wording.baseline, around.left) or _last(wording.baseline_words, around.left)
    if stated is not None:
        return stated.group()
    return wording.default_baseline if kind is Measure.GROWTH and yearly else ""


def revision(sentence: str, wording: Wording) -> str:
    """Return whether the sentence calls its figures preliminary or final."""
    if wording.preliminary.search(sentence):
        return "preliminary"
    return "final" if wording.final.search(sentence) else "unknown"
