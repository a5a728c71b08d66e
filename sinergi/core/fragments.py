"""A page, or the one part of it that an open screen asks for again: the same address, the same context."""

from collections.abc import Collection, Mapping
from typing import Any, Final

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.cache import patch_vary_headers

HEADER: Final = "X-Fragment"


def part_asked(request: HttpRequest) -> str:
    """Which part the screen wants: named by our own header, or by htmx's target."""
    return request.headers.get(HEADER) or (
        request.headers.get("HX-Target", "") if "HX-Request" in request.headers else ""
    )


def render_page(
    request: HttpRequest, template: str, context: Mapping[str, Any], *, parts: Collection[str] = (), status: int = 200
) -> HttpResponse:
    """The whole page, or one of its ``parts``; nothing that the actor sees is kept by the browser for somebody else."""
    part = part_asked(request)
    response = render(request, f"{template}#{part}" if part in parts else template, dict(context), status=status)
    response["Cache-Control"] = "private, no-cache"
    patch_vary_headers(response, [HEADER, "HX-Request", "HX-Target", "Cookie"])
    return response
