# Hallkeeper: `make` lists what there is.
PYTHON ?= python3
BIN := .venv/bin
TESTS ?= tests
INSTALL := $(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes
LOCK := $(BIN)/uv pip compile --quiet --upgrade --generate-hashes --no-emit-index-url --universal --python-version 3.11 \
	--custom-compile-command "make lock"

.DEFAULT_GOAL := help
.PHONY: help run test core-test soak check bench lint format types locales docs lock

help:  ## list the targets
	@grep -hE '^[a-z-]+:.*##' $(MAKEFILE_LIST) | sed -E 's/:.*## /\t/' | expand -t 12

.venv/bin/python:
	$(PYTHON) -c 'import sys; sys.exit("Hallkeeper needs Python 3.11 or newer." if sys.version_info < (3, 11) else 0)'
	$(PYTHON) -m venv .venv

.venv/run.stamp: requirements-sandbox.txt | .venv/bin/python
	$(INSTALL) -r requirements-sandbox.txt
	@touch $@

.venv/dev.stamp: requirements-dev.txt .venv/run.stamp
	$(INSTALL) -r requirements-dev.txt
	@touch $@

run: .venv/run.stamp  ## open the sandbox on http://127.0.0.1:8080
	@$(BIN)/python -m bot sandbox

test: .venv/dev.stamp  ## run every test
	$(BIN)/python -m pytest -n 2 --dist worksteal -m "not soak" $(TESTS)

core-test: .venv/dev.stamp  ## run the tests of the core alone
	$(BIN)/python -m pytest tests/core

soak: .venv/dev.stamp  ## kill the bot at random points: 300 seeds on Telegram, 130 on Matrix; many at once
	$(BIN)/python -m pytest -n 2 --timeout 3600 -m soak tests/journeys

bench: .venv/dev.stamp  ## measure speed and memory
	$(BIN)/python -m tests.benchmarks

check: lint types  ## everything that can be said about the code without running it
	$(BIN)/lint-imports
	$(BIN)/deptry .
	$(BIN)/vulture
	$(BIN)/python -m pytest -q -p no:randomly tests/architecture

lint: .venv/dev.stamp  ## style and common mistakes
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .

format: .venv/dev.stamp  ## put the code into its form
	$(BIN)/ruff check --fix .
	$(BIN)/ruff format .

types: .venv/dev.stamp  ## mypy, strict
	$(BIN)/mypy

locales: .venv/dev.stamp  ## collect the sentences for translators
	$(BIN)/python -m tests.architecture.catalogue --write

docs: .venv/dev.stamp  ## make the pages that are made from the code
	$(BIN)/python -m tests.architecture.made_docs --write
	HALLKEEPER_TRANSCRIPTS=write $(BIN)/python -m pytest -q -p no:randomly tests/journeys/test_transcripts.py

lock: .venv/dev.stamp  ## pin and hash the dependencies
	$(LOCK) pyproject.toml -o requirements.txt
	$(LOCK) pyproject.toml --group sandbox -c requirements.txt -o requirements-sandbox.txt
	$(LOCK) pyproject.toml --group dev -c requirements-sandbox.txt -o requirements-dev.txt
