"""What a council's deployment runs with: the checks that Django has for it, its static files, its cookies."""

import json
import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

CHECKOUT = Path(__file__).resolve().parent.parent.parent
PRODUCTION = {
    "CARELEAVERS_MODE": "production",
    "SECRET_KEY": "a-key-that-only-this-test-uses-0123456789-abcdefghijklmnopqrstuvwxyz",
    "ALLOWED_HOSTS": "leaving-care.example.gov.uk",
    "PATH": os.defpath,
}
# Named, and never reached.
SERVERS = {"DATABASE_URL": "postgres://database.example/careleavers", "REDIS_URL": "redis://queue.example/0"}


def manage(*arguments: str, **environment: str) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-W", "error", "manage.py", *arguments]
    return subprocess.run(
        command, cwd=CHECKOUT, env={**PRODUCTION, **SERVERS, **environment}, capture_output=True, text=True
    )


def read_setting(expression: str, **environment: str) -> str:
    script = f"from django.conf import settings; import json; print(json.dumps({expression}))"
    done = subprocess.run(
        [sys.executable, "-c", script],
        cwd=CHECKOUT,
        env={**PRODUCTION, **SERVERS, "DJANGO_SETTINGS_MODULE": "careleavers.settings", **environment},
        capture_output=True,
        text=True,
        check=True,
    )
    return json.loads(done.stdout)


@pytest.fixture(scope="module")
def collected(tmp_path_factory) -> Path:
    folder = tmp_path_factory.mktemp("static")
    done = manage("collectstatic", "--noinput", STATIC_ROOT=str(folder))
    assert done.returncode == 0, done.stdout + done.stderr
    return folder


def test_the_deployment_check_finds_nothing(collected):
    done = manage("check", "--deploy", "--fail-level", "WARNING", STATIC_ROOT=str(collected))
    assert done.returncode == 0, done.stderr
    assert "no issues" in done.stdout


@pytest.mark.parametrize("name", ["SECRET_KEY", "ALLOWED_HOSTS", "DATABASE_URL", "REDIS_URL"])
def test_a_deployment_without_what_it_needs_does_not_start(name):
    whole = {**PRODUCTION, **SERVERS}
    environment = {each: value for each, value in whole.items() if each != name}
    done = subprocess.run(
        [sys.executable, "manage.py", "check"], cwd=CHECKOUT, env=environment, capture_output=True, text=True
    )
    assert done.returncode != 0
    assert f"{name} is not set" in done.stderr
    assert "Traceback" not in done.stderr


def test_static_files_carry_a_hash_in_their_names(collected):
    paths = json.loads((collected / "staticfiles.json").read_text())["paths"]
    assert {"vendor/govuk/govuk-frontend.min.css", "vendor/govuk/govuk-frontend.min.js"} <= set(paths)
    assert all((collected / hashed).exists() for hashed in paths.values())


def test_the_imports_of_our_own_scripts_name_the_hashed_files(collected):
    paths = json.loads((collected / "staticfiles.json").read_text())["paths"]
    ours = [hashed for path, hashed in paths.items() if path.endswith(".js") and not path.startswith("vendor/")]
    imported = {
        found
        for path in ours
        for found in re.findall(r"""from\s*['"]([^'"]+)['"]""", (collected / path).read_text())
        if found.startswith(".")
    }
    known = {Path(hashed).name for hashed in paths.values()}
    assert all(Path(each).name in known for each in imported), imported


def test_neither_the_royal_arms_nor_the_gds_font_is_served(collected):
    for path in collected.rglob("*"):
        assert "crest" not in path.name
        if path.suffix == ".css":
            text = path.read_text()
            assert "GDS Transport" not in text
            assert "govuk-crest" not in text
            assert "sourceMappingURL" not in text


def test_cookies_are_for_this_host_over_tls_alone():
    found = read_setting(
        "[settings.SESSION_COOKIE_NAME, settings.SESSION_COOKIE_SECURE, settings.SESSION_COOKIE_HTTPONLY, "
        "settings.SESSION_COOKIE_SAMESITE, settings.SESSION_COOKIE_DOMAIN, settings.SESSION_COOKIE_PATH, "
        "settings.CSRF_COOKIE_NAME, settings.CSRF_COOKIE_SECURE]"
    )
    assert found == ["__Host-sessionid", True, True, "Lax", None, "/", "__Host-csrftoken", True]


@pytest.mark.parametrize(("behind", "header"), [("no", None), ("yes", ["HTTP_X_FORWARDED_PROTO", "https"])])
def test_a_forwarded_header_is_believed_only_when_a_proxy_is_declared(behind, header):
    assert read_setting("settings.SECURE_PROXY_SSL_HEADER", BEHIND_PROXY=behind) == header


def test_a_forgotten_migration_is_noticed(db):
    from django.core.management import call_command

    call_command("makemigrations", check=True, dry_run=True, verbosity=1)
