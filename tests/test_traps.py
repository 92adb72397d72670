"""Words that look like a concept and mean something else, for every concept and both languages (traps.csv).

A row with ``open`` = 1 still fires, or all but; such rows are counted in docs/accuracy.md and are here to be mended.
"""

import csv
from collections import Counter
from pathlib import Path

import pytest

from tertium.aligner.coding import COVERED
from tertium.aligner.comparison import load_coder
from tertium.corpus.splitting import make_provision

with (Path(__file__).parent / "traps.csv").open(encoding="utf-8", newline="") as FILE:
    TRAPS = list(csv.DictReader(FILE))


@pytest.fixture(scope="module")
def fired():
    """The traps that the full coder falls into."""
    coder = load_coder()
    place = {concept.id: column for column, concept in enumerate(coder.taxonomy.concepts)}
    units = [make_provision("t", str(k), t["text"], (0, len(t["text"])), t["language"]) for k, t in enumerate(TRAPS)]
    scores = coder.code(units).scores
    return [trap for trap, row in zip(TRAPS, scores, strict=True) if row[place[trap["concept_id"]]] >= COVERED]


def test_no_trap_fires_that_is_not_known_to(fired):
    assert [trap["text"] for trap in fired if trap["open"] != "1"] == []


def test_what_is_called_open_does_fire(fired):
    """Most of it: those marked lie at the threshold or above, where a last digit may decide."""
    called = {trap["text"] for trap in TRAPS if trap["open"] == "1"}
    assert len(called & {trap["text"] for trap in fired}) >= 0.8 * len(called)


def test_every_concept_has_traps_that_hold_in_both_languages():
    held = Counter((trap["concept_id"], trap["language"]) for trap in TRAPS if trap["open"] == "0")
    concepts = {concept.id for concept in load_coder().taxonomy.concepts}
    assert {pair for pair, count in held.items() if count >= 2} == {
        (c, code) for c in concepts for code in ("en", "zh")
    }


def test_the_tempting_word_stands_in_each_sentence():
    assert [trap["text"] for trap in TRAPS if trap["trap"].lower() not in trap["text"].lower()] == []
