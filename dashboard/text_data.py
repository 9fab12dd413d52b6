"""Words of the data page and of what travels with its downloads."""

from __future__ import annotations

from types import MappingProxyType
from typing import Final

ROW_COUNT: Final = "共 **{count}** 条数字"
PAGES: Final = "，第 {first}–{last} 条（第 {page}/{pages} 页）；导出文件含全部 {count} 条"
CSV: Final = "导出 CSV（{count} 条）"
CSV_HELP: Final = (
    "UTF-8（带 BOM），可直接用 Excel 或 WPS 打开；行与当前筛选、排序完全一致；选了列则只含所选的列，否则含全部列"
)
XLSX: Final = "导出 XLSX"
XLSX_HELP: Final = "含“数据”“说明”“数据字典”三个工作表，没有公式"
XLSX_TOO_LONG: Final = "超过 {most} 条，请用 CSV 或压缩包"
ZIP: Final = "导出 ZIP"
ZIP_HELP: Final = "CSV、数据字典、筛选说明和校验码"
MOST_IN_WORKBOOK: Final = 100_000
COLUMNS: Final = "显示的列"
COLUMNS_HINT: Final = "常用列"
SORT: Final = "排序"
SORTS: Final = MappingProxyType(
    {
        "": "地区、主题、文件", "value": "数值从小到大", "-value": "数值从大到小", "period": "时期从早到晚",
        "-period": "时期从晚到早", "indicator": "指标名称", "document": "文件、位置",
    }
)  # fmt: skip
MIXED_UNITS: Final = "各行单位不尽相同，按数值排序只宜在筛选同一指标、同一度量后使用。"
API: Final = "供程序读取的同一数据"
SEARCH_TOLD: Final = "检索包括地区的拼音和别名、指标的其他叫法。"

FACT_TITLE: Final = "数据"
FACT_SNAPSHOT: Final = "数据快照"
FACT_ROWS: Final = "行数"
FACT_FILTER: Final = "筛选"
NO_FILTER: Final = "无"
FACT_SORT: Final = "排序"
FACT_QUERY: Final = "页面地址"
FACT_API: Final = "接口地址"
FACTS_ALWAYS: Final = (
    ("单位", "“数值”按“单位”列所写的单位；“数值（原文）”“单位（原文）”为文件中的写法"),
    ("时期", "“时期起”“时期止”为数据所属时期；未注明时期的不参与比较"),
    ("来源", "见“文件”“章节”“位置”各列；“核对”列说明是否与原件核对"),
    ("编码", "CSV 为 UTF-8，带 BOM；程序读取时请用 utf-8-sig"),
    ("空单元格", "没有该项内容；不是零"),
    ("文字开头的撇号", "CSV 中以 = + - @（含全角）开头的文字前加了撇号，以免被当作公式；数字不加"),
    ("未报告", "表中没有的县不等于数值为零或偏低，只是现有文件没有报告"),
)
"""What holds for every download, as (name, text)."""
