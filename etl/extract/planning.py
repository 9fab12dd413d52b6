"""Plans and outcomes: what a period ahead makes of a figure, and what a plan makes of its period."""

from __future__ import annotations

from datetime import date

from etl.extract.context import UNDATED, Dated
from etl.extract.passage import Passage
from etl.extract.statements import Surroundings
from etl.extract.times import Period, is_years, whole_year
from etl.model import Basis, DocumentKind, Measure, Status

YEARS_OF_PLAN = 3
"""Years ahead from which a plan is one of several years."""

MONTHS_OF_REPORTS = 4
"""Month before which reports on the year that is over are given."""

LONG_TO_RUN = 31
"""Days that a period still has to run: what is told of it is no outcome."""

YEAR_REVIEWED = 11
"""Month from which 全年 of an outcome may mean the year that is not yet over."""


class Planning:
    """Brings status and period of the figures of a passage together."""

    def __init__(self, passage: Passage) -> None:
        self.clock, self.report, self.rules = passage.clock, passage.report, passage.known.periods
        self.today = self.clock.reference
        self.of_government = passage.document.kind == DocumentKind.WORK_REPORT
        self.heading = passage.planned
        self.ahead = passage.planned or passage.year_ahead or passage.to_do
        self.of_year = passage.year_ahead and not passage.section.asked
        wording, heading = passage.known.wording.status, passage.section.heading.rpartition(" ")[2]
        told = passage.planned or wording.policy_not.search(heading) is not None
        self.ruling = wording.policy_title.search(passage.document.title) is not None and not told
        """Whether the document states rules, here."""
        self.later = wording.later
        titled = self.rules.year_of_aims.search(passage.document.title)
        self.titled = whole_year(int(titled["y"])) if titled else None
        """The year whose works the document's title says it is about."""
        head = passage.paragraph.head
        self.done = self.rules.done_head.search(head) is not None
        self.aimed = wording.planned_heading.search(f" {head}") is not None
        """Whether it stands in a column of aims: those of a year that is over are aims too."""
        self.aims = wording.listed_aims
        self.quotas = wording

    def settle(self, status: Status, dated: Dated, kind: Measure, words: Surroundings) -> tuple[Status, Dated]:
        """Return status and period: what lies ahead is planned, what is over is an outcome, a plan takes all of 今年."""
        if quota := self._quota(words):  # 完成年度目标3000万美元的62.1%
            end = dated.period.end
            yearly = end and not is_years(dated.period) and not self.quotas.quota_not_yearly.search(quota)
            return Status.TARGET, dated._replace(period=whole_year(end.year)) if end and yearly else dated
        dated = self._reviewed(status, dated, words.sentence)
        if status is not Status.POLICY and dated.basis is Basis.SENTENCE and self._when_done(words, dated):
            dated = UNDATED  # 计划2026年6月建成，达产后年产值70亿元
        if dated.basis is Basis.SENTENCE and self.rules.as_it_is.search(words.sentence):
            dated = UNDATED  # 明年打算再修120公里；加工率只有5%
        if self.ruling and status is Status.ACTUAL and not self._over(dated):
            return Status.POLICY, dated if dated.basis is Basis.STATED else UNDATED
        if self._announced(dated, words):
            status, dated = Status.TARGET, dated._replace(period=whole_year(self.today.year))
        today, start, end = self.today, dated.period.start, dated.period.end
        told = not self.report and self.rules.aim_told.search(words.left) is not None
        aimed = self._whole(dated) and (told or self.rules.aimed_year.search(words.sentence) is not None)
        if (aimed or self._passed(dated)) and end is not None and end < today:
            dated = dated._replace(period=dated.period.shifted(1))
            start, end = dated.period.start, dated.period.end
        if status is Status.ACTUAL:
            ahead = end is not None and end > today and (start is None or start > today or is_years(dated.period))
            # a half-year or quarter that has long to run
            part = self.rules.part_named.search(dated.reported) is not None
            ahead = ahead or (part and end is not None and (end - today).days > LONG_TO_RUN)
            # 新的一年，计划…；新增床位300张
            ahead = ahead or (
                end is not None and end > today and self.rules.begun_planned.search(words.sentence) is not None
            )
            planned = self.heading and (end is None or end >= today) and not self.rules.by_now.search(words.sentence)
            if ahead or self.aimed or planned:
                status = Status.TARGET
        elif status is Status.TARGET and end is not None and end < today:
            return self._aim_of_the_past(dated, words)
        return status, self._planned_for(dated, kind, words) if status is Status.TARGET else dated

    def _quota(self, words: Surroundings) -> str:
        """Return the words that make a figure the whole of an aim of which a share is done, ``""`` for any other."""
        rules = self.quotas
        found = rules.quota_after.match(words.right) and rules.quota.search(words.left)
        found = found or (rules.quota_of_after.match(words.right) and rules.quota_of.search(words.left))
        return found[0] if found else ""

    def _aim_of_the_past(self, dated: Dated, words: Surroundings) -> tuple[Status, Dated]:
        """Return status and period of what is aimed at in words whose time is over: an outcome, but for these."""
        if self.rules.aim_told.search(words.left) or self.rules.aim_called.match(words.right):
            return Status.TARGET, dated  # 目标增长7%，实绩增长3.4%: an aim, though its year is over
        ahead = self.today.month < MONTHS_OF_REPORTS and not self.clock.communique
        ahead = ahead and self.rules.aim_ahead.search(words.sentence) is not None
        ahead = ahead and self.rules.aim_done.match(words.right) is None
        if self.report and (
            (ahead and (dated.basis is Basis.DOCUMENT or self._whole(dated)))
            or (dated.basis is Basis.DOCUMENT and self.aims.search(words.sentence))
        ):
            return Status.TARGET, dated._replace(period=whole_year(self.today.year))  # 主要预期目标是：…
        # what a project brings when it is done does not happen in the past that an earlier clause speaks of
        later = self.later.search(words.sentence) is not None and dated.basis is Basis.SENTENCE
        later = later or (self._when_done(words, dated) and dated.basis is not Basis.STATED)
        later = later or (not self.report and dated.basis is Basis.PARAGRAPH and self._expected(words))
        return (Status.TARGET, UNDATED) if later else (Status.ACTUAL, dated)

    def _planned_for(self, dated: Dated, kind: Measure, words: Surroundings) -> Dated:
        """Return the period of a plan; one that is settled by now (已经票决产生) is not of the time up to now."""
        settled = dated.period.start is None and dated.period.end == self.today
        dated = UNDATED if settled else dated
        if settled and self.of_year:
            return Dated(whole_year(self.today.year), Basis.DOCUMENT)
        if dated.basis is Basis.NONE and self.rules.year_of_works.search(words.sentence):
            return Dated(self.titled or whole_year(self.today.year), Basis.DOCUMENT)
        if self.titled and dated.basis is Basis.NONE:
            return Dated(self.titled, Basis.DOCUMENT)
        return self._of_plan(dated, kind, words.left)

    def _expected(self, words: Surroundings) -> bool:
        """Say whether a figure's own clause says that it is expected: 暑期入住率预计在90%以上 is not of the half-year before."""
        return self.rules.expected.search(words.sentence.rpartition("，")[2]) is not None

    def _when_done(self, words: Surroundings, dated: Dated) -> bool:
        """Say whether a figure is what a project brings when it is done, and the date before it that of the project."""
        clause = words.sentence.rpartition("，")[2]
        return self.later.search(clause) is not None and not (dated.reported and dated.reported in clause)

    def _whole(self, dated: Dated) -> bool:
        """Say whether 全年 dates a figure."""
        return self.rules.over_the_year.fullmatch(dated.reported) is not None

    def _passed(self, dated: Dated) -> bool:
        """Say whether 全年 and 到年底 of a plan mean the year to come, not the one that is over."""
        to_come = self.ahead or (self.heading and self.report)
        return to_come and (self._whole(dated) or self.rules.by_year_end.fullmatch(dated.reported) is not None)

    def _over(self, dated: Dated) -> bool:
        """Say whether a figure is of a time that is over or of today: no rule, whatever document tells it."""
        end = dated.period.end
        known = dated.basis in {Basis.STATED, Basis.SENTENCE} and dated.period.start is None
        return end is not None and (end < self.today if dated.period.start is not None else known and end <= self.today)

    def _announced(self, dated: Dated, words: Surroundings) -> bool:
        """Say whether a text of the year's first months speaks of that year (今年，…) as planned.

        A report can only plan it; elsewhere the rest of the sentence must say that it aims.
        """
        if self.today.month >= MONTHS_OF_REPORTS or not self.rules.this_year.fullmatch(dated.reported):
            return False
        if self.report:
            return not self.clock.communique and self.clock.report_year <= self.today.year
        aims = self.rules.aims_behind.match(words.right) or self.rules.set_for_year.search(words.sentence)
        return aims is not None and not self.rules.aims_not.search(words.sentence)

    def _of_last_year(self, dated: Dated) -> bool:
        """Say whether a report given as the year begins tells of a part that this year has yet to run: 面对上半年的疫情."""
        start, end = dated.period.start, dated.period.end
        reviews = self.report and not self.clock.communique and not self.heading and not self.ahead
        part = (
            self.rules.part_named.search(dated.reported) is not None
            and self.rules.this_year.match(dated.reported) is None
        )
        early = self.today.month < MONTHS_OF_REPORTS and self.clock.report_year < self.today.year
        return reviews and early and part and start is not None and end is not None and end > self.today

    def _of_plan(self, dated: Dated, kind: Measure, words: str) -> Dated:
        """Return the period of a plan: a flow up to a day takes the year, what is planned for 今年 all of it."""
        start, end, today = dated.period.start, dated.period.end, self.today
        if end is None:
            return dated
        flow = kind is Measure.LEVEL and self.rules.flow.search(words) is not None
        flow = flow or (self.report and kind is Measure.GROWTH)
        ratio = self.of_government and kind is Measure.RATIO
        flow = flow or (ratio and self.rules.yearly_ratio.search(words) is not None)
        if flow and start is None and end > today and not self.rules.last_day.search(dated.reported):
            return dated._replace(period=self._flow(end, words))
        if start and end == today and start.year == today.year:
            return dated._replace(period=Period(start, today.replace(month=12, day=31)))
        return dated

    def _flow(self, end: date, words: str) -> Period:
        """Return the period of a flow that is planned up to a year: that year, or for what adds up the years of the plan."""
        near = end.year == self.today.year or (self.report and end.year - self.clock.report_year < YEARS_OF_PLAN)
        if near or not self.rules.adds_up.search(words):
            return whole_year(end.year)
        return Period(date(self.clock.report_year + 1, 1, 1), end) if self.report else Period(None, end)

    def _reviewed(self, status: Status, dated: Dated, before: str) -> Dated:
        """Read 全年 of an outcome as the year that is over, unless it is about to end; so what a report tells of 上半年.

        A cell under 实际完成 in a table of a year's works is of that year.
        """
        if self.done and self.titled and status is Status.ACTUAL and dated.basis is Basis.NONE:
            return Dated(self.titled, Basis.DOCUMENT)
        if status is Status.ACTUAL and self._of_last_year(dated):
            return dated._replace(period=dated.period.shifted(-1))
        end = dated.period.end
        told = (
            status is Status.ACTUAL
            and not self.ahead
            and self._whole(dated)
            and not self.rules.year_to_come.search(before)
        )
        if told and not self.report and end is not None and end > self.today and self.today.month < YEAR_REVIEWED:
            return dated._replace(period=dated.period.shifted(-1))
        return dated
