# What the maintainers run; PYTHON is that of an environment with `pip install -e '.[dev]'`.
PYTHON ?= .venv/bin/python

.PHONY: check test picture checksums vectors weights

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

# After an exemplar, a definition or a statement was changed; some seconds.
vectors:
	$(PYTHON) benchmarks/ship_vectors.py

# After exemplars, cues or signals were changed: the coder's weights, and what the fit is worth; a minute.
weights: vectors
	$(PYTHON) benchmarks/fit_coding.py --write
