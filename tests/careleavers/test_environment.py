"""Production cannot be set up wrong: whatever is said badly stops the start with one sentence."""

import os
import runpy
import subprocess
import sys
from pathlib import Path

import pytest

from careleavers import environment
from careleavers.environment import Misconfigured

CHECKOUT = Path(__file__).resolve().parents[2]
GOOD = {
    "CARELEAVERS_MODE": "production",
    "SECRET_KEY": "a-key-that-only-this-test-uses-0123456789-abcdefghijklmnopqrstuvwxyz",
    "ALLOWED_HOSTS": "leaving-care.example.gov.uk",
    "DATABASE_URL": "postgres://careleavers:secret@database.example:5432/careleavers",
    "REDIS_URL": "redis://:secret@queue.example:6379/0",
}
UNSET = None

BAD = [
    ("CARELEAVERS_MODE", "prod", "is 'prod'"),
    ("CARELEAVERS_MODE", "Production", "is 'Production'"),
    ("CARELEAVERS_MODE", "production ", "is 'production '"),
    ("CARELEAVERS_MODE", " production", "is ' production'"),
    ("CARELEAVERS_MODE", "PRODUCTION", "is 'PRODUCTION'"),
    ("CARELEAVERS_MODE", "live", "is 'live'"),
    ("CARELEAVERS_MODE", "", "is ''"),
    ("SECRET_KEY", UNSET, "is not set"),
    ("SECRET_KEY", "", "is not set"),
    ("SECRET_KEY", "   ", "is not set"),
    ("SECRET_KEY", environment.DEVELOPMENT_KEY, "publishes for its demo"),
    ("SECRET_KEY", "development-only-" + "x1y2z3" * 10, "publishes for its demo"),
    ("SECRET_KEY", "too-short", "too easy to guess"),
    ("SECRET_KEY", "a" * 80, "too easy to guess"),
    ("ALLOWED_HOSTS", UNSET, "is not set"),
    ("ALLOWED_HOSTS", "", "is not set"),
    ("ALLOWED_HOSTS", ",", "names nothing"),
    ("ALLOWED_HOSTS", "*", "holds '*'"),
    ("ALLOWED_HOSTS", "https://leaving-care.example.gov.uk", "is no host name"),
    ("ALLOWED_HOSTS", "leaving-care.example.gov.uk:8000", "is no host name"),
    ("ALLOWED_HOSTS", "leaving care.example.gov.uk", "is no host name"),
    ("CSRF_TRUSTED_ORIGINS", "leaving-care.example.gov.uk", "write https:// and the host"),
    ("CSRF_TRUSTED_ORIGINS", "https://leaving-care.example.gov.uk/people/", "without a path"),
    ("SIGN_IN_ORIGINS", "login.microsoftonline.com", "write https:// and the host"),
    ("DEBUG", "yes", "is on in production"),
    ("DEBUG", "maybe", "is 'maybe'"),
    ("DATABASE_URL", UNSET, "is not set"),
    ("DATABASE_URL", "", "is not set"),
    ("DATABASE_URL", "sqlite:///x.db", "begins with sqlite"),
    ("DATABASE_URL", "mysql://a:b@database.example/c", "begins with mysql"),
    ("DATABASE_URL", "database.example/careleavers", "begins with nothing"),
    ("DATABASE_URL", "postgres://database.example", "names no database"),
    ("DATABASE_URL", "postgres://database.example/", "names no database"),
    ("DATABASE_URL", "postgres://a:pass/word@database.example:5432/c", "is no address"),
    ("DATABASE_URL", "postgres://a:b@database.example:port/c", "is no address"),
    ("REDIS_URL", UNSET, "is not set"),
    ("REDIS_URL", "redis://queue.example/x", "ends in '/x'"),
    ("REDIS_URL", "redis://queue.example/0/1", "ends in '/0/1'"),
    ("REDIS_URL", "redis://", "names no host"),
    ("REDIS_URL", "queue.example:6379", "begins with"),
    ("REDIS_URL", "http://queue.example", "begins with http"),
    ("CACHE_URL", "memcached://queue.example", "begins with memcached"),
    ("LOG_LEVEL", "loud", "is 'loud'"),
    ("LOG_LEVEL", "20", "is '20'"),
    ("LOG_FORMAT", "JSON", "is 'JSON'"),
    ("LOG_FORMAT", "text", "is 'text'"),
    ("METRICS_TOKEN", "secret", "is too easy to guess"),
    ("SENTRY_DSN", "errors.council.gov.uk", "is no DSN"),
    ("SENTRY_DSN", "https://errors.council.gov.uk/1", "is no DSN"),
    ("SENTRY_DSN", "https://key@errors.council.gov.uk", "names no project"),
    ("SENTRY_DSN", "https://key@errors.council.gov.uk/leaving-care", "names no project"),
    ("EMAIL_PORT", "smtp", "is 'smtp'"),
    ("EMAIL_PORT", "0", "is '0'"),
    ("EMAIL_PORT", "70000", "is '70000'"),
    ("EMAIL_USE_TLS", "starttls", "is 'starttls'"),
    ("LETTER_LEASE_SECONDS", "five minutes", "is 'five minutes'"),
    ("CELERY_VISIBILITY_TIMEOUT", "60", "is '60'"),
    ("SECURE_HSTS_SECONDS", "-1", "is '-1'"),
    ("SECURE_HSTS_SECONDS", "1e6", "is '1e6'"),
    ("SECURE_SSL_REDIRECT", "sometimes", "is 'sometimes'"),
    ("SECRET_KEY", "change-me-" * 6, "too easy to guess"),
    ("SECRET_KEY", "a-long-piece-said-again-" * 3, "too easy to guess"),
    ("SECRET_KEY", "Development-Only-" + "x1y2z3" * 10, "publishes for its demo"),
    ("SECRET_KEY", "9f86d081884c7d659a2feaa0c55ad015a3bf4f1b\n2b0b822cd15d6c15b0f00a08", "holds a line break"),
    ("SECRET_KEY_FALLBACKS", environment.DEVELOPMENT_KEY, "publishes for its demo"),
    ("SECRET_KEY_FALLBACKS", GOOD["SECRET_KEY"] + ",short", "too easy to guess"),
    ("SECRET_KEY_FALLBACKS", ",,", "names nothing"),
    ("SECOND_STEP_KEY_FALLBACKS", "short", "too easy to guess"),
    ("ALLOWED_HOSTS", '"leaving-care.example.gov.uk"', "is in quotes"),
    ("ALLOWED_HOSTS", "a.example\nb.example", "holds a line break"),
    ("ALLOWED_HOSTS", "leaving-care.example\u200b", "cannot be seen"),
    ("ALLOWED_HOSTS", "999.1.1.1", "is no host name"),
    ("ALLOWED_HOSTS", "[:]", "is no host name"),
    ("CSRF_TRUSTED_ORIGINS", "https://a.example:99999", "a port is a number up to 65535"),
    ("CSRF_TRUSTED_ORIGINS", "https://..", "write https:// and the host"),
    ("DATABASE_URL", "postgres:careleavers", "names no database"),
    ("DATABASE_URL", "postgres://a:1/2@database.example/c", "a database with a slash"),
    ("DATABASE_URL", "postgres://a:b@database.example:0/c", "a port is a number"),
    ("DATABASE_URL", "postgres://a:b@data base/c", "names 'data base'"),
    ("DATABASE_URL", "postgres://a:b@database.example/c%00", "cannot be seen"),
    ("DATABASE_URL", "postgres://a:b@database.example/c?sslmode=on", "an sslmode that is none of"),
    ("DATABASE_URL", "postgres://a:b@database.example/c?ssl=true", "Postgres does not know"),
    ("DATABASE_URL", "postgres://a:b@database.example/c?connect_timeout=x", "which the product sets itself"),
    ("DATABASE_URL_READ", "postgres://a:b@1.2.3.4.5/c", "names '1.2.3.4.5'"),
    ("REDIS_URL", "REDIS://queue.example/0", "begins with redis: write redis://"),
    ("REDIS_URL", "redis://a.example,b.example/0", "names 'a.example,b.example'"),
    ("REDIS_URL", "redis://queue.example/0?db=1", "what is not understood there"),
    ("REDIS_URL", "redis://queue.example/0?ssl_cert_reqs=none", "what is not understood there"),
    ("REDIS_URL", "rediss://queue.example/0?ssl_cert_reqs=maybe", "what is not understood there"),
    ("REDIS_URL", "unix:///run/valkey.sock?db=x", "what is not understood there"),
    ("REDIS_URL", "unix://run/valkey.sock", "names no socket"),
    ("CACHE_URL", GOOD["REDIS_URL"], "names the database of REDIS_URL"),
    ("METRICS_TOKEN", "a" * 40, "is too easy to guess"),
    ("METRICS_TOKEN", "ein längeres Geheimnis 1", "what no header can carry"),
    ("CLAMD_ADDRESS", "clamd.example", "write the path of its socket, or a host and a port"),
    ("CLAMD_ADDRESS", "tcp://clamd.example:3310", "write the path of its socket, or a host and a port"),
    ("CLAMD_ADDRESS", "clamd.example:99999", "names port 99999"),
    ("EMAIL_HOST", "smtp://mail.example", "write the name of one machine"),
    ("EMAIL_HOST", "mail.example:587", "without its port"),
    ("EMAIL_HOST", "a" * 64 + ".example", "write the name of one machine"),
    ("EMAIL_HOST_USER", "leaving-care", "EMAIL_HOST_PASSWORD is not set"),
    ("EMAIL_HOST_PASSWORD", "secret", "EMAIL_HOST_USER is not set"),
    ("EMAIL_HOST_USER", "pflege-für-alle", "EMAIL_HOST_USER holds letters that no mail server is asked with"),
    ("DEFAULT_FROM_EMAIL", "leaving care", "write one address"),
    ("DEFAULT_FROM_EMAIL", "a@council.example, b@council.example", "write one address"),
    ("DEFAULT_FROM_EMAIL", "Leaving care <a@council.example", "write one address"),
    ("CELERY_VISIBILITY_TIMEOUT", "99999999", "is '99999999'"),
    ("TRUSTED_PROXIES", "10.0.0.1", "is '10.0.0.1'"),
    ("TRUSTED_PROXIES", "2", "BEHIND_PROXY is not on"),
    ("IDLE_MINUTES", "60m", "is '60m'"),
    ("IDLE_MINUTES", "٦٠", "is '٦٠'"),
    ("STATIC_ROOT", "static", "the whole path"),
    ("STATIC_ROOT", str(CHECKOUT / "pyproject.toml"), "which is a file"),
    ("STATIC_ROOT", str(CHECKOUT.parent), "holds the product itself"),
    ("BACKUP_FOLDER", "~/backups", "the whole path"),
    ("BACKUP_FOLDER", "/", "the whole path"),
    ("BACKUP_PUBLIC_KEY", "AGE-SECRET-KEY-1QQQQ", "is no public key"),
    ("BACKUP_PRIVATE_KEY_FILE", "AGE-SECRET-KEY-1QQQQ", "is no whole path"),
    ("BACKUP_PRIVATE_KEY_FILE", str(CHECKOUT), "is no whole path"),
    ("BACKUP_BUCKET", "s3://backups", "write the name alone"),
    ("S3_ENDPOINT_URL", "minio:9000", "write https://"),
    ("POSTGRES_PROGRAMS", "bin", "the whole path"),
    ("MFA_ROLES", ",", "names nothing"),
]
# Together with OIDC, which is good.
BAD_DIRECTORIES = [
    ("OIDC_ISSUER", UNSET, "is not set, but OIDC_CLIENT_ID is"),
    ("OIDC_ISSUER", "http://login.example/t/v2.0", "write https://"),
    ("OIDC_ISSUER", "https://login.microsoftonline.com/common/v2.0", "names every organisation's tenant"),
    ("OIDC_ISSUER", "https://login.microsoftonline.com/organizations/v2.0", "names every organisation's tenant"),
    ("OIDC_CLIENT_ID", UNSET, "is not set"),
    ("OIDC_CLIENT_SECRET", "", "is not set"),
    ("OIDC_TENANT", UNSET, "is not set: with Entra ID"),
    ("OIDC_TENANT", "council.gov.uk", "write the tenant's id"),
    ("OIDC_TENANT", "00000000-86f1-41af-91ab-2d7cd011db47", "is not the tenant in OIDC_ISSUER"),
    ("OIDC_DOMAINS", UNSET, "is not set"),
    ("OIDC_DOMAINS", "@council.gov.uk", "write what stands after the @"),
    ("OIDC_DOMAINS", ".gov.uk", "write what stands after the @"),
    ("OIDC_ISSUER", "https://login.microsoftonline.com/Common/v2.0", "names every organisation's tenant"),
    ("OIDC_ISSUER", "https://login.example:99999/t", "a port is a number"),
    ("OIDC_ISSUER", "https://login.microsoftonline.com/72f988bf-86f1-41af-91ab-2d7cd011db47/", "is not Entra's"),
    ("OIDC_DOMAINS", "council", "write what stands after the @"),
    ("MFA_ROLES", "administrator", "holds 'administrator'"),
]
OIDC = {
    "OIDC_ISSUER": "https://login.microsoftonline.com/72f988bf-86f1-41af-91ab-2d7cd011db47/v2.0",
    "OIDC_CLIENT_ID": "6731de76-14a6-49ae-97bc-6eba6914391e",
    "OIDC_CLIENT_SECRET": "a secret",
    "OIDC_TENANT": "72f988bf-86f1-41af-91ab-2d7cd011db47",
    "OIDC_DOMAINS": "council.gov.uk, Council.onmicrosoft.com",
}
BAD_FOR_GUNICORN = [
    ("CARELEAVERS_MODE", UNSET, "is not set"),
    ("WEB_WORKERS", "two", "is 'two'"),
    ("WEB_WORKERS", "0", "is '0'"),
    ("WEB_THREADS", "4.5", "is '4.5'"),
    ("BIND", "8000", "write an address, a colon and a port"),
    ("BIND", "0.0.0.0:99999", "write an address, a colon and a port"),
    ("BIND", "http://0.0.0.0:8000", "write an address, a colon and a port"),
]


def surroundings(name: str, value: str | None) -> dict[str, str]:
    found = {**GOOD, name: value}
    return {key: each for key, each in found.items() if each is not None}


def read(monkeypatch: pytest.MonkeyPatch, environ: dict[str, str], file: str) -> dict[str, object]:
    """The names that a file of settings defines where only these variables are set."""
    for name in {*os.environ, *environ}:
        monkeypatch.delenv(name, raising=False)
    for name, value in environ.items():
        monkeypatch.setenv(name, value)
    return runpy.run_path(str(CHECKOUT / file))


def says(error: Misconfigured, name: str, fault: str) -> bool:
    """One sentence: the variable, what is wrong with it, and an example. `fault` may begin with another's name."""
    said = str(error.code)
    name = fault.partition(" ")[0] if fault.startswith("EMAIL_HOST_") else name
    return said.startswith(f"{name} ") and fault in said and f"For example: {name}=" in said and "\n" not in said


@pytest.mark.parametrize(("name", "value", "fault"), BAD, ids=[f"{name}={value}" for name, value, _ in BAD])
def test_a_bad_setting_stops_the_start(monkeypatch, name, value, fault):
    with pytest.raises(Misconfigured) as stopped:
        read(monkeypatch, surroundings(name, value), "careleavers/settings.py")
    assert says(stopped.value, name, fault), stopped.value.code


@pytest.mark.parametrize(("name", "value", "fault"), BAD_DIRECTORIES, ids=[f"{n}={v}" for n, v, _ in BAD_DIRECTORIES])
def test_a_bad_setting_of_the_directory_stops_the_start(monkeypatch, name, value, fault):
    environ = {**surroundings("DEBUG", UNSET), **OIDC, name: value}
    with pytest.raises(Misconfigured) as stopped:
        read(monkeypatch, {key: each for key, each in environ.items() if each is not None}, "careleavers/settings.py")
    assert says(stopped.value, name, fault)


def test_a_good_directory_is_read_and_its_origin_may_be_led_to(monkeypatch):
    found = read(monkeypatch, surroundings("DEBUG", UNSET) | OIDC, "careleavers/settings.py")
    assert found["DIRECTORY"].domains == ("council.gov.uk", "council.onmicrosoft.com")
    assert found["SIGN_IN_ORIGINS"] == ["https://login.microsoftonline.com"]


@pytest.mark.parametrize(("name", "value", "fault"), BAD_FOR_GUNICORN)
def test_the_web_server_stops_too(monkeypatch, name, value, fault):
    with pytest.raises(Misconfigured) as stopped:
        read(monkeypatch, surroundings(name, value), "gunicorn.conf.py")
    assert says(stopped.value, name, fault), stopped.value.code


def test_tls_and_ssl_are_not_both_for_mail(monkeypatch):
    with pytest.raises(Misconfigured, match="both on"):
        read(monkeypatch, GOOD | {"EMAIL_USE_TLS": "yes", "EMAIL_USE_SSL": "yes"}, "careleavers/settings.py")


@pytest.mark.parametrize(
    "good",
    [
        {},
        {"LOG_LEVEL": "info"},
        {"REDIS_URL": "rediss://queue.example", "CACHE_URL": "unix:///run/valkey.sock?db=1"},
        {"DATABASE_URL": "postgresql://a:p%40ss%2Fword@database.example/c?sslmode=require"},
        {"ALLOWED_HOSTS": "a.example.gov.uk, .b.example.gov.uk,[::1],10.0.0.7"},
        {"CSRF_TRUSTED_ORIGINS": "https://a.example.gov.uk,https://b.example.gov.uk:8443"},
        {"DEBUG": "no", "BEHIND_PROXY": "on", "TRUSTED_PROXIES": "2"},
        {"DATABASE_URL": "postgres://a@%2Frun%2Fpostgresql/c", "EMAIL_HOST": "mail_relay"},
        {"DATABASE_URL": "postgres://a:b@[::1]:5432/c", "EMAIL_HOST": "::1", "STATIC_ROOT": "/srv/static/"},
        {"DEFAULT_FROM_EMAIL": '"Care, Leaving" <leaving-care@council.example>', "SECURE_SSL_REDIRECT": ""},
        {
            "REDIS_URL": "rediss://queue.example/0?ssl_ca_certs=/etc/ssl/council.pem",
            "S3_ENDPOINT_URL": "http://minio:9000",
        },
    ],
    ids=str,
)
def test_good_settings_are_taken(monkeypatch, good):
    found = read(monkeypatch, GOOD | good, "careleavers/settings.py")
    assert found["PRODUCTION"] is True
    assert found["SECURE_SSL_REDIRECT"] is True


@pytest.mark.parametrize(
    ("written", "name", "read_as"),
    [
        ({"CLAMD_ADDRESS": "/run/clamav/clamd.ctl"}, "CLAMD_ADDRESS", "unix:/run/clamav/clamd.ctl"),
        ({"CLAMD_ADDRESS": "clamd.example:3310"}, "CLAMD_ADDRESS", "clamd.example:3310"),
        ({"SENTRY_DSN": "https://key@errors.example/1"}, "SENTRY_DSN", "https://key@errors.example/1"),
    ],
)
def test_where_others_listen_is_read_as_it_is_written(monkeypatch, written, name, read_as):
    assert read(monkeypatch, GOOD | written, "careleavers/settings.py")[name] == read_as


def test_what_is_beside_the_database_is_used_where_it_is_set(monkeypatch):
    """A copy to read figures from, a bucket for copies of backups, and Prometheus around every request."""
    plain = read(monkeypatch, GOOD, "careleavers/settings.py")
    assert ("reading" in plain["DATABASES"], "backups" in plain["STORAGES"]) == (False, False)
    more = {
        "DATABASE_URL_READ": "postgres://careleavers:secret@copy.example:5432/careleavers",
        "BACKUP_BUCKET": "careleavers-backups",
        "METRICS_TOKEN": "0123456789abcdefghijklmnopqrstuv",
    }
    found = read(monkeypatch, GOOD | more, "careleavers/settings.py")
    assert found["DATABASES"]["reading"]["HOST"] == "copy.example"
    assert found["STORAGES"]["backups"]["OPTIONS"]["bucket_name"] == "careleavers-backups"
    around = [each.rpartition(".")[2] for each in (found["MIDDLEWARE"][0], found["MIDDLEWARE"][-1])]
    assert around == ["PrometheusBeforeMiddleware", "PrometheusAfterMiddleware"]
    assert len(found["MIDDLEWARE"]) == len(plain["MIDDLEWARE"]) + 2


def test_a_password_is_never_repeated(monkeypatch):
    with pytest.raises(Misconfigured) as stopped:
        read(
            monkeypatch,
            GOOD | {"DATABASE_URL": "postgres://a:hunter2/x@database.example:5432/c"},
            "careleavers/settings.py",
        )
    assert "hunter2" not in str(stopped.value.code)


@pytest.mark.parametrize(
    "command",
    [
        ["manage.py", "migrate"],
        ["-m", "gunicorn", "careleavers.wsgi"],
        ["-m", "celery", "-A", "careleavers", "worker"],
        ["-m", "celery", "-A", "careleavers", "beat"],
    ],
    ids=lambda command: " ".join(command),
)
def test_every_program_ends_with_the_sentence_and_no_traceback(command):
    environ = surroundings("REDIS_URL", "redis://queue.example/x") | {"PATH": os.defpath}
    done = subprocess.run(
        [sys.executable, *command], cwd=CHECKOUT, env=environ, capture_output=True, text=True, timeout=60
    )
    assert done.returncode != 0
    assert "REDIS_URL ends in '/x': the database is a number." in done.stderr
    assert "Traceback" not in done.stdout + done.stderr


def test_a_command_without_a_database_says_so_and_repeats_no_password():
    """Seen to fail: Django's traceback of forty lines."""
    environ = surroundings("DATABASE_URL", "postgres://a:hunter2@127.0.0.1:1/c") | {"PATH": os.defpath}
    command = [sys.executable, "manage.py", "migrate"]
    done = subprocess.run(command, cwd=CHECKOUT, env=environ, capture_output=True, text=True, timeout=60)
    assert done.returncode == 1
    assert done.stderr.startswith("The database cannot be reached; DATABASE_URL says where it is.")
    assert "Traceback" not in done.stderr
    assert "hunter2" not in done.stdout + done.stderr


@pytest.mark.parametrize(
    "command",
    [
        ["-m", "gunicorn", "careleavers.wsgi"],
        ["-m", "celery", "-A", "careleavers", "worker"],
        ["-c", "import careleavers.wsgi  # as any other web server does"],
    ],
    ids=lambda command: command[1].partition(" ")[0],
)
def test_without_a_mode_nothing_serves(command):
    done = subprocess.run(
        [sys.executable, *command],
        cwd=CHECKOUT,
        env=surroundings("CARELEAVERS_MODE", UNSET) | {"PATH": os.defpath},
        capture_output=True,
        text=True,
        timeout=60,
    )
    assert done.returncode != 0
    assert "CARELEAVERS_MODE is not set: say production or development." in done.stderr
    assert "Traceback" not in done.stdout + done.stderr
