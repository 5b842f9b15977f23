"""The demo council's letters, local offer, offers of support after 21, and what has happened with entitlements."""

from careleavers.demo.parts import register
from offers.demo.entitlements import what_happened_with_entitlements
from offers.demo.letters import load_letters
from offers.demo.money import money_for_young_people
from offers.demo.support import offer_support

register(parts=(load_letters,), last=(offer_support, what_happened_with_entitlements, money_for_young_people))
