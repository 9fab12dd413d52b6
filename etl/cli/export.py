"""``export``: the dashboard's CSV without the dashboard."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import TypeVar

from etl import paths
from etl.cli.path import add_snapshots
from etl.cli.progress import Progress
from etl.files import write_pieces
from etl.filters import FILTER_NAMES

NAME = "export"
SUMMARY = "write filtered figures of the snapshot in service as CSV for Excel"
DESCRIPTION = """\
UTF-8 with byte-order mark, Chinese headings (etl/knowledge/columns.csv explains them). Filters are those of the
dashboard's address; names and codes are accepted. A filter given several times accepts any of its values, different
filters must all hold, several --text must all occur."""
EXAMPLES = """\
examples:
  python -m etl export --output all.csv
  python -m etl export --place 安吉县 --theme economy --status actual --output anji.csv
  python -m etl export --group 山区26县 --period 2022 --output mountain.csv
  python -m etl export --period ..2022-06-30 --text 低收入 --output -"""
_HELP = {
    "place": "county, city or other place, by name or code",
    "city": "a city with all its counties",
    "group": "members of a group on the day of the figure; '!' in front: the other counties",
    "theme": "theme of the figure",
    "indicator": "registered indicator, by name or id; none: figures without one",
    "measure": "level, growth, change, share, ratio or rank",
    "status": "actual, target or policy",
    "scope": "whole or part",
    "period": "2022 or 2022-06 (ends then), 2022-01-01..2022-06-30, ..2022-06-30 (a day), none (undated)",
    "document": "document id or title",
    "tier": "source tier, such as official or press",
    "text": "words in indicator, place, scope, section or document title",
}
_Item = TypeVar("_Item")


def configure(parser: argparse.ArgumentParser) -> None:
    """Add the arguments."""
    filters = parser.add_argument_group("filters")
    for name in FILTER_NAMES:
        filters.add_argument(f"--{name}", action="append", default=[], metavar="VALUE", help=_HELP[name])
    parser.add_argument("--output", required=True, metavar="FILE.csv", help="file to write, '-' for standard output")
    add_snapshots(parser)


def run(options: argparse.Namespace) -> int:
    """Write the figures that pass the filters."""
    from etl import queries
    from etl.export import export_figures
    from etl.registry.dictionary import load_dictionary
    from etl.snapshot.pointer import current_path

    dictionary = load_dictionary()
    path = current_path(options.snapshots or paths.snapshots())
    with queries.open_snapshot(path) as connection, connection.cursor() as cursor:
        filters = queries.filters_from(cursor, {name: getattr(options, name) for name in FILTER_NAMES})
        count = queries.count_figures(cursor, filters)
        pieces = _reported(export_figures(queries.figure_batches(cursor, filters), dictionary), Progress())
        if options.output == "-":
            sys.stdout.reconfigure(encoding="utf-8", newline="")  # type: ignore[union-attr]
            sys.stdout.writelines(pieces)
        else:
            write_pieces(Path(options.output), pieces)
    print(f"{count} rows", file=sys.stderr)
    return 0


def _reported(pieces: Iterable[_Item], progress: Progress) -> Iterator[_Item]:
    for number, piece in enumerate(pieces, start=1):
        progress(f"{number} blocks of 64 KiB written")
        yield piece
