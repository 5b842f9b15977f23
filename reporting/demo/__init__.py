"""The demo council's figures: the quarters of past years are frozen, the last one has words for its paper, and the
care-leaver return of the collection year that is over was submitted; and its improvement plan.
"""

from datetime import date

from careleavers.actions.policies import set_policy
from careleavers.demo.parts import register
from careleavers.models import User
from careleavers.permissions import Role
from careleavers.rules.codes import collection_year
from reporting.actions.duties import count_duties
from reporting.actions.health_needs import count_health
from reporting.actions.papers import write_paper_text
from reporting.actions.periods import freeze_past_periods
from reporting.actions.returns import submit_return
from reporting.demo.improvement import improvement_plan
from reporting.demo.service import service_documents, training_register
from reporting.models import FrozenPeriod
from reporting.queries.papers import CLOSING
from reporting.rules.care_leaver_return import CollectionYear

MONTHS = 5  # that are over and have figures of their own
NEXT = (
    "Two more flats with support open in the spring, so that fewer wait for a home of their own. We go on asking for "
    "places near the college."
)


def set_targets(*, today: date, quarters: int) -> None:
    """For the coming year, by the head of service, with a stretch target."""
    head = User.objects.with_role(Role.SERVICE_MANAGER, today=today).first()
    for key, value in (("target_eet", 65), ("stretch_target_eet", 75)):
        set_policy(by=head, key=key, value=value, from_on=date(collection_year(today) - 2, 4, 1))


def freeze_past(*, today: date, quarters: int) -> None:
    freeze_past_periods(today=today, many=quarters, months=MONTHS)


def count(*, today: date, quarters: int) -> None:
    count_duties(today=today)


def count_their_health(*, today: date, quarters: int) -> None:
    count_health(today=today)


def publish(*, today: date, quarters: int) -> None:
    head = User.objects.with_role(Role.SERVICE_MANAGER, today=today).first()
    quarter = FrozenPeriod.objects.quarters().first()
    if head and quarter:
        write_paper_text(by=head, quarter=quarter, section=CLOSING, revision=None, text=NEXT)
        write_paper_text(by=head, quarter=quarter, section="board_homes", revision=None, text=NEXT)
    if head:
        submit_return(by=head, year=CollectionYear(collection_year(today) - 1), today=today)


register(
    last=(
        set_targets,
        freeze_past,
        count,
        count_their_health,
        publish,
        improvement_plan,
        service_documents,
        training_register,
    )
)
