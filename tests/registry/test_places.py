"""Places, their names on a day, and the groups of counties."""

from __future__ import annotations

from datetime import date

import pytest

from etl.registry.groups import Groups, load_groups
from etl.registry.places import AliasKind, Level, Places, load_places

PER_CITY = {
    "330100": 13,
    "330200": 10,
    "330300": 12,
    "330400": 7,
    "330500": 5,
    "330600": 6,
    "330700": 9,
    "330800": 6,
    "330900": 4,
    "331000": 9,
    "331100": 9,
}


@pytest.fixture(scope="module")
def places() -> Places:
    return load_places()


@pytest.fixture(scope="module")
def groups() -> Groups:
    return load_groups()


def codes(places: Places, alias: str, on: date | None = None) -> set[str]:
    return {entry.place_code for entry in places.named(alias, on)}


def test_every_city_has_its_counties(places: Places) -> None:
    assert {city.place_code: len(places.children(city.place_code)) for city in places.of_level(Level.CITY)} == PER_CITY
    assert len(places.counties) == 90
    assert all(county.place_code[:4] == county.parent_code[:4] for county in places.counties)


def test_ancestors_go_up_to_the_country(places: Places) -> None:
    assert [place.place_code for place in places.ancestors("331127")] == ["331100", "330000", "CN"]


def test_pseudo_places_keep_every_figure(places: Places) -> None:
    assert {places[code].level for code in ("M26", "CN", "OUT", "ZZ")} == {
        Level.GROUP,
        Level.COUNTRY,
        Level.OUTSIDE,
        Level.UNKNOWN,
    }


@pytest.mark.parametrize(
    ("alias", "code"),
    [
        ("西湖区", "330106"),
        ("杭州西湖区", "330106"),
        ("杭州市西湖区", "330106"),
        ("景宁", "331127"),
        ("景宁县", "331127"),
        ("景宁畲族自治县", "331127"),
        ("丽水景宁", "331127"),
        ("浙江桐庐", "330122"),
        ("浙江省金华市义乌市", "330782"),
        ("浙江杭州", "330100"),
        ("滨海新区", "330602"),
        ("杭州高新区（滨江）", "330108"),
        ("钱塘新区", "330114"),
        ("南太湖新区", "330502"),
        ("山区26县", "M26"),
    ],
)
def test_a_wording_means_one_place(alias: str, code: str, places: Places) -> None:
    assert codes(places, alias) == {code}


WORDS = "三门 江山 开化 普陀 滨江 江北 天台 云和 文成 路桥 永康 西湖 龙湾 南湖"


@pytest.mark.parametrize("short", WORDS.split())
def test_a_short_name_that_is_also_a_word_needs_support(short: str, places: Places) -> None:
    assert {entry.kind for entry in places.named(short)} == {AliasKind.AMBIGUOUS}


@pytest.mark.parametrize(
    ("alias", "code", "last"),
    [
        ("江干区", "330102", date(2021, 4, 8)),
        ("下城区", "330105", date(2021, 4, 8)),
        ("奉化市", "330213", date(2016, 9, 13)),
        ("玉环县", "331083", date(2017, 4, 9)),
        ("绍兴县", "330603", date(2013, 10, 17)),
    ],
)
def test_a_unit_that_is_gone_means_its_successor_until_its_last_day(
    alias: str, code: str, last: date, places: Places
) -> None:
    assert codes(places, alias, last) == {code}
    assert codes(places, alias, date(2023, 1, 1)) == set()


def test_a_unit_of_the_same_name_says_that_its_area_was_another(places: Places) -> None:
    before, after = places.named("余杭区", date(2020, 12, 31)), places.named("余杭区", date(2022, 1, 1))
    assert [(entry.kind, entry.place_code) for entry in before] == [(AliasKind.HISTORICAL, "330110")]
    assert [(entry.kind, entry.place_code) for entry in after] == [(AliasKind.FULL, "330110")]
    assert "临平" in before[0].note


@pytest.mark.parametrize(
    ("text", "alias", "fits"),
    [
        ("企业面临安全生产压力", "临安", False),
        ("今年临安实现增长", "临安", True),
        ("推动公开化办事", "开化", False),
        ("开化发展特色农业", "开化", True),
        ("游览普陀山", "普陀", False),
        ("跨越城乡的差距", "越城", False),
        ("柯桥和越城两地", "越城", True),
    ],
)
def test_neighbours_rule_an_alias_out(text: str, alias: str, fits: bool, places: Places) -> None:
    [entry] = places.named(alias)
    assert entry.fits(text, text.index(alias)) is fits


def test_no_wording_has_two_places_on_one_day(places: Places) -> None:
    entries: dict[str, list[tuple[date, date]]] = {}
    for alias in places.aliases:
        spans = entries.setdefault(alias.alias, [])
        span = alias.valid_from or date.min, alias.valid_to or date.max
        assert all(span[0] > end or span[1] < start for start, end in spans), alias.alias
        spans.append(span)


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("苏州市2023年国民经济和社会发展统计公报", ["苏州市"]),
        ("浙江西部山区和太湖南岸的村庄", []),
        ("推广东西部协作经验", []),
        ("湖南长沙的做法", ["湖南省", "长沙市"]),
        ("确保长治久安", []),
        ("湖州市政府工作报告", []),
    ],
)
def test_places_outside_the_province_are_recognised(text: str, names: list[str], places: Places) -> None:
    assert [place.name for place in places.outside_in(text)] == names


def test_outside_places_are_the_other_prefectures_and_none_of_zhejiang(places: Places) -> None:
    names = {place.name for place in places.outside}
    assert sum(place.kind == "province" for place in places.outside) == 33
    assert not names & {place.name for place in places.by_code.values()}


@pytest.mark.parametrize(
    ("group", "on", "size"),
    [
        ("M26", date(2022, 4, 6), 26),
        ("M26", date(2024, 7, 31), 26),
        ("M26", date(2024, 8, 1), 0),
        ("M25", date(2025, 5, 27), 25),
        ("M25", date(2025, 5, 28), 0),
        ("M22", date(2025, 5, 28), 22),
        ("ISLANDS", date(2023, 1, 1), 6),
    ],
)
def test_a_group_has_its_members_on_a_day(group: str, on: date, size: int, groups: Groups) -> None:
    assert len(groups.members(group, on)) == size


def test_the_successors_differ_from_the_26_as_announced(groups: Groups) -> None:
    first, second, third = (
        set(groups.members(group, on))
        for group, on in (("M26", date(2022, 1, 1)), ("M25", date(2025, 1, 1)), ("M22", date(2026, 1, 1)))
    )
    assert (first - second, second - first) == ({"330326", "330802", "331102"}, {"330305", "330922"})
    assert (second - third, third - second) == ({"330324", "330327", "330881"}, set())


def test_a_group_tells_its_period(groups: Groups) -> None:
    assert groups.period("M26") == (date(2021, 1, 1), date(2024, 7, 31))
    assert groups.period("M22") == (date(2025, 5, 28), None)
