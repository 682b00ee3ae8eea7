# make sync   the bibliography of seeds/ in output/
# make test   all tests
# make check  the whole quality gate
# Each sets up what it needs in .venv/ first.

# The first Python that runs and is new enough; a name on PATH may be an empty shim.
NEW_ENOUGH := import sys; sys.exit(sys.version_info < (3, 11))
PYTHON ?= $(shell for python in python3 python3.14 python3.13 python3.12 python3.11 python; do \
	$$python -c '$(NEW_ENOUGH)' 2>/dev/null && { echo $$python; break; }; done)
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
	@$(PYTHON) -c '$(NEW_ENOUGH)' 2>/dev/null || { \
		echo "paperbib needs Python 3.11 or newer; name one: make sync PYTHON=/path/to/python" >&2; \
		exit 2; }
	@echo "setting up $(VENV) with $(PYTHON) …"
	@$(PYTHON) -m venv $(VENV)
	@$(PIP) --editable .
	@touch $@

$(VENV)/installed-dev: $(VENV)/installed
	@$(PIP) --editable '.[dev]'
	@touch $@
