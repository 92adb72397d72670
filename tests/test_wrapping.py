"""Folding loses nothing, keeps to the width, and follows the rules of Chinese lines."""

from hypothesis import given
from hypothesis import strategies as st
from rich.cells import cell_len

from tertium.reports.terminal import fold, marked, share_width
from tertium.reports.wrapping import break_offsets

MIXED = st.text(st.sampled_from("abc de，。（）“”人工智能应当AI-x 12,.()"), max_size=120)


@given(MIXED, st.integers(6, 40))
def test_no_line_is_wider_than_asked_and_no_character_is_lost(text, width):
    lines = fold(text, width).plain.split("\n")
    assert all(cell_len(line) <= width for line in lines)
    assert "".join("".join(lines).split()) == "".join(text.split())


@given(st.text(st.sampled_from("人工智能，。（）"), max_size=60), st.integers(10, 40))
def test_offsets_rise_and_lie_inside(text, width):
    offsets = break_offsets(text, width, cell_len)
    assert offsets == sorted(set(offsets))
    assert all(0 < offset < len(text) for offset in offsets)


def test_closing_marks_do_not_begin_a_line_nor_opening_ones_end_it():
    lines = fold("人工智能，应当（公平）。", 8).plain.split("\n")
    assert lines == ["人工智", "能，应当", "（公", "平）。"]


def test_english_breaks_between_words():
    assert fold("fair and open competition", 10).plain.split("\n") == ["fair and", "open", "competitio", "n"]


def test_marked_spans_show_without_colour():
    assert marked("保护隐私权", [(2, 4)], "p1.1").plain == "p1.1 保护[隐私]权"


@given(st.lists(st.integers(1, 200), min_size=1, max_size=9), st.integers(40, 200))
def test_columns_share_what_there_is(needs, available):
    widths = share_width(needs, available)
    assert sum(widths) <= max(available, 4 * len(needs))
    assert all(width >= 4 for width in widths)


def test_control_characters_never_reach_a_screen():
    shown = fold("safe \x1b[31mred\x07 text\x9b\r", 40).plain
    assert all(character.isprintable() for character in shown)
    assert shown.startswith("safe \N{REPLACEMENT CHARACTER}[31mred")
