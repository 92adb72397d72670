"""What people read. A Report knows how to be each of the formats; WRITERS lists them for the command and the docs."""

import os
import tempfile
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

from ..corpus.errors import TertiumError

if TYPE_CHECKING:
    from .tables import Frame
    from .terminal import Layout


@dataclass(frozen=True)
class Report:
    """One result, ready to be written in any format.

    ``frame`` makes its table; ``layout`` draws it on a screen (without: the table); ``json`` makes the object that
    stands for it in JSON (without: the table's rows). ``notes`` are the warnings that text formats must carry.
    """

    title: str
    frame: "Callable[[], Frame]"
    layout: "Callable[[], Layout] | None" = None
    json: Callable[[], str] | None = None
    notes: Sequence[str] = field(default=())

    def drawn(self) -> "Layout":
        """What a screen shows."""
        if self.layout:
            return self.layout()
        from .tables import rows_of
        from .terminal import table_layout

        return table_layout(*rows_of(self.frame()), self.notes)


def _as_table(report: Report) -> str:
    from .terminal import as_text

    return as_text(report.drawn())


def _as_svg(report: Report) -> str:
    from .terminal import as_svg

    return as_svg(report.drawn(), report.title)


def _as_json(report: Report) -> str:
    return report.json() if report.json else _from_frame("json")(report)


def _as_markdown(report: Report) -> str:
    notes = "".join(f"> {note}\n>\n" for note in report.notes).removesuffix(">\n")
    return f"# {report.title}\n\n{notes}\n{_from_frame('md')(report)}"


def _from_frame(name: str) -> Callable[[Report], str]:
    def write(report: Report) -> str:
        from .tables import TEXT_FORMATS

        return TEXT_FORMATS[name](report.frame())

    return write


WRITERS: Mapping[str, Callable[[Report], str]] = {
    "table": _as_table,
    "csv": _from_frame("csv"),
    "tsv": _from_frame("tsv"),
    "json": _as_json,
    "jsonl": _from_frame("jsonl"),
    "md": _as_markdown,
    "svg": _as_svg,
}
ENDINGS = {".txt": "table"} | {f".{name}": name for name in WRITERS if name != "table"}


def format_for(path: Path | None, chosen: str | None, on_terminal: bool) -> str:
    """The format asked for, else that of the file's ending, else a table on a terminal and CSV on a pipe.

    Raises ``TertiumError`` for an ending that stands for no format.
    """
    if chosen:
        return chosen
    if path is None:
        return "table" if on_terminal else "csv"
    try:
        return ENDINGS[path.suffix.lower()]
    except KeyError:
        known = ", ".join(sorted(ENDINGS))
        raise TertiumError(f"{path}: the ending '{path.suffix}' names no format; expected one of {known}") from None


def write_file(path: Path, text: str) -> None:
    """Write all of the text or nothing; raises ``TertiumError`` where the file cannot be written.

    A link is followed; into a device or pipe the text is written as it is.
    """
    try:
        path = path.resolve()
        if path.exists() and not path.is_file():
            path.write_text(text, encoding="utf-8", newline="")
            return
        handle, temporary = tempfile.mkstemp(dir=path.parent or ".", prefix=f".{path.name}.")
        try:
            with os.fdopen(handle, "w", encoding="utf-8", newline="") as file:
                file.write(text)
            mask = os.umask(0)
            os.umask(mask)
            os.chmod(temporary, 0o666 & ~mask)
            os.replace(temporary, path)
        except BaseException:
            os.unlink(temporary)
            raise
    except OSError as error:
        raise TertiumError(f"{path}: cannot be written ({error.strerror}); choose another place with -o") from None
