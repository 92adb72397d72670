"""The errors a user can cause, each with what was found, what was expected and what to do.

Every room may raise them; the command prints them as one message and ends with status 2.
"""

from collections.abc import Iterable
from difflib import get_close_matches


class TertiumError(Exception):
    """Base of all errors that are the input's or the setting's fault, not the program's."""


class UnknownIdError(TertiumError):
    """An id that names nothing; lists the nearest known ones.

    ``what`` is the kind of thing ("document", "concept", ...), ``known`` all ids that would have done.
    """

    def __init__(self, what: str, wanted: str, known: Iterable[str], hint: str = "") -> None:
        names = sorted(set(known))
        near = get_close_matches(wanted, names, n=3, cutoff=0.5)
        listed = f"nearest: {', '.join(near)}" if near else f"known: {', '.join(names[:12])}{' …' * (len(names) > 12)}"
        message = f"no {what} has the id '{wanted}'; {listed}"
        super().__init__(f"{message}. {hint}" if hint else message)


class FormatError(TertiumError):
    """A file that does not have the expected form; names the file and, where there is one, the line."""

    def __init__(self, path: object, line: int | None, found: str, expected: str) -> None:
        where = f"{path}:{line}" if line is not None else str(path)
        super().__init__(f"{where}: {found}; expected {expected}")
