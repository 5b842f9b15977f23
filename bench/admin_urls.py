"""The admin as a team would set it up in an afternoon: lists, a search box, forms with ids instead of long selects.

Beside it `naive/`, a caseload that asks the database about each young person by itself: what our page must not cost.
"""

from typing import Any

from django.contrib import admin
from django.http import HttpRequest, HttpResponse
from django.template import Context, Template
from django.urls import URLPattern, URLResolver, path
from django.utils import timezone

from careleavers.models import Alert, Contact, YoungPerson
from careleavers.models.base import on_day


class Site(admin.AdminSite):
    """Open to everybody who is signed in: the product's own roles know nothing of the admin."""

    def has_permission(self, request: HttpRequest) -> bool:
        return request.user.is_authenticated


class Open(admin.ModelAdmin):
    def has_module_permission(self, request: HttpRequest) -> bool:
        return True

    def has_view_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return True

    has_change_permission = has_add_permission = has_delete_permission = has_view_permission


class YoungPersonAdmin(Open):
    list_display = ("first_name", "last_name", "date_of_birth", "team")
    list_select_related = ("team",)
    search_fields = ("first_name", "last_name", "preferred_name", "local_id", "contact_details__search_value")


class ContactAdmin(Open):
    list_display = ("happened_on", "method", "result", "person")
    list_select_related = ("person",)
    raw_id_fields = ("person", "worker", "recorded_by", "voided_by", "supersedes")
    search_fields = ("person__last_name", "note")


site = Site()
site.register(YoungPerson, YoungPersonAdmin)
site.register(Contact, ContactAdmin)


NAIVE = Template(
    "<main>{% for each in rows %}<p><a href='/people/{{ each.person.pk }}/'>{{ each.person.known_as }}</a>"
    " {{ each.status.status }} {{ each.home.kind }} {{ each.occupation.code }} {{ each.spoke.happened_on }}"
    " {{ each.due.text }}</p>{% endfor %}</main>"
)


def naive(request: HttpRequest) -> HttpResponse:
    """The first 25 of the caseload, with what our page says of each."""
    today = timezone.localdate()
    people = YoungPerson.objects.filter(on_day(today, "allocations__"), allocations__worker=request.user.pk)
    rows = [
        {
            "person": person,
            "status": person.status_periods.filter(on_day(today)).first(),
            "home": person.homes.filter(on_day(today)).first(),
            "occupation": person.occupations.filter(on_day(today)).first(),
            "spoke": person.contacts.live().with_young_person().filter(happened_on__lte=today).first(),
            "due": Alert.objects.filter(person=person, closed_on=None).order_by("due_on").first(),
        }
        for person in people[:25]
    ]
    return HttpResponse(NAIVE.render(Context({"rows": rows})))


urlpatterns: list[URLPattern | URLResolver] = [path("admin/", site.urls), path("naive/", naive)]
