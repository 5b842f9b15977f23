from importlib import import_module

from django.apps import AppConfig
from django.conf import settings
from django.utils.module_loading import autodiscover_modules

from careleavers.site import error_reports


class CareleaversConfig(AppConfig):
    name = "careleavers"

    def ready(self) -> None:
        """Load the Celery app, so that tasks declared anywhere find it, and what the apps add to the record's pages."""
        from careleavers import celery

        celery.app.finalize()
        autodiscover_modules("record")
        import_module("careleavers.site.checks")
        import_module("careleavers.site.sign_in_log")
        error_reports.start(settings.SENTRY_DSN, release=settings.VERSION, environment=settings.MODE)
