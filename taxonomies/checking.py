"""What a careful author would want to know of a taxonomy: ``tertium taxonomy check``.

Whether a file *is* a taxonomy is decided in reading; here is what reading lets pass.
"""

from collections import Counter, defaultdict
from collections.abc import Iterator

from .taxonomy import Concept, Taxonomy

_LANGUAGES = ("en", "zh")


def check_taxonomy(taxonomy: Taxonomy) -> Iterator[str]:
    """Every doubtful place as one line that names the concept and the key; nothing where all is well."""
    spoken = [code for code in _LANGUAGES if any(code in concept.labels for concept in taxonomy.all_concepts)]
    for concept in taxonomy.all_concepts:
        for code in spoken:
            if code not in concept.labels:
                yield f"{concept.id}: no label.{code}, though other concepts have one"
        if not concept.definitions:
            yield f"{concept.id}: no definition; its vector rests on the label alone"
    labels = Counter((code, text) for concept in taxonomy.all_concepts for code, text in concept.labels.items())
    for (code, text), count in labels.items():
        if count > 1:
            yield f"label.{code} '{text}': {count} concepts have it"
    for concept in taxonomy.concepts:
        yield from _check_phrases(concept)
    yield from _check_shared(taxonomy)


def _check_phrases(concept: Concept) -> Iterator[str]:
    with_cues = [code for code in _LANGUAGES if concept.cues.get(code)]
    if len(with_cues) == 1 and set(_LANGUAGES) <= concept.labels.keys():
        missing = next(code for code in _LANGUAGES if code not in with_cues)
        yield f"{concept.id}: cues.{with_cues[0]} but no cues.{missing}; the languages will not be found equally well"
    for code in _LANGUAGES:
        groups = {"cues": concept.cues, "hints": concept.hints, "exclusions": concept.exclusions}
        where = defaultdict(list)
        for key, group in groups.items():
            for phrase in group.get(code, ()):
                where[phrase.lower()].append(f"{key}.{code}")
        for phrase, keys in where.items():
            if len(keys) > 1:
                yield f"{concept.id}: '{phrase}' stands in {' and in '.join(keys)}"


def _check_shared(taxonomy: Taxonomy) -> Iterator[str]:
    """Cues that too many concepts share tell none of them."""
    for code in _LANGUAGES:
        owners = defaultdict(list)
        for concept in taxonomy.concepts:
            for phrase in concept.cues.get(code, ()):
                owners[phrase.lower()].append(concept.id)
        for phrase, ids in owners.items():
            if len(ids) > 3:
                yield f"cues.{code} '{phrase}': a cue of {len(ids)} concepts ({', '.join(ids)})"
