"""The patterns by which indicators are named, from ``phrases.toml``."""

# Annotations are evaluated here: those of named tuples that are text are compiled one by one when the program starts.
import re
from pathlib import Path
from typing import NamedTuple, Self

from etl.model import LONGEST_TEXT
from etl.paths import KNOWLEDGE
from etl.registry.guards import Guarded
from etl.registry.rules import load_rules


class LeftRules(NamedTuple):
    """What may stand before a number."""

    end: Guarded
    change_end: Guarded
    start: re.Pattern[str]
    through: re.Pattern[str]
    given_to: re.Pattern[str]
    together: re.Pattern[str]
    reaching: re.Pattern[str]
    being: re.Pattern[str]
    all_of: re.Pattern[str]
    gloss: re.Pattern[str]
    examples: re.Pattern[str]
    threshold: re.Pattern[str]
    listing: re.Pattern[str]
    price: re.Pattern[str]
    price_name: str
    priced_each: re.Pattern[str]
    price_noun: re.Pattern[str]
    spender: re.Pattern[str]
    spending: re.Pattern[str]
    spent: re.Pattern[str]
    spent_name: str
    after_others: re.Pattern[str]
    done_inside: re.Pattern[str]
    light_verb: re.Pattern[str]
    doing: re.Pattern[str]
    can: re.Pattern[str]
    class_of: re.Pattern[str]
    paid: re.Pattern[str]
    each: re.Pattern[str]
    acting: re.Pattern[str]
    site: re.Pattern[str]
    measured: re.Pattern[str]
    row_start: re.Pattern[str]
    of_places: re.Pattern[str]
    making: Guarded
    causing: re.Pattern[str]
    telling: re.Pattern[str]
    holding: re.Pattern[str]
    done_to: re.Pattern[str]
    some_done: re.Pattern[str]
    gathering: re.Pattern[str]
    giving: re.Pattern[str]
    given: re.Pattern[str]
    held: str


class RightRules(NamedTuple):
    """What may stand behind a unit."""

    end: re.Pattern[str]
    short_noun: int
    offered: re.Pattern[str]
    said_of: re.Pattern[str]
    modifier: re.Pattern[str]
    relative: re.Pattern[str]
    leading: re.Pattern[str]
    next_measure: re.Pattern[str]
    aim: re.Pattern[str]
    named_unit: re.Pattern[str]
    place_kind: re.Pattern[str]
    response: re.Pattern[str]
    limit: str
    becoming: re.Pattern[str]
    holder: re.Pattern[str]
    series: re.Pattern[str]
    next_clause: re.Pattern[str]
    purpose_start: re.Pattern[str]
    noun_end: Guarded
    bracket: re.Pattern[str]
    classed: re.Pattern[str]
    verb: re.Pattern[str]
    fill: re.Pattern[str]
    already: re.Pattern[str]
    no_doing: re.Pattern[str]
    by_rate: re.Pattern[str]
    growth_behind: re.Pattern[str]
    rate_behind: re.Pattern[str]
    result: re.Pattern[str]
    of_counted: re.Pattern[str]
    has_rate: re.Pattern[str]


class BaseRules(NamedTuple):
    """Names that need the thing named before them."""

    words: re.Pattern[str]
    no_base: re.Pattern[str]
    grade: re.Pattern[str]
    contribution: re.Pattern[str]
    contribution_name: str
    contributing: re.Pattern[str]
    base_head: re.Pattern[str]
    base_whole: re.Pattern[str]
    base_start: re.Pattern[str]
    flow_verb: re.Pattern[str]
    income_verb: re.Pattern[str]
    done_before: re.Pattern[str]
    new: re.Pattern[str]
    total: re.Pattern[str]
    aside: re.Pattern[str]
    stock: re.Pattern[str]
    idle: re.Pattern[str]
    happened: re.Pattern[str]
    per_head: re.Pattern[str]
    per_head_of: re.Pattern[str]
    money_name: re.Pattern[str]
    total_of: re.Pattern[str]
    by_county: re.Pattern[str]
    value_of: re.Pattern[str]
    sold_abroad: re.Pattern[str]
    above: re.Pattern[str]
    above_of: re.Pattern[str]
    above_alone: re.Pattern[str]
    above_own: re.Pattern[str]
    inhabited: re.Pattern[str]
    inhabited_kind: re.Pattern[str]
    inhabited_by_people: re.Pattern[str]
    households: str
    by_household: re.Pattern[str]
    inhabited_by: re.Pattern[str]
    inhabitants: str
    above_counted: re.Pattern[str]
    trend: re.Pattern[str]
    single: re.Pattern[str]
    single_product: re.Pattern[str]
    single_of: re.Pattern[str]
    branch: re.Pattern[str]
    branch_value: re.Pattern[str]
    place_alone: re.Pattern[str]
    casualty: re.Pattern[str]
    casualty_of: re.Pattern[str]
    outside: re.Pattern[str]
    of_growth: re.Pattern[str]
    one_of_two: re.Pattern[str]
    extreme: re.Pattern[str]
    extreme_of: re.Pattern[str]
    rate_name: re.Pattern[str]
    of_town: re.Pattern[str]
    thing: re.Pattern[str]


class SeriesRules(NamedTuple):
    """Names of the numbers of one list."""

    split: re.Pattern[str]
    head: re.Pattern[str]
    of_whole: re.Pattern[str]
    any_head: re.Pattern[str]
    whole_name: re.Pattern[str]
    rate_head: re.Pattern[str]
    free: re.Pattern[str]
    measured: re.Pattern[str]
    new_prefix: re.Pattern[str]
    resident: str
    people: re.Pattern[str]
    everybody: re.Pattern[str]
    share_name: str
    share_name_bare: str
    breakdown: re.Pattern[str]
    looking: re.Pattern[str]
    area_head: re.Pattern[str]
    tally: re.Pattern[str]
    works: re.Pattern[str]
    compared_pair: re.Pattern[str]
    sector: re.Pattern[str]
    sector_of: re.Pattern[str]
    pupils: re.Pattern[str]
    pupils_of: re.Pattern[str]
    area: re.Pattern[str]
    area_of: re.Pattern[str]
    area_last: re.Pattern[str]
    so_many: re.Pattern[str]
    branch: re.Pattern[str]
    product: re.Pattern[str]
    product_part: re.Pattern[str]
    product_head: str
    share_alone: re.Pattern[str]
    share_dealt: re.Pattern[str]
    share_like: re.Pattern[str]
    times: re.Pattern[str]
    times_name: str
    quota: re.Pattern[str]
    quota_name: str
    title_topic: re.Pattern[str]
    point: re.Pattern[str]
    point_task: re.Pattern[str]
    times_next: re.Pattern[str]
    times_of: re.Pattern[str]
    rate_of: re.Pattern[str]
    rate_of_works: re.Pattern[str]
    rate_base: re.Pattern[str]
    ends_rate: re.Pattern[str]
    rate_name: re.Pattern[str]
    part_of: re.Pattern[str]
    ends_share: re.Pattern[str]
    share_head: re.Pattern[str]
    own_share: re.Pattern[str]
    bare_share: re.Pattern[str]
    qualified: re.Pattern[str]
    firms: re.Pattern[str]
    of_firms: re.Pattern[str]
    every: re.Pattern[str]
    part_base: re.Pattern[str]
    part_short: re.Pattern[str]
    part_full: str
    part_name: str
    spending: re.Pattern[str]
    spending_of: str
    beside: re.Pattern[str]
    of_branch: re.Pattern[str]
    branch_of: re.Pattern[str]
    site: re.Pattern[str]
    recovered: re.Pattern[str]
    recovered_name: str
    share_next: re.Pattern[str]
    branches_told: re.Pattern[str]
    branches_counted: re.Pattern[str]
    contributes: re.Pattern[str]
    share_of: re.Pattern[str]
    same: re.Pattern[str]
    several: re.Pattern[str]
    kinds: re.Pattern[str]
    pair: re.Pattern[str]
    dealt: re.Pattern[str]
    unfolded: re.Pattern[str]
    folded: tuple[tuple[str, tuple[str, ...]], ...]
    shared_prefix: re.Pattern[str]
    per_head: re.Pattern[str]
    ratio_name: re.Pattern[str]
    carried_prefix: re.Pattern[str]
    bound_after: re.Pattern[str]
    bound: Guarded
    each: re.Pattern[str]


class GrantRules(NamedTuple):
    """What a rule gives, and to whom."""

    to: re.Pattern[str]
    given: re.Pattern[str]
    by: re.Pattern[str]
    at_rate: re.Pattern[str]
    giving: re.Pattern[str]
    given_thing: re.Pattern[str]
    named: re.Pattern[str]
    rate: str
    cap: re.Pattern[str]
    paid: re.Pattern[str]
    paid_kind: re.Pattern[str]
    paid_name: str
    dealt: re.Pattern[str]
    sharer: re.Pattern[str]
    dealt_as: re.Pattern[str]
    dealt_name: str
    dealt_how: str


class RankNameRules(NamedTuple):
    """What is taken off the words before a rank."""

    growth: re.Pattern[str]
    among: re.Pattern[str]
    listed_in: re.Pattern[str]
    place_in: re.Pattern[str]
    place_name: str
    contest: re.Pattern[str]
    end: Guarded


class ElidedRules(NamedTuple):
    """Subjects that later figures leave unsaid."""

    fund: re.Pattern[str]
    of_fund: re.Pattern[str]
    people: re.Pattern[str]
    ratio: re.Pattern[str]
    ratio_of: re.Pattern[str]
    ratio_name: str
    both: re.Pattern[str]
    both_name: str
    of_group: re.Pattern[str]
    each: re.Pattern[str]
    component: re.Pattern[str]
    of_people: re.Pattern[str]
    firms: re.Pattern[str]
    of_firms: re.Pattern[str]
    of_firms_far: re.Pattern[str]
    of_firms_near: re.Pattern[str]
    other_branch: re.Pattern[str]
    product: re.Pattern[str]
    of_product: re.Pattern[str]
    bare: re.Pattern[str]
    collective: re.Pattern[str]
    of_collective: re.Pattern[str]
    project: re.Pattern[str]
    of_project: re.Pattern[str]
    thing: re.Pattern[str]
    meant: re.Pattern[str]
    insurance: re.Pattern[str]
    of_insurance: re.Pattern[str]
    other_scheme: re.Pattern[str]
    raised: re.Pattern[str]
    raising: re.Pattern[str]


class ToldRules(NamedTuple):
    """Names of money that need no noun for their verb."""

    name: re.Pattern[str]
    sold: re.Pattern[str]
    sales: str
    large: re.Pattern[str]


class PhraseRules(NamedTuple):
    """All of ``phrases.toml``."""

    longest: int
    """Characters of a name."""
    left: LeftRules
    right: RightRules
    base: BaseRules
    series: SeriesRules
    grant: GrantRules
    told: tuple[tuple[str, re.Pattern[str]], ...]
    """What each verb of money at the end of a name is in a name."""
    told_by_itself: ToldRules
    rank: RankNameRules
    elided: ElidedRules

    @classmethod
    def load(cls, folder: Path = KNOWLEDGE) -> Self:
        """Read ``phrases.toml``; raises `InputError` for a missing or broken rule."""
        rules = load_rules(folder / "phrases.toml")
        start = rules.compile("^" + rules.text("left", "start"), "left.start")
        verb = rules.text("right", "verb")
        row = rules.compile(rules.text("right", "series").replace("{verb}", verb), "right.series")
        folded = tuple((word, tuple(parts)) for word, parts in rules.table("list", "folded").items())
        return cls(
            longest=min(rules.number("longest"), LONGEST_TEXT),
            left=rules.build(LeftRules, "left", start=start),
            right=rules.build(RightRules, "right", series=row),
            base=rules.build(BaseRules, "dependent"),
            series=rules.build(SeriesRules, "list", folded=folded),
            grant=rules.build(GrantRules, "grant"),
            told_by_itself=rules.build(ToldRules, "told_by_itself"),
            told=tuple([(noun, rules.pattern("told", noun)) for noun in rules.table("told")]),
            rank=rules.build(RankNameRules, "rank"),
            elided=rules.build(ElidedRules, "elided"),
        )
