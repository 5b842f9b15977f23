from django.urls import URLPattern, path

from careleavers.views import contacts, drafts, homes, occupations, people, timeline

RECORD = "people/<uuid:person_id>/"

urlpatterns: list[URLPattern] = [
    path(RECORD, people.overview, name="person"),
    path(f"{RECORD}timeline/", timeline.timeline, name="timeline"),
    path(f"{RECORD}contacts/new/", contacts.begin, name="contact_begin"),
    path(f"{RECORD}contacts/new/<uuid:submission_id>/", contacts.create, name="contact_new"),
    path(f"{RECORD}contacts/<uuid:contact_id>/", contacts.read, name="contact"),
    path(f"{RECORD}contacts/<uuid:contact_id>/amend/", contacts.amend, name="contact_amend"),
    path(f"{RECORD}contacts/<uuid:contact_id>/undo/", contacts.undo, name="contact_undo"),
    path(f"{RECORD}follow-ups/<uuid:follow_up_id>/done/", contacts.follow_up_done, name="follow_up_done"),
    path(f"{RECORD}homes/", homes.home_list, name="home_list"),
    path(f"{RECORD}homes/add/", homes.home_edit, name="home_add"),
    path(f"{RECORD}homes/<uuid:home_id>/", homes.home_edit, name="home_edit"),
    path(f"{RECORD}homes/<uuid:home_id>/confirm/", homes.home_confirm, name="home_confirm"),
    path(f"{RECORD}occupations/", occupations.occupation_list, name="occupation_list"),
    path(f"{RECORD}occupations/add/", occupations.occupation_edit, name="occupation_add"),
    path(f"{RECORD}occupations/<uuid:occupation_id>/", occupations.occupation_edit, name="occupation_edit"),
    path(
        f"{RECORD}occupations/<uuid:occupation_id>/confirm/",
        occupations.occupation_confirm,
        name="occupation_confirm",
    ),
    path("drafts/<uuid:submission_id>/", drafts.save, name="draft_save"),
    path("drafts/<uuid:draft_id>/discard/", drafts.discard, name="draft_discard"),
    path("csrf/", drafts.csrf_token, name="csrf_token"),
]
