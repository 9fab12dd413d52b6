"""The command line as a whole: help, exit status, start-up cost."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from importlib import import_module

import pytest

from etl.cli import COMMANDS
from etl.paths import ROOT

HEAVY = ("duckdb", "pandas", "numpy", "streamlit", "plotly")


@pytest.mark.parametrize("name", COMMANDS)
def test_every_command_explains_itself_with_an_example(run, name):
    outcome, module = run(name, "--help"), import_module(f"etl.cli.{name}")
    assert outcome.status == 0 and name == module.NAME
    assert f"python -m etl {name}" in outcome.out.partition("example")[2]
    assert module.SUMMARY[1:20] in " ".join(outcome.out.split())


def test_the_help_lists_every_command_and_the_exit_status(run):
    outcome = run("--help")
    assert all(f"    {name} " in outcome.out for name in COMMANDS)
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


def test_a_command_imports_no_other(tmp_path):
    program = f"""
import sys
from etl.cli import main
main(["extract", "--output", {str(tmp_path / "o")!r}, "--date", "2024-01-20", "missing.txt"])
print(*sorted(name for name in sys.modules if name.removeprefix("etl.cli.") in {COMMANDS!r}))
"""
    result = subprocess.run([sys.executable, "-c", program], cwd=ROOT, capture_output=True, text=True, check=True)
    assert result.stdout.split() == ["etl.cli.extract"]


def test_a_run_as_module_returns_its_status_without_traceback(tmp_path):
    command = [sys.executable, "-m", "etl", "path", "--snapshots", str(tmp_path)]
    result = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
    assert result.returncode == 1
    assert "CURRENT: error: found no such file" in result.stderr
    assert "Traceback" not in result.stderr


def test_records_go_to_standard_output_as_utf_8_whatever_the_console(tmp_path):
    document = tmp_path / "甲.txt"
    document.write_text("全县建成公园18个。\n", encoding="utf-8")
    command = [sys.executable, "-m", "etl", "extract", "--date", "2024-01-20", "--output", "-", str(document)]
    environment = {**os.environ, "PYTHONIOENCODING": "ascii"}
    result = subprocess.run(command, cwd=ROOT, capture_output=True, check=True, env=environment)
    (line,) = result.stdout.splitlines()
    assert json.loads(line)["document"] == "甲"


def test_a_reader_that_stops_early_causes_no_traceback(tmp_path):
    document = tmp_path / "long.txt"
    document.write_text("全县建成公园18个。\n" * 5000, encoding="utf-8")
    command = [sys.executable, "-m", "etl", "extract", "--date", "2024-01-20", "--output", "-", str(document)]
    with subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, stderr=subprocess.PIPE) as process:
        assert process.stdout and process.stderr
        process.stdout.readline()
        process.stdout.close()
        assert process.stderr.read() == b""
    assert process.returncode == 1
