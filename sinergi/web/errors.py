"""Refusals as pages: the cause and the way out, never a trace, never a name."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render


def refusal(request: HttpRequest, status: int, *, sentence: str = "") -> HttpResponse:
    """The page of a refusal; ``sentence`` says why when the room that refused knows."""
    return render(request, f"{status}.html", {"sentence": sentence}, status=status)
