"""A text that is looked at as one, whatever it was cut from."""

from dataclasses import dataclass

from ..corpus.document import Language


@dataclass(frozen=True, slots=True)
class Text:
    """A definition, a coded passage, or a unit of several statements taken as a whole."""

    id: str
    text: str
    language: Language
    document_id: str = ""
    headings: tuple[str, ...] = ()
    statements: tuple[()] = ()
