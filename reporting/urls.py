from django.urls import URLPattern, path

from reporting.views import care_leaver_return, dashboard, inspection, papers, people, quarters, recounts

app_name = "reporting"
urlpatterns: list[URLPattern] = [
    path("", dashboard.dashboard, name="dashboard"),
    path("teams/", dashboard.by_team, name="by_team"),
    path("data-quality/", people.data_quality, name="data_quality"),
    path("quarters/", quarters.frozen, name="quarters"),
    path("quarters/recount/", recounts.recount_quarters, name="recount"),
    path("quarters/<uuid:quarter_id>/", quarters.quarter, name="quarter"),
    path("quarters/<uuid:quarter_id>/paper/", papers.paper, name="paper"),
    path("quarters/<uuid:quarter_id>/paper/files/<str:paper_kind>/", papers.paper_file, name="paper_file"),
    path("quarters/<uuid:quarter_id>/paper/<str:section>/", papers.paper_text, name="paper_text"),
    path("quarters/figures/<uuid:figure_id>/", quarters.members, name="members"),
    path("inspection/list-9/", inspection.list_9, name="annex_a"),
    path("inspection/list-9/<str:file_kind>/", inspection.export_list_9, name="annex_a_export"),
    path("returns/care-leavers/", care_leaver_return.care_leaver_return, name="care_leaver_return"),
    path("returns/care-leavers/submit/", care_leaver_return.submit_care_leaver_return, name="submit_return"),
    path("returns/care-leavers/<str:return_kind>/", care_leaver_return.export_return, name="return_export"),
    path("figures/<str:measure>/", people.people, name="people"),
    path("figures/<str:measure>/export/", people.export, name="export"),
]
