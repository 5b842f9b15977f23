"""Lists with text twice as large (WCAG 1.4.4): no words upon other words, at a desk and on a phone."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from tests.browser import WIDTHS, open_as
from tests.cast import Cast
from tests.factories import DraftFactory, FollowUpFactory, HomeFactory, LetterFactory, YoungPersonFactory
from tests.guards.records import Ids, address, pages

pytestmark = [
    pytest.mark.browser,
    pytest.mark.django_db(transaction=True),
    pytest.mark.usefixtures("_on_the_day"),
]

LISTS = {
    "pat": ["home", "today_list", "people_search", "pathways:promises", "timeline", "allocations", "care_history"]
    + ["home_list", "occupation_list", "key_documents", "money", "complaints", "health_page", "provider_list"],
    "vera": ["home", "caseload", "overdue_by_worker", "reassign", "held_work", "points_to_decide", "complaints_report"]
    + ["record_views", "audit_list", "restricted_open", "offers:letters", "offers:support_offers"]
    + ["reporting:dashboard", "reporting:by_team", "reporting:quarters", "reporting:people", "reporting:data_quality"],
    "sys": ["staff_list", "staff_member", "team_list", "policy_list", "mail"],
}
# Lines of different texts that are drawn over each other, by more than the air that is between two lines.
WORDS_UPON_WORDS = """() => {
  const lines = [], found = [], texts = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  while (texts.nextNode()) {
    const text = texts.currentNode, around = text.parentElement;
    if (!text.data.trim() || !around.checkVisibility()) continue;
    if (around.closest(".govuk-visually-hidden, .govuk-skip-link, option")) continue;
    const range = document.createRange();
    range.selectNodeContents(text);
    for (const {left, right, top, bottom, height} of range.getClientRects())
      lines.push({text, left, right, from: top + height / 5, to: bottom - height / 5});
  }
  lines.sort((one, other) => one.from - other.from);
  lines.forEach((one, place) => {
    for (const other of lines.slice(place + 1)) {
      if (other.from > one.to - 2) break;
      const shared = Math.min(one.right, other.right) - Math.max(one.left, other.left);
      if (one.text !== other.text && shared > 2) found.push(`${one.text.data.trim()} on ${other.text.data.trim()}`);
    }
  });
  const {scrollWidth, clientWidth} = document.documentElement;
  return scrollWidth > clientWidth ? [...found, `wider than its window: ${scrollWidth}`] : found;
}"""


def test_with_text_twice_as_large_no_list_has_words_upon_words(cast: Cast, scene: Callable, visit: Callable) -> None:
    """Seen to fail: with widths by media queries, whose em is not the root's."""
    with scene():
        for number in range(3):
            person = YoungPersonFactory.create(
                first_name=f"Alexandra {number}",
                last_name="Featherstonehaugh-Cholmondeley",
                team=cast.north,
                worker=cast.pat,
            )
            HomeFactory.create(person=person)
            FollowUpFactory.create(person=person, assigned_to=cast.pat)
            DraftFactory.create(person=person, user=cast.pat)
            LetterFactory.create(person=person)
    ids = Ids({"person_id": person.pk, "worker_id": cast.pat.pk, "user_id": cast.pat.pk, "measure": "IN_TOUCH_8W"})
    ids |= Ids({"whose": "mine", "which": "now"})
    by_name, found, window = pages(), {}, visit("desktop")
    for who, lists in LISTS.items():
        open_as(window, getattr(cast, who), "/ping")
        for name in lists:
            page = window.open(address(name, by_name[name], ids))
            assert page.locator("h1").count(), name
            page.evaluate("document.documentElement.style.fontSize = '200%'")
            for width, (across, down) in WIDTHS.items():
                page.set_viewport_size({"width": across, "height": down})
                found[who, name, width] = page.evaluate(WORDS_UPON_WORDS)
    assert not {at: faults for at, faults in found.items() if faults}
