"""Every JSON-lines command shows an example that it can answer itself.

Seen to fail: `entitlements` once showed a line with two ways of giving the statuses, which it refuses.
"""

import pytest
from django.core.management import get_commands, load_command_class

from careleavers.jsonlines import JsonLinesCommand

OURS = {"careleavers", "pathways", "offers", "reporting"}
COMMANDS = {name: load_command_class(app, name) for name, app in get_commands().items() if app in OURS}
ANSWERING = {name: command for name, command in COMMANDS.items() if isinstance(command, JsonLinesCommand)}


def test_the_rule_engines_are_there():
    assert {"law", "clocks", "entitlements", "identifiers", "posting", "statistics"} <= set(ANSWERING)


@pytest.mark.parametrize("name", sorted(ANSWERING))
def test_the_example_of_the_help_is_answered(name):
    command = ANSWERING[name]
    manual = command.create_parser("manage.py", name).epilog
    assert '{"id": "example-' in manual
    assert '"error": {"field": "' not in manual
