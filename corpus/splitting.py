"""Text to provisions, provisions to statements, in Chinese and English; no character is lost.

Every function works with offsets into one text (code points from 0, ends exclusive), so that
``text[statement.start:statement.end] == statement.text`` always holds.
"""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace

from .document import Language, Provision, Statement
from .errors import FormatError

_HEADING = re.compile(r"(?P<marks>#{1,6})\s+(?P<title>.*?)\s*(?:\{#(?P<id>[^\s{}#]+)\})?\s*")
_NUMBERED = re.compile(r"\s*(?P<number>\d{1,3})[.)]\s+(?=\S)")
_HAN = re.compile(r"[\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff]")

# A sentence ends behind these marks and the closing quotes and brackets that follow them.
_ZH_END = re.compile(r"[。！？；…]+[”’」』）】》]*")
_EN_END = re.compile(r"[.!?;]+[\"'”’)\]]*(?=\s)")
# Words before a full stop that do not end a sentence.
_ABBREVIATION = re.compile(
    r"(?:\b(?:e\.g|i\.e|cf|vs|etc|Art|Arts|No|Nos|Sec|Ch|para|paras|pp?|Dr|Mr|Mrs|Ms|Prof|St|U\.S|U\.K|E\.U)|\b[A-Z])\.$"
)


# Characters of daily use that only traditional texts have.
_TRADITIONAL = frozenset(
    "應護個資訊權與國們這對為動學會發開關從無問題據網絡業務處實現進還將來時間點說話請讓當產種類義際經濟環"
)


def is_traditional(text: str) -> bool:
    """Whether at least one Han character in fifty is a traditional one of daily use."""
    han = _HAN.findall(text)
    return bool(han) and sum(character in _TRADITIONAL for character in han) * 50 >= len(han)


def detect_language(text: str) -> Language:
    """``zh`` where Han characters are at least three tenths of the letters, else ``en``."""
    letters = sum(character.isalpha() for character in text)
    return "zh" if letters and len(_HAN.findall(text)) >= 0.3 * letters else "en"


def split_sentences(text: str, language: Language) -> list[tuple[int, int]]:
    """Cut ``text`` into sentences; the spans follow each other without gap or overlap and cover all of it.

    Chinese is cut behind 。！？；…, English behind ``. ! ? ;`` where white space follows and the next word does not
    continue the sentence (a small letter or digit after a full stop). Line breaks alone cut nothing.
    """
    if not text:
        return []
    cuts = [0]
    for match in (_ZH_END if language == "zh" else _EN_END).finditer(text):
        rest = text[match.end() :].lstrip()
        if language == "en" and match.group().startswith("."):
            if _ABBREVIATION.search(text, max(0, match.start() - 8), match.start() + 1):
                continue
            if rest and (rest[0].islower() or rest[0].isdigit()):
                continue
        if rest and text[cuts[-1] : match.end()].strip():
            cuts.append(len(text) - len(rest))
    return list(zip(cuts, [*cuts[1:], len(text)], strict=True))


def split_statements(text: str, language: Language, start: int = 0) -> Iterator[tuple[int, int]]:
    """Spans of the statements in ``text``, white space trimmed, moved by ``start``."""
    for begin, end in split_sentences(text, language):
        piece = text[begin:end]
        if piece.strip():
            left = len(piece) - len(piece.lstrip())
            yield start + begin + left, start + begin + len(piece.rstrip())


def make_provision(
    document_id: str,
    local_id: str,
    text: str,
    span: tuple[int, int],
    language: Language,
    headings: tuple[str, ...] = (),
) -> Provision:
    """A provision whose statements are the sentences of ``text[span]``, numbered from 1."""
    identity = f"{document_id}#{local_id}"
    statements = tuple(
        Statement(f"{identity}.{number}", document_id, identity, text[begin:end], language, begin, end, headings)
        for number, (begin, end) in enumerate(split_statements(text[slice(*span)], language, span[0]), 1)
    )
    heading = headings[-1] if headings else ""
    return Provision(identity, document_id, heading, language, *span, headings, statements)


@dataclass(slots=True)
class _Open:
    """The provision that is being read."""

    provision: Provision
    spans: dict[int, tuple[int, int]]

    def close(self, text: str, end: int) -> Provision:
        provision = self.provision
        statements = tuple(
            Statement(
                f"{provision.id}.{number}",
                provision.document_id,
                provision.id,
                text[begin:stop],
                provision.language,
                begin,
                stop,
                provision.headings,
            )
            for number, (begin, stop) in self.spans.items()
        )
        return replace(provision, end=end, statements=statements)


def parse_markdown(text: str, document_id: str, language: Language, path: object = "text") -> tuple[Provision, ...]:
    """Provisions of a Markdown edition, in order.

    A heading with an anchor (``## Fairness {#p2}``) begins a provision; one without is the title of the document (level
    1) or of a group. A numbered line (``3. …``) is one statement with that number; other lines are cut into sentences.
    Lines that begin with ``>`` are notes of the edition, not its text.

    Raises ``FormatError`` naming file and line: a doubled or empty provision id, a statement number that skips or comes
    again, text outside a provision.
    """
    provisions: list[Provision] = []
    path_of_headings: dict[int, str] = {}
    current: _Open | None = None
    position = 0
    for line_number, line in enumerate(text.splitlines(keepends=True), 1):
        begin, position = position, position + len(line)
        body = line.strip()
        heading = _HEADING.fullmatch(line.rstrip("\n"))
        if heading:
            level = len(heading["marks"])
            path_of_headings = {k: v for k, v in path_of_headings.items() if k < level} | {level: heading["title"]}
            if heading["id"]:
                if current:
                    provisions.append(current.close(text, begin))
                identity = f"{document_id}#{heading['id']}"
                if any(identity == done.id for done in provisions):
                    raise FormatError(path, line_number, f"a second provision '{heading['id']}'", "each id once")
                headings = tuple(v for k, v in sorted(path_of_headings.items()) if k > 1)
                current = _Open(
                    Provision(identity, document_id, heading["title"], language, begin, position, headings), {}
                )
        elif body and not body.startswith((">", "<!--")):
            if current is None:
                raise FormatError(
                    path, line_number, f"text before the first provision: '{body[:40]}'", "## Title {#id}"
                )
            _read_line(line, begin, current, language, path, line_number)
    if current:
        provisions.append(current.close(text, len(text)))
    return tuple(provisions)


def _read_line(line: str, begin: int, current: _Open, language: Language, path: object, line_number: int) -> None:
    """Add the statements of one line of prose to the open provision."""
    last = max(current.spans, default=0)
    numbered = _NUMBERED.match(line)
    if numbered:
        number = int(numbered["number"])
        if number != last + 1:
            raise FormatError(path, line_number, f"statement number {number}", f"{last + 1}, for numbers never skip")
        current.spans[number] = (begin + numbered.end(), begin + len(line.rstrip()))
        return
    for number, span in enumerate(split_statements(line, language, begin), last + 1):
        current.spans[number] = span


def with_facts(provisions: tuple[Provision, ...], facts: Mapping[str, Mapping[str, object]]) -> tuple[Provision, ...]:
    """The provisions with what the metadata say of each (locator, force, addressee, unconfirmed statements)."""
    result = []
    for provision in provisions:
        fact = facts.get(provision.id.partition("#")[2], {})
        unconfirmed = fact.get("unconfirmed", [])
        assert isinstance(unconfirmed, list)
        statements = tuple(
            replace(s, confirmed=int(s.id.rpartition(".")[2]) not in unconfirmed) for s in provision.statements
        )
        locator = str(fact.get("locator", ""))
        result.append(replace(provision, statements=statements, locator=locator, facts=fact))
    return tuple(result)
