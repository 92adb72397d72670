"""Tables as text: spreadsheets, Markdown and JSON get what they can read."""

import json

import pandas as pd

from tertium.reports.tables import to_csv, to_json, to_jsonl, to_markdown

FRAME = pd.DataFrame({"id": ["a|b", "=1+1"], "text": ['公平，"是"', "two\nlines"], "score": [0.5, None]})


def test_csv_quotes_and_disarms_formulas():
    assert to_csv(FRAME) == 'id,text,score\na|b,"公平，""是""",0.5000\n\'=1+1,"two\nlines",\n'


def test_markdown_escapes_bars_and_line_breaks():
    lines = to_markdown(FRAME).splitlines()
    assert lines[2] == '| a\\|b | 公平，"是" | 0.5000 |'
    assert lines[3] == "| =1+1 | two<br>lines |  |"


def test_nothing_is_shown_as_nothing():
    assert to_markdown(pd.DataFrame({"score": [None, None]})).splitlines()[2] == "|  |"


def test_json_keeps_chinese_and_missing_values():
    assert json.loads(to_json(FRAME))[1] == {"id": "=1+1", "text": "two\nlines", "score": None}
    assert "公平" in to_jsonl(FRAME).splitlines()[0]
