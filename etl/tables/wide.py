"""Wide tables as yearbooks print them: places down, indicators across."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from etl.model import Basis, Measure, Status
from etl.registry.indicators import Indicator
from etl.tables.figures import Claim, Collector, Period, text_of
from etl.tables.headings import heading
from etl.tables.mapping import INDICATOR, Column, SheetMap
from etl.tables.numbers import CellError
from etl.tables.places import Spot
from etl.tables.sheets import Content, Sheet


@dataclass(frozen=True, slots=True)
class _Series:
    """A column of values: what each number in it is."""

    column: int
    indicator: Indicator
    measure: Measure
    unit: str
    period: Period
    period_reported: str
    phrase: str
    status: Status
    revision: str
    baseline: str


def collect_wide(sheet: Sheet, mapped: SheetMap, collector: Collector) -> None:
    """Collect the figures of a wide sheet; rows of places without any value are left out, as are notes."""
    series = [found for column in mapped.columns if (found := _series(sheet, mapped, column, collector))]
    last = min(mapped.last_row or len(sheet.rows), len(sheet.rows))
    reader = _Rows(sheet, mapped, collector)
    for row in range(mapped.first_row, last + 1):
        cells = {found.column: sheet.at(row, found.column) for found in series}
        reader.take(row, series, cells)


def _series(sheet: Sheet, mapped: SheetMap, column: Column, collector: Collector) -> _Series | None:
    if column.role != INDICATOR:
        return None
    written = column.period or mapped.period
    measure = Measure(column.measure)
    title = heading(sheet, mapped.header, column.column, collector.terms.words)
    try:
        period = collector.period(written)
    except CellError as fault:
        collector.fault(sheet, mapped.header[1] or mapped.first_row, column.column, fault)
        return None
    return _Series(
        column=column.column,
        indicator=collector.terms.registries.indicators[column.indicator],
        measure=measure,
        unit=column.unit or mapped.unit,
        period=period,
        period_reported=written,
        phrase=title or column.indicator,
        status=Status(column.status or mapped.status),
        revision=column.revision or mapped.revision,
        baseline=column.baseline,
    )


class _Rows:
    """Reads the rows of one sheet; remembers the city under which districts stand."""

    def __init__(self, sheet: Sheet, mapped: SheetMap, collector: Collector) -> None:
        self._sheet = sheet
        self._mapped = mapped
        self._collector = collector
        self._name_column = mapped.column("place")
        self._code_column = mapped.column("code")
        self._skipped = {collector.terms.finder.plain(name) for name in mapped.skip_rows}
        self._city = collector.city

    def take(self, row: int, series: list[_Series], cells: Mapping[int, Content]) -> None:
        """Read one row."""
        name = self._sheet.merged_at(row, self._name_column) if self._name_column else ""
        code = self._sheet.at(row, self._code_column) if self._code_column else ""
        plain = self._collector.terms.finder.plain(str(name))
        self._remember_city(plain)
        if not any(cells.values()) or plain in self._skipped:
            return
        if not plain and not code and self._is_repeated_unit(cells):
            return
        spots: dict[Period, Spot | None] = {}
        for found in series:
            if found.period not in spots:
                spots[found.period] = self._spot(row, name, code, found.period)
            spot = spots[found.period]
            self._value(row, found, cells[found.column], spot)

    def _value(self, row: int, found: _Series, content: Content, spot: Spot | None) -> None:
        try:
            number = self._collector.number(content, self._mapped.minus)
        except CellError as fault:
            self._collector.fault(self._sheet, row, found.column, fault)
            return
        if number is None or spot is None:
            return
        claim = Claim(
            spot=spot,
            indicator=found.indicator,
            measure=found.measure,
            unit=found.unit,
            period=found.period,
            period_reported=found.period_reported,
            indicator_reported=found.phrase,
            period_basis=Basis.STATED,
            status=found.status,
            revision=found.revision,
            baseline=found.baseline,
        )
        self._collector.add(self._sheet, row, found.column, number, claim)

    def _spot(self, row: int, name: Content, code: Content, period: Period) -> Spot | None:
        try:
            finder = self._collector.terms.finder
            return finder.find(text_of(name), text_of(code), period[1], self._city, self._mapped.total)
        except CellError as fault:
            self._collector.fault(self._sheet, row, self._name_column or self._code_column, fault)
            return None

    def _remember_city(self, plain: str) -> None:
        """A row of a city, with values or without, opens the rows of its districts."""
        try:
            spot = self._collector.terms.finder.find(plain, "", None) if plain else None
        except CellError:
            return
        if spot and not spot.part and self._collector.terms.finder.is_city(spot.code):
            self._city = spot.code

    def _is_repeated_unit(self, cells: Mapping[int, Content]) -> bool:
        """Whether a row without a name only repeats units or marks, as some yearbooks do under their heading."""
        units = self._collector.terms.registries.units
        return all(not content or str(content).strip("()（）") in units.by_surface for content in cells.values())
