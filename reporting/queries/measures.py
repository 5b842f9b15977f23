"""What each figure means: the one definition that tile, list, export and frozen quarter read.

A measure is a short list of reasons. The first whose condition fits a person decides: they are left out of the figure
(`excluded`), or counted among whom we ask, for whom it is so (`in`) or not (`out`). Conditions are about one row of
`reporting.queries.figures.as_at(day)`, and the database evaluates them. A change of meaning raises `version`: what was
frozen under the former one stays as it was.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from django.db.models import Case, CharField, Q, Value, When

from careleavers.models import Home, Occupation
from careleavers.rules.law import decision as law
from careleavers.rules.words import amount
from reporting.rules.statistics import Better


class State(StrEnum):
    """Where somebody stands with a measure: n counts IN, d counts IN and OUT."""

    IN = "in"
    OUT = "out"
    EXCLUDED = "excluded"


@dataclass(frozen=True)
class Reason:
    """Why somebody stands where they do: `words` in a list, and a condition over the row of the day.

    `to_mend`: what is missing in the record, in words that follow "3 people", where that decided.
    """

    code: str
    state: State
    words: str
    holds: Q
    to_mend: str = ""


@dataclass(frozen=True)
class Measure:
    """`in_words` and `out_words` follow "94 people"; `target` names the policy; nobody `younger` than that is asked."""

    code: str
    version: int
    name: str
    in_words: str
    out_words: str
    target: str
    youngest: int
    definition: str
    reasons: tuple[Reason, ...]
    better: Better = "higher"

    @property
    def among(self) -> Q:
        """Who is asked about, the denominator, among people annotated with `why`."""
        return self.decided(State.IN, State.OUT)

    @property
    def counts(self) -> Q:
        """For whom of them it is so: the numerator."""
        return self.decided(State.IN)

    def decided(self, *states: State) -> Q:
        return Q(why__in=[reason.code for reason in self.reasons if reason.state in states])

    def heading(self, state: State, many: int) -> str:
        """ "6 people not known to be in a suitable home"."""
        said = {State.IN: self.in_words, State.OUT: self.out_words, State.EXCLUDED: "left out of the figure"}
        return f"{amount(many, 'person', 'people')} {said[state]}"

    def reason(self, code: str) -> Reason:
        """KeyError for a code that this version of the measure does not know."""
        return next((reason for reason in self.reasons if reason.code == code), None) or _unknown(code)

    def why(self) -> Case:
        """The code of the reason that decides, as an expression over the row of the day."""
        first, *rest = (When(reason.holds, then=Value(reason.code)) for reason in self.reasons)
        return Case(first, *rest, output_field=CharField())


def _unknown(code: str) -> Reason:
    raise KeyError(code)


def _excluded(code: str, words: str, holds: Q, to_mend: str = "") -> Reason:
    return Reason(code, State.EXCLUDED, words, holds, to_mend)


def _in(code: str, words: str, holds: Q) -> Reason:
    return Reason(code, State.IN, words, holds)


def _out(code: str, words: str, holds: Q, to_mend: str = "") -> Reason:
    return Reason(code, State.OUT, words, holds, to_mend)


ALL_ELSE = ~Q(pk__in=[])

DIED = _excluded("died", "Has died", Q(has_died=True))
NO_STATUS = _excluded("no_status", "Legal status not worked out", Q(standing__status=None), "without a legal status")
# As DfE's published figures leave them out: never looked after for 13 weeks, home for six months, adopted, care
# transferred to another authority. What each of them is stands in their legal status.
NOT_CARE_LEAVERS = (
    DIED,
    NO_STATUS,
    _excluded("returned_home", "Went home to family for six months or more", Q(standing__returned_home=True)),
    _excluded(
        "qualifying",
        "Qualifies for advice and assistance, but is not a former relevant child",
        Q(standing__status=law.PERSON_QUALIFYING),
    ),
    _excluded(
        "not_care_leaver",
        "Is not a former relevant child of this authority",
        ~Q(standing__status=law.FORMER_RELEVANT_CHILD),
    ),
)

ACCOM_SUITABLE = Measure(
    code="ACCOM_SUITABLE",
    version=1,
    name="In suitable homes",
    in_words="in suitable homes",
    out_words="not known to be in a suitable home",
    target="target_suitable",
    youngest=18,
    definition="Former relevant children whose home on the day is suitable, of all but those gone abroad, deported or "
    "living where nobody knows. Somebody with no home recorded counts among all. Custody and no fixed abode never "
    "count as suitable.",
    reasons=(
        *NOT_CARE_LEAVERS,
        _excluded("gone_abroad", "Gone abroad", Q(home__kind="G")),
        _excluded("deported", "Deported", Q(home__kind="H")),
        _excluded("residence_not_known", "Residence not known", Q(home__kind="R")),
        _out("no_home", "No home recorded", Q(home__kind=None), "with no home recorded"),
        _out("custody", "In custody, which never counts as suitable", Q(home__kind="X")),
        _out("no_fixed_abode", "No fixed abode, which never counts as suitable", Q(home__kind="S")),
        _in(
            "suitable",
            "In a suitable home",
            Q(home__is_suitable=True) & ~Q(home__kind__in=Home.NEVER_SUITABLE),
        ),
        _out("unsuitable", "In a home that is not suitable", ALL_ELSE),
    ),
)

EET = Measure(
    code="EET",
    version=1,
    name="In education or work",
    in_words="in education, employment or training",
    out_words="not known to be in education, employment or training",
    target="target_eet",
    youngest=18,
    definition="Former relevant children in education, employment or training on the day, full or part time, of all. "
    "Somebody whose activity is not known counts among all.",
    reasons=(
        *NOT_CARE_LEAVERS,
        _in("in_eet", "In education, employment or training", Q(occupation__code__in=Occupation.IN_EET)),
        _out("no_occupation", "Nothing recorded", Q(occupation__code=None), "with no activity recorded"),
        _out("not_known", "Activity not known", Q(occupation__code="0"), "whose activity is not known"),
        _out("illness", "Not in work or education: illness or disability", Q(occupation__code="G4")),
        _out("parenting", "Not in work or education: pregnancy or parenting", Q(occupation__code="G6")),
        _out("neet", "Not in work or education: other reasons", Q(occupation__code="G5")),
        _out("old_code", "Recorded under a code DfE no longer uses", ALL_ELSE, "with an activity code no longer used"),
    ),
)

IN_TOUCH_8W = Measure(
    code="IN_TOUCH_8W",
    version=1,
    name="In touch",
    in_words="in touch",
    out_words="not spoken with lately",
    target="target_in_touch",
    youngest=18,
    definition="People open to the service on the day, former relevant or qualifying, with whom we spoke in the weeks "
    "before that the authority has set (eight, unless it chose others). Word from somebody else does not count.",
    reasons=(
        DIED,
        _excluded("not_open", "Not open to the service", Q(opened__starts_on=None)),
        NO_STATUS,
        _excluded(
            "no_leaving_care_status",
            "Has no leaving care status with this authority",
            ~Q(standing__status__in=[law.FORMER_RELEVANT_CHILD, law.PERSON_QUALIFYING]),
        ),
        _in("spoke", "We spoke with them in time", Q(spoke=True)),
        _out("never_spoke", "No contact with them is recorded", Q(ever_spoke=False), "with no contact recorded"),
        _out("silent", "Not spoken with in time", ALL_ELSE),
    ),
)

OWED_A_PLAN = Q(standing__status__in=[law.ELIGIBLE_CHILD, law.RELEVANT_CHILD]) | Q(
    standing__status=law.FORMER_RELEVANT_CHILD,
    standing__band__in=[band for band in law.BANDS[law.FORMER_RELEVANT_CHILD] if band != law.NOT_ASKED],
)
PP_IN_DATE = Measure(
    code="PP_IN_DATE",
    version=1,
    name="Plans in date",
    in_words="with a pathway plan in date",
    out_words="without a pathway plan in date",
    target="target_plans",
    youngest=16,
    definition="People owed a pathway plan (eligible and relevant children, former relevant children until 21, and "
    "later those who asked for support or are in education) whose authorised plan was authorised or reviewed in the "
    "six months before the day: three months in a home we provide (CLR reg 7(3)).",
    reasons=(
        DIED,
        NO_STATUS,
        _excluded(
            "not_asked",
            "21 or over, and has not asked for support",
            Q(standing__status=law.FORMER_RELEVANT_CHILD, standing__band=law.NOT_ASKED),
        ),
        _excluded("not_owed", "Is not owed a pathway plan", ~OWED_A_PLAN),
        _out("no_plan", "No authorised plan", Q(has_plan=False)),
        _in(
            "in_date_3",
            "Plan authorised or reviewed in the last 3 months",
            Q(home__provided_by_authority=True, planned_in_3_months=True),
        ),
        _out(
            "late_3",
            "Lives in a home we provide, and no review in the last 3 months",
            Q(home__provided_by_authority=True),
        ),
        _in("in_date", "Plan authorised or reviewed in the last 6 months", Q(planned_in_6_months=True)),
        _out("late", "No review in the last 6 months", ALL_ELSE),
    ),
)

MEASURES = {measure.code: measure for measure in (ACCOM_SUITABLE, EET, IN_TOUCH_8W, PP_IN_DATE)}
