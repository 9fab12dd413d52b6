"""``build``: ledger, decisions and registries to a new snapshot."""

from __future__ import annotations

import argparse
from pathlib import Path

from etl import paths
from etl.cli.progress import Progress

NAME = "build"
SUMMARY = "build a snapshot from ledger, decisions and registries, and put it into service"
DESCRIPTION = """\
Prints the path of the snapshot. The same inputs give the same tables and the same file name. If anything is wrong,
all findings are listed and the snapshot in service stays. Old snapshots stay until --keep prunes them."""
EXAMPLES = """\
examples:
  python -m etl build
  python -m etl build --output /srv/snapshots --keep 5"""


def configure(parser: argparse.ArgumentParser) -> None:
    """Add the arguments."""
    parser.add_argument("--output", type=Path, metavar="DIR", help="default: $SNAPSHOT_DIR or data/snapshots")
    parser.add_argument("--keep", type=_count, metavar="N", help="then delete all old snapshots but the N newest")
    add_sources(parser)


def add_sources(parser: argparse.ArgumentParser) -> None:
    """Add the arguments that say what is read."""
    parser.add_argument("--ledger", type=Path, metavar="DIR", default=paths.LEDGER, help="default: data/ledger")
    parser.add_argument(
        "--decisions", type=Path, metavar="CSV", default=paths.DECISIONS, help="default: data/review/decisions.csv"
    )
    parser.add_argument(
        "--catalogue", type=Path, metavar="CSV", default=paths.CATALOGUE, help="default: data/documents.csv"
    )


def run(options: argparse.Namespace) -> int:
    """Build, switch, prune."""
    from etl.normalise.knowledge import load_knowledge
    from etl.snapshot.build import Sources, build
    from etl.snapshot.pointer import prune

    folder = options.output or paths.snapshots()
    sources = Sources(options.ledger, options.decisions, options.catalogue)
    print(build(sources, load_knowledge(), folder, Progress()))
    if options.keep is not None:
        prune(folder, options.keep)
    return 0


def _count(text: str) -> int:
    if not text.isdecimal():
        raise argparse.ArgumentTypeError(f"{text!r} is no whole number from 0")
    return int(text)
