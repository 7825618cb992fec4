# Two commands matter: `make run` starts a demonstration, `make test` proves that all works.
# Needed: Python 3.11 or later. Node comes from a wheel; a database server is not needed.

PORT ?= 8000
PYTHON ?= $(shell for p in python3 python3.13 python3.12 python3.14 python3.11; do \
	$$p -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null && echo $$p && break; done)
VENV := .venv/bin
NPM := $(VENV)/python tools/npm.py

.PHONY: help run test check format bench screenshots clean python

help: ## this list
	@grep -hE '^[a-z]+:.*##' $(MAKEFILE_LIST) | sed -E 's/:[^#]*## /\t/' | expand -t 14

run: python ## a demonstration at http://localhost:8000 (PORT=... for another)
	@$(PYTHON) tools/prepare.py run
	@exec $(VENV)/adref demo --port $(PORT)

test: python ## install what the tests need, and run all of them
	@$(PYTHON) tools/prepare.py test
	@$(VENV)/python tools/run_tests.py

check: python ## style, types, and who may import whom
	@$(PYTHON) tools/prepare.py test
	$(VENV)/ruff check .
	$(VENV)/ruff format --check .
	$(VENV)/mypy
	$(VENV)/lint-imports
	$(NPM) run --silent types
	$(NPM) run --silent layers

format: ## put the Python sources into their form
	$(VENV)/ruff check --fix .
	$(VENV)/ruff format .

bench: python ## measure the engine against its peers, the editor, the importer (ROWS=..., BENCH=quick)
	@$(PYTHON) tools/prepare.py test
	@$(VENV)/python bench/compare.py
	@test -n "$(ROWS)" || $(VENV)/python bench/run.py

screenshots: python ## take the pictures of the README from the running demonstration
	@$(PYTHON) tools/prepare.py test
	@$(NPM) run --silent screenshots

clean: ## forget everything that was built; the data of the demonstration stays
	rm -rf .venv frontend/node_modules adref/server/static

python:
	@test -n "$(PYTHON)" || { echo "Adref needs Python 3.11 or later (Debian 12 or later: apt install python3)." >&2; exit 1; }
