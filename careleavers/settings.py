"""Every setting of the deployment, read from the environment. What a team changes is in the database (policies)."""

import tomllib
from pathlib import Path
from typing import Any

import dj_database_url
from celery.schedules import crontab

from careleavers import environment as env
from careleavers import machines, redis_urls
from careleavers.directory.configured import directory_from_environment
from careleavers.permissions import Role
from careleavers.site import limits_cache, patience, practice
from careleavers.site.log_settings import log_settings

BASE_DIR = Path(__file__).resolve().parent.parent

# "development" (the demo, tests) or "production": one word decides every safe default.
MODE = env.mode()
PRODUCTION = MODE == env.PRODUCTION
DEBUG = env.boolean("DEBUG", False)
if PRODUCTION and DEBUG:
    raise env.stop("DEBUG", "is on in production, where it would show the record to whoever meets an error", "no")
# A practice council: the same program with invented people, a database and a broker of its own, and a key of its own
# even where somebody copied the real one's. Nothing leaves it: no mail, no letter, no copy of a backup.
PRACTICE = env.boolean("PRACTICE", False)
SECRET_KEY = practice.own_key(env.secret_key("SECRET_KEY", production=PRODUCTION), is_practice=PRACTICE)
SECRET_KEY_FALLBACKS = [
    practice.own_key(key, is_practice=PRACTICE)
    for key in env.former_keys("SECRET_KEY_FALLBACKS", production=PRODUCTION)
]
# The first encrypts the secrets of second steps, all of them decrypt: see careleavers.encryption.
SECOND_STEP_KEYS = env.second_step_keys([SECRET_KEY, *SECRET_KEY_FALLBACKS], production=PRODUCTION)
ALLOWED_HOSTS = machines.hosts("ALLOWED_HOSTS", None if PRODUCTION else "localhost,127.0.0.1,[::1],testserver")
CSRF_TRUSTED_ORIGINS = machines.origins("CSRF_TRUSTED_ORIGINS")

INSTALLED_APPS = [
    "careleavers",
    "pathways",
    "offers",
    "reporting",
    "django.forms",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "whitenoise.runserver_nostatic",
    "django.contrib.staticfiles",
    "django.contrib.humanize",
    "django.contrib.postgres",
    "crispy_forms",
    "pgtrigger",
    "pghistory",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "allauth.socialaccount",
    "careleavers.directory",
]

MIDDLEWARE = [
    "careleavers.site.middleware.request_log.RequestLogMiddleware",
    "careleavers.site.middleware.headers.HeadersMiddleware",
    "careleavers.site.middleware.probes.ProbesMiddleware",
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "careleavers.site.middleware.compression.CompressionMiddleware",
    "careleavers.site.middleware.practice.NewBeginningMiddleware",
    "careleavers.site.middleware.sessions.InterruptedSessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "careleavers.site.middleware.unsent.KeepFormMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "careleavers.site.middleware.access.AccessMiddleware",
    "careleavers.site.middleware.second_step.SecondStepMiddleware",
    "careleavers.site.middleware.too_late.TooLateMiddleware",
]

ROOT_URLCONF = "careleavers.urls"
WSGI_APPLICATION = "careleavers.wsgi.application"

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [BASE_DIR / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "careleavers.site.context.authority",
                "careleavers.site.context.masthead",
                "careleavers.site.context.page_help",
            ],
        },
    },
]

FORM_RENDERER = "django.forms.renderers.TemplatesSetting"  # widgets of ours are in templates/, too
CRISPY_TEMPLATE_PACK = "house"
CRISPY_ALLOWED_TEMPLATE_PACKS = ["house"]
CRISPY_FAIL_SILENTLY = False
# Origins other than our own that a sign-in form may lead to, such as https://login.microsoftonline.com.
SIGN_IN_ORIGINS = machines.origins("SIGN_IN_ORIGINS")
# The council's directory, by OpenID Connect; None: everybody signs in with a password.
DIRECTORY = directory_from_environment()
if DIRECTORY:
    SIGN_IN_ORIGINS.append("/".join(DIRECTORY.issuer.split("/")[:3]))
# Who needs a second step to sign in with a password.
MFA_ROLES = env.words_from("MFA_ROLES", {role.value for role in Role})

OWN_POSTGRES_PROGRAMS = env.folder("POSTGRES_PROGRAMS")
# Outside production, without DATABASE_URL and REDIS_URL, the embedded servers are used that `manage.py demo` starts.
# Production does not have them, so it does not import what runs them.
if PRODUCTION:
    OWN_DATABASE_URL = OWN_REDIS_URL = None
else:
    from careleavers.demo.embedded import binaries, places

    EMBEDDED = places.of_checkout(
        BASE_DIR, folder=env.text("DEMO_FOLDER", str(BASE_DIR / practice.FOLDER) if PRACTICE else "")
    )
    OWN_DATABASE_URL, OWN_REDIS_URL = EMBEDDED.database_url(), EMBEDDED.redis_url()
    EMBEDDED_PROGRAMS = [OWN_POSTGRES_PROGRAMS, binaries.postgres_folder()]
DATABASES = {
    "default": dj_database_url.parse(
        machines.database_url("DATABASE_URL", OWN_DATABASE_URL),
        conn_max_age=60,
        conn_health_checks=True,
    )
}
DATABASE_URL_READ = machines.database_url("DATABASE_URL_READ", "")
if DATABASE_URL_READ:
    DATABASES["reading"] = dj_database_url.parse(DATABASE_URL_READ, conn_max_age=60, conn_health_checks=True)
DATABASE_ROUTERS = ["careleavers.site.reading.Router"]
# Behind a pooler that gives a connection for one transaction, cursors of the server's and options of a connection are
# of no use: the pooler sets the patience of each program (docs/deployment.md).
DATABASE_POOLED = env.boolean("DATABASE_POOLED", False)
for each in DATABASES.values():
    each["DISABLE_SERVER_SIDE_CURSORS"] = DATABASE_POOLED
    each.setdefault("OPTIONS", {}).update(patience.database_options(env.program(), pooled=DATABASE_POOLED))
REDIS_URL = machines.redis_url("REDIS_URL", OWN_REDIS_URL)
# A database of its own: clearing the cache must not empty the queue.
CACHE_URL = machines.redis_url("CACHE_URL", redis_urls.next_database(REDIS_URL))
if redis_urls.is_same(CACHE_URL, REDIS_URL):
    raise env.stop(
        "CACHE_URL", "names the database of REDIS_URL: clearing the cache would empty the queue", "redis://queue/1"
    )
CACHES = {
    "default": {
        "BACKEND": "careleavers.site.limits_cache.LimitsCache",
        "LOCATION": CACHE_URL,
        "OPTIONS": limits_cache.OPTIONS,
        "KEY_PREFIX": "careleavers",
    }
}
AUTH_USER_MODEL = "careleavers.User"
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

AUTHENTICATION_BACKENDS = ["allauth.account.auth_backends.AuthenticationBackend"]
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "home"
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator", "OPTIONS": {"min_length": 12}},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
    {"NAME": "careleavers.site.passwords.RepeatedPasswordValidator"},
]
# Accounts are made by an administrator: nobody signs up.
ACCOUNT_ADAPTER = "careleavers.site.accounts.AccountAdapter"
MFA_ADAPTER = "careleavers.site.accounts.MFAAdapter"
SOCIALACCOUNT_ADAPTER = "careleavers.site.accounts.SocialAccountAdapter"
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_SIGNUP_FIELDS = ["email*", "password1*"]
ACCOUNT_EMAIL_VERIFICATION = "none"
ACCOUNT_EMAIL_UNKNOWN_ACCOUNTS = False  # nobody else gets mail from us because a stranger typed their address
ACCOUNT_SESSION_REMEMBER = False
# By account first. A council's staff share one address, so the limits by address are those of an attack on everybody.
ACCOUNT_RATE_LIMITS = {
    "login": "600/m/ip",
    "login_failed": "5/5m/key,300/5m/ip",
    "reset_password": "5/5m/key,100/5m/ip",
    "reset_password_from_key": "100/5m/ip",
}
ACCOUNT_EMAIL_SUBJECT_PREFIX = "Leaving care: "
MFA_ALLOW_UNVERIFIED_EMAIL = True  # an administrator gave the address
MFA_SUPPORTED_TYPES = ["totp", "webauthn", "recovery_codes"]
ACCOUNT_FORMS = {
    "login": "careleavers.forms.accounts.LoginForm",
    "reset_password": "careleavers.forms.accounts.ResetPasswordForm",
    "reset_password_from_key": "careleavers.forms.accounts.ResetPasswordKeyForm",
    "change_password": "careleavers.forms.accounts.ChangePasswordForm",
    "reauthenticate": "careleavers.forms.accounts.ReauthenticateForm",
}
MFA_FORMS = {
    "authenticate": "careleavers.forms.accounts.AuthenticateForm",
    "reauthenticate": "careleavers.forms.accounts.ReauthenticateByCodeForm",
    "activate_totp": "careleavers.forms.accounts.ActivateTOTPForm",
    "add_webauthn": "careleavers.forms.accounts.AddWebAuthnForm",
    "edit_webauthn": "careleavers.forms.accounts.EditWebAuthnForm",
    "authenticate_webauthn": "careleavers.forms.accounts.AuthenticateWebAuthnForm",
    "reauthenticate_webauthn": "careleavers.forms.accounts.ReauthenticateWebAuthnForm",
}
SESSION_COOKIE_AGE = 12 * 60 * 60  # an absolute day's work; drafts live in the database far longer
# How long a session lasts in which nothing is asked; 0: as long as any. Typing into a form that is saved counts.
IDLE_MINUTES = env.integer("IDLE_MINUTES", 60, most=12 * 60)
SESSION_ENGINE = "careleavers.site.middleware.session_store"

# Only a forgotten password is sent by e-mail. Pages write it as a row; a worker sends it. Outside production that is
# printing it where the worker runs.
EMAIL_BACKEND = "careleavers.actions.mail.MailAsRows"
MAIL_DELIVERY_BACKEND = (
    f"django.core.mail.backends.{'dummy' if PRACTICE else 'smtp' if PRODUCTION else 'console'}.EmailBackend"
)
EMAIL_HOST = machines.server("EMAIL_HOST", "localhost")
EMAIL_PORT = env.integer("EMAIL_PORT", 25, least=1, most=65_535)
EMAIL_HOST_USER, EMAIL_HOST_PASSWORD = machines.mail_login()
EMAIL_USE_TLS = env.boolean("EMAIL_USE_TLS", False)
EMAIL_USE_SSL = env.boolean("EMAIL_USE_SSL", False)
if EMAIL_USE_TLS and EMAIL_USE_SSL:
    raise env.stop("EMAIL_USE_SSL", "and EMAIL_USE_TLS are both on: SSL is for port 465, TLS for 587", "no")
EMAIL_TIMEOUT = 10  # seconds
DEFAULT_FROM_EMAIL = machines.sender("DEFAULT_FROM_EMAIL", "leaving-care@localhost")

LANGUAGE_CODE = "en-gb"
TIME_ZONE = "Europe/London"
USE_TZ = True

# Our own sources are in static/, make setup fetches vendor/; collectstatic gathers both in static-collected/,
# which production serves. The demo collects them at each start and names its own folder.
STATIC_URL = "static/"
# Nothing else has the folder: WhiteNoise warns of one that is not there.
STATIC_ROOT = env.folder("STATIC_ROOT", str(BASE_DIR / "static-collected") if PRODUCTION else "") or None
if STATIC_ROOT and BASE_DIR.is_relative_to(Path(STATIC_ROOT).resolve()):
    raise env.stop("STATIC_ROOT", "holds the product itself, which everybody could then read", "/srv/static")
STATICFILES_DIRS = [BASE_DIR / "static", ("vendor", BASE_DIR / "vendor")]
STORAGES: dict[str, dict[str, Any]] = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {
        "BACKEND": "careleavers.site.staticfiles.ManifestStorage"
        if STATIC_ROOT
        else "django.contrib.staticfiles.storage.StaticFilesStorage"
    },
}
WHITENOISE_USE_FINDERS = STATIC_ROOT is None

# ClamAV's daemon, which looks at every file that is sent; without it none waits for one.
CLAMD_ADDRESS = machines.scanner_address("CLAMD_ADDRESS")
# Bounds what is sent with a form; nothing of it is written to a disk.
FILE_UPLOAD_HANDLERS = ["careleavers.site.uploads.BoundedUploadHandler"]

# How long a worker may take to make one letter before another takes it up.
LETTER_LEASE_SECONDS = env.integer("LETTER_LEASE_SECONDS", 300, least=1, most=3_600)
# GOV.UK Notify prints and posts letters where this is set: a live key that may send letters.
NOTIFY_API_KEY = env.matching(
    "NOTIFY_API_KEY",
    env.NOTIFY_KEY,
    "is no key of GOV.UK Notify: a name, the id of the service and a secret, with hyphens",
    example="the key that GOV.UK Notify showed when it was made, under API integration",
)
if PRACTICE and NOTIFY_API_KEY:
    raise practice.stop("NOTIFY_API_KEY", "no letter")
# Texts go where a template of GOV.UK Notify is named that is nothing but ((words)).
NOTIFY_TEXT_TEMPLATE = env.matching(
    "NOTIFY_TEXT_TEMPLATE",
    env.NOTIFY_TEMPLATE,
    "is no id of a template of GOV.UK Notify",
    example="the id below the template for text messages, such as 01234567-89ab-cdef-0123-456789abcdef",
)
NOTIFY_URL = machines.web_address("NOTIFY_URL") or "https://api.notifications.service.gov.uk"
# The same for sending one message; above EMAIL_TIMEOUT, or it may go twice.
MAIL_LEASE_SECONDS = env.integer("MAIL_LEASE_SECONDS", 300, least=1, most=3_600)

# How long is kept what belongs to nobody's record, in days.
DRAFTS_KEPT_DAYS = env.integer("DRAFTS_KEPT_DAYS", 14, least=2, most=365)  # since they were last touched
MAIL_KEPT_DAYS = env.integer("MAIL_KEPT_DAYS", 90, least=7, most=3_650)  # without what it said, since it was sent

# Backups (manage.py backup, manage.py drill): written with the public key, proved with the private one.
VERSION = tomllib.loads((BASE_DIR / "pyproject.toml").read_text())["project"]["version"]
BACKUP_FOLDER = env.folder("BACKUP_FOLDER")
BACKUP_PUBLIC_KEY = env.matching(
    "BACKUP_PUBLIC_KEY",
    env.AGE_PUBLIC_KEY,
    "is no public key: it begins with age1 and has 62 characters",
    example="the output of: manage.py backup --new-key FILE",
)
BACKUP_PRIVATE_KEY_FILE = env.key_file("BACKUP_PRIVATE_KEY_FILE")
# A copy of each goes here, where it is set; keys as AWS's own variables name them.
BACKUP_BUCKET = env.matching(
    "BACKUP_BUCKET", env.BUCKET, "is no name of a bucket: write the name alone", example="careleavers-backups"
)
if PRACTICE and BACKUP_BUCKET:
    raise practice.stop("BACKUP_BUCKET", "no copy of a backup")
S3_ENDPOINT_URL = machines.web_address("S3_ENDPOINT_URL")
if BACKUP_BUCKET:
    STORAGES["backups"] = {
        "BACKEND": "storages.backends.s3.S3Storage",
        "OPTIONS": {
            "bucket_name": BACKUP_BUCKET,
            "endpoint_url": S3_ENDPOINT_URL or None,
            "file_overwrite": False,
            "default_acl": None,
        },
    }
DRILL_DATABASE_URL = machines.database_url("DRILL_DATABASE_URL", "")
# Folders of pg_dump and pg_restore, where they are not on the PATH.
POSTGRES_PROGRAMS = [OWN_POSTGRES_PROGRAMS] if PRODUCTION else EMBEDDED_PROGRAMS

# Tasks are safe to run twice, so one that a dying worker had is given to another: at once when its process died,
# after the visibility timeout when the machine did. Results are in Postgres, in what a task did.
CELERY_BROKER_URL = redis_urls.for_celery(REDIS_URL)
CELERY_BROKER_TRANSPORT_OPTIONS = {
    "visibility_timeout": env.integer("CELERY_VISIBILITY_TIMEOUT", 900, least=601, most=24 * 3600)
}  # seconds
CELERY_BROKER_CONNECTION_RETRY_ON_STARTUP = True
CELERY_TASK_ACKS_LATE = True
CELERY_TASK_REJECT_ON_WORKER_LOST = True
CELERY_TASK_IGNORE_RESULT = True
CELERY_TASK_TIME_LIMIT = 600  # seconds; below the visibility timeout, or a slow task would run twice at once
CELERY_WORKER_PREFETCH_MULTIPLIER = 1
CELERY_TIMEZONE = TIME_ZONE
CELERY_BEAT_SCHEDULER = "careleavers.beat:OneOfSeveral"
CELERY_BEAT_SCHEDULE: dict[str, dict[str, Any]] = {
    "tick": {"task": "careleavers.tasks.tick", "schedule": 30.0, "options": {"expires": 60}},  # seconds
    "start_planned_allocations": {
        "task": "careleavers.tasks.start_planned_allocations",
        "schedule": crontab(minute=5),  # each hour: on its day soon after midnight, also where that hour was missed
    },
    "rebuild_statuses": {"task": "careleavers.tasks.rebuild_statuses", "schedule": crontab(hour=1, minute=0)},
    "send_mail": {"task": "careleavers.tasks.send_mail", "schedule": 60.0, "options": {"expires": 60}},
    "reconcile_alerts": {"task": "pathways.tasks.reconcile_alerts", "schedule": crontab(hour=2, minute=0)},
    "send_morning_mail": {
        "task": "pathways.tasks.send_morning_mail",
        "schedule": crontab(hour="7-11", minute=0),  # at seven; later for whom seven was missed
    },
    "delete_old_drafts": {"task": "careleavers.tasks.delete_old_drafts", "schedule": crontab(hour=3, minute=30)},
    "drill_backup": {"task": "careleavers.tasks.drill_backup", "schedule": crontab(hour=5, minute=0, day_of_week=6)},
    "import_records": {"task": "careleavers.tasks.import_records", "schedule": 600.0, "options": {"expires": 600}},
    "scan_files": {"task": "careleavers.tasks.scan_files", "schedule": 60.0, "options": {"expires": 60}},
    "delete_expired": {"task": "careleavers.tasks.delete_expired", "schedule": crontab(hour=3, minute=45)},
    "check_audit": {"task": "careleavers.tasks.check_audit", "schedule": crontab(hour=4, minute=30)},
    "plan_letters": {"task": "offers.tasks.plan_letters", "schedule": crontab(hour=3, minute=0)},
    "pay_regularly": {"task": "offers.tasks.pay_regularly", "schedule": crontab(hour=3, minute=30)},
    "render_letters": {"task": "offers.tasks.render_letters", "schedule": 600.0, "options": {"expires": 600}},
    "send_letters": {"task": "offers.tasks.send_letters", "schedule": 600.0, "options": {"expires": 600}},
    "send_report_mail": {
        "task": "reporting.tasks.send_report_mail",
        "schedule": crontab(hour="7-11", minute=15),  # after what is counted at night; later for whom seven was missed
    },
    "freeze_due_figures": {"task": "reporting.tasks.freeze_due_figures", "schedule": crontab(hour=4, minute=0)},
    "count_duties": {"task": "reporting.tasks.count_duties", "schedule": crontab(hour=4, minute=15)},
}
if PRACTICE:  # what an administrator asked for and no worker has begun
    CELERY_BEAT_SCHEDULE["begin_practice_again"] = {
        "task": "careleavers.tasks.begin_practice_again",
        "schedule": 600.0,
        "options": {"expires": 600},
    }

LOGGING = log_settings(env.log_form(production=PRODUCTION), env.log_level("LOG_LEVEL", "INFO"))

# Both off unless asked for. Errors go to a Sentry-compatible service, without anything of the record.
SENTRY_DSN = machines.sentry_dsn("SENTRY_DSN")
# /metrics answers Prometheus where it sends this.
METRICS_TOKEN = env.token("METRICS_TOKEN")
if METRICS_TOKEN:
    MIDDLEWARE.insert(0, "django_prometheus.middleware.PrometheusBeforeMiddleware")
    MIDDLEWARE.append("django_prometheus.middleware.PrometheusAfterMiddleware")

if PRODUCTION:
    SECURE_SSL_REDIRECT = env.boolean("SECURE_SSL_REDIRECT", True)
    BEHIND_PROXY = env.boolean("BEHIND_PROXY", False)
    # How many of ours add to X-Forwarded-For: the address of the browser is that many from the end. What comes before
    # it was sent by the browser itself, and is not believed.
    TRUSTED_PROXIES = env.integer("TRUSTED_PROXIES", 1, least=1, most=5)
    if BEHIND_PROXY:  # only where a proxy always sets the headers: anybody else could forge them
        SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
        ALLAUTH_TRUSTED_PROXY_COUNT = TRUSTED_PROXIES
    elif TRUSTED_PROXIES > 1:
        raise env.stop("TRUSTED_PROXIES", "is set, but BEHIND_PROXY is not on: everybody would have one address", "1")
    SECURE_HSTS_SECONDS = env.integer("SECURE_HSTS_SECONDS", 365 * 24 * 3600)
    SECURE_HSTS_INCLUDE_SUBDOMAINS = True
    SECURE_HSTS_PRELOAD = True
    # The __Host- prefix makes browsers refuse the cookie unless it is Secure, for this host alone, on every path.
    SESSION_COOKIE_NAME = "__Host-sessionid"
    SESSION_COOKIE_SECURE = True
    CSRF_COOKIE_NAME = "__Host-csrftoken"
    CSRF_COOKIE_SECURE = True

if PRACTICE:  # two sites in one browser, even on one host, keep their cookies apart
    SESSION_COOKIE_NAME = practice.own_cookie(SESSION_COOKIE_NAME if PRODUCTION else "sessionid")
    CSRF_COOKIE_NAME = practice.own_cookie(CSRF_COOKIE_NAME if PRODUCTION else "csrftoken")
