# Two commands on a fresh machine: `make demo` and `make test`. Each does the set-up it needs.
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
PIP := $(BIN)/pip --disable-pip-version-check --quiet

.PHONY: help setup setup-dev demo chat run migrate test test-fast check format tables lock audit bench soak clean

help:  ## Show these lines
	@grep -E '^[a-z-]+:.*##' $(MAKEFILE_LIST) | sed -E 's/:.*## /\t/' | sort

$(VENV)/run.stamp: requirements/run.lock pyproject.toml
	@test -x $(BIN)/python || $(PYTHON) -m venv $(VENV)
	@echo "Setting up .venv (a minute, once) ..."
	@$(PIP) install --require-hashes -r requirements/run.lock
	@$(PIP) install --no-deps --no-build-isolation -e .
	@touch $@

$(VENV)/dev.stamp: $(VENV)/run.stamp requirements/dev.lock
	@$(PIP) install --require-hashes -r requirements/dev.lock
	@touch $@

setup: $(VENV)/run.stamp  ## Create .venv with what the bot needs to run
setup-dev: $(VENV)/dev.stamp  ## ... and what its tests need

demo: setup  ## Load the sample, let the first reminder ring: two phones where there is a desktop, else a chat
	@$(BIN)/nhacviec demo

chat: setup  ## Talk to the bot in the terminal: make chat AS=lan
	@$(BIN)/nhacviec chat --as $(AS)

run: setup  ## Start what the settings name
	@$(BIN)/nhacviec run

migrate: setup  ## Bring the database to this version's schema
	@$(BIN)/nhacviec migrate

test: export PYTHONDONTWRITEBYTECODE =  # a third of each start is compiling: once is enough
# Three workers on two cores: who waits for a browser, a server or LibreOffice leaves a core to another.
test: setup-dev  ## All tests
	@$(BIN)/python -m pytest -q -n 3 --dist worksteal

test-fast: setup-dev  ## The tests of the domain alone: seconds
	@$(BIN)/python -m pytest -q tests/domain

check: setup-dev  ## Format, lint, types, import contracts, spelling, catalogue, links
	@$(BIN)/ruff format --check .
	@$(BIN)/ruff check .
	@$(BIN)/mypy
	@$(BIN)/lint-imports
	@$(BIN)/codespell
	@$(BIN)/nhacviec check
	@$(BIN)/python tests/support/dead_links.py

format: setup-dev  ## Let ruff lay out the code
	@$(BIN)/ruff format .
	@$(BIN)/ruff check --fix .

tables: setup-dev  ## Write the tables that queries use anew, after a row has changed
	@$(BIN)/python -m storage.migrations.write_tables | $(BIN)/ruff check -q --fix-only --stdin-filename storage/database/tables.py - | $(BIN)/ruff format -q --stdin-filename storage/database/tables.py - > $(VENV)/tables.py
	@mv $(VENV)/tables.py storage/database/tables.py

lock: setup-dev  ## Renew requirements/*.lock (needs uv)
	uv pip compile --quiet --universal --python-version 3.11 --generate-hashes --no-emit-index-url --no-header \
		--group pyproject.toml:build pyproject.toml -o requirements/run.lock
	uv pip compile --quiet --universal --python-version 3.11 --generate-hashes --no-emit-index-url --no-header \
		--group pyproject.toml:build --group pyproject.toml:dev pyproject.toml -c requirements/run.lock -o requirements/dev.lock

audit:  ## Known weaknesses of what is locked (pip-audit, in a folder of its own; asks a server on the network)
	@test -x .venv-audit/bin/pip-audit || { $(PYTHON) -m venv .venv-audit && .venv-audit/bin/pip --quiet install "pip-audit>=2.9"; }
	@.venv-audit/bin/pip-audit --require-hashes --disable-pip -r requirements/run.lock

bench: setup-dev  ## Ratios against bare libraries, both sides in one run
	@$(BIN)/python -m benchmarks

soak: setup-dev  ## Fault runs in full: 5,000 messages with faults, a broadcast, kills of the bot, of its processes and of every kind of work, malformed updates, two at once, a desk in use
	@$(BIN)/python -m tests.soak

clean:  ## Remove .venv and caches
	rm -rf $(VENV) .venv-audit .pytest_cache .mypy_cache .ruff_cache .hypothesis .import_linter_cache
