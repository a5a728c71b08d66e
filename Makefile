# Everything a person types. GNU make 4.3, POSIX sh; needs Python 3.11 or newer with venv, nothing else.
.POSIX:
.SHELLFLAGS = -ec
.DEFAULT_GOAL = help
PYTHON = python3
PORT = 8000
BIN = .venv/bin
OURS = sinergi tests $(wildcard bench)

.PHONY: help demo test test-long check-static check bench migrations translations documents format lock clean

help: ## What can be done here
	@grep -E '^[a-z.-]+:.*## ' Makefile | sed 's/:.*## /\t/' | expand -t 14

demo: .venv/installed ## Start an invented prison–police pair: make demo PORT=8000
	@exec $(BIN)/sinergi demo --port $(PORT)

test: .venv/installed-dev chromium spin ## Every test but the long ones
	$(BIN)/pytest -n auto --dist loadfile -m "not long"

test-long: .venv/installed-dev chromium ## The long ones
	$(BIN)/pytest -n auto --dist loadfile -m long

check-static: .venv/installed-dev ## Format, lint, layers, types, migrations, translations, documents, secrets
	$(BIN)/ruff format --check $(OURS)
	$(BIN)/ruff check $(OURS)
	$(BIN)/lint-imports
	$(BIN)/mypy $(OURS)
	$(BIN)/sinergi --home build/check manage makemigrations --check --dry-run
	$(BIN)/python -m sinergi.project.translations check
	$(BIN)/python -m sinergi.project.print_policy --check
	$(BIN)/python -m sinergi.project.print_openapi --check
	$(BIN)/python -m sinergi.project.secret_scan

check: check-static test ## What every commit must pass

bench: .venv/installed-dev ## How fast it is, with the floor in the same run
	$(BIN)/python -m bench

migrations: .venv/installed-dev ## Write the migrations that the models ask for
	$(BIN)/sinergi manage makemigrations

translations: .venv/installed-dev ## Join every room's translations into the catalogue
	$(BIN)/python -m sinergi.project.translations merge

documents: .venv/installed-dev ## Write the pages that are printed from the code
	$(BIN)/python -m sinergi.project.print_policy
	$(BIN)/python -m sinergi.project.print_openapi

format: .venv/installed-dev ## Format the code
	$(BIN)/ruff format $(OURS)
	$(BIN)/ruff check --fix $(OURS)

COMPILE = $(BIN)/pip-compile -q --generate-hashes --build-deps-for editable --allow-unsafe --strip-extras --no-header \
	--no-emit-index-url --no-emit-trusted-host --no-emit-find-links
lock: .venv/installed-dev ## Write the lock files from pyproject.toml
	$(COMPILE) -o requirements.lock pyproject.toml
	$(COMPILE) --extra dev -c requirements.lock -o requirements-dev.lock pyproject.toml

clean: ## Remove everything that can be made again; data in var/ stays
	rm -rf .venv build .pytest_cache .mypy_cache .ruff_cache .import_linter_cache *.egg-info
	find sinergi tests -name __pycache__ -prune -exec rm -rf {} + ; find sinergi -name '*.mo' -exec rm -f {} +

# Built from the lock with hashes, and built again when the lock changes.
.venv/installed: requirements.lock
	@$(PYTHON) -c 'import sys, venv, ensurepip; sys.exit(sys.version_info < (3, 11))' || \
		{ echo "Python 3.11 or newer with venv is needed: apt-get install python3-venv, or make PYTHON=/path/to/python3.11"; exit 1; }
	$(PYTHON) -m venv .venv
	$(BIN)/pip install -q --disable-pip-version-check --require-hashes -r requirements.lock
	$(BIN)/pip install -q --disable-pip-version-check --no-deps --no-build-isolation -e .
	@touch $@

.venv/installed-dev: .venv/installed requirements-dev.lock
	$(BIN)/pip install -q --disable-pip-version-check --require-hashes -r requirements-dev.lock
	@touch $@

.PHONY: chromium spin
chromium:
	@command -v chromium > /dev/null || { [ "$$(id -u)" = 0 ] && apt-get update -qq && apt-get install -y -qq --no-install-recommends chromium; } || \
		{ echo "The journeys need a browser. Run: sudo apt-get install -y chromium"; exit 1; }

spin:
	@command -v spin > /dev/null && command -v gcc > /dev/null || { [ "$$(id -u)" = 0 ] && apt-get update -qq && apt-get install -y -qq --no-install-recommends spin gcc libc6-dev; } || \
		{ echo "The model of the alarm needs spin. Run: sudo apt-get install -y spin gcc"; exit 1; }
