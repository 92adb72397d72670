"""What the README shows is what happens."""

import re
from pathlib import Path

import pandas as pd
from click.testing import CliRunner

from tertium.cli import cli
from tertium.corpus.catalogue import shipped

ROOT = Path(__file__).parent.parent
PICTURE = ROOT / "docs" / "view.svg"
README = (ROOT / "README.md").read_text(encoding="utf-8")


def test_the_python_lines_give_data_frames():
    code = re.search(r"```python\n(.*?)```", README, re.DOTALL).group(1)
    names = {}
    exec(code, names)
    assert len(code.splitlines()) == 5
    for table in ("concepts", "gaps", "matches"):
        assert isinstance(names[table], pd.DataFrame)
        assert len(names[table])


def test_the_picture_is_what_the_tool_writes(tmp_path):
    command = re.search(r"`tertium (view .*?) -o docs/view\.svg`", README).group(1).split()
    path = tmp_path / "view.svg"
    assert CliRunner().invoke(cli, [*command, "-o", str(path)]).exit_code == 0
    # What it says, not its bytes: lines and spaces differ with the version of rich.
    found = (re.findall(r">([^<>]+)</text>", file.read_text(encoding="utf-8")) for file in (path, PICTURE))
    written, shown = (list(filter(None, (text.strip("─ \xa0") for text in texts))) for texts in found)
    assert written == shown, "run 'make picture'"
    assert len(shown) > 50


def test_every_command_of_the_table_exists():
    for command in re.findall(
        r"`(?:tertium )?((?:compare|view|gaps|align|code|corpus|taxonomy|review|agree)[^`]*)`", README
    ):
        result = CliRunner().invoke(cli, [*command.split(), "--help"])
        assert result.exit_code == 0, command


def test_every_shipped_document_is_named():
    assert all(f"`{document.id}`" in README for document in shipped().documents())


def test_links_lead_somewhere():
    for target in re.findall(r"\]\(([^)]+)\)", README):
        assert (ROOT / target).is_file(), target
