# Needs only Python 3.11 or later with venv. `make demo` and `make test` set up everything else by themselves.

# The first Python on the path that is new enough; name another with make PYTHON=/path/to/python3.11 ...
PYTHON ?= $(shell for each in python3 python3.14 python3.13 python3.12 python3.11; do \
	$$each -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null && echo $$each && exit; done)

.DEFAULT_GOAL := help
.PHONY: help python setup setup-demo demo demo-check demo-reset practice practice-reset test check fix coverage pictures help-pictures former-version \
	image-test bare-machine compose-test drill-wal drill-letters drill-clocks drill-figures failover load migrate-under-traffic mutants rule-mutants faults compare-903 bench bench-rules bench-letters bench-figures kill-browser sbom

help:
	@echo "make demo        start everything with an invented council; Ctrl-C stops it"
	@echo "make demo-check  start, open every page as each role, stop"
	@echo "make demo-reset  forget the demo's data"
	@echo "make practice    a practice council beside it, on port 8100; make practice-reset forgets its data"
	@echo "make test        linters, types, then the whole suite; T=tests/offers for a part of it"
	@echo "make check       linters and types alone: seconds, no database"
	@echo "make fix         mend and format what the linter can"
	@echo "make coverage    the suite with branch coverage: 95 % of the product, all of the rules"
	@echo "make pictures    take the README's pictures again"
	@echo "make help-pictures  take the help's pictures again whose page has changed; ALL=yes for every one"
	@echo "make former-version  keep this version's database for the test of upgrades (at each release)"
	@echo "make kill-browser  kill a browser in the middle of typing, thirty times: how much is kept?"
	@echo "make image-test  build the image and run the whole deployment from it, with buildah and podman"
	@echo "make bare-machine  follow docs/deployment.md on a bare Debian to its end, and use what is there then"
	@echo "make compose-test  start docker-compose.yml as it is, by podman-compose"
	@echo "make drill-wal   back to the second before a table was dropped, on servers of its own: RPO and RTO"
	@echo "make drill-clocks  two years of nights missed and doubled: no duty missed, no alert doubled; SMALL=10 for a tenth"
	@echo "make drill-letters  200 kills, 5,000 sendings that fail, two years: no letter lost, none doubled; SMALL=10 for a tenth"
	@echo "make drill-figures  every figure on 1,000 days by chance, beside a slow account and SQL by hand; DAYS=50 for fewer"
	@echo "make failover    two of everything: each is ended under load, and nothing acknowledged may be lost"
	@echo "make load        a hundred advisers' day at once; PEOPLE=100000 SECONDS=60 for another"
	@echo "make migrate-under-traffic  what pages notice of migrations at 100,000 young people; PEOPLE=10000 for fewer"
	@echo "make mutants     change code at places drawn by chance: do the tests notice? NUMBER=20 SEED=1 AREA=letters"
	@echo "make rule-mutants  change the pure rules at every place (hours)"
	@echo "make faults      put chosen faults into code that works on the database: do the tests notice?"
	@echo "make compare-903 the return's rules beside the sector's validator; SPEED=1 measures both, EXPORTED=1 checks our exports"
	@echo "make sbom        list the components that the product runs on, as CycloneDX JSON (.run/sbom.cdx.json)"
	@echo "make bench       our pages beside raw SQL, pandas and the Django admin; SIZES=\"300 3000\" for less than the hour"
	@echo "make bench-letters  a year of letters for 100,000 people, and 1,000 letters from the plan to the printer"
	@echo "make bench-figures  100,000 people: a list as CSV, a quarter frozen; the return and every figure of 3,000"
	@echo "make bench-rules 100,000 people's legal status and clocks by two processes"
	@echo "make setup       only set up: .venv and the front-end files"

python:
	@test -n "$(PYTHON)" || { echo "No Python 3.11 or later was found: install it (Debian 12: apt install python3 python3-venv), or name one: make PYTHON=/path/to/python3.11 setup." >&2; exit 1; }

setup: python
	@$(PYTHON) -m scripts.setup

# Without the test tools; in a checkout that has them they stay.
setup-demo: python
	@$(PYTHON) -m scripts.setup demo

demo: setup-demo
	@.venv/bin/python manage.py demo

demo-check: setup-demo
	@.venv/bin/python manage.py demo --check

demo-reset: setup-demo
	@.venv/bin/python manage.py demo --reset

# A practice council beside the demo: databases, broker and keys of its own, another port.
practice: setup-demo
	@PRACTICE=yes PORT=$${PORT:-8100} .venv/bin/python manage.py demo

practice-reset: setup-demo
	@PRACTICE=yes .venv/bin/python manage.py demo --reset

# Tests start many a Python: what one has compiled the next reads, where the environment says otherwise too.
PYTEST = PYTHONDONTWRITEBYTECODE= .venv/bin/python -m pytest
# A file stays with one worker: what it sets up for all its tests is set up once. The order is tests/conftest.py's.
# Three workers on two cores: while one waits for a browser, a beat or a server, another works.
BOTH_CORES = -n 3 --dist loadfile --no-loadscope-reorder
# The closing line is pytest's, and says so when tests in the browser were left out. Nothing after the first failing
# step runs. With T the suite alone, and of it the files, folders or ::tests named, on one core.
ifdef T
test: setup
	@$(PYTEST) $(T)
else
test: check
	@.venv/bin/python -m scripts.chromium
	@.venv/bin/python -m scripts.clamd
	@$(PYTEST) $(BOTH_CORES)
endif

TYPED = careleavers pathways offers reporting scripts bench tests/factories
check: setup
	@echo "Linters" && .venv/bin/ruff check --quiet . && .venv/bin/ruff format --check --quiet .
	@echo "Types" && .venv/bin/mypy $(TYPED)

fix: setup
	@.venv/bin/ruff check --fix . && .venv/bin/ruff format .

# Apart from `make test`, whose time it would cost.
coverage: setup
	@$(PYTEST) $(BOTH_CORES) --cov --cov-report=json:.run/coverage.json
	@.venv/bin/python -m scripts.coverage .run/coverage.json

# When a version is released: its database is kept, and tests/test_upgrade.py migrates it from then on.
former-version: setup
	@.venv/bin/python -m scripts.former_version

# Minutes, and every picture changes with the day: run it when a page has changed.
pictures: setup
	@.venv/bin/python -m scripts.pictures

# A minute or two, and nothing where no page has changed. Look at them before they are committed.
help-pictures: setup
	@.venv/bin/python -m scripts.help_pictures

# Minutes: thirty browsers, each killed in the middle of typing.
kill-browser: setup
	@.venv/bin/python -m scripts.kill_browser

# Not part of `make test`: about three minutes; CONTACTS=4000000 for the largest record.
drill-wal: setup
	@.venv/bin/python -m scripts.drill_wal $(if $(CONTACTS),--contacts $(CONTACTS))

# Half an hour. Each part is also tried without what keeps it right, and must fail then.
drill-letters: setup
	@SMALL=$(or $(SMALL),1) $(PYTEST) -q -s -n0 -p no:randomly --no-header tests/drills/letters.py

# Hours at its full size: 3,000 people. Each part is also tried without what keeps it right, and must fail then.
drill-clocks: setup
	@SMALL=$(SMALL) PEOPLE=$(PEOPLE) SEED=$(SEED) $(PYTEST) -q -s -n0 -p no:randomly --no-header tests/drills/clocks.py

# Not part of `make test`: minutes.
drill-figures: setup
	@DAYS=$(or $(DAYS),1000) $(PYTEST) -q -s -n0 -p no:randomly --no-header tests/drills/figures.py

# Not part of `make test`: five minutes; says so where pgbouncer or haproxy is missing.
failover: setup
	@.venv/bin/python -m scripts.failover

# Not part of `make test`: ten minutes, and longer until the people are loaded.
load: setup
	@.venv/bin/python -m bench.load $(if $(PEOPLE),--people $(PEOPLE)) $(if $(SECONDS),--seconds $(SECONDS)) $(OPTIONS)

# Not part of `make test`: a quarter of an hour.
migrate-under-traffic: setup
	@.venv/bin/python -m bench.migrations $(if $(PEOPLE),--people $(PEOPLE)) $(if $(CONTACTS),--contacts $(CONTACTS))

# Not part of `make test`: it builds an image. Says so where buildah and podman are missing.
image-test: setup
	@.venv/bin/python -m scripts.image_test

# Not part of `make test`: some minutes. Says so where buildah, podman or podman-compose is missing.
compose-test: setup
	@.venv/bin/python -m scripts.compose_test

# Not part of `make test`: about six minutes, as root. Says so where debootstrap and podman are missing. SUITE=trixie
# for Debian 13; OPTIONS=--said prints what each block said.
bare-machine: setup
	@.venv/bin/python -m scripts.bare_machine $(if $(SUITE),--suite $(SUITE)) $(OPTIONS)

# Not part of `make test`: it installs another environment (.run/sbom). FILE=path for another place.
sbom: setup
	@.venv/bin/python -m scripts.sbom $(FILE)

# Not part of `make test`: the tests of each area once, and then those of the changed lines again.
mutants: setup
	@.venv/bin/python -m scripts.mutants $(if $(NUMBER),--number $(NUMBER)) $(if $(SEED),--seed $(SEED)) $(if $(AREA),--area $(AREA))

rule-mutants: setup
	@.venv/bin/python -m scripts.rule_mutants

faults: setup
	@.venv/bin/python -m scripts.faults

# Not part of `make test`: it installs another environment (.run/compare903) and takes some minutes.
compare-903: setup
	@.venv/bin/python -m scripts.compare_903 $(if $(SPEED),--speed) $(if $(EXPORTED),--exported)

# Not part of `make test`: another environment (.run/tools), and at 100,000 people the better part of an hour.
# REMARK="a sentence" is printed in the report; OPTIONS=--keep keeps the councils for the next run.
SIZES ?= 300 3000 100000
bench: setup
	@.venv/bin/python -m scripts.tools
	@.run/tools/bin/python -m bench.run $(SIZES) $(if $(ROUNDS),--rounds $(ROUNDS)) $(if $(REMARK),--remark "$(REMARK)") $(OPTIONS)

# Not part of `make test`: a quarter of an hour, most of it until the people are there. PEOPLE=10000 for a tenth of them.
bench-letters: setup
	@.venv/bin/python -m bench.letter_figures $(if $(PEOPLE),--people $(PEOPLE))

# Not part of `make test`: half an hour, most of it until the people are there. PEOPLE=10000 for fewer.
bench-figures: setup
	@.venv/bin/python -m bench.large_figures $(if $(PEOPLE),--people $(PEOPLE)) $(if $(LOADED),--loaded)

bench-rules: setup
	@.venv/bin/python -m bench.rules
