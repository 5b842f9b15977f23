"""What this app adds to the record's pages: letters, entitlements, the local offer, and letters on the timeline."""

from careleavers.permissions import Permission
from careleavers.site.extensions import RecordExtension, register
from careleavers.site.navigation import Entry
from offers.panels import letters_and_entitlements, letters_to_act_on
from offers.queries.timeline import letter_sources

register(
    RecordExtension(
        app="offers",
        navigation=(
            Entry("Letters", "offers:letters", Permission.VIEW_LETTERS, order=30),
            Entry("Local offer", "offers:local_offer", order=40),
        ),
        person_panels=(letters_and_entitlements,),
        today_panels=(letters_to_act_on,),
        timeline_kinds={"letter": "Letters"},
        timeline_sources=(letter_sources,),
    )
)
