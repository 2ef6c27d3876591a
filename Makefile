# The two commands of the README are `make run` and `make test`; both make .venv first.
PYTHON ?= python3
BIN := .venv/bin

.PHONY: run test check format clean screenshots
.DEFAULT_GOAL := run

# The stamp is newer than what it was made from, so a changed dependency installs again.
.venv/.installed: pyproject.toml constraints.txt
	$(PYTHON) -m venv .venv
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --constraint constraints.txt --editable '.[dev]'
	touch $@

run: .venv/.installed
	@$(BIN)/cutline demo

# The interface's tests mostly wait for what is drawn: six workers keep two cores busy. In the
# order of the files, since those with the fewest tests, which would come last, take the longest.
test: .venv/.installed
	$(BIN)/python -m pytest -n 6 --dist loadfile --no-loadscope-reorder

check: .venv/.installed
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .
	$(BIN)/mypy
	$(BIN)/lint-imports

format: .venv/.installed
	$(BIN)/ruff format .
	$(BIN)/ruff check --fix .

screenshots: .venv/.installed
	$(BIN)/python docs/screenshots.py

clean:
	rm -rf .venv .mypy_cache .ruff_cache .pytest_cache .import_linter_cache dist build
