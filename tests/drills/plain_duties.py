"""The dated duties once more, read from the regulations and the guidance with nothing of the product's: what is owed to
somebody on a day, and by when.

It goes through one life as a careful manager would with a calendar and a paper file, and imports nothing but Python,
so that it cannot share a mistake with what it judges. CLR: Care Leavers (England) Regulations 2010; Vol 3: the Children
Act guidance, volume 3. The lives are plain ones: in care from ten, no home of a parent's, no course after 21.
"""

from __future__ import annotations

import calendar
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date, timedelta

DAY = timedelta(days=1)
WARNED = timedelta(days=28)  # how long before its day a duty is told
SOON = timedelta(days=28)  # "as soon as possible", as the authority counts it
# GOV.UK, "UK bank holidays", England and Wales; written down here so that nothing of the product judges itself.
BANK_HOLIDAYS = {
    *(date(2027, *day) for day in ((1, 1), (3, 26), (3, 29), (5, 3), (5, 31), (8, 30), (12, 27), (12, 28))),
    *(date(2028, *day) for day in ((1, 3), (4, 14), (4, 17), (5, 1), (5, 29), (8, 28), (12, 25), (12, 26))),
    date(2029, 1, 1),
}
Owed = dict[tuple[str, date], date]  # code and the day on which the run began: by when

UNKNOWN, STREET, PRISON, BED_AND_BREAKFAST = "R", "S", "X", "W"


@dataclass
class Home:
    start: date
    kind: str  # DfE's letter
    provided: bool
    suits: bool
    end: date | None = None  # the day of the next move

    def is_lived_in(self, day: date) -> bool:
        return self.start <= day and (self.end is None or day < self.end)


@dataclass
class Asked:
    """A review that is asked for or found necessary; `over`: a review was held for it, or it was taken back."""

    on: date
    in_crisis: bool
    over: date | None = None


@dataclass
class Life:
    """What was told of somebody, day by day."""

    born: date
    care_ended: date | None = None  # before 18, that is
    asked: list[list[date | None]] = field(default_factory=list)  # support after 21: from, until
    homes: list[Home] = field(default_factory=list)
    spoken: set[date] = field(default_factory=set)  # with themselves
    met: set[date] = field(default_factory=set)  # face to face
    visited: set[date] = field(default_factory=set)  # where they live
    assessed: list[date] = field(default_factory=list)
    plans: list[date] = field(default_factory=list)
    copied: list[date] = field(default_factory=list)
    reviews: dict[date, int | None] = field(default_factory=dict)  # and within how many months the next is
    asked_for: list[Asked] = field(default_factory=list)  # reviews before their date
    high_risks: set[date] = field(default_factory=set)  # of those signed
    risks: dict[date, date] = field(default_factory=dict)  # signed on, looked at again by
    advised: list[list[date | None]] = field(default_factory=list)
    died: date | None = None

    def birthday(self, age: int) -> date:
        if (self.born.month, self.born.day) == (2, 29) and not calendar.isleap(self.born.year + age):
            return date(self.born.year + age, 3, 1)
        return self.born.replace(year=self.born.year + age)

    @property
    def left_care(self) -> date:
        return self.care_ended or self.birthday(18)


def months_after(day: date, months: int) -> date:
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    return date(year, month + 1, min(day.day, calendar.monthrange(year, month + 1)[1]))


def working_days_after(day: date, number: int) -> date:
    while number:
        day += DAY
        number -= day.weekday() < 5 and day not in BANK_HOLIDAYS
    return day


def supported_since(life: Life, on: date) -> date | None:
    """Since when an adviser has been owed after care without a break: to 21, and after that while they ask for it."""
    if not life.left_care <= on < life.birthday(25):
        return None
    if on < life.birthday(21):
        return life.left_care
    for start, end in life.asked:
        if start and start <= on and (end is None or on < end):
            return life.left_care if start == life.birthday(21) else start
    return None


def owed(life: Life, on: date) -> Owed:
    """What is owed on the evening of a day and is to be told by then: due within 28 days, or late."""
    if life.died and life.died <= on:
        return {}
    found: Owed = {}
    for part in (needs_and_plans, reviews, visits, custody_and_bed_and_breakfast, adviser, touch_and_risk):
        for code, began, due in part(life, on):
            found[code, began] = min(due, found.get((code, began), due))
    return {key: due for key, due in without_doubles(found).items() if due - on <= WARNED}


def without_doubles(found: Owed) -> Owed:
    """The guidance asks for the same visits and review as the regulations: one entry meets both, and one is told."""
    by_regulation = ("pa_visit_7_day", "pa_visit_pre_review", "pa_visit_2_month")
    told = dict(found)
    for (code, began), due in found.items():
        if code == "pa_visit_guidance" and any(found[key] <= due for key in found if key[0] in by_regulation):
            del told[code, began]
        at_once = ("plan_review_event", began) in found
        if code == "plan_review_after_any_move" and (("plan_review_after_move", due) in found or at_once):
            del told[code, began]
        if code == "re_establish_contact" and any(
            key[0] == "keep_in_touch" and found[key] + DAY == began for key in found
        ):
            del told[code, began]
    return told


Due = Iterator[tuple[str, date, date]]


def first_from(days: list[date], start: date, before: date) -> date | None:
    return min((day for day in days if start <= day < before), default=None)


def needs_and_plans(life: Life, on: date) -> Due:
    """Reg 42 and CLR reg 5: three months. CLR reg 6 and reg 43: the plan as soon as possible. CLR reg 4: copies."""
    sixteen, eighteen, soonest = life.birthday(16), life.birthday(18), on + DAY
    assessments = [("needs_assessment_eligible", sixteen, life.left_care, months_after(sixteen, 3))]
    if life.care_ended and not any(plan <= life.care_ended for plan in life.plans):
        due = months_after(life.care_ended, 3)
        assessments.append(("needs_assessment_relevant", life.care_ended, eighteen, due))
    over = life.birthday(25)  # s23CZB(1): of somebody who has reached 21 and not 25
    assessments += [
        ("needs_assessment_support", start, min(end or over, over), start + SOON) for start, end in life.asked if start
    ]
    done = set()
    for code, start, end, due in assessments:
        if answer := first_from(life.assessed, start, min(end, soonest)):
            done.add(answer)
        elif start <= on < end:
            yield code, start, due
    starts = set(done)
    if not any(day <= eighteen for day in (*life.plans, *done)):
        starts.add(eighteen)
    for start in starts:
        if start <= on < life.birthday(25) and not first_from(life.plans, start, soonest):
            yield "pathway_plan_first", start, start + SOON
    if life.plans and not any(copy >= max(life.plans) for copy in life.copied):
        yield "copy_to_young_person", max(life.plans), max(life.plans) + SOON


def planned_since(life: Life, on: date) -> date | None:
    """Since when a plan has been owed and kept under review without a break."""
    if life.birthday(16) <= on < life.left_care:
        return life.birthday(16)
    since = supported_since(life, on)
    return life.birthday(16) if since == life.left_care else since


def reviews(life: Life, on: date) -> Due:
    yield from regular_review(life, on)
    left, supported = life.left_care, supported_since(life, on)
    if not left <= on < life.birthday(25):
        return
    crises = [home.start for home in life.homes if home.kind == STREET and home.is_lived_in(on)]  # Vol 3 4.16-4.17
    crises += [signed for signed in life.high_risks if signed == max(life.risks)]
    for began in crises:
        if began >= left and not first_from(list(life.reviews), began, on + DAY):
            yield "plan_review_event", began, began
    for asked in life.asked_for:  # CLR reg 7(2)(a)-(b), which set no day; Vol 3 4.16-4.17 in a crisis
        if asked.on <= on and (asked.over is None or on < asked.over):
            yield "plan_review_on_request", asked.on, asked.on if asked.in_crisis else asked.on + SOON
    for home in life.homes:
        first_day = max(home.start, left)
        over = first_day + timedelta(days=28)  # 28 days beginning on the first are over: CLR reg 7(3)(a)
        if home.provided and home.is_lived_in(on):
            held = sorted(day for day in life.reviews if over <= day <= on)
            if not held:
                yield "plan_review_after_move", over, first_day + timedelta(days=35)
            else:
                months = 3  # CLR reg 7(3)(b): at most
                for day in held:
                    months = min(life.reviews[day] or months, 3)
                yield "plan_review_3_month", held[-1], months_after(held[-1], months)
        if supported and home.start >= supported and home.kind != UNKNOWN:
            yield from review_after_any_move(life, on, home)


def review_after_any_move(life: Life, on: date, home: Home) -> Due:
    """Vol 3 4.14-4.15: usually after 28 days; the interval which that review set, where no regulation sets one."""
    held = sorted(day for day in life.reviews if home.start < day <= on)
    if not held:
        yield "plan_review_after_any_move", home.start, home.start + timedelta(days=28)
    elif len(held) == 1 and not home.provided and (months := life.reviews[held[0]]):
        yield "plan_review_after_any_move", held[0], months_after(held[0], min(months, 6))


def regular_review(life: Life, on: date) -> Due:
    """CLR reg 7(2)(c): every six months from the plan, and from each review; a late one when owed again."""
    since = planned_since(life, on)
    if since is None or not life.plans:
        return
    again = since != life.birthday(16)  # owed once more after a time in which it was not
    held = sorted(day for day in life.reviews if day <= on)
    before, after = [day for day in held if day <= since], [day for day in held if day > since]
    counts_from = before[-1] if before else min(life.plans)
    planned = [day for day in life.plans if since <= day]
    if after:
        counts_from = after[-1]
    elif again and counts_from < since and planned:
        counts_from = min(planned)
    yield "plan_review_regular", counts_from, max(months_after(counts_from, 6), since)


def visits(life: Life, on: date) -> Due:
    """CLR reg 8(2) where we provide the home, and Vol 3 3.39-3.40 after every move."""
    left, supported = life.left_care, supported_since(life, on)
    if not left <= on < life.birthday(25):
        return
    for home in life.homes:
        if not home.is_lived_in(on):
            continue
        first_day = max(home.start, left)
        week, fifth_week = first_day + timedelta(days=7), first_day + timedelta(days=35)
        over = first_day + timedelta(days=28)
        there = sorted(day for day in life.visited if first_day <= day <= on)
        if home.provided:
            review = min((day for day in life.reviews if over <= day <= on), default=fifth_week)
            if not there:
                yield "pa_visit_7_day", first_day, week
            else:
                yield "pa_visit_2_month", there[-1], months_after(there[-1], 2)
            # The first visit counts for this one only where it came after its own week.
            if not [day for day in there if day > week or day > there[0]]:
                yield "pa_visit_pre_review", first_day, min(review, fifth_week)
        if supported and home.start >= supported and home.kind not in (UNKNOWN, STREET, PRISON):
            if not there:
                yield "pa_visit_guidance", first_day, week
            elif len(there) == 1 and there[0] < over:
                yield "pa_visit_guidance", there[0], fifth_week
            else:
                yield "pa_visit_guidance", there[-1], months_after(there[-1], 2)


def without_a_break(life: Life, on: date, kind: str, since: date) -> date | None:
    """Since when they have lived in homes of a kind, from one to another without a day between, and not before."""
    start = None
    for home in sorted(life.homes, key=lambda home: home.start, reverse=True):
        if home.kind == kind and home.is_lived_in(on if start is None else start - DAY):
            start = home.start
    return max(start, since) if start else None


def custody_and_bed_and_breakfast(life: Life, on: date) -> Due:
    """Vol 3 6.41: ten working days, then every eight weeks as we chose. Vol 3 7.12: two working days."""
    if (supported := supported_since(life, on)) and (inside := without_a_break(life, on, PRISON, supported)):
        met = sorted(day for day in life.met if inside <= day <= on)
        if met:
            yield "custody_visits", met[-1], met[-1] + timedelta(weeks=8)
        else:
            yield "custody_first_visit", inside, working_days_after(inside, 10)
    since = without_a_break(life, on, BED_AND_BREAKFAST, life.birthday(10))
    if since and on < life.birthday(25):  # until then they have a status
        yield "bnb_limit", since, working_days_after(since, 2)


def adviser(life: Life, on: date) -> Due:
    """Sch 2 para 19C, s23B(2), s23C(3)(a) and s23CZB: at once, on the day on which nobody is any more."""
    supported = supported_since(life, on)
    if life.birthday(16) <= on < life.left_care:
        code, since = "pa_appointment_eligible", life.birthday(16)
    elif life.care_ended and life.care_ended <= on < life.birthday(18):
        code, since = "pa_appointment_relevant", life.care_ended
    elif supported:
        code, since = "pa_continue", max(supported, life.birthday(18))
    else:
        return
    if not any(start <= on and (end is None or on < end) for start, end in life.advised if start):
        without = max([since, *(end for _, end in life.advised if end)])
        yield code, without, without


def touch_and_risk(life: Life, on: date) -> Due:
    """Eight weeks, as we chose, and a week for the risk assessment; who is in prison is not lost."""
    since = supported_since(life, on)
    if since is None:
        return
    last = last_word(life, on, since)
    yield "keep_in_touch", last, last + timedelta(weeks=8)
    needs = [
        max(home.start, since)
        for home in life.homes
        if home.is_lived_in(on) and home.kind != PRISON and (home.kind == STREET or not home.suits)
    ]
    if is_lost(life, on, since):
        lost = lost_since(life, on, since)
        yield "re_establish_contact", lost, lost
        needs.append(lost)
    for start in needs:
        signed = max((day for day in life.risks if start <= day <= on), default=None)
        if signed:
            yield "risk_assessment", signed, life.risks[signed]
        else:
            yield "risk_assessment", start, start + timedelta(days=7)


def lost_since(life: Life, on: date, since: date) -> date:
    """The first of the days on which they have been lost without a break, of somebody who is lost on this one.

    It can only be a day on which a home began or ended, the day after eight weeks from a word, or `since` itself.
    """
    ways = {since, *(day + timedelta(weeks=8) + DAY for day in (since, *life.spoken))}
    ways |= {day for home in life.homes for day in (home.start, home.end) if day} | life.spoken
    lost = on
    for day in sorted((day for day in ways if since <= day <= on), reverse=True):
        lost = day
        if day == since or not is_lost(life, day - DAY, since):
            break
    return lost


def last_word(life: Life, on: date, since: date) -> date:
    return max([since, *(day for day in life.spoken if since <= day <= on)])


def is_lost(life: Life, day: date, since: date) -> bool:
    """Vol 3 4.39: no word for longer than eight weeks, or nobody knows where they live and they have not rung since."""
    home = next((home for home in life.homes if home.is_lived_in(day)), None)
    if home and home.kind == PRISON:
        return False
    if day - last_word(life, day, since) > timedelta(weeks=8):
        return True
    return bool(home and home.kind == UNKNOWN and not any(home.start < spoken <= day for spoken in life.spoken))
