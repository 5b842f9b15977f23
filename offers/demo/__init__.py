"""The demo council's letters, local offer and offers of support after 21."""

from careleavers.demo.parts import register
from offers.demo.letters import load_letters
from offers.demo.support import offer_support

register(parts=(load_letters,), last=(offer_support,))
