"""`make coverage`: which shares are enough, and the sentence for each that is not."""

from __future__ import annotations

import pytest

from scripts import coverage


def summary(lines: tuple[int, int], branches: tuple[int, int] = (0, 0)) -> dict:
    """As coverage.py reports a file; each pair is covered, of all."""
    return {
        "summary": {
            "covered_lines": lines[0],
            "num_statements": lines[1],
            "covered_branches": branches[0],
            "num_branches": branches[1],
        }
    }


WHOLE = summary((100, 100), (10, 10))


@pytest.mark.parametrize(
    ("files", "said"),
    [
        ({"app/views.py": summary((90, 100), (10, 10)), "app/rules/age.py": WHOLE}, []),
        (
            {"app/views.py": summary((89, 100), (10, 10)), "app/rules/age.py": WHOLE},
            ["94.5 % of the product's lines are covered: 95.0 % must be."],
        ),
        (
            {"app/views.py": summary((100, 100), (8, 10)), "app/rules/age.py": WHOLE},
            ["90.0 % of the product's branches are covered: 95.0 % must be."],
        ),
        (
            {"app/views.py": WHOLE, "app/rules/age.py": summary((9999, 10000), (10, 10))},
            ["app/rules/age.py: 99.9 % of its lines are covered: all of a rule's must be."],
        ),
        (
            {"app/views.py": WHOLE, "app/rules/age.py": summary((100, 100), (199, 200))},
            ["app/rules/age.py: 99.5 % of its branches are covered: all of a rule's must be."],
        ),
        ({"app/views.py": WHOLE}, ["No file of a folder rules/ was measured."]),
    ],
    ids=["enough", "lines", "branches", "a line of a rule", "a branch of a rule", "rules elsewhere"],
)
def test_coverage_is_95_in_100_of_the_product_and_all_of_the_rules(files: dict, said: list[str]) -> None:
    assert coverage.shortfalls({"files": files}) == said
