"""Risk assessments for unsuitable homes and for young people with whom touch is lost."""

from collections.abc import Iterator
from datetime import date, timedelta
from itertools import zip_longest
from operator import attrgetter

from careleavers.rules.accommodation import Judged, suitability_spans
from careleavers.rules.clocks import Basis, Clock, Cycle, DutyKind, FactsOn
from careleavers.rules.clocks.contact import lost_touch
from careleavers.rules.clocks.cycles import cycle_until
from careleavers.rules.clocks.known import DutyGroup, HomeStay, contains
from careleavers.rules.code_sets import NEVER_SUITABLE, HomeKind
from careleavers.rules.dates import Period

SIGNED = "The risk assessment signed on {} is to be looked at again by {}."
PASSED = " What it was written for has passed, on {}: look at it again, or close it with the reason."


def is_unsuitable(kind: str, suitable: bool | None) -> bool:
    """No fixed abode and custody always are (DfE); bed and breakfast is unless judged suitable (Vol 3 7.12)."""
    if kind in NEVER_SUITABLE or suitable is False:
        return True
    return kind == HomeKind.BED_AND_BREAKFAST and suitable is None


def unsuitable_times(known: FactsOn, stay: HomeStay) -> Iterator[Period]:
    """The parts of a stay in which the home is unsuitable: from the day of the judgement that says so (Vol 3 3.40)."""
    home = stay.home
    judged = [Judged(on, not is_unsuitable(home.kind, says)) for on, says in home.judgements if on <= known.on]
    at_first = not is_unsuitable(home.kind, home.suitable)
    for start, end, suitable in suitability_spans(home.start, stay.end, at_first, judged):
        if not suitable and (end is None or end > stay.start):
            yield Period(max(start, stay.start), end)


def times_needing_assessment(known: FactsOn) -> list[tuple[date, date | None, str]]:
    """When an assessment must be in place: from, until, and why. Each unsuitable home needs its own."""
    custody_too = known.settings.risk_assessment_in_custody
    found = [
        (start, end, "They have lived in a home judged unsuitable since {}.")
        for stay in known.stays(DutyGroup.SUPPORTED)
        if custody_too or stay.home.kind != HomeKind.CUSTODY
        for start, end in unsuitable_times(known, stay)
    ]
    return found + [(start, end, "Touch with them was lost on {}.") for start, end in known.once(lost_touch)]


def risk_assessments(known: FactsOn) -> list[Cycle]:
    """The first is due soon after the need arises; each one signed sets when it is reviewed."""
    days = known.settings.risk_assessment_days
    if days is None or not (need := times_needing_assessment(known)):
        return []
    allowed = timedelta(days=days)
    again = timedelta(weeks=known.settings.risk_assessment_review_weeks)
    reviews: dict[date, date] = {}
    for signed_on, review_on, _ in known.facts.risk_assessments:
        if signed_on <= known.on:
            due_on = review_on or signed_on + again
            reviews[signed_on] = min(due_on, reviews.get(signed_on, due_on))
    cycles = []
    for start, end, why in need:
        signed = [day for day in sorted(reviews) if contains(Period(start, end), day)]
        cycles.append(cycle_until(start, start + allowed, signed[0] if signed else None, end, why, start))
        for day, following in zip_longest(signed, signed[1:]):
            again_why = why + " The risk assessment signed on {} is to be reviewed by {}."
            cycles.append(cycle_until(day, reviews[day], following, end, again_why, start, day, reviews[day]))
    return cycles


def closings(known: FactsOn) -> list[Cycle]:
    """Of each one signed that nothing calls for, or no longer: it is looked at again, or closed with a reason.

    While something calls for it, the clock above asks for the next. So a risk does not fall silent because touch is
    found or the home is another.
    """
    days = known.settings.risk_assessment_days
    again = timedelta(weeks=known.settings.risk_assessment_review_weeks)
    need = [Period(start, end) for start, end, _ in times_needing_assessment(known)] if days is not None else []
    signed = sorted(
        (one for one in known.facts.risk_assessments if one.signed_on <= known.on), key=attrgetter("signed_on")
    )
    cycles = []
    for one, following in zip_longest(signed, signed[1:]):
        calling = [period for period in need if contains(period, one.signed_on)]
        if any(period.end is None or period.end > known.on for period in calling):
            continue
        since = max((period.end for period in calling if period.end), default=one.signed_on)
        span = known.span_containing(DutyGroup.ANY, since)
        ends = [following.signed_on] if following else []
        ends += [one.closed_on] if one.closed_on and one.closed_on <= known.on else []
        answered_on = min(ends, default=None)
        if span is None or (answered_on and answered_on < since):
            continue
        review_on = one.review_on or one.signed_on + again
        due_on = max(review_on, since + timedelta(days=days or 0)) if calling else review_on
        why = SIGNED + (PASSED if calling else "")
        cycles.append(cycle_until(since, due_on, answered_on, span.end, why, one.signed_on, review_on, since))
    return cycles


RISK_ASSESSMENT = Clock(
    code="risk_assessment",
    source="local practice; no suitable home: CLR reg 9; lost touch: Vol 3 4.39",
    kind=DutyKind.LOCAL,
    basis=Basis.LOCAL,
    applies_to="relevant children, and former relevant children who receive support, in an unsuitable home "
    "(custody only by setting) or with whom touch is lost",
    starts="the first day in the home, the day of the judgement that it does not suit, or the first of lost touch; "
    "then each assessment signed",
    due="risk_assessment_days after that; then its review date, or else risk_assessment_review_weeks after signing",
    done_when="a risk assessment signed off by a manager",
    who_must_know="personal adviser; team manager who signs",
    cycles=risk_assessments,
    settings=(
        "risk_assessment_days",
        "risk_assessment_review_weeks",
        "risk_assessment_in_custody",
        "lost_touch_weeks",
    ),
)
RISK_CLOCKS = (
    RISK_ASSESSMENT,
    Clock(
        code="risk_assessment_closing",
        source="local practice",
        kind=DutyKind.LOCAL,
        basis=Basis.LOCAL,
        applies_to="whoever has a signed risk assessment that `risk_assessment` does not ask for, or no longer",
        starts="the signature; or the day on which touch is found or the home is another",
        due="its review date, or else risk_assessment_review_weeks after signing; no earlier than "
        "risk_assessment_days after what called for it has passed",
        done_when="another risk assessment signed off by a manager, or the reason for which a manager closed it",
        who_must_know="personal adviser; team manager who closes it",
        cycles=closings,
        settings=(
            "risk_assessment_days",
            "risk_assessment_review_weeks",
            "risk_assessment_in_custody",
            "lost_touch_weeks",
        ),
    ),
)
