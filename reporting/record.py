"""What this app adds to the navigation and to the settings: the figures and their targets."""

from careleavers.permissions import Permission
from careleavers.rules import policies
from careleavers.site.extensions import RecordExtension, register
from careleavers.site.navigation import NavigationEntry
from offers.queries.pledges import register_figures
from reporting.actions.training import note_exercise
from reporting.help_topics import HELP_TOPICS
from reporting.models import DutyCount, FrozenFigure, FrozenHappening, HealthCount, SubmittedReturn
from reporting.panels import service_panel
from reporting.queries.comparators import NEIGHBOURS, OWN_AREA, REGION
from reporting.queries.exercises import EXERCISES
from reporting.queries.measures import MEASURES
from reporting.queries.pledge_figures import NAMES, pledge_figures
from reporting.queries.service_tasks import held_for_the_service
from reporting.rules.care_leaver_return import MONTHS_AFTER, MONTHS_BEFORE
from reporting.rules.period_measures import PERIOD_MEASURES

register(
    RecordExtension(
        app="reporting",
        help_topics=HELP_TOPICS,
        exercises=EXERCISES,
        on_exercise_done=(note_exercise,),
        navigation=(
            NavigationEntry("Figures", "reporting:dashboard", Permission.VIEW_FIGURES, order=50),
            NavigationEntry("Published figures", "reporting:published", Permission.VIEW_PUBLISHED, order=51),
            NavigationEntry("Use", "reporting:usage", Permission.MANAGE_USERS, order=65),
        ),
        today_panels=(service_panel,),
        held_kinds=(held_for_the_service,),
        frozen_rows=(
            FrozenFigure.objects.all,
            FrozenHappening.objects.all,
            SubmittedReturn.objects.all,
            HealthCount.objects.all,
            lambda: DutyCount.objects.filter(is_final=True),
        ),
    )
)
policies.register(MONTHS_BEFORE, MONTHS_AFTER)
policies.register(*(policy for measure in MEASURES.values() for policy in (measure.target, measure.stretch)))
policies.register(*(policy for measure in PERIOD_MEASURES.values() for policy in measure.policies))
policies.register(OWN_AREA, REGION, NEIGHBOURS)
register_figures(NAMES, pledge_figures)
