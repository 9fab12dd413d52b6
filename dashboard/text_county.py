"""Words of the page of one county."""

from __future__ import annotations

from typing import Final

COUNTY: Final = "县（市、区）"
PRINT_HINT: Final = "按 Ctrl+P 即可打印：版面按 A4 纵向排好，筛选控件不会印出。"
SUBTITLE: Final = "{city} · 行政区划代码 {code}"
MEMBER: Final = "{name}（名单有效期{since}至{until}）"
NO_GROUP: Final = "不在山区海岛县等名单中"
SUMMARY: Final = "现有文件中有 {figures} 条数字，出自 {documents} 份文件，涉及 {themes}/{all} 个主题"
SILENT_THEMES: Final = "没有报告的主题：{themes}"
NOTHING: Final = "现有文件中没有这个县的数字。没有报告不等于没有成效。"

HEADLINES: Final = "主要数字"
HEADLINES_NOTE: Final = "取报告县数最多的指标；名次只在报告同一口径的县中排，未与原件核对的数字也排在内，并注明几县。"
ALONE: Final = "只有本县报告这一口径"
STANDINGS: Final = "在报告县中的位置"
STANDING_COLUMNS: Final = ("指标", "口径", "时期", "数值", "名次")
FIGURES: Final = "全部数字（按主题）"
FIGURES_PAGE: Final = "第 {first}–{last} 条，共 {count} 条（第 {page}/{pages} 页）；在下方翻页，各页分别打印。"
THEME_WHOLE: Final = "{theme}（{count}）"
THEME_ON_PAGE: Final = "{theme}（本页{count}条）"
STANDINGS_CUT: Final = (
    "“主要数字”和“位置”只看 {most} 项可比数字：先实际数，再目标和政策参数，各取较新的；全部数字见下。"
)
RANKS_CUT: Final = "只列前 {most} 条位次；其余见下方全部数字。"
READINGS_CUT: Final = "只列前 {most} 条；其余见“数据”页。"
MISSING_CUT: Final = "只列同类县报告最多的 {most} 项，共 {count} 项。"
FIGURE_COLUMNS: Final = ("指标", "数值", "时期", "性质与范围", "出处")
REPORTED_RANKS: Final = "文件所载位次"
RANK_COLUMNS: Final = ("指标", "位次", "时期", "出处")
READINGS: Final = "重复与不一致的报告"
NO_READINGS: Final = "没有重复或不一致的报告。"
READING_COLUMNS: Final = ("指标", "数值", "时期", "出处", "说明")
CONFLICT: Final = "不一致"
REPEAT: Final = "重复，一致"
SHOWN: Final = "采用"
MISSING: Final = "同类县报告而本县没有报告的指标"
MISSING_NOTE: Final = "同类县：{name}。没有报告不等于没有做。"
MISSING_COLUMNS: Final = ("指标", "同类县中报告的县数")
NOTHING_MISSING: Final = "同类县至少两县报告的指标，本县都有报告。"
MORE: Final = "在“数据”页筛选、导出本县数字"
COMPARE: Final = "与另一个县对照"
OTHER_STATUSES: Final = "全部（含目标、政策参数）"
PEERS_IN: Final = "{name}的其他县"
PEERS_OUT: Final = "{name}以外的其他县"
DOWNLOAD: Final = "导出本县 CSV"
