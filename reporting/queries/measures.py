"""What each figure means: the one definition that tile, list, export and frozen quarter read.

To add a measure, write it below and put it into MEASURES: its target becomes a setting, and every page shows it.

A measure is a short list of reasons. The first whose condition fits a person decides: they are left out of the figure
(`excluded`), or counted: the measure is met (`met`, the numerator) or not (`not_met`). Conditions are about one row of
`reporting.queries.figures.as_at(day)`, and the database evaluates them. A change of meaning raises `version`: what was
frozen under the former one stays as it was.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from django.db.models import Case, CharField, IntegerField, Q, Value, When

from careleavers.rules.code_sets import IN_EET, NEVER_SUITABLE, Activity, Band, HomeKind, Status
from careleavers.rules.policies import TARGETS, Policy
from careleavers.rules.words import amount
from pathways.rules.plan_status import PlanState
from reporting.queries import evidence
from reporting.queries.evidence import Evidence
from reporting.rules.measure_states import MeasureState
from reporting.rules.statistics import Better
from reporting.rules.targets import stretch_of


@dataclass(frozen=True)
class MeasureReason:
    """Why a measure says what it says of somebody: `words` in a list, and a condition over the row of the day.

    `to_fix`: what is missing in the record, in words that follow "3 people", where that decided.
    """

    code: str
    state: MeasureState
    words: str
    condition: Q
    to_fix: str = ""


@dataclass(frozen=True)
class Measure:
    """`met_words` and `not_met_words` follow "94 people"; nobody younger than `youngest` is asked about.

    `target` is a setting, in percent. `terms` are the keys of the settings it is counted by, and `terms_words` says
    them beside the name ("in the last {keep_in_touch_weeks} weeks"). `evidence` says in a few words what the record
    shows.
    """

    code: str
    version: int
    name: str
    met_words: str
    not_met_words: str
    target: Policy
    youngest: int
    definition: str
    evidence: Evidence
    reasons: tuple[MeasureReason, ...]
    better: Better = "higher"
    terms: tuple[str, ...] = ()
    terms_words: str = ""

    @property
    def stretch(self) -> Policy:
        return stretch_of(self.target)

    def terms_on(self, policies: Mapping[str, Any]) -> dict[str, Any]:
        """What its terms were under these policies."""
        return {key: policies[key] for key in self.terms}

    def in_words(self, terms: Mapping[str, Any]) -> str:
        """The terms in words, "" where there are none, or none were kept."""
        return self.terms_words.format(**terms) if terms else ""

    def heading(self, state: MeasureState, many: int) -> str:
        """ "6 people not known to be in a suitable home"."""
        said = {
            MeasureState.MET: self.met_words,
            MeasureState.NOT_MET: self.not_met_words,
            MeasureState.EXCLUDED: "left out of the figure",
        }
        return f"{amount(many, 'person', 'people')} {said[state]}"

    def reason(self, code: str) -> MeasureReason:
        """KeyError for a code that this version of the measure does not know."""
        return {reason.code: reason for reason in self.reasons}[code]

    def words_of(self, code: str) -> str:
        """A reason in words; the code itself where a former version of the measure had it and this one has not."""
        return next((reason.words for reason in self.reasons if reason.code == code), code)

    def why(self) -> Case:
        """The code of the reason that decides, as an expression over the row of the day."""
        first, *rest = (When(reason.condition, then=Value(reason.code)) for reason in self.reasons)
        return Case(first, *rest, output_field=CharField())

    @property
    def asks_of_the_day(self) -> set[str]:
        """The terms of `as_at` that its reasons name, without what follows a join."""
        return {name.partition("__")[0] for reason in self.reasons for name in named_in(reason.condition)}

    def place(self) -> Case:
        """Where the reason that decides is in a list: the position of its state. Not by way of `why`, which the
        database would work out again for each reason."""
        first, *rest = (When(reason.condition, then=Value(reason.state.position)) for reason in self.reasons)
        return Case(first, *rest, output_field=IntegerField())


def named_in(condition: Q) -> Iterator[str]:
    """The left side of each comparison."""
    for each in condition.children:
        if isinstance(each, Q):
            yield from named_in(each)
        else:
            yield each[0]  # type: ignore[index]


def _target(key: str, label: str, default: int) -> Policy:
    """A setting of the authority, in percent."""
    return Policy(key, TARGETS, label, "percentage", default, maximum=100)


def _excluded(code: str, words: str, condition: Q, to_fix: str = "") -> MeasureReason:
    return MeasureReason(code, MeasureState.EXCLUDED, words, condition, to_fix)


def _met(code: str, words: str, condition: Q) -> MeasureReason:
    return MeasureReason(code, MeasureState.MET, words, condition)


def _not_met(code: str, words: str, condition: Q, to_fix: str = "") -> MeasureReason:
    return MeasureReason(code, MeasureState.NOT_MET, words, condition, to_fix)


ALL_ELSE = ~Q(pk__in=[])

DIED = _excluded("died", "Has died", Q(has_died=True))
NO_STATUS = _excluded(
    "no_status", "Legal status not worked out", Q(status_period__status=None), "without a legal status"
)
# As DfE's published figures leave them out: never looked after for 13 weeks, home for six months, adopted, care
# transferred to another authority. Their legal status says which of these they are.
NOT_CARE_LEAVERS = (
    DIED,
    NO_STATUS,
    _excluded("returned_home", "Went home to family for six months or more", Q(status_period__returned_home=True)),
    _excluded(
        "qualifying",
        "Qualifies for advice and assistance, but is not a former relevant child",
        Q(status_period__status=Status.PERSON_QUALIFYING),
    ),
    _excluded(
        "not_care_leaver",
        "Is not a former relevant child of this authority",
        ~Q(status_period__status=Status.FORMER_RELEVANT_CHILD),
    ),
)

ACCOM_SUITABLE = Measure(
    code="ACCOM_SUITABLE",
    version=1,
    name="In suitable homes",
    met_words="in suitable homes",
    not_met_words="not known to be in a suitable home",
    target=_target("target_suitable", "In suitable accommodation", 95),
    evidence=evidence.homes,
    youngest=18,
    definition="Former relevant children whose home on the day is suitable, of all but those gone abroad, deported or "
    "living where nobody knows. Somebody with no home recorded counts among all. Custody and no fixed abode never "
    "count as suitable.",
    reasons=(
        *NOT_CARE_LEAVERS,
        _excluded("gone_abroad", "Gone abroad", Q(home__kind=HomeKind.GONE_ABROAD)),
        _excluded("deported", "Deported", Q(home__kind=HomeKind.DEPORTED)),
        _excluded("residence_not_known", "Residence not known", Q(home__kind=HomeKind.RESIDENCE_NOT_KNOWN)),
        _not_met("no_home", "No home recorded", Q(home__kind=None), "with no home recorded"),
        _not_met("custody", "In custody, which never counts as suitable", Q(home__kind=HomeKind.CUSTODY)),
        _not_met(
            "no_fixed_abode", "No fixed abode, which never counts as suitable", Q(home__kind=HomeKind.NO_FIXED_ABODE)
        ),
        _met(
            "suitable",
            "In a suitable home",
            Q(home_suits=True) & ~Q(home__kind__in=NEVER_SUITABLE),
        ),
        _not_met("unsuitable", "In a home that is not suitable", ALL_ELSE),
    ),
)

EET = Measure(
    code="EET",
    version=1,
    name="In education or work",
    met_words="in education, employment or training",
    not_met_words="not known to be in education, employment or training",
    target=_target("target_eet", "In education, employment or training", 70),
    evidence=evidence.occupations,
    youngest=18,
    definition="Former relevant children in education, employment or training on the day, full or part time, of all. "
    "Somebody whose activity is not known counts among all.",
    reasons=(
        *NOT_CARE_LEAVERS,
        _met("in_eet", "In education, employment or training", Q(occupation__code__in=IN_EET)),
        _not_met("no_occupation", "Nothing recorded", Q(occupation__code=None), "with no activity recorded"),
        _not_met(
            "not_known", "Activity not known", Q(occupation__code=Activity.NOT_KNOWN), "whose activity is not known"
        ),
        _not_met(
            "illness",
            "Not in work or education: illness or disability",
            Q(occupation__code=Activity.ILLNESS_OR_DISABILITY),
        ),
        _not_met(
            "parenting", "Not in work or education: pregnancy or parenting", Q(occupation__code=Activity.PARENTING)
        ),
        _not_met("neet", "Not in work or education: other reasons", Q(occupation__code=Activity.NOT_IN_EET)),
        _not_met(
            "old_code", "Recorded under a code DfE no longer uses", ALL_ELSE, "with an activity code no longer used"
        ),
    ),
)

IN_TOUCH_8W = Measure(
    code="IN_TOUCH_8W",
    version=1,
    name="In touch",
    met_words="in touch",
    not_met_words="not spoken with lately",
    target=_target("target_in_touch", "In touch", 95),
    evidence=evidence.contacts,
    terms=("keep_in_touch_weeks",),
    terms_words="in the last {keep_in_touch_weeks} weeks",
    youngest=18,
    definition="People open to the service on the day, former relevant or qualifying, with whom we spoke in the weeks "
    "before that the authority has set (eight, unless it chose others). Word from somebody else does not count. The "
    "duty “Contact” on Today goes by the same contacts and weeks, but is owed only to former relevant children until "
    "21 and to those who receive support after that, and first that many weeks after it began to be owed.",
    reasons=(
        DIED,
        _excluded("not_open", "Not open to the service", Q(opened__starts_on=None)),
        NO_STATUS,
        _excluded(
            "no_leaving_care_status",
            "Has no leaving care status with this authority",
            ~Q(status_period__status__in=[Status.FORMER_RELEVANT_CHILD, Status.PERSON_QUALIFYING]),
        ),
        _met("spoke", "We spoke with them in time", Q(spoke=True)),
        _not_met("never_spoke", "No contact with them is recorded", Q(ever_spoke=False), "with no contact recorded"),
        _not_met(
            "not_owed",
            "Not spoken with in time; no contact is owed to them by a day",
            Q(status_period__status=Status.PERSON_QUALIFYING) | Q(status_period__band=Band.NOT_ASKED),
        ),
        _not_met("silent", "Not spoken with in time", ALL_ELSE),
    ),
)

PP_IN_DATE = Measure(
    code="PP_IN_DATE",
    version=2,
    name="Plans in date",
    met_words="with a pathway plan in date",
    not_met_words="without a pathway plan in date",
    target=_target("target_plans", "Pathway plans in date", 100),
    evidence=evidence.plans,
    youngest=16,
    definition="People owed a pathway plan (eligible and relevant children, former relevant children until 21, and "
    "later those who asked for support or are in education) with an authorised plan of which no review is overdue: "
    "within six months (CLR reg 7(2)); in a home we provide to somebody who has left care, also once 28 days there are "
    "over, and then within three months (CLR reg 7(3)). Writing another version is no review.",
    reasons=(
        DIED,
        NO_STATUS,
        _excluded(
            "not_asked",
            "21 or over, and has not asked for support",
            Q(status_period__status=Status.FORMER_RELEVANT_CHILD, status_period__band=Band.NOT_ASKED),
        ),
        _excluded("not_owed", "Is not owed a pathway plan", Q(plan_status__state=None)),
        _not_met("no_plan", "No authorised plan", Q(plan_status__state=PlanState.NO_PLAN)),
        _met("in_date", "Authorised, and no review of it is overdue", Q(plan_status__state=PlanState.IN_DATE)),
        _not_met(
            "late_after_move",
            "Not reviewed after 28 days in a home we provide",
            Q(plan_status__duty_code="plan_review_after_move"),
        ),
        _not_met(
            "late_3",
            "Lives in a home we provide, and not reviewed again in time: within three months",
            Q(plan_status__duty_code="plan_review_3_month"),
        ),
        _not_met("late", "No review within six months", ALL_ELSE),
    ),
)

MEASURES = {measure.code: measure for measure in (ACCOM_SUITABLE, EET, IN_TOUCH_8W, PP_IN_DATE)}
