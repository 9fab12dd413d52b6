"""The pointer: a one-line text file that names the snapshot in service (no symbolic link: Windows has none for everybody)."""

from __future__ import annotations

import re
from pathlib import Path

from etl.errors import InputError
from etl.files import write_pieces
from etl.paths import POINTER

PATTERN = "facts-*.duckdb"
_NAME = re.compile(r"facts-[0-9a-f]{12}\.duckdb")
_MAGIC, _MAGIC_AT = b"DUCK", 8
_REBUILD = "run 'python -m etl build'"


def current_path(folder: Path) -> Path:
    """Return the path of the snapshot in service.

    Raises:
        InputError: if the pointer is missing or damaged, or names a file that is missing or no DuckDB file.
    """
    pointer = folder / POINTER
    try:
        content = pointer.read_bytes()
    except FileNotFoundError:
        raise InputError.single(pointer, 0, "no such file", f"the pointer to a built snapshot ({_REBUILD})") from None
    name = content.decode("utf-8", errors="replace").strip()
    if not _NAME.fullmatch(name):
        expected = f"one line such as facts-0123456789ab.duckdb ({_REBUILD})"
        raise InputError.single(pointer, 1, f"{name[:60]!r}", expected)
    path = folder / name
    if not path.is_file():
        raise InputError.single(pointer, 1, f"{name}, which does not exist", f"a snapshot in this folder ({_REBUILD})")
    demand_duckdb(path)
    return path


def demand_duckdb(path: Path) -> None:
    """Demand that a file begins like a DuckDB file; costs no import of DuckDB.

    Raises:
        InputError: if it does not.
    """
    try:
        with path.open("rb") as file:
            head = file.read(_MAGIC_AT + len(_MAGIC))
    except FileNotFoundError:
        raise InputError.single(path, 0, "no such file", f"a snapshot ({_REBUILD})") from None
    if head[_MAGIC_AT:] != _MAGIC:
        raise InputError.single(path, 0, "a file that is no DuckDB file", f"a snapshot ({_REBUILD})")


def switch(folder: Path, name: str) -> None:
    """Put the snapshot ``name`` of ``folder`` into service, at once for all readers."""
    write_pieces(folder / POINTER, [f"{name}\n"])


def prune(folder: Path, keep: int) -> list[Path]:
    """Delete old snapshots, all but the one in service and the ``keep`` newest others; return what was deleted.

    A file that another process holds open where the system forbids deleting it (Windows) stays for the next time.
    """
    current = current_path(folder)
    others = [path for path in folder.glob(PATTERN) if path != current and _NAME.fullmatch(path.name)]
    others.sort(key=lambda path: (path.stat().st_mtime_ns, path.name), reverse=True)
    deleted = []
    for path in others[keep:]:
        try:
            path.unlink()
        except PermissionError:
            continue
        deleted.append(path)
    return deleted
