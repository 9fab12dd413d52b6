"""Small real inputs for tests: figures, documents and whole source folders, each field replaceable."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from datetime import date
from decimal import Decimal
from pathlib import Path

from etl import decisions
from etl.ledger import write_ledger, write_table
from etl.model import Basis, Bound, Document, Exclusion, Figure, Measure, Reason, Scope, Status
from etl.snapshot.build import Sources

REFERENCE = date(2022, 7, 28)
CATALOGUE_COLUMNS = (
    "document_id,file,title,kind,publisher,reference_date,published_on,place_code,source_tier,sha256,note"
)

_FIGURE = Figure(
    document_id="doc-a",
    char_start=10,
    char_end=14,
    text="1056",
    place="330523",
    scope=Scope.WHOLE,
    indicator="地区生产总值",
    measure=Measure.LEVEL,
    value=Decimal("1056"),
    value_high=None,
    unit="亿元",
    bound=Bound.EXACT,
    period_start=date(2022, 1, 1),
    period_end=date(2022, 6, 30),
    status=Status.ACTUAL,
    theme="economy",
    period_reported="上半年",
    section="安吉县",
    place_basis=Basis.SECTION,
    period_basis=Basis.STATED,
    indicator_basis=Basis.STATED,
)
_EXCLUSION = Exclusion("doc-a", 0, 4, "2022", Reason.DATE)
_DOCUMENT = Document("doc-a", "doc-a.txt", "甲会议发言", "speeches", "某报", REFERENCE, source_tier="press")


def make_figure(**overrides: object) -> Figure:
    """Return a figure: 安吉县's GDP of the first half of 2022, with ``overrides``.

    A number given as text becomes a decimal; ``char_end`` follows ``char_start`` unless it is given too.
    """
    for name in ("value", "value_high"):
        if isinstance(overrides.get(name), str | int):
            overrides[name] = Decimal(str(overrides[name]))
    if "char_start" in overrides:
        overrides.setdefault("char_end", overrides["char_start"] + 4)  # type: ignore[operator]
    return replace(_FIGURE, **overrides)  # type: ignore[arg-type]


def make_exclusion(**overrides: object) -> Exclusion:
    """Return an exclusion (a year at the beginning of ``doc-a``) with ``overrides``."""
    if "char_start" in overrides:
        overrides.setdefault("char_end", overrides["char_start"] + 4)  # type: ignore[operator]
    return replace(_EXCLUSION, **overrides)  # type: ignore[arg-type]


def make_document(**overrides: object) -> Document:
    """Return a document (speeches of July 2022 from a newspaper) with ``overrides``."""
    return replace(_DOCUMENT, **overrides)  # type: ignore[arg-type]


def write_catalogue(path: Path, documents: Iterable[Document]) -> Path:
    """Write a catalogue of ``documents`` to ``path`` and return it."""
    documents = list(documents)
    all_verified = all(document.verified for document in documents)
    rows = [CATALOGUE_COLUMNS if all_verified else f"{CATALOGUE_COLUMNS},verified"]
    for d in documents:
        cells = (d.document_id, d.file, d.title, d.kind, d.publisher, str(d.reference_date), d.published_on)
        rows.append(
            ",".join(
                (
                    *cells,
                    d.place_code,
                    d.source_tier,
                    "",
                    d.note,
                    *([] if all_verified else ["" if d.verified else "no"]),
                )
            )
        )
    path.write_text("\n".join(rows) + "\n", encoding="utf-8")
    return path


def write_sources(
    folder: Path,
    figures: Iterable[Figure],
    exclusions: Iterable[Exclusion] = (),
    documents: Iterable[Document] | None = None,
    decision_rows: Iterable[str] = (),
) -> Sources:
    """Write a ledger, a catalogue and decisions to ``folder``; documents not given are made up from the figures' ids.

    ``decision_rows`` have the columns that every decision needs, unless the first one is a header.
    """
    figures, exclusions = list(figures), list(exclusions)
    ids = sorted({record.document_id for record in (*figures, *exclusions)})
    if documents is None:
        documents = [make_document(document_id=name, file=f"{name}.txt") for name in ids]
    for name in ids:
        own = [figure for figure in figures if figure.document_id == name]
        if any(figure.cell for figure in own):
            write_table(folder / "ledger", name, own)
            continue
        write_ledger(folder / "ledger", name, own, [record for record in exclusions if record.document_id == name])
    rows = list(decision_rows)
    if not rows or not rows[0].startswith(decisions.COLUMNS[0]):
        rows.insert(0, ",".join(decisions.COLUMNS))
    (folder / "decisions.csv").write_text("\n".join(rows) + "\n", encoding="utf-8")
    return Sources(folder / "ledger", folder / "decisions.csv", write_catalogue(folder / "documents.csv", documents))
