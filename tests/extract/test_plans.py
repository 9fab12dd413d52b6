"""Where a report turns to what it plans: aims shown as last year's outcomes would be wrong numbers shown as right."""

from __future__ import annotations

from datetime import date

import pytest

from etl.extract.engine import extract
from etl.extract.knowledge import knowledge
from etl.extract.plans import lies_ahead
from etl.model import Document, Figure, Status

REVIEW = "一、2023年工作回顾\n全县地区生产总值增长6.4%。建成公办幼儿园3所。\n"
BODIES = (
    "地区生产总值增长6.5%，城镇、农村居民收入分别增长5.5%和7.5%。\n"
    "一是再攻项目。新增规上企业40家。\n"
    "——聚力产业升级。完成技改投资30亿元，引进项目20个。"
)
OPENINGS = (
    "二、2024年工作建议",
    "二、2024年的工作",
    "二、关于2024年工作",
    "三、新一年工作",
    "三、2024年政府主要工作任务",
    "三、2024年工作举措",
    "三、扎实做好今年各项工作",
    "二、2024年目标与任务",
    "第二部分：2024年工作",
    "二、2024年：奋进之年",
    "二、下一年度工作计划",
    "三、奋进2024",
    "（三）2024年怎么干",
    "新的一年，我们要这样干：",
    "各位代表！新的一年，使命在肩。我们将重点做好以下工作：",
    "各位代表，2024年是实现规划的关键一年。我们建议：",
    "综合各方面因素，建议今年经济社会发展主要预期目标为：",
    "根据县委部署，今年政府工作的主要目标建议为：",
    "对标上述要求，建议2024年主要预期目标如下：",
    "做好今年工作，要把握好这些要求。",
    "今年政府工作的总体要求是：稳中求进。",
    "今年，我们将突出抓好八个方面工作。",
    "2024年，我们要跑出加速度。",
    "展望2024年，我们信心满怀。",
    "实现上述目标，重点抓好九方面工作：",
    "着眼全年目标，我们要打好五场硬仗。",
)
"""Headings and opening sentences of the plans of a report given in February 2024."""

REVIEWS = (
    "2023年是全面推进的开局之年。一年来，",
    "（二）聚力攻坚项目",
    "过去一年，我们围绕全年目标任务，",
    "全年目标任务圆满完成。",
    "下半年，我们打响项目攻坚战，",
    "后四个月，我们奋力追赶，",
    "围绕全年目标任务，我们紧盯项目，",
    "为确保全年目标任务，我们打了一场场硬仗。",
    "全年任务，件件有着落。",
    "这些目标的达成，来之不易。",
    "抢抓机遇，2024年提前批专项债券争取工作走在前列。",
    "（四）今年的重点工作推进有力。",
    "二、2023年的工作",
)
"""Headings and openings behind which the same report goes on with what is over."""


def read(opening: str, day: date = date(2024, 2, 2)) -> list[Figure]:
    document = Document("r", "r.txt", "2024年政府工作报告", "work_report", "", day, place_code="331123")
    return extract(f"{REVIEW}{opening}\n{BODIES}", document).figures[2:]


@pytest.mark.parametrize("opening", OPENINGS)
def test_what_stands_behind_the_opening_of_the_plans_is_planned_for_the_year(opening):
    found = read(opening)
    assert len(found) == 6
    assert {(figure.status, figure.period_start) for figure in found} == {(Status.TARGET, date(2024, 1, 1))}


@pytest.mark.parametrize("opening", REVIEWS)
def test_a_review_that_goes_on_is_no_plan(opening):
    assert {(figure.status, figure.period_end) for figure in read(opening)} == {(Status.ACTUAL, date(2023, 12, 31))}


def test_the_plans_end_where_a_heading_reviews_again():
    found = read("新的一年，我们要这样干：\n引进项目12个。\n三、过去五年工作回顾")
    assert [figure.status for figure in found][:2] == [Status.TARGET, Status.ACTUAL]


@pytest.mark.parametrize(
    ("named", "day", "ahead"),
    [
        ("今年", date(2024, 2, 2), True),
        ("今年", date(2024, 11, 2), False),
        ("新的一年", date(2023, 12, 20), True),
        ("2024年", date(2024, 4, 30), True),
        ("2024年", date(2024, 5, 1), False),
        ("2025年", date(2024, 12, 1), True),
        ("2023年", date(2024, 2, 2), False),
    ],
)
def test_a_year_lies_ahead_until_its_spring(named, day, ahead):
    assert lies_ahead(named, day, knowledge().sections) is ahead


@pytest.mark.parametrize(
    "told",
    [
        "全县现有养老床位3200张。",
        "数字化改造已完成3200户。",
        "我们也清醒看到：亏损企业还有3200家。",
        "当前，全县仍有低收入农户3200户。",
    ],
)
def test_what_there_is_stays_an_outcome_among_the_plans(told):
    found = read(f"2024年，我们要跑出加速度。\n{told}")
    assert (found[0].text, found[0].status) == ("3200", Status.ACTUAL)
    assert {figure.status for figure in found[1:]} == {Status.TARGET}


def statuses(text: str, kind: str, title: str, day: date) -> list[tuple[str, Status]]:
    document = Document("d", "d.txt", title, kind, "", day, place_code="331123")
    return [(figure.text, figure.status) for figure in extract(text, document).figures]


def test_a_half_year_report_turns_to_what_is_next():
    text = (
        "今年以来，全县生产总值增长6.5%，引进项目30个。\n"
        "下一步，我们将做好三方面工作。\n一是聚焦项目。完成固定资产投资120亿元。\n二是聚焦民生。新增床位500张。"
    )
    found = statuses(text, "work_report", "2023年上半年政府工作的报告", date(2023, 7, 28))
    assert found == [
        ("6.5", Status.ACTUAL),
        ("30", Status.ACTUAL),
        ("120", Status.TARGET),
        ("500", Status.TARGET),
    ]


def test_the_points_of_a_speech_stand_under_the_sentence_that_announces_them():
    text = "今年，我们要打好三场硬仗。\n一是项目攻坚战。引进项目20个，完成投资120亿元。\n去年，全县引进项目16个。"
    found = statuses(text, "speeches", "在新春第一会上的讲话", date(2024, 2, 18))
    assert found == [("20", Status.TARGET), ("120", Status.TARGET), ("16", Status.ACTUAL)]


def test_the_title_of_a_report_opens_no_plans():
    text = "2024年政府工作报告\n（2024年1月20日在县第十七届人民代表大会第三次会议上）\n一年来，全县建成公办幼儿园3所。"
    assert statuses(text, "work_report", "2024年政府工作报告", date(2024, 1, 20)) == [("3", Status.ACTUAL)]


def test_news_about_a_report_is_no_report():
    text = "今年政府工作报告亮点多。\n王代表说，村里民宿年收入320万元。"
    assert statuses(text, "other", "代表热议政府工作报告", date(2024, 1, 22)) == [("320", Status.ACTUAL)]


def test_a_list_of_tasks_in_the_news_of_an_assembly_is_planned():
    text = "2023年，全县引进项目30个。今年将重点抓好十方面工作：完成固定资产投资120亿元，引进项目20个；新增床位500张。"
    found = statuses(text, "other", "县人代会开幕", date(2024, 1, 20))
    assert [status for _, status in found] == [Status.ACTUAL, Status.TARGET, Status.TARGET, Status.TARGET]
