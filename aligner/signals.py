"""What speaks for each concept in each statement, as numbers that can be weighed.

``FEATURES`` names the columns. The first ones are lexical (``evidence.py``). ``definition`` is the cosine of the
statement's vector with that of the concept's label and definition. ``lesson`` is what coded passages teach: for a
taxonomy with exemplars the classifier's answer (``exemplars.py``); for any other, a user's own among them, how far the
statement and the concept's definition are coded alike with ``tertium-core``, which serves as a pivot.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Literal

import numpy as np
import numpy.typing as npt

from ..corpus.document import LANGUAGES, Language, Unit
from ..taxonomies.catalogue import DEFAULT, load_taxonomy
from ..taxonomies.taxonomy import Taxonomy
from .cue_record import CueRecord, spoken
from .encoder import Encoder
from .evidence import CueFinder, Evidence, Found
from .exemplars import Teacher, load_passages, load_teacher
from .frames import is_about_the_text
from .similarity import cosine
from .texts import Text
from .weights import WEIGHTS

Mode = Literal["exemplars", "pivot", "bare", "lexical"]
Values = npt.NDArray[np.float64]

FEATURES = (
    *("cue", "cues", "hints", "cue in heading", "hint in heading"),
    *("definition", "lesson", "cue x lesson", "cue x definition", "about the text", "best record", "records"),
)
# The kinds of lexical evidence, in the order in which they are counted and told. What is backdrop is told and weighs
# nothing: our own texts have too few cases to learn a weight from, and the codebook (G6) says not to code it.
_KINDS = {
    ("text", "cue", False): "cue",
    ("text", "hint", False): "hint",
    ("text", "cue", True): "cue in backdrop",
    ("text", "hint", True): "hint in backdrop",
    ("heading", "cue", False): "heading",
    ("heading", "hint", False): "hint in heading",
}
# What all concepts have in common is taken off the vectors, the less the fewer concepts there are.
_PRIOR_CONCEPTS = 5
# The log odds that stand for no phrase at all, and those (negative) at which a phrase says nothing.
_NO_RECORD = -3.0
_WORTHLESS = 1.5


@dataclass(frozen=True, slots=True)
class Signals:
    """``values`` are statements x concepts x FEATURES; ``found`` is the lexical evidence of each statement.

    ``nearest`` names, where there are exemplars, the one nearest to each statement, with its likeness.
    """

    mode: Mode
    values: Values
    found: list[Found]
    nearest: tuple[tuple[str, float], ...] = ()

    def odds(self) -> Values:
        """The logarithm of the odds of each concept in each statement."""
        weights = np.array(WEIGHTS[self.mode])
        return np.asarray(self.values @ weights[1:] + weights[0])

    def reason(self, row: int, column: int, concept_id: str) -> str:
        """What speaks for a concept in a statement, in a line."""
        parts = []
        pieces = self.found[row].get(concept_id, ())
        for kind, words in _KINDS.items() if pieces else ():
            quotes = sorted({piece.quote for piece in pieces if kind == _kind(piece)})
            if quotes:
                parts.append(f"{words}: {', '.join(quotes)}")
        definition, lesson = (float(self.values[row, column, FEATURES.index(n)]) for n in ("definition", "lesson"))
        if definition >= 0.1:
            parts.append(f"meaning near the definition ({definition:.2f})")
        if self.mode == "exemplars" and lesson >= 0.1:
            name, likeness = self.nearest[row]
            parts.append(f"coded passages speak for it ({lesson:.2f}; nearest {name}, {likeness:.2f})")
        elif lesson >= 0.1:
            parts.append(f"coded like the definition with {DEFAULT} ({lesson:.2f})")
        if parts and self.values[row, column, FEATURES.index("about the text")]:
            parts.append("the sentence is about the document itself")
        return "; ".join(parts) or "nothing found"


class SignalFinder:
    """Looks for the signals of one taxonomy; without an encoder for the lexical ones alone."""

    def __init__(self, taxonomy: Taxonomy, encoder: Encoder | None) -> None:
        self.taxonomy = taxonomy
        self.encoder = encoder
        self._place = {concept.id: column for column, concept in enumerate(taxonomy.concepts)}
        self._cues = CueFinder(taxonomy)
        passages = load_passages(taxonomy)
        self._record = CueRecord(passages, self._cues)
        self._teacher: Teacher | None = load_teacher(taxonomy, encoder) if encoder else None
        self._pivot: SignalFinder | None = None
        if encoder and not self._teacher:
            self._pivot = SignalFinder(load_taxonomy(DEFAULT), encoder)

    @property
    def mode(self) -> Mode:
        if not self.encoder:
            return "lexical"
        if self._teacher:
            return "exemplars"
        return "pivot" if any(c.cues.get(code) for c in self.taxonomy.concepts for code in LANGUAGES) else "bare"

    def find(self, units: Sequence[Unit]) -> Signals:
        """All signals of each unit, each taken as one text."""
        found = self._cues.find(units)
        shape = (len(units), len(self.taxonomy.concepts))
        counts = _counts(found, self._place)
        definition = lesson = np.zeros(shape)
        nearest: tuple[tuple[str, float], ...] = ()
        if self.encoder and units:
            definition = self._definition(units, self.encoder)
            if self._teacher:
                learned = self._teacher.ask(units)
                lesson, nearest = learned.scores, learned.nearest
            else:
                lesson = self._likeness_by_pivot(units)
        cue = np.minimum(counts[0], 1)
        about = np.array([[float(is_about_the_text(unit.text, unit.language))] for unit in units]).reshape(-1, 1)
        columns = (
            *(cue, np.log1p(counts[0]), np.log1p(counts[1])),
            *(np.minimum(counts[4], 1), np.minimum(counts[5], 1)),
            *(definition, lesson, cue * lesson, cue * definition),
            *(np.broadcast_to(about, shape), *self._records(units, found)),
        )
        return Signals(self.mode, np.stack(columns, axis=-1), found, nearest)

    def _records(self, units: Sequence[Unit], found: Sequence[Found]) -> tuple[Values, Values]:
        """The best record (log odds) among the phrases for each concept in each unit, and what all say together."""
        best = np.full((len(found), len(self.taxonomy.concepts)), _NO_RECORD)
        together = np.zeros(best.shape)
        for row, (unit, by_concept) in enumerate(zip(units, found, strict=True)):
            for concept_id, pieces in spoken(by_concept).items():
                odds = [self._record.odds(concept_id, piece, unit.document_id) for piece in pieces]
                column = self._place[concept_id]
                best[row, column] = max([_NO_RECORD, *odds])
                together[row, column] = sum(max(value + _WORTHLESS, 0.0) for value in odds)
        return best, np.log1p(together)

    def _definition(self, units: Sequence[Unit], encoder: Encoder) -> Values:
        """Cosines of units and concepts, less what is common to all concepts: statements x concepts."""
        vectors = encoder.encode([unit.text for unit in units]).astype(np.float64)
        by_language = {
            code: encoder.encode([text.text for text in definitions(self.taxonomy, code)]).astype(np.float64)
            for code in LANGUAGES
        }
        own = np.stack([_centre(by_language[unit.language]) for unit in units])
        meant = np.sum(list(by_language.values()), axis=0)
        return cosine(vectors - own, meant - _centre(meant))

    def _likeness_by_pivot(self, units: Sequence[Unit]) -> Values:
        """Cosines of the chances that the pivot taxonomy gives to units and to definitions: statements x concepts."""
        assert self._pivot is not None
        meant = sum(self._pivot.chances(definitions(self.taxonomy, code)) for code in LANGUAGES)
        return cosine(self._pivot.chances(units), np.asarray(meant))

    def chances(self, units: Sequence[Unit]) -> Values:
        """The chance of each concept in each unit, taken as one text."""
        return np.asarray(1 / (1 + np.exp(-self.find(units).odds())))


def definitions(taxonomy: Taxonomy, language: Language) -> list[Text]:
    """Label and definition of each concept in the language, or in the one it has."""
    return [
        Text(concept.id, f"{concept.label(language)}. {concept.definition(language)}".strip(), language)
        for concept in taxonomy.concepts
    ]


def _kind(piece: Evidence) -> tuple[str, str, bool]:
    return (piece.place, piece.kind, piece.backdrop)


def _counts(found: Sequence[Found], place: Mapping[str, int]) -> list[Values]:
    """How many different phrases of each kind speak for each concept in each unit."""
    counts = np.zeros((len(_KINDS), len(found), len(place)))
    kinds = list(_KINDS)
    for row, by_concept in enumerate(found):
        for concept_id, pieces in by_concept.items():
            for kind, _ in {(kinds.index(_kind(piece)), piece.quote.lower()) for piece in pieces}:
                counts[kind, row, place[concept_id]] += 1
    return list(counts)


def _centre(vectors: Values) -> Values:
    count = len(vectors)
    return np.asarray(vectors.mean(axis=0) * (count / (count + _PRIOR_CONCEPTS)))
