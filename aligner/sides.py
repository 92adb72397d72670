"""The two sides of an agreement: codings that people or other tools made, read from files, or the machine's own.

A file is one that ``tertium review`` wrote, or a CSV with a row for each coding and the columns ``unit_id`` and
``concept_id``; there a row with an empty ``concept_id`` says that the unit was looked at and has none, and where there
is a column ``coverage`` only ``covered`` counts, and of ``settled`` only ``1``, so that what ``tertium code`` writes
and the shipped readers' codings can be read, too.
"""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from ..corpus.catalogue import load_edition, shipped
from ..corpus.document import LANGUAGES, Edition, Language, Unit
from ..corpus.errors import FormatError, TertiumError, UnknownIdError
from .coding import Coder
from .decisions import COLUMNS, Decision, csv_rows, decoded, read_bytes, read_decisions, text_hash, unguarded


@dataclass(frozen=True, slots=True)
class Side:
    """One coder's concepts by unit, and for each unit the language and the text's hash, where they are known."""

    name: str
    codes: Mapping[str, frozenset[str]]
    languages: Mapping[str, Language] = field(default_factory=dict)
    hashes: Mapping[str, str] = field(default_factory=dict)
    notes: tuple[str, ...] = ()

    def without(self, units: Collection[str]) -> "Side":
        codes = {unit: found for unit, found in self.codes.items() if unit not in units}
        return Side(self.name, codes, self.languages, self.hashes, self.notes)


def read_side(path: Path, concepts: Iterable[str], language: Language | None = None, *, taxonomy: str = "") -> Side:
    """What a file says of each unit; ``language`` keeps only what was decided on texts in it.

    ``taxonomy`` is the one that decisions have to be on, where it is given.

    Raises ``FormatError`` with file and line, ``UnknownIdError`` for a concept that is none of ``concepts``.
    """
    known = set(concepts)
    content = read_bytes(path)
    header = content.removeprefix(b"\xef\xbb\xbf").partition(b"\n")[0].strip()
    if header == ",".join(COLUMNS).encode():
        return _decided_side(path, known, language, taxonomy)
    codes: dict[str, set[str]] = {}
    languages: dict[str, Language] = {}
    for line, row in csv_rows(path, decoded(path, content), ("unit_id", "concept_id"), short=True):
        unit, concept = unguarded(row["unit_id"].strip()), unguarded(row["concept_id"].strip())
        own = next((code for code in LANGUAGES if row.get("edition", "").endswith(f".{code}")), None)
        if not unit:
            raise FormatError(path, line, "no unit_id", "the id of a statement or provision")
        _check(path, line, concept, known)
        if language and own and own != language:
            continue
        mine = codes.setdefault(unit, set())
        if own:
            languages[unit] = own
        if concept and row.get("coverage", "covered").strip() == "covered" and row.get("settled", "1").strip() == "1":
            mine.add(concept)
    return Side(path.name, {unit: frozenset(found) for unit, found in codes.items()}, languages)


def _decided_side(path: Path, known: set[str], language: Language | None, taxonomy: str) -> Side:
    file = read_decisions(path)
    found: dict[str, Decision] = {}
    for row in file.decisions.values():
        if taxonomy and row.taxonomy != taxonomy:
            what = f"a decision on the taxonomy '{row.taxonomy}'"
            raise FormatError(path, row.line, what, f"one on '{taxonomy}'; choose the taxonomy with --taxonomy")
        for concept in sorted(row.concepts):
            _check(path, row.line, concept, known)
        if language and row.language != language:
            continue
        before = found.get(row.unit_id)
        if before and before.concepts != row.concepts:
            what = f"{row.unit_id} decided otherwise on the text in the other language (line {before.line})"
            raise FormatError(path, row.line, what, "one language; choose it with --lang")
        found[row.unit_id] = row
    return Side(
        path.name,
        {unit: row.concepts for unit, row in found.items()},
        {unit: row.language for unit, row in found.items()},
        {unit: row.text_sha256 for unit, row in found.items()},
        (file.torn_note,) if file.torn else (),
    )


def _check(path: Path, line: int, concept: str, known: set[str]) -> None:
    if concept and concept not in known:
        raise UnknownIdError(f"concept ({path}:{line})", concept, known, "--taxonomy names the one that was coded with")


def on_the_same_texts(one: Side, other: Side) -> tuple[Side, Side, tuple[str, ...]]:
    """Both sides without the units whose texts in one language were not the same for both; and a note that says so."""
    changed = [
        unit
        for unit in one.codes
        if unit in other.hashes
        and unit in one.hashes
        and one.languages[unit] == other.languages[unit]
        and one.hashes[unit] != other.hashes[unit]
    ]
    if not changed:
        return one, other, ()
    note = f"{one.name}, {other.name}: not the same text for both (stale), left out: {', '.join(changed)}"
    return one.without(changed), other.without(changed), (note,)


def machine_side(coder: Coder, side: Side, documents: Sequence[str], language: Language | None) -> Side:
    """What the machine covers in the units of a side, each on the text in the language in which it was coded.

    Where that is not known the text is in ``language``, else English. ``documents`` are references to where units may
    be from besides the shipped documents. Units that are found nowhere are left out and noted.
    """
    wanted: dict[str, Language] = {unit: side.languages.get(unit) or language or "en" for unit in side.codes}
    units: dict[str, Unit] = {}
    for code in dict.fromkeys(wanted.values()):
        for edition in _editions([unit for unit in wanted if wanted[unit] == code], documents, code):
            for unit in (*edition.units("provision"), *edition.statements):
                if wanted.get(unit.id) == code:
                    units.setdefault(unit.id, unit)
    coded = coder.code(list(units.values()))
    codes = {
        unit.id: frozenset(coding.concept_id for coding in group if coding.coverage == "covered")
        for unit, group in zip(coded.units, coded.codings, strict=True)
    }
    lost = [unit for unit in wanted if unit not in units]
    if not units:
        raise TertiumError(f"no unit of {side.name} is in a shipped document; name theirs with --document")
    notes = (f"units in no document known here, left out ({len(lost)}): {', '.join(lost[:12])}",) if lost else ()
    hashes = {unit.id: text_hash(unit.text) for unit in units.values()}
    return Side("tertium", codes, {unit.id: unit.language for unit in units.values()}, hashes, notes)


def _editions(units: Sequence[str], documents: Sequence[str], language: Language) -> list[Edition]:
    names = {unit.partition("#")[0] for unit in units}
    known = [document.id for document in shipped().documents() if document.id in names]
    return [load_edition(reference, language) for reference in (*documents, *known)]
