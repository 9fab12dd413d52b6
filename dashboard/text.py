"""Every word that the pages say."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from datetime import date, datetime, timedelta
from functools import cache
from types import MappingProxyType
from typing import Final

from dashboard.charts.classes import Method
from dashboard.mapping import Rank
from dashboard.widths import columns
from etl.filters import UNDATED as UNDATED_FILTER
from etl.model import Bound
from etl.queries import State
from etl.registry.dictionary import Dictionary, load_dictionary

APP_TITLE: Final = "浙江县域成效数据"
PAGE_MAP: Final = "地图"
PAGE_COMPARE: Final = "对比"
PAGE_COUNTY: Final = "县域"
PAGE_DATA: Final = "数据"
PAGE_QUALITY: Final = "来源与质量"

THEME: Final = "主题"
ALL_THEMES: Final = "全部主题"
INDICATOR: Final = "指标"
COVERAGE: Final = "报告情况（数字条数）"
MEASURE: Final = "度量"
PERIOD: Final = "时期"
VARIANT: Final = "口径"
PLACE: Final = "选择地方"
NO_PLACE: Final = "（未选择）"
OUTLINE: Final = "轮廓"
NO_OUTLINE: Final = "不显示"
SETTINGS: Final = "显示设置"
CLEAR: Final = "清除选择"
ALL: Final = "全部"
NO_VALUE: Final = "—"
UNDATED: Final = "未注明时期"

LEVELS: Final = MappingProxyType({"county": "县（市、区）", "city": "设区市"})
METHODS: Final = MappingProxyType(
    {Method.NATURAL: "自然断点", Method.QUANTILE: "分位数", Method.EQUAL: "等距", Method.FIXED: "指标固定分级"}
)
FIXED_NOTE: Final = "固定分级：{limits}（{unit}）。{reason}。各年各地用同一分级，同一颜色含义相同。"
DRAWS: Final = MappingProxyType({"auto": "自动", "fill": "分级填色", "symbols": "比例符号"})
STATE_MEANINGS: Final = MappingProxyType(
    {
        State.UNREPORTED: "现有文件中没有这一数字，不等于数值低",
        State.EXCLUDED: "有报告，但经复核剔除、只涉及局部、与他县合并报告或未注明时期，不参与比较",
        State.INCOMPARABLE: "有报告，但度量、时期、单位、性质或基期与所选不同",
        State.NOT_APPLICABLE: "所选口径不涉及该地方",
    }
)
BOUNDS: Final[Mapping[str, str]] = MappingProxyType(
    {
        Bound.EXACT: "", Bound.APPROX: "约", Bound.UNDER: "不足", Bound.OVER: "超",
        Bound.AT_LEAST: "≥", Bound.AT_MOST: "≤",
    }
)  # fmt: skip
BOUNDS_BELOW_ZERO: Final[Mapping[str, str]] = MappingProxyType(
    {Bound.APPROX: "约", Bound.UNDER: "高于", Bound.OVER: "低于", Bound.AT_LEAST: "≤", Bound.AT_MOST: "≥"}
)
"""A fall of more than five per cent is a growth below minus five."""
BOUND_GLYPHS: Final[Mapping[str, str]] = MappingProxyType(
    {Bound.APPROX: "≈", Bound.UNDER: "<", Bound.OVER: ">", Bound.AT_LEAST: "≥", Bound.AT_MOST: "≤"}
)
BOUND_GLYPHS_BELOW_ZERO: Final[Mapping[str, str]] = MappingProxyType(
    {Bound.APPROX: "≈", Bound.UNDER: ">", Bound.OVER: "<", Bound.AT_LEAST: "≤", Bound.AT_MOST: "≥"}
)
REASONS: Final = MappingProxyType(
    {
        "rejected": "复核剔除", "part": "只涉及局部", "joint": "与他县合并报告", "undated": "未注明时期", "measure": "度量",
        "unit": "单位", "status": "性质", "period": "时期", "baseline": "基期", "rank_within": "位次范围", "scope": "范围",
        "unverified": "未与原件核对",
    }
)  # fmt: skip
"""Why a report is excluded, or in what it differs from what is shown."""

BASES: Final = MappingProxyType(
    {
        "stated": "同一分句写明", "inherited:sentence": "承接同句前文", "inherited:paragraph": "承接同段前文",
        "section": "取自章节标题", "document": "取自文件", "default": "缺省", "none": "没有依据",
    }
)  # fmt: skip
"""Where a field of a figure comes from."""

BOUNDARY_NOTICE: Final = "示意图，不作为划界依据"
TOTALS_NOTE: Final = "总量不宜用填色比较（面积和人口不同），默认用符号大小表示；可在“显示设置”中改为填色。"
SPARSE_NOTE: Final = "报告的地方不足十分之一，先列表格，地图仅供查看位置。"
CITY_RANK_NOTE: Final = "位次是在各自设区市内的位次，市与市之间不可比。"
SOME_UNVERIFIED: Final = "其中 {count} 个数值未与原件核对（图上加斜线）；可在“显示设置”中不计入。"
STRIPED: Final = "其中{count}个{doubts}（图上加斜线）"
DOWNLOAD_TABLE: Final = "导出本表 CSV"
RANK_TITLE: Final = "排序"
RANK_BANDS: Final = "名次写成“3–5”的，是因为有的数值只报告了界限或约数（超、不足、约），名次不能确定。"
CARD_EMPTY: Final = "这个地方在此主题下没有报告数字。"
MORE_IN_DATA: Final = "在“数据”页查看和导出"
COVERAGE_TITLE: Final = "各地报告的数字条数"
COVERAGE_LEGEND: Final = "数字条数"
PICK_HINT: Final = "点击地图上的县，或在“选择地方”中选，即可列出它报告的数字。"

PART: Final = "局部"
JOINT: Final = "合并报告"
FROM: Final = "变化前的值"
CONFLICT: Final = "报告不一致"
NOT_VERIFIED: Final = "未与原件核对"
LOW_CONFIDENCE: Final = "识别置信度低"
BOTH_DOUBTS: Final = "未核对或置信度低"
NO_INDICATOR: Final = "（未写明指标）"
LOCATOR: Final = "位置"

INSTEAD: Final = "另有"
PIECES: Final = "条"
NO_UNIT: Final = "无单位"
DOCUMENT: Final = "文件"
REPORTS: Final = "{count}次报告"
MEMBERS: Final = "{name}（{count}个成员，名单有效期{since}至{until}），以{day}为准"
OPEN_END: Final = "今"
NO_MEMBERS: Final = "{name}：{day}没有有效的名单，未画轮廓"
COUNTERS: Final = MappingProxyType({"county": "县", "city": "市"})

CARD_COUNT: Final = "本主题下的数字（{count}条）"
CARD_CUT: Final = "，先列{shown}条，其余见“数据”页"

BOUNDARY_SOURCE: Final = "边界来源：{source}"
MAP_APPROVAL: Final = "审图号：{number}"
SNAPSHOT: Final = "数据快照：{id}"

NEXT_PAGE: Final = "下一页"
PAGE_BEFORE: Final = "上一页"

SEARCH: Final = "文字检索"
SEARCH_HINT: Final = "指标、地方、章节、文件中的字词，空格分开"
MORE_FILTERS: Final = "更多筛选"
RESET: Final = "清除筛选"
NOT_MEMBERS: Final = "{name}以外的县"
UNREGISTERED: Final = "未登记指标"
EVERY: Final = "全部（含目标、政策参数）"
FILE_STEM: Final = "浙江县域数据"
FIGURES_ALT: Final = "符合筛选条件的数字，共{count}条，每行一条，含数值、单位、时期和出处"

NO_SNAPSHOT: Final = (
    "还没有可用的数据快照，或快照已损坏。请在项目目录运行 `python -m etl build`（或 `make run`），然后刷新本页。"
)
FOREIGN_SNAPSHOT: Final = (
    "数据快照是由另一版本的程序生成的，本版本不读取。请在项目目录运行 `python -m etl build`（或 `make run`）重新生成，"
    "然后刷新本页；台账和原始文件不受影响。"
)
UNEXPECTED: Final = (
    "页面出错了，本次操作没有完成；数据没有改变。请刷新页面，或去掉网址中“?”后面的部分再试；"
    "仍然出错时，请把服务窗口中的记录交给维护人员。"
)
NO_BOUNDARIES: Final = (
    "边界文件缺失或无法读取，地图画不出来；下方表格仍可使用。请恢复 `geo/zhejiang_counties.geojson`，"
    "或用环境变量 BOUNDARY_FILE 指定本单位的边界文件，然后重启服务。"
)
UNMATCHED: Final = "边界文件与地名表不一致：{places}。这些地方不在地图上，数字见表格。"
NEWER: Final = "这个链接用的是数据快照 {old}；现在的快照是 {new}，数值可能有变化。"
CHANGES: Final = "看有哪些变化"
UNVERIFIED: Final = MappingProxyType({"on": "计入", "off": "不计入"})
PICTURES: Final = MappingProxyType({"svg": "SVG（矢量）", "png": "PNG（位图）"})
SOURCES: Final = "来源：{titles}"
BAD_LINK: Final = "链接中的“{names}”无效或没有数据，已改用默认值。"
NO_DATA: Final = "没有符合条件的数据。请减少筛选条件，或换一个主题、时期。"
DETAILS: Final = "详细信息"

CHART_WORDS: Final = MappingProxyType(
    {
        "Download plot": "下载图片", "Download plot as a PNG": "下载图片", "Pan": "平移", "Zoom in": "放大",
        "Zoom out": "缩小", "Reset": "复位",
    }
)  # fmt: skip
"""The chart's own English, by the words that it looks up."""
FRAME_WORDS: Final = MappingProxyType(
    {
        "Search": "搜索", "Fullscreen": "全屏", "Close fullscreen": "退出全屏", "Show/hide columns": "显示或隐藏列",
        "Choose options": "请选择", "No results": "没有结果", "Type to search": "输入以检索", "Clear all": "全部清除",
        "Select all": "全选", "Autosize": "自动列宽", "Pin column": "固定列", "Unpin column": "取消固定", "Hide column": "隐藏列",
        "Sort ascending": "升序", "Sort descending": "降序", "Format": "格式", "Show data": "显示数据",
        "Press Enter to apply": "按回车键生效",
    }
)  # fmt: skip
"""The framework's own English, as it stands on the screen."""
RANK_COLUMNS: Final = ("名次", "地方", "所属市", "数值", "说明")
FILTERS: Final = MappingProxyType(
    {
        "place": "县（市、区）",
        "city": "设区市",
        "group": "县域分组",
        "theme": "主题",
        "indicator": "指标",
        "measure": "度量",
        "status": "性质",
        "scope": "范围",
        "period": "时期",
        "document": "文件",
        "tier": "来源等级",
        "text": "文字检索",
        "unverified": "未与原件核对的数字",
        "view": "视图",
        "against": "对照",
        "set": "自选的县",
        "one": "第一个县",
        "two": "第二个县",
        "picture": "图片格式",
        "columns": "显示的列",
        "sort": "排序",
        "page": "页码",
        "kind": "数字类别",
        "number": "数字位置",
        "before": "对照快照",
        "level": "层级",
        "method": "分级方法",
        "classes": "级数",
        "draw": "表现方式",
        "key": "口径",
    }
)


@cache
def dictionary() -> Dictionary:
    """Headings and labels that pages and exports share."""
    return load_dictionary()


def label(column: str, code: str) -> str:
    """Chinese label of a code in a column; the code itself where it has none."""
    return str(dictionary().label(column, code))


def number(value: float) -> str:
    """A value for reading: thousands apart, at most four decimals, none for show."""
    rounded = f"{value:,.4f}".rstrip("0").rstrip(".")
    return "0" if rounded == "-0" else rounded


def span(low: float, high: float) -> str:
    """A class of values: its smallest and largest."""
    return number(low) if low == high else f"{number(low)} 至 {number(high)}"


def limits(low: float, high: float) -> str:
    """A class between given limits, of which it holds the lower: ``低于 0``, ``0 至 3``, ``9 及以上``."""
    if math.isinf(low):
        return f"低于 {number(high)}"
    return f"{number(low)} 及以上" if math.isinf(high) else f"{number(low)} 至 {number(high)}"


def bounded(value: float, high: float | None, bound: str) -> str:
    """Value with what the report says of its limits: ``约30``, ``≥5``, ``10–12``."""
    digits = number(value) if high is None or high == value else f"{number(value)}–{number(high)}"
    return f"{(BOUNDS if value >= 0 else BOUNDS_BELOW_ZERO).get(bound, '')}{digits}"


def day(value: object) -> date | None:
    """A cell of a date column as a date; missing as None."""
    if isinstance(value, datetime):  # a pandas Timestamp too; NaT is one that differs from itself
        return value.date() if value == value else None
    return value if isinstance(value, date) else None


def period(start: date | None, end: date | None) -> str:
    """A reporting period in words: ``2021年``, ``2021年1—6月``, ``2021年末``, ``截至2022年5月9日``."""
    if end is None:
        return UNDATED
    month_end = (end + timedelta(days=1)).day == 1
    year_end = (end.month, end.day) == (12, 31)
    if start is None or start == end:
        return f"{end.year}年末" if year_end else _until(end, month_end)
    if (start.month, start.day) == (1, 1) and year_end:
        return f"{end.year}年" if start.year == end.year else f"{start.year}—{end.year}年"
    if start.day == 1 and month_end:
        return _months(start, end)
    return f"{full_day(start)}至{full_day(end)}"


def _until(end: date, month_end: bool) -> str:
    return f"{end.year}年{end.month}月末" if month_end else f"截至{full_day(end)}"


def _months(start: date, end: date) -> str:
    if start.year != end.year:
        return f"{start.year}年{start.month}月至{end.year}年{end.month}月"
    return f"{end.year}年{end.month}月" if start.month == end.month else f"{end.year}年{start.month}—{end.month}月"


def full_day(day: date) -> str:
    """``2022年5月9日``."""
    return f"{day.year}年{day.month}月{day.day}日"


def period_filter(value: str) -> str:
    """A value of the filter ``period`` in words: ``2021年内截止``, ``2021年1—6月``, ``未注明时期``."""
    if value == UNDATED_FILTER:
        return UNDATED
    start, dots, end = value.partition("..")
    if dots:
        return period(date.fromisoformat(start) if start else None, date.fromisoformat(end))
    year, _, month = value.partition("-")
    return f"{year}年{int(month)}月内截止" if month else f"{year}年内截止"


def packed(items: Sequence[str], most: int = 68) -> list[str]:
    """Items in as few lines of at most ``most`` columns as their order allows; a longer item has lines of its own."""
    lines: list[str] = []
    for item in [part for long in items for part in _broken(long, most)]:
        if lines and columns(lines[-1]) + 2 + columns(item) <= most:
            lines[-1] += f"　{item}"
        else:
            lines.append(item)
    return lines


def _broken(words: str, most: int) -> list[str]:
    """Words in lines of at most ``most`` columns, broken anywhere, as Chinese may be."""
    lines = [""]
    for sign in words:
        if columns(lines[-1] + sign) > most:
            lines.append("")
        lines[-1] += sign
    return lines


def listed(items: Sequence[str], most: int = 2) -> str:
    """The first items, and how many there are where not all are named."""
    rest = f"等{len(items)}条" if len(items) > most else ""
    return "、".join(items[:most]) + rest


def rank_of(rank: Rank, reporting: int, total: int, unit: str, unverified: int = 0) -> str:
    """``第3/31（90县中31县报告）``; of those ``unverified`` report a number that nobody compared with its original."""
    doubt = f"，其中{unverified}{unit}{NOT_VERIFIED}" if unverified else ""
    return f"第{rank}/{reporting}（{total}{unit}中{reporting}{unit}报告{doubt}）"


def reporting(count: int, total: int, unit: str) -> str:
    """``90县中31县报告``."""
    return f"{total}{unit}中{count}{unit}报告"


def legend_title(unit: str, method: Method, symbols: bool) -> str:
    """Names unit, manner and class method over the legend."""
    drawn = "符号大小" if symbols else "填色"
    if method is Method.FIXED:
        return f"单位：{unit or NO_UNIT}　{drawn}按{METHODS[method]}<br>（含下限、不含上限；括号内为地方数）"
    return f"单位：{unit}　{drawn}按{METHODS[method]}分级（括号内为地方数）"


def fixed_note(limits: Sequence[float], unit: str, reason: str) -> str:
    """Which limits an indicator has and why."""
    return FIXED_NOTE.format(limits="、".join(map(number, limits)), unit=unit or NO_UNIT, reason=reason)


def variant(unit: str, baseline: str, rank_within: str) -> str:
    """What a comparability key has beside measure, status and period."""
    parts = [f"单位：{unit}"] if unit else []
    parts += [f"基期：{baseline}"] if baseline else []
    parts += [f"{label('rank_within', rank_within)}位次"] if rank_within else []
    return "；".join(parts) or "未注明"


def doubts(reasons: Sequence[str]) -> str:
    """Name of the stripes on a map, short enough for its legend on a phone."""
    return BOTH_DOUBTS if len(reasons) > 1 else "".join(reasons)


def map_alt(title: str, shown: Sequence[tuple[str, float]], unit: str, missing: int, striped: str = "") -> str:
    """Alternative text of a map from what it draws: how many, the highest, the lowest, how many without a value.

    ``striped`` says how many values have stripes and what these mean.
    """
    if not shown:
        return f"地图：{title}。没有可比较的数值，{missing}个地方无数值。"
    low, high = min(shown, key=lambda item: item[1]), max(shown, key=lambda item: item[1])
    return (
        f"地图：{title}。{len(shown)}个地方有数值，最高{high[0]}{number(high[1])}{unit}，"
        f"最低{low[0]}{number(low[1])}{unit}；{missing}个地方无数值。"
        f"{f'{striped}。' if striped else ''}明细见旁边的表格。"
    )
