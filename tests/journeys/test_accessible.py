"""axe on every page of the work, in both themes, on a desk and in the hand, while a riot runs."""

from urllib.parse import urljoin

import pytest

from tests.accessibility import check_accessible
from tests.journeys.doing import accept, alert_of, report_riot, stand_at
from tests.plugin.browser import OpenAs
from tests.plugin.stack import Stack

pytestmark = pytest.mark.stack


def test_no_page_of_a_riot_shuts_anybody_out(open_as: OpenAs, stack: Stack) -> None:
    guard, desk = open_as("guard"), open_as("police_desk")
    desk.emulate_media(reduced_motion="reduce")  # a colour caught between two beats of the field is nobody's to read
    incident = report_riot(guard)
    alarm = f"/alarm/{alert_of(stack, incident)}/"
    check_accessible(desk, urljoin(desk.url, alarm))
    stand_at(desk, alarm)
    accept(desk)
    check_accessible(desk, urljoin(desk.url, alarm))
    for page, paths in (
        (guard, ("/", "/incidents/report/", incident, f"{incident}sent/")),
        (desk, ("/", "/alarm/", incident)),
        (open_as("shift_leader"), (incident, "/incidents/?state=all")),
        (open_as("regional_office"), ("/board/",)),
    ):
        for path in paths:
            check_accessible(page, urljoin(page.url, path))
