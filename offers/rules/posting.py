"""When a letter must be posted so that its last possible arrival is on or before the birthday.

The calendar is that of GOV.UK Notify and Royal Mail: a letter handed in by 17:30 is printed on the next working day;
first class then arrives on the next delivery day (Monday to Saturday), second class after four or five working days,
economy after four to seven. Bank holidays are England's. Nothing is counted on as delivered on 25 or 26 December or
1 January, whichever day of the week they are, although Notify's own calendar delivers on such a Saturday.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from enum import StrEnum

from careleavers.rules.dates import ONE_DAY, add_working_days, bank_holidays, is_working_day
from offers.rules.addresses import LetterChannel

NO_POST_ON = frozenset({(12, 25), (12, 26), (1, 1)})
SATURDAY = 5
CUT_OFF = time(17, 30)  # local time: what is handed in later counts as the next day's
# So many working days before the last safe day a letter is handed to the printing service: early enough to mend what
# fails, late enough that it does not arrive weeks before the day.
HANDED_IN_AHEAD = 3


class Postage(StrEnum):
    FIRST = "first"
    SECOND = "second"
    ECONOMY = "economy"

    @property
    def label(self) -> str:
        return POSTAGE_LABELS[self]


POSTAGE_LABELS = {Postage.FIRST: "First class", Postage.SECOND: "Second class", Postage.ECONOMY: "Economy"}
SLOWEST_WORKING_DAYS = {Postage.SECOND: 5, Postage.ECONOMY: 7}


@dataclass(frozen=True)
class PostingDay:
    """The last day, until 17:30, to hand a letter in, and the last day on which it could then arrive."""

    submit_by: date
    latest_arrival: date


def posting_day(birthday: date, postage: Postage) -> PostingDay:
    """The latest safe day: handed in a day later, the letter could arrive after `birthday`."""
    if postage == Postage.FIRST:
        arrival = _on_or_before(birthday, is_delivery_day)
        printed = _on_or_before(arrival - ONE_DAY, is_working_day)
    else:
        arrival = _on_or_before(birthday, is_working_day)
        printed = add_working_days(arrival, -SLOWEST_WORKING_DAYS[postage])
    submit_by = printed - ONE_DAY
    return PostingDay(submit_by, latest_arrival(submit_by, postage))


def last_day_to_post(birthday: date, postage: Postage) -> date:
    """The last day to put a letter printed here in the post: the working day on which the service would post it."""
    return add_working_days(posting_day(birthday, postage).submit_by, 1)


def last_day_to_go(birthday: date, postage: Postage, channel: LetterChannel) -> date:
    """The last day for a letter to leave us: handed in by 17:30 where the service prints it, put in the post, or sent
    as a message, which is there the same day."""
    if channel.is_message:
        return birthday
    by_service = channel == LetterChannel.PRINTING_SERVICE
    return posting_day(birthday, postage).submit_by if by_service else last_day_to_post(birthday, postage)


def message_goes_from(day: date, lead_days: int) -> date:
    """The first day on which a message for a day goes: so many days ahead, early enough to mend what fails."""
    return day - timedelta(days=lead_days)


def arrives_by(posted: date, postage: Postage) -> date:
    """The last day on which a letter printed here and posted on a day could arrive; not collected, it goes the next."""
    return latest_arrival(posted - ONE_DAY, postage)


def latest_arrival(submitted: date, postage: Postage) -> date:
    """The last day on which a letter handed in on `submitted` by 17:30 could arrive."""
    printed = add_working_days(submitted, 1)
    if postage != Postage.FIRST:
        return add_working_days(printed, SLOWEST_WORKING_DAYS[postage])
    arrival = printed + ONE_DAY
    while not is_delivery_day(arrival):
        arrival += ONE_DAY
    return arrival


def handed_in_on(moment: datetime) -> date:
    """The day as which the service counts a letter handed in at this moment, in local time."""
    return moment.date() if moment.time() <= CUT_OFF else moment.date() + ONE_DAY


def hand_in_from(birthday: date, postage: Postage) -> date:
    """The first day on which a letter for this birthday is handed to the printing service."""
    return add_working_days(posting_day(birthday, postage).submit_by, -HANDED_IN_AHEAD)


def birthdays_to_hand_in(today: date, postage: Postage) -> date:
    """The last birthday whose letters are handed in by today."""
    last = today
    while hand_in_from(last + ONE_DAY, postage) <= today:
        last += ONE_DAY
    return last


def postage_in_time(birthday: date, handed_in: date, chosen: Postage) -> Postage:
    """The class chosen; first class where only that still arrives by the birthday."""
    first_alone = latest_arrival(handed_in, chosen) > birthday >= latest_arrival(handed_in, Postage.FIRST)
    return Postage.FIRST if first_alone else chosen


def is_delivery_day(day: date) -> bool:
    """Whether first class post may be counted on: Monday to Saturday, no bank holiday, Christmas or New Year."""
    return day.weekday() <= SATURDAY and day not in bank_holidays(day.year) and (day.month, day.day) not in NO_POST_ON


def _on_or_before(day: date, holds: Callable[[date], bool]) -> date:
    while not holds(day):
        day -= ONE_DAY
    return day
