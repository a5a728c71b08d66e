"""``page``: Django's client, whose every HTML answer goes through the page checker."""

from typing import Any

import pytest
from django.conf import settings
from django.http import HttpResponse
from django.test import Client

from tests.page_checker import check_fragment, check_page


class CheckedClient(Client):
    """A browser that refuses a bad page."""

    def request(self, **request: Any) -> Any:
        response = super().request(**request)
        if isinstance(response, HttpResponse) and response.headers.get("Content-Type", "").startswith("text/html"):
            html, url = response.content.decode(), request.get("PATH_INFO", "")
            if "<html" in html:
                check_page(html, url, demo=settings.DEMO)
            elif html.strip():
                check_fragment(html, url)
        return response


@pytest.fixture
def page() -> CheckedClient:
    """A signed-out browser; every page it opens is checked."""
    return CheckedClient()
