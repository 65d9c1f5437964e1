# Riser, for people who have Python 3.11 or newer, make and a network. `make` alone lists what there is.
#
#   RISER_PORT   where `make run` listens (8000)
#   RISER_HOME   where it keeps database, lake and raw files (./.riser)
#   PYTHON       which Python to build the environment with (the first that is new enough)

RISER_PORT ?= 8000
RISER_HOME ?= $(CURDIR)/.riser
export RISER_PORT RISER_HOME

BIN := .venv/bin
STAMP := .venv/.riser-setup
# What a setup depends on; a change in one of them makes `make setup` look again.
SOURCES := pyproject.toml uv.lock hatch_build.py \
  $(shell find frontend -name node_modules -prune -o -type f -print 2>/dev/null) \
  $(shell find src -name '*.po' -print -o -path '*/templates/*' -name '*.html' -print)

.PHONY: help setup run test check format openapi messages screenshots docs docs-serve bench bench-pages clean

help:
	@echo 'make setup        environment, browser assets and translations, into .venv'
	@echo 'make run          the demo organisation on http://127.0.0.1:$(RISER_PORT)'
	@echo 'make test         every check there is, on both databases and in a browser'
	@echo 'make check        lint, types, imports, migrations, translations: the fast part of it'
	@echo 'make format       lets ruff put the code in order'
	@echo 'make openapi      writes docs/openapi.json anew'
	@echo 'make messages     adds new texts to the translation files and compiles them'
	@echo 'make docs         the documentation as a site, in build/site'
	@echo 'make docs-serve   the same on http://127.0.0.1:8000, following what you write'
	@echo 'make screenshots  takes the pictures of the documentation and the README anew'
	@echo 'make bench        measures speed beside a yardstick and writes docs/performance.md (BENCH_ROWS=200000: short)'
	@echo 'make bench-pages  reads every list of 1,000 campaigns; built first in BENCH_HOME, which takes long and stays'
	@echo 'make clean        removes what these commands made, but no data (RISER_HOME stays)'

setup: $(STAMP)

$(STAMP): $(SOURCES) scripts/bootstrap.sh
	@sh scripts/bootstrap.sh
	@touch $@

run: setup
	@$(BIN)/riser demo

test: setup
	@sh scripts/system.sh
	@$(BIN)/python scripts/checks.py all

check: setup
	@$(BIN)/python scripts/checks.py lint

format: setup
	@$(BIN)/ruff check --fix --quiet .
	@$(BIN)/ruff format .

openapi: setup
	@$(BIN)/python scripts/openapi.py

messages: setup
	@$(BIN)/python scripts/messages.py

screenshots: setup
	@sh scripts/system.sh
	@$(BIN)/python scripts/screenshots.py

docs: setup
	@sh scripts/system.sh
	@$(BIN)/python scripts/documentation.py build

docs-serve: setup
	@sh scripts/system.sh
	@$(BIN)/python scripts/documentation.py serve

bench: setup
	@$(BIN)/python -m benchmarks

# Twenty-five times the demo; on PostgreSQL where RISER_DATABASE_URL names an empty database.
BENCH_HOME ?= build/thousand
bench-pages: setup
	@RISER_HOME=$(BENCH_HOME) $(BIN)/python -m benchmarks.organisation 25
	@RISER_HOME=$(BENCH_HOME) $(BIN)/python -m benchmarks.pages demo@riser.example larkfield-demo

clean:
	rm -rf .venv .venv-bootstrap build dist frontend/node_modules src/riser/ui/static/riser
	rm -rf .mypy_cache .ruff_cache .pytest_cache .hypothesis .import_linter_cache
	find src tests scripts \( -name __pycache__ -o -name '*.mo' \) -prune -exec rm -rf {} +
