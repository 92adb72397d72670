# What the maintainers run; PYTHON is that of an environment with `pip install -e '.[dev]'`.
PYTHON ?= .venv/bin/python

.PHONY: check test picture checksums

check:
	$(PYTHON) -m ruff check .
	$(PYTHON) -m ruff format --check .
	$(dir $(PYTHON))lint-imports

test: check
	$(PYTHON) -m pytest

# The README's picture; tests/test_readme.py compares it with what the tool writes.
picture:
	$(PYTHON) -m tertium.cli view most-2019 eu-hleg-2019 --lang zh:en --provision p3 -o docs/view.svg

# After a text was corrected.
checksums:
	$(PYTHON) -m tertium.cli corpus check --record
