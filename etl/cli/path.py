"""``path``: where the current snapshot is."""

from __future__ import annotations

import argparse
from pathlib import Path

from etl import paths

NAME = "path"
SUMMARY = "print the path of the snapshot in service"
DESCRIPTION = """\
A snapshot never changes once it is there: open it for reading as long as you like, and ask again for a newer one."""
EXAMPLES = """\
example:
  duckdb -readonly "$(python -m etl path)\""""


def configure(parser: argparse.ArgumentParser) -> None:
    """Add the arguments."""
    add_snapshots(parser)


def add_snapshots(parser: argparse.ArgumentParser) -> None:
    """Add the argument that says where snapshots are."""
    parser.add_argument("--snapshots", type=Path, metavar="DIR", help="default: $SNAPSHOT_DIR or data/snapshots")


def run(options: argparse.Namespace) -> int:
    """Print the path."""
    from etl.snapshot.pointer import current_path

    print(current_path(options.snapshots or paths.snapshots()))
    return 0
