"""The home page and its lists. Apart from `pathways.urls`, because they are at the root."""

from django.urls import URLPattern, path, re_path

from pathways.views import look_ahead, reminders, today

urlpatterns: list[URLPattern] = [
    path("", today.home, name="home"),
    path("today/reminders/", reminders.reminders, name="reminders"),
    path("today/ahead/", look_ahead.table, name="look_ahead"),
    path("today/ahead/<str:worker>/<str:week>/", look_ahead.week, name="week_ahead"),
    re_path(
        r"^today/(?P<whose>mine|team)/(?P<which>now|coming|later|unallocated|above)/$",
        today.whole_list,
        name="today_list",
    ),
]
