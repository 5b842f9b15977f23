"""The product's settings, read with the throwaway servers of this run named."""

from tests import servers

servers.name_in_environment()

from careleavers.settings import *  # noqa: E402, F403
