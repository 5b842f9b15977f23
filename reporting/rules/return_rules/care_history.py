"""Rules that hold OC3 against the episodes of care: was this young person in care long enough, and have they left?"""

from reporting.rules.return_rules.episodes import CONTINUES, ReturnEpisode, latest
from reporting.rules.return_rules.returns import Return
from reporting.rules.return_rules.rule import Found, RuleList

RULES = RuleList()
ADOPTED = frozenset(("E11", "E12"))
DIED = "E2"
TRANSFERRED = "E3"
CARE_DAYS_AFTER_14 = 91  # thirteen weeks: Care Leavers (England) Regulations 2010 regs 3 and 4
CARE_DAYS_AFTER_16 = 1
TWO_YEARS_ONLY = "Care before last year is not in these files: check the full history before taking the row out."


@RULES.add(
    "1000",
    "This child is recorded as having died in care and therefore should not have the care leaver information "
    "completed.",
    remedy="Take the row out of OC3, or correct the reason the episode ceased (E2).",
    needs=("Episodes", "OC3"),
)
def not_died_in_care(checked: Return) -> Found:
    """No episode of this year's, or of last year's where it is given, ended with E2. Source: DfE rule 1000."""
    return checked.leaver_rows(checked.episodes.ended_with(DIED) | checked.last_episodes.ended_with(DIED))


@RULES.add(
    "1001",
    "The episodes recorded for this young person suggest they are not a relevant or a former relevant child and "
    "therefore should not have care leaver information completed.",
    remedy="A care leaver was in care for at least 91 days from 14, and for at least one day from 16 (short breaks do "
    f"not count), and was not adopted. {TWO_YEARS_ONLY}",
    needs=("Episodes", "Episodes_last", "OC3"),
)
def long_enough_in_care(checked: Return) -> Found:
    """91 days in care from the 14th birthday, one of them from the 16th, and the last episode no adoption.

    Judged from the episodes of both years, whatever the young person's age now; one whose date of birth is not given
    cannot be judged. Source: DfE rule 1001; Children Act 1989 Sch 2 para 19B and s23A; Care Leavers (England)
    Regulations 2010 regs 3 and 4.
    """
    for row in checked.filled_rows:
        child = checked.oc3["CHILD"][row]
        born = checked.dates_of_birth.get(child)
        if born is None:
            continue
        episodes = checked.known_episodes(child)
        days_after_14 = days_after_16 = 0
        counted_to, sixteen = checked.birthday(born, 14), checked.birthday(born, 16)
        for started, ended in checked.care(episodes):
            first = max(started, counted_to)
            if ended > first:
                days_after_14 += (ended - first).days
                days_after_16 += max(0, (ended - max(first, sixteen)).days)
                counted_to = ended
        if _was_adopted(episodes) or days_after_14 < CARE_DAYS_AFTER_14 or days_after_16 < CARE_DAYS_AFTER_16:
            yield "OC3", row


def _was_adopted(episodes: list[ReturnEpisode]) -> bool:
    if not any(episode.reason_ended in ADOPTED for episode in episodes):
        return False
    last = latest(episodes)
    return last is not None and last.reason_ended in ADOPTED


@RULES.add(
    "1002",
    "This child has no previous episodes of care, therefore should not have care leaver information recorded.",
    remedy=f"Check that CHILD is the number used while in care. {TWO_YEARS_ONLY}",
    needs=("Episodes", "Episodes_last", "OC3"),
)
def some_care_known(checked: Return) -> Found:
    """The child has an episode this year or last. Source: DfE rule 1002."""
    return checked.leaver_rows(checked.care_leavers - checked.episodes.children - checked.last_episodes.children)


@RULES.add(
    "1007",
    "Care leaver information is not required for 17- or 18-year olds who are still looked after [on their 17th or 18th "
    "birthday].",
    remedy="Take the row out of OC3; if the young person had left care by the birthday, put the date into DEC.",
    needs=("Episodes", "OC3"),
)
def not_in_care_on_the_birthday(checked: Return) -> Found:
    """No episode, open or ended, holds the 17th or 18th birthday that lies in the collection year.

    Source: DfE rule 1007: "current episode <DEC> and or <REC> not provided".
    """
    for child, started, ended, _ in checked.episodes.spans():
        for row, birthday in checked.birthdays_17_and_18.get(child, ()):
            if started <= birthday and (ended is None or birthday < ended):
                yield "OC3", row


@RULES.add(
    "1010",
    "This child has no episodes loaded for current year even though there was an open episode of care at the end of "
    "the previous year, and care leaver data has been entered.",
    remedy="Add this year's episodes of the child, with the day on which care ended.",
    needs=("Episodes", "Episodes_last", "OC3"),
)
def open_episode_carried_on(checked: Return) -> Found:
    """A child whose last episode of last year was open has episodes this year. Source: DfE rule 1010."""
    gone = (checked.care_leavers & checked.last_episodes.children) - checked.episodes.children
    return checked.leaver_rows({child for child in gone if _was_open(checked.last_episodes.of(child))})


def _was_open(episodes: list[ReturnEpisode]) -> bool:
    last = latest(episodes)
    return last is not None and last.left_open


@RULES.add(
    "1011",
    "This child is recorded as having his/her care transferred to another local authority for the final episode and "
    "therefore should not have the care leaver information completed.",
    remedy="Take the row out of OC3: the other authority returns it. Or correct the reason the episode ceased (E3).",
    needs=("Episodes", "OC3"),
)
def not_transferred(checked: Return) -> Found:
    """The final episode did not end with E3. Source: DfE rule 1011."""
    candidates = checked.care_leavers & checked.episodes.ended_with(TRANSFERRED)
    return checked.leaver_rows({child for child in candidates if _was_transferred(checked.episodes.of(child))})


def _was_transferred(episodes: list[ReturnEpisode]) -> bool:
    final = latest(episodes)
    return final is not None and final.reason_ended == TRANSFERRED


@RULES.add(
    "1016",
    "Care leaver information is not required for 17- or 18-year olds who cease to be looked after, after their "
    "birthday.",
    remedy="Take the row out of OC3: it is returned in the year of the next birthday. Or correct DEC.",
    needs=("Episodes", "OC3"),
    first_year=2024,
)
def left_care_by_the_birthday(checked: Return) -> Found:
    """No stay in care ended after the 17th or 18th birthday that lies in the collection year.

    "Current episode DEC is present and after the birthdate": leaving on the birthday itself is no error, nor is an
    episode that another followed the same day (X1). Source: DfE rule 1016.
    """
    for child, _, ended, why in checked.episodes.spans():
        for row, birthday in checked.birthdays_17_and_18.get(child, ()):
            if ended and ended > birthday and why != CONTINUES:
                yield "OC3", row
