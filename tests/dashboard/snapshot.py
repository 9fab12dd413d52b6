"""A small snapshot with every kind of trouble that the pages must show: bounds, ties, conflicts, all four states."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from datetime import date

import duckdb

from etl.paths import GEO, ROOT
from etl.snapshot.observations import store
from etl.version import SNAPSHOT_FORMAT

YEAR = (date(2021, 1, 1), date(2021, 12, 31))
COUNTIES = json.loads((GEO / "zhejiang_counties.geojson").read_text(encoding="utf-8"))["features"]
MOUNTAIN = ("330127", "330324", "330326", "331102", "331121", "331122")
SNAPSHOT_NAME = "facts-0123456789ab.duckdb"


@dataclass
class Row:
    """One fact; the defaults make a plain reported figure."""

    place_code: str
    value: float
    indicator_id: str | None = "income_rural"
    indicator_reported: str = "农村居民人均可支配收入"
    theme_id: str = "income"
    measure: str = "growth"
    unit: str = "%"
    value_high: float | None = None
    value_reported: str = ""
    unit_reported: str = ""
    bound: str = "exact"
    scope: str = "whole"
    scope_name: str = ""
    status: str = "actual"
    role: str = ""
    period_start: date | None = YEAR[0]
    period_end: date | None = YEAR[1]
    period_reported: str = "2021年"
    rank_within: str = ""
    is_joint: bool = False
    document_id: str = "speeches"
    section: str = "试验县：县委书记谈共同富裕"
    baseline: str = ""
    confidence: str = "high"
    source_tier: str = "press"
    revision: str = "unknown"
    review: str = "unreviewed"
    resolution: float = 0.1
    display_unit: str = "%"
    display_factor: float = 1.0
    verified: bool = True


def rows() -> list[Row]:
    codes = sorted(feature["properties"]["adcode"] for feature in COUNTIES)
    growth = [Row(code, round(6 + place * 0.35, 2)) for place, code in enumerate(codes[:26])]
    growth[3].bound, growth[3].value = "over", 9.0
    growth[5].value = growth[6].value = 8.4
    growth[7].confidence = "low"
    growth.append(Row("331121", -1.2))
    other = [
        Row(codes[30], 12.5, period_start=date(2020, 1, 1), period_end=date(2020, 12, 31), period_reported="2020年"),
        Row(codes[31], 11.0, scope="part", scope_name="试验村"),
        Row(codes[32], 10.0, period_start=None, period_end=None, period_reported=""),
        Row(codes[33], 9.9, review="rejected"),
        Row(codes[34], 9.8, is_joint=True),
        Row(codes[0], 6.5, document_id="cases"),
    ]
    gdp = {"indicator_id": "gdp", "indicator_reported": "地区生产总值", "theme_id": "economy", "measure": "level"}
    money = {"unit": "元", "display_unit": "亿元", "display_factor": 1e8, "unit_reported": "亿元", "resolution": 1e7}
    totals = [Row(code, (place + 2) * 1e10, **gdp, **money) for place, code in enumerate(codes[::8])]
    free = [
        Row(
            codes[2],
            37,
            indicator_id=None,
            indicator_reported="健身公园",
            theme_id="services",
            measure="level",
            unit="个",
        )
    ]
    formula = [
        Row(codes[2], 1, indicator_id=None, indicator_reported="=1+1", theme_id="services", measure="level", unit="个")
    ]
    city = [Row("330100", 9.0), Row("330300", 10.2)]
    target = [Row(codes[40], 10.0, status="target", period_start=date(2025, 1, 1), period_end=date(2025, 12, 31))]
    return growth + other + totals + free + formula + city + target


def fill(connection: duckdb.DuckDBPyConnection, facts: Sequence[Row] | None = None) -> None:
    """Put registries and ``facts`` (default: all `rows`) into an empty snapshot."""
    connection.execute((ROOT / "etl/snapshot/schema.sql").read_text(encoding="utf-8"))
    themes = [("economy", "经济高质量发展"), ("income", "收入分配制度改革"), ("services", "公共服务优质共享")]
    connection.executemany(
        "INSERT INTO theme VALUES (?, ?, ?, '', ?)", [(id_, name, id_, n) for n, (id_, name) in enumerate(themes)]
    )
    connection.executemany(
        "INSERT INTO indicator BY NAME SELECT ? AS indicator_id, ? AS name_zh, ? AS name_en, '测试用定义' AS definition, "
        "? AS theme_id, ? AS kind, ? AS canonical_unit, ? AS canonical_factor, 'high' AS polarity",
        [
            ("gdp", "地区生产总值", "GDP", "economy", "flow", "亿元", 1e8),
            ("income_rural", "农村居民人均可支配收入", "rural income", "income", "per_capita", "元", 1.0),
        ],
    )
    province = [("330000", "浙江省", "浙江", "province", None, "zhejiang"), ("ZZ", "未知", "未知", "unknown", None, "")]
    cities = {f["properties"]["city_code"]: f["properties"]["city_name"] for f in COUNTIES}
    places = [(code, name, name[:-1], "city", "330000", "") for code, name in sorted(cities.items())]
    places += [
        (
            f["properties"]["adcode"],
            f["properties"]["name"],
            f["properties"]["name"][:-1],
            "county",
            f["properties"]["city_code"],
            "",
        )
        for f in COUNTIES
    ]
    connection.executemany("INSERT INTO place VALUES (?, ?, ?, ?, ?, ?)", province + places)
    connection.execute(
        "INSERT INTO place_group BY NAME SELECT 'M26' AS group_id, '山区26县' AS name_zh, '26' AS name_en, '测试' AS definition, "
        "'' AS note, '测试' AS source"
    )
    connection.executemany(
        "INSERT INTO place_group_member VALUES ('M26', ?, DATE '2021-01-01', DATE '2024-07-31', '测试')",
        [(code,) for code in MOUNTAIN],
    )
    connection.executemany(
        "INSERT INTO document VALUES (?, ?, ?, '试验日报', DATE '2022-05-01', '2022-05-01', NULL, 'press', '', 0, 0)",
        [("speeches", "试验讲话汇编", "speeches"), ("cases", "试验案例集", "best_practices")],
    )
    for number, row in enumerate(rows() if facts is None else facts):
        figure = f"{row.document_id}:{number * 10}"
        cells = asdict(row) | {
            "figure_id": figure, "fact_id": f"{figure}/{row.place_code}", "locator": f"{number * 10}–{number * 10 + 3}",
            "char_start": number * 10, "char_end": number * 10 + 3,
            "value_reported": row.value_reported or f"{row.value / row.display_factor:g}",
            "unit_reported": row.unit_reported or row.unit,
        }  # fmt: skip
        cells |= {f"{name}_basis": "stated" for name in ("place", "period", "indicator", "scope", "theme")}
        names, marks = ", ".join(cells), ", ".join("?" for _ in cells)
        connection.execute(f"INSERT INTO fact ({names}) VALUES ({marks})", list(cells.values()))
    connection.execute(
        "INSERT INTO build VALUES ('content_hash', '0123456789abcdef'), ('format', ?)", [SNAPSHOT_FORMAT]
    )
    store(connection)
