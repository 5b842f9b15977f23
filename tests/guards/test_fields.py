"""Every field of every model is declared personal, sensitive or neither; a new one cannot be forgotten."""

from __future__ import annotations

from django.apps import apps
from django.utils.module_loading import import_string

from tests.guards.source import APPS


def test_every_field_is_declared_once() -> None:
    """Seen to fail: a field added to WarningNote, and one declared twice."""
    wrong = []
    for app in APPS:
        declared = import_string(f"{app}.privacy.FIELDS")
        for model in apps.get_app_config(app).get_models():
            if hasattr(model, "pgh_tracked_model"):
                continue  # the history of another model, with that model's fields
            names = {field.name for field in model._meta.get_fields() if field.concrete}
            groups = [set(words.split()) for words in declared.get(model.__name__, {}).values()]
            listed = set().union(*groups)
            twice = sum(map(len, groups)) - len(listed)
            if names != listed or twice:
                wrong.append((model.__name__, sorted(names ^ listed), twice))
    assert not wrong
