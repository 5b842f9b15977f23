from django.urls import URLPattern, path

from pathways.views import (
    assessments,
    beside,
    calendar,
    copies,
    morning_mail,
    plan_links,
    plans,
    promises,
    reviews,
    risks,
    touch,
    writing,
)

app_name = "pathways"
PLAN = "people/<uuid:person_id>/plan/"
TOUCH = "people/<uuid:person_id>/in-touch/"
RISKS = "people/<uuid:person_id>/risk-assessments/"
ASSESSMENTS = f"{PLAN}needs-assessment/"

urlpatterns: list[URLPattern] = [
    path("calendar/", calendar.calendar_link, name="calendar_link"),
    path("calendar/end/", calendar.calendar_end, name="calendar_end"),
    path("calendar/<str:secret>.ics", calendar.calendar_feed, name="calendar_feed"),
    path("link/<str:secret>/", plan_links.read, name="plan_link"),
    path("morning-mail/", morning_mail.morning_mail, name="morning_mail"),
    path("promises/", promises.ledger, name="promises"),
    path(PLAN, plans.plan, name="plan"),
    path(f"{PLAN}start/", plans.start, name="plan_start"),
    path(f"{PLAN}versions/<int:number>/", plans.version, name="plan_version"),
    path(f"{PLAN}versions/<int:number>/beside/", beside.beside, name="plan_beside"),
    path(f"{PLAN}rating/", beside.rating, name="plan_rating"),
    path(f"{PLAN}versions/<int:number>/copy/", plans.printed, name="plan_print"),
    path(f"{PLAN}versions/<int:number>/share/", plan_links.share, name="plan_share"),
    path(f"{PLAN}versions/<int:number>/share/end/", plan_links.end, name="plan_share_end"),
    path(f"{PLAN}versions/<int:number>/copies/add/", copies.copy_add, name="copy_add"),
    path(f"{PLAN}actions/<uuid:action_id>/outcome/", plans.outcome, name="outcome"),
    path(f"{PLAN}write/", writing.write, name="plan_write"),
    path(f"{PLAN}write/words/", writing.words, name="plan_words"),
    path(f"{PLAN}write/submit/", writing.hand_in, name="plan_submit"),
    path(f"{PLAN}write/take-back/", writing.take_back, name="plan_take_back"),
    path(f"{PLAN}write/copy/", beside.copy_answers, name="plan_copy_answers"),
    path(f"{PLAN}write/copy/<slug:code>/<slug:answer>/", beside.copy_answer, name="plan_copy_answer"),
    path(f"{PLAN}write/actions/<uuid:action_id>/", writing.promise_edit, name="promise_edit"),
    path(f"{PLAN}write/actions/<uuid:action_id>/remove/", writing.promise_remove, name="promise_remove"),
    path(f"{PLAN}write/matters/<slug:code>/", writing.matter, name="plan_matter"),
    path(f"{PLAN}write/matters/<slug:code>/promise/", writing.promise_edit, name="promise_add"),
    path(f"{PLAN}reviews/add/", reviews.review_add, name="review_add"),
    path(f"{PLAN}reviews/<uuid:review_id>/", reviews.review, name="review"),
    path(TOUCH, touch.page, name="touch"),
    path(f"{TOUCH}wants/add/", touch.status_add, name="touch_status_add"),
    path(f"{TOUCH}wants/<uuid:status_id>/", touch.status_edit, name="touch_status_edit"),
    path(f"{RISKS}write/", risks.write, name="risk_write"),
    path(f"{RISKS}<uuid:risk_id>/", risks.read, name="risk"),
    path(f"{RISKS}<uuid:risk_id>/remove/", risks.remove, name="risk_remove"),
    path(ASSESSMENTS, assessments.assessment, name="assessment"),
    path(f"{ASSESSMENTS}start/", assessments.start, name="assessment_start"),
    path(f"{ASSESSMENTS}<uuid:assessment_id>/", assessments.read, name="assessment_read"),
    path(f"{ASSESSMENTS}<uuid:assessment_id>/write/", assessments.write, name="assessment_write"),
]
