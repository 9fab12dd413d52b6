"""Measure the dashboard in a real Chromium, beside a bare one-file Streamlit page that draws the same 90 shapes.

    python -m benchmarks.dashboard [--runs 7] [--facts 1000000] [--chromium /usr/bin/chromium]

Prints a table of what was measured, the bar of each that has one, and whether it is met; the exit status is 1 where one is not.
Needs what the tests need (requirements-dev.txt) and a built snapshot. Nothing leaves the machine.
"""

from __future__ import annotations

import argparse
import json
import math
import os
import shutil
import socket
import statistics
import subprocess
import sys
import tempfile
import threading
import time
import urllib.request
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path
from typing import Any

from benchmarks.large_snapshot import generate
from dashboard import boundaries
from dashboard.routes import empty_topology
from etl.paths import ROOT, snapshots
from etl.snapshot.pointer import current_path

FLAGS = ["--no-sandbox", "--disable-gpu", "--disable-3d-apis", "--disable-background-networking", "--no-first-run"]
PATIENCE = 60_000
COLD_RATIO, RERUN_RATIO = 1.25, 2.0
RERUN_MS, LARGE_RERUN_MS, RERUN_BYTES = 120, 300, 100_000
CSV_ROWS, CSV_SECONDS, CSV_MEMORY_MB = 100_000, 3.0, 150
TITLE = "document.querySelector('.gtitle')?.textContent || ''"


@dataclass
class Table:
    """What was measured, line by line."""

    rows: list[tuple[str, str, str, bool]] = field(default_factory=list)

    def add(self, what: str, found: str, bar: str, met: bool) -> None:
        """Add a line and print it at once."""
        self.rows.append((what, found, bar, met))
        print(f"| {what} | {found} | {bar} | {'yes' if met else 'NO'} |", flush=True)

    def tell(self, what: str, found: str) -> None:
        """Print a line that has no bar: it is to be known, and nothing is asked of it."""
        print(f"| {what} | {found} | – | – |", flush=True)


def percentile(values: list[float], share: float) -> float:
    """The value that ``share`` of all do not exceed (nearest rank)."""
    ordered = sorted(values)
    return ordered[max(0, math.ceil(share * len(ordered)) - 1)]


def free_port() -> int:
    """A port that nobody listens on."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@contextmanager
def running(command: list[str], port: int, environment: dict[str, str]) -> Iterator[subprocess.Popen[bytes]]:
    """A server that answers on ``port``, ended afterwards."""
    quiet = {"stdout": subprocess.DEVNULL, "stderr": subprocess.DEVNULL}
    with subprocess.Popen(command, cwd=ROOT, env=os.environ | environment, **quiet) as service:  # type: ignore[call-overload]
        try:
            for _ in range(300):
                if service.poll() is not None:
                    raise SystemExit(f"{command} ended by itself")
                try:
                    with urllib.request.urlopen(f"http://127.0.0.1:{port}/_stcore/health", timeout=5):
                        break
                except OSError:
                    time.sleep(0.1)
            yield service
        finally:
            service.terminate()


@contextmanager
def topology_server() -> Iterator[str]:
    """Serves the bare page's empty base map, so that it draws without a network too."""

    class Answer(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            self.send_response(200)
            self.send_header("Access-Control-Allow-Origin", "*")
            self.end_headers()
            self.wfile.write(empty_topology())

        def log_message(self, format: str, *args: Any) -> None:  # noqa: A002
            pass

    server = HTTPServer(("127.0.0.1", 0), Answer)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{server.server_port}/"
    server.shutdown()


class Visitor:
    """One browser; a fresh profile for each visit."""

    def __init__(self, browser: Any) -> None:
        self.browser = browser

    @contextmanager
    def visit(self) -> Iterator[Any]:
        """A page in a profile of its own."""
        context = self.browser.new_context(viewport={"width": 1366, "height": 768}, locale="zh-CN")
        yield context.new_page()
        context.close()

    def cold(self, address: str) -> float:
        """Seconds from the request to ninety painted shapes, nothing cached."""
        with self.visit() as page:
            started = time.perf_counter()
            page.goto(address, wait_until="commit")
            painted(page)
            return time.perf_counter() - started

    def controls(self, address: str, label: str, options: list[str], rounds: int) -> list[float]:
        """Seconds from choosing an option to the map that says so, for each choice."""
        with self.visit() as page:
            page.goto(address)
            painted(page)
            page.wait_for_timeout(1500)
            found = []
            for number in range(rounds):
                option = options[number % len(options)]
                page.get_by_role("combobox", name=label).first.click()
                choice = page.get_by_role("option", name=option).first
                choice.wait_for(timeout=PATIENCE)
                page.evaluate(WATCH, option.split("（")[0])
                choice.click()
                found.append(page.evaluate("window.__painted") / 1000)
                page.wait_for_timeout(250)
            return found


WATCH = """wanted => {
    window.__painted = new Promise(done => {
        let started = null;
        addEventListener('click', () => { started = started ?? performance.now(); }, {capture: true, once: true});
        addEventListener('pointerdown', () => { started = started ?? performance.now(); }, {capture: true, once: true});
        const look = () => {
            const title = document.querySelector('.gtitle')?.textContent || '';
            if (started !== null && title.includes(wanted) && document.querySelector('.choroplethlayer path'))
                requestAnimationFrame(() => done(performance.now() - started));
            else requestAnimationFrame(look);
        };
        look();
    });
}"""
"""Counts from the pointer to the frame in which the map has the title that was asked for; polls every frame."""


def painted(page: Any) -> None:
    """Wait for ninety shapes with an area."""
    page.wait_for_function(
        "() => [...document.querySelectorAll('.choroplethlayer path')].filter(p => p.getBBox().width > 0).length >= 90",
        timeout=PATIENCE,
    )


def bytes_of_reruns(visitor: Visitor, address: str, label: str, options: list[str], rounds: int) -> list[float]:
    """Bytes that arrive for each change of a control: frames of the socket, and files that the browser does not have."""
    with visitor.visit() as page:
        arrived = [0]

        def count(frame: Any) -> None:
            arrived[0] += len(frame if isinstance(frame, bytes) else str(frame).encode())

        page.on("websocket", lambda socket: socket.on("framereceived", count))
        network = page.context.new_cdp_session(page)
        network.send("Network.enable")
        network.on(
            "Network.loadingFinished",
            lambda file: arrived.__setitem__(0, arrived[0] + int(file["encodedDataLength"])),
        )
        page.goto(address)
        painted(page)
        page.wait_for_timeout(1500)
        found = []
        for number in range(rounds):
            page.get_by_role("combobox", name=label).first.click()
            choice = page.get_by_role("option", name=options[number % len(options)]).first
            choice.wait_for(timeout=PATIENCE)
            before = arrived[0]
            choice.click()
            page.wait_for_timeout(1200)
            found.append(float(arrived[0] - before))
        return found


def server_times(snapshot_folder: Path, rounds: int) -> dict[str, list[float]]:
    """Milliseconds that a rerun of each page takes on the server, the first of each page (a cold cache) apart."""
    run = subprocess.run(
        [sys.executable, "-m", "benchmarks.server_time", str(rounds)],
        cwd=ROOT,
        env=os.environ | {"SNAPSHOT_DIR": str(snapshot_folder), "PYTHONPATH": str(ROOT)},
        capture_output=True,
        text=True,
        check=False,
    )
    if run.returncode:
        raise SystemExit(run.stderr)
    found: dict[str, list[float]] = json.loads(run.stdout.splitlines()[-1])
    return found


def memory(pid: int) -> float:
    """Megabytes that a process holds now."""
    for line in Path(f"/proc/{pid}/status").read_text(encoding="utf-8").splitlines():
        if line.startswith("VmRSS"):
            return int(line.split()[1]) / 1024
    return 0.0


def csv_run(address: str, pid: int) -> tuple[float, int, float]:
    """Seconds, rows and the most megabytes that the server held during one CSV over the API."""
    peak, rows = 0.0, 0
    started = time.perf_counter()
    with urllib.request.urlopen(address, timeout=300) as answer:  # noqa: S310
        while block := answer.read(1 << 20):
            rows += block.count(b"\r\n")
            peak = max(peak, memory(pid))
    return time.perf_counter() - started, rows - 1, peak


def dashboard_command() -> list[str]:
    """How the dashboard is started."""
    return [sys.executable, "-m", "dashboard"]


def measure_maps(visitor: Visitor, table: Table, runs: int, folder: Path) -> None:
    """First map and repainted map, both pages side by side in turns."""
    geojson = folder / "shapes.geojson"
    geojson.write_bytes(boundaries.load().files["county"])
    ours, bare = free_port(), free_port()
    bare_command = [sys.executable, "-m", "streamlit", "run", "benchmarks/bare_page.py", "--server.port", str(bare)]
    with (
        topology_server() as topology,
        running(bare_command, bare, {"BENCH_GEOJSON": str(geojson), "BENCH_TOPOLOGY": topology}),
        running(dashboard_command(), ours, {"PORT": str(ours)}),
    ):
        our_page, bare_page = f"http://127.0.0.1:{ours}/", f"http://127.0.0.1:{bare}/"
        for address in (our_page, bare_page):
            visitor.cold(address)
        pairs = [(visitor.cold(our_page), visitor.cold(bare_page)) for _ in range(runs)]
        cold, bare_cold = (statistics.median(values) for values in zip(*pairs, strict=True))
        table.add(
            "first map painted after a cold open (median)",
            f"{cold:.2f} s; bare {bare_cold:.2f} s; ratio {cold / bare_cold:.2f}",
            f"≤ {COLD_RATIO} × bare",
            cold <= COLD_RATIO * bare_cold,
        )
        themes = ["收入分配制度改革", "公共服务优质共享", "经济高质量发展"]
        controls = visitor.controls(our_page, "主题", themes, runs * 3)
        bare_controls = visitor.controls(bare_page, "Year", ["2012", "2013", "2014"], runs * 3)
        ours_95, bare_95 = percentile(controls, 0.95), percentile(bare_controls, 0.95)
        table.add(
            "control to repainted map, p95",
            f"{ours_95:.3f} s (median {statistics.median(controls):.3f}); bare {bare_95:.3f} s "
            f"(median {statistics.median(bare_controls):.3f}); ratio {ours_95 / bare_95:.2f}",
            f"≤ {RERUN_RATIO:g} × bare",
            ours_95 <= RERUN_RATIO * bare_95,
        )
        sizes = bytes_of_reruns(visitor, our_page, "主题", themes, 6)
        # Maps of doubtful values draw stripes, which the browser has fetched while it was idle.
        doubtful = ["地区生产总值", "一般公共预算收入"]
        sizes += bytes_of_reruns(visitor, f"{our_page}?theme=economy", "指标", doubtful, 4)
        bare_sizes = bytes_of_reruns(visitor, bare_page, "Year", ["2012", "2013", "2014"], 3)
        table.add(
            "bytes for a rerun (largest)",
            f"{max(sizes) / 1000:.0f} KB; bare {max(bare_sizes) / 1000:.0f} KB",
            f"≤ {RERUN_BYTES // 1000} KB",
            max(sizes) <= RERUN_BYTES,
        )


def measure_server(table: Table, folder: Path, rounds: int, bar: int, name: str) -> None:
    """Server time of reruns of all pages over one snapshot."""
    found = server_times(folder, rounds)
    every = [value for values in found.values() for value in values]
    pages = ", ".join(f"{page} {percentile(values, 0.95):.0f}" for page, values in found.items())
    worst = percentile(every, 0.95)
    table.add(f"server time for a rerun, p95, {name}", f"{worst:.0f} ms ({pages})", f"≤ {bar} ms", worst <= bar)


def measure_start(table: Table, folder: Path, facts: int) -> None:
    """Seconds from the command to the first answer and megabytes held then, beside a server of the shipped data."""
    found = {}
    for where in (snapshots(), folder, snapshots(), folder):
        port, started = free_port(), time.perf_counter()
        with running(dashboard_command(), port, {"PORT": str(port), "SNAPSHOT_DIR": str(where)}) as service:
            found[where] = (time.perf_counter() - started, memory(service.pid))
    (seconds, held), (large_seconds, large_held) = found[snapshots()], found[folder]
    table.tell(
        f"start of the server, {facts:,} facts",
        f"{large_seconds:.1f} s, {large_held:.0f} MB; shipped data {seconds:.1f} s, {held:.0f} MB",
    )


def measure_csv(table: Table, folder: Path) -> None:
    """The CSV of some hundred thousand filtered rows over the API, and what all rows need in memory beside it."""
    port = free_port()
    with running(dashboard_command(), port, {"PORT": str(port), "SNAPSHOT_DIR": str(folder)}) as service:
        address = f"http://127.0.0.1:{port}/api/v1/figures.csv?status=all"
        csv_run(f"{address}&city=330200", service.pid)
        seconds, rows, peak = csv_run(f"{address}&city=330200", service.pid)
        _, all_rows, all_peak = csv_run(address, service.pid)
        per_bar = seconds * CSV_ROWS / rows
        table.add(
            f"filtered CSV of {CSV_ROWS:,} rows",
            f"{per_bar:.2f} s ({rows:,} rows in {seconds:.2f} s)",
            f"≤ {CSV_SECONDS:g} s",
            per_bar <= CSV_SECONDS,
        )
        table.add(
            "memory for a CSV",
            f"peak {peak:.0f} MB for {rows:,} rows, {all_peak:.0f} MB for {all_rows:,}",
            f"flat (≤ +{CSV_MEMORY_MB} MB)",
            all_peak - peak <= CSV_MEMORY_MB,
        )


def main() -> int:
    """Measure everything; 1 where a bar is missed."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--runs", type=int, default=7)
    parser.add_argument("--facts", type=int, default=1_000_000)
    parser.add_argument("--chromium", default=os.environ.get("CHROMIUM") or shutil.which("chromium"))
    parser.add_argument("--only", choices=["maps", "server", "csv"])
    options = parser.parse_args()
    table = Table()
    print(
        f"{os.cpu_count()} cores, Python {sys.version.split()[0]}\n\n| what | measured | bar | met |\n| --- | --- | --- | --- |"
    )
    parts: dict[str, Callable[[], None]] = {}
    with tempfile.TemporaryDirectory() as temporary:
        folder = Path(temporary)
        parts["maps"] = lambda: _with_browser(table, options, folder)
        parts["server"] = lambda: measure_server(table, snapshots(), 24, RERUN_MS, "shipped data")
        if options.only in {None, "server", "csv"}:
            generate(current_path(snapshots()), folder, options.facts)
        parts["large"] = lambda: measure_server(table, folder, 24, LARGE_RERUN_MS, f"{options.facts:,} facts")
        parts["start"] = lambda: measure_start(table, folder, options.facts)
        parts["csv"] = lambda: measure_csv(table, folder)
        wanted = {None: list(parts), "server": ["server", "large", "start"]}.get(options.only, [options.only])
        for part in wanted:
            parts[part]()
    return 0 if all(met for *_, met in table.rows) else 1


def _with_browser(table: Table, options: argparse.Namespace, folder: Path) -> None:
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=options.chromium, args=FLAGS)
        measure_maps(Visitor(browser), table, options.runs, folder)
        browser.close()


if __name__ == "__main__":
    raise SystemExit(main())
