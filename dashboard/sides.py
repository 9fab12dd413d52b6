"""Which counties stand on which side of a comparison: a dated group, a city's counties, a hand-picked set, or the rest. Pure."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

import pandas as pd

from dashboard import text
from dashboard import text_compare as words
from dashboard.groups import members
from dashboard.state import CompareState
from etl.queries import MOUNTAIN_GROUP

PICK = "pick"
REST = ""


@dataclass(frozen=True, slots=True)
class Chosen:
    """One side by name, its counties, and the words that name its version and days."""

    name: str
    places: tuple[str, ...]
    about: str


@dataclass(frozen=True, slots=True)
class Geography:
    """What sides can be made of: names of counties and cities by code, rows of ``queries_map.groups``."""

    counties: Mapping[str, str]
    city_of: Mapping[str, str]
    cities: Mapping[str, str]
    groups: pd.DataFrame

    @property
    def group_names(self) -> dict[str, str]:
        """Names of the groups by id, 山区26县 first."""
        named = dict(zip(self.groups["group_id"].astype(str), self.groups["name_zh"].astype(str), strict=True))
        return {MOUNTAIN_GROUP: named[MOUNTAIN_GROUP], **named} if MOUNTAIN_GROUP in named else named

    def options(self) -> dict[str, str]:
        """All that can be a side, with its label: groups, cities, the hand-picked set."""
        cities = {code: words.CITY_COUNTIES.format(name=name) for code, name in self.cities.items()}
        return {**self.group_names, **cities, PICK: words.PICKED}


def choose(side: str, state: CompareState, geography: Geography, on: date) -> Chosen:
    """The counties of one side on a day."""
    if side == PICK:
        places = tuple(code for code in geography.counties if code in state.set)
        return Chosen(words.PICKED, places, words.PICKED_ABOUT.format(names=names(places, geography)))
    if side in geography.cities:
        places = tuple(code for code in geography.counties if geography.city_of[code] == side)
        name = words.CITY_COUNTIES.format(name=geography.cities[side])
        return Chosen(name, places, words.CITY_ABOUT.format(name=name, count=len(places)))
    places, about = members(geography.groups, side, on)
    if not places:
        about = words.NO_LIST.format(name=geography.group_names[side], day=text.full_day(on))
    return Chosen(geography.group_names[side], tuple(code for code in places if code in geography.counties), about)


def both(state: CompareState, geography: Geography, on: date) -> tuple[Chosen, Chosen]:
    """First and second side; the second is the rest of the counties unless another set is asked for."""
    first = choose(state.group, state, geography, on)
    if state.against != REST:
        return first, choose(state.against, state, geography, on)
    rest = tuple(code for code in geography.counties if code not in first.places)
    name = words.REST.format(count=len(rest))
    return first, Chosen(name, rest, words.REST_ABOUT.format(name=first.name, count=len(rest)))


def names(places: tuple[str, ...], geography: Geography) -> str:
    """Names of counties in a row."""
    return "、".join(geography.counties[code] for code in places) or words.NOBODY
