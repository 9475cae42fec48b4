# Lectern's own commands; `make help` lists them. Works on a bare clone: everything is kept in .venv/,
# node_modules/ and var/, so nothing outside this folder is changed (downloads are cached by pip and npm).

.DEFAULT_GOAL := help
.SUFFIXES:
SHELL := /bin/bash

PYTHON ?= python3
PORT ?= 8000
VENV := .venv
BIN := $(VENV)/bin
MANAGE := $(BIN)/python manage.py
DJHTML := git ls-files '*.html'

export ENGINE ELASTICSEARCH_URL DATABASE_URL

.PHONY: help
help: ## Show this list.
	@grep -hE '^[a-z-]+:.*## ' $(MAKEFILE_LIST) | awk -F ':.*## ' '{printf "  make %-20s %s\n", $$1, $$2}'

# --- Set-up --------------------------------------------------------------------------------------

.PHONY: install
install: $(VENV)/.installed $(VENV)/.front-end $(VENV)/.engine ## Python environment, front end, message catalogues.
	@$(MANAGE) compile_catalogues --quiet

$(VENV)/.installed: requirements/dev.txt pyproject.toml
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null \
		|| { echo "Lectern needs Python 3.11 or newer; on Debian: apt-get install python3 python3-venv" >&2; exit 1; }
	@$(PYTHON) -m venv --help >/dev/null 2>&1 && $(PYTHON) -c 'import ensurepip' 2>/dev/null \
		|| { echo "Python's venv module is missing; on Debian: apt-get install python3-venv" >&2; exit 1; }
	@echo "Setting up Python in $(VENV)/ (a few minutes the first time)"
	@[ -x $(BIN)/python ] || $(PYTHON) -m venv $(VENV)
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements/dev.txt
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check --no-deps --no-build-isolation --editable .
	@touch $@

$(VENV)/.front-end: package.json package-lock.json $(shell find site/lectern/frontend -type f 2>/dev/null | grep -v ' ') | $(VENV)/.installed
	@node -e 'process.exit(parseInt(process.versions.node) < 20 ? 1 : 0)' 2>/dev/null && command -v npm >/dev/null \
		|| { echo "The front end needs Node.js 20 or newer with npm; see docs/how-to/install.md" >&2; exit 1; }
	@echo "Building the front end"
	@npm ci --silent --no-audit --no-fund
	@npm run --silent build
	@touch $@

# The reference engine brings PyTorch (gigabytes), so it is installed only when it is asked for.
.PHONY: $(VENV)/.engine
$(VENV)/.engine: | $(VENV)/.installed
	@if [ "$${ENGINE:-}" = openai-whisper ] && ! $(BIN)/python -c 'import whisper' 2>/dev/null; then $(MAKE) --no-print-directory openai-whisper; fi

.PHONY: openai-whisper
openai-whisper: $(VENV)/.installed ## Install the reference speech engine (some 5.6 GB).
	@echo "Installing openai-whisper and PyTorch (some 5.6 GB)"
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check --no-build-isolation --require-hashes -r requirements/openai-whisper.txt

# --- The demonstration ---------------------------------------------------------------------------

.PHONY: demo
demo: install ## Set up everything, load the demonstration, serve it with a worker (PORT=8000).
	@exec $(MANAGE) demo --port "$(PORT)" $(if $(filter command line environment,$(origin PORT)),--exact-port)

.PHONY: clean-demo
clean-demo: ## Remove the demonstration's database, media and index.
	@rm -rf var
	@echo "The demonstration is removed."

# --- Judging -------------------------------------------------------------------------------------

.PHONY: test
test: install ## The fast suite with real servers; says what it could not run.
	@npm test --silent
	@$(BIN)/python -m tests.run fast

.PHONY: test-faults
test-faults: install ## Kill, stop, fill and attack.
	@$(BIN)/python -m tests.run faults

.PHONY: test-long
test-long: install ## Gigabytes and hours.
	@$(BIN)/python -m tests.run long

.PHONY: check
check: install ## Format, lint, types, import layers, migrations, messages: what CI judges.
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .
	$(BIN)/djhtml --check --tabwidth 2 $$($(DJHTML))
	$(BIN)/codespell $$(git ls-files ':!*.po' ':!*.lock' ':!package-lock.json' ':!requirements' ':!content/demo/data' ':!content/demo/media')
	npm run --silent check
	$(BIN)/mypy content search site/lectern
	$(BIN)/lint-imports
	$(MANAGE) makemigrations --check --dry-run
	$(MANAGE) check_catalogues
	DJANGO_SETTINGS_MODULE=lectern.settings.production LECTERN_SECRET_KEY=$$($(BIN)/python -c 'import secrets; print(secrets.token_urlsafe(64))') LECTERN_ALLOWED_HOSTS=localhost $(MANAGE) check --deploy --fail-level WARNING

.PHONY: fmt
fmt: install ## Format Python, templates, CSS and JavaScript.
	$(BIN)/ruff format .
	$(BIN)/ruff check --fix .
	$(BIN)/djhtml --tabwidth 2 $$($(DJHTML))
	npm run --silent fix

.PHONY: messages
messages: install ## Collect the texts to translate into both catalogues.
	$(MANAGE) collect_messages

.PHONY: lock
lock: $(VENV)/.installed ## Pin every dependency with its hashes.
	bash requirements/lock.sh
