"""The compose file, by its structure. Debian's docker-compose 1.29 has accepted it (docker-compose config), and
`make compose-test` starts it by podman-compose."""

import re
from pathlib import Path

import pytest
import yaml

CHECKOUT = Path(__file__).resolve().parent.parent
COMPOSE = yaml.safe_load((CHECKOUT / "docker-compose.yml").read_text())
SERVICES = COMPOSE["services"]
SECRETS = ("SECRET_KEY", "POSTGRES_PASSWORD", "DATABASE_OWNER_PASSWORD", "DATABASE_PASSWORD", "VALKEY_PASSWORD")

PRODUCT = ("migrate", "web", "worker", "beat")
# Settings that a deployment by compose cannot choose: the file says them itself, or the image does.
CHOSEN_BY_THE_FILE = {"CARELEAVERS_MODE", "DATABASE_URL", "REDIS_URL", "CACHE_URL", "DATABASE_POOLED", "BACKUP_FOLDER"}
CHOSEN_BY_THE_IMAGE = {"BIND", "STATIC_ROOT", "POSTGRES_PROGRAMS", "LOG_FORMAT"}
# Given to one run of a drill alone; and two that would only be weakened.
NOT_FOR_ALL = {"BACKUP_PRIVATE_KEY_FILE", "DRILL_DATABASE_URL", "SECURE_SSL_REDIRECT", "SECURE_HSTS_SECONDS"}


def settings_in(page: str, heading: str) -> set[str]:
    """The variables that a table of the docs names in its first column."""
    table = (CHECKOUT / "docs" / page).read_text().partition(heading)[2].partition("\n#")[0]
    return set(re.findall(r"`([A-Z][A-Z0-9_]+)`", " ".join(re.findall(r"^\| (.*?) \|", table, re.MULTILINE))))


def test_the_whole_deployment_is_named():
    assert set(SERVICES) == {"postgres", "valkey", "migrate", "web", "worker", "beat"}


@pytest.mark.parametrize("name", SERVICES)
def test_every_service_is_shut_in(name):
    service = SERVICES[name]
    assert service["read_only"] is True
    assert service["cap_drop"] == ["ALL"]
    assert service["security_opt"] == ["no-new-privileges:true"]
    assert service.get("user", "the image's own") != "root"


@pytest.mark.parametrize("name", sorted(set(SERVICES) - {"migrate"}))
def test_what_stays_running_is_watched_and_started_again(name):
    assert SERVICES[name]["healthcheck"]["test"][0] in {"CMD", "CMD-SHELL"}
    assert SERVICES[name]["restart"] == "unless-stopped"


@pytest.mark.parametrize("name", ["web", "worker", "beat"])
def test_our_programs_wait_for_the_migrations_which_run_once(name):
    assert SERVICES[name]["depends_on"]["migrate"] == {"condition": "service_completed_successfully"}
    assert SERVICES["migrate"]["restart"] == "no"


@pytest.mark.parametrize("name", SECRETS)
def test_secrets_come_from_the_environment_and_nothing_starts_without_them(name):
    text = (CHECKOUT / "docker-compose.yml").read_text()
    uses = re.findall(rf"(?<!\$)\${{{name}((?![A-Z_])[^}}]*)}}", text)
    assert uses
    assert all(use.startswith(":?") for use in uses)
    assert f"{name}=\n" in (CHECKOUT / ".env.example").read_text()


def test_data_stands_in_volumes():
    assert set(COMPOSE["volumes"]) == {"backups", "postgres", "valkey"}
    assert all("backups:/backups" in SERVICES[name]["volumes"] for name in ("web", "worker"))
    assert SERVICES["postgres"]["volumes"][0] == "postgres:/var/lib/postgresql/data"
    assert SERVICES["valkey"]["volumes"] == ["valkey:/data"]


def test_only_the_web_server_is_reachable_and_from_this_host_alone_by_default():
    assert [name for name in SERVICES if "ports" in SERVICES[name]] == ["web"]
    assert SERVICES["web"]["ports"] == ["${BIND_ADDRESS:-127.0.0.1}:${PORT:-8000}:8000"]


def test_the_image_does_not_run_as_root():
    lines = (CHECKOUT / "Dockerfile").read_text().splitlines()
    users = [line for line in lines if line.startswith("USER ")]
    assert users[-1] == "USER careleavers"


@pytest.mark.parametrize("name", ["web", "worker", "beat"])
def test_what_serves_people_has_no_password_of_the_owner(name):
    assert "postgres://careleavers:${DATABASE_PASSWORD" in SERVICES[name]["environment"]["DATABASE_URL"]
    assert not [
        word for word in SERVICES[name]["environment"].values() if "OWNER" in str(word) or "POSTGRES_" in str(word)
    ]


def test_the_owner_migrates_and_gives_the_others_their_rights():
    assert "postgres://careleavers_owner:" in SERVICES["migrate"]["environment"]["DATABASE_URL"]
    assert "migrate --noinput && python manage.py grant_access careleavers" in SERVICES["migrate"]["command"][-1]
    assert "./docs/examples/roles.sql:/docker-entrypoint-initdb.d/roles.sql:ro" in SERVICES["postgres"]["volumes"]
    assert (CHECKOUT / "docs/examples/roles.sql").exists()


@pytest.mark.parametrize(
    ("page", "heading"), [("deployment.md", "## Settings"), ("sign_in.md", "## With the council's directory")]
)
@pytest.mark.parametrize("name", PRODUCT)
def test_every_setting_of_the_docs_can_be_written_into_env(name, page, heading):
    """Seen to fail: sign-in by the directory, which .env could say and no container heard of."""
    settings = settings_in(page, heading) - CHOSEN_BY_THE_FILE - CHOSEN_BY_THE_IMAGE - NOT_FOR_ALL
    assert len(settings) > 7
    given = SERVICES[name]["environment"]
    assert {each for each in settings if f"${{{each}:" not in str(given.get(each))} == set()


@pytest.mark.parametrize("name", PRODUCT)
def test_what_is_left_empty_has_its_default(name):
    """`no` and other words are for what would mean something else when empty."""
    for variable, value in SERVICES[name]["environment"].items():
        if default := re.fullmatch(rf"\${{{variable}:-(.*)}}", str(value)):
            assert default[1] or f'env.boolean("{variable}"' not in (CHECKOUT / "careleavers/settings.py").read_text()


@pytest.mark.parametrize("name", SERVICES)
def test_a_service_waits_only_for_services_that_can_be_waited_for(name):
    for other, wanted in SERVICES[name].get("depends_on", {}).items():
        if wanted["condition"] == "service_healthy":
            assert "healthcheck" in SERVICES[other]
        else:
            assert (wanted["condition"], SERVICES[other]["restart"]) == ("service_completed_successfully", "no")


@pytest.mark.parametrize("name", SERVICES)
def test_hosts_that_are_named_are_services(name):
    """In addresses of the environment and in health checks."""
    text = str(SERVICES[name].get("environment", "")) + str(SERVICES[name].get("healthcheck", ""))
    named = re.findall(r"@([a-z]+):\d+", text) + re.findall(r'HTTPConnection\("(\w+)"', text)
    assert set(named) <= set(SERVICES)
