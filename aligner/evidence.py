"""What in a statement's words and headings speaks for a concept: cues and hints outside exclusions, in their frame."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from ..corpus.document import LANGUAGES, Language, Unit
from ..corpus.tokens import Hit, PhraseFinder, longest
from ..taxonomies.taxonomy import Taxonomy
from .frames import backdrop_spans, within

Place = Literal["text", "heading"]
Kind = Literal["cue", "hint"]

# A label such as "Justice/Equity" names several things, each of which is looked for; in "People and planet" the parts
# say less than the whole (和 and 与 also stand inside words: 和谐, 参与).
_PARTS = re.compile(r"[/,;、，；]")
_JOINED = re.compile(r"\band\b|&|(?<!参)与|和(?![谐平睦])|以及")


@dataclass(frozen=True, slots=True)
class Evidence:
    """A cue or hint that was found, in the statement's text or in its heading; offsets count in that text.

    ``backdrop`` says that it stands where nothing is demanded: in a purpose clause, a condition or the name of a law.
    """

    place: Place
    kind: Kind
    start: int
    end: int
    quote: str
    backdrop: bool = False


Found = dict[str, list[Evidence]]


class CueFinder:
    """Finds the phrases of one taxonomy in statements of both languages."""

    def __init__(self, taxonomy: Taxonomy) -> None:
        self.taxonomy = taxonomy
        self._finders: dict[Language, PhraseFinder] = {}

    def find(self, statements: Sequence[Unit]) -> list[Found]:
        """Of each statement, the evidence by concept: that of its text and that of its nearest heading."""
        found: list[Found] = [{} for _ in statements]
        for language in LANGUAGES:
            rows = [row for row, statement in enumerate(statements) if statement.language == language]
            if rows:
                texts = [statements[row].text for row in rows]
                headings = [(statements[row].headings or ("",))[-1] for row in rows]
                self._look("text", rows, texts, language, found)
                self._look("heading", rows, headings, language, found)
        return found

    def _look(self, place: Place, rows: list[int], texts: list[str], language: Language, found: list[Found]) -> None:
        if language not in self._finders:
            self._finders[language] = PhraseFinder(language, _phrases(self.taxonomy, language))
        for row, text, hits in zip(rows, texts, self._finders[language].find(texts), strict=True):
            spans = backdrop_spans(text, language) if hits and place == "text" else []
            for hit in _outside_exclusions(hits):
                kind, concept_id = hit.key.split(" ", 1)
                evidence = Evidence(
                    place,
                    "cue" if kind == "cue" else "hint",
                    hit.start,
                    hit.end,
                    text[hit.start : hit.end],
                    within(hit.start, hit.end, spans),
                )
                found[row].setdefault(concept_id, []).append(evidence)


def _pieces(pattern: re.Pattern[str], label: str) -> list[str]:
    return [part for part in (piece.strip() for piece in pattern.split(label)) if len(part) > 1]


def _phrases(taxonomy: Taxonomy, language: Language) -> dict[str, list[str]]:
    """What the finder looks for, by kind and concept; without cues in a language, what the label names is one."""
    phrases: dict[str, list[str]] = {}
    for concept in taxonomy.concepts:
        cues, hints = list(concept.cues.get(language, ())), list(concept.hints.get(language, ()))
        if not cues:
            cues = _pieces(_PARTS, concept.labels.get(language, ""))
            hints += [part for cue in cues for part in _pieces(_JOINED, cue) if part != cue]
        phrases[f"cue {concept.id}"] = cues
        phrases[f"hint {concept.id}"] = hints
        phrases[f"exclusion {concept.id}"] = list(concept.exclusions.get(language, ()))
    return phrases


def _outside_exclusions(hits: Sequence[Hit]) -> list[Hit]:
    """The longest cues and hints, less those inside an exclusion of their own concept."""
    excluded = [hit for hit in hits if hit.key.startswith("exclusion ")]
    free = [
        hit
        for hit in hits
        if not hit.key.startswith("exclusion ")
        and not any(
            no.key.split(" ", 1)[1] == hit.key.split(" ", 1)[1] and no.start <= hit.start and hit.end <= no.end
            for no in excluded
        )
    ]
    return longest(free)
