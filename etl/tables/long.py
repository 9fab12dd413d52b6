"""Long tables: a row is a figure, its columns say of what."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from datetime import date
from typing import TypeVar

from etl.model import Measure, Status
from etl.tables.figures import CODE_COLUMNS, Claim, Collector, Period, coded, text_of
from etl.tables.mapping import IGNORE, ROLES, SheetMap
from etl.tables.numbers import CellError, Number
from etl.tables.places import Spot
from etl.tables.sheets import Content, Sheet

_Answer = TypeVar("_Answer")
_DAY = "a date as YYYY-MM-DD"


def collect_long(sheet: Sheet, mapped: SheetMap, collector: Collector, skip: int = 0) -> None:
    """Collect the figures of a long sheet.

    Args:
        sheet: The sheet.
        mapped: What its columns hold.
        collector: Where figures and findings go.
        skip: Number of a row that is no figure (the example of a form), 0 for none.
    """
    last = min(mapped.last_row or len(sheet.rows), len(sheet.rows))
    reader = _Reader(sheet, mapped, collector)
    for number in range(mapped.first_row, last + 1):
        cells = sheet.rows[number - 1]
        if number != skip and any(cells):
            reader.take(number, cells)


class _Reader:
    """Reads the rows of one sheet; remembers what codes mean."""

    def __init__(self, sheet: Sheet, mapped: SheetMap, collector: Collector) -> None:
        self._sheet = sheet
        self._mapped = mapped
        self._collector = collector
        self._columns: Mapping[str, int] = {c.role: c.column for c in mapped.columns if c.role != IGNORE}
        width = max(self._columns.values(), default=0)
        self._blanks: tuple[Content, ...] = ("",) * (width + 1)
        self._index = {role: self._columns.get(role, width + 1) - 1 for role in ROLES}
        self._codes: dict[tuple[str, str], str] = {}
        self._row = 0
        self._cells: Sequence[Content] = ()
        self._failed = False

    def take(self, row: int, cells: Sequence[Content]) -> None:
        """Read one row; every wrong cell of it becomes a finding."""
        self._row, self._failed = row, False
        cut = cells[: len(self._blanks) - 1]
        self._cells = (*cut, *self._blanks[len(cut) :])
        if self._mapped.skip_rows and self._content("place") in self._mapped.skip_rows:
            return
        value = self._content("value")
        if not value and not any(self._cells):
            return
        number = self._try("value", lambda: self._collector.number(value, self._mapped.minus))
        if number is None and not self._failed:
            return
        period = self._try(self._period_role(), self._period)
        spot = self._try("place", lambda: self._place(period[1] if period else None))
        measure = Measure(self._try_code("measure") or Measure.LEVEL)
        claim = self._claim(number, period, spot, measure)
        if claim is not None and number is not None:
            self._collector.add(self._sheet, row, self._columns["value"], number, claim)

    def _claim(self, number: Number | None, period: Period | None, spot: Spot | None, measure: Measure) -> Claim | None:
        phrase, unit = (
            self._text("indicator"),
            self._text("unit") or (number.unit if number else "") or self._mapped.unit,
        )
        indicator = self._try("indicator", lambda: self._collector.indicator(phrase, measure, unit))
        status, revision, tier = map(self._try_code, ("status", "revision", "tier"))
        revision = self._try("preliminary", self._preliminary) or revision
        baseline, source, url, note = map(self._text, ("baseline", "source", "source_url", "note"))
        if self._failed or period is None or spot is None or indicator is None:
            return None
        return Claim(
            spot=spot,
            indicator=indicator,
            measure=measure,
            unit=unit,
            period=period,
            period_reported=" ".join(filter(None, (self._text("year"), self._text("period")))) or self._mapped.period,
            indicator_reported=phrase,
            status=Status(status or self._mapped.status),
            revision=revision or self._mapped.revision,
            tier=tier or "",
            baseline=baseline,
            source=source,
            source_url=url,
            note=note,
        )

    def _content(self, role: str) -> Content:
        return self._cells[self._index[role]]

    def _text(self, role: str) -> str:
        content = self._content(role)
        if isinstance(content, str):
            return content
        return self._try(role, lambda: text_of(self._content(role))) or ""

    def _try(self, role: str, ask: Callable[[], _Answer]) -> _Answer | None:
        try:
            return ask()
        except CellError as fault:
            self._failed = True
            column = self._columns.get(role) or self._columns.get("code") or self._columns["value"]
            self._collector.fault(self._sheet, self._row, column, fault)
            return None

    def _place(self, on: date | None) -> Spot:
        name, code = text_of(self._content("place")), text_of(self._content("code"))
        return self._collector.terms.finder.find(name, code, on, self._collector.city, self._mapped.total)

    def _period_role(self) -> str:
        if "period_end" in self._columns:
            return "period_end"
        return "period" if self._content("period") or "year" not in self._columns else "year"

    def _period(self) -> Period:
        if "period_end" in self._columns:
            return self._days()
        year, period = text_of(self._content("year")), text_of(self._content("period"))
        written = f"{year.removesuffix('年')}年{period}" if year else period
        return self._collector.period(written or self._mapped.period)

    def _days(self) -> Period:
        start, end = text_of(self._content("period_start")), text_of(self._content("period_end"))
        if not end:
            raise CellError("no period_end", _DAY)
        return self._collector.period(f"{start}..{end}")

    def _try_code(self, role: str) -> str:
        """Return the code that a cell means, ``""`` for an empty or a wrong one."""
        text = self._text(role)
        if not text:
            return ""
        known = self._codes.get((role, text))
        if known is None:
            known = self._try(role, lambda: coded(self._collector.terms.dictionary, CODE_COLUMNS[role], text)) or ""
            if known:
                self._codes[role, text] = known
        return known

    def _preliminary(self) -> str:
        if "preliminary" not in self._columns:
            return ""
        text = text_of(self._content("preliminary"))
        said = self._collector.terms.words.preliminary.get(text.lower())
        if said is None:
            raise CellError(f"preliminary {text!r}", "yes, no or unknown")
        return {"yes": "preliminary", "no": "final", "unknown": "unknown"}[said]
