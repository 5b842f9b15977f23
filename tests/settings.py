"""The product's settings, read with the throwaway servers of this run named; templates may name nothing undefined."""

import os

from django.conf import global_settings

from tests import servers

servers.name_in_environment()

from careleavers.settings import *  # noqa: E402, F403
from careleavers.settings import DATABASES, TEMPLATES  # noqa: E402

if database := os.environ.get("TEST_DATABASE"):  # of a second instance: tests/careleavers/other_instance.py
    DATABASES["default"]["NAME"] = database

# Copied by each worker from the product's own database, in which the migrations have run (tests/snapshot.py).
DATABASES["default"]["TEST"] = {"TEMPLATE": DATABASES["default"]["NAME"], "MIGRATE": False}

# Slow hashing is on purpose, and not what signing in is tested for.
PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher", *global_settings.PASSWORD_HASHERS]


class Undefined(str):
    """What a template gets for a variable that is not in its context: a failed test."""

    def __mod__(self, name: object) -> str:
        raise AssertionError(f"The template names {name}, which is not in its context.")

    def __contains__(self, text: object) -> bool:
        return True


TEMPLATES[0]["OPTIONS"]["string_if_invalid"] = Undefined("%s")
