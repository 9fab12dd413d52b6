"""Writing files so that a reader sees the old or the new content, never half of it."""

from __future__ import annotations

import os
from collections.abc import Iterable
from pathlib import Path


def write_pieces(path: Path, pieces: Iterable[str]) -> None:
    """Write pieces of text to ``path`` (UTF-8, line ends as given), which changes only when all are written.

    A path that exists and is no regular file (a pipe, ``/dev/null``) is written to, not replaced.
    """
    if path.exists() and not path.is_file():
        with path.open("w", encoding="utf-8", newline="") as file:
            file.writelines(pieces)
        return
    temporary = path.with_name(f".{path.name}.{os.getpid()}.tmp")
    try:
        with temporary.open("w", encoding="utf-8", newline="") as file:
            file.writelines(pieces)
        temporary.replace(path)
    finally:
        temporary.unlink(missing_ok=True)


def write_bytes(path: Path, content: bytes) -> None:
    """Write ``content`` to ``path``, which changes only when all is written."""
    temporary = path.with_name(f".{path.name}.{os.getpid()}.tmp")
    try:
        temporary.write_bytes(content)
        temporary.replace(path)
    finally:
        temporary.unlink(missing_ok=True)
