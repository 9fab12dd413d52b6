"""The words that say what a number states, from ``wording.toml``: change, bounds, ranks, plans and rules, ratios."""

# Annotations are evaluated here: those of named tuples that are text are compiled one by one when the program starts.
import re
from functools import partial
from pathlib import Path
from typing import NamedTuple, Self

from etl.paths import KNOWLEDGE
from etl.registry.guards import Guarded, guarded
from etl.registry.rules import load_rules


class ChangeRules(NamedTuple):
    """Verbs and nouns of change."""

    relative: re.Pattern[str]
    lowering: re.Pattern[str]
    up: re.Pattern[str]
    down: re.Pattern[str]
    between: re.Pattern[str]
    to: re.Pattern[str]
    relief: Guarded
    behind: re.Pattern[str]
    behind_name: re.Pattern[str]
    behind_bare: re.Pattern[str]
    negative: re.Pattern[str]
    nouns: re.Pattern[str]
    over: re.Pattern[str]
    rate_told: re.Pattern[str]
    reached: re.Pattern[str]
    gap: re.Pattern[str]
    object: re.Pattern[str]
    share_name: re.Pattern[str]
    level: Guarded
    """What makes an amount a change: a gap, a verb of change before it, or the change of an object of its own kind."""
    flow_names: re.Pattern[str]
    net: re.Pattern[str]
    there_are: re.Pattern[str]
    more_of: re.Pattern[str]
    things: re.Pattern[str]
    goes_on: re.Pattern[str]
    goes_on_of: re.Pattern[str]
    ranked_growth: re.Pattern[str]
    reaches: re.Pattern[str]
    come_so_far: re.Pattern[str]
    below_nothing: str
    """The unit of rates of a population, which are shares though they may lie below nothing."""


class BoundRules(NamedTuple):
    """Words of approximation and limits."""

    under_after: re.Pattern[str]
    under_before: re.Pattern[str]
    approx_before: re.Pattern[str]
    at_least_before: re.Pattern[str]
    at_most_before: re.Pattern[str]
    over_before: re.Pattern[str]
    under_limit: Guarded
    over_limit: Guarded
    limit_of: re.Pattern[str]
    up_to: re.Pattern[str]
    approx_after: re.Pattern[str]
    over_after: re.Pattern[str]
    at_most_after: re.Pattern[str]
    before: Guarded
    """Any of those before a number; most numbers have none."""
    after: re.Pattern[str]


class RankRules(NamedTuple):
    """What makes an ordinal a rank, and among whom."""

    placed: re.Pattern[str]
    listed: re.Pattern[str]
    bare: re.Pattern[str]
    before: re.Pattern[str]
    cue: re.Pattern[str]
    after: re.Pattern[str]
    top_after: re.Pattern[str]
    within_country: re.Pattern[str]
    within_province: re.Pattern[str]
    within_city: re.Pattern[str]
    within_group: re.Pattern[str]
    within_county: re.Pattern[str]


class StatusRules(NamedTuple):
    """Words of plans and of rules."""

    forecast: re.Pattern[str]
    strives: re.Pattern[str]
    done_alone: Guarded
    alone_after: re.Pattern[str]
    reached: re.Pattern[str]
    later: re.Pattern[str]
    planned_near: re.Pattern[str]
    policy_title: re.Pattern[str]
    policy_not: re.Pattern[str]
    policy_terms: re.Pattern[str]
    policy_paid: re.Pattern[str]
    policy_past: re.Pattern[str]
    policy_words: re.Pattern[str]
    aims_alone: re.Pattern[str]
    task: re.Pattern[str]
    task_after: re.Pattern[str]
    orders: re.Pattern[str]
    ordered: re.Pattern[str]
    ordered_done: re.Pattern[str]
    quota: re.Pattern[str]
    quota_after: re.Pattern[str]
    quota_not_yearly: re.Pattern[str]
    quota_of: re.Pattern[str]
    quota_of_after: re.Pattern[str]
    goes_on: re.Pattern[str]
    listed_aims: Guarded
    target: Guarded
    aim_behind: Guarded
    actual: re.Pattern[str]
    target_after: re.Pattern[str]
    year_of_work: re.Pattern[str]
    planned_heading: re.Pattern[str]
    asked_ahead: re.Pattern[str]
    reviewed_heading: re.Pattern[str]
    policy: Guarded
    policy_price: re.Pattern[str]
    policy_capped: re.Pattern[str]
    policy_money: re.Pattern[str]
    policy_time: re.Pattern[str]
    policy_within: re.Pattern[str]
    policy_within_not: re.Pattern[str]
    policy_after: re.Pattern[str]
    policy_each: Guarded
    year_ahead: re.Pattern[str]
    planned_paragraph: re.Pattern[str]
    policy_again: re.Pattern[str]
    policy_undone: re.Pattern[str]
    policy_sold: re.Pattern[str]
    policy_dealt: re.Pattern[str]
    policy_share: re.Pattern[str]
    policy_bound: Guarded
    aim: re.Pattern[str]
    aim_from: re.Pattern[str]


class Wording(NamedTuple):
    """All of ``wording.toml``."""

    change: ChangeRules
    bound: BoundRules
    rank: RankRules
    status: StatusRules
    rank_reach: int
    ratio_names: re.Pattern[str]
    ratio_behind: re.Pattern[str]
    ratio_reached: re.Pattern[str]
    multiple_growth: re.Pattern[str]
    baseline: re.Pattern[str]
    baseline_words: re.Pattern[str]
    default_baseline: str
    preliminary: re.Pattern[str]
    final: re.Pattern[str]
    from_opens: re.Pattern[str]
    from_leads: re.Pattern[str]
    from_arrow: re.Pattern[str]
    from_once: re.Pattern[str]
    from_now: re.Pattern[str]

    @classmethod
    def load(cls, folder: Path = KNOWLEDGE) -> Self:
        """Read ``wording.toml``; raises `InputError` for a missing or broken rule."""
        rules = load_rules(folder / "wording.toml")

        def any_of(table: str, *names: str) -> Guarded:
            written = "|".join(rules.text(table, name) for name in names)
            return guarded(written, partial(rules.compile, where=f"{table}.{names[0]}"))

        level = any_of("change", "gap", "level_verbs", "level_objects")
        before = [name for name in BoundRules._fields if name.endswith("_before")]
        after = rules.compile(
            "|".join(rules.text("bound", name) for name in BoundRules._fields if name.endswith("_after")), "bound.after"
        )
        return cls(
            rules.build(ChangeRules, "change", level=level),
            rules.build(BoundRules, "bound", before=any_of("bound", *before), after=after),
            rules.build(RankRules, "rank"),
            rules.build(StatusRules, "status"),
            rank_reach=rules.number("rank", "reach"),
            ratio_names=rules.pattern("ratio", "names"),
            ratio_behind=rules.pattern("ratio", "behind"),
            ratio_reached=rules.pattern("ratio", "reached"),
            multiple_growth=rules.pattern("ratio", "multiple_growth"),
            baseline=rules.pattern("baseline", "pattern"),
            baseline_words=rules.words("baseline", "words"),
            default_baseline=rules.text("baseline", "default"),
            preliminary=rules.pattern("revision", "preliminary"),
            final=rules.pattern("revision", "final"),
            from_opens=rules.pattern("fromto", "opens"),
            from_leads=rules.pattern("fromto", "leads"),
            from_arrow=rules.pattern("fromto", "arrow"),
            from_once=rules.pattern("fromto", "once"),
            from_now=rules.pattern("fromto", "now"),
        )
