"""The demo council's letters and local offer."""

from careleavers.demo.parts import register
from offers.demo.letters import load_letters

register(parts=(load_letters,))
