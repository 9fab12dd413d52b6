"""What the server answers beside the pages: the pages' HTML, shapes for the map, figures for other programs."""

from __future__ import annotations

import json

from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response
from starlette.routing import Route

from dashboard import api, boundaries
from dashboard.boundaries import GEOMETRY_PREFIX
from dashboard.shell import PAGE_PATHS, shell
from etl.errors import InputError

GEOJSON = "application/geo+json"
TOPOLOGY_LAYERS = ("coastlines", "land", "ocean", "lakes", "rivers", "countries", "subunits")


def empty_topology() -> bytes:
    """A world without land: Plotly asks for one before it draws any map, and would fetch it from abroad."""
    layers = {name: {"type": "GeometryCollection", "geometries": []} for name in TOPOLOGY_LAYERS}
    return json.dumps({"type": "Topology", "arcs": [], "objects": layers}).encode()


async def topology(request: Request) -> Response:
    """The empty base map, whatever scale is asked for."""
    return Response(empty_topology(), media_type="application/json", headers={"Cache-Control": "max-age=86400"})


def geometry(request: Request) -> Response:
    """County or city shapes; the address carries the version of the file, so a browser may keep them."""
    try:
        shapes = boundaries.load()
    except InputError as error:
        return PlainTextResponse(str(error), status_code=503)
    level = request.path_params["level"]
    if level not in shapes.files:
        return PlainTextResponse(f"no such level; expected one of {', '.join(shapes.files)}", status_code=404)
    headers = {"Cache-Control": "max-age=31536000, immutable", "Vary": "Accept-Encoding"}
    if "gzip" in request.headers.get("accept-encoding", ""):
        return Response(shapes.packed[level], headers=headers | {"Content-Encoding": "gzip"}, media_type=GEOJSON)
    return Response(shapes.files[level], headers=headers, media_type=GEOJSON)


ROUTES = [
    *(Route(path, shell) for path in PAGE_PATHS),
    Route(api.PATH, api.figures),
    Route(f"{GEOMETRY_PREFIX}/world_{{scale}}.json", topology),
    Route(f"{GEOMETRY_PREFIX}/{{level}}.geojson", geometry),
]
