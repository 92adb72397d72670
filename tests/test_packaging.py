"""What is shipped is what is listed, and importing it costs nothing."""

import subprocess
import sys
import tomllib
from pathlib import Path

import pytest

import tertium

ROOT = Path(__file__).parent.parent
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
# Folders of the repository that are no part of the package.
BESIDE = {"tests", "benchmarks", "docs", "build", "dist"}


def test_the_list_of_packages_is_the_folders_that_have_modules():
    folders = {
        "tertium." + ".".join(path.parent.relative_to(ROOT).parts)
        for path in ROOT.glob("*/**/*.py")
        if path.relative_to(ROOT).parts[0] not in BESIDE and not path.relative_to(ROOT).parts[0].startswith(".")
    }
    assert set(PROJECT["tool"]["setuptools"]["packages"]) == folders | {"tertium"}
    assert all((ROOT.joinpath(*name.split(".")[1:]) / "__init__.py").is_file() for name in folders)


def test_no_stray_module_lies_at_the_root():
    assert {path.name for path in ROOT.glob("*.py")} == {"__init__.py", "cli.py"}


def test_the_version_is_that_of_the_project():
    assert tertium.__version__ == PROJECT["project"]["version"]


def test_every_public_name_can_be_had():
    assert all(getattr(tertium, name) for name in tertium.__all__)
    with pytest.raises(AttributeError):
        tertium.nothing  # noqa: B018


def test_dependencies_have_floors_and_no_ceilings():
    for requirement in PROJECT["project"]["dependencies"]:
        assert ">=" in requirement
        assert "<" not in requirement


def test_data_files_are_shipped():
    patterns = PROJECT["tool"]["setuptools"]["package-data"]
    for room in ("corpus", "taxonomies"):
        shipped = {path for pattern in patterns[f"tertium.{room}"] for path in (ROOT / room).glob(pattern)}
        there = {path for path in (ROOT / room).rglob("*") if path.is_file() and path.suffix not in (".py", ".pyc")}
        assert shipped == there


def test_nothing_of_the_network_is_touched_without_being_asked():
    script = (
        "import socket\n"
        "def refuse(*_, **__): raise AssertionError('network')\n"
        "socket.socket.connect = refuse; socket.getaddrinfo = refuse\n"
        "import tertium\n"
        "assert len(tertium.concepts_table(tertium.compare('tencent', 'most@zh'))) == 40\n"
    )
    subprocess.run([sys.executable, "-c", script], check=True)
