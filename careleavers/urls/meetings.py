"""Panels, boards and groups, and their meetings."""

from django.urls import URLPattern, path

from careleavers.views import meeting_items, meeting_links, meeting_papers, meetings, minutes

urlpatterns: list[URLPattern] = [
    path("meetings/", meetings.list_page, name="bodies"),
    path("meetings/new/<slug:body_kind>/", meetings.begin, name="body_add"),
    path("meetings/bodies/<uuid:body_id>/", meetings.read, name="body"),
    path("meetings/bodies/<uuid:body_id>/edit/", meetings.edit, name="body_edit"),
    path("meetings/bodies/<uuid:body_id>/close/", meetings.close, name="body_close"),
    path("meetings/bodies/<uuid:body_id>/open-again/", meetings.open_again, name="body_open_again"),
    path("meetings/bodies/<uuid:body_id>/members/add/", meetings.member, name="body_member_add"),
    path("meetings/bodies/<uuid:body_id>/members/<uuid:member_id>/", meetings.member, name="body_member"),
    path("meetings/bodies/<uuid:body_id>/plan/", meetings.plan, name="meeting_add"),
    path("meetings/<uuid:meeting_id>/", meetings.meeting, name="meeting"),
    path("meetings/<uuid:meeting_id>/edit/", meetings.move, name="meeting_edit"),
    path("meetings/<uuid:meeting_id>/call-off/", meetings.call_off, name="meeting_call_off"),
    path("meetings/<uuid:meeting_id>/attendance/", meetings.attendance, name="meeting_attendance"),
    path("meetings/<uuid:meeting_id>/papers/add/", meeting_papers.add, name="meeting_paper_add"),
    path("meetings/papers/<uuid:paper_id>/", meeting_papers.download, name="meeting_paper"),
    path("meetings/papers/<uuid:paper_id>/take-out/", meeting_papers.take_out, name="meeting_paper_take_out"),
    path("meetings/papers/<uuid:paper_id>/scan-again/", meeting_papers.look_again, name="meeting_paper_scan_again"),
    path("meetings/<uuid:meeting_id>/items/add/", meeting_items.add, name="meeting_item_add"),
    path("meetings/<uuid:meeting_id>/minutes/make/", minutes.make, name="minutes_make"),
    path("meetings/<uuid:meeting_id>/minutes/<int:number>/", minutes.read, name="minutes"),
    path("meetings/<uuid:meeting_id>/minutes/<int:number>/agree/", minutes.agree, name="minutes_agree"),
    path("meetings/<uuid:meeting_id>/minutes/<int:number>/pdf/", minutes.take_away, name="minutes_pdf"),
    path("meetings/items/<uuid:item_id>/", meeting_items.read, name="meeting_item"),
    path("meetings/items/<uuid:item_id>/edit/", meeting_items.correct, name="meeting_item_edit"),
    path("meetings/items/<uuid:item_id>/take-back/", meeting_items.take_back, name="meeting_item_take_back"),
    path("meetings/items/<uuid:item_id>/decide/", meeting_items.decide, name="meeting_item_decide"),
    path("meetings/items/<uuid:item_id>/actions/add/", meeting_items.give, name="meeting_action_add"),
    path("meetings/items/<uuid:item_id>/share/", meeting_links.share, name="meeting_item_share"),
    path("meetings/items/<uuid:item_id>/share/end/", meeting_links.end, name="meeting_item_share_end"),
    path("meetings/shared/<str:secret>/", meeting_links.read, name="meeting_item_link"),
    path("meetings/tasks/<uuid:task_id>/", meeting_items.task, name="service_task"),
    path("meetings/tasks/<uuid:task_id>/done/", meeting_items.task_done, name="service_task_done"),
    path("people/<uuid:person_id>/meetings/", meeting_items.of_person, name="person_meetings"),
    path("people/<uuid:person_id>/meetings/refer/<uuid:body_id>/", meeting_items.refer, name="refer"),
]
