"""Why our rules and csc-validator-be-903 say different things: each kind of difference, and how one is recognised.

A kind is recognised from the facts in the return, never from the mere rule number, so that a new fault on either side
cannot hide behind an old explanation: what no kind explains makes the comparison fail.
"""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date, timedelta
from itertools import pairwise

from careleavers.rules import codes
from careleavers.rules.law.facts import SHORT_BREAKS
from reporting.rules.return_rules import Return
from reporting.rules.return_rules.episodes import CONTINUES
from reporting.rules.return_rules.returns import LEAVER_COLUMNS

OURS, THEIRS = "only ours", "only theirs"


@dataclass(frozen=True)
class Place:
    """Where one side found an error of a rule, and how the other side's run of that rule went."""

    checked: Return
    rule: str
    table: str
    row: int
    whose: str
    crashed: bool = field(default=False)
    skipped: bool = field(default=False)

    @property
    def child(self):
        return self.checked.table(self.table)["CHILD"][self.row]

    @property
    def blank(self):
        return self.table == "OC3" and not any(self.checked.oc3[name][self.row] for name in LEAVER_COLUMNS)

    @property
    def born(self):
        return self.checked.table(self.table).dates("DOB")[self.row]

    @property
    def episodes(self):
        return self.checked.episodes.of(self.child)

    @property
    def birthdays(self):
        """The 17th and 18th birthday, where they lie in the collection year."""
        days = (self.checked.birthday(self.born, age) for age in (17, 18)) if self.born else ()
        return [day for day in days if self.checked.start <= day <= self.checked.end]

    @property
    def sexes(self):
        header = self.checked.table("Header")
        return {sex for child, sex in zip(header["CHILD"], header["SEX"], strict=True) if child == self.child}


@dataclass(frozen=True)
class Kind:
    """One kind of difference: its name, what explains it, and whether a place is of this kind."""

    name: str
    rules: tuple[str, ...]
    whose: str
    why: str
    holds: Callable[[Place], bool]

    def explains(self, place: Place) -> bool:
        return place.rule in self.rules and place.whose == self.whose and self.holds(place)


def kind_of(place: Place) -> Kind | None:
    """The first kind that explains a difference, or None."""
    return next((kind for kind in KINDS if kind.explains(place)), None)


def _twenty(place: Place) -> bool:
    born = place.checked.dates_of_birth.get(place.child)
    return born is not None and place.checked.birthday(born, 20) <= place.checked.end


def _overlaps(place: Place) -> bool:
    """Whether an episode had not ended when the next one began, or is open although another followed."""
    spans = sorted(
        (each.started, each.ended or date.max) for each in place.checked.known_episodes(place.child) if each.started
    )
    return any(ended > started for (_, ended), (started, _) in pairwise(spans))


def _not_in_the_header(place: Place) -> bool:
    return place.child not in place.checked.table("Header")["CHILD"]


def _shares_a_row_number(place: Place) -> bool:
    """Whether a row of the child's care has the number of a short break in the other year's file."""
    this, last = place.checked.table("Episodes"), place.checked.table("Episodes_last")
    return any(
        one["CHILD"][row] == place.child and other["LS"][row] in SHORT_BREAKS
        for one, other in ((this, last), (last, this))
        for row in range(min(len(one), len(other)))
    )


def _exactly_on_a_birthday(place: Place) -> bool:
    return any(each.ended in place.birthdays for each in place.episodes)


def _near_the_end_of_a_year_of_age(place: Place) -> bool:
    """Whether dividing days by 365.2425 gives another age than the birthdays do."""
    if not place.born:
        return False
    days = (place.checked.end - place.born).days
    whole = (
        place.checked.end.year
        - place.born.year
        - ((place.checked.end.month, place.checked.end.day) < (place.born.month, place.born.day))
    )
    found: bool = int(timedelta(days=days) / timedelta(days=365.2425)) != whole
    return found


KINDS = [
    Kind("it crashed", ("1007", "1016"), OURS, "The rule raised an exception and reported nothing for any child: "
         "a birth on 29 February has no day of that name in the collection year.", lambda place: place.crashed),
    Kind("it skipped an empty table", ("1001",), OURS, "It skips rule 1001 where one of the tables has no rows.",
         lambda place: place.skipped),
    Kind("three blanks", ("131", "132", "133"), THEIRS, "Rule 153 lets all three be blank; it reports each blank.",
         lambda place: place.blank),
    Kind("codes of their year", ("132",), THEIRS, "F3 and P3 were codes until the collection of 2021; it has rules "
         "for 2023 to 2027 only.", lambda place: place.checked.oc3["ACTIV"][place.row]
         in codes.valid("ACTIV", place.checked.year)),
    Kind("nothing given", ("1000", "1001", "1002", "1010"), THEIRS, "The rule is about care-leaver information that "
         "has been entered; it reports rows in which nothing has.", lambda place: place.blank),
    Kind("mother, by letter", ("165",), OURS, "It tests SEX for 1 and 2; the codes are M, F and U from 2025.",
         lambda place: bool(place.sexes & {"M", "F"})),
    Kind("mother, without episodes", ("165",), OURS, "An invalid MOTHER, or one for a boy, is an error with or without "
         "episodes of care; it looks only at children with an episode that is no short break.",
         lambda place: all(each.legal_status in SHORT_BREAKS for each in place.episodes)),
    Kind("foyer", ("347",), OURS, 'It compares ACCOM with "T", which is no code: T1 and T2 are.',
         lambda place: place.checked.oc3["ACCOM"][place.row] in ("T1", "T2")),
    Kind("twenty or over", ("1001",), THEIRS, "It leaves everybody of 20 or over out of its sums, and reports them.",
         _twenty),
    Kind("not in the Header", ("1001",), THEIRS, "It has no date of birth for a child who is missing from the Header, "
         "and reports them; we take the date of birth in OC3.", _not_in_the_header),
    Kind("not in the Header", ("3001",), OURS, "It has no date of birth for a child who is missing from the Header; we "
         "take the date of birth in OC3.", _not_in_the_header),
    Kind("rows of two years mixed up", ("1001",), THEIRS, "It puts the two years' episodes together without numbering "
         "them anew: leaving out a short break also leaves out the other year's row of that number, whoever's it is.",
         _shares_a_row_number),
    Kind("an episode left open", ("1001",), THEIRS, "It gives no days to an open episode that another followed; we "
         "count them up to where the next began.", _overlaps),
    Kind("days counted twice", ("1001",), OURS, "It adds up episodes that overlap, so that a day counts twice.",
         _overlaps),
    Kind("open on the birthday", ("1007",), OURS, "DEC of an open episode is blank, and it compares the blank with "
         "the birthday.", lambda place: any(each.ended is None for each in place.episodes)),
    Kind("not a care leaver", ("1012",), THEIRS, "The rule is about OC3 children; it reports all without episodes.",
         lambda place: place.child not in place.checked.care_leavers),
    Kind("asylum data without episodes", ("1014",), OURS, "It looks only at children who have an episode outside the "
         "year; one who has none at all was not looked after in the year either.", lambda place: not place.episodes),
    Kind("left on the birthday", ("1016",), THEIRS, "DfE asks about leaving care after the birthday; it also reports "
         "leaving on the day, which is how care at 18 usually ends.", _exactly_on_a_birthday),
    Kind("only changed placement", ("1016",), THEIRS, "X1 says that another episode began the same day: care did not "
         "cease.", lambda place: any(each.reason_ended == CONTINUES for each in place.episodes)),
    Kind("years of 365.2425 days", ("1016",), THEIRS, "It divides days by an average year, which is a day out for "
         "birthdays next to 31 March.", _near_the_end_of_a_year_of_age),
]  # fmt: skip
