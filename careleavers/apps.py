from django.apps import AppConfig


class CareleaversConfig(AppConfig):
    name = "careleavers"

    def ready(self) -> None:
        """Load the Celery app, so that tasks declared anywhere find it."""
        from careleavers import celery

        celery.app.finalize()
