"""What the documents say: reading, splitting and finding policy texts."""

from .catalogue import Catalogue, load_edition, load_editions, shipped
from .document import Document, Edition, Provision, Statement, Unit

__all__ = [
    "Catalogue",
    "Document",
    "Edition",
    "Provision",
    "Statement",
    "Unit",
    "load_edition",
    "load_editions",
    "shipped",
]
