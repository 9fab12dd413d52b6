"""Words of the page of sources and quality."""

from __future__ import annotations

from types import MappingProxyType
from typing import Final

VIEWS: Final = MappingProxyType(
    {
        "documents": "文件与数字", "conflicts": "不一致的报告", "changes": "数据变化", "definitions": "定义与分组",
        "boundary": "边界与说明",
    }
)  # fmt: skip
KINDS: Final = MappingProxyType(
    {"all": "全部数字", "figure": "采用的数字", "rejected": "复核剔除", "exclusion": "不算数据的数字"}
)
DOCUMENT_KINDS: Final = MappingProxyType(
    {
        "speeches": "讲话摘要", "best_practices": "最佳实践", "work_report": "政府工作报告", "communique": "统计公报",
        "table": "统计表", "other": "其他",
    }
)  # fmt: skip
REASONS: Final = MappingProxyType(
    {
        "date": "日期、年份", "name": "名称的一部分", "rhetoric": "修辞、概数", "person": "个人或事例",
        "part": "另一数字的一部分",
    }
)  # fmt: skip
CHANGES: Final = MappingProxyType({"added": "新增", "withdrawn": "撤下", "revised": "修订"})
FIELDS: Final = MappingProxyType(
    {
        "value": "数值", "period": "时期", "indicator": "指标", "measure": "度量", "status": "性质", "scope": "范围",
        "theme": "主题", "baseline": "比较基准", "review": "复核",
    }
)  # fmt: skip
POLARITIES: Final = MappingProxyType({"higher": "高为好", "lower": "低为好", "none": "不判断"})

DOCUMENT: Final = "文件"
ALL_DOCUMENTS: Final = "（全部文件）"
KIND: Final = "数字类别"
DOCUMENT_COLUMNS: Final = (
    "文件",
    "类型",
    "发布者",
    "基准日",
    "来源层级",
    "核对",
    "数字总数",
    "采用",
    "排除",
    "涉及地区",
    "文件编号",
)
LEDGER: Final = "{documents} 份文件中共有 {numbers} 个数字：{figures} 个是数据，{exclusions} 个不算数据，每个都有去处。"
DOCUMENT_LEDGER: Final = "这份文件共有 {numbers} 个数字：{parts}。"
PART: Final = "{name} {count} 个"
NUMBER_COLUMNS: Final = ("位置", "文件中的写法", "去处", "指标或原因", "地区", "度量", "性质", "复核", "置信度")
PICK_NUMBER: Final = "在表中点选一行，查看这个数字的原句和认定依据。"
NUMBERS_CUT: Final = "第 {first}–{last} 个，共 {count} 个"
NUMBERS_ALT: Final = "文件中的数字，按位置排列，每行一个，含去处和原因"
NO_FILE: Final = "本机 `data/documents/` 中没有这份文件，只能给出位置。把文件放进去即可看到原句（文件不随程序分发）。"
OTHER_TEXT: Final = "本机的文件与登记的版本不同，位置对不上，原句不予显示。"
CELL: Final = "统计表中的单元格：{locator}"
TABLE_SOURCE: Final = "出处"
NOT_FOUND: Final = "没有这个数字：{number}。数据可能已经更新。"
ORIGIN_COLUMNS: Final = ("项目", "认定", "依据")
BACK: Final = "收起这个数字"
PLACE: Final = "地区"
NOT_A_FIGURE: Final = "这个数字不算数据：{reason}"

NO_CONFLICTS: Final = "没有不一致的报告。"
CONFLICTS_TOLD: Final = (
    "同一地区、同一口径有几处报告，数值在四舍五入和约数之外仍不一致，共 {count} 组；排在前面的是采用的。"
    "采用顺序：来源层级、修订状态、文件先后、精确程度。"
)
CONFLICT_COLUMNS: Final = ("组", "地区", "指标", "时期", "数值", "出处", "说明")
CHANGE_COLUMNS: Final = ("变化", "地区", "指标", "原来", "现在", "改动", "出处")
BEFORE: Final = "与哪一份快照比较"
NO_OTHER: Final = (
    "数据目录中没有别的快照，无从比较。再次运行 `python -m etl build` 且数据有变化时，这里会列出增减和修订。"
)
CHANGED: Final = "与快照 {old} 相比：新增 {added} 条，撤下 {withdrawn} 条，修订 {revised} 条。"
CHANGES_CUT: Final = "只列前 {most} 条。"
SAME: Final = "与快照 {old} 相比，没有数字变化。"
OTHER_FORMAT: Final = "快照 {old} 由另一版本的程序生成，不能逐条比较。"
INDICATORS: Final = "登记的指标（{count} 个）"
INDICATOR_COLUMNS: Final = ("主题", "指标", "定义", "规范单位", "方向", "数据条数", "编号")
GROUPS: Final = "县域分组及其有效期"
GROUP_BASIS: Final = "{source}。{note}。"
GROUP_COLUMNS: Final = ("分组", "有效期", "成员数", "成员", "说明", "依据")
THEMES: Final = "主题"
THEME_COLUMNS: Final = ("主题", "范围")
BOUNDARY: Final = (
    "地图为示意图，不作为划界依据。县级行政区划取 2021 年以来现行的 90 个县（市、区），按六位代码与数据连接。",
    "边界经简化，只供显示，不据以计算面积、密度。",
    "公开出版地图前请按规定送审；取得审图号后用 MAP_APPROVAL_NO 设置，即印在每幅地图上。",
    "可用环境变量 BOUNDARY_FILE 换成本单位的边界文件。",
)
STATES: Final = "没有数值的四种情形"
METHOD: Final = "怎样比较"
METHODS: Final = (
    "只比较口径完全相同的数字：指标、度量、单位、性质、时期、比较基准都相同。不用别的时期代替。",
    "分组比较至少两边各有 5 个县报告，否则只列数字，不下结论。",
    "增速不作简单平均，只看分布和中位数。",
    "位次写明在多少个报告县中排列；只报告界限（超、不足、约）的，名次写成范围。",
)
BUILD: Final = "快照的构成"
BUILD_COLUMNS: Final = ("项目", "内容")
