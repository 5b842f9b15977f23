"""What this app adds to the navigation: the figures."""

from careleavers.permissions import Permission
from careleavers.site.extensions import RecordExtension, register
from careleavers.site.navigation import Entry

register(
    RecordExtension(
        app="reporting",
        navigation=(Entry("Figures", "reporting:dashboard", Permission.VIEW_FIGURES, order=50),),
    )
)
