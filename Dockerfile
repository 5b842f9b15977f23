# One image for web, worker, beat and migrations: what runs is chosen by the command.
ARG PYTHON_IMAGE=python:3.11-slim-trixie
FROM ${PYTHON_IMAGE} AS base
ENV PYTHONDONTWRITEBYTECODE=1 PYTHONUNBUFFERED=1
WORKDIR /app

FROM base AS build
# For a mirror or a proxy that reads TLS: see docs/setup.md. Left empty, each tool has its own default.
ARG PIP_INDEX_URL=""
ARG PIP_CERT=""
ARG NPM_CONFIG_REGISTRY=""
ARG NODE_EXTRA_CA_CERTS=""
COPY requirements requirements
# The lock alone; neither pip nor setuptools goes into the image's environment.
RUN python -m venv --without-pip .venv \
    && python -m pip --python .venv/bin/python install --no-cache-dir \
    --no-deps --require-hashes --only-binary=:all: -r requirements/base.txt \
    && python -m pip --python .venv/bin/python check
COPY . .
# Where the image has no npm, pip brings one for as long as this takes.
RUN python -m scripts.frontend && rm -rf .run
# collectstatic reads the settings and nothing else: these values never leave this line.
RUN CARELEAVERS_MODE=production SECRET_KEY=$(python -c 'import secrets; print(secrets.token_urlsafe(60))') ALLOWED_HOSTS=unused DATABASE_URL=postgres://unused/unused REDIS_URL=redis://unused \
    .venv/bin/python manage.py collectstatic --noinput

FROM base
# pg_dump and pg_restore for backups and drills, of the same major version as the server.
ARG POSTGRES_CLIENT=postgresql-client-17
RUN apt-get update && apt-get install --yes --no-install-recommends ${POSTGRES_CLIENT} && rm -rf /var/lib/apt/lists/*
RUN useradd --system --uid 10001 --user-group --no-create-home --shell /usr/sbin/nologin careleavers \
    && install --directory --owner=careleavers --mode=0700 /backups
COPY --from=build /app /app
USER careleavers
ENV CARELEAVERS_MODE=production BIND=0.0.0.0:8000 PATH=/app/.venv/bin:$PATH
EXPOSE 8000
CMD ["gunicorn", "careleavers.wsgi"]
