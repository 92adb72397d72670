"""Typed, directed relations between two taxonomies: read and written as SSSOM, reversed, composed.

SSSOM is the Simple Standard for Sharing Ontological Mappings (Matentzoglu et al. 2022, Database, baac035): a TSV under
a commented YAML header. That a concept has no counterpart is recorded (``sssom:NoTermFound``), not left out.
"""

import csv
import io
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from ..corpus.errors import FormatError, TertiumError
from .catalogue import DEFAULT, SHIPPED, load_taxonomy
from .taxonomy import Taxonomy

Relation = Literal["equal", "close", "broader", "narrower", "related", "no counterpart"]
# As in SKOS, "broader" says that the target is the broader one.
PREDICATES: Mapping[Relation, str] = {
    "equal": "skos:exactMatch",
    "close": "skos:closeMatch",
    "broader": "skos:broadMatch",
    "narrower": "skos:narrowMatch",
    "related": "skos:relatedMatch",
    "no counterpart": "skos:mappingRelation",
}
_BY_PREDICATE = {predicate: relation for relation, predicate in PREDICATES.items()}
_REVERSED: Mapping[Relation, Relation] = {"broader": "narrower", "narrower": "broader"}
_NOTHING = "sssom:NoTermFound"
_JUSTIFICATION = {"curated": "semapv:ManualMappingCuration", "composed": "semapv:MappingChaining"}
COLUMNS = (
    *("subject_id", "subject_label", "predicate_id", "object_id", "object_label"),
    *("mapping_justification", "comment"),
)


@dataclass(frozen=True, slots=True)
class Link:
    """One relation; ``target`` is empty where ``source`` has no counterpart, and the other way round."""

    source: str
    relation: Relation
    target: str
    comment: str = ""


@dataclass(frozen=True, slots=True)
class Crosswalk:
    """All relations from one taxonomy to another; ``made`` is ``curated`` by people or ``composed`` of two others."""

    source: str
    target: str
    links: tuple[Link, ...]
    made: Literal["curated", "composed"] = "curated"

    @property
    def vague(self) -> float:
        """The share of "related" among the links that have two ends."""
        ends = [link for link in self.links if link.source and link.target]
        return sum(link.relation == "related" for link in ends) / len(ends) if ends else 0.0

    def reverse(self) -> "Crosswalk":
        """The same relations seen from the other side; broader becomes narrower."""
        links = (
            Link(link.target, _REVERSED.get(link.relation, link.relation), link.source, link.comment)
            for link in self.links
        )
        return Crosswalk(self.target, self.source, _sorted(links), self.made)

    def compose(self, other: "Crosswalk") -> "Crosswalk":
        """From this source to the other's target, by way of the taxonomy between them.

        Of several ways between two concepts the most telling relation stays. A concept to which no way leads has no
        counterpart. Raises ``TertiumError`` where the two do not meet.
        """
        if self.target != other.source:
            found = f"{self.source} to {self.target}, and {other.source} to {other.target}"
            raise TertiumError(f"crosswalks that do not meet: {found}; expected the same taxonomy in the middle")
        best: dict[tuple[str, str], Link] = {}
        for first in self.links:
            for second in other.links:
                if first.target and first.source and second.target and first.target == second.source:
                    relation = _chained(first.relation, second.relation)
                    key = first.source, second.target
                    if key not in best or _telling(relation) < _telling(best[key].relation):
                        best[key] = Link(first.source, relation, second.target, f"by way of {first.target}")
        links = list(best.values())
        sources = dict.fromkeys(link.source for link in self.links if link.source)
        targets = dict.fromkeys(link.target for link in other.links if link.target)
        reached = {link.source for link in links}, {link.target for link in links}
        links += [Link(source, "no counterpart", "") for source in sources if source not in reached[0]]
        links += [Link("", "no counterpart", target) for target in targets if target not in reached[1]]
        return Crosswalk(self.source, other.target, _sorted(links), "composed")


def _telling(relation: Relation) -> int:
    return list(PREDICATES).index(relation)


def _chained(first: Relation, second: Relation) -> Relation:
    """What follows from two relations in a row."""
    if first == "equal":
        return second
    if second in ("equal", first):
        return first
    if "related" in (first, second) or {first, second} == {"broader", "narrower"}:
        return "related"
    # Close and broader is broader, close and narrower is narrower.
    return second if first == "close" else first


def _sorted(links: Iterable[Link]) -> tuple[Link, ...]:
    return tuple(sorted(links, key=lambda link: (not link.source, link.source, _telling(link.relation), link.target)))


def read_sssom(path: Path, source: Taxonomy, target: Taxonomy) -> Crosswalk:
    """The crosswalk in an SSSOM TSV whose ids are ``TAXONOMY:CONCEPT``.

    Every concept that is coded must occur on its side. Raises ``FormatError`` with file and line.
    """
    lines = path.read_text(encoding="utf-8").splitlines()
    start = next((n for n, line in enumerate(lines) if not line.startswith("#")), len(lines))
    reader = csv.DictReader(lines[start:], delimiter="\t", strict=True)
    links = []
    for number, row in enumerate(reader, start + 2):
        missing = [column for column in COLUMNS if row.get(column) is None]
        if missing:
            raise FormatError(path, number, f"no cell in column '{missing[0]}'", f"the columns {', '.join(COLUMNS)}")
        relation = _BY_PREDICATE.get(row["predicate_id"])
        if relation is None:
            raise FormatError(path, number, f"predicate '{row['predicate_id']}'", ", ".join(_BY_PREDICATE))
        ends = [
            _concept(path, number, row[f"{end}_id"], side) for end, side in (("subject", source), ("object", target))
        ]
        if (relation == "no counterpart") == all(ends):
            raise FormatError(
                path, number, f"{row['predicate_id']} with {row['object_id']}", f"{_NOTHING} with it only"
            )
        links.append(Link(ends[0], relation, ends[1], row["comment"]))
    for side, seen in ((source, {link.source for link in links}), (target, {link.target for link in links})):
        left = [concept.id for concept in side.concepts if concept.id not in seen]
        if left:
            raise FormatError(path, None, f"nothing on {side.name}: {', '.join(left)}", "each concept, or NoTermFound")
    return Crosswalk(source.name, target.name, _sorted(links))


def _concept(path: Path, number: int, curie: str, taxonomy: Taxonomy) -> str:
    if curie == _NOTHING:
        return ""
    prefix, _, identity = curie.partition(":")
    if prefix != taxonomy.name or identity not in {concept.id for concept in taxonomy.all_concepts}:
        raise FormatError(path, number, f"id '{curie}'", f"a concept of {taxonomy.name}, as {taxonomy.name}:ID")
    return identity


def to_sssom(crosswalk: Crosswalk, source: Taxonomy, target: Taxonomy) -> str:
    """The crosswalk as an SSSOM TSV with its header; reading it again gives an equal one."""
    labels = [{concept.id: concept.label("en") for concept in side.all_concepts} for side in (source, target)]
    stream = io.StringIO()
    stream.write("#curie_map:\n")
    for name in sorted({source.name, target.name}):
        stream.write(f"#  {name}: urn:tertium:taxonomy:{name}:\n")
    stream.write("#  semapv: https://w3id.org/semapv/vocab/\n")
    stream.write("#  skos: http://www.w3.org/2004/02/skos/core#\n")
    stream.write("#  sssom: https://w3id.org/sssom/\n")
    stream.write(f"#mapping_set_id: urn:tertium:crosswalk:{source.name}--{target.name}\n#license: MIT\n")
    writer = csv.DictWriter(stream, COLUMNS, delimiter="\t", lineterminator="\n")
    writer.writeheader()
    for link in crosswalk.links:
        writer.writerow(
            {
                "subject_id": f"{source.name}:{link.source}" if link.source else _NOTHING,
                "subject_label": labels[0].get(link.source, ""),
                "predicate_id": PREDICATES[link.relation],
                "object_id": f"{target.name}:{link.target}" if link.target else _NOTHING,
                "object_label": labels[1].get(link.target, ""),
                "mapping_justification": _JUSTIFICATION[crosswalk.made],
                "comment": link.comment,
            }
        )
    return stream.getvalue()


def load_crosswalk(source: str, target: str) -> Crosswalk:
    """The crosswalk between two shipped taxonomies: as written, reversed, or composed by way of tertium-core.

    Raises ``TertiumError`` where there is no way between them.
    """
    direct = SHIPPED / f"{source}--{target}.sssom.tsv"
    if direct.is_file():
        return read_sssom(direct, load_taxonomy(source), load_taxonomy(target))
    if (SHIPPED / f"{target}--{source}.sssom.tsv").is_file():
        return load_crosswalk(target, source).reverse()
    if DEFAULT not in (source, target):
        return load_crosswalk(source, DEFAULT).compose(load_crosswalk(DEFAULT, target))
    raise TertiumError(f"no crosswalk between {source} and {target}; expected two shipped taxonomies")
