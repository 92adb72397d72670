"""The codings that two readers made of the shipped documents: an answer in themselves, and the machine's measure.

The readers were language models that followed the codebook, one on the English and one on the Chinese edition, without
seeing each other's codings or the tool's; docs/accuracy.md says how far they agree. ``readings.py`` reads them.
"""

import numpy as np

from ..corpus.catalogue import SHIPPED
from ..corpus.document import Edition
from ..corpus.errors import FormatError, TertiumError
from ..taxonomies.taxonomy import Taxonomy
from .coding import CodedUnits, Coding
from .readings import TAXONOMY, read_reference


def code_as_settled(edition: Edition, taxonomy: Taxonomy) -> CodedUnits:
    """The settled codings of an edition's statements: score 1 where a concept applies, 0 where not.

    They are the same for both languages. Raises ``TertiumError`` for a document or taxonomy that nobody has read.
    """
    path = SHIPPED / edition.document.id / "codings.csv"
    if taxonomy.name != TAXONOMY or edition.kind != "restatement" or not path.is_file():
        known = ", ".join(sorted(found.parent.name for found in SHIPPED.glob("*/codings.csv")))
        wanted = f"{edition.reference} on {taxonomy.name}"
        raise TertiumError(f"no readers' codings of {wanted}; expected one of {known} on {TAXONOMY}")
    codes = read_reference(path)
    scores = np.zeros((len(edition.statements), len(taxonomy.concepts)))
    codings = []
    for row, statement in enumerate(edition.statements):
        if statement.id not in codes:
            raise FormatError(path, None, f"nothing on {statement.id}", "every statement, or an empty concept_id")
        found = []
        for column, concept in enumerate(taxonomy.concepts):
            applies = concept.id in codes[statement.id]
            scores[row, column] = float(applies)
            reason = "settled by two readers" if applies else "not coded by the readers"
            found.append(
                Coding(
                    statement.id,
                    statement.document_id,
                    concept.id,
                    float(applies),
                    "covered" if applies else "silent",
                    (),
                    reason,
                )
            )
        codings.append(tuple(sorted(found, key=lambda coding: -coding.score)))
    return CodedUnits(edition.statements, taxonomy, scores, tuple(codings))
