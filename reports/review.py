"""How a statement under review looks on a screen; drawn with the pieces of terminal.py."""

from collections.abc import Sequence

from ..aligner.review import Item
from ..taxonomies.taxonomy import Taxonomy
from .terminal import Layout, Piece, grid, heading, marked, paragraph, styled

_NUMBER, _SCORE, _CONCEPT = 4, 6, 26
# Between four columns there are three borders of three cells.
_BORDERS = 9


def item_layout(item: Item, taxonomy: Taxonomy) -> Layout:
    """The statement with its headings and neighbours, the other language, and the proposals with their reasons."""
    statement = item.statement
    labels = {concept.id: concept.label(statement.language) for concept in taxonomy.concepts}

    def layout(width: int) -> Sequence[Piece]:
        pieces = [heading(f"{item.number}/{item.total}  {statement.id}  {' › '.join(statement.headings)}", width)]
        if item.before:
            pieces.append(paragraph(f"before: {item.before}", width, "dim"))
        spans = sorted(
            {
                (piece.start, piece.end)
                for coding, _ in item.choices
                for piece in coding.evidence
                if piece.place == "text"
            }
        )
        pieces.append(paragraph(marked(statement.text, _apart(spans)), width))
        if item.after:
            pieces.append(paragraph(f"after: {item.after}", width, "dim"))
        if item.other:
            pieces.append(paragraph(f"other language: {item.other}", width))
        if item.stale:
            was = ", ".join(sorted(item.stale.concepts)) or "none"
            pieces.append(
                paragraph(f"the text has changed since {item.stale.date}, when it was decided: {was}", width, "yellow")
            )
        rows = [
            [
                f"{'x' if on else ' '} {number}",
                f"{coding.score:.2f}",
                f"{coding.concept_id} {labels[coding.concept_id]}",
                coding.reason,
            ]
            for number, (coding, on) in enumerate(item.choices, 1)
        ]
        rows += [
            [f"x {number}", "", f"{concept} {labels[concept]}", "added"]
            for number, concept in enumerate(item.added, len(rows) + 1)
        ]
        if rows:
            last = max(10, width - _NUMBER - _SCORE - _CONCEPT - _BORDERS)
            pieces.append(grid(["", "score", "concept", "reason"], rows, [_NUMBER, _SCORE, _CONCEPT, last]))
        else:
            pieces.append(paragraph("no concept is proposed (n: none applies; + ID: add one)", width))
        if item.note:
            pieces.append(paragraph(styled(("note: ", "bold"), (item.note, "")), width))
        return pieces

    return layout


def _apart(spans: Sequence[tuple[int, int]]) -> list[tuple[int, int]]:
    """Spans that overlap joined to one."""
    joined: list[tuple[int, int]] = []
    for start, end in spans:
        if joined and start <= joined[-1][1]:
            joined[-1] = (joined[-1][0], max(end, joined[-1][1]))
        else:
            joined.append((start, end))
    return joined
