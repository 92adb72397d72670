"""The whole result for a pair of documents, with the settings, versions and checksums that made it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from importlib.metadata import version
from pathlib import Path

from ..corpus.catalogue import load_edition, read_languages
from ..corpus.document import Edition, UnitKind
from ..corpus.errors import TertiumError
from ..corpus.splitting import is_traditional
from ..taxonomies.catalogue import DEFAULT, load_taxonomy
from ..taxonomies.taxonomy import Taxonomy
from .alignment import MATCH, Alignment, align_coded
from .coding import COVERED, MENTIONED, CodedUnits, Coder
from .decided import Codings, code_editions
from .decisions import DecisionFile, read_decisions
from .encoder import DEFAULT_ENCODER, Encoder, load_encoder
from .gaps import ConceptCoverage, Gap, concepts_in_play, find_coverage, find_gaps, profile_similarity

# Below this number of statements on a side every share is shown with a warning.
SMALL = 20


@dataclass(frozen=True, slots=True)
class StatementSimilarity:
    """Share of the source's units that find a match in the target, and the reverse; ``n`` counts both sides' units."""

    source_in_target: float
    target_in_source: float
    n: int


@dataclass(frozen=True, slots=True)
class Comparison:
    """Two editions compared under one taxonomy; ``confirmed`` says how many statements of each a person decided."""

    source: Edition
    target: Edition
    taxonomy: Taxonomy
    settings: Mapping[str, object]
    source_coded: CodedUnits
    target_coded: CodedUnits
    source_coverage: tuple[ConceptCoverage, ...]
    target_coverage: tuple[ConceptCoverage, ...]
    alignment: Alignment
    gaps: tuple[Gap, ...]
    concept_similarity: float
    concept_n: int
    statement_similarity: StatementSimilarity
    warnings: tuple[str, ...]
    confirmed: tuple[int, int] = (0, 0)


def compare(
    source: str | Edition,
    target: str | Edition,
    *,
    language: str = "",
    taxonomy: str | Taxonomy = DEFAULT,
    encoder: str | Encoder = DEFAULT_ENCODER,
    codings: Codings = "machine",
    decisions: Sequence[str | Path | DecisionFile] = (),
) -> Comparison:
    """Compare two documents, given as ids, paths to CSV files or editions.

    ``language`` is ``en``, ``zh``, or one for each side as ``zh:en``; it decides where a reference names none.
    ``codings`` are the machine's, or with ``human`` those that two readers settled; what a person decided
    (``decisions``, files that ``tertium review`` wrote) goes before either. Raises ``TertiumError`` and its kin for
    unknown ids and unreadable files.
    """
    source, target = _load_pair(source, target, language)
    coder = load_coder(taxonomy, encoder)
    files = [file if isinstance(file, DecisionFile) else read_decisions(Path(file)) for file in decisions]
    found = code_editions(coder, (source, target), codings=codings, files=files)
    source_coded, target_coded = found.coded
    source_coverage, target_coverage = find_coverage(source_coded), find_coverage(target_coded)
    alignment = align_coded(source_coded, target_coded, encoder_of(coder))
    matched_source, matched_target = alignment.matched()
    return Comparison(
        source=source,
        target=target,
        taxonomy=coder.taxonomy,
        settings=settings_of(coder, codings, files),
        source_coded=source_coded,
        target_coded=target_coded,
        source_coverage=source_coverage,
        target_coverage=target_coverage,
        alignment=alignment,
        gaps=find_gaps(source_coverage, target_coverage),
        concept_similarity=round(profile_similarity(source_coded, target_coded), 4),
        concept_n=concepts_in_play(coder.taxonomy, source_coverage, target_coverage),
        statement_similarity=StatementSimilarity(
            _share(matched_source), _share(matched_target), len(matched_source) + len(matched_target)
        ),
        warnings=tuple(dict.fromkeys((*found.notes, *warnings_of(source, target)))),
        confirmed=(found.confirmed[0], found.confirmed[1]),
    )


def align(
    source: str | Edition,
    target: str | Edition,
    *,
    language: str = "",
    unit: UnitKind = "statement",
    taxonomy: str | Taxonomy = DEFAULT,
    encoder: str | Encoder = DEFAULT_ENCODER,
) -> Alignment:
    """Align the statements (or provisions) of two documents; arguments as in ``compare``."""
    source, target = _load_pair(source, target, language)
    coder = load_coder(taxonomy, encoder)
    return align_coded(coder.code(source.units(unit)), coder.code(target.units(unit)), encoder_of(coder))


def encoder_of(coder: Coder) -> Encoder:
    """The coder's encoder; raises ``TertiumError`` for the lexical engine, which cannot align."""
    if coder.encoder is None:
        raise TertiumError("the lexical engine has no vectors to align with; expected an encoder")
    return coder.encoder


def code(
    document: str | Edition,
    *,
    language: str = "",
    unit: UnitKind = "statement",
    taxonomy: str | Taxonomy = DEFAULT,
    encoder: str | Encoder | None = DEFAULT_ENCODER,
) -> CodedUnits:
    """Code one document onto a taxonomy; arguments as in ``compare``, encoder None for the lexical engine."""
    edition = load_edition(document, read_languages(language)[0]) if isinstance(document, str) else document
    return load_coder(taxonomy, encoder).code(edition.units(unit))


def load_coder(taxonomy: str | Taxonomy = DEFAULT, encoder: str | Encoder | None = DEFAULT_ENCODER) -> Coder:
    """A coder for a taxonomy and an encoder, each given by name or as it is; encoder None: by words alone."""
    return Coder(
        load_taxonomy(taxonomy) if isinstance(taxonomy, str) else taxonomy,
        load_encoder(encoder) if isinstance(encoder, str) else encoder,
    )


def _load_pair(source: str | Edition, target: str | Edition, language: str) -> tuple[Edition, Edition]:
    left, right = read_languages(language)
    return (
        load_edition(source, left) if isinstance(source, str) else source,
        load_edition(target, right) if isinstance(target, str) else target,
    )


def settings_of(
    coder: Coder, codings: Codings = "machine", decisions: Sequence[DecisionFile] = ()
) -> dict[str, object]:
    """What a result rests on besides its texts."""
    encoder = coder.encoder
    return {
        "tertium": version("tertium"),
        "taxonomy_version": coder.taxonomy.version,
        "taxonomy_sha256": coder.taxonomy.sha256,
        "engine": "full" if encoder else "lexical",
        "encoder": encoder.name if encoder else "",
        "encoder_version": encoder.version if encoder else "",
        "codings": codings,
        "decisions": [{"file": file.path.name, "sha256": file.sha256} for file in decisions],
        "unit": "statement",
        "covered_from": COVERED,
        "mentioned_from": MENTIONED,
        "match_from": MATCH,
    }


def warnings_of(*editions: Edition) -> tuple[str, ...]:
    """What a reader must know before trusting a number from these texts."""
    warnings: list[str] = []
    for edition in editions:
        warnings.extend(edition.warnings)
        name = edition.document.id
        if edition.kind == "restatement":
            warnings.append(
                f"{name}: the {edition.language} text is a restatement in tertium's own words, not official"
            )
        if edition.kind == "translation":
            warnings.append(f"{name}: the {edition.language} text is a translation")
        unconfirmed = [statement.id for statement in edition.statements if not statement.confirmed]
        if unconfirmed:
            warnings.append(f"{name}: statements that rest on unconfirmed facts: {', '.join(unconfirmed)}")
        unseen = [provision.id for provision in edition.provisions if not provision.statements]
        if unseen:
            warnings.append(f"{name}: provisions whose content was not seen: {', '.join(unseen)}")
        if is_traditional(edition.text):
            warnings.append(
                f"{name}: the text is in traditional characters, which the Chinese cues (simplified) do not find; "
                "concepts rest on sentence vectors alone and gaps are unreliable"
            )
        if len(edition.statements) < SMALL:
            warnings.append(f"{name}: only {len(edition.statements)} statements; shares of so few are rough")
    if len(editions) > 1 and len({s.language for edition in editions for s in edition.statements}) > 1:
        warnings.append(
            "the texts are in two languages; wording is compared within one only, across them meaning and concepts"
        )
    return tuple(dict.fromkeys(warnings))


def _share(flags: list[bool]) -> float:
    return round(sum(flags) / len(flags), 4) if flags else 0.0
