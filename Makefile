# Tasks. Each needs nothing but Python 3.11 or newer, make, and (to print) Pango.

PYTHON ?= python3
BIN := .venv/bin
NODE := axe-core@4.14.1 mathjax@3.2.2 vnu-jar@26.9.27
PIN := --quiet --upgrade --generate-hashes --allow-unsafe --strip-extras --no-header --no-emit-index-url --no-emit-find-links --no-emit-trusted-host --no-emit-options

unexport PYTHONDONTWRITEBYTECODE  # what is compiled once is not compiled again for each command

.PHONY: help build test install check lint lock pins docs docs-site golden bench lighthouse pictures smoke release clean

help: ## list the tasks
	@awk -F ':.*## ' '/^[a-z-]+:.*## / {printf "make %-10s %s\n", $$1, $$2}' Makefile

build: install ## set up what is needed and build everything into output/
	$(BIN)/python build.py all -v

test: .venv/dev node_modules/.ready ## set up what is needed and run the tests
	@tools/pango.sh
	$(BIN)/python -m pytest -n 2 --dist loadfile

node_modules/.ready: Makefile
	@command -v npm >/dev/null || { echo "npm is missing: tests that need it will be skipped"; exit 0; }; \
	npm install --silent --no-save --no-package-lock --no-audit --no-fund $(NODE) && touch $@

install: .venv/run ## set up a virtual environment with the pinned libraries
	@tools/pango.sh

.venv/run: requirements.txt
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11) and "Python 3.11 or newer is needed")'
	test -x $(BIN)/python || $(PYTHON) -m venv .venv
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements.txt
	@touch $@

.venv/dev: .venv/run requirements-dev.txt
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements-dev.txt
	@touch $@

check: install ## look for problems in source/
	$(BIN)/python build.py check

lint: .venv/dev ## ruff and mypy
	$(BIN)/ruff check
	$(BIN)/ruff format --check
	$(BIN)/mypy

lock: install ## record when each card last changed (before a release)
	$(BIN)/python build.py lock
	for bank in examples/*/; do $(BIN)/python build.py lock -q -s $$bank; done

pins: .venv/dev ## renew the pinned, hashed requirement files
	$(BIN)/pip-compile $(PIN) -o requirements.txt --extra audio --extra import --extra serve pyproject.toml
	$(BIN)/pip-compile $(PIN) -o requirements-dev.txt --extra audio --extra import --extra serve --extra examples --extra test -c requirements.txt pyproject.toml

docs-site: .venv/dev ## build the documentation as a site into site/
	$(BIN)/mkdocs build --strict --quiet

docs: .venv/dev ## rewrite the generated pages of docs/
	$(BIN)/python tools/docs.py

golden: .venv/dev node_modules/.ready ## rewrite the golden files; read their diff
	$(BIN)/python -m pytest --accept

bench: .venv/dev ## print the figures of docs/performance.md, docs/paper.md and docs/bench.md
	$(BIN)/python bench/run.py
	$(BIN)/python bench/sheet.py
	$(BIN)/python bench/saves.py --memory

lighthouse: .venv/dev ## print Lighthouse's scores of the handout
	npm install --silent --no-save --no-package-lock --no-audit --no-fund $(NODE) lighthouse@12.8.2
	$(BIN)/python bench/lighthouse.py

pictures: .venv/dev node_modules/.ready ## remake the pictures of README and gallery from the outputs
	$(BIN)/python tools/pictures.py

smoke: .venv/dev ## try the wheel in an environment of its own, away from this folder
	@tools/pango.sh
	$(BIN)/python tools/release.py smoke

release: .venv/dev ## make dist/ from a clean commit: packages, products, bill of materials, notes
	@tools/pango.sh
	$(BIN)/python tools/release.py

clean: ## remove what builds wrote
	rm -rf build dist output/.cache output/*.apkg output/*.pdf output/*.html
