from django.urls import URLPattern, path

from careleavers.views import people

urlpatterns: list[URLPattern] = [
    path("people/<uuid:person_id>/", people.overview, name="person"),
]
