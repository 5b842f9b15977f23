"""Pages for administrators: people who work here, teams, settings; and who did and looked at what."""

from django.urls import URLPattern, path

from careleavers.views import audit, held_work, mail, policies, restricted, skills, staff, teams, topics

urlpatterns: list[URLPattern] = [
    path("staff/", staff.staff_list, name="staff_list"),
    path("staff/add/", staff.staff_add, name="staff_add"),
    path("staff/<uuid:user_id>/", staff.staff_member, name="staff_member"),
    path("staff/<uuid:user_id>/edit/", staff.staff_edit, name="staff_edit"),
    path("staff/<uuid:user_id>/link/", staff.staff_link, name="staff_link"),
    path("staff/<uuid:user_id>/close/", held_work.account_close, name="staff_close"),
    path("staff/<uuid:user_id>/switch/", staff.staff_switch, name="staff_switch"),
    path("staff/<uuid:user_id>/roles/add/", staff.role_add, name="role_add"),
    path("staff/<uuid:user_id>/roles/<uuid:role_id>/end/", staff.role_end, name="role_end"),
    path("staff/mail/", mail.mail, name="mail"),
    path("staff/mail/again/", mail.mail_again, name="mail_again"),
    path("teams/", teams.team_list, name="team_list"),
    path("teams/add/", teams.team_edit, name="team_add"),
    path("teams/<uuid:team_id>/", teams.team_edit, name="team_edit"),
    path("teams/<uuid:team_id>/close/", teams.team_close, name="team_close"),
    path("settings/", policies.policy_list, name="policy_list"),
    path("settings/topics/", topics.topic_list, name="topic_list"),
    path("settings/topics/add/", topics.topic_edit, name="topic_add"),
    path("settings/topics/<uuid:topic_id>/", topics.topic_edit, name="topic"),
    path("settings/skills/", skills.skill_list, name="skill_list"),
    path("settings/skills/begin/", skills.skill_begin, name="skill_begin"),
    path("settings/skills/add/", skills.skill_edit, name="skill_add"),
    path("settings/skills/<uuid:skill_id>/", skills.skill_edit, name="skill"),
    path("settings/<slug:key>/", policies.policy_edit, name="policy_edit"),
    path("settings/<slug:key>/<str:from_on>/call-off/", policies.policy_call_off, name="policy_call_off"),
    path("audit/", audit.audit_list, name="audit_list"),
    path("audit/export/", audit.audit_export, name="audit_export"),
    path("people/<uuid:person_id>/viewed/", audit.record_views, name="record_views"),
    path("restricted/", restricted.restricted_open, name="restricted_open"),
    path("help/", staff.help_page, name="help"),
    path("account/", staff.preferences, name="preferences"),
]
