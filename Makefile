# make run    the dashboard, on http://127.0.0.1:8501
# make test   everything: lint, types, layers, all tests with a real browser
# make check  the fast loop: the same without the browser
# make fuzz   trials of faults with fresh seeds, for as long as asked: MINUTES=10 SEED=1 ONLY=kills
# make test-spark  publishing on a Spark cluster of this machine; needs Java 17, installs PySpark (450 MB)
# make bench  measures: the browser beside a Dash and a Streamlit page, the server, publishing

SHELL := /bin/bash
.SHELLFLAGS := -euo pipefail -c
.DEFAULT_GOAL := help

BIN := .venv/bin
PIP := $(BIN)/python -m pip --disable-pip-version-check --quiet
PYTHON ?= $(firstword $(foreach name,python3 python3.14 python3.13 python3.12 python3.11,\
	$(shell $(name) -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null && echo $(name))))

# Each file of tests in one process, as its tests share what they need; the longest first.
SPREAD := $(BIN)/pytest -q -n auto --dist loadfile --no-loadscope-reorder

.PHONY: help run demo test test-spark check lint types layers browser fuzz bench screenshots constraints clean

help:
	@sed -n 's/^# make /make /p' Makefile

.venv/bin/python:
	@if [ -z "$(PYTHON)" ]; then \
		echo "Python 3.11 or later is needed; found: $$(python3 --version 2>&1)." \
			"Install it, or name it: make PYTHON=/path/to/python3.12 $(MAKECMDGOALS)"; exit 1; fi
	@echo "Making .venv with $$($(PYTHON) --version)"
	@$(PYTHON) -m venv .venv || { rm -rf .venv; \
		echo "Python cannot make a virtual environment; on Debian: apt-get install python3-venv"; \
		exit 1; }

.venv/installed: requirements.txt constraints.txt | .venv/bin/python
	@echo "Installing what the app needs (once; about a minute)"
	@$(PIP) install -r requirements.txt
	@touch $@

.venv/installed-dev: requirements.txt requirements-dev.txt constraints.txt | .venv/bin/python
	@echo "Installing what the tests need (once; about a minute)"
	@$(PIP) install -r requirements-dev.txt
	@touch $@ .venv/installed

demo: .venv/installed
	@$(BIN)/python -m milestones demo

run: .venv/installed
	@exec $(BIN)/python -m milestones serve

browser: .venv/installed-dev
	@tests/browser/prepare.sh

lint: .venv/installed-dev
	@$(BIN)/ruff check . && $(BIN)/ruff format --check --quiet .
	@$(BIN)/sqlfluff lint queries --quiet

types: .venv/installed-dev
	@$(BIN)/mypy

layers: .venv/installed-dev
	@$(BIN)/lint-imports --no-cache

check: lint types layers
	@$(SPREAD) -m "not browser and not slow"

test: .venv/installed-dev
	@$(MAKE) --no-print-directory -j2 browser lint types layers
	@$(SPREAD)

.venv/installed-spark: requirements-spark.txt .venv/installed-dev
	@echo "Installing PySpark (once; some minutes)"
	@$(PIP) install -r requirements-spark.txt
	@touch $@

test-spark: .venv/installed-spark
	@$(BIN)/pytest -q tests/editions/test_spark.py tests/editions/test_parts.py

screenshots: browser
	@$(BIN)/python -m tests.browser.screenshots

fuzz: .venv/installed-dev
	@PYTHONPATH=tests $(BIN)/python -m faults --minutes $(or $(MINUTES),2) \
		$(if $(SEED),--seed $(SEED)) $(if $(ONLY),--only $(ONLY))

bench: .venv/installed-dev browser
	@$(PIP) install -r requirements-bench.txt
	@$(BIN)/python -m tests.bench $(WITH)

constraints: requirements.txt requirements-dev.txt requirements-bench.txt
	@rm -rf .venv-constraints && $(PYTHON) -m venv .venv-constraints && : > constraints.txt
	@.venv-constraints/bin/python -m pip --quiet install -r requirements-dev.txt -r requirements-bench.txt
	@{ echo "# Versions of everything that the requirements files bring in, so that an install repeats."; \
		echo "# Made by: make constraints"; \
		.venv-constraints/bin/python -m pip freeze; } > constraints.txt
	@rm -rf .venv-constraints

clean:
	@rm -rf .venv .mypy_cache .ruff_cache .pytest_cache .hypothesis
