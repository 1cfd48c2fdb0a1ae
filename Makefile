# Two commands are all a newcomer needs: `make play` and `make test`. Both set up everything they need in .venv.

PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
ARGS ?=

.PHONY: play test unit lint types contracts coverage bench docs picture clean help

play: $(VENV)/.play ## set up, then play
	@$(BIN)/incidentgame play $(ARGS)

test: $(VENV)/.dev ## set up, then lint, types, import contracts and the whole test suite
	@$(MAKE) --no-print-directory lint types contracts
	$(BIN)/pytest -n auto $(ARGS)

unit: $(VENV)/.dev ## the unit tests only
	$(BIN)/pytest -n auto tests/unit $(ARGS)

lint: $(VENV)/.dev
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .

types: $(VENV)/.dev
	$(BIN)/mypy

contracts: $(VENV)/.dev
	$(BIN)/lint-imports

coverage: $(VENV)/.dev ## coverage per layer
	$(BIN)/pytest -n auto -q --cov=incidentgame --cov-report= tests/unit tests/packs
	$(BIN)/python tools/coverage_by_layer.py

bench: $(VENV)/.dev ## the figures of docs/performance.md, measured
	$(BIN)/python benchmarks/run.py

docs: $(VENV)/.dev ## write the generated reference and the worked example anew
	$(BIN)/python tools/reference.py
	$(BIN)/python tools/example.py

picture: $(VENV)/.dev ## draw the README's picture of play
	$(BIN)/python tools/picture.py

help: ## this list
	@grep -E '^[a-z]+:.*##' $(MAKEFILE_LIST) | sed 's/:.*## /\t/'

clean: ## remove what was set up
	rm -rf $(VENV) .pytest_cache .mypy_cache .ruff_cache .hypothesis

$(VENV)/bin/python:
	$(PYTHON) -m venv $(VENV)

$(VENV)/.play: requirements.txt pyproject.toml | $(VENV)/bin/python
	@echo "setting up (once) …"
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check -r requirements.txt
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check --no-deps -e .
	@touch $@

$(VENV)/.dev: requirements-dev.txt $(VENV)/.play
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check -r requirements-dev.txt
	@touch $@
