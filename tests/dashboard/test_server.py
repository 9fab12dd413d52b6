import csv
import gzip
import io
import json
import os
import re
import socket
import subprocess
import sys
import threading
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import duckdb
import pytest
import uvicorn
from starlette.applications import Starlette

from dashboard import __main__ as launcher
from dashboard import server, shell, text
from dashboard.routes import ROUTES
from etl.errors import InputError
from etl.export import BOM
from etl.paths import ROOT
from etl.snapshot.pointer import switch
from tests.dashboard.snapshot import SNAPSHOT_NAME, fill


@dataclass
class Answer:
    status: int
    content: str
    headers: dict[str, str]

    def json(self) -> dict:
        return json.loads(self.content)


@dataclass
class Client:
    port: int

    def get(self, path: str) -> Answer:
        try:
            with urllib.request.urlopen(f"http://127.0.0.1:{self.port}{path}", timeout=20) as answer:
                return Answer(answer.status, answer.read().decode(), {k.lower(): v for k, v in answer.headers.items()})
        except urllib.error.HTTPError as error:
            return Answer(error.code, error.read().decode(), {})


@pytest.fixture(scope="module")
def client() -> Iterator[Client]:
    """The routes alone, on a free port."""
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        service = uvicorn.Server(uvicorn.Config(Starlette(routes=ROUTES), log_level="error", lifespan="off"))
        thread = threading.Thread(target=service.run, args=([listener],), daemon=True)
        thread.start()
        while not service.started:
            time.sleep(0.01)
        yield Client(listener.getsockname()[1])
        service.should_exit = True
        thread.join(10)


def launched(**environment: str) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", "dashboard"]
    return subprocess.run(
        command, cwd=ROOT, env=os.environ | environment, capture_output=True, text=True, timeout=60, check=False
    )


def test_a_taken_port_is_named_with_what_to_do(snapshot_folder: Path) -> None:
    with socket.socket() as other:
        other.bind(("127.0.0.1", 0))
        other.listen()
        port = str(other.getsockname()[1])
        result = launched(PORT=port, SNAPSHOT_DIR=str(snapshot_folder))
    assert result.returncode == 1
    assert port in result.stderr
    assert "PORT=8502" in result.stderr
    assert "Traceback" not in result.stderr


def test_a_missing_snapshot_is_named_with_what_to_run(tmp_path: Path) -> None:
    result = launched(SNAPSHOT_DIR=str(tmp_path), PORT="18493")
    assert result.returncode == 1
    assert "python -m etl build" in result.stderr
    assert "Traceback" not in result.stderr


@pytest.mark.parametrize("port", ["eight", "0", "65536", "-1", "85.01"])
def test_a_port_that_is_none_is_refused(port: str) -> None:
    with pytest.raises(InputError, match="PORT="):
        launcher.port_from({"PORT": port})


def test_the_port_is_8501_unless_told() -> None:
    assert launcher.port_from({}) == 8501
    assert launcher.port_from({"PORT": ""}) == 8501
    assert launcher.port_from({"PORT": "9000"}) == 9000


def test_arguments_are_wrong_usage(capsys: pytest.CaptureFixture[str]) -> None:
    assert launcher.main(["--port", "1"]) == 2
    assert launcher.main(["--help"]) == 0
    assert "PORT" in capsys.readouterr().out


def test_the_server_speaks_to_this_machine_only_and_reports_to_nobody() -> None:
    settings = server.settings(9000)
    assert settings["server.address"] == "127.0.0.1"
    assert settings["server.port"] == 9000
    assert settings["browser.gatherUsageStats"] is False
    assert settings["runner.magicEnabled"] is False
    assert settings["client.disableDataExport"] is True
    assert settings["client.toolbarMode"] == "minimal"
    assert settings["server.fileWatcherType"] == "none"


def test_a_snapshot_of_another_version_ends_the_start_with_what_to_do(tmp_path: Path) -> None:
    with duckdb.connect(tmp_path / SNAPSHOT_NAME) as connection:
        fill(connection, [])
        connection.execute("DELETE FROM build WHERE key = 'format'")
    switch(tmp_path, SNAPSHOT_NAME)
    result = launched(PORT="8599", SNAPSHOT_DIR=str(tmp_path))
    assert result.returncode == 1
    assert text.FOREIGN_SNAPSHOT in result.stderr
    assert "format 1" in result.stderr
    assert "Traceback" not in result.stderr


def test_an_unforeseen_error_is_logged_and_not_shown(caplog: pytest.LogCaptureFixture) -> None:
    assert server.apologise(ZeroDivisionError("division by zero")) is True
    assert "ZeroDivisionError" in caplog.text


@pytest.mark.parametrize("level", ["county", "city"])
def test_shapes_are_served_with_a_lasting_address(client: Client, level: str) -> None:
    answer = client.get(f"/geo/{level}.geojson?v=1")
    assert answer.status == 200
    assert "immutable" in answer.headers["cache-control"]
    assert len(answer.json()["features"]) == {"county": 90, "city": 11}[level]


@pytest.mark.parametrize("level", ["county", "city-stripes"])
def test_a_program_that_can_unpack_gets_the_shapes_packed(client: Client, level: str) -> None:
    address = f"http://127.0.0.1:{client.port}/geo/{level}.geojson"
    asked = urllib.request.Request(address, headers={"Accept-Encoding": "gzip, br"})
    with urllib.request.urlopen(asked, timeout=20) as answer:  # noqa: S310
        content = answer.read()
        assert answer.headers["Content-Encoding"] == "gzip"
        assert answer.headers["Vary"] == "Accept-Encoding"
    assert gzip.decompress(content).decode() == client.get(f"/geo/{level}.geojson").content


def test_the_base_map_is_empty(client: Client) -> None:
    world = client.get("/geo/world_110m.json").json()
    assert world["type"] == "Topology"
    assert all(layer["geometries"] == [] for layer in world["objects"].values())


def test_no_other_file_is_served(client: Client) -> None:
    for path in ("/geo/other.geojson", "/geo/../pyproject.toml", "/geo/..%2Fpyproject.toml.geojson"):
        assert client.get(path).status == 404


def test_a_missing_boundary_file_is_an_error_of_the_service(
    client: Client, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setenv("BOUNDARY_FILE", str(tmp_path / "absent.geojson"))
    assert client.get("/geo/county.geojson").status == 503


def test_the_page_says_its_language_and_title_before_any_script_ran(client: Client) -> None:
    for path in shell.PAGE_PATHS:
        content = client.get(path).content
        assert '<html lang="zh-CN">' in content
        assert "<title>浙江县域成效数据</title>" in content
        assert 'BACKEND_BASE_URL:location.origin+"/"' in content or "BACKEND_BASE_URL:location.origin+'/'" in content


def test_the_map_page_names_its_shapes_and_the_stripes_when_there_is_time(client: Client) -> None:
    links = re.findall(r'<link rel="(\w+)" as="fetch" crossorigin="anonymous" href="([^"?]+)', client.get("/").content)
    assert links == [
        ("preload", "/geo/county.geojson"),
        ("preload", "/geo/city.geojson"),
        ("prefetch", "/geo/county-stripes.geojson"),
    ]
    assert "geojson" not in client.get("/data").content


def rows_of(content: str) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(content.removeprefix(BOM), newline="")))


@pytest.fixture
def with_snapshot(snapshot_folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SNAPSHOT_DIR", str(snapshot_folder))


@pytest.mark.usefixtures("with_snapshot")
def test_the_api_gives_the_rows_of_the_page_with_the_same_filters(client: Client) -> None:
    answer = client.get("/api/v1/figures.csv?place=331121")
    assert answer.status == 200
    assert answer.content.startswith(BOM)
    assert answer.headers["x-snapshot"] == "0123456789ab"
    assert [row["地区"] for row in rows_of(answer.content)] == ["青田县"]
    actual, every = (rows_of(client.get(f"/api/v1/figures.csv{query}").content) for query in ("", "?status=all"))
    assert {row["性质"] for row in actual} == {"实际"}
    assert len(every) == len(actual) + 1


@pytest.mark.usefixtures("with_snapshot")
def test_the_api_gives_chosen_columns_in_the_order_asked_and_leaves_the_mark_out(client: Client) -> None:
    answer = client.get(
        "/api/v1/figures.csv?columns=value&columns=place_name&sort=-value&indicator=income_rural&bom=0&page=3"
    )
    lines = answer.content.splitlines()
    assert lines[0] == "数值,地区"
    values = [float(line.split(",")[0]) for line in lines[1:]]
    assert values == sorted(values, reverse=True)


@pytest.mark.usefixtures("with_snapshot")
@pytest.mark.parametrize("query", ["place=nowhere", "columns=secret", "sort=name", "colour=red", "period=soon"])
def test_a_wrong_parameter_of_the_api_is_named_with_what_would_be_right(client: Client, query: str) -> None:
    answer = client.get(f"/api/v1/figures.csv?{query}")
    assert answer.status == 400
    assert query.split("=")[0] in answer.content
    assert "expected" in answer.content
    assert "Traceback" not in answer.content


def test_the_api_without_a_snapshot_says_how_to_build_one(
    client: Client, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setenv("SNAPSHOT_DIR", str(tmp_path))
    answer = client.get("/api/v1/figures.csv")
    assert answer.status == 503
    assert "python -m etl build" in answer.content
