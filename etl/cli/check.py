"""``check``: validate everything that is committed, and the snapshot in service."""

from __future__ import annotations

import argparse

from etl import paths
from etl.cli.build import add_sources
from etl.cli.path import add_snapshots
from etl.cli.progress import Progress

NAME = "check"
SUMMARY = "validate registries, ledger, decisions and the snapshot in service"
DESCRIPTION = """\
Lists all findings with file, line, what was found and what was expected. Errors make the exit status 1; warnings
are numbers that look odd, until a decision in data/review/decisions.csv accepts, corrects or rejects them.
With --coverage it also lists the reported indicator phrases that no registered indicator covers, most frequent first."""
EXAMPLES = """\
examples:
  python -m etl check
  python -m etl check --coverage | head -40"""


def configure(parser: argparse.ArgumentParser) -> None:
    """Add the arguments."""
    parser.add_argument("--coverage", action="store_true", help="list unregistered indicator phrases by frequency")
    add_sources(parser)
    add_snapshots(parser)


def run(options: argparse.Namespace) -> int:
    """Report all findings; 1 if any is an error."""
    from etl.snapshot.audit import audit, coverage
    from etl.snapshot.build import Sources

    sources = Sources(options.ledger, options.decisions, options.catalogue)
    result = audit(sources, options.snapshots or paths.snapshots(), Progress())
    for finding in result.findings:
        print(finding)
    errors = sum(finding.severity == "error" for finding in result.findings)
    print(f"{errors} errors, {len(result.findings) - errors} warnings")
    if options.coverage and result.inputs:
        _print_coverage(*coverage(result.inputs))
    return 1 if errors else 0


def _print_coverage(phrases: list[tuple[str, int]], figures: int) -> None:
    missing = sum(count for _, count in phrases)
    print(f"{figures - missing} of {figures} figures have a registered indicator; the others' phrases:")
    for phrase, count in phrases:
        print(f"{count}\t{phrase or '(no phrase)'}")
