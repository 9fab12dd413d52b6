"""Words of the map's controls. Pure."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from dashboard import text
from dashboard.selection import NO_GROUP, Catalogue, Selection
from dashboard.text_measure import measure_names


def control_labels(selection: Selection, catalogue: Catalogue) -> dict[str, dict[str, str]]:
    """Label of every option of every control, by field; what depends on data says how many places it covers."""
    state, counter = selection.state, text.COUNTERS[selection.state.level]
    of_indicator = [row for row in selection.rows if row.key.indicator_id == state.indicator]
    of_measure = [row for row in of_indicator if row.measure_id == state.measure]
    of_period = [row for row in of_measure if row.period_id == state.period]
    indicators = _counted(((row.key.indicator_id, row.places) for row in selection.rows), catalogue.indicators, counter)
    measures = _counted(((row.measure_id, row.places) for row in of_indicator), measure_names(), counter)
    periods = {row.period_id: text.period(row.key.period_start, row.key.period_end) for row in of_measure}
    labels = {
        "theme": {**catalogue.themes, "all": text.ALL_THEMES},
        "indicator": {"": text.COVERAGE, **indicators},
        "measure": measures,
        "period": _counted(((row.period_id, row.places) for row in of_measure), periods, counter),
        "key": {
            row.variant_id: text.variant(row.display_unit, row.key.baseline, row.key.rank_within) for row in of_period
        },
        "place": {"": text.NO_PLACE, **catalogue.places},
        "level": dict(text.LEVELS),
        "status": dict(text.dictionary().labels["status"]),
        "group": {**catalogue.groups, NO_GROUP: text.NO_OUTLINE},
        "draw": dict(text.DRAWS),
        "unverified": dict(text.UNVERIFIED),
        "picture": dict(text.PICTURES),
        "method": {str(method): name for method, name in text.METHODS.items()},
        "classes": {number: number for number in selection.options["classes"]},
    }
    return {
        field: {value: labels[field].get(value, value) for value in options}
        for field, options in selection.options.items()
    }


def _counted(rows: Iterable[tuple[str, int]], names: Mapping[str, str], counter: str) -> dict[str, str]:
    """Names with the number of places under the best covered key."""
    most: dict[str, int] = {}
    for value, places in rows:
        most[value] = max(places, most.get(value, 0))
    return {value: f"{names.get(value, value)}（{places}{counter}）" for value, places in most.items()}
