import json
from dataclasses import replace

import pytest

from dashboard.charts import county_map, palette, settings
from dashboard.charts.county_map import Drawing, Ground, Layer
from etl.queries import State

CODES = ("330102", "330105", "330106", "331121", "331122")
GROUND = Ground(
    "/geo/county.geojson?v=1",
    "/geo/city.geojson?v=1",
    (118, 27, 123, 31),
    dict.fromkeys(CODES, (120.0, 29.0)),
    "/geo/county-stripes.geojson?v=1",
)
DRAWING = Drawing(
    ground=GROUND,
    title="题目",
    legend_title="单位：%",
    layers=[Layer("1 至 2", "#f0e996", CODES[:2], 7), Layer("3", "#0b2672", CODES[2:3], 15)],
    states=[
        (State.UNREPORTED, "未报告", CODES[3:4]),
        (State.EXCLUDED, "已排除", CODES[4:5]),
        (State.INCOMPARABLE, "口径不可比", ()),
        (State.NOT_APPLICABLE, "不适用", ()),
    ],
    hover={code: f"<b>{code}</b><br>8.4 %" for code in CODES},
    footer="示意图，不作为划界依据",
    glyphs={"330106": "≥"},
    outline=("331121",),
    outline_label="山区26县",
    selected="330102",
)


def spec(drawing: Drawing) -> dict:
    return json.loads(county_map.figure(drawing).to_json())


def traces(drawing: Drawing, name: str) -> list[dict]:
    return [trace for trace in spec(drawing)["data"] if trace.get("name") == name]


@pytest.mark.parametrize("symbols", [False, True])
def test_every_county_is_painted_exactly_once(symbols: bool) -> None:
    painted = [code for trace in traces(replace(DRAWING, symbols=symbols), "fill") for code in trace["locations"]]
    assert sorted(painted) == sorted(CODES)


def test_every_state_and_class_stands_in_the_legend_with_its_count() -> None:
    names = [trace["name"] for trace in spec(DRAWING)["data"] if trace.get("showlegend")]
    assert names == [
        "1 至 2（2）", "3（1）", "未报告（1）", "已排除 ×（1）", "口径不可比 ≠（0）", "不适用 –（0）", "山区26县（1）",
    ]  # fmt: skip


def test_a_state_has_its_own_colour_and_mark() -> None:
    fills = {trace["locations"][0]: trace["colorscale"][0][1] for trace in traces(DRAWING, "fill")}
    assert fills["331121"] == palette.STATES[State.UNREPORTED]
    assert fills["331122"] == palette.STATES[State.EXCLUDED]
    assert traces(DRAWING, "glyphs")[0]["text"] == ["×", "≥"]


STRIPED = replace(DRAWING, striped=("330105", "330106"), striped_label="未与原件核对")


def test_a_doubtful_value_has_stripes_that_show_on_its_class() -> None:
    found = traces(STRIPED, "stripes")
    assert {trace["locations"][0]: trace["colorscale"][0][1] for trace in found} == {
        "330105": palette.stripe("#f0e996"),
        "330106": palette.stripe("#0b2672"),
    }
    assert {trace["geojson"] for trace in found} == {GROUND.stripes_url}
    assert [trace["name"] for trace in spec(STRIPED)["data"] if trace.get("showlegend")][6] == "未与原件核对（2）"
    names = [trace["name"] for trace in spec(STRIPED)["data"]]
    assert max(i for i, n in enumerate(names) if n == "fill") < names.index("stripes") < names.index("outline")


def test_stripes_under_symbols_cross_the_land() -> None:
    found = traces(replace(STRIPED, symbols=True), "stripes")
    assert [trace["locations"] for trace in found] == [["330105", "330106"]]


def test_a_map_without_doubt_has_no_stripes_and_no_word_of_them() -> None:
    assert traces(DRAWING, "stripes") == []
    assert "核对" not in json.dumps(spec(DRAWING), ensure_ascii=False)


def test_no_hover_shows_the_number_that_only_carries_the_colour() -> None:
    fills = traces(DRAWING, "fill")
    assert sum(len(trace["locations"]) for trace in fills) == len(CODES)
    for trace in fills:
        assert trace["hovertemplate"] == "%{customdata}<extra></extra>"
        assert trace["customdata"] == [DRAWING.hover[code] for code in trace["locations"]]
    others = [t for t in spec(DRAWING)["data"] if t["type"] == "choropleth" and t.get("name") != "fill"]
    assert others
    assert {trace["hoverinfo"] for trace in others} == {"skip"}


def test_a_click_does_not_fade_the_other_counties() -> None:
    shapes = [trace for trace in spec(DRAWING)["data"] if trace["type"] == "choropleth"]
    assert {code for trace in shapes for code in trace["locations"]} >= set(CODES)
    assert {trace["unselected"]["marker"]["opacity"] for trace in shapes} == {1}


def test_nothing_in_a_figure_points_outside_and_no_geometry_is_embedded() -> None:
    content = json.dumps([spec(DRAWING), county_map.config("/geo/", "x", {"Reset": "复位"})])
    assert "http" not in content
    assert "coordinates" not in content
    assert len(content) < 30_000


def test_outline_and_selection_lie_over_the_fill() -> None:
    kinds = [trace.get("name") for trace in spec(DRAWING)["data"]]
    assert max(i for i, name in enumerate(kinds) if name == "fill") < min(
        i for i, name in enumerate(kinds) if name == "outline"
    )
    outlines = traces(DRAWING, "outline")
    assert outlines[-1]["locations"] == ["330102"]
    assert outlines[-2]["locations"] == ["331121"]


def test_symbols_grow_with_the_class_and_do_not_fill_the_county() -> None:
    drawing = replace(DRAWING, symbols=True)
    assert [trace["marker"]["size"] for trace in traces(drawing, "symbols")] == [7, 15]
    valued = next(trace for trace in traces(drawing, "fill") if "330102" in trace["locations"])
    assert valued["colorscale"][0][1] == palette.LAND


def test_title_and_boundary_notice_are_part_of_the_picture() -> None:
    layout = spec(DRAWING)["layout"]
    assert layout["title"]["text"] == "题目"
    assert layout["annotations"][0]["text"] == "示意图，不作为划界依据"


def test_a_map_without_any_value_still_draws_its_states() -> None:
    drawing = replace(DRAWING, layers=[], states=[(State.UNREPORTED, "未报告", CODES)])
    assert [trace["locations"] for trace in traces(drawing, "fill")] == [list(CODES)]


def test_a_title_of_two_lines_has_room_for_both() -> None:
    long = "规模以上工业企业亩均税收 · 与全省平均相比的差（高于全省平均）（元/亩）· 2021年"
    short, broken = (spec(replace(DRAWING, title=words))["layout"]["title"] for words in ("题目", long))
    assert broken["text"].count("<br>") == 1
    assert broken["pad"]["b"] - short["pad"]["b"] == settings.TITLE_LINE
    assert settings.title(long)["pad"] == {"t": 8 + settings.TITLE_LINE}
    assert settings.title("题目")["pad"] == {"t": 8}
