"""What documents can speak about: concepts and taxonomies."""

from .catalogue import DEFAULT, load_taxonomy, taxonomy_names
from .taxonomy import Concept, Taxonomy

__all__ = ["DEFAULT", "Concept", "Taxonomy", "load_taxonomy", "taxonomy_names"]
