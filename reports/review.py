"""How a statement under review looks on a screen; drawn with the pieces of terminal.py."""

from collections.abc import Sequence

from ..aligner.coding import Coding
from ..aligner.review import Item
from ..corpus.document import Statement
from ..taxonomies.taxonomy import Taxonomy
from .terminal import Cell, Layout, Piece, coverage_mark, grid, heading, marked, paragraph, styled
from .view import merged

# The first column: the number of a proposal, or what a text is.
_FIRST = 10
_BORDER = 3


def item_layout(item: Item, taxonomy: Taxonomy) -> Layout:
    """The statement with its headings and neighbours, the other language, and the proposals with their reasons."""

    def layout(width: int) -> Sequence[Piece]:
        rest = width - _FIRST - 2 * _BORDER
        title = f"{item.number}/{item.total}  {item.statement.id}  ({item.open} undecided)"
        pieces: list[Piece] = [heading(title, width), grid(("", ""), _texts(item), (_FIRST, rest))]
        if item.earlier:
            pieces.append(paragraph(_earlier(item), width, "yellow"))
        if item.proposals:
            rows = [_proposal(k, coding, item, taxonomy) for k, coding in enumerate(item.proposals, 1)]
            pieces.append(grid(("proposed", ""), rows, (_FIRST, rest)))
        else:
            pieces.append(paragraph("no concept is proposed", width))
        return pieces

    return layout


def _texts(item: Item) -> list[list[Cell]]:
    statement = item.statement
    spans = [
        (piece.start, piece.end)
        for coding in item.proposals
        if coding.coverage != "silent" and coding.unit_id == statement.id
        for piece in coding.evidence
        if piece.place == "text"
    ]
    rows: list[list[Cell]] = []
    if statement.headings:
        rows.append(["under", " > ".join(statement.headings)])
    rows += [["before", _dim(item.before)]] if item.before else []
    rows.append([styled(("statement", "bold")), marked(statement.text, merged(spans))])
    rows += [["after", _dim(item.after)]] if item.after else []
    if item.other:
        rows.append([f"in {item.other.language}", item.other.text])
    if not statement.confirmed:
        rows.append(["", styled(("? the fact behind this restated statement was not seen in a source", "yellow"))])
    if item.note:
        rows.append(["note", item.note])
    return rows


def _dim(statement: Statement) -> Cell:
    return styled((statement.text, "dim"))


def _earlier(item: Item) -> str:
    assert item.earlier
    said = ", ".join(sorted(item.earlier.concepts)) or "no concept"
    if item.stale:
        return f"! the text or the taxonomy has changed since {item.earlier.date}, when this was decided: {said}"
    return f"decided on {item.earlier.date}: {said}"


def _proposal(number: int, coding: Coding, item: Item, taxonomy: Taxonomy) -> list[Cell]:
    word, style = coverage_mark(coding.coverage)
    concept = next(concept for concept in taxonomy.concepts if concept.id == coding.concept_id)
    name = f"{concept.id}  {concept.label(item.statement.language)}  {coding.score:.2f}"
    return [
        styled((f"{number:>2} ", "bold"), (word[0], style)),
        styled((name, "bold"), (f"  {word[2:]}\n", style), (coding.reason, "")),
    ]
