"""The product's settings while bench/ loads its councils: no quarters are frozen, since nothing asks for them here."""

from careleavers.settings import *  # noqa: F403

DEMO_LAST = []
