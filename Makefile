# Two commands to know: `make demo` shows what guanxi does, `make test` runs everything.
# Nothing but Python 3.11 or newer and make is expected; everything else goes into .venv, from the lock files.

VENV := .venv
BIN := $(VENV)/bin
UV_COMPILE := $(BIN)/uv pip compile pyproject.toml --universal --python-version 3.11 --generate-hashes \
	--no-emit-index-url --no-emit-find-links --no-annotate --quiet \
	--custom-compile-command "make lock"

.PHONY: help demo venv test lint format bench docs picture build smoke lock clean

help: ## this list
	@grep -E '^[a-z]+:.*##' $(MAKEFILE_LIST) | sed -E 's/^([a-z]+):[^#]*## */\1\t/' | expand -t 10

demo: $(VENV)/.run-time ## load the bundled sample, show a connection and a report, write the page
	$(BIN)/guanxi demo

test: $(VENV)/.development ## install what the tests need (Chromium, Java), then run the whole suite
	@bash .ci/prepare chromium java
	$(BIN)/python -m pytest

lint: $(VENV)/.development ## ruff, its formatting, pyright (strict)
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/pyright

format: $(VENV)/.development ## let ruff mend what it can
	$(BIN)/ruff check --fix .
	$(BIN)/ruff format .

bench: $(VENV)/.development ## measure start-up, reading, loading, drawing
	@bash .ci/prepare chromium java
	@for measure in bench/*.py; do echo "== $$measure"; $(BIN)/python $$measure || exit 1; done

docs: $(VENV)/.development ## write docs/reference.md and the answers that the README shows anew
	$(BIN)/python docs/reference.py
	$(BIN)/python docs/shown.py

picture: $(VENV)/.development ## take docs/page.png anew, in Chromium
	@bash .ci/prepare chromium
	$(BIN)/python docs/picture.py

build: $(VENV)/.development ## a wheel and a source archive in dist/
	rm -rf build dist
	$(BIN)/python -m build --no-isolation

smoke: build ## the wheel alone, in a venv without the development tools
	bash .ci/smoke $(BIN)/python

venv: $(VENV)/.development ## .venv with the development tools

lock: $(VENV)/.run-time ## resolve the dependencies of pyproject.toml anew
	$(BIN)/python -m pip install --quiet uv
	$(UV_COMPILE) --group build --output-file requirements.lock $(LOCKFLAGS)
	$(UV_COMPILE) --group dev --constraint requirements.lock --output-file requirements-dev.lock $(LOCKFLAGS)

clean: ## remove what was made here
	rm -rf $(VENV) build dist *.egg-info .pytest_cache .ruff_cache .hypothesis .neo4j

$(VENV)/bin/python:
	@bash .ci/prepare venv $(VENV)

# one .venv for both: the development lock holds all of the run-time lock, the very same versions
$(VENV)/.run-time: $(VENV)/bin/python requirements.lock pyproject.toml
	$(BIN)/python -m pip install --quiet --require-hashes --requirement requirements.lock
	$(BIN)/python -m pip install --quiet --no-deps --no-build-isolation --editable .
	@touch $@

$(VENV)/.development: $(VENV)/.run-time requirements-dev.lock
	$(BIN)/python -m pip install --quiet --require-hashes --requirement requirements-dev.lock
	@touch $@
