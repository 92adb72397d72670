"""Writing a person's decisions: each is on the disk before anything else happens, and a kill at any moment loses none.

A line is appended in one write and synced. What a write that was broken off (a kill, a full disk) left behind is cut
away when the file is opened next, and that is told.
"""

import os
import re
import stat
import time
from collections.abc import Mapping
from pathlib import Path
from types import TracebackType
from typing import Self

from ..corpus.errors import TertiumError
from .decisions import Decision, DecisionFile, Ledger, header_text, read_decisions, row_text


class DecisionLog:
    """One coder's file of decisions on one taxonomy, open for adding to; made where there is none yet.

    ``messages`` says what was mended. Raises ``TertiumError`` for a file that holds another coder's decisions or those
    on another taxonomy, that is in use, or cannot be written; ``FormatError`` for one that is no file of decisions.
    """

    def __init__(self, path: Path, coder: str, taxonomy: str) -> None:
        self.path = path
        self.messages: list[str] = []
        self.ledger = Ledger()
        try:
            self._handle = os.open(path, os.O_RDWR | os.O_CREAT | os.O_APPEND, 0o666)
        except OSError as error:
            raise _unwritable(path, error) from None
        try:
            if not stat.S_ISREG(os.fstat(self._handle).st_mode):
                raise TertiumError(f"{path}: is a device or pipe; decisions need a file, name one with --decisions")
            _lock(self._handle, path)
            if os.fstat(self._handle).st_size:
                self._take_up(read_decisions(path), coder, taxonomy)
            else:
                self._write(header_text())
                _sync_folder(path)
        except BaseException:
            os.close(self._handle)
            raise

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        os.close(self._handle)

    def append(self, decision: Decision) -> None:
        """Add a decision and wait until it is on the disk."""
        self._write(row_text(decision))
        self.ledger.add(decision)

    def _take_up(self, file: DecisionFile, coder: str, taxonomy: str) -> None:
        for row in file.ledger.rows:
            if row.coder != coder:
                raise TertiumError(
                    f"{self.path}:{row.line}: decisions by '{row.coder}', not by '{coder}'; give --coder '{row.coder}' "
                    "to go on with them, or another file with --decisions (two coders need two files)"
                )
            if row.taxonomy != taxonomy:
                raise TertiumError(
                    f"{self.path}:{row.line}: decisions on the taxonomy '{row.taxonomy}', not on '{taxonomy}'; give "
                    f"--taxonomy {row.taxonomy} to go on with them, or another file with --decisions"
                )
        self.ledger = file.ledger
        if file.unended:
            self._write("\n")
            self.messages.append(f"{self.path}: the last line lacked its line end, which was added")
        if file.torn:
            size = os.fstat(self._handle).st_size
            self._cut(size - file.torn_size)
            self.messages.append(f"{self.path}: the last line was never finished and was cut away: {file.torn!r}")
            if not os.fstat(self._handle).st_size:
                self._write(header_text())

    def _write(self, text: str) -> None:
        size = os.fstat(self._handle).st_size
        data = text.encode()
        try:
            while data:
                data = data[os.write(self._handle, data) :]
            os.fsync(self._handle)
        except OSError as error:
            self._cut(size)
            raise _unwritable(self.path, error) from None

    def _cut(self, size: int) -> None:
        try:
            os.ftruncate(self._handle, size)
            os.fsync(self._handle)
        except OSError as error:
            raise _unwritable(self.path, error) from None


def default_path(document: str, taxonomy: str, coder: str) -> Path:
    """Where a coder's decisions go unless another file is named: ``DOCUMENT.TAXONOMY.CODER.csv`` in this folder."""
    parts = (re.sub(r"[^\w-]+", "-", part) for part in (document, taxonomy, coder))
    return Path(".".join(parts) + ".csv")


def date_of(given: str, environment: Mapping[str, str]) -> str:
    """The date that decisions bear: the one given, else that of SOURCE_DATE_EPOCH, else today's. The only clock."""
    if given:
        return given
    epoch = environment.get("SOURCE_DATE_EPOCH", "")
    if not epoch:
        return time.strftime("%Y-%m-%d")
    try:
        return time.strftime("%Y-%m-%d", time.gmtime(int(epoch)))
    except (ValueError, OverflowError, OSError):
        raise TertiumError(f"SOURCE_DATE_EPOCH is '{epoch}'; expected seconds since 1970, or nothing") from None


def _unwritable(path: Path, error: OSError) -> TertiumError:
    return TertiumError(
        f"{path}: cannot be written ({error.strerror}); what was in it before is kept; name another file with "
        "--decisions, or make room"
    )


def _lock(handle: int, path: Path) -> None:
    """Refuse a file that another review has open; where the system knows no locks, nothing happens."""
    try:
        import fcntl
    except ImportError:
        return
    try:
        fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        raise TertiumError(f"{path}: another review is writing to it; end that one first") from None
    except OSError:
        return


def _sync_folder(path: Path) -> None:
    """A new file is only safe when its folder's entry is on the disk, too."""
    try:
        folder = os.open(path.parent, os.O_RDONLY)
    except OSError:
        return
    try:
        os.fsync(folder)
    except OSError:
        pass
    finally:
        os.close(folder)
