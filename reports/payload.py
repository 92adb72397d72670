"""Results as one JSON object each: the public contract that docs/formats.md describes."""

import json
from collections.abc import Sequence
from dataclasses import asdict
from typing import Any

from ..aligner.comparison import Comparison
from ..aligner.inference import NONE, Agreement
from ..corpus.document import Edition
from ..taxonomies.taxonomy import Taxonomy

SCHEMA_VERSION = 1


def to_payload(comparison: Comparison) -> dict[str, Any]:
    """The comparison as plain data. Fields may be added under the same schema version, never renamed."""
    statements = comparison.statement_similarity
    coverage = zip(comparison.source_coverage, comparison.target_coverage, strict=True)
    matched = comparison.alignment.matched()
    return {
        "schema_version": SCHEMA_VERSION,
        "source": _edition(comparison.source),
        "target": _edition(comparison.target),
        "taxonomy": comparison.taxonomy.name,
        "settings": dict(comparison.settings),
        "warnings": list(comparison.warnings),
        "confirmed": dict(zip(("source", "target"), comparison.confirmed, strict=True)),
        "similarity": {
            "concepts": {"score": comparison.concept_similarity, "n": comparison.concept_n},
            "statements": {
                "source_in_target": statements.source_in_target,
                "target_in_source": statements.target_in_source,
                "n": statements.n,
            },
        },
        "concepts": [
            {
                "concept_id": concept.id,
                "label": concept.label(comparison.source.language),
                "labels": dict(concept.labels),
                "theme": concept.broader,
                "source_coverage": source.coverage,
                "target_coverage": target.coverage,
                "source_score": source.score,
                "target_score": target.score,
                "source_statements": list(source.unit_ids),
                "target_statements": list(target.unit_ids),
            }
            for concept, (source, target) in zip(comparison.taxonomy.concepts, coverage, strict=True)
        ],
        "alignment": [
            {
                "source_id": match.source_id,
                "target_id": match.target_id,
                "score": match.score,
                "concepts": list(match.concepts),
                "meaning": match.meaning,
                "wording": match.wording,
            }
            for match in comparison.alignment.matches()
        ],
        "unmatched": {
            side: [unit.id for unit, found in zip(units, flags, strict=True) if not found]
            for side, units, flags in (
                ("source", comparison.alignment.source, matched[0]),
                ("target", comparison.alignment.target, matched[1]),
            )
        },
        "gaps": [
            {
                "concept_id": gap.concept_id,
                "missing_in": gap.missing_in,
                "evidence": list(gap.evidence),
                "coverage": gap.coverage,
                "nearest": list(gap.nearest),
            }
            for gap in comparison.gaps
        ],
    }


def _edition(edition: Edition) -> dict[str, Any]:
    return {
        "id": edition.document.id,
        "title": edition.title,
        "language": edition.language,
        "edition": edition.key,
        "kind": edition.kind,
        "sha256": edition.sha256,
        "statements": len(edition.statements),
    }


def to_json(comparison: Comparison) -> str:
    """The payload as text, two spaces of indent, Chinese as it is."""
    return _dump(to_payload(comparison))


def document_json(edition: Edition) -> str:
    """An edition with all that is known of its document; statements with their offsets in the edition's text."""
    provisions = [
        {
            "id": provision.id,
            "heading": provision.heading,
            "locator": provision.locator,
            "facts": dict(provision.facts),
            "statements": [asdict(statement) for statement in provision.statements],
        }
        for provision in edition.provisions
    ]
    metadata = {key: value for key, value in edition.document.metadata.items() if key != "provision"}
    return _dump({**_edition(edition), "metadata": metadata, "provisions": provisions})


def agreement_json(pairs: Sequence[tuple[str, str, Agreement]]) -> str:
    """Agreement of two coders with every unit on which they differ; further pairs follow in ``further``."""
    objects = [_agreement(*pair) for pair in pairs]
    return _dump({"schema_version": SCHEMA_VERSION, **objects[0], "further": objects[1:]})


def _agreement(one: str, other: str, agreement: Agreement) -> dict[str, Any]:
    return {
        "one": one,
        "other": other,
        "units": agreement.n,
        "alpha_masi": agreement.alpha,
        "alpha_interval": list(agreement.alpha_interval),
        "f1": agreement.f1,
        "kappa": dict(agreement.kappa),
        "kappa_intervals": {concept: list(ends) for concept, ends in agreement.kappa_intervals.items()},
        "disagreements": [
            {"unit_id": unit, "one": sorted(left - NONE), "other": sorted(right - NONE)}
            for unit, left, right in agreement.disagreements
        ],
    }


def taxonomy_json(taxonomy: Taxonomy) -> str:
    """A taxonomy with everything in it, cues too."""
    return _dump(asdict(taxonomy))


def _dump(value: object) -> str:
    return json.dumps(value, ensure_ascii=False, indent=2) + "\n"
