"""The product's settings, with the migrations of a version to come."""

from careleavers.settings import *  # noqa: F403

MIGRATION_MODULES = {"careleavers": "bench.next_version.migrations"}
