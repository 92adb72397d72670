"""How a comparison, a view and a document look on a screen; drawn with the pieces of terminal.py."""

from collections.abc import Mapping, Sequence
from typing import Any

from ..aligner.alignment import unit_texts
from ..aligner.comparison import Comparison
from ..aligner.gaps import ConceptCoverage, Gap
from ..corpus.document import Document, Edition
from .terminal import (
    SIDE_BY_SIDE_FROM,
    Cell,
    Layout,
    Piece,
    coverage_mark,
    grid,
    heading,
    marked,
    paragraph,
    styled,
)
from .view import Side, ViewRow, labels_of

# How many ids, gaps' quotes and matches a summary shows; the tables and JSON have all.
_IDS_SHOWN = 4
_MATCHES_SHOWN = 10


def local(identity: str) -> str:
    """The part of an id behind the document: ``p3.2``."""
    return identity.partition("#")[2]


def label_language(comparison: Comparison) -> str:
    """Chinese labels where both texts are Chinese, else English."""
    return "zh" if comparison.source.language == comparison.target.language == "zh" else "en"


def _names(comparison: Comparison) -> tuple[str, str]:
    """What the two sides are called in a report: their ids, with the edition where those are the same."""
    source, target = comparison.source, comparison.target
    if source.document.id != target.document.id:
        return source.document.id, target.document.id
    if source.key != target.key:
        return f"{source.document.id}@{source.key}", f"{target.document.id}@{target.key}"
    return f"{source.document.id} (source)", f"{target.document.id} (target)"


def comparison_layout(comparison: Comparison) -> Layout:
    """The report of ``tertium compare``: numbers, concepts, gaps both ways, best matches, warnings."""

    def layout(width: int) -> Sequence[Piece]:
        return [
            *_header(comparison, width),
            *_numbers(comparison, width),
            *_concepts(comparison, width),
            *_gaps(comparison, "target", width),
            *_gaps(comparison, "source", width),
            *_matches(comparison, width),
            *_warnings(comparison, width),
        ]

    return layout


def gaps_layout(comparison: Comparison) -> Layout:
    """``tertium gaps``: both directions."""

    def layout(width: int) -> Sequence[Piece]:
        return [
            *_header(comparison, width),
            *_gaps(comparison, "target", width),
            *_gaps(comparison, "source", width),
            *_warnings(comparison, width),
        ]

    return layout


def _header(comparison: Comparison, width: int) -> list[Piece]:
    lines: list[Piece] = []
    for side, edition in (("source", comparison.source), ("target", comparison.target)):
        made = "" if edition.kind == "own" else f", {edition.kind}"
        facts = f"{edition.document.jurisdiction} {edition.document.published}".strip()
        text = f"{side}  {edition.document.id}  {edition.title} ({edition.language}{made}; {facts})".replace("; )", ")")
        lines.append(paragraph(text, width))
    return lines


def _numbers(comparison: Comparison, width: int) -> list[Piece]:
    source, target = _names(comparison)
    statements = comparison.statement_similarity
    n_source, n_target = len(comparison.source.statements), len(comparison.target.statements)
    rows = [
        (
            "alike in concepts",
            f"{comparison.concept_similarity:.2f}",
            f"n = {comparison.concept_n} concepts that either covers",
        ),
        (
            f"{source} found in {target}",
            f"{statements.source_in_target:.2f}",
            f"share of {n_source} statements with a match",
        ),
        (
            f"{target} found in {source}",
            f"{statements.target_in_source:.2f}",
            f"share of {n_target} statements with a match",
        ),
    ]
    first = min(max(len(row[0]) for row in rows), width // 2)
    return [heading("How alike", width), grid(("", "", ""), rows, (first, 4, width - first - 4 - 9))]


def _concepts(comparison: Comparison, width: int) -> list[Piece]:
    language = label_language(comparison)
    themes = {theme.id: theme.label(language) for theme in comparison.taxonomy.themes}
    rows: list[list[Cell]] = []
    last = ""
    pairs = zip(comparison.source_coverage, comparison.target_coverage, strict=True)
    for concept, (source, target) in zip(comparison.taxonomy.concepts, pairs, strict=True):
        if concept.broader != last:
            last = concept.broader
            rows.append([styled((themes.get(last, last), "bold")), "", ""])
        rows.append([f"  {concept.label(language)}", _state(source), _state(target)])
    first = min(34, width // 3)
    rest = (width - first - 9) // 2
    title = f"Concepts ({comparison.taxonomy.name}): state, number of statements, the first of them"
    return [heading(title, width), grid(("", *_names(comparison)), rows, (first, rest, rest))]


def _state(coverage: ConceptCoverage) -> Cell:
    word, style = coverage_mark(coverage.coverage)
    ids = [local(identity) for identity in coverage.unit_ids]
    more = f" +{len(ids) - _IDS_SHOWN}" if len(ids) > _IDS_SHOWN else ""
    listed = f" {len(ids)}  {' '.join(ids[:_IDS_SHOWN])}{more}" if ids else ""
    return styled((word, style), (listed, ""))


def _gaps(comparison: Comparison, missing_in: str, width: int) -> list[Piece]:
    """The gaps of one side: what the other says, and how near this one comes."""
    names = dict(zip(("source", "target"), _names(comparison), strict=True))
    has, lacks = (names["source"], names["target"]) if missing_in == "target" else (names["target"], names["source"])
    labels = labels_of(comparison.source_coded, label_language(comparison))
    texts = unit_texts((comparison.source_coded if missing_in == "target" else comparison.target_coded).units)
    chosen = [gap for gap in comparison.gaps if gap.missing_in == missing_in]
    title = f"{has} covers, {lacks} does not: {len(chosen)} concepts"
    if not chosen:
        return [heading(title, width)]
    first = min(26, width // 4)
    second = min(26, width // 4)
    rows = [[labels[gap.concept_id], _nearest(gap), _evidence(gap, texts)] for gap in chosen]
    return [
        heading(title, width),
        grid(("concept", f"in {lacks}", f"in {has}"), rows, (first, second, width - first - second - 9)),
    ]


def _nearest(gap: Gap) -> Cell:
    word, style = coverage_mark(gap.coverage)
    return styled(
        (word, style), (f"  {' '.join(local(i) for i in gap.nearest[:_IDS_SHOWN])}" if gap.nearest else "", "")
    )


def _evidence(gap: Gap, texts: dict[str, str]) -> Cell:
    more = f" (+{len(gap.evidence) - 1} more)" if len(gap.evidence) > 1 else ""
    return styled((local(gap.evidence[0]), "bold"), (f" {texts[gap.evidence[0]]}{more}", ""))


def _matches(comparison: Comparison, width: int) -> list[Piece]:
    from .view import view_rows

    matches = comparison.alignment.matches()
    title = f"Nearest statements: the best {min(_MATCHES_SHOWN, len(matches))} of {len(matches)} pairs"
    if not matches:
        return [heading("Nearest statements: none", width)]
    pairs = [row for row in view_rows(comparison) if row.source and row.target]
    pairs.sort(key=lambda row: -(row.score or 0))
    return [heading(title, width), *_drawn(comparison, pairs[:_MATCHES_SHOWN], width)]


def _warnings(comparison: Comparison, width: int) -> list[Piece]:
    notes = [paragraph(f"! {warning}", width, "yellow") for warning in comparison.warnings]
    return [heading("Read with this in mind", width), *notes] if notes else []


def view_layout(comparison: Comparison, rows: Sequence[ViewRow]) -> Layout:
    """The side-by-side view: two columns with the shared concepts between them, stacked on a narrow screen."""

    def layout(width: int) -> Sequence[Piece]:
        legend = "[…] marks the words a shared concept was found by; a number is the score of a pair, from 0 to 1"
        return [
            *_header(comparison, width),
            paragraph(legend, width, "dim"),
            *_drawn(comparison, rows, width),
            *_warnings(comparison, width),
        ]

    return layout


def _drawn(comparison: Comparison, rows: Sequence[ViewRow], width: int) -> list[Piece]:
    labels = labels_of(comparison.source_coded, label_language(comparison))
    names = _names(comparison)
    if width < SIDE_BY_SIDE_FROM:
        return [piece for row in rows for piece in _stacked(row, names, labels, width)]
    middle = 22 if width < 140 else 28
    rest = (width - middle - 9) // 2
    cells = [[_side(row.source), _between(row, names, labels), _side(row.target)] for row in rows]
    return [grid((names[0], "in common", names[1]), cells, (rest, middle, rest), ruled=True)]


def _side(side: Side | None) -> Cell:
    return marked(side.unit.text, side.spans, local(side.unit.id)) if side else styled(("–", "dim"))


def _between(row: ViewRow, names: tuple[str, str], labels: dict[str, str]) -> Cell:
    """What stands between two texts: the score and the shared concepts, or what the other side lacks."""
    if row.score is not None:
        shared = [f"\n= {labels[concept]}" for concept in row.concepts] or ["\nno concept in common"]
        return styled((f"{row.score:.2f}", "bold"), ("".join(shared), "green" if row.concepts else "dim"))
    other = names[1] if row.source else names[0]
    nearest = f"\nnearest {local(row.nearest[0])}, {row.nearest[1]:.2f}" if row.nearest else ""
    gaps = "".join(f"\n≠ {labels[concept]}" for concept in row.concepts)
    return styled((f"no match in {other}", "red"), (nearest, "dim"), (gaps, "yellow"))


def _stacked(row: ViewRow, names: tuple[str, str], labels: dict[str, str], width: int) -> list[Piece]:
    pieces: list[Piece] = [heading("─" * width, width)]
    for side, name in ((row.source, names[0]), (row.target, names[1])):
        if side:
            pieces.append(paragraph(styled((name, "dim")), width))
            pieces.append(paragraph(marked(side.unit.text, side.spans, local(side.unit.id)), width))
    between = _between(row, names, labels)
    pieces.append(paragraph(between, width))
    return pieces


def document_layout(edition: Edition) -> Layout:
    """``tertium corpus show``: what is known of a document, how sure that is, and its text."""

    def layout(width: int) -> Sequence[Piece]:
        rows = [[key, value] for key, value in _facts(edition.document, edition) if value]
        pieces: list[Piece] = [grid(("", ""), rows, (18, width - 18 - 6))]
        if edition.kind == "restatement":
            note = "! The text below is a restatement in tertium's own words, not the official text."
            pieces.append(paragraph(note, width, "yellow"))
        pieces += [paragraph(f"! {warning}", width, "yellow") for warning in edition.warnings]
        for provision in edition.provisions:
            title = "  ".join(filter(None, [provision.id, provision.heading, f"({provision.locator})"]))
            pieces.append(heading(title.replace("  ()", ""), width))
            if not provision.statements:
                pieces.append(paragraph("? content not seen in any source", width, "yellow"))
            for statement in provision.statements:
                sign = "" if statement.confirmed else " ? unconfirmed:"
                pieces.append(paragraph(styled((local(statement.id), "bold"), (f"{sign} {statement.text}", "")), width))
        return pieces

    return layout


def _facts(document: Document, edition: Edition) -> list[tuple[str, str]]:
    """The metadata as labelled lines; each fact that is only recalled says so."""
    table = document.metadata

    def of(name: str, code: str) -> str:
        group = table.get(name, {})
        assert isinstance(group, dict)
        return f"{group[code]}{_unsure(group, f'{code}_status')}" if code in group else ""

    rows = [("id", f"{document.id}  ({', '.join(document.aliases)})" if document.aliases else document.id)]
    rows += [(f"{name} ({code})", of(name, code)) for name in ("title", "issuer") for code in ("en", "zh")]
    rows += [
        (key.replace("_", " "), str(table.get(key, "")))
        for key in ("issuer_type", "jurisdiction", "version", "legal_status", "structure")
    ]
    rows.append(("official licence", f"{table.get('licence', '')}{_unsure(table, 'licence_status')}"))
    rows += [("date", f"{date['value']}  {date['event']}{_unsure(date)}") for date in _tables(table, "date")]
    rows += [("link", f"{link['url']}  ({link['kind']}, {link['lang']})") for link in _tables(table, "link")]
    for record in document.editions:
        rows.append(("edition", f"{document.id}@{record.key}, sha256 {record.sha256}"))
    rows.append(("shown here", f"{edition.reference}, sha256 {edition.sha256}"))
    rows += [("term", _term(term)) for term in _tables(table, "term")]
    rows += [("? not seen", str(item)) for item in _list(table, "not_seen")]
    rows += [("note", str(item)) for item in _list(table, "notes")]
    unconfirmed = [statement.id for statement in edition.statements if not statement.confirmed]
    titles = [p.id for p in edition.provisions if p.facts.get(f"title_{edition.language}_status") == "recalled"]
    rows.append(("? unconfirmed", ", ".join(unconfirmed)))
    rows.append(("? titles recalled", ", ".join(titles)))
    return rows


def _list(table: Mapping[str, object], key: str) -> list[object]:
    value = table.get(key, [])
    assert isinstance(value, list)
    return value


def _tables(table: Mapping[str, object], key: str) -> list[Mapping[str, Any]]:
    return [entry for entry in _list(table, key) if isinstance(entry, dict)]


def _unsure(entry: Mapping[str, object], key: str = "status") -> str:
    """What stands behind a fact that nobody has seen."""
    return "" if entry.get(key, "verified") == "verified" else "  (? not confirmed)"


def _term(term: Mapping[str, Any]) -> str:
    note = f"; {term['note']}" if term.get("note") else ""
    return f"{term.get('zh', '')} = {' / '.join(term.get('en', []))}{_unsure(term)}{note}"
