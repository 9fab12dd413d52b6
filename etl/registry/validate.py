"""All registries at once: read, checked against each other, frozen."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from etl.errors import InputError
from etl.paths import KNOWLEDGE
from etl.registry.baselines import Baselines, read_baselines
from etl.registry.breaks import BreaksByKey, read_breaks
from etl.registry.groups import Groups, read_groups
from etl.registry.holidays import HolidaysByYear, read_holidays
from etl.registry.indicators import Indicators, read_indicators
from etl.registry.places import Places, read_places
from etl.registry.ranges import Limits, read_limits
from etl.registry.table import Findings
from etl.registry.themes import Theme, read_themes
from etl.registry.towns import read_towns
from etl.registry.units import Units, load_units


@dataclass(frozen=True)
class Registries:
    """Everything the program knows before it reads a document (the phrase rules of extraction apart)."""

    places: Places
    groups: Groups
    themes: Mapping[str, Theme]
    units: Units
    indicators: Indicators
    limits: Limits
    breaks: BreaksByKey
    baselines: Baselines
    holidays: HolidaysByYear


def load_registries(folder: Path = KNOWLEDGE) -> Registries:
    """Read and check all registries in ``folder``.

    Raises:
        InputError: one, with the findings of all files, each with file, line, value and expectation.
    """
    findings = Findings()
    places = read_places(folder, findings)
    read_towns(folder, places, findings)
    groups = read_groups(folder, places, findings)
    themes = read_themes(folder, findings)
    try:
        units = load_units(folder)
    except InputError as error:
        findings.found.extend(error.findings)
        units = Units({}, {}, (), (), ())
    indicators = read_indicators(folder, themes, units, findings)
    limits = read_limits(folder, indicators, findings)
    breaks = read_breaks(folder, indicators, findings)
    baselines = read_baselines(folder, findings)
    holidays = read_holidays(folder, findings)
    findings.check()
    return Registries(places, groups, themes, units, indicators, limits, breaks, baselines, holidays)
