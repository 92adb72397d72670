"""Going through a document's statements with a person: what there is to see, and what a typed line does.

A state machine that draws nothing and reads nothing: ``Session.current`` is the statement at hand, ``Session.apply``
takes one line and returns what happened. A decision is in the log, and so on the disk, before ``apply`` returns.
"""

from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, replace
from difflib import get_close_matches
from typing import Literal, Protocol

from ..corpus.document import Edition, Statement
from .coding import COVERED, MENTIONED, CodedUnits, Coding
from .commands import HELP, ConceptNames, parse_line
from .decisions import Decision, Ledger, Verdict, text_hash
from .progress import Only, Progress

EventKind = Literal["decided", "undone", "skipped", "noted", "moved", "told", "refused", "finished", "stopped"]

_AT_THE_END = "u takes the last back, g ID goes to one, q ends"
# Where no concept is even mentioned, so many of the nearest are shown.
_SHOWN = 3


class Log(Protocol):
    """What a session needs of a ``DecisionLog``."""

    ledger: Ledger

    def append(self, decision: Decision) -> None: ...


@dataclass(frozen=True, slots=True)
class Event:
    """What a line did, in words for the person."""

    kind: EventKind
    text: str


@dataclass(frozen=True, slots=True)
class Item:
    """A statement as it is put to the person.

    ``number`` is its place among the ``total`` statements of the edition, ``open`` how many of those are undecided.
    ``other`` is the same statement in the other language; ``earlier`` a decision on it, which does not hold any more
    where ``stale``.
    """

    number: int
    total: int
    open: int
    statement: Statement
    before: Statement | None
    after: Statement | None
    other: Statement | None
    proposals: tuple[Coding, ...]
    earlier: Decision | None
    stale: bool
    note: str


class Session:
    """A review in progress: ``current`` is None when no statement is left, ``stopped`` is true after quitting."""

    def __init__(
        self,
        edition: Edition,
        coded: CodedUnits,
        log: Log,
        *,
        coder: str,
        date: str,
        only: Only | None = None,
        other: Edition | None = None,
    ) -> None:
        self.edition = edition
        self.coded = coded
        self.stopped = False
        self.made: list[Decision] = []
        self._log = log
        self._coder = coder
        self._date = date
        self._names = ConceptNames(coded.taxonomy)
        self._statements = edition.statements
        self._place = {statement.id: row for row, statement in enumerate(self._statements)}
        self._other = {statement.id: statement for statement in (other.statements if other else ())}
        self.progress = Progress(edition, log.ledger, self._names.ids)
        self._queue = self.progress.queue(coded.codings, only)
        # What can be taken back: rows that were skipped or decided in this session.
        self._acts: list[tuple[Literal["skipped", "decided"], int]] = []

    @property
    def current(self) -> Item | None:
        """The statement at hand."""
        if not self._queue or self.stopped:
            return None
        row = self._queue[0]
        statement = self._statements[row]
        around = {place: self._statements[place] for place in (row - 1, row + 1) if 0 <= place < len(self._statements)}
        earlier = self._log.ledger.holding().get((statement.id, statement.language))
        note = self._log.ledger.notes.get((statement.id, statement.language), "")
        return Item(
            number=row + 1,
            total=len(self._statements),
            open=self.progress.count("open") + self.progress.count("stale"),
            statement=statement,
            before=around.get(row - 1),
            after=around.get(row + 1),
            other=self._other.get(statement.id),
            proposals=self._proposals(row),
            earlier=earlier,
            stale=self.progress.state(statement) == "stale",
            note=note or (earlier.note if earlier else ""),
        )

    @property
    def left(self) -> int:
        """How many statements are still in front of the person."""
        return len(self._queue)

    @property
    def summary(self) -> str:
        """What was done in this session, and how far the review is."""
        kinds = Counter(decision.verdict for decision in self.made)
        done = ", ".join(f"{count} {verdict}" for verdict, count in sorted(kinds.items())) or "none"
        return f"Decisions made: {done}. {self.progress.standing}."

    def apply(self, line: str) -> tuple[Event, ...]:
        """Do what a line says. Nothing is changed where it is refused."""
        command, rest = parse_line(line)
        actions: dict[str, Callable[[str], tuple[Event, ...]]] = {
            "a": self._accept,
            "c": self._change,
            "+": self._add,
            "n": self._none,
            "s": self._skip,
            "m": self._note,
            "u": self._undo,
            "g": self._go,
            "l": self._list,
            "q": self._quit,
            "?": self._help,
        }
        if command not in actions:
            found = f"'{line.strip()}' is no command" if line.strip() else "nothing typed, nothing done"
            return (Event("refused", f"{found}; a accepts, c changes, n says none, ? lists all"),)
        if not self._queue and command not in "ugl?q":
            return (Event("refused", f"no statement is at hand; {_AT_THE_END}"),)
        events = actions[command](rest)
        if not self._queue and events[0].kind in ("decided", "skipped"):
            events += (Event("finished", f"That was the last one; {_AT_THE_END}"),)
        return events

    def _proposals(self, row: int) -> tuple[Coding, ...]:
        codings = self.coded.codings[row]
        enough = [coding for coding in codings if coding.score >= MENTIONED]
        return tuple(enough or codings[:_SHOWN])

    def _covered(self) -> frozenset[str]:
        return frozenset(c.concept_id for c in self.coded.codings[self._queue[0]] if c.score >= COVERED)

    def _accept(self, rest: str) -> tuple[Event, ...]:
        covered = self._covered()
        if rest:
            return (Event("refused", "a takes nothing behind it; c chooses concepts, + adds one"),)
        if not covered:
            return (Event("refused", "no concept is covered here; n says that none applies, c chooses some"),)
        return self._decide("accepted", covered)

    def _change(self, rest: str) -> tuple[Event, ...]:
        return self._choose(rest, frozenset(), "c needs numbers of proposals or ids, as in: c 1 privacy; n says none")

    def _add(self, rest: str) -> tuple[Event, ...]:
        return self._choose(rest, self._covered(), "+ needs the id of a concept, as in: + privacy; l lists all")

    def _choose(self, rest: str, base: frozenset[str], usage: str) -> tuple[Event, ...]:
        proposals = [coding.concept_id for coding in self._proposals(self._queue[0])]
        found = self._names.read(rest, proposals)
        if isinstance(found, str):
            return (Event("refused", found),)
        if not found:
            return (Event("refused", usage),)
        concepts = base | found
        return self._decide("accepted" if concepts == self._covered() else "changed", concepts)

    def _none(self, rest: str) -> tuple[Event, ...]:
        if rest:
            return (Event("refused", "n takes nothing behind it; m writes a note"),)
        return self._decide("none", frozenset())

    def _decide(self, verdict: Verdict, concepts: frozenset[str]) -> tuple[Event, ...]:
        row = self._queue[0]
        statement = self._statements[row]
        note = self.current.note if self.current else ""
        self._write(statement, verdict, concepts, self._covered(), note)
        self._acts.append(("decided", row))
        self._queue.pop(0)
        return (Event("decided", f"{statement.id}: {verdict}: {', '.join(sorted(concepts)) or 'no concept'}"),)

    def _skip(self, _: str) -> tuple[Event, ...]:
        row = self._queue.pop(0)
        self._acts.append(("skipped", row))
        return (Event("skipped", f"{self._statements[row].id}: skipped"),)

    def _note(self, rest: str) -> tuple[Event, ...]:
        statement = self._statements[self._queue[0]]
        if not rest:
            return (Event("refused", "m needs the text of the note"),)
        self._write(statement, "noted", frozenset(), frozenset(), rest)
        return (Event("noted", f"{statement.id}: note saved; the statement is still to be decided"),)

    def _undo(self, _: str) -> tuple[Event, ...]:
        """The last act of this session; without one, the last decision in the file on a statement of this edition."""
        if self._acts:
            kind, row = self._acts.pop()
            if kind == "skipped":
                self._put_first(row)
                return (Event("undone", f"{self._statements[row].id}: back from being skipped"),)
            key = self._statements[row].id, self._statements[row].language
        else:
            mine = {(statement.id, statement.language) for statement in self._statements}
            keys = [key for key in self._log.ledger.holding() if key in mine]
            if not keys:
                return (Event("refused", "there is nothing to take back"),)
            key = keys[-1]
            row = self._place[key[0]]
        last = self._log.ledger.holding()[key]
        taken = replace(last, verdict="undone", concepts=frozenset(), proposed=frozenset(), note="", line=0)
        self._log.append(replace(taken, date=self._date))
        self.made = [decision for decision in self.made if decision is not last]
        self._put_first(row)
        what = ", ".join(sorted(last.concepts)) or "no concept"
        return (Event("undone", f"{last.unit_id}: taken back: {last.verdict} ({what}), of {last.date}"),)

    def _go(self, rest: str) -> tuple[Event, ...]:
        ids = {statement.id.rpartition("#")[2].lower(): row for row, statement in enumerate(self._statements)}
        row = ids.get(rest.rpartition("#")[2].lower())
        if row is None:
            near = get_close_matches(rest, ids, 3, 0.4)
            return (Event("refused", f"no statement has the id '{rest}'; nearest: {', '.join(near) or 'none'}"),)
        self._put_first(row)
        return (Event("moved", f"at {self._statements[row].id}"),)

    def _list(self, rest: str) -> tuple[Event, ...]:
        return (Event("told", self._names.listed(rest)),)

    def _help(self, _: str) -> tuple[Event, ...]:
        return (Event("told", HELP),)

    def _quit(self, _: str) -> tuple[Event, ...]:
        self.stopped = True
        return (Event("stopped", "stopped"),)

    def _put_first(self, row: int) -> None:
        self._queue = [row, *(other for other in self._queue if other != row)]

    def _write(
        self, statement: Statement, verdict: Verdict, concepts: frozenset[str], proposed: frozenset[str], note: str
    ) -> None:
        decision = Decision(
            unit_id=statement.id,
            text_sha256=text_hash(statement.text),
            language=statement.language,
            verdict=verdict,
            concepts=concepts,
            proposed=proposed,
            note=note,
            taxonomy=self.coded.taxonomy.name,
            coder=self._coder,
            date=self._date,
        )
        self._log.append(decision)
        if verdict != "noted":
            self.made.append(decision)
