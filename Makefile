# Busel's daily commands. `make` alone tells them in words.
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
FETCH := $(BIN)/python tools/fetch.py
LINK := $(BIN)/python -m pip --disable-pip-version-check --no-input -qq install --no-deps --no-compile --no-build-isolation
INSTALLED := $(VENV)/.installed
TEST_TOOLS := $(VENV)/.test-tools
WORKERS ?= 2
OPTIONS ?=

.DEFAULT_GOAL := help
.PHONY: help install demo test tests check bench bench-large browser strings format lock clean

help: ## say what can be made
	@echo 'make WHAT, where WHAT is one of:'
	@sed -n 's/^\([a-z-]*\):[^#]*## \(.*\)/  \1|\2/p' $(MAKEFILE_LIST) | while IFS='|' read -r name words; do \
		printf '  %-12s %s\n' $$name "$$words"; done

install: $(INSTALLED) ## make .venv with the program in it (.venv/bin/busel); nothing else on the machine changes
	@$(BIN)/python tools/compile_strings.py

$(INSTALLED): requirements.lock pyproject.toml
	@echo 'Installing into $(VENV) (about half a minute)'
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11) and "Busel needs Python 3.11 or newer.")'
	@test -x $(BIN)/python || $(PYTHON) -m venv $(VENV) || { \
		echo 'Python could not make an environment. On Debian the package python3-venv brings what it lacks.'; exit 1; }
	@$(FETCH) requirements.lock
	@$(LINK) --editable .
	@$(BIN)/python tools/compile_python.py
	@touch $@

demo: install ## install, make a throwaway organisation with synthetic people, serve it on loopback
	@$(BIN)/busel demo $(OPTIONS)

$(TEST_TOOLS): $(INSTALLED) requirements-test.lock
	@echo 'Installing what the tests need into $(VENV)'
	@$(FETCH) requirements-test.lock
	@touch $@

test: $(TEST_TOOLS) ## install what the tests need (Debian packages too, where allowed) and run them all
	@bash tools/debian.sh
	@$(MAKE) --no-print-directory tests

# Two parts: what may run side by side, then what needs the machine to itself (tests/conftest.py says which is which).
tests: install $(TEST_TOOLS)
	@bash tools/run_tests.sh $(WORKERS) $(OPTIONS)

check: $(TEST_TOOLS) ## style, types, layers, translations: everything that needs no run of the program
	@failed=; for step in 'ruff check .' 'ruff format --check .' mypy lint-imports 'python tools/strings.py --check'; do \
		echo "== $$step"; $(BIN)/$$step || failed="$$failed «$$step»"; done; \
	test -z "$$failed" || { echo "Not clean:$$failed"; exit 1; }

browser: install $(TEST_TOOLS) ## only the tests that drive Firefox through the pages
	@bash tools/debian.sh
	$(BIN)/python -m pytest -m browser $(OPTIONS)

bench: install $(TEST_TOOLS) ## measure speed beside its floors; writes build/bench.json (up to 20 minutes)
	@bash tools/debian.sh
	@mkdir -p build
	$(BIN)/python tests/bench $(OPTIONS)

bench-large: install $(TEST_TOOLS) ## the same with a million contacts
	@bash tools/debian.sh
	@mkdir -p build
	$(BIN)/python tests/bench --large $(OPTIONS)

strings: $(TEST_TOOLS) ## collect new texts for the translators and compile their catalogues
	$(BIN)/python tools/strings.py
	$(BIN)/python tools/compile_strings.py

format: $(TEST_TOOLS) ## bring all Python files into the one style
	$(BIN)/ruff check --fix-only .
	$(BIN)/ruff format .

lock: ## write the lock files anew after a change of the dependencies (UPGRADE=1 takes newer versions)
	$(PYTHON) tools/lock.py $(if $(UPGRADE),--upgrade)

clean: ## remove what was built; the environment stays
	rm -rf build .pytest_cache .mypy_cache .ruff_cache .hypothesis .import_linter_cache
