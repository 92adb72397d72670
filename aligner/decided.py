"""Whose codings count: the machine's or the settled ones of two readers, and a person's decisions before both."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Literal

import numpy as np

from ..corpus.document import Edition, Provision, Statement, Unit, UnitKind
from ..taxonomies.taxonomy import Taxonomy
from .coding import CodedUnits, Coder, Coding, coverage_of
from .decisions import Decision, DecisionFile, text_hash

Codings = Literal["machine", "human"]

LANGUAGE_MODELS = (
    "codings settled from two readings; the readers were language models that followed the codebook, not people"
)


@dataclass(frozen=True, slots=True)
class Coded:
    """The codings of editions, ``confirmed``: how many units of each a person decided, and what a reader must know."""

    coded: tuple[CodedUnits, ...]
    confirmed: tuple[int, ...]
    notes: tuple[str, ...]


def code_editions(
    coder: Coder,
    editions: Sequence[Edition],
    *,
    unit: UnitKind = "statement",
    codings: Codings = "machine",
    files: Sequence[DecisionFile] = (),
) -> Coded:
    """Code editions, a person's decision in place of all codings of its statement.

    A provision of which some statements are decided has what was decided on those, and the machine's codings of the
    others. Raises ``TertiumError`` for ``human`` where nobody has read the document.
    """
    notes = [f"{edition.document.id}: {LANGUAGE_MODELS}" for edition in editions if codings == "human"]
    decided, more = resolve(files, editions, coder.taxonomy)
    notes += more
    coded, confirmed = [], []
    for edition in editions:
        units = edition.units(unit)
        code = _settled(edition, coder.taxonomy) if codings == "human" else coder.code
        base = code([_undecided(unit, decided) for unit in units])
        done, count = _apply(replace(base, units=units), decided, codings)
        coded.append(done)
        confirmed.append(count)
        if files:
            coders = {d.coder for s in edition.statements for d in decided.get(_key(s), ())}
            by = f" ({', '.join(sorted(coders))})" if coders else ""
            notes.append(f"{edition.reference}: {count} of {len(units)} {unit}s confirmed by a person{by}")
    return Coded(tuple(coded), tuple(confirmed), tuple(dict.fromkeys(notes)))


Place = tuple[str, str]
Decided = Mapping[Place, tuple[Decision, ...]]


def _key(statement: Statement) -> Place:
    return statement.id, text_hash(statement.text)


def resolve(
    files: Sequence[DecisionFile], editions: Sequence[Edition], taxonomy: Taxonomy
) -> tuple[Decided, tuple[str, ...]]:
    """The decisions that apply, by statement and hash of its text, and what a reader must know of all others.

    Of two files the later one holds; where they say the same of a statement, both confirm it.
    """
    statements = [statement for edition in editions for statement in edition.statements]
    texts = {_key(statement) for statement in statements}
    languages = {(statement.id, statement.language) for statement in statements}
    ids = {statement.id for statement in statements}
    known = {concept.id for concept in taxonomy.concepts}
    decided: dict[Place, tuple[Decision, ...]] = {}
    notes: list[str] = []
    for file in files:
        unused: dict[str, list[str]] = {}
        for row in file.decisions.values():
            place = row.unit_id, row.text_sha256
            if row.taxonomy != taxonomy.name:
                unused.setdefault(f"made on the taxonomy {row.taxonomy}", []).append(row.unit_id)
            elif row.unit_id not in ids:
                unused.setdefault("on statements that no document here has", []).append(row.unit_id)
            elif row.key not in languages:
                unused.setdefault("on the text in the other language", []).append(row.unit_id)
            elif place not in texts:
                unused.setdefault("on texts that have changed since (stale)", []).append(row.unit_id)
            elif row.concepts - known:
                odd = ", ".join(sorted(row.concepts - known))
                unused.setdefault(f"with concepts that {taxonomy.name} does not have ({odd})", []).append(row.unit_id)
            else:
                before = decided.get(place, ())
                if before and before[0].concepts != row.concepts:
                    other = ", ".join(decision.coder for decision in before)
                    notes.append(f"{file.path.name}: {row.unit_id}: decided otherwise than by {other}; this one counts")
                    before = ()
                decided[place] = (*(d for d in before if d.coder != row.coder), row)
        notes += [
            f"{file.path.name}: decisions {why}, not used: {len(units)} ({_some(units)})"
            for why, units in unused.items()
        ]
        notes += [file.torn_note] if file.torn else []
    return decided, tuple(notes)


def _some(units: Sequence[str]) -> str:
    return ", ".join(units[:12]) + (" ..." if len(units) > 12 else "")


def _undecided(unit: Unit, decided: Decided) -> Unit:
    """A provision without its decided statements, so that what the machine thinks of those does not count."""
    left = tuple(statement for statement in unit.statements if _key(statement) not in decided)
    return replace(unit, statements=left) if isinstance(unit, Provision) and left else unit


def _apply(base: CodedUnits, decided: Decided, codings: Codings) -> tuple[CodedUnits, int]:
    """The codings with the decisions in them, and how many units are decided as a whole."""
    order = {concept.id: column for column, concept in enumerate(base.taxonomy.concepts)}
    scores = base.scores.copy()
    rows = []
    confirmed = 0
    for row, (unit, group) in enumerate(zip(base.units, base.codings, strict=True)):
        found = [decided[_key(s)] for s in unit.statements if _key(s) in decided]
        whole = bool(found) and len(found) == len(unit.statements)
        confirmed += whole
        changed = [_decide(coding, found, whole, codings) for coding in group] if found else group
        for coding in changed:
            scores[row, order[coding.concept_id]] = coding.score
        rows.append(tuple(sorted(changed, key=lambda coding: (-coding.score, order[coding.concept_id]))))
    return CodedUnits(base.units, base.taxonomy, scores, tuple(rows)), confirmed


def _decide(coding: Coding, found: Sequence[tuple[Decision, ...]], whole: bool, codings: Codings) -> Coding:
    said = [decisions for decisions in found if coding.concept_id in decisions[0].concepts]
    if not (said or whole):
        return coding
    speakers = list(dict.fromkeys(decision for decisions in said or found for decision in decisions))
    words = "; ".join(
        f"{'confirmed' if said else 'ruled out'} by {d.coder} on {d.date} ({d.verdict})"
        + (f" in {d.unit_id.rpartition('#')[2]}" if d.unit_id != coding.unit_id else "")
        + (f": {d.note}" if d.note else "")
        for d in speakers
    )
    before = f"{'machine' if codings == 'machine' else 'readers'} {coding.score:.2f}: {coding.reason}"
    return replace(
        coding,
        score=float(bool(said)),
        coverage=coverage_of(float(bool(said))),
        reason=f"{words}; {before}",
        confirmed_by="; ".join(dict.fromkeys(decision.coder for decision in speakers)),
    )


def _settled(edition: Edition, taxonomy: Taxonomy) -> Callable[[Sequence[Unit]], CodedUnits]:
    """What codes units as the two readers did; a provision has the concepts of its statements."""
    from .reference import code_as_settled

    settled = code_as_settled(edition, taxonomy)
    by_statement = {unit.id: group for unit, group in zip(settled.units, settled.codings, strict=True)}
    order = {concept.id: column for column, concept in enumerate(taxonomy.concepts)}

    def code(units: Sequence[Unit]) -> CodedUnits:
        scores = np.zeros((len(units), len(order)))
        rows = []
        for row, unit in enumerate(units):
            best: dict[str, Coding] = {}
            for coding in (coding for statement in unit.statements for coding in by_statement[statement.id]):
                if coding.concept_id not in best or coding.score > best[coding.concept_id].score:
                    best[coding.concept_id] = replace(coding, unit_id=unit.id)
            for coding in best.values():
                scores[row, order[coding.concept_id]] = coding.score
            rows.append(tuple(sorted(best.values(), key=lambda coding: (-coding.score, order[coding.concept_id]))))
        return CodedUnits(tuple(units), taxonomy, scores, tuple(rows))

    return code
