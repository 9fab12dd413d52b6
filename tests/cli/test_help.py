"""The command line as a whole: help, exit status, start-up cost."""

from __future__ import annotations

import subprocess
import sys

import pytest

from etl.cli import COMMANDS
from etl.paths import ROOT

HEAVY = ("duckdb", "pandas", "numpy", "streamlit", "plotly")


@pytest.mark.parametrize("module", COMMANDS, ids=lambda module: module.NAME)
def test_every_command_explains_itself_with_an_example(run, module):
    outcome = run(module.NAME, "--help")
    assert outcome.status == 0
    assert f"python -m etl {module.NAME}" in outcome.out.partition("example")[2]
    assert module.SUMMARY[1:20] in " ".join(outcome.out.split())


def test_the_help_lists_every_command_and_the_exit_status(run):
    outcome = run("--help")
    assert all(f"    {module.NAME} " in outcome.out for module in COMMANDS)
    assert "Exit status: 0 success, 1 a finding or a failed run, 2 wrong usage." in outcome.out


@pytest.mark.parametrize("arguments", [[], ["fly"], ["table"], ["template"], ["build", "--fast"]], ids=" ".join)
def test_wrong_usage_is_status_2(run, arguments):
    assert run(*arguments).status == 2


def test_extract_and_path_import_no_heavy_package(tmp_path):
    program = f"""
import sys
from etl.cli import main
main(["path", "--snapshots", {str(tmp_path)!r}])
main(["extract", "--output", {str(tmp_path / "o")!r}, "--date", "2024-01-20", "missing.txt"])
import etl.extract.engine, etl.extract.reading, etl.extract.records
print(*(name for name in {HEAVY!r} if name in sys.modules))
"""
    result = subprocess.run([sys.executable, "-c", program], cwd=ROOT, capture_output=True, text=True, check=True)
    assert result.stdout.strip() == ""


def test_a_run_as_module_returns_its_status_without_traceback(tmp_path):
    command = [sys.executable, "-m", "etl", "path", "--snapshots", str(tmp_path)]
    result = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
    assert result.returncode == 1
    assert "CURRENT: error: found no such file" in result.stderr
    assert "Traceback" not in result.stderr
