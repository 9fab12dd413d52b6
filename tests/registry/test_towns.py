"""Towns: which county a name means, and the words that only look like one."""

from __future__ import annotations

from etl.registry.places import load_places
from etl.registry.towns import load_towns


def test_a_name_that_two_counties_have_keeps_both():
    towns = load_towns()
    assert towns["大柘镇"].counties == ("331123",)
    assert len(towns["白云街道"].counties) > 1


def test_words_that_only_look_like_a_town_are_none():
    town = load_towns()["于城镇"]
    assert town.fits("海盐县于城镇", 3)
    assert not town.fits("增速快于城镇居民", 3)


def test_every_county_but_the_one_without_towns_has_some():
    having = {code for town in load_towns().values() for code in town.counties}
    assert {county.place_code for county in load_places().counties} - having == {"330383"}
