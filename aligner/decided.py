"""What people decided, put before what the machine coded."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Literal

from ..corpus.document import Edition, Unit
from .coding import CodedUnits, Coding, coverage_of
from .decisions import Decision, DecisionFile, text_hash

Codings = Literal["machine", "human"]

LANGUAGE_MODELS = (
    "codings of two readers, settled; the readers were language models that followed the codebook, not people"
)


def apply_decisions(
    coded: CodedUnits, edition: Edition, files: Sequence[DecisionFile]
) -> tuple[CodedUnits, tuple[str, ...]]:
    """The codings with each decided statement's replaced, and what a reader must know of the decisions.

    A decision holds for the text and the taxonomy that it was made on: one whose text has changed since is left out
    and named, one on the other language's text is counted. Of two files the later one wins, and that is told. A
    provision is confirmed where all its statements are; else it has what was decided on some, beside the machine's.
    """
    decided, notes = _holding(coded, edition, files)
    scores = coded.scores.copy()
    codings = []
    confirmed = 0
    place = {concept.id: column for column, concept in enumerate(coded.taxonomy.concepts)}
    for row, (unit, group) in enumerate(zip(coded.units, coded.codings, strict=True)):
        mine = [decided[statement.id] for statement in unit.statements if statement.id in decided]
        whole = bool(mine) and len(mine) == len(unit.statements)
        confirmed += whole
        group = tuple(_decide(coding, mine, whole) for coding in group)
        for coding in group:
            scores[row, place[coding.concept_id]] = coding.score
        codings.append(tuple(sorted(group, key=lambda coding: (-coding.score, place[coding.concept_id]))))
    notes.append(f"{edition.document.id}: {confirmed} of {len(coded.units)} units confirmed by a person")
    return CodedUnits(coded.units, coded.taxonomy, scores, tuple(codings)), tuple(notes)


def _holding(
    coded: CodedUnits, edition: Edition, files: Sequence[DecisionFile]
) -> tuple[dict[str, Decision], list[str]]:
    name = edition.document.id
    texts: Mapping[str, Unit] = {statement.id: statement for statement in edition.statements}
    decided: dict[str, Decision] = {}
    notes: list[str] = []
    for file in files:
        stale, unknown, foreign, overruled, elsewhere = [], [], 0, [], 0
        for unit_id, decision in file.decisions.items():
            if unit_id not in texts:
                unknown += [unit_id] * unit_id.startswith(f"{name}#")
            elif decision.taxonomy != coded.taxonomy.name:
                elsewhere += 1
            elif decision.language != texts[unit_id].language:
                foreign += 1
            elif decision.text_sha256 != text_hash(texts[unit_id].text):
                stale.append(unit_id)
            else:
                if unit_id in decided and decided[unit_id].concepts != decision.concepts:
                    overruled.append(unit_id)
                decided[unit_id] = decision
        for words, ids in (
            ("decisions on texts that have changed since, not used", stale),
            ("decisions on ids that the document does not have, not used", unknown),
            ("decisions that go against those of a file named before", overruled),
        ):
            if ids:
                notes.append(f"{file.path.name}: {words}: {', '.join(ids)}")
        if foreign:
            notes.append(f"{file.path.name}: {foreign} decisions on {name} in the other language, not used")
        if elsewhere:
            notes.append(f"{file.path.name}: {elsewhere} decisions on {name} with another taxonomy, not used")
        if file.torn:
            notes.append(f"{file.path.name}: the last line was never finished and is not used: {file.torn}")
    return decided, notes


def _decide(coding: Coding, decisions: Sequence[Decision], whole: bool) -> Coding:
    """The coding as the decisions on its unit's statements have it."""
    said = [decision for decision in decisions if coding.concept_id in decision.concepts]
    if not (said or whole):
        return coding
    speaker = (said or list(decisions))[0]
    score = float(bool(said))
    words = f"{speaker.verdict} by {speaker.coder} on {speaker.date}" + (f": {speaker.note}" if speaker.note else "")
    names = "; ".join(dict.fromkeys(decision.coder for decision in decisions)) if whole else ""
    return replace(
        coding, score=score, coverage=coverage_of(score), reason=f"{words}; {coding.reason}", confirmed_by=names
    )
