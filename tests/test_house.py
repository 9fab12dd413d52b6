"""The rules of the house, read from the source: who imports whom, where SQL lives, what no file may name."""

from __future__ import annotations

import ast
import os
import re
import subprocess
import sys
from collections.abc import Iterator
from functools import cache
from graphlib import CycleError, TopologicalSorter
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent

LAYERS = (
    ("errors", "paths", "model", "version", "files", "large"),
    ("registry", "fields", "catalogue", "filters"),
    ("extract",),
    ("ledger", "decisions"),
    ("normalise",),
    ("tables",),
    ("snapshot", "checks"),
    (
        "queries",
        "queries_map",
        "queries_compare",
        "queries_county",
        "queries_quality",
        "export",
        "workbook",
        "bundle",
    ),
    ("cli", "__main__"),
)
"""Parts of ``etl``, lowest first: a part imports from its own layer (without a circle) and from those below."""

LAYER_OF = {part: number for number, parts in enumerate(LAYERS) for part in parts}
OPEN_TO_DASHBOARD = (
    "etl.errors",
    "etl.extract.reading",
    "etl.bundle",
    "etl.catalogue",
    "etl.export",
    "etl.filters",
    "etl.model",
    "etl.paths",
    "etl.queries",
    "etl.queries_compare",
    "etl.queries_county",
    "etl.queries_map",
    "etl.queries_quality",
    "etl.registry",
    "etl.snapshot.pointer",
    "etl.workbook",
)
"""What reads: no page extracts, normalises or builds. ``extract.reading`` decodes a file, no more."""
WITHOUT_STREAMLIT = ("etl", "dashboard.charts")
LONGEST_FILE = 600

SQL = re.compile(
    r"\bSELECT\b|\bINSERT INTO\b|\bDELETE FROM\b|\bUPDATE \w+ SET\b|\b(?:CREATE|DROP|ALTER) (?:OR REPLACE )?(?:TABLE|VIEW)\b"
    r"|\bORDER BY\b|\bGROUP BY\b|^\s*(?:select|insert into|delete from)\s",
)
SQL_LIVES_IN = (
    "etl.queries",
    "etl.queries_compare",
    "etl.queries_county",
    "etl.queries_map",
    "etl.queries_quality",
    "etl.snapshot",
)

# Pieced together, so that this file does not hold what it looks for.
FORBIDDEN = {
    "a package registry": re.compile(r"\b(?:pypi\.org|pythonhosted\.org|npmjs\.(?:org|com)|debian\.org)"),
    "a path of one machine": re.compile(r"(?<![\w.*-])/(?:work|root|farm|home/[a-z]+|Users/[A-Za-z]+)/"),
    "a folder beside the repository": re.compile(r"\.\./" + r"shared|\bshared/(?:corpus|scoring|notes|tools|data)"),
}
MAY_NAME_ITS_NEIGHBOUR = ".ci/run"


def modules(*packages: str) -> Iterator[tuple[str, Path]]:
    """Dotted name and file of every module of the packages."""
    for package in packages:
        for path in sorted((ROOT / package).rglob("*.py")):
            yield ".".join(path.relative_to(ROOT).with_suffix("").parts).removesuffix(".__init__"), path


@cache
def tree(path: Path) -> ast.Module:
    return ast.parse(path.read_text(encoding="utf-8"), filename=str(path))


def imports(path: Path) -> set[str]:
    """Dotted names that a module imports, anywhere in it; ``from a import b`` counts as ``a.b`` for our packages."""
    found = set()
    for node in ast.walk(tree(path)):
        if isinstance(node, ast.Import):
            found |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom):
            assert not node.level, f"{path}:{node.lineno}: found a relative import, expected the full name"
            found |= {f"{node.module}.{alias.name}" for alias in node.names}
    return found


def part_of_etl(name: str) -> str | None:
    """The part of ``etl`` that a dotted name belongs to; None outside ``etl`` and for ``etl`` itself."""
    pieces = name.split(".")
    return pieces[1] if pieces[0] == "etl" and len(pieces) > 1 else None


def repository_files() -> list[str]:
    """Files that are in the repository or would be with the next ``git add``."""
    command = ["git", "-c", "safe.directory=*", "ls-files", "-z", "--cached", "--others", "--exclude-standard"]
    try:
        listed = subprocess.run(command, cwd=ROOT, capture_output=True, check=True, timeout=30).stdout.decode()
    except (FileNotFoundError, subprocess.CalledProcessError) as error:
        pytest.skip(f"not a git checkout: {error}")
    return sorted(name for name in listed.split("\0") if name and (ROOT / name).is_file())


def test_every_part_of_etl_has_its_place_in_the_order() -> None:
    parts = {part_of_etl(name) for name, _ in modules("etl")} - {None}
    assert parts - set(LAYER_OF) == set(), "give the new part a place in LAYERS"


def test_etl_imports_only_downwards() -> None:
    wrong = [
        f"{name} imports {target}"
        for name, path in modules("etl")
        for target in sorted(imports(path))
        if (part := part_of_etl(name)) in LAYER_OF
        and part_of_etl(target) in LAYER_OF
        and LAYER_OF[part_of_etl(target)] > LAYER_OF[part]
    ]
    assert not wrong


def test_no_two_parts_of_etl_import_each_other() -> None:
    graph: dict[str, set[str]] = {}
    for name, path in modules("etl"):
        part = part_of_etl(name) or "etl"
        graph.setdefault(part, set()).update(
            target for target in map(part_of_etl, imports(path)) if target in LAYER_OF and target != part
        )
    try:
        TopologicalSorter(graph).prepare()
    except CycleError as error:
        pytest.fail(f"circle of imports: {error.args[1]}")


def test_etl_knows_nothing_of_the_dashboard() -> None:
    assert not [name for name, path in modules("etl") if any(_top(target) == "dashboard" for target in imports(path))]


def test_the_dashboard_uses_only_the_reading_side_of_etl() -> None:
    wrong = [
        f"{name} imports {target}"
        for name, path in modules("dashboard")
        for target in sorted(imports(path))
        if _top(target) == "etl" and not _within(target, OPEN_TO_DASHBOARD)
    ]
    assert not wrong


def test_queries_and_figures_import_no_streamlit() -> None:
    checked = [(name, path) for name, path in modules("etl", "dashboard") if _within(name, WITHOUT_STREAMLIT)]
    assert any(_within(name, ("dashboard.charts",)) for name, _ in checked)
    assert not [name for name, path in checked if any(_top(target) == "streamlit" for target in imports(path))]


def test_sql_is_written_only_in_queries_and_snapshot() -> None:
    wrong = [
        f"{path.relative_to(ROOT)}:{text.lineno}"
        for name, path in modules("etl", "dashboard")
        if not _within(name, SQL_LIVES_IN)
        for text in _texts(path)
        if SQL.search(text.value)
    ]
    assert not wrong


def test_every_module_says_what_it_is() -> None:
    assert not [name for name, path in modules("etl", "dashboard", "geo") if not ast.get_docstring(tree(path))]


def test_no_module_is_longer_than_a_reader_can_hold() -> None:
    lengths = {
        name: (ROOT / name).read_text(encoding="utf-8").count("\n")
        for name in repository_files()
        if name.endswith(".py")
    }
    assert lengths
    assert {name: length for name, length in lengths.items() if length > LONGEST_FILE} == {}


def test_no_exception_is_caught_wholesale() -> None:
    wrong = [
        f"{path.relative_to(ROOT)}:{node.lineno}"
        for _, path in modules("etl", "dashboard", "geo")
        for node in ast.walk(tree(path))
        if isinstance(node, ast.ExceptHandler)
        and (node.type is None or (isinstance(node.type, ast.Name) and node.type.id in {"Exception", "BaseException"}))
    ]
    assert not wrong


@pytest.mark.parametrize("what", FORBIDDEN)
def test_no_file_names(what: str) -> None:
    wrong = []
    for name in repository_files():
        if name == MAY_NAME_ITS_NEIGHBOUR:
            continue
        text = (ROOT / name).read_bytes().decode("utf-8", errors="ignore")
        wrong += [f"{name}: {hit.group()}" for hit in FORBIDDEN[what].finditer(text)]
    assert not wrong


def test_text_files_end_their_lines_with_lf_alone() -> None:
    binary = {".png", ".xlsx", ".duckdb", ".woff2"}
    names = [name for name in repository_files() if Path(name).suffix not in binary]
    assert not [name for name in names if b"\r" in (ROOT / name).read_bytes()]


SUITE = """
import pytest

@pytest.mark.skip(reason="by mark")
def test_skipped_by_mark(): ...

def test_skipped_in_the_fixture(documents_dir): ...

def test_skipped_inside(): pytest.skip("inside")

@pytest.mark.network
def test_without_index(): pytest.skip("no index")

@pytest.mark.xfail(reason="known gap")
def test_known_gap(): assert False

def test_good(): ...
"""


@pytest.mark.parametrize(
    ("required", "outcome"), [("1", {"failed": 1, "errors": 2, "skipped": 1}), ("", {"skipped": 4})]
)
def test_a_complete_environment_turns_skips_into_failures(
    required: str, outcome: dict[str, int], tmp_path: Path
) -> None:
    summary = _run_suite(tmp_path, SUITE, required)
    assert {word: int(count) for count, word in re.findall(r"(\d+) (failed|errors|skipped)", summary)} == outcome
    assert "1 passed" in summary
    assert "1 xfailed" in summary


def test_a_complete_environment_turns_a_skipped_module_into_an_error(tmp_path: Path) -> None:
    summary = _run_suite(tmp_path, "import pytest\npytest.skip('no package', allow_module_level=True)\n", "1")
    assert "1 error" in summary


def _run_suite(folder: Path, suite: str, required: str) -> str:
    """Run a suite of its own under this suite's conftest; returns pytest's last line."""
    (folder / "conftest.py").write_bytes((ROOT / "tests" / "conftest.py").read_bytes())
    (folder / "test_suite.py").write_text(suite, encoding="utf-8")
    (folder / "pytest.ini").write_text(
        "[pytest]\nmarkers =\n  network: x\n  corpus: x\n  browser: x\n", encoding="utf-8"
    )
    command = [sys.executable, "-m", "pytest", "-q", "-p", "no:cacheprovider", "--rootdir", str(folder), str(folder)]
    run = subprocess.run(
        command, cwd=folder, env=_environment(required), capture_output=True, text=True, encoding="utf-8", timeout=120
    )
    return run.stdout.strip().splitlines()[-1]


def _environment(required: str) -> dict[str, str]:
    dropped = {"DOCUMENTS_DIR", "LABELS_DIR", "PYTEST_ADDOPTS", "REQUIRE_BROWSER"}
    return {name: value for name, value in os.environ.items() if name not in dropped} | {"REQUIRE_BROWSER": required}


def _top(name: str) -> str:
    return name.split(".")[0]


def _within(name: str, packages: tuple[str, ...]) -> bool:
    return any(name == package or name.startswith(f"{package}.") for package in packages)


def _texts(path: Path) -> Iterator[ast.Constant]:
    """Every string literal of a module but its docstrings."""
    documented = (ast.Module, ast.ClassDef, ast.FunctionDef, ast.AsyncFunctionDef)
    docstrings = {
        id(node.body[0].value)
        for node in ast.walk(tree(path))
        if isinstance(node, documented) and ast.get_docstring(node) is not None and isinstance(node.body[0], ast.Expr)
    }
    for node in ast.walk(tree(path)):
        if isinstance(node, ast.Constant) and isinstance(node.value, str) and id(node) not in docstrings:
            yield node
