"""Figures for other programs: the data page's CSV under one address, streamed as it is read."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from urllib.parse import quote

from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response, StreamingResponse

from dashboard import downloads, text
from dashboard.snapshot import current, identity
from dashboard.state import DataState
from etl import queries
from etl.errors import FilterError, Finding, InputError
from etl.export import BOM, export_figures
from etl.filters import FILTER_NAMES, Filters

PATH = "/api/v1/figures.csv"
OTHERS = ("columns", "sort", "page", "snapshot", "bom")
"""Parameters beside the filters: ``page`` and ``snapshot`` of a page's address are ignored, ``bom=0`` leaves the mark out."""


def figures(request: Request) -> Response:
    """All figures that pass the filters of the address, which are those of the data page.

    As on the page, without ``status`` only actual figures are meant; ``status=all`` means every one. A wrong name or value
    is answered with 400 and what would have been right, a snapshot that cannot be read with 503.
    """
    given = {name: request.query_params.getlist(name) for name in request.query_params}
    state = DataState.from_query(given)
    try:
        path = current()
        filters, columns = _checked(path, state, given)
    except FilterError as error:
        return PlainTextResponse(f"{error}\n", status_code=400)
    except InputError as error:
        return PlainTextResponse(f"{error}\n", status_code=503)
    name = downloads.file_name([text.FILE_STEM, identity(path)], ".csv")
    headers = {
        "Content-Disposition": f"attachment; filename*=UTF-8''{quote(name)}",
        "Cache-Control": "no-cache",
        "X-Snapshot": identity(path),
    }
    pieces = _pieces(path, filters, state.sort, columns, given.get("bom") != ["0"])
    return StreamingResponse(pieces, media_type="text/csv; charset=utf-8", headers=headers)


def _checked(path: Path, state: DataState, given: dict[str, list[str]]) -> tuple[Filters, tuple[str, ...]]:
    unknown = [name for name in given if name not in (*FILTER_NAMES, *OTHERS)]
    exported = [column.column_id for column in text.dictionary().exported]
    wrong = [
        Finding("columns", 0, repr(name), f"one of {', '.join(exported)}")
        for name in state.columns
        if name not in exported
    ]
    if state.sort not in queries.SORTS:
        wrong.append(Finding("sort", 0, repr(state.sort), f"one of {', '.join(filter(None, queries.SORTS))}"))
    wrong += [
        Finding(name, 0, f"parameter {name!r}", f"one of {', '.join((*FILTER_NAMES, *OTHERS))}") for name in unknown
    ]
    if wrong:
        raise FilterError(wrong)
    with queries.open_snapshot(path) as connection:
        return queries.filters_from(connection, state.filters().values()), state.columns


def _pieces(path: Path, filters: Filters, sort: str, columns: tuple[str, ...], bom: bool) -> Iterator[bytes]:
    """The file in pieces; the snapshot stays open as long as it is read."""
    with queries.open_snapshot(path) as connection, closing(connection.cursor()) as cursor:
        for number, piece in enumerate(
            export_figures(queries.figure_batches(cursor, filters, sort), text.dictionary(), columns)
        ):
            yield (piece if bom or number else piece.removeprefix(BOM)).encode()
