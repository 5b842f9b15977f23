"""The invented council is the same each time. Apart from its other tests, which keep a council of their own loaded."""

from __future__ import annotations

from careleavers.demo.load import LIFE_TABLES, load_council
from careleavers.models import Contact, StatusFact
from tests.cast import TODAY
from tests.rows import undone


def test_a_council_has_the_same_rows_every_time_and_others_with_another_seed(db: None) -> None:
    def rows(seed: int, *, complete: bool = True) -> dict[str, set]:
        with undone():
            load_council(
                people=60, seed=seed, today=TODAY, contacts=4, report_progress=lambda _: None, complete=complete
            )
            found = {
                model.__name__: set(model._default_manager.values_list("pk", "person_id")) for model in LIFE_TABLES
            }
            found["StatusFact"] = set(StatusFact.objects.values_list("person_id", "kind", "starts_on"))
            found["Contact"] = set(Contact.objects.values_list("person_id", "happened_on", "note"))
        return found

    first = rows(1)
    assert all(first.values())
    assert first == rows(1)
    assert all(first[name].isdisjoint(other) for name, other in rows(2, complete=False).items())
