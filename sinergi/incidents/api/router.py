"""Where the endpoints of incidents hang."""

from sinergi.core.api.router import Router

router = Router(tags=["incidents"])
