from etl.registry.names import load_names


def test_another_name_of_a_place_or_an_indicator_is_known_whatever_its_case() -> None:
    names = load_names()
    assert names.meant("gdp")[1] == ["gdp"]
    assert names.meant("GDP") == names.meant("gdp")
    assert names.meant("从未听说之物") == ([], [])


def test_every_short_name_of_a_county_means_it() -> None:
    assert "331121" in load_names().meant("青田")[0]
