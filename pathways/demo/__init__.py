"""What this app adds to the demo council: assessments, plans, reviews and risk assessments; then the alerts."""

from careleavers.demo.parts import register
from pathways.demo.alert_notes import alert_notes
from pathways.demo.calendars import calendars
from pathways.demo.former_plans import former_plans
from pathways.demo.milestones import milestones_left_out
from pathways.demo.plan_links import plan_links
from pathways.demo.plan_sheets import plan_sheets
from pathways.demo.plans import load_plans, raise_alerts
from pathways.demo.referrals import referrals
from pathways.demo.review_requests import review_requests
from pathways.demo.reviewing import escalations, reviewers
from pathways.demo.risks import risk_assessments_part
from pathways.demo.samples import plan_samples
from pathways.demo.waiting_plans import plans_that_wait

register(
    parts=(load_plans, risk_assessments_part, milestones_left_out, reviewers),
    last=(
        raise_alerts,
        calendars,
        plan_links,
        former_plans,
        referrals,
        plans_that_wait,
        plan_sheets,
        plan_samples,
        escalations,
        review_requests,
        alert_notes,
    ),
)
