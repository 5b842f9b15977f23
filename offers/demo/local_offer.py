"""The invented local offer of the demo council: every area of the Act, by law or by choice."""

from __future__ import annotations

from typing import Any

from careleavers.rules.code_sets import Status

INTRODUCTION = """We looked after you, and we have not gone away. This leaflet says what you can have from us and our \
partners, wherever you live now.

Some of it the law gives you. Some of it we choose to give, because you asked for it."""
CONSULTED = """Eleven care leavers of the Voices group met us twice. They asked for the bus pass, for plain words \
about rent, and for one number to ring. Two advocates read the draft."""
FORMER = [Status.FORMER_RELEVANT_CHILD]


def _entry(area: str, basis: str, title: str, text: str, **more: Any) -> dict[str, Any]:
    return {"area": area, "basis": basis, "title": title, "text": text, **more}


ENTRIES: tuple[dict[str, Any], ...] = (
    _entry(
        "health",
        "statutory",
        "Your health history",
        "When you leave care we give you a summary of your health, such as your jabs and who your doctors were.",
        age_from=16,
        how_to_claim="Ask your personal adviser.",
        owner="Leaving care nurse",
    ),
    _entry(
        "health",
        "discretionary",
        "Free prescriptions for a year",
        "We pay for a certificate, so that medicine from the chemist costs you nothing.",
        age_from=18,
        age_to=24,
        amount=114,
        how_to_claim="Text us your name and date of birth.",
        owner="Public health",
    ),
    _entry(
        "relationships",
        "statutory",
        "A personal adviser",
        "Somebody of your own who keeps in touch, helps with your plan and knows whom to ring.",
        age_from=16,
        age_to=24,
        how_to_claim="From 21, ring us and say yes.",
        owner="Leaving Care Service",
    ),
    _entry(
        "relationships",
        "discretionary",
        "Sunday table",
        "A meal together on the first Sunday of the month. Bring a friend or your child.",
        how_to_claim="Just come to Wend House.",
        districts=["Hollinbeck", "Eastmarsh"],
        owner="Voices group",
    ),
    _entry(
        "education",
        "statutory",
        "Money for university",
        "You get it once, for a course of two years or more that is in your pathway plan.",
        age_from=18,
        age_to=24,
        amount=2000,
        how_to_claim="Ask before the course starts.",
        owner="Virtual School",
        statuses=FORMER,
    ),
    _entry(
        "education",
        "discretionary",
        "A laptop for your course",
        "We lend you one at college or university, and you keep it when you finish.",
        how_to_claim="Show us your offer of a place.",
        owner="Virtual School",
    ),
    _entry(
        "employment",
        "discretionary",
        "Apprenticeships kept for you",
        "Six places at the council each year are for care leavers first.",
        age_from=16,
        age_to=24,
        how_to_claim="We tell you when they open.",
        owner="Human resources",
    ),
    _entry(
        "employment",
        "discretionary",
        "Clothes and travel for an interview",
        "Up to this much for each interview, paid before you go.",
        amount=75,
        how_to_claim="Ask your personal adviser two days before.",
        owner="Leaving Care Service",
    ),
    _entry(
        "accommodation",
        "statutory",
        "Money to set up your home",
        "For things like a bed, a cooker and curtains when you move into a place of your own.",
        age_from=18,
        age_to=24,
        amount=3000,
        how_to_claim="Plan it with your personal adviser.",
        owner="Leaving Care Service",
    ),
    _entry(
        "accommodation",
        "discretionary",
        "Help with council tax",
        "You pay no council tax in the county until your 25th birthday.",
        age_from=18,
        age_to=24,
        entitlement="council_tax",
        how_to_claim="Send us your bill.",
        owner="Revenues and the seven districts",
    ),
    _entry(
        "participation",
        "statutory",
        "A say in your plan, and how to complain",
        "Nothing about you without you. An advocate can speak up with you, free, if we get it wrong.",
        how_to_claim="Ring us and ask for an advocate.",
        owner="Children's rights",
    ),
    _entry(
        "participation",
        "discretionary",
        "A free bus pass",
        "All buses in the county, at any hour.",
        age_from=16,
        age_to=24,
        how_to_claim="Fill in the card on our website.",
        owner="Transport",
    ),
    _entry(
        "financial_literacy",
        "discretionary",
        "Money mornings",
        "Two hours on rent, bills and saving, with breakfast and somebody from the credit union.",
        how_to_claim="Text MONEY to us.",
        owner="Credit union",
    ),
)
