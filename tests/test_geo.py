"""The boundary file: exactly the counties of the registry, drawable, without a hole or an overlap between them."""

from __future__ import annotations

import csv
import itertools
import json
import subprocess
import sys
from pathlib import Path
from typing import Any

import geopandas
import pytest
import shapely
from shapely.geometry import Point
from shapely.geometry.base import BaseGeometry

COUNTIES = 90
PARTS = 604


@pytest.fixture(scope="module")
def boundary_file(repository: Path) -> Path:
    return repository / "geo" / "zhejiang_counties.geojson"


@pytest.fixture(scope="module")
def collection(boundary_file: Path) -> dict[str, Any]:
    return json.loads(boundary_file.read_text(encoding="utf-8"))


@pytest.fixture(scope="module")
def shapes(collection: dict[str, Any]) -> dict[str, BaseGeometry]:
    """Geometry of each county, by code, as the file states it (ring direction untouched)."""
    return {
        feature["properties"]["adcode"]: shapely.geometry.shape(feature["geometry"])
        for feature in collection["features"]
    }


@pytest.fixture(scope="module")
def registered(repository: Path) -> dict[str, dict[str, str]]:
    """Rows of the place registry, by code."""
    lines = (repository / "etl" / "knowledge" / "places.csv").read_text(encoding="utf-8-sig").splitlines()
    table = csv.DictReader(line for line in lines if not line.startswith("#"))
    return {row["place_code"]: row for row in table}


def test_the_file_holds_the_counties_of_the_registry_each_once(
    collection: dict[str, Any], registered: dict[str, dict[str, str]]
) -> None:
    codes = [feature["properties"]["adcode"] for feature in collection["features"]]
    counties = {code for code, row in registered.items() if row["level"] == "county"}
    assert len(codes) == COUNTIES
    assert len(set(codes)) == len(codes)
    assert set(codes) == counties


def test_names_and_cities_are_those_of_the_registry(
    collection: dict[str, Any], registered: dict[str, dict[str, str]]
) -> None:
    for feature in collection["features"]:
        properties = feature["properties"]
        row = registered[properties["adcode"]]
        assert (properties["name"], properties["city_code"]) == (row["name"], row["parent_code"])
        assert properties["city_name"] == registered[properties["city_code"]]["name"]


def test_features_are_sorted_by_code_and_codes_are_text(collection: dict[str, Any]) -> None:
    codes = [feature["properties"]["adcode"] for feature in collection["features"]]
    assert all(isinstance(code, str) and len(code) == 6 for code in codes)
    assert codes == sorted(codes)


def test_every_geometry_is_valid(shapes: dict[str, BaseGeometry]) -> None:
    invalid = {code: shapely.is_valid_reason(shape) for code, shape in shapes.items() if not shape.is_valid}
    assert not invalid


def test_neighbours_share_their_border_and_no_two_counties_overlap(shapes: dict[str, BaseGeometry]) -> None:
    assert shapely.coverage_is_valid(list(shapes.values()))
    overlapping = [
        (first, second)
        for first, second in itertools.combinations(shapes, 2)
        if shapes[first].intersects(shapes[second]) and shapes[first].intersection(shapes[second]).area > 0
    ]
    assert not overlapping


def test_exterior_rings_run_clockwise_as_the_map_library_needs(shapes: dict[str, BaseGeometry]) -> None:
    wrong = [code for code, shape in shapes.items() for part in shapely.get_parts(shape) if part.exterior.is_ccw]
    assert not wrong


def test_every_island_is_kept_and_no_part_has_a_hole(shapes: dict[str, BaseGeometry]) -> None:
    parts = [part for shape in shapes.values() for part in shapely.get_parts(shape)]
    assert len(parts) == PARTS
    assert not [part for part in parts if part.interiors]


def test_label_points_lie_in_their_counties(collection: dict[str, Any], shapes: dict[str, BaseGeometry]) -> None:
    for feature in collection["features"]:
        properties = feature["properties"]
        point = Point(properties["label_lon"], properties["label_lat"])
        assert shapes[properties["adcode"]].contains(point), properties["name"]


def test_label_points_set_by_hand_are_used(repository: Path, collection: dict[str, Any]) -> None:
    used = {feature["properties"]["adcode"]: feature["properties"] for feature in collection["features"]}
    with (repository / "geo" / "label_points.csv").open(encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file):
            properties = used[row["adcode"]]
            assert (properties["label_lon"], properties["label_lat"]) == (float(row["lon"]), float(row["lat"]))


def test_the_file_is_small_enough_and_says_what_it_is(boundary_file: Path, collection: dict[str, Any]) -> None:
    assert boundary_file.stat().st_size <= 400_000
    assert "高德" in collection["source"]
    assert "GCJ-02" in collection["datum"]
    assert collection["notice"]


def test_coordinates_have_at_most_five_decimals(shapes: dict[str, BaseGeometry]) -> None:
    points = shapely.get_coordinates(list(shapes.values()))
    assert (points == points.round(5)).all()


def test_a_common_reader_of_geographic_files_reads_it(boundary_file: Path) -> None:
    frame = geopandas.read_file(boundary_file)
    assert len(frame) == COUNTIES
    west, south, east, north = frame.total_bounds
    assert (117 < west < 119, 26 < south < 28, 122 < east < 124, 31 < north < 32) == (True,) * 4


def test_the_build_without_its_source_package_says_so_and_writes_nothing(repository: Path, tmp_path: Path) -> None:
    output = tmp_path / "counties.geojson"
    command = [sys.executable, str(repository / "geo" / "build_boundaries.py"), "--output", str(output)]
    run = subprocess.run(command, capture_output=True, text=True, encoding="utf-8", timeout=60, check=False)
    assert run.returncode == 1
    assert "requirements-build.txt" in run.stderr
    assert not output.exists()
