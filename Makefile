# Two commands do all the set-up: `make run` (the app, with the sample set analysed) and `make test`.
# Both start from nothing, are safe to repeat and quick the second time.

PYTHON ?= $(shell command -v python3.11 || command -v python3)
VENV := .venv
BIN := $(VENV)/bin
PORT ?= 8501
PIP_INSTALL := $(BIN)/python -m pip install --quiet --disable-pip-version-check --constraint constraints.txt

.DEFAULT_GOAL := help
.PHONY: help run test check format lint types layers bench storm screenshots clean

help:  ## show this help
	@grep -hE '^[a-z]+:.*##' $(MAKEFILE_LIST) | sed -E 's/:[^#]*## /\t/' | expand -t 10

run: $(VENV)/.installed  ## set up, analyse the sample set, open the app (PORT=8501)
	$(BIN)/analyser start --port $(PORT)

test: $(VENV)/.installed-dev  ## set up and run every test
	$(BIN)/analyser models pull
	$(BIN)/python -m pytest $(ARGS)

check: lint types layers test  ## all that must be green before a commit

format: $(VENV)/.installed-dev  ## put the code in the house's form
	$(BIN)/ruff format .
	$(BIN)/ruff check --fix .

lint: $(VENV)/.installed-dev  ## form and habits
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .

types: $(VENV)/.installed-dev  ## every type
	$(BIN)/mypy

layers: $(VENV)/.installed-dev  ## the straight line of imports
	$(BIN)/lint-imports

bench: $(VENV)/.installed-dev  ## speed and memory beside the peers (about a quarter of an hour): docs/benchmarks.md
	$(BIN)/analyser models pull
	$(BIN)/python bench/run.py $(ARGS) > $(VENV)/benchmarks.md
	mv $(VENV)/benchmarks.md docs/benchmarks.md
	@cat docs/benchmarks.md

storm: $(VENV)/.installed-dev  ## 50 random kills of real analyses: are all complete and identical? (about a quarter of an hour)
	$(BIN)/analyser models pull
	$(BIN)/python tests/kill_storm.py $(ARGS)

screenshots: $(VENV)/.installed-dev  ## the docs' pictures of every page, from the sample sessions
	$(BIN)/analyser models pull
	$(BIN)/python docs/screenshots.py

clean:  ## remove the environment and the fetched models (never the sessions)
	rm -rf $(VENV) models/weights

$(BIN)/python:
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info[:2] != (3, 11))' || \
	  { echo 'Python 3.11 is needed. Say where it is: make run PYTHON=/path/to/python3.11'; exit 1; }
	$(PYTHON) -m venv $(VENV)

$(VENV)/.installed: $(BIN)/python pyproject.toml constraints.txt
	@echo 'Installing (a few minutes, once) …'
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --upgrade 'pip>=26'
	$(PIP_INSTALL) --editable '.[evaluate]' || $(PIP_INSTALL) --editable .  # cpWER needs a compiler, the app none
	@touch $@

$(VENV)/.installed-dev: $(VENV)/.installed
	$(PIP_INSTALL) --editable '.[dev,evaluate]' || $(PIP_INSTALL) --editable '.[dev]'
	@touch $@
