"""Taxonomies as other tools read them: TOML, CSV, SKOS (Turtle) and the REFI-QDA codebook. Knows rdflib.

Every writer is a pure function of the taxonomy: the same input gives the same bytes.
"""

import csv
import io
import json
import unicodedata
import uuid
import xml.etree.ElementTree as ET
from collections.abc import Callable, Iterator, Mapping

from ..corpus.errors import TertiumError
from .taxonomy import Concept, Phrases, Taxonomy

_LANGUAGES = ("en", "zh")
CSV_COLUMNS = (
    *("id", "broader", "label_en", "label_zh", "definition_en", "definition_zh"),
    *(f"{kind}_{code}" for kind in ("cues", "hints", "exclusions") for code in _LANGUAGES),
)
# REFI-QDA asks for a GUID for each code; ours are made from the names, so that a second export is the same file.
_NAMESPACE = uuid.uuid5(uuid.NAMESPACE_URL, "https://tertium.invalid/taxonomies")
_QDC = "urn:QDA-XML:codebook:1.0"


def to_toml(taxonomy: Taxonomy) -> str:
    """The taxonomy as ``read_taxonomy`` reads it; reading it again gives an equal one."""
    parts = [f"{key} = {_quoted(value)}" for key, value in _card(taxonomy).items() if value]
    parts += ["", "[title]", *(f"{code} = {_quoted(text)}" for code, text in sorted(taxonomy.titles.items()))]
    for concept in taxonomy.all_concepts:
        parts += ["", "[[concept]]", *_toml_lines(concept)]
    return "\n".join(parts) + "\n"


def _card(taxonomy: Taxonomy) -> dict[str, str]:
    return {key: getattr(taxonomy, key) for key in ("name", "version", "licence", "source", "checked")}


def _toml_lines(concept: Concept) -> Iterator[str]:
    yield f"id = {_quoted(concept.id)}"
    if concept.broader:
        yield f"broader = {_quoted(concept.broader)}"
    for key, texts in (("label", concept.labels), ("definition", concept.definitions)):
        yield from (f"{key}.{code} = {_quoted(texts[code])}" for code in _LANGUAGES if code in texts)
    for kind, phrases in _phrases(concept).items():
        for code in _LANGUAGES:
            if phrases.get(code):
                yield f"{kind}.{code} = [\n{_filled(phrases[code])}\n]"


def _phrases(concept: Concept) -> dict[str, Phrases]:
    return {"cues": concept.cues, "hints": concept.hints, "exclusions": concept.exclusions}


def _quoted(text: str) -> str:
    """A TOML basic string; JSON's escapes are TOML's too, but for the delete character."""
    return json.dumps(text, ensure_ascii=False).replace("\x7f", "\\u007f")


def _filled(phrases: tuple[str, ...], width: int = 112) -> str:
    """The phrases in lines of at most that many cells."""
    lines: list[str] = []
    line: list[str] = []
    used = 2
    for piece in (f"{_quoted(phrase)}," for phrase in phrases):
        cells = sum(2 if unicodedata.east_asian_width(character) in "WF" else 1 for character in piece) + 1
        if line and used + cells > width:
            lines.append("  " + " ".join(line))
            line, used = [], 2
        line.append(piece)
        used += cells
    return "\n".join([*lines, "  " + " ".join(line)])


def to_csv(taxonomy: Taxonomy) -> str:
    """One row a concept or theme, phrases separated by ``; ``; columns CSV_COLUMNS; read back by ``read_taxonomy``."""
    stream = io.StringIO()
    writer = csv.DictWriter(stream, CSV_COLUMNS, lineterminator="\n")
    writer.writeheader()
    for concept in taxonomy.all_concepts:
        row = {"id": concept.id, "broader": concept.broader}
        for code in _LANGUAGES:
            row[f"label_{code}"] = concept.labels.get(code, "")
            row[f"definition_{code}"] = concept.definitions.get(code, "")
            row |= {f"{kind}_{code}": "; ".join(group.get(code, ())) for kind, group in _phrases(concept).items()}
        writer.writerow(row)
    return stream.getvalue()


def to_qdc(taxonomy: Taxonomy) -> str:
    """A REFI-QDA codebook (specification 1.5, ``.qdc``): themes are codes that hold those of their concepts.

    Names are English labels where there are any; descriptions hold both languages, cues and the id.
    """
    ET.register_namespace("", _QDC)
    book = ET.Element(f"{{{_QDC}}}CodeBook", {"origin": "tertium"})
    codes = ET.SubElement(book, f"{{{_QDC}}}Codes")
    nodes: dict[str, ET.Element] = {"": codes}
    waiting = list(taxonomy.all_concepts)
    while waiting:
        # A broader concept may stand behind its narrower ones in the file.
        ready = [concept for concept in waiting if concept.broader in nodes]
        for concept in ready:
            node = ET.SubElement(
                nodes[concept.broader],
                f"{{{_QDC}}}Code",
                {
                    "guid": str(uuid.uuid5(_NAMESPACE, f"{taxonomy.name}/{concept.id}")),
                    "name": concept.label("en"),
                    "isCodable": "true",
                },
            )
            ET.SubElement(node, f"{{{_QDC}}}Description").text = _description(concept)
            nodes[concept.id] = node
        waiting = [concept for concept in waiting if concept not in ready]
    ET.indent(book)
    return '<?xml version="1.0" encoding="utf-8"?>\n' + ET.tostring(book, encoding="unicode") + "\n"


def _description(concept: Concept) -> str:
    lines = [f"id: {concept.id}"]
    lines += [f"{code}: {concept.labels[code]}" for code in _LANGUAGES if code in concept.labels]
    lines += [concept.definitions[code] for code in _LANGUAGES if code in concept.definitions]
    lines += [f"cues ({code}): {'; '.join(concept.cues[code])}" for code in _LANGUAGES if concept.cues.get(code)]
    return "\n".join(lines)


def to_skos(taxonomy: Taxonomy) -> str:
    """A SKOS concept scheme in Turtle; needs the extra ``skos`` (rdflib). Cues are alternative labels."""
    try:
        from rdflib import Graph, Literal, Namespace, URIRef
        from rdflib.namespace import DCTERMS, RDF, SKOS
    except ImportError:
        raise TertiumError("SKOS needs the extra 'skos': pip install 'tertium[skos]'") from None
    scheme = URIRef(f"urn:tertium:taxonomy:{taxonomy.name}")
    concepts = Namespace(f"urn:tertium:taxonomy:{taxonomy.name}:")
    graph = Graph()
    graph.bind("skos", SKOS)
    graph.add((scheme, RDF.type, SKOS.ConceptScheme))
    for code, title in taxonomy.titles.items():
        graph.add((scheme, DCTERMS.title, Literal(title, lang=code)))
    if taxonomy.source:
        graph.add((scheme, DCTERMS.source, Literal(taxonomy.source)))
    for concept in taxonomy.all_concepts:
        node = concepts[concept.id]
        graph.add((node, RDF.type, SKOS.Concept))
        graph.add((node, SKOS.inScheme, scheme))
        graph.add((node, SKOS.notation, Literal(concept.id)))
        if concept.broader:
            graph.add((node, SKOS.broader, concepts[concept.broader]))
        else:
            graph.add((node, SKOS.topConceptOf, scheme))
        for code, text in concept.labels.items():
            graph.add((node, SKOS.prefLabel, Literal(text, lang=code)))
        for code, text in concept.definitions.items():
            graph.add((node, SKOS.definition, Literal(text, lang=code)))
        for code, phrases in concept.cues.items():
            for phrase in phrases:
                if phrase != concept.labels.get(code):
                    graph.add((node, SKOS.altLabel, Literal(phrase, lang=code)))
    return graph.serialize(format="turtle")


EXPORTS: Mapping[str, Callable[[Taxonomy], str]] = {
    "toml": to_toml,
    "csv": to_csv,
    "skos": to_skos,
    "qdc": to_qdc,
}
