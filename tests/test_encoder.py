"""Vectors are the same however they are asked for, and the cache is safe with several processes."""

import subprocess
import sys

import numpy as np
import pytest

from tertium.aligner.encoder import EmbeddedEncoder, VectorCache, load_encoder
from tertium.corpus.errors import TertiumError

TEXTS = ["AI should be fair.", "人工智能应当公平。", "Protect personal privacy.", "保护个人隐私。"]


class Counting:
    """An encoder that counts what it is asked."""

    name = "counting"
    version = "1"

    def __init__(self):
        self.asked = []

    def encode(self, texts):
        self.asked += texts
        return np.array([[len(text), 1.0] for text in texts], dtype=np.float32)


def test_vectors_have_length_one_and_do_not_depend_on_what_stands_beside_them():
    encoder = EmbeddedEncoder()
    together = encoder.encode(TEXTS)
    assert together.shape == (4, 512)
    assert np.allclose(np.linalg.norm(together, axis=1), 1, atol=1e-5)
    alone = np.vstack([encoder.encode([text]) for text in reversed(TEXTS)])[::-1]
    assert np.array_equal(together, alone)


def test_translations_are_nearer_than_other_texts():
    vectors = EmbeddedEncoder().encode(TEXTS)
    likeness = vectors @ vectors.T
    assert likeness[0, 1] > likeness[0, 3]
    assert likeness[2, 3] > likeness[2, 1]


def test_the_cache_asks_once_and_gives_the_same(tmp_path):
    inner = Counting()
    cache = VectorCache(inner, tmp_path)
    first = cache.encode(["a", "bb", "a"])
    assert inner.asked == ["a", "bb"]
    assert np.array_equal(VectorCache(inner, tmp_path).encode(["bb", "a"]), first[[1, 0]])
    assert inner.asked == ["a", "bb"]


def test_another_version_has_a_cache_of_its_own(tmp_path):
    inner = Counting()
    VectorCache(inner, tmp_path).encode(["a"])
    inner.version = "2"
    VectorCache(inner, tmp_path).encode(["a"])
    assert inner.asked == ["a", "a"]


def test_a_broken_cache_is_left_alone_with_a_note(tmp_path, capsys):
    inner = Counting()
    cache = VectorCache(inner, tmp_path)
    cache.path.write_bytes(b"this is no database" * 100)
    assert cache.encode(["a"]).tolist() == [[1.0, 1.0]]
    assert "not used" in capsys.readouterr().err


def test_a_cache_in_an_impossible_place_is_left_alone(tmp_path, capsys):
    (tmp_path / "file").write_text("")
    cache = VectorCache(Counting(), tmp_path / "file" / "below")
    assert cache.encode(["a"]).tolist() == [[1.0, 1.0]]
    assert capsys.readouterr().err.count("not used") == 1


def test_progress_is_told(tmp_path):
    told = []
    VectorCache(Counting(), tmp_path, lambda done, total: told.append((done, total))).encode(
        [str(n) for n in range(70)]
    )
    assert told == [(0, 70), (64, 70), (70, 70)]


def test_several_processes_share_one_cache(tmp_path):
    script = (
        "import sys; from tertium.aligner.encoder import EmbeddedEncoder, VectorCache; from pathlib import Path\n"
        "v = VectorCache(EmbeddedEncoder(), Path(sys.argv[1])).encode([f'text {n}' for n in range(60)])\n"
        "import hashlib; print(hashlib.sha256(v.tobytes()).hexdigest())"
    )
    runs = [
        subprocess.Popen([sys.executable, "-c", script, str(tmp_path)], stdout=subprocess.PIPE, text=True)
        for _ in range(3)
    ]
    answers = {run.communicate()[0] for run in runs}
    assert [run.returncode for run in runs] == [0, 0, 0]
    assert len(answers) == 1


def test_an_unknown_encoder_is_refused_and_a_missing_extra_named():
    with pytest.raises(TertiumError, match="expected 'use-multilingual-3'"):
        load_encoder("bert")


def test_sentence_transformers_is_asked_for_by_its_extra(monkeypatch):
    from importlib.metadata import PackageNotFoundError

    def missing(name):
        raise PackageNotFoundError(name)

    monkeypatch.setattr("tertium.aligner.encoder.version", missing)
    with pytest.raises(TertiumError, match="needs the extra"):
        load_encoder("sentence-transformers:some-model")
