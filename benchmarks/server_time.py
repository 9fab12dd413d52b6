"""Milliseconds of server time for reruns of every page, as JSON by page; ``$SNAPSHOT_DIR`` says of which snapshot.

Every rerun changes a control, so that no answer comes from the cache of the run before.
"""

from __future__ import annotations

import json
import sys
import time
from collections.abc import Callable

from streamlit.testing.v1 import AppTest

from etl.paths import ROOT

Change = Callable[[AppTest, int], None]


def turn(key: str) -> Change:
    """Choose the nth option of a control."""

    def change(at: AppTest, number: int) -> None:
        control = at.selectbox(key=key)
        control.select_index(number % len(control.options))

    return change


def map_page(at: AppTest, number: int) -> None:
    """A theme, then an indicator of it, then a county."""
    turn(("map_theme", "map_indicator", "map_place")[number % 3])(at, 1 + number // 3)


CITIES = tuple(f"33{number:02}00" for number in range(1, 12))
THEMES = ("economy", "income", "services", "urban_rural", "ecology", "culture", "governance")


def data_page(at: AppTest, number: int) -> None:
    """Another city and theme, now and then none."""
    at.multiselect(key="data_city").set_value([CITIES[number % 11]] if number % 3 else [])
    at.multiselect(key="data_theme").set_value([THEMES[number % 7]] if number % 2 else [])


CHANGES: dict[str, Change] = {
    "map": map_page,
    "compare": turn("compare_indicator"),
    "county": turn("county_place"),
    "data": data_page,
    "quality": turn("quality_document"),
}


def main() -> None:
    """Print the times of all reruns but the first of each page."""
    rounds = int(sys.argv[1])
    found: dict[str, list[float]] = {}
    for page, change in CHANGES.items():
        at = AppTest.from_file(str(ROOT / "dashboard/app.py"), default_timeout=120).run()
        if page != "map":
            at.switch_page(f"views/{page}.py").run()
        for number in range(rounds + 1):
            change(at, number)
            started = time.perf_counter()
            at.run()
            spent = (time.perf_counter() - started) * 1000
            if at.exception or at.error:
                raise SystemExit(f"{page}: {[error.value for error in (*at.exception, *at.error)]}")
            if number:
                found.setdefault(page, []).append(spent)
    print(json.dumps(found))


if __name__ == "__main__":
    main()
