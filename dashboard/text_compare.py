"""Words of the page that compares."""

from __future__ import annotations

from types import MappingProxyType
from typing import Final

from dashboard import text
from dashboard.comparison import LEAST, Gap, Side

VIEWS: Final = MappingProxyType({"groups": "分组比较", "pair": "两县对照", "heat": "报告情况一览"})
GROUP: Final = "比较对象"
AGAINST: Final = "对照"
ALL_OTHERS: Final = "其余各县"
PICKED: Final = "自选各县"
PICK: Final = "自选的县（网址中保存，可分享）"
PICKED_ABOUT: Final = "自选：{names}"
CITY_COUNTIES: Final = "{name}各县（市、区）"
CITY_ABOUT: Final = "{name}，共{count}个，按现行区划"
NO_LIST: Final = "{name}：{day}没有有效的名单；请换一个时期，或在“比较对象”中改选其他分组、自选各县"
REST: Final = "其他{count}县"
REST_ABOUT: Final = "{name}以外的{count}个县（市、区）"
NOBODY: Final = "（无）"
CHOOSE_COUNTIES: Final = "请在“自选的县”中选择要比较的县。"

REPORTING: Final = "{name}：**{count}/{total}** 县报告（{share}%）"
OPENING: Final = "各主题有多少县报告（任何指标、任何口径）。选择一个指标即可比较数值。"
ONLY_VERIFIED: Final = "未与原件核对的数字不计入；可在上方改为计入。"
LOST: Final = "所选的{names}只有未与原件核对的数字，已改用默认值；可在“未与原件核对的数字”中改为计入。"
BY_THEME: Final = ("主题", "县均条数")
BY_INDICATOR: Final = "有报告的指标：是否可比，选定指标后按同一口径判定"
INDICATOR_COLUMNS: Final = ("指标", "合计县数", "同一口径最多县数")
"""Counties of both sides under any key; the last, of all counties under the best covered one, which a choice opens on."""

COMPARABLE: Final = "可比"
COMPARABLE_DOUBTFUL: Final = "口径相同，但{total}县中{count}县的数字未与原件核对，结论仅供参考"
INCOMPARABLE: Final = "不可比较"
TOO_FEW: Final = f"{{name}}只有{{count}}个县报告，少于{LEAST}个"
NO_ONE: Final = "{name}在这一时期没有有效的名单或成员"
OVERLAP: Final = "两边有相同的县：{names}"
CITY_RANKS: Final = "位次是各设区市内的位次，市与市之间不可比"
GROUP_RANKS: Final = "位次只在组内排列，与组外不可比"
OTHER_KEYS: Final = "另有{count}县报告了这一指标，但口径不同（{reasons}），未计入"
LEFT_OUT: Final = "另有{count}县的报告未计入（{reasons}）"
UNVERIFIED_TOLD: Final = "其中 {count} 县的数字未与原件核对"
MEDIANS: Final = "中位数：{first} {one}，{second} {two}（{unit}）"
HIGHER: Final = "在已报告的县中，{first}的中位数高 {gap} {unit}"
LOWER: Final = "在已报告的县中，{first}的中位数低 {gap} {unit}"
EQUAL: Final = "在已报告的县中，两边中位数相同"
BOUNDS: Final = "如未报告的县都在已报告数值的两端，中位数可在：{first} {one}，{second} {two}"
SETTLED: Final = "两个区间不重叠：未报告的县在已报告范围内取任何值，高低关系都不变。"
UNSETTLED: Final = "两个区间重叠：只说明已报告的县，不能推断全部县孰高孰低。"
NOT_AVERAGED: Final = "比较用中位数，每县计一次；增速不作简单平均。"
GAP_UNITS: Final = MappingProxyType({"%": "个百分点"})

NO_REFERENCE: Final = "全省和设区市没有同一口径的数字，不画参考线。"
CITIES: Final = "设区市本级数字"
CITIES_REPORT: Final = "{name}（{count}/{total}市报告）"
CITIES_DOUBTFUL: Final = "{name}（{count}/{total}市报告，其中{doubtful}市未与原件核对）"
DOUBT_SIGN: Final = "※"
DOUBTS_TOLD: Final = "其中{count}县的数字{doubts}"
DOUBTS_SIGNED: Final = f"{DOUBT_SIGN} 其中{{count}}县的数字{{doubts}}"
MEDIAN: Final = "中位数 {value}"
STRIPS_TITLE: Final = "每县一点：{title}"
BARS_TITLE: Final = "排序：{title}"
TABLE_COLUMNS: Final = ("名次", "地方", "所属市", "组别", "数值", "说明")
NEITHER: Final = "不在比较之列"

ONE: Final = "第一个县"
TWO: Final = "第二个县"
PICK_TWO: Final = "请选择两个不同的县。"
PAIR_COLUMNS: Final = ("主题", "指标", "口径", "时期")
DIFFERENCE: Final = "差（前减后）"
PAIR_NOTE: Final = "只有口径（度量、单位、性质、时期、基期）全部相同的一行才算差；其余各行只并列。"
ONLY_BOUNDED: Final = "有界限值，不算差"
PAIR_CUT: Final = "每县只列{most}项：先实际数，再目标和政策参数，各取较新的；全部数字见“数据”页。"
PAIR_REPORTS: Final = "{name}：{count} 项可比数字"
PAIR_EMPTY: Final = "两县都没有可比较的数字（全域、注明时期、已登记指标）。可在“县域”页查看各县报告的全部数字。"
PAIR_CHART: Final = "两县各主题报告的数字条数"

HEAT_TITLE: Final = "各县各主题报告的数字条数（{status}）"
HEAT_NOTE: Final = "颜色表示报告了多少条数字，只反映报告情况，不是成效高低；灰底“0”为没有报告。"
HEAT_SILENT: Final = "0（没有报告）"
HEAT_CLASS: Final = "{span}条"
TOTAL: Final = "合计"


def bounds(limits: tuple[float, float]) -> str:
    """``5.2 至 8``."""
    return text.span(*limits)


def gap_unit(unit: str) -> str:
    """Unit of a difference of values in ``unit``."""
    return GAP_UNITS.get(unit, unit)


def share(count: int, total: int) -> str:
    """Per cent of members that report, whole numbers."""
    return f"{100 * count / total:.0f}" if total else "0"


def conclusion(first: Side, second: Side, found: Gap, unit: str) -> list[str]:
    """What may be said of two sides that can be compared, sentence by sentence."""
    ours, theirs = first.spread, second.spread
    if ours is None or theirs is None:
        return []
    pattern = HIGHER if found.value > 0 else LOWER if found.value < 0 else EQUAL
    medians = MEDIANS.format(
        first=first.name, one=text.number(ours.median), second=second.name, two=text.number(theirs.median), unit=unit
    )
    gap = pattern.format(first=first.name, gap=text.number(abs(found.value)), unit=gap_unit(unit))
    limits = BOUNDS.format(first=first.name, one=bounds(found.first), second=second.name, two=bounds(found.second))
    return [f"{medians}。{gap}。", f"{limits}。{SETTLED if found.settled else UNSETTLED}", NOT_AVERAGED]


def strips_alt(title: str, sides: tuple[Side, ...], unit: str, doubts: str = "") -> str:
    """Alternative text of the strips, from what they show; ``doubts`` says how many numbers are not to be relied on."""
    parts = []
    for side in sides:
        values = [mark.value for mark in side.marks]
        told = f"{side.name}{len(side.places)}县中{len(values)}县报告"
        told += f"，{text.number(min(values))}至{text.number(max(values))}{unit}" if values else ""
        told += f"，中位数{text.number(side.spread.median)}" if side.spread else ""
        parts.append(told)
    parts += [doubts] if doubts else []
    return f"点图：{title}。{'；'.join(parts)}。明细见表格。"


def heat_alt(counties: int, reporting: int, most: tuple[str, int]) -> str:
    """Alternative text of the heat map."""
    return f"热力图：{counties}县中{reporting}县有报告，{most[0]}最多，{most[1]}条；逐县逐主题条数见旁边的表格。"


def heat_class(low: int, high: int) -> str:
    """Name of a class of the heat map: ``0（没有报告）``, ``3 至 7条``."""
    return HEAT_CLASS.format(span=text.span(low, high)) if high else HEAT_SILENT


def broken(theme: str) -> str:
    """The name of a theme over several short lines, for the head of a narrow column."""
    return "<br>".join(theme[start : start + 3] for start in range(0, len(theme), 3))
