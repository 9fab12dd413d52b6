"""Stripes across a shape: a pattern that marks a value as doubtful, drawn like a shape because a map has no patterns. Pure."""

from __future__ import annotations

import math

import shapely
from shapely.geometry import MultiPolygon, Polygon
from shapely.geometry.base import BaseGeometry

STEP, WIDTH = 0.05, 0.013
"""From stripe to stripe and across one, in degrees of latitude: some six pixels and one and a half on a large map."""
LEAST = 0.1
"""Share of a shape that its stripes cover at least: small shapes, which the common stripes may miss, get one of their own."""
_GRID = 1e-3
_SPECK = 1e-6


def striped(geometry: BaseGeometry) -> MultiPolygon:
    """The parts of a shape (degrees) under stripes that rise from west to east and lie alike in all shapes.

    Every ring has an area, so that none turns round and fills the frame.
    """
    whole = shapely.make_valid(geometry)
    west, south, east, north = whole.bounds
    first = math.floor((south - east) / STEP)
    last = math.ceil((north - west) / STEP)
    found = _cut(whole, [number * STEP for number in range(first, last + 1)], WIDTH)
    if found.area >= LEAST * whole.area:
        return found
    # A stripe through the middle, as wide as it takes.
    middle = max(shapely.get_parts(whole), key=lambda part: part.area).representative_point()
    side = math.sqrt(whole.area)
    own = _cut(whole, [middle.y - middle.x], max(WIDTH, side * LEAST * 2))
    return _solid(shapely.union(found, own))


def _cut(whole: BaseGeometry, heights: list[float], width: float) -> MultiPolygon:
    """The parts of ``whole`` within ``width`` / 2 above and below each line ``y = x + height``."""
    west, _, east, _ = whole.bounds
    half = width / 2
    bands = [
        Polygon([(west, west + c - half), (west, west + c + half), (east, east + c + half), (east, east + c - half)])
        for c in heights
    ]
    return _solid(shapely.intersection(whole, MultiPolygon(bands)))


def _solid(geometry: BaseGeometry) -> MultiPolygon:
    rounded = shapely.set_precision(geometry, _GRID)
    parts = [part for part in shapely.get_parts(rounded) if part.geom_type == "Polygon" and part.area > _SPECK]
    return MultiPolygon(parts)
