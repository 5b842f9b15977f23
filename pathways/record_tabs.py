from careleavers.permissions import Permission
from careleavers.record_tabs import Tab

PLAN = Tab("Plan", "pathways:plan", Permission.VIEW_FREE_TEXT)
