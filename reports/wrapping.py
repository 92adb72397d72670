"""Folding mixed Chinese and English text to a number of terminal cells.

Rich breaks lines at spaces only; here a line may also end between any two Chinese characters, unless that would put
closing punctuation at the start of a line or an opening bracket at its end (the rule printers call kinsoku).
"""

import unicodedata
from collections.abc import Callable

_NOT_FIRST = frozenset("，。；：！？、）》」』】”’…·,.;:!?)]}%")
_NOT_LAST = frozenset("（《「『【“‘([{")


def _is_wide(character: str) -> bool:
    return unicodedata.east_asian_width(character) in "WF"


def _may_break(left: str, right: str) -> bool:
    """Whether a line may end between these two characters."""
    if right in _NOT_FIRST or left in _NOT_LAST:
        return False
    return left.isspace() or _is_wide(left) or _is_wide(right)


def break_offsets(text: str, width: int, measure: Callable[[str], int]) -> list[int]:
    """Where each line after the first begins, so that none is wider than ``width`` cells.

    A word longer than a line is broken anywhere; white space at a break belongs to the line it ends.
    """
    offsets: list[int] = []
    start, last_chance, used = 0, 0, 0
    for position, character in enumerate(text):
        if position > start and _may_break(text[position - 1], character) and not character.isspace():
            last_chance = position
        cells = measure(character)
        if used + cells > width and not character.isspace():
            start = last_chance if last_chance > start else position
            offsets.append(start)
            used = measure(text[start:position])
        used += cells
    return offsets
