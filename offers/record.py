"""What this app adds to the record's pages: letters, entitlements, the local offer, and letters on the timeline."""

from careleavers.documents.fonts import cannot_print
from careleavers.permissions import Permission
from careleavers.queries.record_rows import WorkedOut
from careleavers.rules import policies
from careleavers.rules.printing import register_print_check
from careleavers.site.also_kept import AlsoKept
from careleavers.site.extensions import RecordExtension, register
from careleavers.site.navigation import NavigationEntry
from careleavers.site.saved_lists import SavedList
from offers.actions.erasing import empty_piles
from offers.actions.mailing import LetterMail
from offers.actions.mentors import mentoring_follows_death
from offers.actions.money_alerts import money_follows_death
from offers.actions.opportunities import work_follows_death
from offers.actions.other_letters import hand_overs_follow
from offers.actions.regular_payments import plans_follow, plans_follow_death
from offers.actions.sessions import places_follow, places_follow_death
from offers.actions.watching import letters_follow
from offers.help_topics import HELP_TOPICS
from offers.models import Briefing, Letter, LetterTemplate, LocalOffer
from offers.panels import (
    briefings_today_panel,
    entitlements_brief,
    explain_link,
    feedback_today_panel,
    letters_panel,
    letters_today_panel,
    offer_today_panel,
    pledges_today_panel,
    sessions_today_panel,
    surveys_today_panel,
    words_today_panel,
)
from offers.queries.briefings import actions_held
from offers.queries.entry_care import entries_held
from offers.queries.exercises import EXERCISES
from offers.queries.held_work import letters_to_give
from offers.queries.letter_gauges import letter_gauges
from offers.queries.mentors import mentor_columns, mentor_summary, mentors_held
from offers.queries.milestones import milestones
from offers.queries.offer_feedback import feedback_held
from offers.queries.opportunities import post_columns, posts_summary
from offers.queries.partner_services import partners_held
from offers.queries.pledges import pledges_held
from offers.queries.sessions import session_columns, sessions_held, sessions_summary
from offers.queries.setting_up import STEPS
from offers.queries.story import LEAVES_OUT, letters_and_payments_told
from offers.queries.support_offered import support_offered
from offers.queries.timeline import timeline_sources
from offers.rules.letter_states import UNAPPROVED_STATES
from offers.rules.policies import POLICIES, QUESTIONS

register(
    RecordExtension(
        app="offers",
        help_topics=HELP_TOPICS,
        exercises=EXERCISES,
        setup_steps=STEPS,
        navigation=(
            NavigationEntry("Letters", "offers:letters", Permission.VIEW_LETTERS, order=30),
            NavigationEntry("Entitlements", "offers:take_up", Permission.VIEW_RECORD, order=35),
            NavigationEntry("Local offer", "offers:local_offer", order=40),
            NavigationEntry("Surveys", "offers:surveys", Permission.RUN_SURVEYS, order=45),
        ),
        person_panels=(letters_panel,),
        brief_panels=(entitlements_brief,),
        contact_link=explain_link,
        today_panels=(
            letters_today_panel,
            offer_today_panel,
            pledges_today_panel,
            feedback_today_panel,
            sessions_today_panel,
            surveys_today_panel,
            words_today_panel,
            briefings_today_panel,
        ),
        also_kept=(
            AlsoKept("posts", "Posts for them", "offers:posts_of", post_columns, posts_summary, order=15),
            AlsoKept("mentor", "Their mentor", "offers:mentor_of", mentor_columns, mentor_summary, order=15),
            AlsoKept("sessions", "Sessions", "offers:sessions_of", session_columns, sessions_summary, order=16),
        ),
        frozen_rows=(
            LocalOffer.objects.published,
            LetterTemplate.objects.approved,
            lambda: Briefing.objects.exclude(published_on=None),
        ),
        timeline_kinds={
            "letter": "Letters",
            "support_offer": "Offers of support",
            "entitlement": "What is theirs",
            "session": "Sessions",
        },
        timeline_sources=(timeline_sources,),
        gauges=(letter_gauges,),
        held_kinds=(
            letters_to_give,
            actions_held,
            feedback_held,
            sessions_held,
            pledges_held,
            entries_held,
            partners_held,
            mentors_held,
        ),
        erasers=(empty_piles,),
        story=(letters_and_payments_told,),
        story_leaves_out=LEAVES_OUT,
        on_facts_changed=(letters_follow, hand_overs_follow, places_follow, plans_follow),
        mail_followers=(LetterMail(),),
        on_death_changed=(
            plans_follow_death,
            money_follows_death,
            work_follows_death,
            places_follow_death,
            mentoring_follows_death,
        ),
        worked_out=(
            WorkedOut(lambda: Letter.objects.filter(status__in=UNAPPROVED_STATES), only_where_they_clash=True),
        ),
        support_offered=support_offered,
        milestones=milestones,
        settings_pages=(NavigationEntry("The signature on letters", "offers:signature", Permission.MANAGE_SETTINGS),),
        saved_lists=(
            SavedList("offers:take_up", "What is claimed, and what is not", ("team",), Permission.VIEW_RECORD),
        ),
    )
)

policies.register(*POLICIES, *QUESTIONS)
register_print_check(cannot_print)
