"""The clocks that only an event can start: requests, complaints, moves, custody's end, and the social worker's own."""

from datetime import date, timedelta
from functools import partial

from careleavers.rules.clocks import Basis, DutyKind, FactsOn
from careleavers.rules.clocks.known import DutyGroup
from careleavers.rules.complaints import STAGE_WORDS, TIME_LIMITS, ComplaintStage, stage_due_on
from careleavers.rules.dates import add_months
from pathways.rules.clocks.events import EventRule, days_after, event_clock, months_after, working_days_after


def soon_after_sixteen(known: FactsOn, day: date) -> date:
    return max(day, known.birthday(16)) + timedelta(days=known.settings.as_soon_as_possible_days)


def at_eighteen(known: FactsOn, day: date) -> date:
    return known.birthday(18)


def _stage_due(stage: ComplaintStage, extended: bool, known: FactsOn, day: date) -> date:
    return stage_due_on(stage, day, extended=extended)


CHILDRENS_SYSTEM = "The child's social worker keeps this one; it runs here only where its event is given. "

EVENT_CLOCKS = (
    event_clock(
        "custody_release_review",
        "Vol 3 6.41 (good practice; for a relevant child leaving it out is exceptional)",
        "relevant and former relevant children in custody",
        "1 month before the release",
        "personal adviser; youth justice or probation",
        EventRule(
            what="release",
            due=months_after(-1),
            why="They are to be released on {}: review the plan at least a month before.",
            owed=DutyGroup.LEFT_CARE,
            ahead=True,
        ),
        kind=DutyKind.LOCAL,
        basis=Basis.GUIDANCE,
    ),
    event_clock(
        "custody_release_home",
        "local practice; release without a home: Vol 3 6.41, 7.9",
        "relevant and former relevant children in custody who have nowhere to live on release",
        "90 days before the release",
        "personal adviser; team manager",
        EventRule(
            what="release_without_home",
            due=days_after(-90),
            why="They are to be released on {}, and where they will live is not settled.",
            owed=DutyGroup.LEFT_CARE,
            ahead=True,
        ),
        kind=DutyKind.LOCAL,
        basis=Basis.LOCAL,
    ),
    event_clock(
        "custody_release_facts",
        "Vol 3 6.44 (ideally)",
        "relevant and former relevant children in custody",
        "14 days before the release",
        "personal adviser",
        EventRule(
            what="release",
            due=days_after(-14),
            why="They are to be released on {}: 14 days before, say who collects them, where they live and who helps.",
            owed=DutyGroup.LEFT_CARE,
            ahead=True,
        ),
        kind=DutyKind.LOCAL,
        basis=Basis.GUIDANCE,
    ),
    event_clock(
        "adult_services_referral",
        "Vol 3 6.9 (good practice, as early as possible from 16), 6.10, 6.18",
        "young people who are likely to need adult services",
        "as_soon_as_possible_days after the 16th birthday, or after the day the need is known if later",
        "social worker; adult services",
        EventRule(
            what="adult_services_needed",
            due=soon_after_sixteen,
            why="On {} it was found that they are likely to need adult services: refer as early as possible from 16.",
        ),
        kind=DutyKind.LOCAL,
        settings=("as_soon_as_possible_days",),
        basis=Basis.GUIDANCE,
    ),
    event_clock(
        "he_plan_before_18",
        "Vol 3 5.7 (well in advance)",
        "young people who mean to go to university",
        "the 18th birthday",
        "personal adviser; virtual school head",
        EventRule(
            what="higher_education_intended",
            due=at_eighteen,
            why="On {} they said that they mean to go to university: agree before 18 where they will live.",
        ),
        basis=Basis.GUIDANCE,
    ),
    event_clock(
        "he_bursary_payment",
        "HEB reg 4",
        "former relevant children who start higher education",
        "4 weeks after the start of year 1; the last instalment before the final year ends, or 4 weeks after the start"
        " of year 4, whichever is earlier",
        "personal adviser; finance",
        EventRule(
            what="higher_education_started",
            due=days_after(28),
            why="Their course started on {}: pay the bursary or its first instalment within 4 weeks.",
        ),
        EventRule(
            what="higher_education_year_4_started",
            met_with="higher_education_final_year_ends",
            due=days_after(28),
            why="Year 4 of their course started on {}: pay the last instalment within 4 weeks.",
        ),
        EventRule(
            what="higher_education_final_year_ends",
            met_with="higher_education_year_4_started",
            due=lambda known, day: day - timedelta(days=1),
            why="Their final year ends on {}: pay the last instalment before that.",
            ahead=True,
        ),
    ),
    event_clock(
        "hc2_certificate",
        "Vol 3 D.11-D.20",
        "young people of 16 or 17 who are supported and not in full-time education",
        "at once",
        "personal adviser",
        EventRule(
            what="support_decided", due=days_after(0), why="Support was decided on {}: give them form HC1 at once."
        ),
        basis=Basis.GUIDANCE,
    ),
    event_clock(
        "leave_advice",
        "local practice; legal advice: Vol 3 6.23-6.26",
        "young people with leave to remain that runs out",
        "6 months before the last day of the leave",
        "personal adviser; immigration solicitor",
        EventRule(
            what="leave_to_remain_ends",
            due=months_after(-6),
            why="Their leave to remain ends on {}: see a solicitor about what comes next.",
            ahead=True,
        ),
        kind=DutyKind.LOCAL,
        basis=Basis.LOCAL,
    ),
    event_clock(
        "leave_application",
        "local practice; the application itself: Vol 3 6.24-6.26",
        "young people with leave to remain that runs out",
        "3 months before the last day of the leave",
        "personal adviser; immigration solicitor",
        EventRule(
            what="leave_to_remain_ends",
            due=months_after(-3),
            why="Their leave to remain ends on {}: apply to extend or settle it before then.",
            ahead=True,
        ),
        kind=DutyKind.LOCAL,
        basis=Basis.LOCAL,
    ),
    event_clock(
        "leave_extension",
        "Vol 3 6.24-6.26",
        "young people with leave to remain that runs out, often at 17½",
        "the day the leave runs out",
        "personal adviser; immigration solicitor",
        EventRule(
            what="leave_to_remain_ends",
            due=days_after(0),
            why="Their leave to remain ends on {}: apply to extend it before then.",
            ahead=True,
        ),
        unsettled="The guidance is older than today's immigration rules: check them.",
        basis=Basis.GUIDANCE,
    ),
    event_clock(
        "leave_care_approval_16_17",
        "reg 39(2)-(6) SI 2010/959",
        "looked-after children of 16 or 17 who are not on a care order",
        "before the day they are to stop being looked after",
        "director of children's services, who approves",
        EventRule(
            what="leaving_care_at_16_or_17",
            due=days_after(-1),
            why="They are to stop being looked after on {}: the director of children's services approves first.",
            owed=DutyGroup.LOOKED_AFTER,
            ahead=True,
        ),
    ),
    event_clock(
        "leave_care_approval",
        "reg 39(4) SI 2010/959",
        "children looked after for at least 20 working days",
        "before the day they are to stop being looked after",
        "nominated officer, who approves",
        EventRule(
            what="leaving_care",
            due=days_after(-1),
            why="They are to stop being looked after on {}: the nominated officer approves first.",
            owed=DutyGroup.LOOKED_AFTER,
            ahead=True,
        ),
    ),
    event_clock(
        "sw_statutory_visit",
        "reg 28 SI 2010/959",
        "looked-after children in placement",
        "1 week after the placement starts; then 6 weeks after each visit",
        "social worker",
        EventRule(
            what="placement_started",
            due=days_after(7),
            why="The placement started on {}: the social worker visits within a week.",
            owed=DutyGroup.LOOKED_AFTER,
            again=lambda position, day: day + timedelta(weeks=6),
        ),
        unsettled=CHILDRENS_SYSTEM
        + "A placement meant to last to 18 may be visited every three months after its first year; placements with "
        "parents and temporary ones have other rules.",
    ),
    event_clock(
        "la_review",
        "reg 33 SI 2010/959",
        "looked-after children",
        "20 working days after becoming looked after; then 3 months; then every 6 months",
        "independent reviewing officer; social worker",
        EventRule(
            what="became_looked_after",
            due=working_days_after(20),
            why="They became looked after on {}: first review within 20 working days.",
            owed=DutyGroup.LOOKED_AFTER,
            again=lambda position, day: add_months(day, 6 if position else 3),
        ),
        unsettled=CHILDRENS_SYSTEM + "Its intervals are from knowledge: check reg 33.",
    ),
    event_clock(
        "health_assessment",
        "reg 7 SI 2010/959",
        "looked-after children of 5 and over",
        "12 months after the last one",
        "social worker; looked-after children's nurse",
        EventRule(
            what="health_assessed",
            due=months_after(12),
            why="The last health assessment was on {}.",
            owed=DutyGroup.LOOKED_AFTER,
            again=lambda position, day: add_months(day, 12),
            event_is_done=True,
        ),
        unsettled=CHILDRENS_SYSTEM + "Its interval is from knowledge: check reg 7.",
    ),
    event_clock(
        "records_ack",
        "Vol 3 4.33-4.34",
        "people who were looked after, of any age",
        "10 working days after the request",
        "access to records team",
        EventRule(
            what="records_requested",
            due=working_days_after(10),
            why="They asked for their records on {}: say within ten working days whether they exist and what is next.",
        ),
        basis=Basis.GUIDANCE,
    ),
    event_clock(
        "sar_response",
        "UK GDPR art 12(3); Vol 3 4.33",
        "anybody who asks for their data",
        "1 month after the request; 3 months where it is complex and they were told so within the first",
        "access to records team; data protection officer",
        EventRule(
            what="subject_access_requested",
            due=months_after(1),
            why="They asked for their data on {}: answer within one month.",
        ),
        EventRule(
            what="complex_subject_access_requested",
            due=months_after(3),
            why="They made a complex request for their data on {}: answer within three months.",
        ),
    ),
    event_clock(
        "iro_review_before_move",
        "CA 1989 s22D; Vol 3 1.9, 1.11",
        "looked-after children who are to move to accommodation that Ofsted does not inspect",
        "before the day of the move",
        "independent reviewing officer, who chairs it; social worker",
        EventRule(
            what="unregulated_move_planned",
            due=days_after(-1),
            why="They are to move to accommodation that Ofsted does not inspect on {}: the reviewing officer chairs a"
            " review of the care plan first.",
            owed=DutyGroup.LOOKED_AFTER,
            ahead=True,
        ),
        unsettled=CHILDRENS_SYSTEM + "Section 22D was not read: its words are those of Vol 3.",
    ),
    event_clock(
        "suitability_check_before_move",
        "CLR reg 9(2); Vol 3 3.9, 7.16",
        "eligible, relevant and former relevant children who are to move",
        "before the day of the move",
        "personal adviser; team manager",
        EventRule(
            what="move_planned",
            due=days_after(-1),
            why="They are to move on {}: check before then that the place is suitable for them.",
            owed=DutyGroup.LEAVING_CARE,
            ahead=True,
        ),
        basis=Basis.GUIDANCE,
    ),
    event_clock(
        "advocacy_offer",
        "SI 2004/719 reg 4; Vol 3 9.7",
        "anybody who complains, or means to",
        "at once",
        "complaints officer; personal adviser",
        EventRule(
            what="complaint_made",
            due=days_after(0),
            why="They complained on {}: tell them about advocacy and offer help to find an advocate.",
        ),
        EventRule(
            what="complaint_intended",
            due=days_after(0),
            why="On {} it became known that they mean to complain: tell them about advocacy and offer help to find an"
            " advocate.",
        ),
    ),
    event_clock(
        "complaint_informal",
        "Vol 3 9.5-9.6",
        "anybody who complains",
        "14 days after the complaint",
        "complaints officer",
        EventRule(
            what="complaint_made",
            due=days_after(14),
            why="They complained on {}: try to put it right informally within 14 days.",
        ),
        basis=Basis.GUIDANCE,
    ),
    event_clock(
        "complaint_formal",
        "SI 2006/1738 regs 14, 17, 19(4) and 20",
        "anybody whose complaint could not be settled informally",
        "the last day of the stage: 10 working days for local resolution (20 where it is extended), 25 for the "
        "investigation (65), 30 for the meeting of the review panel, 15 for the response to it",
        "complaints officer",
        *(
            EventRule(
                what=f"{stage.value}{'_extended' if extended else ''}_began",
                due=partial(_stage_due, stage, extended),
                why=f"“{STAGE_WORDS[stage]}” of their complaint began on {{}}: answer it in time.",
            )
            for stage in list(ComplaintStage)[1:]
            for extended in ((False, True) if TIME_LIMITS[stage].longest else (False,))
        ),
        unsettled="Whether the regulations have been amended since they were made was not checked.",
    ),
    event_clock(
        "document_renewal",
        "local practice; identity documents: Vol 3 8.9, Figure 1",
        "anybody with a passport or another key document that runs out",
        "document_renewal_weeks before the last day on which it can be used",
        "personal adviser",
        EventRule(
            what="document_ends",
            due=lambda known, day: day - timedelta(weeks=known.settings.document_renewal_weeks),
            why="A key document of theirs can be used until {}: renew it in time.",
            ahead=True,
        ),
        kind=DutyKind.LOCAL,
        basis=Basis.LOCAL,
        settings=("document_renewal_weeks",),
    ),
)
