"""The real server in a real Chromium without WebGL, with every request to another machine blocked."""

from __future__ import annotations

import csv
import io
import os
import re
import socket
import subprocess
import sys
import time
import urllib.request
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, urlsplit

import openpyxl
import pytest

from dashboard.charts import palette
from etl.export import BOM, export_figures
from etl.paths import ROOT
from etl.queries import figure_batches, filters_from, open_snapshot
from etl.registry.dictionary import load_dictionary
from tests.dashboard.snapshot import SNAPSHOT_NAME

playwright_api = pytest.importorskip("playwright.sync_api", reason="playwright is not installed")
expect = playwright_api.expect

FLAGS = [
    "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking",
    "--disable-component-update", "--disable-sync",
]  # fmt: skip
PATIENCE = 30_000
INCOME = "theme=income&indicator=income_rural"
FOCUSED = "document.activeElement?.getAttribute('aria-label') || document.activeElement?.innerText"


@dataclass
class Visit:
    """A page and all that went wrong on it."""

    page: Any
    address: str
    wrong: list[str] = field(default_factory=list)

    def open(self, path: str) -> Visit:
        self.page.goto(self.address + path)
        return self

    def painted(self) -> dict[str, int]:
        """Shapes with an area, by the name of the trace that draws them."""
        self.page.wait_for_selector(".choroplethlayer path", timeout=PATIENCE)
        self.settled()
        return self.page.evaluate(
            """() => {
                const chart = document.querySelector('.js-plotly-plot'), found = {fill: 0, outline: 0};
                chart.querySelectorAll('.choroplethlayer > g').forEach(layer => {
                    const clear = layer.__data__[0].trace.name;
                    layer.querySelectorAll('path').forEach(path => {
                        const box = path.getBBox();
                        found[clear] += box.width > 0 && box.height > 0 ? 1 : 0;
                    });
                });
                return found;
            }"""
        )

    def settled(self) -> None:
        """Wait until the page has stopped running and drawing."""
        self.page.wait_for_function(
            "() => document.querySelector('[data-testid=stApp]')?.dataset.testScriptState === 'notRunning'",
            timeout=PATIENCE,
        )
        self.page.wait_for_timeout(400)

    def titled(self, words: str) -> None:
        """Wait until one map is there and says ``words``."""
        self.page.wait_for_function(
            """words => {
                const titles = [...document.querySelectorAll('.gtitle')];
                return titles.length === 1 && titles[0].textContent.includes(words);
            }""",
            arg=words,
            timeout=PATIENCE,
        )

    def click_county(self, code: str) -> None:
        """Click into a county."""
        spot = self.point_at(code)
        self.page.mouse.click(*spot)

    def point_at(self, code: str) -> tuple[float, float]:
        """Move the pointer to a point that a county's shape holds, and return it."""
        spot = self.page.evaluate(
            """code => {
                for (const layer of document.querySelectorAll('.choroplethlayer > g')) {
                    if (layer.__data__[0].trace.name !== 'fill') continue;
                    for (const path of layer.querySelectorAll('path')) {
                        const datum = path.__data__;
                        if (datum.loc !== code) continue;
                        const box = path.getBoundingClientRect();
                        for (let i = 1; i < 40; i++) for (let j = 1; j < 40; j++) {
                            const x = box.left + box.width * i / 40, y = box.top + box.height * j / 40;
                            const point = new DOMPoint(x, y).matrixTransform(path.getScreenCTM().inverse());
                            if (path.isPointInFill(point)) return [x, y];
                        }
                    }
                }
            }""",
            code,
        )
        assert spot, f"{code} is not painted"
        self.page.mouse.move(*spot)
        self.page.wait_for_timeout(200)
        return spot

    def query(self) -> dict[str, list[str]]:
        return parse_qs(urlsplit(self.page.url).query)


@pytest.fixture(scope="module")
def address(snapshot_folder: Path) -> Iterator[str]:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = str(probe.getsockname()[1])
    environment = os.environ | {"PORT": port, "SNAPSHOT_DIR": str(snapshot_folder)}
    environment.pop("BOUNDARY_FILE", None)
    with subprocess.Popen([sys.executable, "-m", "dashboard"], cwd=ROOT, env=environment) as service:
        try:
            yield answered(f"http://127.0.0.1:{port}", service)
        finally:
            service.terminate()


def answered(address: str, service: subprocess.Popen[bytes]) -> str:
    for _ in range(300):
        assert service.poll() is None, "the server ended by itself"
        try:
            with urllib.request.urlopen(f"{address}/_stcore/health", timeout=5):  # noqa: S310
                return address
        except OSError:
            time.sleep(0.1)
    raise AssertionError(f"{address} does not answer")


@pytest.fixture(scope="module")
def chromium_runner() -> Iterator[Any]:
    with playwright_api.sync_playwright() as playwright:
        yield playwright.chromium


@pytest.fixture(scope="module")
def browser(chromium: str, chromium_runner: Any) -> Iterator[Any]:
    browser = chromium_runner.launch(executable_path=chromium, args=[*FLAGS, "--disable-3d-apis"])
    yield browser
    browser.close()


@pytest.fixture
def visit(browser: Any, address: str) -> Iterator[Visit]:
    yield from visiting(browser, address, 1366, 768)


def visiting(browser: Any, address: str, width: int, height: int) -> Iterator[Visit]:
    """A fresh profile; after the test nothing may have failed, asked another machine, or been written to the console."""
    context = browser.new_context(viewport={"width": width, "height": height}, locale="zh-CN", accept_downloads=True)
    page = context.new_page()
    found = Visit(page, address)

    def guard(route: Any) -> None:
        if urlsplit(route.request.url).hostname == "127.0.0.1":
            route.continue_()
        else:
            found.wrong.append(f"asked for {route.request.url}")
            route.abort()

    page.route("**/*", guard)
    page.on("requestfailed", lambda request: found.wrong.append(f"failed: {request.url}"))
    page.on("response", lambda answer: answer.status >= 400 and found.wrong.append(f"{answer.status}: {answer.url}"))
    page.on("console", lambda message: message.type == "error" and found.wrong.append(f"console: {message.text}"))
    page.on("pageerror", lambda error: found.wrong.append(f"error: {error}"))
    yield found
    context.close()
    assert found.wrong == []


@pytest.mark.parametrize("query", ["", INCOME, "theme=economy&indicator=gdp"], ids=["coverage", "growth", "totals"])
def test_ninety_counties_are_painted(visit: Visit, query: str) -> None:
    assert visit.open(f"/?{query}").painted()["fill"] == 90


def test_a_browser_with_webgl_paints_the_same(chromium: str, chromium_runner: Any, address: str) -> None:
    browser = chromium_runner.launch(executable_path=chromium, args=FLAGS)
    for visit in visiting(browser, address, 1366, 768):
        assert visit.open(f"/?{INCOME}").painted()["fill"] == 90
    browser.close()


STRIPES = """() => {
    const layers = [...document.querySelectorAll('.choroplethlayer > g')];
    const stripes = layers.filter(layer => layer.__data__[0].trace.name === 'stripes');
    return stripes.flatMap(layer => [...layer.querySelectorAll('path')]).filter(path => path.getBBox().width > 0)
        .map(path => [path.__data__.loc, path.getBBox().width < 200]);
}"""


@pytest.mark.parametrize("level", ["", "&draw=symbols"], ids=["fills", "symbols"])
def test_a_doubtful_value_is_striped_on_the_map_and_in_its_picture(visit: Visit, level: str) -> None:
    assert visit.open(f"/?{INCOME}{level}").painted()["fill"] == 90
    ((code, small),) = visit.page.evaluate(STRIPES)
    assert small, "a ring that turns round fills the frame"
    visit.point_at(code)
    expect(visit.page.locator(".hoverlayer")).to_contain_text("识别置信度低")
    with visit.page.expect_download(timeout=PATIENCE) as waiting:
        visit.page.locator("[data-title=下载图片]").first.click()
    picture = Path(waiting.value.path()).read_text(encoding="utf-8")
    assert "识别置信度低（1）" in picture
    inks = [palette.stripe(colour) for colour in (palette.LAND, *palette.POSITIVE, *palette.NEGATIVE)]
    assert any("rgb({}, {}, {})".format(*bytes.fromhex(ink[1:])) in picture for ink in inks)


def test_eleven_cities_are_painted(visit: Visit) -> None:
    assert visit.open(f"/?{INCOME}&level=city").painted()["fill"] == 11


def test_a_click_lists_the_figures_of_the_county_and_a_second_keeps_them(visit: Visit) -> None:
    visit.open(f"/?{INCOME}").painted()
    visit.click_county("331121")
    card = visit.page.locator("ul.figures li")
    expect(card).to_have_count(1, timeout=PATIENCE)
    expect(card).to_contain_text("试验讲话汇编")
    expect(card).to_contain_text("-1.2 %")
    visit.settled()
    visit.click_county("331121")
    visit.settled()
    expect(card).to_have_count(1)
    assert visit.query()["place"] == ["331121"]


def test_a_cleared_county_can_be_clicked_again_at_once(visit: Visit) -> None:
    visit.open(f"/?{INCOME}").painted()
    for _ in range(2):
        visit.click_county("331121")
        expect(visit.page.locator("ul.figures")).to_be_visible(timeout=PATIENCE)
        visit.page.get_by_text("清除选择").click()
        expect(visit.page.locator("ul.figures")).to_have_count(0, timeout=PATIENCE)
        assert visit.painted()["fill"] == 90
    assert "place" not in visit.query()


def test_the_pointer_reads_value_unit_and_document(visit: Visit) -> None:
    visit.open(f"/?{INCOME}").painted()
    visit.point_at("331121")
    hover = visit.page.locator(".hoverlayer")
    expect(hover).to_contain_text("-1.2 %")
    expect(hover).to_contain_text("试验讲话汇编")


def test_an_address_shows_the_same_view_again_and_back_undoes(visit: Visit) -> None:
    visit.open("/").painted()
    choose(visit, "主题", "收入分配制度改革")
    choose(visit, "指标", "农村居民人均可支配收入")
    visit.titled("增速（基期未注明）（%）· 2021年")
    choose(visit, "时期", "2020年")
    visit.titled("2020年")
    visit.settled()
    address = visit.page.url
    visit.page.go_back()
    visit.titled("2021年")
    visit.page.goto(address)
    visit.titled("2020年")
    assert visit.painted()["fill"] == 90


def choose(visit: Visit, label: str, option: str) -> None:
    visit.page.get_by_role("combobox", name=re.compile(label)).first.click()
    visit.page.get_by_role("option", name=re.compile(re.escape(option))).first.click()
    visit.settled()


def test_the_download_holds_exactly_the_filtered_rows(visit: Visit, snapshot_folder: Path) -> None:
    visit.open("/data?city=330100&theme=income&theme=services&status=all")
    visit.page.wait_for_selector("[data-testid=stDataFrame]", timeout=PATIENCE)
    visit.settled()
    with visit.page.expect_download(timeout=PATIENCE) as waiting:
        visit.page.get_by_role("button", name=re.compile("导出 CSV")).click()
    download = waiting.value
    content = Path(download.path()).read_bytes().decode("utf-8")
    with open_snapshot(snapshot_folder / SNAPSHOT_NAME) as connection, connection.cursor() as cursor:
        asked = {"city": ["330100"], "theme": ["income", "services"]}
        wanted = "".join(export_figures(figure_batches(cursor, filters_from(cursor, asked)), load_dictionary()))
    assert content == wanted
    assert content.startswith(BOM)
    rows = list(csv.DictReader(io.StringIO(content.removeprefix(BOM))))
    assert {row["设区市"] for row in rows} == {"杭州市"}
    assert "'=1+1" in {row["指标（原文）"] for row in rows}
    assert visit.page.get_by_text(re.compile(f"共 {len(rows)} 条数字")).is_visible()
    assert download.suggested_filename.startswith("浙江县域数据_杭州市")
    assert SNAPSHOT_NAME[6:18] in download.suggested_filename


def test_a_link_to_either_page_opens_it_without_a_refused_request(visit: Visit) -> None:
    visit.open("/data?place=331121&status=all")
    expect(visit.page.get_by_text(re.compile("共 1 条数字"))).to_be_visible(timeout=PATIENCE)
    assert visit.page.title().startswith("数据") or "浙江" in visit.page.title()
    assert visit.page.evaluate("document.documentElement.lang") == "zh-CN"


def test_a_narrow_screen_shows_everything_without_sideways_scrolling(browser: Any, address: str) -> None:
    for visit in visiting(browser, address, 390, 844):
        for path in (
            f"/?{INCOME}&place=331121",
            "/data",
            f"/compare?{INCOME}",
            "/compare?view=heat",
            "/county?place=331121",
            "/quality",
            "/quality?view=definitions",
        ):
            visit.open(path)
            visit.page.wait_for_selector("[data-testid=stDataFrame], table.sheet", timeout=PATIENCE)
            visit.settled()
            visit.page.wait_for_load_state("networkidle")
            assert visit.page.evaluate("document.documentElement.scrollWidth <= window.innerWidth")
        visit.open(f"/?{INCOME}")
        assert visit.painted()["fill"] == 90


KEYBOARD = {
    f"/?{INCOME}": ("主题", "指标", "度量", "时期", "选择地方", "显示设置", "导出本表"),
    f"/compare?{INCOME}": ("分组比较", "比较对象", "对照", "指标", "时期", "未与原件核对", "导出本表"),
    "/county?place=331121": ("县（市、区）", "性质", "试验县", "导出本县"),
    "/data": ("文字检索", "主题", "排序", "显示的列", "导出 CSV", "导出 XLSX", "导出 ZIP"),
    "/quality?document=speeches": ("文件与数字", "文件", "数字类别"),
}


@pytest.mark.parametrize("path", KEYBOARD)
def test_every_control_can_be_reached_by_keyboard(visit: Visit, path: str) -> None:
    visit.open(path)
    visit.page.wait_for_selector("[data-testid=stMainBlockContainer]", timeout=PATIENCE)
    visit.settled()
    visit.page.wait_for_load_state("networkidle")
    reached = set()
    for _ in range(60):
        visit.page.keyboard.press("Tab")
        reached.add(
            visit.page.evaluate(
                "document.activeElement?.getAttribute('aria-label') || document.activeElement?.innerText"
            )
        )
    labels = "|".join(filter(None, reached))
    for label in KEYBOARD[path]:
        assert label in labels


PATHS = (
    "/compare",
    f"/compare?{INCOME}",
    "/compare?view=heat",
    "/county?place=331121",
    "/data",
    "/quality",
    "/quality?view=changes",
)


@pytest.mark.parametrize("path", PATHS)
def test_every_page_opens_without_an_error_or_a_foreign_request(visit: Visit, path: str) -> None:
    visit.open(path)
    visit.page.wait_for_selector("[data-testid=stMainBlockContainer]", timeout=PATIENCE)
    visit.settled()
    assert visit.page.locator("[data-testid=stException]").count() == 0
    assert visit.page.get_by_text("页面出错了").count() == 0


def test_the_comparison_draws_every_reporting_county_and_its_address_opens_it_again(visit: Visit) -> None:
    visit.open("/compare")
    visit.settled()
    choose(visit, "指标", "农村居民人均可支配收入")
    visit.page.wait_for_selector(".scatterlayer .point", timeout=PATIENCE)
    choose(visit, "对照", "温州市各县")
    address = visit.page.url
    assert visit.query()["against"] == ["330300"]
    assert visit.query()["snapshot"] == [SNAPSHOT_NAME[6:18]]
    counts = visit.page.locator("p", has_text="县报告").all_inner_texts()
    visit.page.goto(address)
    visit.page.wait_for_selector(".barlayer .point", timeout=PATIENCE)
    visit.settled()
    assert visit.page.locator("p", has_text="县报告").all_inner_texts() == counts
    assert visit.page.locator(".barlayer .point path").count() >= 1


def test_a_figure_of_the_map_is_at_its_source_after_two_clicks(visit: Visit) -> None:
    visit.open(f"/?{INCOME}").painted()
    visit.click_county("331121")
    link = visit.page.locator("ul.figures a").first
    expect(link).to_be_visible(timeout=PATIENCE)
    link.click()
    expect(visit.page.get_by_text("同一分句写明").first).to_be_visible(timeout=PATIENCE)
    assert visit.query()["document"] == ["speeches"]


def test_the_sheet_of_a_county_prints_on_a4_without_its_controls(visit: Visit) -> None:
    visit.open("/county?place=331121")
    visit.page.wait_for_selector(".tiles", timeout=PATIENCE)
    visit.settled()
    visit.page.emulate_media(media="print")
    assert visit.page.locator(".st-key-controls").is_hidden()
    assert visit.page.locator("header").first.is_hidden()
    assert visit.page.locator(".sheet h1").is_visible()
    content = visit.page.pdf(prefer_css_page_size=True)
    boxes = re.findall(rb"/MediaBox\s*\[([^]]+)\]", content)
    assert boxes
    assert {tuple(round(float(side)) for side in box.split()) for box in boxes} <= {
        (0, 0, 595, 842),
        (0, 0, 594, 841),
        (0, 0, 596, 842),
    }
    assert len(boxes) <= 2


def test_the_workbook_and_the_zip_hold_the_rows_of_the_table(visit: Visit) -> None:
    visit.open("/data?place=331121&status=all&columns=place_name&columns=value")
    expect(visit.page.get_by_text(re.compile("共 1 条数字"))).to_be_visible(timeout=PATIENCE)
    visit.settled()
    files = {}
    for name in ("导出 XLSX", "导出 ZIP"):
        with visit.page.expect_download(timeout=PATIENCE) as waiting:
            visit.page.get_by_role("button", name=name).click()
        files[name] = Path(waiting.value.path()).read_bytes()
        assert waiting.value.suggested_filename.startswith("浙江县域数据_青田县")
    rows = openpyxl.load_workbook(io.BytesIO(files["导出 XLSX"]))["数据"].iter_rows(values_only=True)
    assert list(rows) == [("地区", "数值"), ("青田县", -1.2)]
    with zipfile.ZipFile(io.BytesIO(files["导出 ZIP"])) as archive:
        assert archive.read("figures.csv").decode() == f"{BOM}地区,数值\r\n青田县,-1.2\r\n"
        assert "县（市、区）：青田县" in archive.read("README.txt").decode()


def test_text_is_dark_enough_on_its_ground(visit: Visit) -> None:
    for path in (f"/compare?{INCOME}", "/county?place=331121", "/data", "/quality"):
        visit.open(path)
        visit.page.wait_for_selector("[data-testid=stMainBlockContainer]", timeout=PATIENCE)
        visit.settled()
        visit.page.wait_for_load_state("networkidle")
        visit.page.wait_for_timeout(800)
        assert visit.page.evaluate(CONTRAST) == []


CONTRAST = """() => {
    const parts = colour => (colour.match(/[\\d.]+/g) || []).map(Number);
    const light = ([r, g, b]) => {
        const [x, y, z] = [r, g, b].map(v => v / 255).map(v => v <= 0.03928 ? v / 12.92 : ((v + 0.055) / 1.055) ** 2.4);
        return 0.2126 * x + 0.7152 * y + 0.0722 * z;
    };
    const ground = node => {
        for (let at = node; at; at = at.parentElement) {
            const found = parts(getComputedStyle(at).backgroundColor);
            if (found.length === 3 || found[3] === 1) return found;
        }
        return [255, 255, 255];
    };
    const weak = [];
    const texts = ':is(p, td, th, a, b, span, h1, h2, h3, label, button)';
    const skipped = '[disabled], [aria-disabled=true], [data-testid=stIconMaterial]';
    const faint = node => node ? Number(getComputedStyle(node).opacity) * faint(node.parentElement) : 1;
    for (const node of document.querySelectorAll(`[data-testid=stMainBlockContainer] ${texts}`)) {
        const said = [...node.childNodes].filter(child => child.nodeType === 3 && child.textContent.trim());
        const box = node.getBoundingClientRect();
        if (!said.length || !box.width || node.closest(skipped)) continue;
        const style = getComputedStyle(node), ink = parts(style.color), back = ground(node);
        const alpha = (ink[3] ?? 1) * faint(node);
        const mixed = ink.slice(0, 3).map((v, i) => v * alpha + back[i] * (1 - alpha));
        const [a, b] = [light(mixed), light(back)];
        const ratio = (Math.max(a, b) + 0.05) / (Math.min(a, b) + 0.05);
        if (ratio < 4.5) weak.push(`${said[0].textContent.trim().slice(0, 20)}: ${ratio.toFixed(2)}`);
    }
    return [...new Set(weak)];
}"""
"""Texts whose contrast with their ground is below WCAG AA for text of normal size."""
