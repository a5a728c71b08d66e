"""The shape of every refusal (RFC 9457), and what each status usually says. Light: the live process says it too."""

from collections.abc import Mapping

from django.utils.translation import gettext_lazy as _t

MEDIA_TYPE = "application/problem+json"

USUAL = {
    400: ("unreadable", _t("Unreadable"), _t("This request cannot be read.")),
    401: (
        "not-signed-in",
        _t("Not signed in"),
        _t("Send a living token: Authorization: Bearer <token>. A token ends with its posting."),
    ),
    403: ("not-allowed", _t("Not allowed"), _t("This is not allowed.")),
    404: ("not-found", _t("Not found"), _t("There is nothing at this address, or nothing that you may see.")),
    405: ("wrong-method", _t("Wrong method"), _t("This address does not answer this method; see the Allow header.")),
    411: (
        "length-required",
        _t("Length required"),
        _t("Send the whole body at once, with the header Content-Length."),
    ),
    413: (
        "too-large",
        _t("Too large"),
        _t("The body is larger than 1 MB. Send less text; photos and files go elsewhere."),
    ),
    422: ("invalid", _t("Not valid"), _t("Some fields cannot be used; see errors.")),
    429: ("too-many", _t("Too many"), _t("This session has enough streams. Share one.")),
    431: ("headers-too-long", _t("Headers too long"), _t("The headers are too long.")),
    500: (
        "fault",
        _t("A fault of ours"),
        _t("Send it again with the same Idempotency-Key: it is not done twice. If it stays, report by telephone."),
    ),
    503: (
        "unavailable",
        _t("Not reachable for a moment"),
        _t(
            "No answer came in time: it is not known whether it was done. Send the same request with the same "
            "Idempotency-Key again in a few seconds; it is not done twice."
        ),
    ),
}


def document(
    status: int, detail: str = "", *, name: str = "", title: str = "", more: Mapping[str, object] | None = None
) -> dict[str, object]:
    """One problem document, in the reader's language."""
    usual = USUAL.get(status, USUAL[400 if status < 500 else 500])
    return {
        **(more or {}),
        "type": f"urn:sinergi:problem:{name or usual[0]}",
        "title": title or str(usual[1]),
        "status": status,
        "detail": detail or str(usual[2]),
    }
