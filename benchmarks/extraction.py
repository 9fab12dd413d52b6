"""Speed and quality of extraction beside the public tools that read Chinese numbers, in one run, as Markdown.

    python -m benchmarks.extraction --setup DIR          once: a virtual environment with the public tools (needs a package index)
    python -m benchmarks.extraction --tools DIR          measures; downloads nothing
    python -m benchmarks.extraction                      the program alone

Documents come from ``$DOCUMENTS_DIR`` (texts and ``documents.csv``), labels and their scorer from ``$LABELS_DIR``. Times
are processor time, so that other programs on the machine disturb little; ratios are of the same run.
``benchmarks/README.md`` says how each figure is taken. Exit status 1 where a bar is missed.
"""

from __future__ import annotations

import argparse
import contextlib
import json
import os
import runpy
import statistics
import subprocess
import sys
import tempfile
import time
import venv
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from benchmarks.public_tools import PROGRAM, TOOLS

ROOT = Path(__file__).resolve().parent.parent
WORKER = Path(__file__).with_name("public_tools.py")
PACKAGES = (
    ("recognizers-text-suite==1.0.2a2", "emoji==1.7.0"),
    ("jionlp==1.5.31", "chinese2digits==6.0.2", "cn2an==0.5.24"),
    ("quantulum3==0.10.0", "cpca==0.5.5"),
)
"""Installed one row after the other, so that one that fails leaves the others."""

PAGE = "speeches-2022-07-newspaper.txt"
"""The newspaper page that the command line reads."""
SCAN = "import re, sys; print(len(re.findall('[0-9]+', open(sys.argv[1], encoding='utf-8').read())))"
"""What the command line is compared with: Python that reads the file and scans for digits, and does nothing else."""
COUNTED = 11
"""Runs of each command, in turn, after one that is not counted: a first run compiles the program and its knowledge."""
COLUMNS = (
    *("tool", "cold, characters/s", "warm, characters/s", "program ÷ tool, warm"),
    *("peak MiB", "detection F1", "quantity F1", "core F1", "full F1"),
)
SLOWEST = 1800
"""Seconds that one tool may take."""


@dataclass(frozen=True)
class Bar:
    """What is asked for, what was measured, and whether it is enough."""

    what: str
    asked: str
    measured: str
    met: bool


@dataclass(frozen=True)
class Run:
    """One run of a command: processor and elapsed seconds, and its peak memory in MiB."""

    processor: float
    elapsed: float
    peak: float


def set_up(folder: Path) -> int:
    """Create the environment of the public tools; returns 1 if one could not be installed."""
    venv.create(folder, with_pip=True)
    failed = 0
    for packages in PACKAGES:
        done = subprocess.run(
            [_python(folder), "-m", "pip", "install", "--quiet", "--disable-pip-version-check", *packages], check=False
        )
        if done.returncode:
            failed = 1
            print(f"not installed: {' '.join(packages)}", file=sys.stderr)
    return failed


def _python(folder: Path) -> str:
    return str(folder / ("Scripts/python.exe" if os.name == "nt" else "bin/python"))


def measure(tool: str, python: str, documents: Path, passes: int) -> dict[str, Any] | None:
    """Measure one tool in a process of its own; ``None`` (and a word on standard error) if it cannot be run."""
    start = [python, "-m", "benchmarks.public_tools"] if tool == PROGRAM else [python, str(WORKER)]
    command = [*start, tool, str(documents), "--passes", str(passes)]
    print(f"... {tool}", file=sys.stderr)
    done = subprocess.run(
        command, cwd=ROOT, check=False, capture_output=True, text=True, encoding="utf-8", timeout=SLOWEST
    )
    if done.returncode:
        last = (done.stderr.strip().splitlines() or ["no message"])[-1]
        print(f"{tool}: not measured ({last})", file=sys.stderr)
        return None
    found: dict[str, Any] = json.loads(done.stdout.splitlines()[-1])
    if found["failed"]:
        print(f"{tool}: raised an error on {found['failed']} lines", file=sys.stderr)
    return found


def qualities(results: dict[str, dict[str, Any]], documents: Path, labels: Path) -> dict[str, dict[str, float]]:
    """Return detection, quantity, core and full F1 of each tool that reads figures, on the labelled sections."""
    scorer = runpy.run_path(str(labels / "score.py"))
    gold = scorer["load"](labels / "dev.jsonl", gold=True)
    found = {}
    for tool, result in results.items():
        if tool != PROGRAM and not TOOLS[tool][2]:
            continue
        score = scorer["score"](gold, result["records"], None, documents)
        right = score["quantity"] * score["matched"]
        quantity = scorer["f1"](right, score["predicted"], score["gold"])[2]
        found[tool] = {name: score[name][2] for name in ("detection", "core", "full")} | {"quantity": quantity}
    return found


def run_once(command: Sequence[str], kept: Path) -> Run:
    """Run a command to its end, with the operating system's own account of it.

    What Python and the program keep between runs lies in a folder of its own, whatever the environment says: as with a user.
    """
    environment = {**os.environ, "PYTHONDONTWRITEBYTECODE": "", "PYTHONPYCACHEPREFIX": str(kept)}
    quiet = {"stdout": subprocess.DEVNULL, "stderr": subprocess.DEVNULL}
    start = time.perf_counter()
    with subprocess.Popen(command, cwd=ROOT, env=environment, **quiet) as process:
        _, status, usage = os.wait4(process.pid, 0)
        process.returncode = os.waitstatus_to_exitcode(status)
    elapsed = time.perf_counter() - start
    if process.returncode:
        raise subprocess.CalledProcessError(process.returncode, command)
    unit = 1024 * 1024 if sys.platform == "darwin" else 1024
    return Run(usage.ru_utime + usage.ru_stime, elapsed, usage.ru_maxrss / unit)


@contextlib.contextmanager
def _commands(documents: Path) -> Iterator[tuple[Path, list[str], list[str], list[str]]]:
    """Yield a folder, and the commands: the page through the program, the page scanned, all documents through the program."""
    with tempfile.TemporaryDirectory() as folder:
        output = str(Path(folder) / "out.jsonl")
        start = [sys.executable, "-m", "etl", "extract", "--catalogue", str(documents / "documents.csv"), "--output"]
        page = str(documents / PAGE)
        everything = [str(path) for path in sorted(documents.glob("*.txt"))]
        yield Path(folder), [*start, output, page], [sys.executable, "-c", SCAN, page], [*start, output, *everything]


def whole_processes(documents: Path) -> tuple[list[tuple[Run, Run]], float]:
    """Return pairs of runs (the program on one page, the bare scan of it), and the peak memory in MiB over all documents."""
    with _commands(documents) as (kept, page, scan, everything):
        pairs = [(run_once(page, kept), run_once(scan, kept)) for _ in range(COUNTED + 1)][1:]
        return pairs, run_once(everything, kept).peak


def _speed(result: dict[str, Any], which: str) -> float:
    return float(result["characters"] / result[which])


def tools_table(results: dict[str, dict[str, Any]], quality: dict[str, dict[str, float]]) -> Iterator[str]:
    """Yield the lines of the table of all tools, the program first."""
    yield f"| {' | '.join(COLUMNS)} |"
    yield f"| --- |{' ---: |' * (len(COLUMNS) - 1)}"
    own = _speed(results[PROGRAM], "warm")
    for tool, result in results.items():
        name = "**this program, complete records**" if tool == PROGRAM else TOOLS[tool][0]
        cold, warm = _speed(result, "cold"), _speed(result, "warm")
        scores = quality.get(tool)
        written = [f"{scores[key]:.3f}" if scores else "–" for key in ("detection", "quantity", "core", "full")]
        ratio = f"{own / warm:.2f}" if own / warm < 10 else f"{own / warm:.0f}"
        yield f"| {name} | {cold:,.0f} | {warm:,.0f} | {ratio} | {result['peak']:.0f} | {' | '.join(written)} |"


def bars(results: dict[str, dict[str, Any]], pairs: list[tuple[Run, Run]], peak: float) -> Iterator[Bar]:
    """Yield what is asked for and whether it is met, as far as it was measured."""
    own = _speed(results[PROGRAM], "warm")
    for tool, asked in (("recognizers_text", 30), ("jionlp_time", 1)):
        if tool in results:
            ratio = own / _speed(results[tool], "warm")
            yield Bar(f"complete records ÷ {TOOLS[tool][0]}", f"≥ {asked}", f"{ratio:.2f}", ratio >= asked)
    ratio = statistics.median(page.processor / scan.processor for page, scan in pairs)
    elapsed = statistics.median(page.elapsed / scan.elapsed for page, scan in pairs)
    page, scan = (statistics.median(run.processor for run in runs) * 1000 for runs in zip(*pairs, strict=True))
    measured = f"{ratio:.1f} ({page:.0f} ms ÷ {scan:.0f} ms; elapsed {elapsed:.1f})"
    yield Bar("a newspaper page, whole process ÷ bare scan", "≤ 10", measured, ratio <= 10)
    yield Bar("peak memory, all documents, whole process", "< 150 MiB", f"{peak:.0f} MiB", peak < 150)
    yield Bar("complete records, characters a second (an aim)", "≥ 1,000,000", f"{own:,.0f}", own >= 1_000_000)


def report(tools: Path | None, documents: Path, labels: Path | None, passes: int) -> int:
    """Measure everything and print the tables; returns 1 where a bar is missed."""
    # Whole processes first: a child's peak memory is never below what this process held when it started it.
    print("... whole processes", file=sys.stderr)
    pairs, peak = whole_processes(documents)
    results = {PROGRAM: measure(PROGRAM, sys.executable, documents, max(passes, 5))}
    if tools is not None:
        results |= {tool: measure(tool, _python(tools), documents, passes) for tool in TOOLS}
    measured = {tool: result for tool, result in results.items() if result is not None}
    if PROGRAM not in measured:
        return 1
    found = list(bars(measured, pairs, peak))
    quality = qualities(measured, documents, labels) if labels is not None else {}
    print(*tools_table(measured, quality), "", sep="\n")
    print("| bar | asked | measured | met |", "| --- | --- | --- | --- |", sep="\n")
    for bar in found:
        print(f"| {bar.what} | {bar.asked} | {bar.measured} | {'yes' if bar.met else 'no'} |")
    print(f"\nPython {sys.version.split()[0]}, {measured[PROGRAM]['characters']:,} characters")
    return 0 if all(bar.met for bar in found[:-1]) else 1


def main(arguments: Sequence[str] | None = None) -> int:
    """Set up or measure."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--setup", type=Path, metavar="DIR", help="create the environment of the public tools and stop")
    parser.add_argument(
        "--tools", type=Path, metavar="DIR", help="environment that --setup made; default: the program alone"
    )
    parser.add_argument("--passes", type=int, default=2, help="passes after the first; the best counts (default 2)")
    options = parser.parse_args(arguments)
    if options.setup:
        return set_up(options.setup)
    documents, labels = os.environ.get("DOCUMENTS_DIR"), os.environ.get("LABELS_DIR")
    if not documents:
        parser.error("$DOCUMENTS_DIR is not set: expected the folder of the texts and their documents.csv")
    if options.tools and not Path(_python(options.tools)).exists():
        parser.error(f"{options.tools}: found no environment; expected one made by --setup")
    return report(options.tools, Path(documents).resolve(), Path(labels) if labels else None, options.passes)


if __name__ == "__main__":
    sys.exit(main())
