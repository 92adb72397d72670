"""The command: options -> one library call -> one rendering. The only module that knows click.

Heavy libraries are imported inside the commands, so that ``--help`` answers at once.
"""

import gc
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from io import TextIOWrapper
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

import click

from .corpus.errors import TertiumError

if TYPE_CHECKING:
    from .aligner.comparison import Comparison
    from .aligner.encoder import Encoder
    from .corpus.document import UnitKind
    from .reports import Report

_Command = TypeVar("_Command", bound=Callable[..., Any])
_FORMATS = ("table", "csv", "tsv", "json", "jsonl", "md", "svg")


def main() -> None:
    """Entry point: UTF-8 on every console, and one message for whatever is the input's fault."""
    # Nearly all that start-up makes stays; looking for garbage every 700 objects costs a tenth of a short run.
    gc.set_threshold(200_000, 20, 20)
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, TextIOWrapper):
            stream.reconfigure(encoding="utf-8", errors="replace")
    cli()


class _Group(click.Group):
    """Commands in the order they are written; errors of the user's as a message and status 2."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        return list(self.commands)

    def invoke(self, ctx: click.Context) -> Any:
        try:
            return super().invoke(ctx)
        except TertiumError as error:
            raise click.UsageError(str(error)) from None


@click.group(cls=_Group, context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100})
@click.version_option(package_name="tertium")
def cli() -> None:
    """Compare policy documents, in Chinese and English: what two texts share, what one says and the other leaves
    out, and which sentences show it.

    A document is an id or alias from 'tertium corpus list' (most-2019, eu), one of its editions (most-2019@zh), or a
    path to a CSV file of your own with columns id and text.
    """


def _output(command: _Command) -> _Command:
    """The options that every listing shares."""
    file_type = click.Path(path_type=Path, dir_okay=False)
    command = click.option("-o", "--output", type=file_type, help="Write to FILE; its ending chooses the format.")(
        command
    )
    formats = click.Choice(_FORMATS)
    return click.option(
        "-f", "--format", "format_", type=formats, help="Default: table on a terminal, csv on a pipe or in a file."
    )(command)


def _settings(command: _Command) -> _Command:
    """The options of everything that codes."""
    command = click.option(
        "--encoder", default="use-multilingual-3", show_default=True, help="Or sentence-transformers:MODEL (an extra)."
    )(command)
    command = click.option(
        "--taxonomy", default="tertium-core", show_default=True, help="A shipped taxonomy, or a path to a TOML file."
    )(command)
    return click.option(
        "--lang", default="", metavar="LANG", help="zh, en, or one for each side (zh:en). Default: en."
    )(command)


def _unit(command: _Command) -> _Command:
    kinds = click.Choice(["statement", "provision"])
    return click.option("--unit", type=kinds, default="statement", show_default=True, help="What is taken as one.")(
        command
    )


def _emit(report: "Report", format_: str | None, output: Path | None) -> None:
    """One report to stdout or into a file, and its warnings to stderr where the format itself has no place for them."""
    from .reports import WRITERS, format_for, write_file

    chosen = format_for(output, format_, sys.stdout.isatty())
    if output:
        write_file(output, WRITERS[chosen](report))
    elif chosen == "table":
        from .reports.terminal import show

        show(report.drawn())
    else:
        click.echo(WRITERS[chosen](report), nl=False)
    if chosen in ("csv", "tsv", "jsonl"):
        for note in report.notes:
            click.echo(f"! {note}", err=True)


@contextmanager
def _encoder(name: str) -> "Iterator[Encoder]":
    """The encoder, with a bar on stderr while it has new texts to encode."""
    from .aligner.encoder import load_encoder
    from .reports.terminal import progress

    with progress("encoding new sentences") as advance:
        yield load_encoder(name, advance)


def _pair(command: _Command) -> _Command:
    """The arguments and options of everything that compares two documents."""
    command = _settings(_output(command))
    return click.argument("source")(click.argument("target")(command))


def _compare(source: str, target: str, lang: str, taxonomy: str, encoder: str) -> "Comparison":
    from .aligner.comparison import compare as run

    with _encoder(encoder) as loaded:
        return run(source, target, language=lang, taxonomy=taxonomy, encoder=loaded)


@cli.command()
@_pair
def compare(format_: str | None, output: Path | None, **pair: str) -> None:
    """What SOURCE and TARGET share and what each leaves out: concepts, gaps, nearest statements."""
    from .reports import Report
    from .reports.payload import to_json
    from .reports.screens import comparison_layout
    from .reports.tables import concepts_table

    result = _compare(**pair)
    report = Report(
        f"{result.source.reference} and {result.target.reference} compared under {result.taxonomy.name}",
        lambda: concepts_table(result),
        lambda: comparison_layout(result),
        lambda: to_json(result),
        result.warnings,
    )
    _emit(report, format_, output)


@cli.command()
@_pair
@click.option("--concept", default="", help="Only statements about this concept.")
@click.option("--provision", default="", help="Only this provision (p3, or most-2019#p3).")
@click.option("--only", type=click.Choice(["differences"]), help="Only what has no counterpart.")
def view(concept: str, provision: str, only: str | None, format_: str | None, output: Path | None, **pair: str) -> None:
    """Both texts side by side, aligned statement by statement, with what they have in common between them."""
    from .reports import Report
    from .reports.screens import view_layout
    from .reports.tables import view_table
    from .reports.view import view_rows

    result = _compare(**pair)
    rows = view_rows(result, concept=concept, provision=provision, only_differences=bool(only))
    title = f"{result.source.reference} and {result.target.reference} side by side"
    report = Report(title, lambda: view_table(result, rows), lambda: view_layout(result, rows), None, result.warnings)
    _emit(report, format_, output)


@cli.command()
@click.argument("documents", nargs=-1, required=True, metavar="DOCUMENT...")
@_unit
@click.option("--all-scores", is_flag=True, help="Every concept for every unit, also where nothing was found.")
@_settings
@_output
def code(
    documents: tuple[str, ...],
    unit: "UnitKind",
    all_scores: bool,
    lang: str,
    taxonomy: str,
    encoder: str,
    format_: str | None,
    output: Path | None,
) -> None:
    """Which concepts each statement of DOCUMENT is about, how sure that is, and why."""
    from .aligner.coding import MENTIONED
    from .aligner.comparison import load_coder, read_languages, warnings_of
    from .corpus.catalogue import load_editions
    from .reports import Report
    from .reports.tables import codings_table, stacked

    editions = load_editions(documents, read_languages(lang)[0])
    with _encoder(encoder) as loaded:
        coder = load_coder(taxonomy, loaded)
        coded = [coder.code(edition.units(unit)) for edition in editions]
    minimum = 0.0 if all_scores else MENTIONED
    report = Report(
        f"{', '.join(edition.reference for edition in editions)} coded onto {taxonomy}",
        lambda: stacked(codings_table(c, e, minimum=minimum) for c, e in zip(coded, editions, strict=True)),
        notes=warnings_of(*editions),
    )
    _emit(report, format_, output)


@cli.command()
@_pair
@_unit
@click.option("--top", type=click.IntRange(min=1), default=3, show_default=True, help="Targets for each source unit.")
@click.option("--all", "all_pairs", is_flag=True, help="Every pair.")
@click.option("--texts", is_flag=True, help="Both texts as columns too (a table on the screen always has them).")
def align(
    source: str,
    target: str,
    unit: "UnitKind",
    top: int,
    all_pairs: bool,
    texts: bool,
    lang: str,
    taxonomy: str,
    encoder: str,
    format_: str | None,
    output: Path | None,
) -> None:
    """For each statement of SOURCE the nearest ones of TARGET, best first."""
    from .aligner.comparison import align as run
    from .aligner.comparison import read_languages, warnings_of
    from .corpus.catalogue import load_edition
    from .reports import Report, format_for
    from .reports.tables import alignment_table

    left, right = read_languages(lang)
    editions = load_edition(source, left), load_edition(target, right)
    with _encoder(encoder) as loaded:
        result = run(*editions, unit=unit, taxonomy=taxonomy, encoder=loaded)
    drawn = format_for(output, format_, sys.stdout.isatty()) in ("table", "svg")
    report = Report(
        f"{editions[0].reference} aligned with {editions[1].reference}",
        lambda: alignment_table(result, editions, top=None if all_pairs else top, texts=texts, brief=drawn),
        notes=warnings_of(*editions),
    )
    _emit(report, format_, output)


@cli.command()
@_pair
def gaps(format_: str | None, output: Path | None, **pair: str) -> None:
    """The concepts that one document covers and the other does not, with the statements that show it."""
    from .reports import Report
    from .reports.screens import gaps_layout
    from .reports.tables import gaps_table

    result = _compare(**pair)
    title = f"Gaps between {result.source.reference} and {result.target.reference}"
    report = Report(title, lambda: gaps_table(result), lambda: gaps_layout(result), None, result.warnings)
    _emit(report, format_, output)


@cli.group(cls=_Group)
def corpus() -> None:
    """The documents: which there are, what is known of them, what they say."""


@corpus.command("list")
@_output
def corpus_list(format_: str | None, output: Path | None) -> None:
    """All documents with their ids, issuers and editions."""
    from .corpus.catalogue import shipped
    from .reports import Report
    from .reports.tables import corpus_table

    catalogue = shipped()
    editions = {document.id: catalogue.load_edition(document.id) for document in catalogue.documents()}
    _emit(Report("Documents", lambda: corpus_table(catalogue.documents(), editions)), format_, output)


@corpus.command("show")
@click.argument("document")
@click.option("--lang", default="", metavar="LANG", help="zh or en. Default: en.")
@_output
def corpus_show(document: str, lang: str, format_: str | None, output: Path | None) -> None:
    """What is known of DOCUMENT, how sure that is, and its text with the ids of its statements."""
    from .aligner.comparison import read_languages, warnings_of
    from .corpus.catalogue import load_edition
    from .reports import Report
    from .reports.payload import document_json
    from .reports.screens import document_layout
    from .reports.tables import statements_table

    edition = load_edition(document, read_languages(lang)[0])
    report = Report(
        f"{edition.reference}: {edition.title}",
        lambda: statements_table(edition),
        lambda: document_layout(edition),
        lambda: document_json(edition),
        warnings_of(edition),
    )
    _emit(report, format_, output)


@corpus.command("check")
@click.option("--record", is_flag=True, help="Record the checksums of the texts as they now are, then check.")
@click.option(
    "--corpus", "folder", type=click.Path(path_type=Path, exists=True, file_okay=False), help="A folder of documents."
)
def corpus_check(record: bool, folder: Path | None) -> None:
    """Whether all documents hold together: ids, numbers, both languages, checksums. Status 1 where not."""
    from .corpus.catalogue import SHIPPED, Catalogue
    from .corpus.checking import check_document, record_checksums

    root = folder or SHIPPED
    for document in Catalogue(root).documents():
        if record and record_checksums(Catalogue(root), document):
            click.echo(f"{document.id}: checksums recorded", err=True)
    catalogue = Catalogue(root)
    faults = [fault for document in catalogue.documents() for fault in check_document(catalogue, document)]
    for fault in faults:
        click.echo(fault)
    click.echo(f"{len(catalogue.documents())} documents, {len(faults)} faults", err=True)
    sys.exit(1 if faults else 0)


@cli.group(cls=_Group)
def taxonomy() -> None:
    """The taxonomies: what statements are coded onto."""


@taxonomy.command("list")
@_output
def taxonomy_list(format_: str | None, output: Path | None) -> None:
    """The shipped taxonomies."""
    from .reports import Report
    from .reports.tables import taxonomies_table
    from .taxonomies.catalogue import load_taxonomy, taxonomy_names

    loaded = [load_taxonomy(name) for name in taxonomy_names()]
    _emit(Report("Taxonomies", lambda: taxonomies_table(loaded)), format_, output)


@taxonomy.command("show")
@click.argument("name", default="tertium-core")
@_output
def taxonomy_show(name: str, format_: str | None, output: Path | None) -> None:
    """The concepts of a taxonomy with their definitions, in both languages; in JSON with their cues."""
    from .reports import Report
    from .reports.payload import taxonomy_json
    from .reports.tables import taxonomy_table
    from .taxonomies.catalogue import load_taxonomy

    loaded = load_taxonomy(name)
    notes = [f"source: {loaded.source}", f"version {loaded.version}, licence {loaded.licence}"]
    title = f"{loaded.name}: {loaded.titles.get('en', loaded.name)}"
    _emit(Report(title, lambda: taxonomy_table(loaded), None, lambda: taxonomy_json(loaded), notes), format_, output)


if __name__ == "__main__":
    main()
