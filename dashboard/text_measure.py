"""How a measure is named with what it is measured against: a gap to an average must not look like a change over time."""

from __future__ import annotations

from functools import cache
from typing import Final

from dashboard import text
from etl.model import Measure
from etl.registry.baselines import Baselines, load_baselines

GAP: Final = "gap"
"""Stands for the measure of a figure that tells a gap to something else, among the measures to choose."""
GAPS: Final = "差距"
GAP_TO: Final = "与{other}相比的差"
NO_BASELINE: Final = "基期未注明"
_AGAINST = frozenset({Measure.GROWTH, Measure.CHANGE})


@cache
def baselines() -> Baselines:
    """The registered wordings of baselines, read once: registries do not change under a running server."""
    return load_baselines()


@cache
def gap_to(baseline: str) -> str:
    """What a baseline is a gap to (``全省平均``); empty where it is none."""
    return baselines().gap_to(baseline)


def measure_id(measure: str, baseline: str) -> str:
    """The measure that a key stands under where one is chosen: its own, or `GAP`."""
    return GAP if gap_to(baseline) else measure


def measure_names() -> dict[str, str]:
    """Names of all values of `measure_id`."""
    return {**text.dictionary().labels["measure"], GAP: GAPS}


def against(measure: str, baseline: str) -> str:
    """What must be said of a baseline: nothing of 同比, which is the usual one, and of measures without a baseline."""
    if baseline == baselines().year_on_year:
        return ""
    return baseline or (NO_BASELINE if measure in _AGAINST else "")


def measured(measure: str, baseline: str, rank_within: str = "", *, usual: bool = False) -> str:
    """``增速``, ``增速（比2019年）``, ``位次（全市）``, ``与全省平均相比的差（高于全省平均）``; ``usual`` names 同比 too."""
    other = gap_to(baseline)
    name = GAP_TO.format(other=other) if other else text.label("measure", measure)
    asides = [text.label("rank_within", rank_within)] if rank_within else []
    asides += [told] if (told := (usual and baseline) or against(measure, baseline)) else []
    return f"{name}（{'，'.join(asides)}）" if asides else name
