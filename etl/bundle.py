"""An export with all that explains it, in one zip: rows, data dictionary, README of filters and snapshot, checksums."""

from __future__ import annotations

import csv
import hashlib
import io
import zipfile
from collections.abc import Iterable, Sequence

from etl.export import BOM, chosen_columns
from etl.registry.dictionary import Dictionary

ROWS, COLUMNS, README, SUMS = "figures.csv", "dictionary.csv", "README.txt", "SHA256SUMS.txt"
_STAMP = (2000, 1, 1, 0, 0, 0)
"""The same time in every zip: the same rows give the same bytes."""


def bundle_bytes(
    pieces: Iterable[str], dictionary: Dictionary, facts: Sequence[tuple[str, str]], column_ids: Sequence[str] = ()
) -> bytes:
    """Return a zip of a CSV export.

    Args:
        pieces: The CSV text (of `etl.export.export_figures`), written as it comes.
        dictionary: What the columns mean.
        facts: What the reader must know: snapshot, filters, number of rows, as (name, text).
        column_ids: Columns of the export, all where none are named.
    """
    buffer = io.BytesIO()
    sums: dict[str, str] = {}
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED, compresslevel=6) as archive:
        for name, texts in (
            (ROWS, pieces),
            (COLUMNS, [_dictionary(dictionary, column_ids)]),
            (README, [_readme(facts)]),
        ):
            sums[name] = _put(archive, name, texts)
        _put(archive, SUMS, [f"{digest}  {name}\n" for name, digest in sums.items()])
    return buffer.getvalue()


def _put(archive: zipfile.ZipFile, name: str, texts: Iterable[str]) -> str:
    digest = hashlib.sha256()
    entry = zipfile.ZipInfo(name, _STAMP)
    entry.compress_type = zipfile.ZIP_DEFLATED
    with archive.open(entry, "w", force_zip64=True) as file:
        for text in texts:
            content = text.encode()
            digest.update(content)
            file.write(content)
    return digest.hexdigest()


def _dictionary(dictionary: Dictionary, column_ids: Sequence[str]) -> str:
    buffer = io.StringIO()
    writer = csv.writer(buffer, lineterminator="\r\n")
    writer.writerow(["列", "代码", "含义", "取值"])
    for column in chosen_columns(dictionary, column_ids):
        labels = dictionary.labels.get(column.column_id, {})
        codes = "；".join(f"{label}（{code}）" for code, label in labels.items())
        writer.writerow([column.heading, column.column_id, column.description, codes])
    return BOM + buffer.getvalue()


def _readme(facts: Sequence[tuple[str, str]]) -> str:
    return BOM + "".join(f"{name}：{words}\r\n" for name, words in facts)
