"""The home page and its lists. Apart from `pathways.urls`, because they are at the root."""

from django.urls import URLPattern, path, re_path

from pathways.views import today

urlpatterns: list[URLPattern] = [
    path("", today.home, name="home"),
    re_path(
        r"^today/(?P<whose>mine|team)/(?P<which>now|coming|later|unallocated)/$", today.whole_list, name="today_list"
    ),
]
