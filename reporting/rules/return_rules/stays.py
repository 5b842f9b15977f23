"""Rules about how the Episodes fit together: legal statuses, how long they last, and what follows what.

DfE's sentence is each rule's message, and its logic as the sector's validator quotes it.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from datetime import date, timedelta
from functools import partial
from itertools import pairwise

from careleavers.rules import episode_faults
from careleavers.rules.episode_faults import FOSTER_CARE
from reporting.rules.return_rules.episodes import (
    ADOPTION,
    CONTINUES,
    TEMPORARY,
    EpisodeFacts,
)
from reporting.rules.return_rules.returns import Return
from reporting.rules.return_rules.rule import Found, RuleList, episode_rows

RULES = RuleList()
RESPITE_IN_A_YEAR = 75  # days


@RULES.add(
    "217",
    "Children who are placed for adoption with current foster carers (placement types A3 or A5) must have a reason for "
    "new episode of S, T or U.",
    remedy="Check the kind of placement, or why the episode began.",
    needs=("Episodes",),
)
def adopted_by_foster_carers(checked: Return) -> Found:
    """A3 and A5 from 1 April 2015 began with S, T or U. Source: DfE rule 217."""
    return episode_rows(checked, episode_faults.is_adopted_by_others_than_it_began)


@RULES.add(
    "378",
    "A child who is placed with parent(s) cannot be looked after under a single period of accommodation under Section "
    "20 of the Children Act 1989.",
    remedy="Check the kind of placement and the legal status.",
    needs=("Episodes",),
)
def not_with_parents_by_agreement(checked: Return) -> Found:
    """P1 does not go with V2. Source: DfE rule 378."""
    return episode_rows(checked, episode_faults.is_with_parents_by_agreement)


@RULES.add(
    "384",
    "A child receiving respite care cannot be in a long-term foster placement.",
    remedy="Check the kind of placement and the legal status.",
    needs=("Episodes",),
)
def no_long_term_short_break(checked: Return) -> Found:
    """A short break is in neither U1 nor U4. Source: DfE rule 384."""
    return episode_rows(checked, episode_faults.is_long_term_short_break)


@RULES.add(
    "408",
    "Child is placed for adoption with a placement order, but no placement order has been recorded.",
    remedy="Check the kind of placement and the legal status.",
    needs=("Episodes",),
)
def placement_order(checked: Return) -> Found:
    """A5 and A6 go with legal status E1. Source: DfE rule 408."""
    return episode_rows(checked, episode_faults.lacks_placement_order)


@RULES.add(
    "445",
    "D1 is not a valid code for episodes starting after December 2005.",
    remedy="Give the placement order as E1.",
    needs=("Episodes",),
)
def no_freeing_order(checked: Return) -> Found:
    """D1 only in episodes that began by 31 December 2005. Source: DfE rule 445."""
    return episode_rows(checked, episode_faults.is_freed_too_late)


@RULES.add(
    "460",
    "Reason episode ceased is that child stayed with current carers at age 18 (or above), but child is aged under 18.",
    remedy="Check the day and the reason of the end (E17), or the date of birth.",
    needs=("Header", "Episodes"),
)
def stayed_from_18(checked: Return) -> Found:
    """E17 not before the 18th birthday. Source: DfE rule 460."""

    def too_young(each: EpisodeFacts) -> bool:
        born = checked.dates_of_birth.get(each.child)
        return born is not None and episode_faults.stayed_before(each, checked.birthday(born, 18))

    return episode_rows(checked, too_young)


@RULES.add(
    "516",
    "The episode data submitted for this child does not show that he/she was with their former foster carer(s) "
    "during the year. If the code in the reason episode ceased is E45 or E46 the child must have a placement code of "
    "U1 to U6.",
    remedy="Check the reason of the end, or the kind of placement.",
    needs=("Episodes",),
)
def guardians_were_foster_carers(checked: Return) -> Found:
    """E45 and E46 end a placement of U1 to U6. Source: DfE rule 516."""
    return episode_rows(checked, episode_faults.has_guardians_who_fostered_nobody)


def _followed(checked: Return, wrong: Callable[[EpisodeFacts, EpisodeFacts], bool], *, first: bool) -> Found:
    """Of two episodes of a child that follow each other, the row of the first or of the second where it is wrong."""
    for theirs in checked.episodes.in_time.values():
        for before, after in pairwise(theirs):
            if wrong(before, after):
                yield "Episodes", (before if first else after).row


@RULES.add(
    "225",
    "Reason for placement change must be recorded.",
    remedy="Say in the care history why the placement changed.",
    needs=("Episodes",),
)
def why_the_placement_changed(checked: Return) -> Found:
    """REASON_PLACE_CHANGE where X1 is followed by another placement (P, B, T, U), neither of them temporary.

    Source: DfE rule 225.
    """
    return _followed(
        checked,
        lambda before, after: (
            before.reason_ended == CONTINUES
            and not before.reason_place_change
            and after.reason_started in ("P", "B", "T", "U")
            and not TEMPORARY & {before.placement, after.placement}
        ),
        first=True,
    )


@RULES.add(
    "336",
    "Child does not have a foster placement immediately prior to being placed for adoption.",
    remedy="Check the kinds of this placement and the one before.",
    needs=("Episodes",),
)
def fostered_before_adoption(checked: Return) -> Found:
    """A3 and A5, with current foster carers, follow foster care or adoption. Source: DfE rule 336."""
    return _followed(
        checked,
        lambda before, after: after.placement in ("A3", "A5") and before.placement not in FOSTER_CARE | ADOPTION,
        first=False,
    )


def _place(each: EpisodeFacts) -> tuple[str, ...]:
    return each.placement, each.placement_postcode, each.urn, each.provider


@RULES.add(
    "434",
    "Reason for new episode is that child's legal status has changed but not the placement, but this is not reflected "
    "in the episode data.",
    remedy="Check why the episode began (L), the legal status, and the placement.",
    needs=("Episodes",),
)
def only_the_status_changed(checked: Return) -> Found:
    """L: another legal status than before, in the same place. Source: DfE rule 434."""
    return _followed(
        checked,
        lambda before, after: (
            after.reason_started == "L"
            and (before.legal_status == after.legal_status or _place(before) != _place(after))
        ),
        first=False,
    )


@RULES.add(
    "435",
    "Reason for new episode is that child's placement has changed but not the legal status, but this is not reflected "
    "in the episode data recorded.",
    remedy="Check why the episode began (P or T), the legal status, and the placement.",
    needs=("Episodes",),
)
def only_the_placement_changed(checked: Return) -> Found:
    """P and T: the same legal status as before, in another place. Source: DfE rule 435."""
    return _followed(
        checked,
        lambda before, after: (
            after.reason_started in ("P", "T")
            and (before.legal_status != after.legal_status or _place(before) == _place(after))
        ),
        first=False,
    )


def _too_long(checked: Return, legal_status: str, most: int) -> Found:
    """Episodes of one legal status without a gap that together last more than so many days."""
    for theirs in checked.episodes.in_time.values():
        for run in _runs(each for each in theirs if each.legal_status == legal_status):
            if _end(checked, run[-1]) - run[0].first > timedelta(days=most):
                yield from (("Episodes", each.row) for each in run)


def _runs(episodes: Iterable[EpisodeFacts]) -> Iterator[list[EpisodeFacts]]:
    run: list[EpisodeFacts] = []
    for each in episodes:
        if run and run[-1].ended != each.started:
            yield run
            run = []
        run.append(each)
    if run:
        yield run


def _end(checked: Return, each: EpisodeFacts) -> date:
    return each.ended or checked.end


for _code, _message, _status, _most, _words in (
    ("361", "Police protection legal status lasted longer than maximum 72 hours allowed in the Children Act 1989.",
     "L1", 3, "Police protection"),
    ("362", "Emergency protection order (EPO) lasted longer than 21 days", "L2", 21, "An emergency protection order"),
    ("363", "Child assessment order (CAO) lasted longer than 7 days allowed in the Children Act 1989.", "L3", 7,
     "A child assessment order"),
    ("364", "Sections 41-46 of Police and Criminal Evidence (PACE; 1984) severely limits the time a child can be "
     "detained in custody in Local Authority (LA) accommodation.", "J2", 21, "Detention under PACE"),
):  # fmt: skip
    _find = partial(_too_long, legal_status=_status, most=_most)
    _find.__doc__ = f"{_words} ({_status}) lasts at most {_most} days. Source: DfE rule {_code}."
    RULES.add(_code, _message, remedy="Check the legal status and the days of the episode.", needs=("Episodes",))(_find)


@RULES.add(
    "365",
    "Any individual short-term respite placement must not exceed 17 days.",
    remedy="Check the days of the short break, or the legal status.",
    needs=("Episodes",),
)
def respite_of_17_days(checked: Return) -> Found:
    """V3 lasts at most 17 days. Source: DfE rule 365."""
    return episode_rows(
        checked,
        lambda each: (
            each.legal_status == "V3"
            and each.started is not None
            and _end(checked, each) > each.started + timedelta(days=17)
        ),
    )


@RULES.add(
    "366",
    "A child cannot change placement during the course of an individual short-term respite break.",
    remedy="Give each short break as an episode that began with S.",
    needs=("Episodes",),
)
def respite_in_one_place(checked: Return) -> Found:
    """V3 began with S. Source: DfE rule 366."""
    return episode_rows(checked, episode_faults.changed_place_in_respite)


@RULES.add(
    "367",
    "The maximum amount of respite care allowable is 75 days in any 12-month period.",
    remedy="Check the days of the short breaks, or the legal status.",
    needs=("Episodes",),
)
def respite_of_75_days_a_year(checked: Return) -> Found:
    """V3 takes at most 75 days of the collection year. Source: DfE rule 367."""
    for theirs in checked.episodes.in_time.values():
        breaks = [each for each in theirs if each.legal_status == "V3"]
        days = [(min(_end(checked, each), checked.end) - max(each.first, checked.start)).days for each in breaks]
        if sum(max(0, many) for many in days) > RESPITE_IN_A_YEAR:
            yield from (("Episodes", each.row) for each, many in zip(breaks, days, strict=True) if many > 0)
