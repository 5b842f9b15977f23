"""The admin as a team would set it up in an afternoon: lists, a search box, forms with ids instead of long selects."""

from typing import Any

from django.contrib import admin
from django.http import HttpRequest
from django.urls import URLPattern, URLResolver, path

from careleavers.models import Contact, YoungPerson


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
    search_fields = ("first_name", "last_name", "preferred_name", "local_id", "contact_details__normal")


class ContactAdmin(Open):
    list_display = ("happened_on", "method", "result", "person")
    list_select_related = ("person",)
    raw_id_fields = ("person", "worker", "recorded_by", "voided_by", "supersedes")
    search_fields = ("person__last_name", "note")


site = Site()
site.register(YoungPerson, YoungPersonAdmin)
site.register(Contact, ContactAdmin)
urlpatterns: list[URLPattern | URLResolver] = [path("admin/", site.urls)]
