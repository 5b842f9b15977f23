"""How a new deployment comes by its first account."""

from io import StringIO

import pytest
from django.core.management import CommandError, call_command
from django.urls import reverse

from careleavers.models import AuditEvent, User
from careleavers.permissions import Permission
from tests.cast import TODAY, Cast

GOOD = "a long enough passphrase"
ADDRESS = "Ada.Byron@council.example"


@pytest.fixture
def password(monkeypatch: pytest.MonkeyPatch):
    return lambda given: monkeypatch.setenv("ADMINISTRATOR_PASSWORD", given)


@pytest.mark.usefixtures("_on_the_day")
def test_the_first_administrator_signs_in_and_makes_accounts(client, db, password) -> None:
    password(GOOD)
    call_command("add_administrator", ADDRESS, "Ada Byron")
    ada = User.objects.get(email=ADDRESS.lower()).on(TODAY)
    assert ada.may(Permission.MANAGE_USERS)
    assert not ada.may(Permission.VIEW_RECORD)
    assert AuditEvent.objects.get(name="user_added").object_id == str(ada.pk)
    client.post(reverse("account_login"), {"login": ADDRESS, "password": GOOD})
    assert client.get(reverse("staff_add")).status_code == 200


@pytest.mark.parametrize(
    ("email", "given", "sentence"),
    [
        (ADDRESS, "short", "at least 12 characters"),
        (ADDRESS, "ada.byron@council", "too similar"),
        ("not an address", GOOD, "valid email address"),
    ],
)
def test_a_poor_password_or_address_is_refused_with_a_sentence(db, password, email, given, sentence) -> None:
    password(given)
    with pytest.raises(CommandError, match=sentence):
        call_command("add_administrator", email, "Ada Byron")
    assert not User.objects.exists()


def test_an_address_that_has_an_account_is_left_alone(cast: Cast, password) -> None:
    password(GOOD)
    with pytest.raises(CommandError, match="has an account already"):
        call_command("add_administrator", cast.pat.email.upper(), "Somebody Else")
    cast.pat.refresh_from_db()
    assert cast.pat.name == "Pat"


def test_without_a_terminal_it_says_how_to_give_the_password(db, monkeypatch: pytest.MonkeyPatch) -> None:
    """By Ansible, or `exec -T`: it ended in thirty lines of EOFError."""
    monkeypatch.delenv("ADMINISTRATOR_PASSWORD", raising=False)
    monkeypatch.setattr("sys.stdin", StringIO())
    with pytest.raises(CommandError, match="set ADMINISTRATOR_PASSWORD in the environment"):
        call_command("add_administrator", ADDRESS, "Ada Byron")
