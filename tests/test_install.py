"""What an installation gets: exact pins, the same tree everywhere, and a wheelhouse that resolves for Windows."""

from __future__ import annotations

import ast
import importlib.metadata
import subprocess
import sys
from pathlib import Path

import pytest
from packaging.markers import default_environment
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

ROOT = Path(__file__).resolve().parent.parent
RUN = "requirements.txt"
WINDOWS = "requirements-windows.txt"
ALL = (RUN, "requirements-dev.txt", "requirements-build.txt", WINDOWS, "constraints.txt")
PATIENCE = 120
"""Seconds that pip may take to resolve."""
FOR_TESTS = {"pytest", "geopandas"}
"""Run-time pins that only tests import: whoever can run the program can run its tests without browser."""

WINDOWS_X86_64 = {
    "sys_platform": "win32",
    "platform_system": "Windows",
    "os_name": "nt",
    "platform_machine": "AMD64",
}
LINUX = {"sys_platform": "linux", "platform_system": "Linux", "os_name": "posix", "platform_machine": "x86_64"}


def pins(name: str) -> dict[str, Requirement]:
    """Requirements of one file, by canonical package name."""
    lines = [line.split("#")[0].strip() for line in (ROOT / name).read_text(encoding="utf-8").splitlines()]
    requirements = [Requirement(line) for line in lines if line and not line.startswith("-r")]
    return {canonicalize_name(requirement.name): requirement for requirement in requirements}


def versions(name: str) -> dict[str, str]:
    return {package: str(requirement.specifier) for package, requirement in pins(name).items()}


def needed(names: set[str], platform: dict[str, str]) -> set[str]:
    """All packages that ``names`` bring on a platform, by what the installed packages declare."""
    environment = {**default_environment(), **platform, "extra": ""}
    found: set[str] = set()
    waiting = set(names)
    while waiting:
        package = waiting.pop()
        found.add(package)
        try:
            declared = importlib.metadata.distribution(package).requires or []
        except importlib.metadata.PackageNotFoundError:
            continue  # of another platform
        requirements = map(Requirement, declared)
        wanted = {canonicalize_name(r.name) for r in requirements if r.marker is None or r.marker.evaluate(environment)}
        waiting |= wanted - found
    return found


def imported_packages() -> set[str]:
    """Distributions whose modules ``etl`` and ``dashboard`` import by name."""
    tops = set()
    for path in [*(ROOT / "etl").rglob("*.py"), *(ROOT / "dashboard").rglob("*.py")]:
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Import):
                tops |= {alias.name.split(".")[0] for alias in node.names}
            elif isinstance(node, ast.ImportFrom) and node.module:
                tops.add(node.module.split(".")[0])
    owners = importlib.metadata.packages_distributions()
    foreign = tops - set(sys.stdlib_module_names) - {"etl", "dashboard"}
    return {canonicalize_name(owners[top][0]) if top in owners else top for top in foreign}


@pytest.mark.parametrize("name", ALL)
def test_every_requirement_is_pinned_to_one_version(name: str) -> None:
    loose = [str(requirement) for requirement in pins(name).values() if not str(requirement.specifier).startswith("==")]
    assert pins(name)
    assert not loose


@pytest.mark.parametrize("name", [RUN, "requirements-dev.txt", WINDOWS])
def test_requirements_and_constraints_name_the_same_versions(name: str) -> None:
    constraints = versions("constraints.txt")
    assert {package: constraints.get(package) for package in pins(name)} == versions(name)


def test_the_boundary_builder_simplifies_with_the_shapely_that_tests_its_result() -> None:
    constraints = versions("constraints.txt")
    shared = set(pins("requirements-build.txt")) & set(constraints)
    assert "shapely" in shared
    assert {p: versions("requirements-build.txt")[p] for p in shared} == {p: constraints[p] for p in shared}


def test_constraints_hold_the_whole_tree_of_linux_and_windows_and_nothing_else() -> None:
    wanted = set(pins(RUN)) | set(pins("requirements-dev.txt"))
    assert needed(wanted, LINUX) | needed(wanted, WINDOWS_X86_64) == set(pins("constraints.txt"))


def test_what_is_installed_is_what_the_constraints_say() -> None:
    tree = needed(set(pins(RUN)) | set(pins("requirements-dev.txt")), {})
    constraints = versions("constraints.txt")
    assert {package: f"=={importlib.metadata.version(package)}" for package in tree} == {
        p: constraints[p] for p in tree
    }


def test_what_only_windows_needs_is_named_for_the_wheelhouse() -> None:
    # pip judges platform markers by the machine it runs on, so a wheelhouse made elsewhere needs these by name.
    windows_only = needed(set(pins(RUN)), WINDOWS_X86_64) - needed(set(pins(RUN)), LINUX)
    assert windows_only == set(pins(WINDOWS))


def test_the_program_imports_only_what_the_run_time_requirements_name_and_all_of_it() -> None:
    assert imported_packages() == set(pins(RUN)) - FOR_TESTS


def resolve(target: Path, *options: str) -> subprocess.CompletedProcess[str]:
    """Let pip resolve the requirements of the wheelhouse from wheels alone; nothing is installed, asked or waited for."""
    command = [sys.executable, "-m", "pip", "--no-input", "--retries", "0", "--timeout", "15", "install", "--dry-run"]
    command += ["--ignore-installed", "--target", str(target), "--only-binary=:all:", *options]
    command += ["--requirement", WINDOWS, "--constraint", "constraints.txt"]
    return subprocess.run(
        command,
        cwd=ROOT,
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
        encoding="utf-8",
        timeout=PATIENCE,
        check=False,
    )


@pytest.mark.network
def test_the_wheelhouse_resolves_for_windows(tmp_path: Path) -> None:
    try:
        run = resolve(tmp_path, "--platform", "win_amd64", "--python-version", "3.11")
        # What does not resolve for this machine either says nothing about Windows: the index is out of reach.
        if run.returncode and resolve(tmp_path).returncode:
            pytest.skip("no package index within reach that holds the pinned packages")
    except subprocess.TimeoutExpired as error:
        pytest.skip(f"the package index did not answer within {error.timeout:.0f} s")
    assert run.returncode == 0, run.stderr
    resolved = run.stdout.split("Would install", 1)[1].split()
    assert len(resolved) >= len(needed(set(pins(RUN)), WINDOWS_X86_64))
