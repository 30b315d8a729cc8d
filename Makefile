# Two commands do everything on a fresh machine: `make demo` and `make test`.
PYTHON ?= python3
VENV   := .venv
BIN    := $(VENV)/bin
ENV    := DO_NOT_TRACK=1
# Processes that share the tests: one more than cores, since a few tests wait for servers; 0 for one after the other.
WORKERS ?= $(shell $(PYTHON) -c 'import os; print((os.cpu_count() or 1) + 1)')

.DEFAULT_GOAL := help
.PHONY: help demo test docs pictures check lint types contracts pytest bench soak sbom audit format lock clean

help: ## show what there is
	@grep -hE '^[a-z]+:.*## ' $(MAKEFILE_LIST) | sed -E 's/:.*## /\t/' | expand -t 12

# The stamps hold the hash of the lock they were made from: an unchanged lock costs nothing.
$(VENV)/.demo: requirements.lock pyproject.toml
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || { echo "Python 3.11 or newer is needed: make PYTHON=python3.12 demo"; exit 2; }
	@test -x $(BIN)/pip || $(PYTHON) -m venv $(VENV) || { echo "Creating a virtual environment failed: apt-get install python3-venv"; exit 2; }
	@echo "Installing dependencies (once; a few minutes on a slow line) ..."
	@$(BIN)/pip install --quiet --disable-pip-version-check --require-hashes -r requirements.lock
	@$(BIN)/pip install --quiet --disable-pip-version-check --no-deps --no-build-isolation -e .
	@touch $@

$(VENV)/.dev: requirements-dev.lock $(VENV)/.demo
	@echo "Installing what the tests need (once) ..."
	@$(BIN)/pip install --quiet --disable-pip-version-check --require-hashes -r requirements-dev.lock
	@touch $@

demo: $(VENV)/.demo ## set everything up, fetch with a real browser, settle three months, open the review app
	@$(BIN)/rutine doctor --fix-browser
	@$(ENV) $(BIN)/rutine demo $(DEMO) || { code=$$?; test $$code -eq 1 -o $$code -eq 130; } # 1: cases wait, 130: Ctrl-C

test: $(VENV)/.dev ## lint, types, contracts, lock and all tests
	@$(BIN)/rutine doctor --fix-browser
	@$(BIN)/python -m tests.programs
	@$(MAKE) --no-print-directory check pytest

check: lint types contracts

lint:
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .

types:
	$(BIN)/mypy

contracts:
	$(BIN)/lint-imports --no-cache

pytest: # byte code is kept, else each of the hundreds of processes compiles all modules anew
	env -u PYTHONDONTWRITEBYTECODE $(ENV) $(BIN)/python -m pytest -n $(WORKERS) --maxprocesses 8 \
		--dist loadfile --no-loadscope-reorder

bench: $(VENV)/.dev ## speed and quality figures, as a table and in benchmarks/results.json (ONLY=family)
	@$(BIN)/python -m benchmarks $(if $(ONLY),--only $(ONLY))

soak: $(VENV)/.dev ## 500 fetches from a NAV that fails, then 200 scheduled runs while processes are killed (RUNS, SEED, MINUTES)
	@SOAK_FETCHES=$(or $(FETCHES),500) $(BIN)/python -m pytest tests/services/test_nav_api_soak.py
	@$(ENV) $(BIN)/python -m tests.services.scheduled_soak --runs $(or $(RUNS),200) --seed $(or $(SEED),1) $(if $(MINUTES),--minutes $(MINUTES))

docs: $(VENV)/.demo ## write the generated pages and pictures under docs/reference, and schemas/, anew
	@$(BIN)/rutine reasons --out docs/reference
	@$(BIN)/rutine format list --out docs/reference
	@$(BIN)/rutine schema --out schemas --pages docs/reference
	@$(BIN)/rutine draw nav_refunds --svg --language nb --out docs/reference/pictures

pictures: $(VENV)/.dev ## draw the pictures of the review app under docs/pictures anew
	@RUTINE_PICTURES=1 $(BIN)/python -m pytest -q tests/browser/review/test_pictures.py

sbom: $(VENV)/.dev ## write the bill of materials (CycloneDX) of requirements.lock anew
	@$(BIN)/python -m tests.supply.bill

audit: ## ask the public databases whether anything in the lock has a known weakness (needs the internet)
	@test -x $(VENV)/audit/bin/pip-audit || { $(PYTHON) -m venv $(VENV)/audit 		&& $(VENV)/audit/bin/pip install --quiet --disable-pip-version-check "pip-audit>=2.9,<3"; }
	@$(VENV)/audit/bin/pip-audit --strict --disable-pip --require-hashes --progress-spinner off -r requirements.lock 		|| { echo "Either a weakness is listed above, or the databases could not be reached: nothing was proven."; exit 1; }

format: $(VENV)/.dev ## put the code in the project's layout
	@$(BIN)/ruff format .
	@$(BIN)/ruff check --fix .

LOCK = $(BIN)/uv pip compile --quiet --universal --generate-hashes --no-emit-index-url --no-header pyproject.toml
lock: $(VENV)/.dev ## write the locks anew from pyproject.toml, and the bill of materials of what runs
	@$(LOCK) --extra build --output-file requirements.lock
	@$(LOCK) --extra build --extra dev --extra machines --constraint requirements.lock --output-file requirements-dev.lock
	@$(BIN)/python -m tests.supply.bill

clean: ## remove what was built, not what was decided (.rutine stays)
	rm -rf $(VENV) .mypy_cache .ruff_cache .pytest_cache .hypothesis .import_linter_cache
