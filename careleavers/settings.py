"""Every setting of the deployment, read from the environment. What a team changes stands in the database (policies)."""

from pathlib import Path

import dj_database_url

from careleavers import environment as env
from careleavers.embedded import places

BASE_DIR = Path(__file__).resolve().parent.parent

# "development" (the demo, tests) or "production": one word decides every safe default.
MODE = env.text("CARELEAVERS_MODE", "development")
PRODUCTION = MODE == "production"
DEBUG = env.boolean("DEBUG", False)
SECRET_KEY = env.text("SECRET_KEY", None if PRODUCTION else "development-only-" + "k" * 50)
SECRET_KEY_FALLBACKS = env.words("SECRET_KEY_FALLBACKS")
ALLOWED_HOSTS = env.words("ALLOWED_HOSTS", "" if PRODUCTION else "localhost,127.0.0.1,[::1],testserver")
CSRF_TRUSTED_ORIGINS = env.words("CSRF_TRUSTED_ORIGINS")

INSTALLED_APPS = [
    "careleavers",
    "pathways",
    "offers",
    "reporting",
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
    "allauth.socialaccount.providers.openid_connect",
]

MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "allauth.account.middleware.AccountMiddleware",
]

ROOT_URLCONF = "careleavers.urls"
WSGI_APPLICATION = "careleavers.wsgi.application"

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
            ],
        },
    },
]

# Without DATABASE_URL and REDIS_URL the embedded servers are used (started by `manage.py demo` or the tests).
DATABASES = {
    "default": dj_database_url.parse(
        env.text("DATABASE_URL", places.database_url(BASE_DIR)), conn_max_age=60, conn_health_checks=True
    )
}
REDIS_URL = env.text("REDIS_URL", places.redis_url(BASE_DIR))
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

LANGUAGE_CODE = "en-gb"
TIME_ZONE = "Europe/London"
USE_TZ = True

# make setup fetches vendor/; collectstatic fills static/, which production serves.
STATIC_URL = "static/"
STATIC_ROOT = BASE_DIR / "static"
STATICFILES_DIRS = [("vendor", BASE_DIR / "vendor")]
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {
        "BACKEND": "careleavers.staticfiles.ManifestStorage"
        if PRODUCTION
        else "django.contrib.staticfiles.storage.StaticFilesStorage"
    },
}
WHITENOISE_USE_FINDERS = not PRODUCTION

CELERY_BROKER_URL = REDIS_URL
