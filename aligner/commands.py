"""The lines that are typed in a review: commands, and the concepts that they name."""

import re
import unicodedata
from collections.abc import Sequence
from difflib import get_close_matches

from ..taxonomies.taxonomy import Taxonomy

HELP = """a, accept         the covered concepts (●) apply, and no other
c, change 1 3 ID  exactly these apply (numbers, ids or labels)
+, add ID         the covered concepts apply, and these
n, none           no concept applies
s, skip           decide later
m, note TEXT      a note on this statement, saved at once
u, undo           take back the last decision or skip
g, go ID          go to that statement (p3.2), also a decided one
l, list [WORD]    the concepts (with WORD in id or label)
q, quit           stop; every decision is saved already
?, help           this list"""
_SHORT = {"accept": "a", "change": "c", "add": "+", "none": "n", "skip": "s", "note": "m", "undo": "u"}
_SHORT |= {"go": "g", "list": "l", "quit": "q", "help": "?", "h": "?"}
_APART = re.compile(r"\s*[;；,，、]\s*|\s+")


def parse_line(line: str) -> tuple[str, str]:
    """A line as the sign of its command (the first column of HELP; else the word itself) and what stands behind it.

    Full-width letters and signs, as Chinese keyboards have them, are taken as the plain ones, but not in a note.
    """
    text = unicodedata.normalize("NFKC", line).strip()
    word, _, rest = text.partition(" ")
    if text.startswith("+"):
        word, rest = "+", text[1:]
    elif word[:1].isdecimal():
        word, rest = "c", text
    command = _SHORT.get(word.lower(), word.lower())
    if command == "m":
        rest = (*line.split(maxsplit=1), "")[1]
    return command, rest.strip()


class ConceptNames:
    """What the concepts of a taxonomy may be called in a command: by id, or by label in either language."""

    def __init__(self, taxonomy: Taxonomy) -> None:
        self._taxonomy = taxonomy
        self.ids = frozenset(concept.id for concept in taxonomy.concepts)
        self._names = {label.lower(): c.id for c in taxonomy.concepts for label in c.labels.values()}
        self._names |= {concept.id.lower(): concept.id for concept in taxonomy.concepts}

    def read(self, text: str, proposals: Sequence[str]) -> frozenset[str] | str:
        """The concepts that numbers of proposals, ids and labels stand for, or what is wrong with one of them."""
        if text.lower() in self._names:
            return frozenset([self._names[text.lower()]])
        found = set()
        for part in filter(None, _APART.split(text)):
            if part.lower() in self._names:
                found.add(self._names[part.lower()])
            elif not part.isdecimal():
                return self._unknown(part)
            elif 1 <= int(part) <= len(proposals):
                found.add(proposals[int(part) - 1])
            else:
                return f"no proposal has the number {part}; expected 1 to {len(proposals)}, or an id"
        return frozenset(found)

    def listed(self, word: str) -> str:
        """A line for each concept that has the word in its id or a label."""
        lines = [f"{concept.id}  {' / '.join(concept.labels.values())}" for concept in self._taxonomy.concepts]
        found = [line for line in lines if word.lower() in line.lower()]
        return "\n".join(found) or f"no concept has '{word}' in its id or label"

    def _unknown(self, part: str) -> str:
        for theme in self._taxonomy.themes:
            if part.lower() in (theme.id.lower(), *(label.lower() for label in theme.labels.values())):
                below = [concept.id for concept in self._taxonomy.concepts if concept.broader == theme.id]
                return f"'{part}' is a theme, which is not coded itself; expected one of {', '.join(below)}"
        within = [name for name in self._names if part.lower() in name]
        near = [*within, *get_close_matches(part.lower(), self._names, 6, 0.5)]
        ids = list(dict.fromkeys(self._names[name] for name in near))[:3]
        return f"no concept has the id '{part}'; nearest: {', '.join(ids) or 'none'}; l lists all"
