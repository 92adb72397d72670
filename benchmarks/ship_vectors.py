"""Encode the texts that come with tertium and write ``aligner/vectors.npz``; run by ``make vectors`` after they change.

The texts are the exemplars, the labels and definitions of the shipped taxonomies, and the statements of the shipped
documents, alone and under their headings (as the alignment takes them). tests/test_encoder.py finds what is missing.
"""

from collections.abc import Iterator

from tertium.aligner.encoder import EmbeddedEncoder, ship_vectors
from tertium.aligner.signals import definitions
from tertium.corpus.catalogue import load_edition, shipped
from tertium.corpus.document import LANGUAGES
from tertium.taxonomies import load_taxonomy, taxonomy_names
from tertium.taxonomies.exemplars import load_exemplars


def texts() -> Iterator[str]:
    for name in taxonomy_names():
        taxonomy = load_taxonomy(name)
        for exemplar in load_exemplars(taxonomy):
            yield from exemplar.texts.values()
        for language in LANGUAGES:
            yield from (text.text for text in definitions(taxonomy, language))
    for document in shipped().documents():
        for record in document.editions:
            for statement in load_edition(f"{document.id}@{record.key}").statements:
                yield statement.text
                yield " ".join([*statement.headings, statement.text])


if __name__ == "__main__":
    print(ship_vectors(texts(), EmbeddedEncoder()), "texts encoded")
