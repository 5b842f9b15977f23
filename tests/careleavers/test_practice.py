"""A practice council: it says so everywhere, nothing leaves it, and nothing of the one is believed by the other."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from contextlib import closing
from io import BytesIO
from pathlib import Path

import psycopg2
import pytest
from allauth.account.forms import default_token_generator
from django.conf import settings
from django.core import signing
from django.db import connection
from django.template.loader import get_template
from django.test import Client, override_settings
from django.urls import reverse
from pypdf import PdfReader

from careleavers.actions.policies import set_policy
from careleavers.models import PolicyValue
from careleavers.site.practice import own_key
from offers.documents.proof import checked_proof, proof_pdf
from tests.careleavers.doors import made_here, opened_here
from tests.cast import TODAY, Cast
from tests.factories import set_sender
from tests.guards.source import APPS
from tests.servers import places_of_run

pytestmark = pytest.mark.usefixtures("_on_the_day")
BAND = 'class="practice-band"'
CHECKOUT = Path(__file__).resolve().parent.parent.parent
REAL = {
    "CARELEAVERS_MODE": "production",
    "SECRET_KEY": "a-key-that-only-this-test-uses-0123456789-abcdefghijklmnopqrstuvwxyz",
    "ALLOWED_HOSTS": "leaving-care.example.gov.uk",
    "DATABASE_URL": "postgres://database.example/careleavers",
    "REDIS_URL": "redis://queue.example/0",
    "DJANGO_SETTINGS_MODULE": "careleavers.settings",
    "PATH": os.defpath,
}
KEPT_APART = ("SECRET_KEY", "SESSION_COOKIE_NAME", "CSRF_COOKIE_NAME", "MAIL_DELIVERY_BACKEND", "SECOND_STEP_KEYS")


def started(**environment: str) -> subprocess.CompletedProcess[str]:
    values = f"[getattr(settings, name) for name in {KEPT_APART}]"
    script = f"import json; from django.conf import settings; print(json.dumps({values}))"
    command = [sys.executable, "-c", script]
    return subprocess.run(command, cwd=CHECKOUT, env=REAL | environment, capture_output=True, text=True)


def test_with_one_and_the_same_environment_all_that_is_believed_differs() -> None:
    """Even where somebody copied the settings. Seen to fail: the key, and one of the cookies, left as it was."""
    real, practising = (json.loads(started(PRACTICE=word).stdout) for word in ("no", "yes"))
    alike = [name for name, one, other in zip(KEPT_APART, real, practising, strict=True) if one == other]
    assert not alike
    assert practising[1].startswith("__Host-"), "as strict as the real one's"
    assert practising[3] == "django.core.mail.backends.dummy.EmailBackend"


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("NOTIFY_API_KEY", "ours-26785a09-ab16-4eb0-8407-a37497a57506-3d844edf-8d35-48ac-975b-e847b4f122b0"),
        ("BACKUP_BUCKET", "careleavers-backups"),
    ],
)
def test_what_would_leave_keeps_it_from_starting(name: str, value: str) -> None:
    """One place each, and a sentence. Seen to fail: the check of GOV.UK Notify taken out."""
    refused = started(PRACTICE="yes", **{name: value})
    assert refused.returncode == 1
    assert f"{name} is set in a practice council" in refused.stderr
    assert started(PRACTICE="no", **{name: value}).returncode == 0


def test_sessions_tokens_and_links_of_one_are_refused_by_the_other(cast: Cast, sign_in) -> None:
    """The worst case: even the rows are the same. Seen to fail: `own_key` gave the key back as it was."""
    other = own_key(settings.SECRET_KEY, is_practice=True)
    with override_settings(SECRET_KEY=other):
        guest = Client()
        guest.force_login(cast.pat)
        assert guest.get(reverse("preferences")).status_code == 200
        token = default_token_generator.make_token(cast.pat)
        sealed = signing.dumps("rows", salt="careleavers.staff_list")
    assert guest.get(reverse("preferences")).status_code == 302, "the session"
    assert not default_token_generator.check_token(cast.pat, token), "the link to choose a password"
    with pytest.raises(signing.BadSignature):
        signing.loads(sealed, salt="careleavers.staff_list")
    real = sign_in(cast.pat)
    with override_settings(SECRET_KEY=other):
        assert real.get(reverse("preferences")).status_code == 302
    cookie = real.cookies[settings.SESSION_COOKIE_NAME].value
    with override_settings(SESSION_COOKIE_NAME="practice-sessionid"):
        stranger = Client()
        stranger.cookies["sessionid"] = cookie
        assert stranger.get(reverse("preferences")).status_code == 302, "a cookie by another name is none"


def test_two_real_instances_open_none_of_each_other_s_doors(cast: Cast, scene) -> None:
    """Processes with a database each, the same people by name, and the key that somebody copied. What is refused there
    opens here: sessions, links to choose a password, calendars, sealed forms, and every kind of one-time link."""
    ours = made_here(cast, scene)
    name, template = f"practice_{os.getpid()}", connection.settings_dict["TEST"]["TEMPLATE"]
    settings_of_other = {"PRACTICE": "yes", "DJANGO_SETTINGS_MODULE": "tests.settings", "TEST_DATABASE": name}
    with closing(psycopg2.connect(dbname="postgres", user="postgres", host=str(places_of_run().sockets))) as server:
        server.autocommit = True
        server.cursor().execute(f"CREATE DATABASE {name} TEMPLATE {template}")
        try:
            other = subprocess.run(
                [sys.executable, "-m", "tests.careleavers.other_instance"],
                cwd=CHECKOUT,
                env=os.environ | settings_of_other,
                input=json.dumps(ours),
                capture_output=True,
                text=True,
            )
        finally:
            server.cursor().execute(f"DROP DATABASE {name} WITH (FORCE)")
    assert other.returncode == 0, other.stderr[-2000:]
    there = json.loads(other.stdout)
    assert opened_here(ours) == there["own"] == list(ours), "each opens where it was made"
    assert there["theirs"] == []
    assert opened_here(there["made"]) == []


def test_every_page_says_that_it_is_for_practice(cast: Cast, sign_in) -> None:
    """Signed in and out, for everybody, and when something failed."""
    pat = sign_in(cast.pat)
    addresses = (reverse("person", args=[cast.amira.pk]), reverse("home"), "/no/such/page/")
    for address in addresses:
        assert BAND not in pat.get(address).content.decode()
    with override_settings(PRACTICE=True):
        for address in addresses:
            assert BAND in pat.get(address).content.decode(), address
        for address in (reverse("account_login"), "/local-offer/"):
            assert BAND in Client().get(address).content.decode(), address
        assert BAND in get_template("500.html").render({"request_id": "1"})


def test_every_sheet_says_so_and_is_still_a_letter_that_can_be_posted(cast: Cast, scene) -> None:
    """The word is across the sheet, clear of the address window: what is practised is what is done."""
    with scene():
        set_sender()
    policies = PolicyValue.objects.in_force(TODAY)
    real = proof_pdf(policies, TODAY)
    with override_settings(PRACTICE=True):
        marked, checked = proof_pdf(policies, TODAY), checked_proof(policies, TODAY)
    assert "PRACTICE" in PdfReader(BytesIO(marked)).pages[0].extract_text()
    assert "PRACTICE" not in PdfReader(BytesIO(real)).pages[0].extract_text()
    assert checked.prints, checked.problems


def test_every_file_that_is_saved_says_in_its_name_that_it_is_of_practice(cast: Cast, sign_in) -> None:
    """CSV, XLSX, PDF, ZIP, a file of a record: all ask one function. Seen to fail: with the name of the guide put
    into its header by hand."""
    pages = [path for app in APPS for path in (CHECKOUT / app).rglob("*.py") if path.name != "downloads.py"]
    lines = [(path.name, line) for path in pages for line in path.read_text().splitlines()]
    named = [(name, line) for name, line in lines if "Content-Disposition" in line]
    by_name = sum(" as_pdf(" in line for _, line in lines)
    assert len(named) + by_name >= 24, "the list, a return, letters, papers, guides and files of records"
    assert not [each for each in named if " disposition(" not in each[1]]
    other_ways = ("FileResponse", "as_attachment", "content_disposition_header", "disposition =")
    assert not [each for each in lines if any(way in each[1] for way in other_ways)]
    mo, guide = sign_in(cast.mo), reverse("help_guide", args=["team-manager"])
    listed, answer = reverse("pathways:off_track_export"), {"purpose": "For the team's meeting"}
    for practice in (False, True):
        with override_settings(PRACTICE=practice):
            shown, saved = mo.get(guide), mo.post(listed, answer)
        begins = "PRACTICE-" if practice else ""
        assert shown.headers["Content-Disposition"] == f'inline; filename="{begins}guide-team-manager.pdf"'
        name = f"{begins}off-track-{TODAY.isoformat()}.csv"
        assert saved.headers["Content-Disposition"] == f'attachment; filename="{name}"'


def test_the_help_leads_there_once_its_address_is_known(cast: Cast, sign_in) -> None:
    pat = sign_in(cast.pat)
    assert "practice council</a>" not in pat.get(reverse("help")).content.decode()
    set_policy(by=cast.sys, key="practice_address", value="https://practice.council.example", from_on=TODAY)
    assert (
        'href="https://practice.council.example">the practice council</a>' in pat.get(reverse("help")).content.decode()
    )
