"""What must be in place by an age: preparation for 16, 17½, 18 and 21, and the six months at home."""

from datetime import date, timedelta

from careleavers.rules.clocks import Age, Basis, Clock, Cycle, DutyKind, FactsOn
from careleavers.rules.clocks.cycles import single_cycle
from careleavers.rules.clocks.known import DutyGroup, contains, earlier, unbroken
from careleavers.rules.code_sets import HomeKind
from careleavers.rules.dates import Period, add_months

NATIONAL_INSURANCE_AGE = Age(15, 9)
MONTHS_AT_HOME = 6
LONG_AGO = date.min


def attained(known: FactsOn, age: Age) -> date:
    """The day on which an age in years and months is attained."""
    return add_months(known.birthday(age.years), age.months)


def by_age(known: FactsOn, code: str, age: Age, spans: list[Period], days_up_to: date | None, why: str) -> list[Cycle]:
    """One run from the first span: due at the age, or on its first day where that came later.

    Whoever is an eligible child on the 16th birthday was looked after for 13 weeks before: what falls due in those
    weeks keeps its day, although the time before 16 may not be given.
    """
    if not spans:
        return []
    due_on = attained(known, age)
    start = spans[0].start
    if start != known.birthday(16):
        due_on = max(due_on, start)
    return [single_cycle(min(start, due_on), due_on, known.done(code), days_up_to, why, due_on, counts_from=LONG_AGO)]


def until_end_of_last(spans: list[Period]) -> date | None:
    return spans[-1].end if spans else None


def national_insurance(known: FactsOn) -> list[Cycle]:
    spans = known.spans(DutyGroup.LOOKED_AFTER)
    why = "A looked-after child's National Insurance number is asked for at 15 years 9 months, or once in care: by {}."
    ended_on = until_end_of_last(known.spans(DutyGroup.ANY))
    return by_age(known, "ni_number", NATIONAL_INSURANCE_AGE, spans, ended_on, why)


def independence_skills(known: FactsOn) -> list[Cycle]:
    spans = known.spans(DutyGroup.LOOKED_AFTER)
    why = "The skills for living independently are to be worked through by {}."
    ended_on = until_end_of_last(known.spans(DutyGroup.ANY))
    return by_age(known, "independence_skills", known.settings.skills_age, spans, ended_on, why)


def housing_application(known: FactsOn) -> list[Cycle]:
    spans = known.spans(DutyGroup.ELIGIBLE | DutyGroup.RELEVANT)
    why = "A housing application is to be in by {}."
    ended_on = until_end_of_last(known.spans(DutyGroup.LEAVING_CARE))
    return by_age(known, "housing_application", known.settings.housing_application_age, spans, ended_on, why)


def staying_put_talk(known: FactsOn) -> list[Cycle]:
    """A run for each time with foster carers. A talk while they lived with others is not taken for the next."""
    why = (
        "They came to live with foster carers on {}: talk about staying put, and give information at 16 at the latest."
    )
    eighteen, cycles, after = known.birthday(18), [], LONG_AGO
    for start, end in known.periods(known.facts.fostered):
        if start < eighteen:
            due_on, ended_on = max(start, known.birthday(16)), earlier(end, known.seen_end(eighteen))
            done = known.done("staying_put_talk", start)
            cycles.append(single_cycle(start, due_on, done, ended_on, why, start, counts_from=after))
            after = end or after
    return cycles


def staying_put_monitoring(known: FactsOn) -> list[Cycle]:
    """A run for each arrangement. An agreement made before one has ended is not taken for the next."""
    why = "They live with their former foster carers from {}: agree in writing on living together before that day."
    records = known.records_of("staying_put_monitoring")
    cycles, after = [], LONG_AGO
    for start, end in unbroken(known, HomeKind.FORMER_FOSTER_CARER, DutyGroup.FORMER_RELEVANT):
        done = [each.on for each in records if each.event_on == start or (each.event_on is None and each.on >= after)]
        cycles.append(single_cycle(start, start, done, end, why, start, counts_from=LONG_AGO))
        after = end or after
    return cycles


def six_months_at_home(known: FactsOn) -> list[Cycle]:
    """Owed where a relevant child is at home; it does not end when six months take that status away."""
    cycles = []
    for start, end in known.periods(known.facts.at_home):
        due_on = add_months(start, MONTHS_AT_HOME)
        relevant = next((span for span in known.spans(DutyGroup.RELEVANT) if span.start < due_on), None)
        if relevant is None or (relevant.end and relevant.end <= start):
            continue
        ends = [day for day in (end, known.seen_end(known.birthday(18))) if day]
        cycles.append(
            single_cycle(
                max(start, relevant.start),
                due_on,
                known.reviewed,
                min(ends, default=None),
                "They have lived at home since {}. Six months are up on {}: review before relevant status is lost.",
                start,
                due_on,
                counts_from=max(add_months(due_on, -1), relevant.start),
            )
        )
    return cycles


def benefit_bridge(known: FactsOn) -> list[Cycle]:
    start = known.birthday(18)
    span = known.span_containing(DutyGroup.FORMER_RELEVANT, start)
    if span is None:
        return []
    why = "They turned 18 on {}: transitional payments last until the first benefit is paid."
    return [single_cycle(start, None, known.done("benefit_bridge"), span.end, why, start)]


def return_to_learning(known: FactsOn) -> list[Cycle]:
    """At 21, and again when a case is closed later."""
    soon = timedelta(days=known.settings.as_soon_as_possible_days)
    starts = sorted({known.birthday(21), *known.happened("case_closed")})
    why = "From {}: say in a letter or leaflet that they may return to education or training, and how to get in touch."
    return [
        single_cycle(start, start + soon, known.done("return_to_learning_info", start), span.end, why, start)
        for start in starts
        if start <= known.on and (span := known.span_containing(DutyGroup.FORMER_RELEVANT, start))
    ]


def exam_year(known: FactsOn) -> list[Cycle]:
    """It is kept by leaving them where they are, so it ends with the academic year and is never overdue."""
    start = known.birthday(18)
    on_course = any(contains(course, start) for course in known.periods(known.facts.education))
    if not on_course or known.span_containing(DutyGroup.FORMER_RELEVANT, start) is None:
        return []
    year = start.year + (start.month >= 9)
    why = "They were on a course when they turned 18 on {}: the authority does not move them before {}."
    ended_on = known.seen_end(date(year, 9, 1))
    return [Cycle(start, None, None, ended_on, (why, start, date(year, 9, 1)))]


MILESTONE_CLOCKS = (
    Clock(
        code="ni_number",
        source="Vol 3 E.8",
        kind=DutyKind.LAW,
        basis=Basis.GUIDANCE,
        applies_to="looked-after children",
        starts="becoming looked after",
        due="15 years and 9 months; for somebody who comes into care later, that day",
        done_when="`done`",
        who_must_know="social worker, who asks HMRC",
        cycles=national_insurance,
    ),
    Clock(
        code="independence_skills",
        source="local practice: a skills checklist by 16",
        kind=DutyKind.LOCAL,
        basis=Basis.LOCAL,
        applies_to="looked-after children",
        starts="becoming looked after",
        due="skills_age; for somebody who comes into care later, that day",
        done_when="`done`",
        who_must_know="social worker; personal adviser",
        cycles=independence_skills,
        settings=("skills_age",),
    ),
    Clock(
        code="housing_application",
        source="local practice: an application for social housing at 17 years and 6 months",
        kind=DutyKind.LOCAL,
        basis=Basis.LOCAL,
        applies_to="eligible and relevant children",
        starts="becoming eligible or relevant",
        due="housing_application_age; for somebody who becomes one later, that day",
        done_when="`done`",
        who_must_know="personal adviser; housing lead",
        cycles=housing_application,
        settings=("housing_application_age",),
    ),
    Clock(
        code="staying_put_talk",
        source="CA 1989 Sch 2 para 19BA; Vol 3 7.27-7.29, 7.52",
        kind=DutyKind.LAW,
        basis=Basis.ACT,
        applies_to="children placed with foster carers",
        starts="the start of the placement",
        due="the 16th birthday; for a later placement, its first day",
        done_when="`done`",
        who_must_know="social worker; fostering service",
        cycles=staying_put_talk,
    ),
    Clock(
        code="staying_put_monitoring",
        source="CA 1989 s23CZA; Vol 3 7.34, 7.42, 7.51",
        kind=DutyKind.LAW,
        basis=Basis.ACT,
        applies_to="former relevant children living with former foster carers (a home of kind Z)",
        starts="the first day of the arrangement",
        due="the same day: the living together agreement comes first. How often it is monitored is local",
        done_when="`done`, which may be earlier",
        who_must_know="personal adviser",
        cycles=staying_put_monitoring,
    ),
    Clock(
        code="home_6m_review",
        source="Vol 3 8.32; CLR reg 3(5)",
        kind=DutyKind.LAW,
        basis=Basis.GUIDANCE,
        applies_to="relevant children who live at home",
        starts="the day they live at home as a relevant child",
        due="6 months after the day they came home",
        done_when="a review no more than a month before that day, or later",
        who_must_know="personal adviser; team manager",
        cycles=six_months_at_home,
        unsettled="No source says how near to the six months the review must be; a month is this table's choice.",
    ),
    Clock(
        code="benefit_bridge",
        source="Vol 3 8.30",
        kind=DutyKind.LAW,
        basis=Basis.GUIDANCE,
        applies_to="former relevant children",
        starts="the 18th birthday",
        due="no day is set: until the first benefit payment",
        done_when="`done`: the day of the first benefit payment, or of knowing that none is needed",
        who_must_know="personal adviser; finance",
        cycles=benefit_bridge,
    ),
    Clock(
        code="return_to_learning_info",
        source="Vol 3 3.53-3.54; no number of days is given",
        kind=DutyKind.LAW,
        basis=Basis.GUIDANCE,
        applies_to="former relevant children",
        starts="the 21st birthday; the event `case_closed`",
        due="as_soon_as_possible_days after that",
        done_when="`done`",
        who_must_know="personal adviser",
        cycles=return_to_learning,
        settings=("as_soon_as_possible_days",),
    ),
    Clock(
        code="no_move_exam_year",
        source="Vol 3 5.6",
        kind=DutyKind.LAW,
        basis=Basis.GUIDANCE,
        applies_to="former relevant children on a course on their 18th birthday",
        starts="the 18th birthday",
        due="no day is set: it is kept until the academic year ends on 31 August",
        done_when="nothing: it ends",
        who_must_know="personal adviser; commissioning",
        cycles=exam_year,
    ),
)
