"""The snapshot in service."""

from __future__ import annotations

from pathlib import Path

from etl.paths import snapshots
from etl.snapshot.pointer import PATTERN, current_path


def current() -> Path:
    """Path of the snapshot that the pointer names; cheap, asked once a page run so that a page never mixes two.

    Raises InputError where there is none, or where the file is no snapshot.
    """
    return current_path(snapshots())


def identity(snapshot: Path) -> str:
    """The id of a snapshot, as pages, addresses and exports name it."""
    return snapshot.stem.removeprefix("facts-")


def others(snapshot: Path) -> list[Path]:
    """Other snapshots beside the one in service, the newest first."""
    found = [path for path in snapshot.parent.glob(PATTERN) if path != snapshot]
    return sorted(found, key=lambda path: (path.stat().st_mtime_ns, path.name), reverse=True)
