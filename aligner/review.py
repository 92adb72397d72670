"""Going through a document's statements with a person: what is shown, what a typed line does, what is written down.

Nothing here draws or reads a terminal: ``Session.item`` is what there is to see, ``Session.apply`` takes one line. Each
decision is on the disk before the next statement is shown.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from difflib import get_close_matches
from pathlib import Path
from typing import Literal

from ..corpus.document import Edition, Statement
from ..corpus.errors import TertiumError
from ..taxonomies.taxonomy import Taxonomy
from .coding import MENTIONED, CodedUnits, Coding
from .decisions import Decision, DecisionFile, append_decision, read_decisions, text_hash
from .weights import COVERED

Only = Literal["", "uncertain", "unreviewed", "stale"]

# A proposal between these scores makes a statement uncertain.
UNCERTAIN = (MENTIONED, 0.7)
HELP = (
    "Enter or a: accept what is marked x; a number: mark or unmark that concept; + ID: add a concept; n: none applies; "
    "m TEXT: a note; s: skip; u: undo the last decision; q: quit (all is saved); ?: this help"
)


@dataclass(frozen=True, slots=True)
class Item:
    """One statement as it is put to the person; ``choices`` with a flag for those that are marked."""

    number: int
    total: int
    statement: Statement
    before: str
    after: str
    other: str
    choices: tuple[tuple[Coding, bool], ...]
    added: tuple[str, ...]
    note: str
    stale: Decision | None


class Session:
    """A review in progress; ``message`` says what the last line did."""

    def __init__(
        self,
        edition: Edition,
        coded: CodedUnits,
        path: Path,
        *,
        coder: str,
        date: str,
        only: Only = "",
        other: Mapping[str, str] | None = None,
    ) -> None:
        self.edition = edition
        self.coded = coded
        self.path = path
        self.coder = coder
        self.date = date
        self.message = ""
        self._other = other or {}
        self._known = [concept.id for concept in coded.taxonomy.concepts]
        self._decided = dict(self._read(coded.taxonomy))
        self._queue = [row for row, unit in enumerate(edition.statements) if self._wanted(row, unit, only)]
        self._total = len(self._queue)
        self._done: list[int] = []
        self._start()

    def _read(self, taxonomy: Taxonomy) -> Mapping[str, Decision]:
        """The decisions made before; those of somebody else, or with another taxonomy, must not be mixed in."""
        if not self.path.exists():
            return {}
        file: DecisionFile = read_decisions(self.path, self._known)
        if file.torn:
            self.message = f"{self.path}: the last line was never finished and is dropped: {file.torn}"
        for decision in file.decisions.values():
            for word, found, wanted in (
                ("coder", decision.coder, self.coder),
                ("taxonomy", decision.taxonomy, taxonomy.name),
            ):
                if found != wanted:
                    raise TertiumError(
                        f"{self.path}: holds decisions of {word} '{found}', not '{wanted}'; choose another file with "
                        "--decisions"
                    )
        return file.decisions

    def _state(self, unit: Statement) -> Literal["open", "decided", "stale"]:
        decision = self._decided.get(unit.id)
        if decision is None or decision.language != unit.language:
            return "open"
        return "decided" if decision.text_sha256 == text_hash(unit.text) else "stale"

    def _wanted(self, row: int, unit: Statement, only: Only) -> bool:
        state = self._state(unit)
        if only == "stale":
            return state == "stale"
        if only == "unreviewed":
            return state == "open"
        if only == "uncertain":
            low, high = UNCERTAIN
            return state != "decided" and any(low <= coding.score < high for coding in self.coded.codings[row])
        return state != "decided"

    @property
    def finished(self) -> bool:
        return not self._queue

    @property
    def left(self) -> int:
        """How many statements are still to be looked at."""
        return len(self._queue)

    def _start(self) -> None:
        """What is marked at first: the concepts that the machine covers."""
        self._note = ""
        self._added: list[str] = []
        if self._queue:
            codings = self.coded.codings[self._queue[0]]
            self._choices = [coding for coding in codings if coding.score >= MENTIONED]
            self._marked = {coding.concept_id for coding in codings if coding.score >= COVERED}

    def item(self) -> Item:
        """The statement at hand. The caller asks ``finished`` first."""
        row = self._queue[0]
        statements = self.edition.statements
        statement = statements[row]
        stale = self._decided.get(statement.id) if self._state(statement) == "stale" else None
        return Item(
            number=self._total - len(self._queue) + 1,
            total=self._total,
            statement=statement,
            before=statements[row - 1].text if row else "",
            after=statements[row + 1].text if row + 1 < len(statements) else "",
            other=self._other.get(statement.id, ""),
            choices=tuple((coding, coding.concept_id in self._marked) for coding in self._choices),
            added=tuple(self._added),
            note=self._note,
            stale=stale,
        )

    def apply(self, line: str) -> bool:
        """Do what the line says; False when the person wants to stop."""
        command, _, rest = line.strip().partition(" ")
        rest = rest.strip()
        self.message = ""
        if command in ("q", "quit"):
            return False
        if command in ("", "a", "accept"):
            self._decide(frozenset(self._marked | set(self._added)))
        elif command in ("n", "none"):
            self._decide(frozenset())
        elif command in ("s", "skip"):
            self._next()
        elif command in ("m", "note"):
            self._note = rest
        elif command in ("u", "undo"):
            self._undo()
        elif command.startswith("+"):
            self._add((command[1:] + " " + rest).strip())
        elif command.isdigit() and all(part.isdigit() for part in rest.split()):
            self._toggle([int(part) for part in (command, *rest.split())])
        else:
            self.message = HELP if command in ("?", "h", "help") else f"'{line.strip()}' is no command. {HELP}"
        return True

    def _toggle(self, numbers: Sequence[int]) -> None:
        every = [coding.concept_id for coding in self._choices] + self._added
        wrong = [number for number in numbers if not 1 <= number <= len(every)]
        if wrong:
            self.message = f"there is no concept {wrong[0]}; expected 1 to {len(every)}, or + ID for another"
            return
        for concept in (every[number - 1] for number in numbers):
            if concept in self._added:
                self._added.remove(concept)
            else:
                self._marked ^= {concept}

    def _add(self, concept: str) -> None:
        if concept not in self._known:
            near = get_close_matches(concept, self._known, 3, 0.4)
            self.message = f"no concept '{concept}'; nearest: {', '.join(near) or 'none'}"
        elif concept in {coding.concept_id for coding in self._choices}:
            self._marked.add(concept)
        elif concept not in self._added:
            self._added.append(concept)

    def _decide(self, concepts: frozenset[str]) -> None:
        row = self._queue[0]
        proposed = frozenset(c.concept_id for c in self.coded.codings[row] if c.score >= COVERED)
        verdict = "accepted" if concepts == proposed else "changed" if concepts else "none"
        self._write(row, verdict, concepts, proposed, self._note)
        self.message = f"{verdict}: {', '.join(sorted(concepts)) or 'none'}"
        self._done.append(row)
        self._next()

    def _next(self) -> None:
        self._queue.pop(0)
        self._start()

    def _undo(self) -> None:
        if not self._done:
            self.message = "nothing to undo in this session"
            return
        row = self._done.pop()
        self._write(row, "undone", frozenset(), frozenset(), "")
        self._decided.pop(self.edition.statements[row].id, None)
        self._queue.insert(0, row)
        self._start()
        self.message = f"undone: {self.edition.statements[row].id}"

    def _write(self, row: int, verdict: str, concepts: frozenset[str], proposed: frozenset[str], note: str) -> None:
        unit = self.edition.statements[row]
        decision = Decision(
            unit.id,
            text_hash(unit.text),
            unit.language,
            self.coded.taxonomy.name,
            self.coder,
            self.date,
            verdict,
            concepts,
            proposed,
            note,
        )
        append_decision(self.path, decision)
        self._decided[unit.id] = decision
