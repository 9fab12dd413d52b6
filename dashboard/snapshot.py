"""The snapshot in service."""

from __future__ import annotations

from pathlib import Path

from etl.paths import snapshots
from etl.snapshot.pointer import current_path


def current() -> Path:
    """Path of the snapshot that the pointer names; cheap, asked once a page run so that a page never mixes two.

    Raises InputError where there is none, or where the file is no snapshot.
    """
    return current_path(snapshots())


def identity(snapshot: Path) -> str:
    """The id of a snapshot, as pages, addresses and exports name it."""
    return snapshot.stem.removeprefix("facts-")
