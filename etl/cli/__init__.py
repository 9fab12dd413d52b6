"""The command line: one module a command, of its name. Only the called one is imported, and heavy packages by it alone."""

from __future__ import annotations

import argparse
import os
import sys
from collections.abc import Sequence
from importlib import import_module

from etl.errors import EtlError, FilterError, InputError

COMMANDS = ("extract", "ledger", "table", "template", "build", "path", "check", "export")
_DESCRIPTION = """\
From officials' prose to comparable county data: reads documents, keeps the ledger of their figures, builds the
snapshot that the dashboard serves, checks and exports it.

A usual round: put documents into data/documents and list them in data/documents.csv, then

  python -m etl ledger     re-extract them into data/ledger
  python -m etl build      build and publish a snapshot
  python -m etl check      validate everything

Exit status: 0 success, 1 a finding or a failed run, 2 wrong usage."""
_WIDTH = 100
"""Characters of a line of help, the same everywhere: to measure the terminal takes packages that every run would import."""


class _Help(argparse.RawDescriptionHelpFormatter):
    def __init__(self, prog: str) -> None:
        super().__init__(prog, width=_WIDTH)


def parser(names: Sequence[str] = COMMANDS) -> argparse.ArgumentParser:
    """Return the parser of commands."""
    top = argparse.ArgumentParser(prog="python -m etl", description=_DESCRIPTION, formatter_class=_Help)
    # naming the program spares argparse the help, from which it takes the name otherwise
    commands = top.add_subparsers(title="commands", metavar="COMMAND", required=True, prog=top.prog)
    for module in (import_module(f"etl.cli.{name}") for name in names):
        command = commands.add_parser(
            module.NAME,
            help=module.SUMMARY,
            description=f"{module.SUMMARY[0].upper()}{module.SUMMARY[1:]}.\n\n{module.DESCRIPTION}",
            epilog=module.EXAMPLES,
            formatter_class=_Help,
        )
        module.configure(command)
        command.set_defaults(run=module.run)
    return top


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one command and return its exit status; errors go to standard error without traceback."""
    sys.stdout.reconfigure(errors="backslashreplace")  # type: ignore[union-attr] # a console that has no Chinese must not stop a run
    given = sys.argv[1:] if arguments is None else arguments
    options = parser(given[:1] if given and given[0] in COMMANDS else COMMANDS).parse_args(given)
    try:
        status: int = options.run(options)
        sys.stdout.flush()
    except BrokenPipeError:  # the reader of standard output has enough; Python's own flush at exit must not complain
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 1
    except FilterError as error:
        print(error, file=sys.stderr)
        return 2
    except InputError as error:
        print(error, f"{len(error.findings)} findings", sep="\n", file=sys.stderr)
        return 1
    except EtlError as error:
        print(error, file=sys.stderr)
        return 1
    except OSError as error:
        print(f"{error.filename or 'file'}: error: {error.strerror or error}", file=sys.stderr)
        return 1
    except KeyboardInterrupt:
        print("interrupted", file=sys.stderr)
        return 1
    return status
