"""What is shown on a screen. The only module that knows rich.

Nothing is cut: texts are folded to their column. Every sign that colour gives is also given without it: states have
marks (● covered, ◐ mentioned, ○ silent), matched spans stand in [brackets].
"""

import html
import io
import os
import re
import shutil
import sys
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from itertools import groupby

from rich import box
from rich.cells import cell_len
from rich.console import Console, RenderableType
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn
from rich.table import Table
from rich.terminal_theme import TerminalTheme
from rich.text import Text

from .wrapping import break_offsets

# Below this width two texts stand one under the other.
SIDE_BY_SIDE_FROM = 100
# Where the output is no terminal that could tell its width.
PLAIN_WIDTH = 120
_SVG_WIDTH = 110
_SVG_THEME = TerminalTheme(
    (255, 255, 255),
    (33, 37, 41),
    [
        (33, 37, 41),
        (176, 42, 55),
        (20, 108, 67),
        (153, 102, 0),
        (10, 88, 202),
        (113, 44, 249),
        (8, 121, 144),
        (90, 96, 102),
    ],
)
_SVG = """<svg viewBox="0 0 {width} {height}" xmlns="http://www.w3.org/2000/svg">
<style>
.{unique_id}-matrix {{ font: {char_height}px/{line_height}px ui-monospace, Menlo, Consolas, "Noto Sans Mono CJK SC",
 monospace; white-space: pre }}
.{unique_id}-title {{ font: 18px sans-serif }}
{styles}
</style>
<defs><clipPath id="{unique_id}-clip-terminal"><rect width="{terminal_width}" height="{terminal_height}"/></clipPath>
{lines}</defs>
{chrome}
<g transform="translate({terminal_x}, {terminal_y})" clip-path="url(#{unique_id}-clip-terminal)">
{backgrounds}
<g class="{unique_id}-matrix">{matrix}</g>
</g>
</svg>
"""

_CONTROL = re.compile(r"[\x00-\x09\x0b-\x1f\x7f-\x9f]")
_SVG_TEXT = re.compile(
    r'<text (?P<before>class="tertium-r[^>]*?)x="(?P<x>[^"]*)" (?P<between>[^>]*?)textLength="(?P<length>[^"]*)"'
    r"(?P<after>[^>]*)>(?P<text>[^<]+)</text>"
)

# What a report is made of: given the width, the pieces to print one under the other.
Piece = RenderableType
Cell = Text | str
Layout = Callable[[int], Sequence[Piece]]
_MARKS = {"covered": ("● covered", "green"), "mentioned": ("◐ mentioned", "yellow"), "silent": ("○ silent", "dim")}


def columns() -> int:
    """The width of the output in cells: that of the terminal, or ``COLUMNS``, or a fixed one on a pipe."""
    if not sys.stdout.isatty() and "COLUMNS" not in os.environ:
        return PLAIN_WIDTH
    return max(40, shutil.get_terminal_size((PLAIN_WIDTH, 24)).columns)


def show(layout: Layout) -> None:
    """Print to stdout; with colours only on a terminal, and there not with NO_COLOR."""
    width = columns()
    console = Console(file=sys.stdout, width=width, highlight=False, legacy_windows=False)
    if not console.is_terminal:
        sys.stdout.write(as_text(layout, width))
        return
    for piece in layout(width):
        console.print(piece)


def say(text: str) -> None:
    """Print a text to stdout, its lines folded to the width."""
    show(lambda width: [paragraph(text, width)])


def as_text(layout: Layout, width: int = PLAIN_WIDTH) -> str:
    """The report as plain text, without colour and without spaces at line ends."""
    stream = io.StringIO()
    console = Console(file=stream, width=width, color_system=None, highlight=False, legacy_windows=False)
    for piece in layout(width):
        console.print(piece)
    return "".join(line.rstrip() + "\n" for line in stream.getvalue().splitlines())


def as_svg(layout: Layout, title: str) -> str:
    """The report as an SVG picture; it names no font that would have to be fetched, and is the same on every run."""
    console = Console(
        file=io.StringIO(),
        record=True,
        width=_SVG_WIDTH,
        color_system="truecolor",
        force_terminal=True,
        highlight=False,
        legacy_windows=False,
    )
    for piece in layout(_SVG_WIDTH):
        console.print(piece)
    picture = console.export_svg(title=title, theme=_SVG_THEME, code_format=_SVG, unique_id="tertium")
    return _SVG_TEXT.sub(_spaced, picture)


def _spaced(match: re.Match[str]) -> str:
    """One text of rich's picture, cut where narrow and wide characters meet, each part as wide as its cells.

    Rich gives every character one cell, which squeezes Chinese to half its width.
    """
    text = html.unescape(match["text"])
    cell = float(match["length"]) / len(text)
    x = float(match["x"])
    parts = []
    for cells, group in groupby(text, cell_len):
        part = "".join(group)
        width = cell * cells * len(part)
        shown = html.escape(part).replace(" ", "&#160;")
        place = f'{match["before"]}x="{x:.1f}" {match["between"]}textLength="{width:.1f}"{match["after"]}'
        parts.append(f"<text {place}>{shown}</text>")
        x += width
    return "".join(parts)


def fold(text: Cell, width: int) -> Text:
    """The text with line breaks where ``wrapping.break_offsets`` puts them; control characters never reach a screen."""
    whole = Text(text) if isinstance(text, str) else text
    if _CONTROL.search(whole.plain):
        whole = whole.copy()
        whole.plain = _CONTROL.sub("\N{REPLACEMENT CHARACTER}", whole.plain)
    pieces = []
    for line in whole.split("\n", allow_blank=True):
        for piece in line.divide(break_offsets(line.plain, max(width, 2), cell_len)):
            piece.rstrip()
            pieces.append(piece)
    return Text("\n").join(pieces)


def styled(*parts: tuple[str, str]) -> Text:
    """A text made of pieces with their styles: ``styled(("p3.2", "bold"), (" AI should …", ""))``."""
    return Text.assemble(*parts)


def coverage_mark(state: str) -> tuple[str, str]:
    """The sign and word of a coverage state, with its style."""
    return _MARKS[state]


def marked(text: str, spans: Sequence[tuple[int, int]], before: str = "") -> Text:
    """The text, behind ``before`` in bold, with its spans in brackets and set off by style."""
    result = Text.assemble((before, "bold"), " " if before else "")
    position = 0
    for start, end in spans:
        result.append(text[position:start])
        result.append(f"[{text[start:end]}]", style="bold underline")
        position = end
    result.append(text[position:])
    return result


def heading(text: str, width: int) -> Text:
    """A line that opens a part of a report, with a blank line before it."""
    return Text("\n").append_text(fold(Text(text, style="bold cyan"), width))


def paragraph(text: Cell, width: int, style: str = "") -> Text:
    """A text folded to the width."""
    return fold(Text(text, style=style) if isinstance(text, str) else text, width)


def grid(header: Sequence[str], rows: Sequence[Sequence[Cell]], widths: Sequence[int], *, ruled: bool = False) -> Table:
    """A table with columns of exactly these widths (cells), every cell folded to its own.

    Its full width is the sum of the widths and three cells for each border between columns.
    """
    table = Table(
        box=box.HORIZONTALS if ruled else box.SIMPLE_HEAD,
        show_header=any(header),
        show_lines=ruled,
        pad_edge=False,
        padding=(0, 1),
    )
    for title, width in zip(header, widths, strict=True):
        table.add_column(fold(title, width), width=width, overflow="fold", header_style="bold")
    for row in rows:
        table.add_row(*(fold(cell, width) for cell, width in zip(row, widths, strict=True)))
    return table


def table_layout(header: Sequence[str], rows: Sequence[Sequence[object]], notes: Sequence[str] = ()) -> Layout:
    """A plain table of values over its notes; columns share the width by what their longest cells need."""
    cells = [[str(cell) for cell in row] for row in rows]

    def layout(width: int) -> Sequence[Piece]:
        needs = [max([cell_len(name), *(cell_len(row[k]) for row in cells)]) for k, name in enumerate(header)]
        table = grid(header, cells, share_width(needs, width - 3 * len(needs)))
        return [table, *(paragraph(f"! {note}", width, "yellow") for note in notes)]

    return layout


def share_width(needs: Sequence[int], available: int) -> list[int]:
    """Widths that sum up to at most ``available``: narrow columns get what they need, wide ones share the rest."""
    widths = [0] * len(needs)
    open_columns = sorted(range(len(needs)), key=lambda k: needs[k])
    left = max(available, 4 * len(needs))
    for position, k in enumerate(open_columns):
        widths[k] = max(4, min(needs[k], left // (len(needs) - position)))
        left -= widths[k]
    return widths


@contextmanager
def progress(what: str) -> Iterator[Callable[[int, int], None]]:
    """A bar on stderr while there is work, on terminals only; yields a function of what is done and of the total."""
    console = Console(file=sys.stderr, legacy_windows=False)
    if not console.is_terminal:
        yield lambda done, total: None
        return
    bar = Progress(TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), console=console, transient=True)
    with bar:
        task = bar.add_task(what, total=None, visible=False)
        yield lambda done, total: bar.update(task, completed=done, total=total, visible=done < total)
