"""What letters and the local offer need before a council can work with them: steps of setting up."""

from __future__ import annotations

from careleavers.queries.setting_up import SetupFacts, SetupStep
from careleavers.rules.policies import REGISTRY
from careleavers.rules.setting_up import StepAnswer, StepLink, done, to_do
from careleavers.rules.words import day, listing
from offers.documents.composing import Composer
from offers.documents.proof import proof_digest
from offers.models import LocalOffer

PROOF = "letter"


def director(facts: SetupFacts) -> StepAnswer:
    name, title = facts.policies["director_name"], facts.policies["director_title"]
    links = tuple(StepLink(REGISTRY[key].label, "policy_edit", (key,)) for key in ("director_name", "director_title"))
    links = (*links, StepLink("The signature on letters", "offers:signature"))
    return done(f"{name}, {title}, signs them.", *links) if name else to_do("Nobody is named who signs them.", *links)


def letter(facts: SetupFacts) -> StepAnswer:
    """A proof that was printed and looked at, of what letters say of the authority now."""
    link = StepLink("Print a proof", "offers:letter_proof")
    if missing := Composer((), facts.today, facts.policies).missing_from_sender():
        return to_do(f"A letter needs {listing(missing)} first.")
    if facts.is_proved(PROOF, proof_digest(facts.policies, facts.today)):
        return done(f"Printed, checked and looked at on {day(facts.notes[PROOF].recorded_at.date())}.", link)
    changed = facts.is_noted_as_proved(PROOF)
    return to_do("What letters print has changed since the last proof." if changed else "No proof was printed.", link)


def local_offer(facts: SetupFacts) -> StepAnswer:
    if offer := LocalOffer.objects.in_force(facts.today):
        return done(f"Version {offer.version} is in force.")
    return to_do("None is in force. A service manager or participation officer writes it, and another publishes it.")


STEPS = (
    SetupStep("director", "Who signs letters", 15, director),
    SetupStep("local_offer", "The local offer", 100, local_offer, may_be_left_out=True),
    SetupStep(PROOF, "A letter, printed as a proof", 110, letter),
)
