"""The frame of a sentence: what in it is only backdrop, and sentences that speak of the document itself.

A concept in a purpose clause ("in order to protect rights, …", 为保护权利，……), in a condition ("in accordance with
law", 依法), in the name of a law (《个人信息保护法》) or in a table of contents is not demanded. The rules are those of
the codebook (G6, G7, G17): what is backdrop is told and does not count.
"""

import re
from collections.abc import Sequence

from ..corpus.document import Language

Span = tuple[int, int]

_BACKDROP: dict[Language, tuple[re.Pattern[str], ...]] = {
    "en": (
        # To protect …, / In order to …, / with a view to …: up to the next comma or the end of the clause.
        re.compile(r"^To\b[^,;.:]*,"),
        re.compile(
            r"\b(?:in order (?:to|that)|so as to|with a view to|with the (?:aim|purpose|goal) of"
            r"|for the (?:purposes?|sake) of|thereby|thus)\b[^,;.:]*",
            re.IGNORECASE,
        ),
        re.compile(
            r"\b(?:in (?:accordance|compliance|conformity|line) with|pursuant to|without prejudice to"
            r"|subject to (?:the )?laws?"
            r"|as (?:laid down|provided(?: for)?|specified|set out|prescribed)"
            r"|under (?:the )?(?:laws?|article))\b[^,;.:]*",
            re.IGNORECASE,
        ),
        # …, which is tied to the principle of fairness, …
        re.compile(r"\bwhich (?:is|are) (?:tied|linked|related|closely linked) to\b[^,;.:]*", re.IGNORECASE),
    ),
    "zh": (
        re.compile(r"(?:(?<=^)|(?<=[，。；：]))(?:为了?|本着|根据|依据|依照|按照)[^，。；：]*，"),
        re.compile(r"(?:以便|从而|进而|旨在|以(?:促进|保障|保护|维护|确保|实现|推动|防止|避免|增强|提高))[^，。；：]*"),
        re.compile(r"依法|依照[^，。；：]{0,20}规定|在[^，。；：]*(?:前提|基础|条件)下"),
        re.compile(r"《[^》]*》"),
    ),
}

_PARTS_EN = (
    r"requirements?|principles?|guidelines?|lists?|chapters?|sections?|annex(?:es)?|parts?|documents?|charters?"
    r"|frameworks?|appendix|pledge|code|texts?|preamble|report|recommendations?"
)
_ABOUT: dict[Language, re.Pattern[str]] = {
    "en": re.compile(
        r"^(?:(?:under|in|for) )?(?:the|this|these|each|our|all|its)?\s?(?:[\w-]+\s){0,5}?"
        rf"(?:{_PARTS_EN})\b.{{0,80}}?\b"
        r"(?:(?:is|are) (?:tied|linked|related|connected|divided|organi[sz]ed|structured|grouped|arranged|based)"
        r"|ha(?:s|ve) \w+ (?:parts?|topics?|chapters?|sections?|headings?|themes?)|comprises?|consists? of"
        r"|rests? on|flows? from|derives? from|follows? from|builds? on"
        r"|(?:was|were) (?:drafted|written|adopted|published))",
        re.IGNORECASE,
    ),
    "zh": re.compile(
        r"(?:设有|下设|下分|分为)[一二两三四五六七八九十\d]+个(?:专题|主题|分项|部分|方面|章节)"
        r"|(?:原则|要求|指南|清单|章|节|附件|部分|文件|宪章|框架|承诺|准则|序言|报告|公约)[^，。；]{0,30}"
        r"(?:相联系|相关联|相互关联|密切相关|挂钩|分为|划分为|(?:包括|共有?)[一二两三四五六七八九十\d]+[个项章节部条]|"
        r"源于|源自|出自|基于|建立在|由[^，。；]{1,20}(?:起草|撰写|发布|制定|通过))"
    ),
}


_DEMAND = re.compile(r"应|须|不得|鼓励|\b(?:should|must|shall)\b")


def backdrop_spans(text: str, language: Language) -> list[Span]:
    """The stretches of a text that only say why, how or by which rule, by position; offsets as in ``str``."""
    return sorted({match.span() for pattern in _BACKDROP[language] for match in pattern.finditer(text)})


def within(start: int, end: int, spans: Sequence[Span]) -> bool:
    """Whether a stretch lies wholly inside one of the spans."""
    return any(first <= start and end <= last for first, last in spans)


def is_about_the_text(text: str, language: Language) -> bool:
    """Whether a sentence tells how the document is built or came about, instead of asking for something."""
    match = _ABOUT[language].search(text)
    # 应当广泛可用；本原则下设四个分项: what was asked before stays asked.
    return match is not None and not _DEMAND.search(text[: match.start()])
