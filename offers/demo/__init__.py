"""The demo council's letters, local offer, offers of support after 21, entitlements, money and surveys."""

from careleavers.demo.parts import register
from offers.demo.entitlements import what_happened_with_entitlements
from offers.demo.feedback import feedback_on_the_offer
from offers.demo.letters import load_letters, one_not_wanted
from offers.demo.money import money_for_young_people
from offers.demo.opportunities import posts_for_young_people
from offers.demo.other_letters import letters_asked_for
from offers.demo.partners import partners_of_the_council
from offers.demo.passport_links import passport_links
from offers.demo.pledges import pledges_to_young_people
from offers.demo.regular_payments import money_paid_regularly
from offers.demo.sessions import sessions_for_young_people
from offers.demo.support import offer_support
from offers.demo.surveys import surveys_of_young_people
from offers.demo.translations import translations_of_the_offer

register(
    parts=(load_letters,),
    last=(
        offer_support,
        what_happened_with_entitlements,
        passport_links,
        money_for_young_people,
        money_paid_regularly,
        surveys_of_young_people,
        posts_for_young_people,
        pledges_to_young_people,
        partners_of_the_council,
        feedback_on_the_offer,
        sessions_for_young_people,
        translations_of_the_offer,
        letters_asked_for,
        one_not_wanted,
    ),
)
