"""Results as DataFrames with declared columns, and those as text. The only module that knows pandas.

docs/formats.md lists every column; tests hold them.
"""

import json
from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Any

import pandas as pd

from ..aligner.alignment import Alignment, unit_texts
from ..aligner.coding import CodedUnits, Coding
from ..aligner.comparison import Comparison
from ..aligner.inference import NONE, Agreement
from ..corpus.document import Document, Edition
from ..corpus.tokens import words
from ..taxonomies.crosswalk import Crosswalk
from ..taxonomies.taxonomy import Taxonomy
from .view import ViewRow

Frame = pd.DataFrame

CODE_COLUMNS = (
    *("document_id", "unit_id", "concept_id", "score", "coverage", "evidence", "reason", "edition"),
    "confirmed_by",
)
ALIGN_COLUMNS = (
    *("source_id", "target_id", "score", "rank", "meaning", "wording", "concepts"),
    *("source_edition", "target_edition"),
)
CONCEPT_COLUMNS = (
    *("concept_id", "label_en", "label_zh", "theme", "source_coverage", "target_coverage", "source_n", "target_n"),
    *("source_statements", "target_statements", "source_edition", "target_edition"),
)
GAP_COLUMNS = (
    *("concept_id", "label_en", "label_zh", "missing_in", "coverage", "evidence", "evidence_text", "nearest"),
    *("source_edition", "target_edition"),
)
VIEW_COLUMNS = (
    *("source_id", "source_text", "target_id", "target_text", "score", "concepts", "nearest_id", "nearest_score"),
    *("source_edition", "target_edition"),
)
CORPUS_COLUMNS = (
    *("document_id", "aliases", "title_en", "title_zh", "issuer_en", "issuer_type", "jurisdiction", "published"),
    *("statements", "words_en", "words_zh", "editions"),
)
CONCEPT_LIST_COLUMNS = ("concept_id", "broader", "label_en", "label_zh", "definition_en", "definition_zh")
AGREEMENT_COLUMNS = (
    *("concept_id", "label_en", "one", "other", "kappa", "units"),
    *("kappa_low", "kappa_high", "one_name", "other_name"),
)
DIFFERENCE_COLUMNS = ("unit_id", "both", "only_one", "only_other", "one_name", "other_name")
CROSSWALK_COLUMNS = ("source_id", "source_label", "relation", "target_id", "target_label", "comment", "made")
STATEMENT_COLUMNS = ("statement_id", "locator", "heading", "text", "start", "end", "confirmed", "edition")


def _frame(rows: Iterable[Mapping[str, Any]], columns: Sequence[str]) -> pd.DataFrame:
    return pd.DataFrame([[row[column] for column in columns] for row in rows], columns=list(columns))


def _ids(ids: Iterable[str]) -> str:
    """Several ids in one cell; an id of a user's own may have spaces in it."""
    return "; ".join(ids)


def concepts_table(comparison: Comparison) -> pd.DataFrame:
    """One row a concept: its coverage in both documents with the statements; columns CONCEPT_COLUMNS."""
    rows = []
    pairs = zip(comparison.source_coverage, comparison.target_coverage, strict=True)
    for concept, (source, target) in zip(comparison.taxonomy.concepts, pairs, strict=True):
        rows.append(
            {
                "concept_id": concept.id,
                "label_en": concept.label("en"),
                "label_zh": concept.label("zh"),
                "theme": concept.broader,
                "source_coverage": source.coverage,
                "target_coverage": target.coverage,
                "source_n": len(source.unit_ids),
                "target_n": len(target.unit_ids),
                "source_statements": _ids(source.unit_ids),
                "target_statements": _ids(target.unit_ids),
                "source_edition": comparison.source.key,
                "target_edition": comparison.target.key,
            }
        )
    return _frame(rows, CONCEPT_COLUMNS)


def gaps_table(comparison: Comparison) -> pd.DataFrame:
    """One row a gap, those in the target first; columns GAP_COLUMNS."""
    texts = {"target": unit_texts(comparison.source_coded.units), "source": unit_texts(comparison.target_coded.units)}
    concepts = {concept.id: concept for concept in comparison.taxonomy.concepts}
    rows = [
        {
            "concept_id": gap.concept_id,
            "label_en": concepts[gap.concept_id].label("en"),
            "label_zh": concepts[gap.concept_id].label("zh"),
            "missing_in": gap.missing_in,
            "coverage": gap.coverage,
            "evidence": _ids(gap.evidence),
            "evidence_text": texts[gap.missing_in][gap.evidence[0]],
            "nearest": _ids(gap.nearest),
            "source_edition": comparison.source.key,
            "target_edition": comparison.target.key,
        }
        for gap in comparison.gaps
    ]
    return _frame(rows, GAP_COLUMNS)


def alignment_table(
    alignment: Alignment,
    editions: tuple[Edition, Edition],
    *,
    top: int | None = 3,
    texts: bool = False,
    brief: bool = False,
) -> pd.DataFrame:
    """For each source unit its ``top`` targets (all with None), best first; columns ALIGN_COLUMNS.

    With ``texts`` the two texts follow as ``source_text`` and ``target_text``; ``brief`` has the columns for a screen.
    """
    rows = []
    source_texts, target_texts = unit_texts(alignment.source), unit_texts(alignment.target)
    for match in alignment.best(top):
        row: dict[str, Any] = {
            "source_id": match.source_id,
            "target_id": match.target_id,
            "score": match.score,
            "rank": match.rank,
            "meaning": match.meaning,
            "wording": match.wording,
            "concepts": _ids(match.concepts),
            "source_edition": editions[0].key,
            "target_edition": editions[1].key,
        }
        row |= {"source_text": source_texts[match.source_id], "target_text": target_texts[match.target_id]}
        rows.append(row)
    if brief:
        return _frame(rows, ("source_id", "source_text", "rank", "score", "target_id", "target_text"))
    return _frame(rows, (*ALIGN_COLUMNS, *(("source_text", "target_text") if texts else ())))


def view_table(comparison: Comparison, rows: Iterable[ViewRow]) -> pd.DataFrame:
    """The side-by-side view as a table, one row a pair or a side that stands alone; columns VIEW_COLUMNS.

    ``concepts`` are those that a pair shares, or those of a lone side that the other document does not cover.
    """
    result = []
    for row in rows:
        source, target = row.source, row.target
        result.append(
            {
                "source_id": source.unit.id if source else "",
                "source_text": source.unit.text if source else "",
                "target_id": target.unit.id if target else "",
                "target_text": target.unit.text if target else "",
                "score": row.score,
                "concepts": _ids(row.concepts),
                "nearest_id": row.nearest[0] if row.nearest else "",
                "nearest_score": row.nearest[1] if row.nearest else None,
                "source_edition": comparison.source.key,
                "target_edition": comparison.target.key,
            }
        )
    return _frame(result, VIEW_COLUMNS)


def rows_of(frame: pd.DataFrame) -> tuple[list[str], list[list[object]]]:
    """A table's column names and its rows, for drawing."""
    return list(frame.columns), [[_cell(cell) for cell in row] for row in frame.itertuples(index=False)]


def stacked(frames: Iterable[pd.DataFrame]) -> pd.DataFrame:
    """Tables of the same columns, one under the other."""
    return pd.concat(list(frames), ignore_index=True)


def codings_table(coded: CodedUnits, edition: Edition, *, minimum: float) -> pd.DataFrame:
    """One row a coding of at least ``minimum``, units in their order, best concept first; columns CODE_COLUMNS."""
    rows = [
        {
            "document_id": coding.document_id,
            "unit_id": coding.unit_id,
            "concept_id": coding.concept_id,
            "score": coding.score,
            "coverage": coding.coverage,
            "evidence": evidence_text(coding),
            "reason": coding.reason,
            "edition": edition.key,
            "confirmed_by": coding.confirmed_by,
        }
        for index in range(len(coded.units))
        for coding in coded.of(index, minimum)
    ]
    return _frame(rows, CODE_COLUMNS)


def evidence_text(coding: Coding) -> str:
    """The matched spans with their offsets: ``privacy [11:18]; heading: Respect privacy [8:15]``."""
    return "; ".join(
        f"{'heading: ' if piece.place == 'heading' else ''}{piece.quote} [{piece.start}:{piece.end}]"
        for piece in coding.evidence
    )


def corpus_table(documents: Iterable[Document], editions: Mapping[str, Mapping[str, Edition]]) -> pd.DataFrame:
    """One row a document; columns CORPUS_COLUMNS. ``editions`` by document and language; words as tokens.py counts."""
    rows = [
        {
            "document_id": document.id,
            "aliases": _ids(document.aliases),
            "title_en": document.titles.get("en", ""),
            "title_zh": document.titles.get("zh", ""),
            "issuer_en": document.issuers.get("en", ""),
            "issuer_type": document.issuer_type,
            "jurisdiction": document.jurisdiction,
            "published": document.published,
            "statements": max(len(edition.statements) for edition in editions[document.id].values()),
            **{f"words_{code}": _count_words(editions[document.id].get(code)) for code in ("en", "zh")},
            "editions": _ids(record.key for record in document.editions),
        }
        for document in documents
    ]
    return _frame(rows, CORPUS_COLUMNS)


def _count_words(edition: Edition | None) -> int:
    return len(words(edition.text_of_statements, edition.language)) if edition else 0


def statements_table(edition: Edition) -> pd.DataFrame:
    """One row a statement of an edition, with its offsets in the edition's text; columns STATEMENT_COLUMNS."""
    rows = [
        {
            "statement_id": statement.id,
            "locator": provision.locator,
            "heading": provision.heading,
            "text": statement.text,
            "start": statement.start,
            "end": statement.end,
            "confirmed": statement.confirmed,
            "edition": edition.key,
        }
        for provision in edition.provisions
        for statement in provision.statements
    ]
    return _frame(rows, STATEMENT_COLUMNS)


def taxonomy_table(taxonomy: Taxonomy) -> pd.DataFrame:
    """One row a concept or theme, in the taxonomy's order; columns CONCEPT_LIST_COLUMNS."""
    rows = [
        {
            "concept_id": concept.id,
            "broader": concept.broader,
            "label_en": concept.label("en"),
            "label_zh": concept.label("zh"),
            "definition_en": concept.definition("en"),
            "definition_zh": concept.definition("zh"),
        }
        for concept in taxonomy.all_concepts
    ]
    return _frame(rows, CONCEPT_LIST_COLUMNS)


def taxonomies_table(taxonomies: Iterable[Taxonomy]) -> pd.DataFrame:
    """One row a taxonomy."""
    rows = [
        {
            "name": taxonomy.name,
            "title_en": taxonomy.titles.get("en", ""),
            "title_zh": taxonomy.titles.get("zh", ""),
            "version": taxonomy.version,
            "themes": len(taxonomy.themes),
            "concepts": len(taxonomy.concepts),
        }
        for taxonomy in taxonomies
    ]
    return _frame(rows, ("name", "title_en", "title_zh", "version", "themes", "concepts"))


def crosswalk_table(crosswalk: Crosswalk, source: Taxonomy, target: Taxonomy) -> pd.DataFrame:
    """One row a relation, sources in alphabetical order, the most telling first; columns CROSSWALK_COLUMNS."""
    labels = [{concept.id: concept.label("en") for concept in side.all_concepts} for side in (source, target)]
    rows = [
        {
            "source_id": link.source,
            "source_label": labels[0].get(link.source, ""),
            "relation": link.relation,
            "target_id": link.target,
            "target_label": labels[1].get(link.target, ""),
            "comment": link.comment,
            "made": crosswalk.made,
        }
        for link in crosswalk.links
    ]
    return _frame(rows, CROSSWALK_COLUMNS)


def agreement_table(pairs: Iterable[tuple[str, str, Agreement]], taxonomy: Taxonomy) -> pd.DataFrame:
    """One row a concept that either of two coders used, pair after pair; columns AGREEMENT_COLUMNS."""
    rows = []
    for one_name, other_name, agreement in pairs:
        for concept in taxonomy.concepts:
            one, other = agreement.counts[concept.id]
            low, high = agreement.kappa_intervals[concept.id]
            row = {"concept_id": concept.id, "label_en": concept.label("en"), "one": one, "other": other}
            row |= {"kappa": agreement.kappa[concept.id], "kappa_low": low, "kappa_high": high, "units": agreement.n}
            if one or other:
                rows.append(row | {"one_name": one_name, "other_name": other_name})
    return _frame(rows, AGREEMENT_COLUMNS)


def differences_table(pairs: Iterable[tuple[str, str, Agreement]]) -> pd.DataFrame:
    """One row a unit on which two coders differ, pair after pair; columns DIFFERENCE_COLUMNS."""
    rows = [
        {
            "unit_id": unit,
            "both": _ids(sorted((one & other) - NONE)),
            "only_one": _ids(sorted(one - other - NONE)),
            "only_other": _ids(sorted(other - one - NONE)),
            "one_name": one_name,
            "other_name": other_name,
        }
        for one_name, other_name, agreement in pairs
        for unit, one, other in agreement.disagreements
    ]
    return _frame(rows, DIFFERENCE_COLUMNS)


def to_csv(frame: pd.DataFrame, separator: str = ",") -> str:
    """UTF-8 text with LF; a cell that a spreadsheet would take for a formula is given a leading apostrophe."""
    return str(frame.map(_no_formula).to_csv(index=False, sep=separator, lineterminator="\n", float_format="%.4f"))


def _no_formula(cell: object) -> object:
    return "'" + cell if isinstance(cell, str) and cell.startswith(("=", "+", "-", "@", "\t")) else cell


def records(frame: pd.DataFrame) -> list[dict[str, Any]]:
    """The rows as plain dictionaries; a missing value is None."""
    rows: list[dict[str, Any]] = json.loads(frame.to_json(orient="records", force_ascii=False, double_precision=10))
    return rows


def to_json(frame: pd.DataFrame) -> str:
    return json.dumps(records(frame), ensure_ascii=False, indent=2) + "\n"


def to_jsonl(frame: pd.DataFrame) -> str:
    return "".join(json.dumps(row, ensure_ascii=False) + "\n" for row in records(frame))


def to_markdown(frame: pd.DataFrame) -> str:
    """A pipe table; bars and line breaks in cells are escaped."""

    def line(cells: Iterable[object]) -> str:
        return "| " + " | ".join(_cell(cell).replace("|", "\\|").replace("\n", "<br>") for cell in cells) + " |\n"

    rule = line("---" for _ in frame.columns)
    return line(frame.columns) + rule + "".join(line(row) for row in frame.itertuples(index=False))


def _cell(cell: object) -> str:
    if cell is None or (isinstance(cell, float) and pd.isna(cell)):
        return ""
    return f"{cell:.4f}" if isinstance(cell, float) else str(cell)


TEXT_FORMATS: Mapping[str, Callable[[pd.DataFrame], str]] = {
    "csv": to_csv,
    "tsv": lambda frame: to_csv(frame, "\t"),
    "json": to_json,
    "jsonl": to_jsonl,
    "md": to_markdown,
}
