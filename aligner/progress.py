"""How far a person's review of an edition is: which statements are decided, open, or decided on another text."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Literal

from ..corpus.document import Edition, Statement
from .coding import COVERED, MENTIONED, Coding
from .decisions import Decision, Key, Ledger, text_hash

Only = Literal["uncertain", "unreviewed", "stale"]
State = Literal["open", "decided", "stale"]

# A covered concept whose score is this near to the threshold is as uncertain as one that is only mentioned.
_NARROW = 0.1


class Progress:
    """The statements of an edition beside the decisions of a ledger; ``concepts`` are those of the taxonomy."""

    def __init__(self, edition: Edition, ledger: Ledger, concepts: Iterable[str]) -> None:
        self._statements = edition.statements
        self._ledger = ledger
        self._concepts = frozenset(concepts)

    def state(self, statement: Statement, holding: Mapping[Key, Decision] | None = None) -> State:
        """``stale`` where the text, or the taxonomy's concepts, have changed since the decision."""
        decision = (self._ledger.holding() if holding is None else holding).get((statement.id, statement.language))
        if decision is None:
            return "open"
        same = decision.text_sha256 == text_hash(statement.text) and decision.concepts <= self._concepts
        return "decided" if same else "stale"

    def count(self, state: State) -> int:
        """How many statements are in that state."""
        holding = self._ledger.holding()
        return sum(self.state(statement, holding) == state for statement in self._statements)

    def queue(self, codings: Sequence[Sequence[Coding]], only: Only | None) -> list[int]:
        """The places of the statements to go through: all that are not decided, or ``only`` some of those."""
        holding = self._ledger.holding()
        states = [self.state(statement, holding) for statement in self._statements]
        wanted = {"stale": ("stale",), "unreviewed": ("open",)}.get(only or "", ("open", "stale"))
        return [
            row
            for row, (state, group) in enumerate(zip(states, codings, strict=True))
            if state in wanted and (only != "uncertain" or _uncertain(group))
        ]

    @property
    def standing(self) -> str:
        """How far the review is, in words."""
        stale = self.count("stale")
        changed = f", {stale} of them on a text that has changed since (stale)" if stale else ""
        undecided = self.count("open") + stale
        return f"{self.count('decided')} of {len(self._statements)} statements decided, {undecided} not{changed}"

    @property
    def warnings(self) -> tuple[str, ...]:
        """Decisions on this document that speak of statements it does not have."""
        documents = {statement.document_id for statement in self._statements}
        ids = {statement.id for statement in self._statements}
        lost = [unit for unit, _ in self._ledger.holding() if unit not in ids and unit.partition("#")[0] in documents]
        return (f"decisions on statements that the document does not have: {', '.join(lost)}",) if lost else ()


def _uncertain(codings: Sequence[Coding]) -> bool:
    return any(MENTIONED <= coding.score < COVERED + _NARROW for coding in codings)
