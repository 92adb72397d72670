"""The rows of the side-by-side view: pairs of statements with what they share, and what stands alone.

Plain values; terminal.py draws them.
"""

from collections.abc import Iterable
from dataclasses import dataclass

from ..aligner.coding import COVERED, MENTIONED, CodedUnits
from ..aligner.comparison import Comparison
from ..corpus.document import Unit
from ..corpus.errors import TertiumError, UnknownIdError

Span = tuple[int, int]


@dataclass(frozen=True, slots=True)
class Side:
    """One statement with the spans to mark in it (offsets in its text) and the concepts it covers."""

    unit: Unit
    spans: tuple[Span, ...]
    concepts: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class ViewRow:
    """A pair, or one side alone.

    ``concepts`` are shared by a pair; where a side stands alone they are its concepts that the other document does not
    cover (a gap), and ``nearest`` names the closest unit there with its score.
    """

    source: Side | None
    target: Side | None
    score: float | None
    concepts: tuple[str, ...]
    nearest: tuple[str, float] | None = None


def view_rows(
    comparison: Comparison, *, concept: str = "", provision: str = "", only_differences: bool = False
) -> list[ViewRow]:
    """All rows in the order of the source, then what only the target has, in its order.

    ``concept`` keeps rows in which a side at least mentions it, ``provision`` those of one provision (its id, or the
    part behind the #). Raises ``UnknownIdError`` with the nearest ids.
    """
    builder = _Builder(comparison)
    rows = [] if only_differences else builder.pairs()
    rows += builder.alone("source") + builder.alone("target")
    rows.sort(key=lambda row: (*builder.place(row), -(row.score or 0), _ids(row)))
    if concept:
        rows = _about(rows, comparison, concept)
    if provision:
        rows = _within(rows, comparison, provision)
    if not rows:
        raise TertiumError("no statements to show; try without --only, --concept or --provision")
    return rows


class _Builder:
    def __init__(self, comparison: Comparison) -> None:
        self.comparison = comparison
        self.coded = {"source": comparison.source_coded, "target": comparison.target_coded}
        self.index = {side: {unit.id: i for i, unit in enumerate(coded.units)} for side, coded in self.coded.items()}
        self.gaps = {
            side: {gap.concept_id for gap in comparison.gaps if gap.missing_in != side} for side in ("source", "target")
        }

    def side(self, which: str, i: int, concepts: Iterable[str] | None = None) -> Side:
        """One unit; the evidence of ``concepts`` (all that it covers, without) is marked."""
        coded = self.coded[which]
        covered = tuple(coding.concept_id for coding in coded.of(i, COVERED))
        wanted = set(covered if concepts is None else concepts)
        spans = {
            (piece.start, piece.end)
            for coding in coded.of(i, MENTIONED)
            if coding.concept_id in wanted
            for piece in coding.evidence
            if piece.place == "text"
        }
        return Side(coded.units[i], merged(spans), covered)

    def place(self, row: ViewRow) -> tuple[int, int]:
        """Where a row stands: by its source unit, behind all those by its target unit."""
        if row.source:
            return 0, self.index["source"][row.source.unit.id]
        assert row.target
        return 1, self.index["target"][row.target.unit.id]

    def pairs(self) -> list[ViewRow]:
        rows = []
        for match in self.comparison.alignment.matches():
            i, j = self.index["source"][match.source_id], self.index["target"][match.target_id]
            shared = match.concepts
            left, right = self.side("source", i, shared or None), self.side("target", j, shared or None)
            rows.append(ViewRow(left, right, match.score, shared))
        return rows

    def alone(self, which: str) -> list[ViewRow]:
        """The units of a side without a match, each with its gaps and the nearest unit of the other side."""
        alignment = self.comparison.alignment
        found = alignment.matched()[0 if which == "source" else 1]
        scores = alignment.similarity.score if which == "source" else alignment.similarity.score.T
        others = alignment.target if which == "source" else alignment.source
        rows = []
        for i, has_match in enumerate(found):
            if not has_match:
                side = self.side(which, i)
                j = int(scores[i].argmax())
                nearest = (others[j].id, round(float(scores[i, j]), 4))
                missing = tuple(c for c in side.concepts if c in self.gaps[which])
                source, target = (side, None) if which == "source" else (None, side)
                rows.append(ViewRow(source, target, None, missing, nearest))
        return rows


def merged(spans: Iterable[Span]) -> tuple[Span, ...]:
    """The spans in order, touching and overlapping ones joined."""
    merged: list[Span] = []
    for start, end in sorted(spans):
        if merged and start <= merged[-1][1]:
            merged[-1] = (merged[-1][0], max(end, merged[-1][1]))
        else:
            merged.append((start, end))
    return tuple(merged)


def _ids(row: ViewRow) -> tuple[str, ...]:
    return tuple(side.unit.id for side in (row.source, row.target) if side)


def _about(rows: list[ViewRow], comparison: Comparison, concept: str) -> list[ViewRow]:
    known = [c.id for c in comparison.taxonomy.concepts]
    concept = concept.lower() if concept.lower() in known else concept
    if concept not in known:
        raise UnknownIdError(f"concept of {comparison.taxonomy.name}", concept, known)
    column = known.index(concept)
    sides = [
        {unit.id for unit, scores in zip(coded.units, coded.scores, strict=True) if scores[column] >= MENTIONED}
        for coded in (comparison.source_coded, comparison.target_coded)
    ]
    return [
        row
        for row in rows
        if any(side and side.unit.id in ids for side, ids in zip((row.source, row.target), sides, strict=True))
    ]


def _within(rows: list[ViewRow], comparison: Comparison, provision: str) -> list[ViewRow]:
    editions = (comparison.source, comparison.target)
    known = [p.id for edition in editions for p in edition.provisions]
    name, _, rest = provision.partition("#")
    for edition in editions:
        if rest and name.lower() in edition.document.aliases:
            provision = f"{edition.document.id}#{rest}"
    local = {identity.partition("#")[2] for identity in known}
    if provision not in known and provision not in local:
        raise UnknownIdError("provision", provision, [*known, *local])
    return [row for row in rows if any(_in_provision(side, provision) for side in (row.source, row.target) if side)]


def _in_provision(side: Side, provision: str) -> bool:
    identity = side.unit.statements[0].provision_id
    return provision in (identity, identity.partition("#")[2])


def labels_of(coded: CodedUnits, language: str) -> dict[str, str]:
    """The concepts' labels by id in one language."""
    return {concept.id: concept.label(language) for concept in coded.taxonomy.concepts}
