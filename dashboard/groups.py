"""Which members a dated group has on a day. Pure."""

from __future__ import annotations

from datetime import date

import pandas as pd

from dashboard import text


def members(frame: pd.DataFrame, group: str, on: date) -> tuple[tuple[str, ...], str]:
    """Members of a group in force on a day, and the words that name group, size, first and last day of the list."""
    rows = frame[frame["group_id"] == group].to_dict("records")
    valid = [
        row
        for row in rows
        if (text.day(row["valid_from"]) or date.min) <= on <= (text.day(row["valid_to"]) or date.max)
    ]
    name = str(rows[0]["name_zh"]) if rows else group
    if not valid:
        return (), text.NO_MEMBERS.format(name=name, day=text.full_day(on))
    since = max(text.day(row["valid_from"]) or date.min for row in valid)
    until = min((text.day(row["valid_to"]) or date.max for row in valid), default=date.max)
    words = text.MEMBERS.format(
        name=name, count=len(valid), since=text.full_day(since), day=text.full_day(on),
        until=text.OPEN_END if until == date.max else text.full_day(until),
    )  # fmt: skip
    return tuple(str(row["place_code"]) for row in valid), words


def standing(frame: pd.DataFrame, group: str, newest: date) -> date:
    """The day whose list a view without a period takes: the newest document's, or the last one that had a list.

    A list that has run out since is still the one that most documents speak of; its last day is told with its members.
    """
    rows = frame[frame["group_id"] == group].to_dict("records")
    spans = [(text.day(row["valid_from"]) or date.min, text.day(row["valid_to"]) or date.max) for row in rows]
    return max((min(until, newest) for since, until in spans if since <= newest), default=newest)
