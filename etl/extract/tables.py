"""What the cells of a table say: the words over a column and before a row give each number its name, unit and measure."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field

from etl.extract.grid_rows import Row, rows
from etl.extract.grids import Cell, GridRules
from etl.extract.headed import joined
from etl.extract.heads import NO_WORDS, Aspect, Role, Terms, Words, plain, said, topic
from etl.extract.times import Period
from etl.model import Bound

COUNTS = frozenset({"count", "people", "households"})
"""Dimensions of what is counted in pieces."""


@dataclass(frozen=True, slots=True)
class Entry:
    """A value of a table at ``text[start:end]`` of its paragraph with all that row, column and title say of it.

    ``unit`` is ``""`` where nothing states it; ``place`` is ``""`` for that of the document, ``spot`` names a part of it.
    """

    start: int
    end: int
    number: str
    name: str
    unit: str
    aspect: Aspect
    target: bool
    period: Period | None
    years: int
    month: bool
    place: str
    spot: str
    words: str
    bound: Bound


@dataclass(frozen=True, slots=True)
class Grid:
    """The rows under one head, with the titles that stand over them."""

    titles: tuple[str, ...]
    head: tuple[str, ...]
    rows: tuple[Row, ...]


def split(text: str, rules: GridRules) -> list[Grid]:
    """Return the tables of a paragraph (its lines joined by line breaks), in order."""
    found: dict[tuple[tuple[str, ...], tuple[str, ...]], list[Row]] = {}
    for row in rows(text, rules):
        found.setdefault((row.titles, row.head), []).append(row)
    return [Grid(titles, head, tuple(members)) for (titles, head), members in found.items()]


def read(grid: Grid, terms: Terms, titles: Iterable[str]) -> Iterator[Entry]:
    """Yield the values of a table, in order.

    Args:
        grid: The rows, their head and titles.
        terms: What its words are read with.
        titles: What stands above the table, the nearest first: they name what its own titles leave unsaid.
    """
    yield from _Table(grid.titles, grid.head, grid.rows, tuple(titles), terms).entries()


@dataclass
class _Table:
    """The rows under one head, read in order: a row of growth is that of the row before."""

    titles: Sequence[str]
    head: Sequence[str]
    rows: Sequence[Row]
    above: Sequence[str]
    terms: Terms
    parent: Words = field(default=NO_WORDS)
    last: Words = field(default=NO_WORDS)

    def __post_init__(self) -> None:
        rules = self.terms.rules
        self.columns = [said(word, self.terms) for word in self.head]
        self.roles = self._roles()
        if self._ambiguous():
            self.head, self.columns, self.roles = (), [], []
        # 完成情况见下表（单位：亿元、%）：
        stated = [rules.words.table_unit.search(title) for title in (*self.titles, *self.above[:1])]
        written = next((match["units"] for match in stated if match), "")
        self.units = [unit for unit in re.split("[、，,]|或", written) if self.terms.numbers.units.find(unit)]
        if not self.units and self.titles and (unit := said(self.titles[-1], self.terms).unit):
            self.units = [unit]
        self._deal_units()
        self.topic = next(
            (found for title in (*reversed(self.titles), *self.above) if (found := topic(title, self.terms))), ""
        )
        grown = rules.columns.titled_growth.search(self.topic)
        percent = all(self.terms.numbers.units.dimension(unit) == "percent" for unit in self.units)
        self.grows = grown is not None and percent
        if grown and percent:
            self.topic = self.topic[: grown.start()]

    def _deal_units(self) -> None:
        """Give each column of levels its unit, where the table states as many as there are (单位：亩、吨、万元)."""
        bare = [
            index
            for index, (column, role) in enumerate(zip(self.columns, self.roles, strict=True))
            if role is Role.VALUE and column.aspect is Aspect.LEVEL and not column.unit
        ]
        amounts = all(self.terms.numbers.units.dimension(unit) != "percent" for unit in self.units)
        if len(self.units) > 1 and len(bare) == len(self.units) and amounts:
            for index, unit in zip(bare, self.units, strict=True):
                self.columns[index] = self.columns[index]._replace(unit=unit)

    def _roles(self) -> list[Role]:
        """Return what each column holds: serial numbers before the names are no figures, units stand behind them."""
        rules = self.terms.rules
        roles = [
            Role.UNIT if rules.columns.unit.match(word) else Role.SKIP if rules.columns.skip.match(word) else Role.VALUE
            for word in (plain(word, rules.words) for word in self.head)
        ]
        if Role.VALUE in roles[:1] and rules.columns.ranked.match(plain(self.head[0], rules.words)):
            roles[0] = Role.RANK
        if Role.VALUE in roles:
            roles[roles.index(Role.VALUE)] = Role.LABEL
        elif Role.UNIT in roles:
            roles[roles.index(Role.UNIT)] = Role.LABEL
        return roles

    def _ambiguous(self) -> bool:
        """Say whether two columns of levels say the same: what tells them apart is lost, and no value can be told."""
        levels = [
            column._replace(written="")
            for column, role in zip(self.columns, self.roles, strict=True)
            if role is Role.VALUE and column.aspect is Aspect.LEVEL
        ]
        return len(set(levels)) < len(levels)

    def entries(self) -> Iterator[Entry]:
        """Yield the values of the rows."""
        labels = [said(self._label(row), self.terms) for row in self.rows]
        over = self.head[self.roles.index(Role.LABEL)] if Role.LABEL in self.roles else ""
        rules = self.terms.rules.columns
        known = sum(1 for label in labels if label.place or rules.spots.search(label.name))
        placed = 2 * known > len(labels) or (known > 0 and rules.places.search(over) is not None)
        over = plain(over, self.terms.rules.words)
        costed = any(rules.cost.search(column.name) for column in self.columns)
        parts = rules.parts.match(over) is not None or (costed and rules.works.match(over) is not None)
        for row, label in zip(self.rows, labels, strict=True):
            spot = label.name if (placed or parts) and not (label.place or label.total) else ""
            label = label._replace(name="") if placed else label
            yield from self._row(row, label, spot)
            if label.aspect is Aspect.LEVEL and not (label.part or self._is_group(label)):
                self.parent = label
            self.last = label if label.name else self.last

    def _label(self, row: Row) -> str:
        if Role.LABEL in self.roles:
            return row.cells[self.roles.index(Role.LABEL)].text
        serial = self.terms.rules.lines.serial.fullmatch(row.cells[0].text) is not None and len(row.cells) > 1
        return row.cells[1 if serial else 0].text

    def _row(self, row: Row, label: Words, spot: str) -> Iterator[Entry]:
        if not self.head:
            yield from self._alone(row, label)
            return
        unit = next((c.text for c, role in zip(row.cells, self.roles, strict=True) if role is Role.UNIT), "")
        base = before = NO_WORDS
        ranked = next((c for c, role in zip(self.columns, self.roles, strict=True) if role is Role.VALUE), NO_WORDS)
        for cell, column, role in zip(row.cells, self.columns, self.roles, strict=True):
            if role is Role.RANK:
                rank = self._entry(cell, label, ranked._replace(aspect=Aspect.RANK, unit=""), "", spot)
                yield from () if rank is None else (rank,)
            if role is not Role.VALUE:
                continue
            if column.aspect is Aspect.LEVEL:
                base = base if _is_of_earlier(column, base) else column
            elif not column.name:
                grown = column.aspect is Aspect.RANK and before.aspect is Aspect.GROWTH
                named = before if grown and before.name else base
                column = _of(named, column)._replace(of_growth=grown or column.of_growth)
            elif column.aspect is Aspect.SHARE and base.name and self.terms.rules.columns.whole.match(column.name):
                column = column._replace(name=base.name + column.name, period=column.period or base.period)
            before = column
            entry = self._entry(cell, label, column, unit.strip("（）"), spot)
            if entry is not None:
                yield entry

    def _alone(self, row: Row, label: Words) -> Iterator[Entry]:
        """Yield the value of a row that no head fits: only one can be told, and only with its unit.

        Others can that say themselves what they are of it: 412.3亿元, 同比+5.6%, 全市第3.
        """
        behind = row.cells[[cell.text for cell in row.cells].index(self._label(row)) + 1 :]
        unit = (
            behind[0].text.strip("（）")
            if behind and self.terms.numbers.units.find(behind[0].text.strip("（）"))
            else ""
        )
        values = behind[1:] if unit else behind
        told = [self._entry(cell, label, NO_WORDS, unit, "") for cell in values]
        levels = [entry for entry in told if entry is not None and entry.aspect is Aspect.LEVEL]
        for entry in told if len(values) == 1 or not levels or (len(levels) == 1 and told[0] is levels[0]) else ():
            if entry is not None and (entry.unit or entry.aspect is not Aspect.LEVEL):
                yield entry

    def _entry(self, cell: Cell, label: Words, column: Words, unit: str, spot: str) -> Entry | None:
        """Return what a cell states, ``None`` for one that states no number or none that can be told apart."""
        rules = self.terms.rules
        match = rules.lines.number.fullmatch(cell.text)
        if match is None or (match["unit"] and not self.terms.numbers.units.find(match["unit"])):
            return None
        aspect = column.aspect if column.aspect is not Aspect.LEVEL else label.aspect
        if aspect is Aspect.LEVEL and (
            match["verb"] or match["compared"] or (self.grows and not (column.unit or label.unit or match["unit"]))
        ):
            aspect = Aspect.GROWTH
        if match["rank"]:
            aspect = Aspect.RANK
        name = self._name(label, column) + (rules.columns.growth_name if column.of_growth else "")
        own = match["unit"] or column.unit or (label.unit if label.aspect is aspect else "")
        if aspect is Aspect.LEVEL:
            own = own or unit or self._table_unit(name) or self._unit_of_whole(label)
        rates = any(self.terms.numbers.units.dimension(stated) == "percent" for stated in self.units)
        if aspect is Aspect.CHANGE and rules.columns.added.search(column.written) and not rates:
            own = own or unit or self._table_unit(name)  # 比年初增加 is an amount, as the levels beside it
        if aspect is Aspect.CHANGE and self._grows_itself(own, label):
            aspect = Aspect.GROWTH
        if not own and not self._tells(aspect, name, match["digits"]):
            return None
        return Entry(
            start=cell.start + match.start("digits"),
            end=cell.start + match.end("digits"),
            number=("-" if rules.columns.falls.match(match["sign"] or match["verb"] or "") else "")
            + match["digits"].replace(",", "").replace(" ", ""),
            name=name,
            unit=own,
            aspect=aspect,
            target=column.target or label.target,
            period=self._part_of_year(label, column) or column.period or label.period,
            years=column.years or label.years,
            month=column.month,
            place=label.place or column.place,
            spot=spot,
            words=f"{column.written}{label.written}",
            bound=self._bound((match["sign"] or "") + (match["limit"] or ""), target=column.target or label.target),
        )

    def _part_of_year(self, label: Words, column: Words) -> Period | None:
        """Return the part of the year that the row's name says in brackets, in the column's year; none of a column of aims."""
        own = label.own or (self.parent.own if label.part else None)
        if own is None or own.end is None or column.target:
            return None
        stated = column.period.end if column.period else None
        return own.shifted(stated.year - own.end.year) if stated else own

    def _bound(self, written: str, *, target: bool) -> Bound:
        """Return the bound that a cell's sign or word states: 8以上 of a plan is at least 8."""
        rules = self.terms.rules.lines
        if rules.at_least.search(written):
            return Bound.AT_LEAST if target else Bound.OVER
        if rules.at_most.search(written):
            return Bound.AT_MOST if target else Bound.UNDER
        return Bound.APPROX if rules.approx.search(written) else Bound.EXACT

    def _grows_itself(self, unit: str, label: Words) -> bool:
        """Say whether a change in per cent is of a level that is told in another unit: it is its growth."""
        dimension = self.terms.numbers.units.dimension
        return dimension(unit) == "percent" and dimension(label.unit) not in {"", "percent"}

    def _tells(self, aspect: Aspect, name: str, digits: str) -> bool:
        """Say whether a number without a unit can be told: a growth or share, a whole rank, a ratio, a count called one."""
        if aspect is Aspect.LEVEL:
            rules = self.terms.rules.columns
            return self.terms.ratio.search(name) is not None or rules.unitless.search(name) is not None
        return aspect in {Aspect.GROWTH, Aspect.SHARE} or (aspect is Aspect.RANK and "." not in digits)

    def _table_unit(self, name: str) -> str:
        """Return the unit that the table states for all of its levels: a rate has the one in per cent, or none."""
        rate = self.terms.rules.columns.rate.search(name) is not None
        dimension = self.terms.numbers.units.dimension
        fitting = [unit for unit in self.units if (dimension(unit) == "percent") == rate]
        if len({dimension(unit) for unit in fitting}) > 1:  # 单位：亿元、%、个
            counted = self.terms.rules.columns.counted.search(name) is not None
            fitting = [unit for unit in fitting if (dimension(unit) in COUNTS) == counted]
        return next(iter(fitting), "")

    def _unit_of_whole(self, label: Words) -> str:
        """Return the unit of the row that a row without its own is a part of, unless it counts something else (#企业数)."""
        counts = self.terms.rules.columns.unitless.search(label.name) is not None
        return "" if counts or not (label.part or self._is_group(label)) else self.parent.unit

    def _is_group(self, label: Words) -> bool:
        """Say whether a row names kinds of people alone, below one that says what is told of them."""
        same = label.unit in {"", self.parent.unit}
        return bool(self.parent.name) and same and self.terms.rules.columns.people.match(label.name) is not None

    def _is_part(self, row: str, label: Words) -> bool:
        """Say whether the name of a part leaves unsaid what is measured: 农村居民, a branch in the unit of the row above."""
        rules = self.terms.rules.columns
        branch = rules.branch.search(row) is not None and rules.of_branches.search(self.parent.name) is not None
        return rules.group.fullmatch(row) is not None or (branch and label.unit in {"", self.parent.unit})

    def _joined(self, row: str, over: str) -> str:
        """Return the name that a row and its column give together."""
        rules = self.terms.rules.columns
        if over in row or row in over:
            return max(row, over, key=len)
        if row[-1] == over[-1] and rules.measured.search(row):
            return row  # 发电量 in a column of 产量
        grouped = rules.group.fullmatch(over) and not rules.group.fullmatch(row)
        return joined(over, row) if grouped else joined(row, over)

    def _name(self, label: Words, column: Words) -> str:
        """Return the name of a value: the row's, completed by the column's, or by what the title is about."""
        rules = self.terms.rules.columns
        row, over = label.name, column.name
        if label.aspect is Aspect.RANK and not row and self.last.aspect is Aspect.GROWTH:
            row = self.last.name + rules.growth_name  # 规上工业增加值增速, and below it 位次
        elif label.aspect is not Aspect.LEVEL and not row:
            row = self.parent.name
        elif label.part and rules.sector.match(row) and rules.of_sectors.search(self.parent.name):
            row += rules.sector_name
        elif self._is_group(label) or (label.part and row and self.parent.name and self._is_part(row, label)):
            row = joined(row, self.parent.name)
        elif label.part and row and (of := rules.qualifier.match(self.parent.name)):
            # 规上工业销售产值, of which #出口交货值; not #五金产业增加值
            row = row if rules.branch.search(rules.of_branches.sub("", row)) else joined(of[0], row)
        if row and over:
            return self._joined(row, over)
        return self._of_topic(row or over)

    def _of_topic(self, name: str) -> str:
        """Return a name with what the table's title says that it leaves unsaid."""
        rules = self.terms.rules.columns
        if not name:
            return self.topic
        if self.grows:
            return joined(name, self.topic)
        if rules.doing.match(name) and name in self.topic:
            return self.topic[: self.topic.index(name) + len(name)]  # 开工 in a table of 亿元以上产业项目开工
        whole = self.topic.removesuffix(name)
        if whole != self.topic and (last := [m[0] for m in rules.qualifier.finditer(whole) if m.end() == len(whole)]):
            return last[0] + name  # 总产值 in a table of 规上工业总产值
        if rules.group.fullmatch(name) and name not in self.topic:
            return joined(name, rules.everybody.sub("", self.topic))  # 城镇居民 in a table of 城乡居民收入
        return name


def _is_of_earlier(column: Words, base: Words) -> bool:
    """Say whether a column tells the same as the one before of an earlier time, with which a growth compares it."""
    if base is NO_WORDS or (column.name, column.unit) != (base.name, base.unit):
        return False
    end, before = (words.period.end if words.period else None for words in (column, base))
    return column.years < base.years or (end is not None and before is not None and end < before)


def _of(base: Words, column: Words) -> Words:
    """Return a column of growth, share or rank with what it leaves unsaid: the column before is the one that it is of."""
    return column._replace(
        name=base.name,
        place=column.place or base.place,
        period=column.period or base.period,
        years=column.years or base.years,
        month=column.month or base.month,
        target=column.target or (base.target and column.aspect in {Aspect.GROWTH, Aspect.CHANGE}),
    )
