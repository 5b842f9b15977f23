"""What the demo council keeps behind the overview of each record: papers, complaints, and what is next about them."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date, timedelta
from random import Random
from typing import TYPE_CHECKING, Any

from careleavers.demo.lives import Life, random_id
from careleavers.demo.rows import RowValues, load_rows
from careleavers.models import (
    Complaint,
    ComplaintStep,
    FollowUp,
    ImmigrationStatus,
    KeyDocument,
    StatusFact,
    TouchStatus,
)
from careleavers.rules import dates
from careleavers.rules.key_documents import DocumentKind, DocumentState

if TYPE_CHECKING:
    from careleavers.demo.load import Council

PAPERS_WRITTEN_DOWN = 0.8  # of those who are open to the service
# Of a hundred: how many have it, have applied for it, want it, do not need it; of the rest nothing is written down.
PAPERS = {
    DocumentKind.PASSPORT: (38, 12, 18, 4),
    DocumentKind.BIRTH_CERTIFICATE: (72, 6, 8, 0),
    DocumentKind.DRIVING_LICENCE: (30, 10, 12, 3),
    DocumentKind.PHOTO_CARD: (15, 5, 4, 2),
    DocumentKind.NI_LETTER: (80, 6, 4, 0),
    DocumentKind.BANK_ACCOUNT: (84, 4, 4, 0),
    DocumentKind.NHS_CARD: (75, 3, 6, 0),
}
GOOD_FOR = {DocumentKind.PASSPORT: 3652, DocumentKind.DRIVING_LICENCE: 3652, DocumentKind.IMMIGRATION: 1826}
OF_ARRIVALS = {DocumentKind.IMMIGRATION: (70, 20, 5, 0), DocumentKind.TRAVEL_DOCUMENT: (25, 15, 10, 0)}
STATES = (DocumentState.HELD, DocumentState.APPLIED, DocumentState.WANTED, DocumentState.NOT_NEEDED)
STEPS = {
    DocumentState.WANTED: ("Fill in the form together", "Find out what it costs and ask for the money"),
    DocumentState.APPLIED: ("Ask how far it is", "Collect it together"),
}

WANTS = (
    (TouchStatus.REFUSES, "Asked us in a text not to ring any more. We send a card on the birthday."),
    (TouchStatus.NO_LONGER_REQUIRES, "Settled, working, and says thank you: will ring if something changes."),
)
COMPLAINTS = 0.05  # of those who are open to the service, in two years
SAID = (
    (
        "contact",
        "I rang three times about the boiler and nobody called me back. It was two weeks.",
        "Ring back within a day.",
    ),
    ("home", "They told me I have to move on Friday and nobody asked me what I think.", "Ask before a day is set."),
    (
        "money",
        "I was told I would get money for a bed and now it is somebody else who decides.",
        "Say who decides, in writing.",
    ),
    ("worker", "He talks about me to the keyworker while I am standing there.", ""),
    ("plan", "What is in my plan about college is not what I said.", "Read the plan aloud before it is handed in."),
    ("records", "I asked for my file in the spring and I still have nothing.", "Tell people the date, and keep it."),
)


def load_kept_facts(*, lives: Sequence[Life], council: Council, today: date, rng: Random) -> None:
    """The papers of most, some of them with a next step of their case holder's."""
    papers, steps = [], []
    for one in lives:
        of_this_life = Random(f"papers-{one.id}")
        if one.closed_on or of_this_life.random() > PAPERS_WRITTEN_DOWN:
            continue
        for row in _papers(of_this_life, one, today):
            step = _step(of_this_life, row, one, council, today)
            papers.append(row | {"next_step_id": step["id"] if step else None})
            steps += [step] if step else []
    load_rows(FollowUp, steps)
    load_rows(KeyDocument, papers)
    _load_complaints(lives, today)
    load_rows(ImmigrationStatus, filter(None, (_immigration(one, today) for one in lives)))
    load_rows(TouchStatus, filter(None, (_touch_status(one, today) for one in lives)))


def _papers(rng: Random, one: Life, today: date) -> Iterator[RowValues]:
    chances = PAPERS | (OF_ARRIVALS if one.kind == "unaccompanied" else {})
    first = dates.birthday(one.date_of_birth, 15)
    for kind, parts in chances.items():
        state = rng.choices([*STATES, None], [*parts, 100 - sum(parts)])[0]
        if state is None:
            continue
        since = min(first + timedelta(days=rng.randint(0, max(1, (today - first).days))), today)
        ends = since + timedelta(days=GOOD_FOR[kind]) if kind in GOOD_FOR else None
        yield {
            "person_id": one.id,
            "kind": kind.value,
            "state": state.value,
            "since": since,
            "held_by": rng.choice(["person", "person", "us", "carer"]) if state == DocumentState.HELD else "",
            "copy_kept": state == DocumentState.HELD and rng.random() < 0.3,
            "expires_on": ends if state == DocumentState.HELD else None,
            "why_not_needed": "Has another photo ID" if state == DocumentState.NOT_NEEDED else "",
        }


def _step(rng: Random, row: RowValues, one: Life, council: Council, today: date) -> dict[str, Any] | None:
    if row["state"] not in STEPS or rng.random() > 0.12:
        return None
    worker = council.adviser_of(one).pk
    return {
        "id": random_id(rng),
        "person_id": one.id,
        "text": rng.choice(STEPS[DocumentState(row["state"])]),
        "due_on": today + timedelta(days=rng.randint(-4, 25)),
        "assigned_to_id": worker,
        "recorded_by_id": worker,
    }


def _immigration(one: Life, today: date) -> RowValues | None:
    """Of those who came alone: leave for some years, or a claim that waits."""
    rng = Random(f"immigration-{one.id}")
    if one.closed_on or one.kind != "unaccompanied" or rng.random() > PAPERS_WRITTEN_DOWN:
        return None
    kind = rng.choice(["refugee", "refugee", "refugee", "humanitarian", "limited", "claim", "settled"])
    since = max(one.opened_on, today - timedelta(days=rng.randint(60, 1700)))
    years = {"refugee": 5, "humanitarian": 5, "limited": 3}.get(kind)
    expires_on = dates.add_months(since, 12 * years) if years else None
    is_near = expires_on is not None and (expires_on - today).days < 150
    advised_on = max(since, today - timedelta(days=9)) if is_near and rng.random() < 0.6 else None
    return {
        "person_id": one.id,
        "kind": kind,
        "since": since,
        "expires_on": expires_on,
        "solicitor": rng.choice(["Reed and Shah, Aldersby", "Wendmere Law Centre", ""]),
        "advised_on": advised_on,
        "plans": "If they may stay: college goes on. If not: appeal within 14 days, and the flat is kept until then.",
    }


def _touch_status(one: Life, today: date) -> RowValues | None:
    """A few do not want contact, or no more from the service, mostly those who are out of touch."""
    rng = Random(f"touch-{one.id}")
    if one.closed_on or rng.random() > (0.2 if one.kind == "lost_touch" else 0.015):
        return None
    kind, reason = rng.choice(WANTS)
    if any(fact["kind"] == StatusFact.SUPPORT_WANTED for fact in one.facts):
        kind, reason = WANTS[0]  # who asked for support cannot want no more of it
    since = max(one.opened_on, today - timedelta(days=rng.randint(20, 300)))
    return {"person_id": one.id, "kind": kind, "reason": reason, "starts_on": since, "ends_on": None}


def _load_complaints(lives: Sequence[Life], today: date) -> None:
    """Some that are settled, some late, some that are no more than intended."""
    complaints: list[RowValues] = []
    stages: list[RowValues] = []
    for one in lives:
        rng = Random(f"complaint-{one.id}")
        if one.closed_on or rng.random() > COMPLAINTS:
            continue
        known_on = max(today - timedelta(days=int(rng.triangular(1, 700, 60))), one.opened_on)
        complaint = _complaint(rng, one, known_on, today)
        complaints.append(complaint)
        if complaint["made_on"]:
            stages += _stages(rng, complaint)
    load_rows(Complaint, complaints)
    load_rows(ComplaintStep, stages)


def _complaint(rng: Random, one: Life, known_on: date, today: date) -> RowValues:
    about, text, learning = rng.choice(SAID)
    is_intended = rng.random() < 0.15
    is_closed = not is_intended and (today - known_on).days > 40
    is_offered = is_closed or rng.random() < 0.6
    return {
        "id": random_id(rng),
        "person_id": one.id,
        "kind": "representation" if rng.random() < 0.25 else "complaint",
        "about": about,
        "text": text,
        "intended_on": known_on if is_intended else None,
        "made_on": None if is_intended else known_on,
        "decision_waits": about == "home" and not is_closed,
        "advocate_offered_on": min(known_on + timedelta(days=rng.choice([0, 0, 1, 6])), today) if is_offered else None,
        "advocate_answer": rng.choice(["accepted", "declined", "has_one", "thinking"]) if is_offered else "",
        "outcome": rng.choice(["upheld", "partly", "not_upheld", "settled", "settled", "withdrawn"])
        if is_closed
        else "",
        "closed_on": known_on + timedelta(days=rng.randint(3, 40)) if is_closed else None,
        "what_was_done": "We said sorry, and put it right together." if is_closed else "",
        "learning": learning if is_closed else "",
        "satisfied": rng.choice(["yes", "partly", "no", "not_said", ""]) if is_closed else "",
    }


def _stages(rng: Random, complaint: RowValues) -> Iterator[RowValues]:
    """The informal one; and, where that did not settle it within a fortnight, local resolution."""
    began, ended = complaint["made_on"], complaint["closed_on"]
    goes_on = ended is not None and (ended - began).days > 16
    settled = began + timedelta(days=14) if goes_on else ended
    common = {"complaint_id": complaint["id"], "extended": False}
    yield common | {"id": random_id(rng), "stage": "informal", "starts_on": began, "answered_on": settled}
    if goes_on:
        yield common | {"id": random_id(rng), "stage": "local_resolution", "starts_on": settled, "answered_on": ended}
