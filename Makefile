# make sync   the bibliography of seeds/ in output/
# make test   all tests
# make check  the whole quality gate
# Each sets up what it needs in .venv/ first.

PYTHON ?= $(shell command -v python3.13 || command -v python3.12 || command -v python3.11 || echo python3)
VENV := .venv
BIN := $(VENV)/bin
PIP := $(BIN)/python -m pip install --quiet --disable-pip-version-check

.PHONY: sync test lint check golden clean
.DELETE_ON_ERROR:

sync: $(VENV)/installed
	@$(BIN)/paperbib sync

test: $(VENV)/installed-dev
	$(BIN)/python -m pytest

lint: $(VENV)/installed-dev
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .
	$(BIN)/mypy

check: lint test

golden: $(VENV)/installed-dev
	$(BIN)/python -m pytest --update-golden
	git diff --stat -- tests/data/golden

clean:
	rm -rf $(VENV) .mypy_cache .pytest_cache .ruff_cache .hypothesis

$(VENV)/installed: pyproject.toml
	@echo "setting up $(VENV) …"
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' \
		|| { echo "paperbib needs Python 3.11 or newer: make PYTHON=python3.12 sync" >&2; exit 2; }
	@$(PYTHON) -m venv $(VENV)
	@$(PIP) --editable .
	@touch $@

$(VENV)/installed-dev: $(VENV)/installed
	@$(PIP) --editable '.[dev]'
	@touch $@
