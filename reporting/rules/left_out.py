"""What the rules leave out, and why: for the document that a council's lawyer signs. Pure."""

from typing import NamedTuple


class LeftOut(NamedTuple):
    """Something that the law or guidance has and these rules have not."""

    what: str
    why: str
    what_to_do: str


LEFT_OUT = (
    LeftOut(
        "Persons qualifying under section 24(2)(b) to (e): privately fostered, in a voluntary home, in hospital or a"
        " residential school for three months",
        "The record holds no such facts.",
        "Decide and record the support outside the computed status.",
    ),
    LeftOut(
        "Help under section 17 that should have been accommodation under section 20",
        "It cannot be seen from episodes of care.",
        "Where the authority accepts it, record the episode with legal status V2.",
    ),
    LeftOut(
        "A disputed age",
        "Only a finished assessment (reason E15, or its day) is a fact here, and is flagged.",
        "Keep the claimed date of birth until the assessment is final.",
    ),
    LeftOut(
        "Schedule 3 of the Nationality, Immigration and Asylum Act 2002: adults without leave to remain",
        "It can stop most support after 18, unless that would breach a Convention right: a human rights assessment of"
        " one person. No rule or flag here knows of it (Vol 3 6.30).",
        "Ask legal services before support is refused, and record the assessment.",
    ),
    LeftOut(
        "Whether a special guardianship order is still in force (s24(1A))",
        "An order is taken to stay in force until 18.",
        "Record a discharge in the case notes and decide.",
    ),
    LeftOut(
        "The review that Vol 3 8.32 expects before six months at home end relevant status",
        "SI 2010/2571 reg 3(5) ends it with the six months; the regulation applies. The clock home_6m_review asks for"
        " the review.",
        "Hold the review in time; a manager may decide the open points about the home.",
    ),
    LeftOut(
        "What a plan must hold (CLR Schedules 1 and 2) and whether a home is suitable (CLR reg 9(2))",
        "People judge these. The plan's sections follow Schedule 1, and suitability is asked with its reasons.",
        "Read the plan before it is authorised.",
    ),
    LeftOut(
        "Whose views are asked in an assessment or a review (CLR regs 4 and 7(4))",
        "They are written down, not tested.",
        "The manager who authorises reads who was asked.",
    ),
    LeftOut(
        "A shorter retention for people who were never looked after, by a schedule of the council's own",
        "Every record is kept as CLR reg 10 and SI 2010/959 reg 50 say, and nothing is deleted by itself.",
        "Two managers decide on each.",
    ),
    LeftOut(
        "What the child's social worker owes (visits, reviews, health assessments)",
        "The children's system keeps it. Its clocks run here only where their events are given.",
        "Use the children's system.",
    ),
    LeftOut(
        "What has been paid of an allowance or a bursary",
        "The record keeps no payments, so that pages and letters say up to how much. Whether more is owed after a level"
        " was raised (level_raised_since) is asked on the command line only, where payments are given. The level in"
        " force on the day of writing is the one that is told.",
        "Finance knows what was paid: ask before a sum is promised.",
    ),
    LeftOut(
        "The chair of a review before a move to accommodation that Ofsted does not inspect (section 22D)",
        "The section itself was not at hand; Vol 3 1.9 and 1.11 say what it asks. The clock iro_review_before_move"
        " follows these, and the children's system knows of the move.",
        "Read section 22D, and hold the review in the children's system.",
    ),
    LeftOut(
        "Section 23CZB(6) to (8), 23B(11) and 24(4), word for word",
        "Vol 3 is silent on the first two and gives the third in 2.7: steps that the authority thinks appropriate, for"
        " the person whom it looked after last. The clocks follow these words.",
        "Read the sections before the intervals here are relied on.",
    ),
    LeftOut("Wales, Scotland and Northern Ireland", "England only.", "Ask the authority that looked after them."),
)
# How rules meet that a reader might think at odds.
PRECEDENCE = (
    "No clock overrides another: each open run is a duty of its own.",
    "Where reg 8(2) asks for visits in accommodation we provide, the visits that Vol 3 3.39 asks for after any move "
    "raise no alert of their own on the same days: one visit meets both.",
    "So it is with the review that Vol 3 4.14 asks for after any move, where reg 7(3)(a) asks for one after the same "
    "move: the regulation lets that be held only once the 28 days are over.",
    "Touch that counts as lost because a contact is overdue is the same line as that contact, since one contact meets "
    "both. It is a line of its own where the authority has set other weeks for it, or nobody knows where they live.",
    "A birthday letter from 21 on that was posted or given offers support, since each says that a personal adviser is "
    "there to ask for: on the birthday, or later if it was given later. One that came back offered nothing.",
    "The case holder of somebody who has left care is their personal adviser, whatever their job; a looked-after child "
    "is owed one beside the social worker who holds the case.",
    "A copy of a version of the plan stands for copies of the versions before it.",
    "Where reg 7(3) sets three months, the six months of reg 7(2) go on beside them: keep the earlier day.",
    "A duty ends when the status it is owed under ends, or with a death. What is overdue then stays in the history.",
    "An Act or regulation goes before guidance, and guidance before local practice.",
)
