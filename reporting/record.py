"""What this app adds to the navigation: the figures."""

from careleavers.permissions import Permission
from careleavers.site.extensions import RecordExtension, register
from careleavers.site.navigation import NavigationEntry

register(
    RecordExtension(
        app="reporting",
        navigation=(NavigationEntry("Figures", "reporting:dashboard", Permission.VIEW_FIGURES, order=50),),
    )
)
