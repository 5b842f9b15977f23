from django.urls import URLPattern, path

from reporting.views import care_leaver_return, dashboard, improvement, inspection, papers, people, quarters, recounts
from reporting.views import improvement_actions as actions

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
    path("improvement/", improvement.plan_page, name="improvement"),
    path("improvement/export/", improvement.export, name="improvement_export"),
    path("improvement/reviews/", improvement.review_list, name="service_reviews"),
    path("improvement/reviews/add/", improvement.review_add, name="service_review_add"),
    path("improvement/reviews/<uuid:looked_id>/", improvement.review_page, name="service_review"),
    path("improvement/reviews/<uuid:looked_id>/edit/", improvement.review_edit, name="service_review_edit"),
    path("improvement/reviews/<uuid:looked_id>/add/", improvement.recommendation_add, name="recommendation_add"),
    path("improvement/<uuid:recommendation_id>/", improvement.recommendation_page, name="recommendation"),
    path("improvement/<uuid:recommendation_id>/edit/", improvement.recommendation_edit, name="recommendation_edit"),
    path("improvement/<uuid:recommendation_id>/progress/", improvement.progress, name="progress"),
    path("improvement/<uuid:recommendation_id>/actions/add/", actions.add, name="action_add"),
    path("improvement/actions/<uuid:improvement_id>/", actions.page, name="action"),
    path("improvement/actions/<uuid:improvement_id>/edit/", actions.edit, name="action_edit"),
    path("improvement/actions/<uuid:improvement_id>/again/", actions.open_again, name="action_again"),
    path("figures/<str:measure>/", people.people, name="people"),
    path("figures/<str:measure>/export/", people.export, name="export"),
]
