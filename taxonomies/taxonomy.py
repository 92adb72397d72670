"""What documents can speak about: concepts, grouped under themes, with labels and cues in both languages.

The words are SKOS's (concept, broader, label, definition); cues, hints and exclusions are tertium's.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field

ByLanguage = Mapping[str, str]
Phrases = Mapping[str, tuple[str, ...]]


@dataclass(frozen=True, slots=True)
class Concept:
    """Something a statement can be about.

    A *cue* alone shows that a statement is about the concept, a *hint* points to it; both count only outside the
    *exclusions*, longer phrases that mean something else. All three by language (``en``, ``zh``).
    """

    id: str
    labels: ByLanguage
    definitions: ByLanguage = field(default_factory=dict)
    cues: Phrases = field(default_factory=dict)
    hints: Phrases = field(default_factory=dict)
    exclusions: Phrases = field(default_factory=dict)
    broader: str = ""

    def label(self, language: str) -> str:
        """The label in a language, else in whichever there is."""
        return self.labels.get(language) or next(iter(self.labels.values()), self.id)

    def definition(self, language: str) -> str:
        return self.definitions.get(language) or next(iter(self.definitions.values()), "")


@dataclass(frozen=True, slots=True)
class Taxonomy:
    """A named set of concepts. Themes (concepts that others name as broader) group, the rest are coded.

    ``source`` says where the concepts come from, ``checked`` how that was checked.
    """

    name: str
    version: str
    titles: ByLanguage
    source: str
    licence: str
    sha256: str
    all_concepts: tuple[Concept, ...]
    checked: str = ""

    @property
    def themes(self) -> tuple[Concept, ...]:
        """The concepts that group others, in the taxonomy's order."""
        parents = {concept.broader for concept in self.all_concepts}
        return tuple(concept for concept in self.all_concepts if concept.id in parents)

    @property
    def concepts(self) -> tuple[Concept, ...]:
        """The concepts that statements are coded onto: all that group no others, in the taxonomy's order."""
        parents = {concept.broader for concept in self.all_concepts}
        return tuple(concept for concept in self.all_concepts if concept.id not in parents)
