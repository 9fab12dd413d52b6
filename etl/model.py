"""The nouns of the program: frozen records, no behaviour beyond their own consistency.

Every span is half-open, in Unicode code points of the decoded text (byte-order mark removed, CRLF folded to LF).
Values are exact decimals *as written*: ``9586`` with unit ``亿元``; conversion to base units is the law of ``normalise``.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from enum import StrEnum

LONGEST_TEXT = 40
"""Code points: the longest span of a number and the longest text of a ledger row."""

LONGEST_YEAR = timedelta(days=366)
"""Growth over a longer period is not year on year."""


class Measure(StrEnum):
    """What kind of statement the number makes."""

    LEVEL = "level"
    GROWTH = "growth"
    CHANGE = "change"
    SHARE = "share"
    RATIO = "ratio"
    RANK = "rank"


class Bound(StrEnum):
    """How the number limits the true value."""

    EXACT = "exact"
    APPROX = "approx"
    UNDER = "under"
    OVER = "over"
    AT_LEAST = "at_least"
    AT_MOST = "at_most"


class Status(StrEnum):
    """Outcome, intention or rule."""

    ACTUAL = "actual"
    TARGET = "target"
    POLICY = "policy"


class DocumentKind(StrEnum):
    """What a document of the catalogue is."""

    SPEECHES = "speeches"
    CASES = "best_practices"
    WORK_REPORT = "work_report"
    COMMUNIQUE = "communique"
    TABLE = "table"
    """Its figures come as rows."""
    OTHER = "other"
    """It tells a story: newspapers, magazines, the news of an office."""


class Scope(StrEnum):
    """A whole administrative unit, or a named part of it."""

    WHOLE = "whole"
    PART = "part"


class Reason(StrEnum):
    """Why a number is no figure."""

    DATE = "date"
    NAME = "name"
    RHETORIC = "rhetoric"
    PERSON = "person"
    PART = "part"


class Basis(StrEnum):
    """Where a field of a figure comes from."""

    STATED = "stated"
    SENTENCE = "inherited:sentence"
    PARAGRAPH = "inherited:paragraph"
    SECTION = "section"
    DOCUMENT = "document"
    DEFAULT = "default"
    NONE = "none"


class Confidence(StrEnum):
    """How far the rules trust a figure."""

    HIGH = "high"
    MEDIUM = "medium"
    LOW = "low"


@dataclass(frozen=True, slots=True)
class Document:
    """One source text: its catalogue row. ``reference_date`` is the day that 今年 and 目前 refer to."""

    document_id: str
    file: str
    title: str
    kind: str
    publisher: str
    reference_date: date
    published_on: str = ""
    place_code: str = ""
    source_tier: str = ""
    note: str = ""
    verified: bool = True
    """Whether the numbers are the document's own; a compilation that nobody compared with its sources is not."""


@dataclass(frozen=True, slots=True)
class Figure:
    """One reported number with all that it says (``place`` joins several codes with ``+``; ``""`` is unknown).

    A figure of prose stands at characters; a figure of a table stands in ``cell`` (``sheet!E5``), its characters are 0. The
    fields after ``cell`` belong to tables too: the indicator that a column was mapped to, and where the row says it is from.
    """

    document_id: str
    char_start: int
    char_end: int
    text: str
    place: str
    scope: Scope
    indicator: str
    measure: Measure
    value: Decimal
    value_high: Decimal | None
    unit: str
    bound: Bound
    period_start: date | None
    period_end: date | None
    status: Status
    theme: str
    role: str = ""
    scope_name: str = ""
    period_reported: str = ""
    rank_within: str = ""
    baseline: str = ""
    revision: str = "unknown"
    section: str = ""
    place_basis: Basis = Basis.NONE
    period_basis: Basis = Basis.NONE
    indicator_basis: Basis = Basis.NONE
    scope_basis: Basis = Basis.DEFAULT
    theme_basis: Basis = Basis.NONE
    confidence: Confidence = Confidence.MEDIUM
    cell: str = ""
    indicator_id: str = ""
    source_tier: str = ""
    source: str = ""
    source_url: str = ""
    note: str = ""

    @property
    def position(self) -> int | str:
        """Where the number stands in its document: ``char_start``, or ``cell`` in a table."""
        return self.cell or self.char_start

    @property
    def figure_id(self) -> str:
        """``document_id:char_start``, in a table ``document_id:sheet!cell``."""
        return f"{self.document_id}:{self.position}"


@dataclass(frozen=True, slots=True)
class Exclusion:
    """A number that is no figure, with its reason."""

    document_id: str
    char_start: int
    char_end: int
    text: str
    reason: Reason


@dataclass(frozen=True, slots=True)
class Extraction:
    """All that one document yields, in text order."""

    document: Document
    figures: tuple[Figure, ...]
    exclusions: tuple[Exclusion, ...]
    characters: int
    sha256: str
