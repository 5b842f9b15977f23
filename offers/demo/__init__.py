"""The demo council's letters and local offer."""

from careleavers.demo.parts import register
from offers.demo.load import letters_part

register(parts=(letters_part,))
