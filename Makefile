# Two commands from a clean clone: `make run` and `make test`. The rest is for those who work on it.

PYTHON ?= python3
PORT ?= 8000
STORE ?= .perms
BIN := .venv/bin

.DEFAULT_GOAL := help
.PHONY: help run test check bench facts messages vendor wheel clean

help: ## Say what there is
	@grep -hE '^[a-z]+:.*## ' $(MAKEFILE_LIST) | sed -E 's/^([a-z]+):.*## /  make \1\t/' | expand -t 18

run: .venv/installed ## Build the register, print the gaps, serve the browser (PORT=8000)
	@$(BIN)/perms serve --store $(STORE) --port $(PORT) --summary --with illustrative

test: .venv/tested ## Install what the tests need and run them all
	@command -v chromium >/dev/null || $(MAKE) --no-print-directory chromium
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/python -m pytest

check: .venv/tested ## Lint and types only
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy

bench: .venv/tested ## Measure beside the plain stack (long; SIZES=1k,10k for a short one)
	$(BIN)/python -m benchmarks.run $(if $(SIZES),--sizes $(SIZES))

facts: .venv/installed ## Convert data/facts again after a row was corrected
	$(BIN)/python -m tools.convert_facts

messages: .venv/tested ## Collect the interface's sentences and compile the French
	$(BIN)/python -m tools.messages

# npm reads the versions from web/vendor; nothing of node is needed to run or to test.
vendor: ## Fetch again the scripts of others that the pages carry
	cd web/vendor && npm ci --ignore-scripts
	cp web/vendor/node_modules/cytoscape/dist/cytoscape.min.js web/static/vendor/
	cp web/vendor/node_modules/cytoscape/LICENSE web/static/vendor/cytoscape.LICENSE.txt
	cd web/vendor && node_modules/.bin/esbuild codemirror.js --bundle --minify --format=iife \
		--global-name=CodeMirror --target=es2020 --legal-comments=none --outfile=../static/vendor/codemirror.min.js
	cd web/vendor/node_modules && find . -maxdepth 3 -name LICENSE -not -path '*esbuild*' -not -path '*cytoscape*' \
		| sort | while read -r file; do echo "$${file#./}"; echo; cat "$$file"; echo; done \
		> ../../static/vendor/codemirror.LICENSE.txt
	cd web/static/vendor && sha256sum *.min.js > SHA256SUMS
	rm -r web/vendor/node_modules

wheel: .venv/tested ## Build dist/*.whl
	$(BIN)/python -m build --wheel --no-isolation

clean: ## Remove what can be made again
	rm -rf .venv $(STORE) dist build .pytest_cache .mypy_cache .ruff_cache

.PHONY: chromium
chromium:
	@echo "The browser test needs Debian's chromium; installing it."
	@if [ "$$(id -u)" = 0 ]; then apt-get update -qq && apt-get install -y -qq chromium; \
	else sudo apt-get update -qq && sudo apt-get install -y -qq chromium; fi

.venv/bin/python:
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' \
		|| { echo "Python 3.11 or newer is needed; name one: make PYTHON=python3.12 run"; exit 2; }
	$(PYTHON) -m venv .venv

.venv/installed: pyproject.toml constraints.txt | .venv/bin/python
	$(BIN)/pip install --quiet --disable-pip-version-check -c constraints.txt -e .
	@touch $@

.venv/tested: .venv/installed
	$(BIN)/pip install --quiet --disable-pip-version-check -c constraints.txt -e '.[test]'
	@touch $@
