"""Words and phrases of a text. The only module that knows spaCy and rjieba.

Blank pipelines only: nothing is downloaded. Chinese phrases are found on characters, because a segmenter hides terms
(个人隐私 as one word hides 隐私); Chinese words are cut by rjieba where words are *counted*. English phrases are
found on words without regard to case and inflection.
"""

import re
from bisect import bisect_left
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from itertools import product

import rjieba
import spacy
from spacy.language import Language as Pipeline
from spacy.matcher import Matcher, PhraseMatcher
from spacy.tokens import Doc
from spacy.util import registry
from spacy.vocab import Vocab

from .document import Language

# Full-width ASCII to half-width, dashes to spaces, curly quotes to straight ones: one character for one, so that
# offsets in the folded text are offsets in the text.
_FOLD = {code: code - 0xFEE0 for code in range(0xFF01, 0xFF5F)} | {0x3000: 0x20}
_FOLD |= dict.fromkeys(map(ord, "-‐‑‒–—/"), 0x20) | {ord("’"): ord("'"), ord("‘"): ord("'")}
_VOWEL = re.compile(r"[aeiouy]")
_IRREGULAR = {"biases": "bias", "biased": "bias", "children": "child", "women": "woman", "men": "man"}
_IRREGULAR |= {"lives": "life", "used": "use", "using": "use"}
# Words whose ending is not an inflection.
_KEEP = frozenset(("during", "thing", "things", "something", "nothing", "everything", "anything"))
_KEEP |= {"need", "indeed", "speed", "humane"}


@dataclass(frozen=True, slots=True)
class Hit:
    """A phrase found in a text: the key it was registered under and where it stands (code points)."""

    key: str
    start: int
    end: int


def fold(text: str) -> str:
    """Lower case, half width, hyphens as spaces; as long as the text itself."""
    lowered = "".join(low if len(low := character.lower()) == 1 else character for character in text)
    return lowered.translate(_FOLD)


@cache
def inflection_key(word: str) -> str:
    """One key for the inflected forms of an English word: right/rights, use/used/using, policy/policies.

    A few suffix rules, made for matching: the key need not be a word. Derived words (explain, explanation) keep apart;
    a phrase asks for those with a star (``expla*``).
    """
    word = _IRREGULAR.get(word, word)
    if len(word) < 4 or word in _KEEP or not word.isascii():
        return word
    if word.endswith("ies") and len(word) > 4:
        return word[:-3] + "y"
    if word.endswith("s") and not word.endswith(("ss", "us", "is")):
        word = word[:-1]
    for suffix in ("ing", "ed"):
        root = word.removesuffix(suffix)
        if root != word and len(root) > 2 and _VOWEL.search(root) and not word.endswith("eed"):
            doubled = root[-1] == root[-2] and (root[-1] not in "lsz" or (root[-1] == "l" and len(root) > 5))
            word = root[:-1] if doubled else root
            word = word[:-1] + "y" if suffix == "ed" and word.endswith("i") else word
            break
    return word.removesuffix("e") if len(word) > 3 else word


@Pipeline.component("tertium_inflection")
def _inflection(doc: Doc) -> Doc:
    for token in doc:
        token.lemma_ = inflection_key(token.lower_)
    return doc


class _RjiebaTokenizer:
    """rjieba's words as a spaCy tokenizer; ``doc.text`` is the text itself."""

    def __init__(self, vocab: Vocab) -> None:
        self.vocab = vocab

    def __call__(self, text: str) -> Doc:
        words = rjieba.cut(text)
        return Doc(self.vocab, words=words, spaces=[False] * len(words))


def _create_rjieba_tokenizer() -> Callable[[Pipeline], _RjiebaTokenizer]:
    return lambda nlp: _RjiebaTokenizer(nlp.vocab)


registry.tokenizers.register("tertium.rjieba.v1", func=_create_rjieba_tokenizer)


@cache
def _words_pipeline(language: Language) -> Pipeline:
    if language == "zh":
        return spacy.blank("zh", config={"nlp": {"tokenizer": {"@tokenizers": "tertium.rjieba.v1"}}})
    return _phrases_pipeline("en")


@cache
def _phrases_pipeline(language: Language) -> Pipeline:
    nlp = spacy.blank(language)
    if language == "en":
        nlp.add_pipe("tertium_inflection")
    return nlp


def words(text: str, language: Language) -> list[str]:
    """The words of a text, for counting: rjieba's in Chinese, inflection keys in English; no punctuation, no case."""
    tokens = _words_pipeline(language)(fold(text))
    return [
        token.lemma_ if language == "en" else token.text
        for token in tokens
        if any(character.isalnum() for character in token.text)
    ]


class PhraseFinder:
    """Finds many phrases in many texts of one language, with spaCy's matchers.

    ``phrases`` maps a key to the phrases registered under it. English phrases match whole words in any inflection; a
    star at the end of a word matches any ending (``discriminat*``), an equals sign before it only this very form
    (``=conditioning``). Chinese phrases match characters, but never half of a word that reaches out of the match:
    强人工智能 is not in 增强|人工智能, while 隐私 is in 个人隐私.
    """

    def __init__(self, language: Language, phrases: Mapping[str, Iterable[str]]) -> None:
        self._language = language
        self._nlp = _phrases_pipeline(language)
        self._plain = PhraseMatcher(self._nlp.vocab, attr="LEMMA" if language == "en" else "ORTH")
        self._exact = Matcher(self._nlp.vocab)
        # A star stands for the endings that occur in the texts: such phrases are added as their words are first seen.
        self._starred: list[tuple[str, list[str]]] = []
        self._seen: set[str] = set()
        for key, group in phrases.items():
            for phrase in group:
                folded = fold(phrase).strip()
                if language == "en" and "*" in folded:
                    self._starred.append((key, folded.split()))
                elif language == "en" and "=" in folded:
                    self._exact.add(key, [[_exact_or_inflected(word) for word in folded.split()]])
                elif folded:
                    self._plain.add(key, [self._nlp(folded)])

    def find(self, texts: Sequence[str]) -> list[list[Hit]]:
        """For each text its hits by position; overlapping ones and several keys for one span all count."""
        folded = [fold(text) for text in texts]
        docs = [self._nlp(text) for text in folded]
        if self._starred:
            self._learn({token.text for doc in docs for token in doc} - self._seen)
        return [
            self._hits(doc, _word_spans(text) if self._language == "zh" else ())
            for doc, text in zip(docs, folded, strict=True)
        ]

    def _hits(self, doc: Doc, words: Iterable[tuple[int, int]]) -> list[Hit]:
        hits = set()
        for matcher in (self._plain, self._exact):
            if not len(matcher):  # spaCy warns of an empty one
                continue
            for key, start, end in matcher(doc):
                span = doc[start:end]
                if not _halves_a_word(span.start_char, span.end_char, words):
                    hits.add(Hit(self._nlp.vocab.strings[key], span.start_char, span.end_char))
        return sorted(hits, key=lambda hit: (hit.start, -hit.end, hit.key))

    def _learn(self, new: set[str]) -> None:
        """Add the starred phrases with every ending that new words give them."""
        self._seen |= new
        fresh, known = sorted(new), sorted(self._seen)
        for key, words in self._starred:
            if any(_beginning_with(word[:-1], fresh) for word in words if word.endswith("*")):
                choices = [_beginning_with(word[:-1], known) if word.endswith("*") else [word] for word in words]
                self._plain.add(key, [self._nlp(" ".join(chosen)) for chosen in product(*choices)])


def _beginning_with(prefix: str, words: Sequence[str]) -> Sequence[str]:
    """The words of a sorted list that begin with the prefix."""
    first = bisect_left(words, prefix)
    last = bisect_left(words, prefix + "\U0010ffff", first)
    return words[first:last]


def _word_spans(text: str) -> list[tuple[int, int]]:
    """The words of more than one character that rjieba sees in a Chinese text, as spans."""
    spans, position = [], 0
    for word in rjieba.cut(text):
        if len(word) > 1:
            spans.append((position, position + len(word)))
        position += len(word)
    return spans


def _halves_a_word(start: int, end: int, words: Iterable[tuple[int, int]]) -> bool:
    """Whether a single character at either end of the span belongs to a word that goes on outside.

    Longer parts are endings (可解释|性, 责任|感) more often than accidents.
    """
    return any(
        (first < start and last == start + 1 < end) or (first == end - 1 > start and end < last)
        for first, last in words
    )


def _exact_or_inflected(word: str) -> dict[str, str]:
    return {"LOWER": word[1:]} if word.startswith("=") else {"LEMMA": inflection_key(word)}


def longest(hits: Iterable[Hit]) -> list[Hit]:
    """The hits that do not lie wholly inside a longer one, whatever its key: 社会安全 hides 安全."""
    kept: list[Hit] = []
    for hit in sorted(hits, key=lambda hit: (hit.start, -hit.end, hit.key)):
        if not any(k.start <= hit.start and hit.end <= k.end and k.end - k.start > hit.end - hit.start for k in kept):
            kept.append(hit)
    return kept
