"""``template``: an empty form for an office that reports figures."""

from __future__ import annotations

import argparse
from pathlib import Path

from etl.errors import InputError

NAME = "template"
SUMMARY = "write an empty form (XLSX) for figures that come as rows"
DESCRIPTION = """\
Places, indicators, measures, units and periods are chosen from lists, cells are checked while they are filled in, one row is
an example, a sheet explains every field. What comes back is imported by 'python -m etl table' without a mapping."""
EXAMPLES = """\
examples:
  python -m etl template --output form.xlsx"""


def configure(parser: argparse.ArgumentParser) -> None:
    """Add the arguments."""
    parser.add_argument("--output", type=Path, required=True, metavar="FILE.xlsx", help="file to write")


def run(options: argparse.Namespace) -> int:
    """Write the form."""
    from etl.files import write_bytes
    from etl.tables.importing import load_terms
    from etl.tables.template import write_form

    if options.output.suffix.lower() != ".xlsx":
        raise InputError.single(options.output, 0, f"a file of kind {options.output.suffix!r}", "FILE.xlsx")
    write_bytes(options.output, write_form(load_terms()))
    print(options.output)
    return 0
