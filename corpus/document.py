"""What the documents say: works, their editions, provisions and statements.

The words are those of Akoma Ntoso (a *work* and its *expressions*) and of content analysis (the *statement* is the
Manifesto Project's quasi-sentence: the smallest unit that makes one point). Nothing here knows files or libraries.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal, Protocol

Language = Literal["zh", "en"]
UnitKind = Literal["statement", "provision"]
LANGUAGES: tuple[Language, ...] = ("en", "zh")


class Unit(Protocol):
    """What is coded and aligned: a statement, or a whole provision."""

    @property
    def id(self) -> str: ...
    @property
    def document_id(self) -> str: ...
    @property
    def text(self) -> str: ...
    @property
    def language(self) -> Language: ...
    @property
    def headings(self) -> tuple[str, ...]: ...
    @property
    def statements(self) -> "tuple[Statement, ...]": ...


@dataclass(frozen=True, slots=True)
class Statement:
    """The smallest unit that makes one point.

    ``start`` and ``end`` count code points in the edition's text: ``edition.text[start:end] == text``.
    ``headings`` stand above it, outermost first, the document's own title left out.
    ``confirmed`` is False where the fact behind a restated statement could not be seen in any source.
    """

    id: str
    document_id: str
    provision_id: str
    text: str
    language: Language
    start: int
    end: int
    headings: tuple[str, ...] = ()
    confirmed: bool = True

    @property
    def statements(self) -> "tuple[Statement, ...]":
        return (self,)


@dataclass(frozen=True, slots=True)
class Provision:
    """A numbered or titled unit with a locator that can be cited; may hold no statement (content not seen)."""

    id: str
    document_id: str
    heading: str
    language: Language
    start: int
    end: int
    headings: tuple[str, ...] = ()
    statements: tuple[Statement, ...] = ()
    locator: str = ""
    facts: Mapping[str, object] = field(default_factory=dict)

    @property
    def text(self) -> str:
        """The statements one after another; headings, numbers and notes left out."""
        return ("" if self.language == "zh" else " ").join(statement.text for statement in self.statements)


@dataclass(frozen=True, slots=True)
class EditionRecord:
    """What a document's metadata say of one of its editions: where it is and what it should hash to."""

    key: str
    kind: str
    language: Language
    file: str
    sha256: str
    licence: str


@dataclass(frozen=True, slots=True)
class Document:
    """A policy text as a work, with everything known about it but its wording.

    ``metadata`` is the whole table of ``document.toml`` (see docs/corpus.md), for what has no field of its own.
    """

    id: str
    aliases: tuple[str, ...]
    titles: Mapping[str, str]
    issuers: Mapping[str, str]
    issuer_type: str
    jurisdiction: str
    dates: tuple[tuple[str, str], ...]
    editions: tuple[EditionRecord, ...]
    metadata: Mapping[str, object]

    @property
    def published(self) -> str:
        """The date of publication, ISO 8601, or an empty string."""
        return next((value for event, value in self.dates if event.startswith("published")), "")


@dataclass(frozen=True, slots=True)
class Edition:
    """One text of a document: ``kind`` is restatement, official, translation or own (a user's file)."""

    document: Document
    key: str
    kind: str
    language: Language
    text: str
    sha256: str
    provisions: tuple[Provision, ...]
    warnings: tuple[str, ...] = ()

    @property
    def statements(self) -> tuple[Statement, ...]:
        return tuple(statement for provision in self.provisions for statement in provision.statements)

    @property
    def title(self) -> str:
        return self.document.titles.get(self.language) or next(iter(self.document.titles.values()), self.document.id)

    @property
    def text_of_statements(self) -> str:
        """The statements alone, one a line: what is counted and searched, without headings and notes."""
        return "\n".join(statement.text for statement in self.statements)

    @property
    def reference(self) -> str:
        """How a user asks for exactly this edition."""
        return f"{self.document.id}@{self.key}" if self.kind != "own" else self.document.id

    def units(self, kind: UnitKind) -> tuple[Unit, ...]:
        """Statements, or the provisions that have any."""
        if kind == "statement":
            return self.statements
        return tuple(provision for provision in self.provisions if provision.statements)
