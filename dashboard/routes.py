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
        files = boundaries.load().files
    except InputError as error:
        return PlainTextResponse(str(error), status_code=503)
    content = files.get(request.path_params["level"])
    if content is None:
        return PlainTextResponse(f"no such level; expected one of {', '.join(files)}", status_code=404)
    return Response(
        content, media_type="application/geo+json", headers={"Cache-Control": "max-age=31536000, immutable"}
    )


ROUTES = [
    *(Route(path, shell) for path in PAGE_PATHS),
    Route(api.PATH, api.figures),
    Route(f"{GEOMETRY_PREFIX}/world_{{scale}}.json", topology),
    Route(f"{GEOMETRY_PREFIX}/{{level}}.geojson", geometry),
]
