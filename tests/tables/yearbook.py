"""A workbook as yearbooks print them: three heading rows, merged cells, footnotes, mixed units, missing marks."""

from __future__ import annotations

from pathlib import Path

import openpyxl
from openpyxl.worksheet.worksheet import Worksheet

SHEET = "2-1 各县主要指标"
TITLE = "2-1　各县（市、区）国民经济和社会发展主要指标（2022年）"
HEADER = {
    "A3:A5": "地　区",
    "B3:E3": "国民经济核算",
    "B4:C4": "地区生产总值①",
    "D4:E4": "规模以上工业增加值",
    "F3:F3": "人口",
    "F4:F5": "年末常住人口（万人）",
    "G3:H3": "居民收入",
    "G4:H4": "农村居民人均可支配收入",
    "I3:I5": "营商环境便利度（分）",
}
SINGLE = {"B5": "绝对数", "C5": "比上年增长（%）", "D5": "绝对数（万元）", "E5": "比上年增长（%）"}
SINGLE |= {"G5": "绝对数（元）", "H5": "增长％"}
ROWS: list[tuple[object, ...]] = [
    ("全　省", "77,715", 3.1, 219_000_000, 4.2, 6577, 37565, 6.6, "…"),
    ("杭州市", 18753, 1.5, 41_980_000, 0.3, 1237.6, 45183, 5.8, 91.2),
    ("　市辖区", 17300.5, 1.4, "…", "—", 1090, "空", "-", ""),
    ("　　上 城 区", "2,543.1①", 1.0, 3_052_000, -0.9, 138.6, "", None, 95),
    ("　　西湖区*", 1970.1, 2.6, 1_113_000, 1.8, 116.2, 50011, 5.9, 94.1),
    ("　桐庐县", 431.6, 2.3, 1_570_000, 3.5, 46.3, 43512, 6.7, 88),
    ("　淳安县", "259.7亿", "2.0%", "—", "……", 32.5, 28001, 7.5, 86.4),
    ("丽水市", 1830.9, 4.0, 4_590_000, 7.6, 251.5, 28470, 7.9, 87),
    ("　其中：景宁畲族自治县", 88.3, 4.2, 91_000, 6.6, 11.2, 26520, 8.4, 85.1),
]
NOTES = ["注：①按不变价格计算增长速度。", "资料来源：虚构的统计资料，仅供测试。"]


def fill(sheet: Worksheet) -> None:
    """Write title, headings, rows and notes."""
    sheet["A1"] = TITLE
    sheet.merge_cells("A1:I1")
    sheet["I2"] = "单位：亿元"
    for area, text in HEADER.items():
        sheet[area.partition(":")[0]] = text
        if area[:2] != area[-2:]:
            sheet.merge_cells(area)
    for cell, text in SINGLE.items():
        sheet[cell] = text
    for number, row in enumerate(ROWS, start=6):
        for column, value in enumerate(row, start=1):
            sheet.cell(number, column, value)
    for number, note in enumerate(NOTES, start=6 + len(ROWS)):
        sheet.cell(number, 1, note)


def write_yearbook(path: Path, name: str = SHEET) -> openpyxl.Workbook:
    """Write the workbook to ``path`` and return it."""
    workbook = openpyxl.Workbook()
    workbook.active.title = name
    fill(workbook.active)
    workbook.save(path)
    return workbook
