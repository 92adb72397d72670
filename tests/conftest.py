"""What all tests share: a cache of their own, and the shipped documents coded once."""

import os
from collections.abc import Callable, Iterator
from functools import cache
from pathlib import Path

import pytest

from tertium.aligner.comparison import Comparison, compare


@pytest.fixture(scope="session", autouse=True)
def _own_cache(tmp_path_factory: pytest.TempPathFactory) -> Iterator[None]:
    """Vectors go to a folder of the test run's own, never to the user's."""
    before = os.environ.get("TERTIUM_CACHE")
    os.environ["TERTIUM_CACHE"] = str(tmp_path_factory.mktemp("cache"))
    yield
    if before is None:
        del os.environ["TERTIUM_CACHE"]
    else:
        os.environ["TERTIUM_CACHE"] = before


@pytest.fixture(scope="session")
def compared() -> Callable[..., Comparison]:
    """``compare``, each pair and language computed once a run."""

    @cache
    def run(source: str, target: str, language: str = "") -> Comparison:
        return compare(source, target, language=language)

    return run


@pytest.fixture
def write_csv(tmp_path: Path) -> Callable[..., Path]:
    """Write a small file and return its path."""

    def write(name: str, text: str, encoding: str = "utf-8") -> Path:
        path = tmp_path / name
        path.write_bytes(text.encode(encoding))
        return path

    return write
