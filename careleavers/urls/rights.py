"""What people may ask of their own record."""

from django.urls import URLPattern, path

from careleavers.views import disagreements, record_copies, record_requests, retention

RECORD = "people/<uuid:person_id>/"
ASKED = f"{RECORD}record-requests/<uuid:record_request_id>/"

urlpatterns: list[URLPattern] = [
    path("people/record-requests/", record_requests.log, name="record_request_log"),
    path(f"{RECORD}record-requests/", record_requests.list_page, name="record_requests"),
    path(f"{RECORD}record-requests/new/", record_requests.write, name="record_request_add"),
    path(f"{RECORD}on-paper/", record_requests.on_paper, name="record_print"),
    path(ASKED, record_requests.read, name="record_request"),
    path(f"{ASKED}edit/", record_requests.write, name="record_request_edit"),
    path(f"{ASKED}clock/", record_requests.clock, name="record_request_clock"),
    path(f"{ASKED}end/", record_requests.end, name="record_request_end"),
    path(f"{ASKED}open-again/", record_requests.open_again, name="record_request_open_again"),
    path(f"{ASKED}copy/begin/", record_copies.begin, name="record_copy_begin"),
    path(f"{ASKED}copy/", record_copies.decisions, name="record_copy"),
    path(f"{ASKED}copy/words/<uuid:redaction_id>/", record_copies.decide, name="record_copy_decide"),
    path(f"{ASKED}copy/take-out/", record_copies.take_out, name="record_copy_take_out"),
    path(f"{ASKED}copy/read/", record_copies.read_through, name="record_copy_read"),
    path(f"{ASKED}copy/pdf/", record_copies.as_pdf, name="record_copy_pdf"),
    path(f"{ASKED}copy/hand-in/", record_copies.hand_in, name="record_copy_hand_in"),
    path(f"{ASKED}copy/second-look/", record_copies.second_look, name="record_copy_second_look"),
    path(f"{RECORD}disagreements/new/", disagreements.write, name="disagreement_add"),
    path(f"{RECORD}disagreements/<uuid:disagreement_id>/", disagreements.write, name="disagreement"),
    path("people/retention/", retention.list_page, name="retention_list"),
    path("people/retention/<uuid:destruction_id>/", retention.destruction, name="destruction"),
    path(f"{RECORD}retention/", retention.of_record, name="retention"),
    path(f"{RECORD}retention/propose/", retention.propose, name="destruction_propose"),
    path(f"{RECORD}retention/holds/new/", retention.hold, name="legal_hold_add"),
    path(f"{RECORD}retention/holds/<uuid:hold_id>/", retention.hold, name="legal_hold"),
    path(f"{RECORD}retention/holds/<uuid:hold_id>/end/", retention.end_hold, name="legal_hold_end"),
]
