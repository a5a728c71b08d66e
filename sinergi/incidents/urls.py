"""Addresses of this room's own pages."""

from django.urls import path

from sinergi.incidents.views import laddering, reading, reporting, verbs

app_name = "incidents"
urlpatterns = [
    path("incidents/", reading.index, name="list"),
    path("incidents/report/", reporting.report, name="report"),
    path("incidents/report/wakes/", reporting.wakes, name="wakes"),
    path("ladders/", laddering.ladders, name="ladders"),
    path("ladders/new/", laddering.create_ladder, name="create-ladder"),
    path("ladders/<uuid:ladder_id>/", laddering.ladder, name="ladder"),
    path("ladders/<uuid:ladder_id>/move/", laddering.move, name="move-ladder"),
    path("ladders/<uuid:ladder_id>/end/", laddering.end, name="end-ladder"),
    path("incidents/<uuid:incident_id>/", reading.detail, name="detail"),
    path("incidents/<uuid:incident_id>/sent/", reporting.sent, name="sent"),
    path("incidents/<uuid:incident_id>/confirm/", verbs.confirm, name="confirm"),
    path("incidents/<uuid:incident_id>/under-control/", verbs.declare_under_control, name="under-control"),
    path("incidents/<uuid:incident_id>/recovery/", verbs.start_recovery, name="recovery"),
    path("incidents/<uuid:incident_id>/complete/", verbs.complete, name="complete"),
    path("incidents/<uuid:incident_id>/review/", verbs.review, name="review"),
    path("incidents/<uuid:incident_id>/send-back/", verbs.send_back, name="send-back"),
    path("incidents/<uuid:incident_id>/close/", verbs.close, name="close"),
    path("incidents/<uuid:incident_id>/reopen/", verbs.reopen, name="reopen"),
    path("incidents/<uuid:incident_id>/false-alarm/", verbs.mark_false_alarm, name="false-alarm"),
    path("incidents/<uuid:incident_id>/duplicate/", verbs.mark_duplicate, name="duplicate"),
    path("incidents/<uuid:incident_id>/amend/", verbs.amend, name="amend"),
    path("incidents/<uuid:incident_id>/entries/", verbs.add_entry, name="add-entry"),
]
