"""The command: options -> one library call -> one rendering. The only module that knows click.

Heavy libraries are imported inside the commands, and after what a user can have got wrong was looked at, so that
``--help`` and most errors answer at once. A command returns a ``Report``; ``_listing`` writes it.
"""

import errno
import functools
import gc
import os
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from io import TextIOWrapper
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

import click

from .corpus.errors import FormatError, TertiumError

if TYPE_CHECKING:
    from .aligner.coding import Coder
    from .aligner.comparison import Comparison
    from .aligner.decided import Codings
    from .aligner.decisions import DecisionFile
    from .aligner.inference import Agreement
    from .aligner.progress import Only
    from .aligner.review import Session
    from .corpus.document import Edition, Language, UnitKind
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
        except OSError as error:
            if error.errno == errno.EPIPE:  # the reader has gone: click ends quietly
                raise
            # What is left in the buffer would fail again when Python ends.
            os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
            raise click.UsageError(f"the output cannot be written ({error.strerror})") from None


@click.group(cls=_Group, context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100})
@click.version_option(package_name="tertium")
def cli() -> None:
    """Compare policy documents, in Chinese and English: what two texts share, what one says and the other leaves
    out, and which sentences show it.

    A document is an id or alias from 'tertium corpus list' (most-2019, eu), one of its editions (most-2019@zh), or a
    path to a CSV file of your own with columns id and text.
    """


def _listing(command: Callable[..., "Report"]) -> Callable[..., None]:
    """The options that every listing shares; writes the report that the command returns.

    Warnings go to stderr where the format has no place for them.
    """

    @click.option(
        "-f", "--format", "format_", type=click.Choice(_FORMATS), help="Default: table on a screen, else csv."
    )
    @click.option(
        "-o",
        "--output",
        type=click.Path(path_type=Path, dir_okay=False),
        help="Write to a file; its ending (.csv, .json, .md, …) chooses the format.",
    )
    @functools.wraps(command)
    def run(*args: Any, format_: str | None, output: Path | None, **options: Any) -> None:
        from .reports import WRITERS, format_for, write_file

        if not output and sys.stdout is None:
            raise TertiumError("standard output is closed; choose a file with -o")
        chosen = format_for(output, format_, on_terminal=not output and sys.stdout.isatty())
        report = command(*args, **options)
        if output:
            write_file(output, WRITERS[chosen](report))
        elif chosen == "table":
            from .reports.terminal import show

            show(report.drawn())
        else:
            click.echo(WRITERS[chosen](report), nl=False)
        if chosen in ("csv", "tsv", "jsonl") or (chosen == "json" and not report.json):
            for note in report.notes:
                click.echo(f"! {note}", err=True)

    return run


def _settings(command: _Command) -> _Command:
    """The options of everything that codes."""
    command = click.option(
        "--encoder", default="use-multilingual-3", show_default=True, help="Or sentence-transformers:MODEL (an extra)."
    )(command)
    return click.option(
        "--taxonomy", default="tertium-core", show_default=True, help="A shipped taxonomy, or a path to a TOML file."
    )(command)


def _decided(command: _Command) -> _Command:
    """The options that put people's codings before the machine's."""
    command = click.option(
        "--codings",
        type=click.Choice(["machine", "human"]),
        default="machine",
        show_default=True,
        help="human: what two readers settled on the shipped documents (tertium-core).",
    )(command)
    return click.option(
        "--decisions",
        multiple=True,
        type=click.Path(path_type=Path, dir_okay=False),
        help="A file that 'tertium review' wrote, or several: they go before the codings.",
    )(command)


def _pair(command: _Command) -> _Command:
    """The arguments and options of everything that compares two documents."""
    command = _decided(command)
    languages = "zh, en, or one for each side (zh:en), where a document's own @zh does not say. Default: en."
    command = click.option("--lang", default="", metavar="LANG", help=languages)(_settings(command))
    return click.argument("source")(click.argument("target")(command))


def _one_language(command: _Command) -> _Command:
    choice = click.Choice(["zh", "en"])
    return click.option("--lang", type=choice, help="Where a document's own @zh does not say. Default: en.")(command)


def _unit(command: _Command) -> _Command:
    kinds = click.Choice(["statement", "provision"])
    return click.option("--unit", type=kinds, default="statement", show_default=True, help="What is taken as one.")(
        command
    )


def _load_pair(source: str, target: str, lang: str) -> "tuple[Edition, Edition]":
    from .corpus.catalogue import load_edition, read_languages

    left, right = read_languages(lang)
    return load_edition(source, left), load_edition(target, right)


@contextmanager
def _coder(taxonomy: str, encoder: str | None) -> "Iterator[Coder]":
    """A coder, with a bar on stderr while its encoder has new texts to encode; encoder None: by words alone."""
    from .taxonomies.catalogue import load_taxonomy

    loaded = load_taxonomy(taxonomy)
    from .aligner.coding import Coder
    from .aligner.encoder import load_encoder
    from .reports.terminal import progress

    if encoder is None:
        yield Coder(loaded, None)
        return
    with progress("encoding new sentences") as advance:
        yield Coder(loaded, load_encoder(encoder, advance))


def _read_decisions(paths: tuple[Path, ...]) -> "list[DecisionFile]":
    from .aligner.decisions import read_decisions

    return [read_decisions(path) for path in dict.fromkeys(paths)]


def _compare(
    source: str, target: str, lang: str, taxonomy: str, encoder: str, codings: "Codings", decisions: tuple[Path, ...]
) -> "Comparison":
    editions = _load_pair(source, target, lang)
    files = _read_decisions(decisions)
    with _coder(taxonomy, encoder) as coder:
        from .aligner.comparison import compare

        return compare(
            *editions, taxonomy=coder.taxonomy, encoder=coder.encoder or "", codings=codings, decisions=files
        )


@cli.command()
@_pair
@_listing
def compare(**pair: Any) -> "Report":
    """What SOURCE and TARGET share and what each leaves out: concepts, gaps, nearest statements."""
    result = _compare(**pair)
    from .reports import Report
    from .reports.payload import to_json
    from .reports.screens import comparison_layout
    from .reports.tables import concepts_table

    return Report(
        f"{result.source.reference} and {result.target.reference} compared under {result.taxonomy.name}",
        lambda: concepts_table(result),
        lambda: comparison_layout(result),
        lambda: to_json(result),
        result.warnings,
    )


@cli.command()
@_pair
@click.option("--concept", default="", help="Only statements about this concept (its id).")
@click.option("--provision", default="", help="Only this provision (p3, or most-2019#p3).")
@click.option("--only", type=click.Choice(["differences"]), help="Only what has no counterpart.")
@_listing
def view(concept: str, provision: str, only: str | None, **pair: Any) -> "Report":
    """Both texts side by side, aligned statement by statement, with what they have in common between them."""
    result = _compare(**pair)
    from .reports import Report
    from .reports.screens import view_layout
    from .reports.tables import view_table
    from .reports.view import view_rows

    rows = view_rows(result, concept=concept, provision=provision, only_differences=bool(only))
    title = f"{result.source.reference} and {result.target.reference} side by side"
    return Report(title, lambda: view_table(result, rows), lambda: view_layout(result, rows), None, result.warnings)


@cli.command()
@_pair
@_listing
def gaps(**pair: Any) -> "Report":
    """The concepts that one document covers and the other does not, with the statements that show it."""
    result = _compare(**pair)
    from .reports import Report
    from .reports.screens import gaps_layout
    from .reports.tables import gaps_table

    title = f"Gaps between {result.source.reference} and {result.target.reference}"
    return Report(title, lambda: gaps_table(result), lambda: gaps_layout(result), None, result.warnings)


@cli.command()
@_pair
@_unit
@click.option("--top", type=click.IntRange(min=1), default=3, show_default=True, help="Targets for each source unit.")
@click.option("--all", "all_pairs", is_flag=True, help="Every pair, whatever --top says.")
@click.option("--texts", is_flag=True, help="Both texts as columns too (a table on the screen always has them).")
@_listing
def align(
    source: str,
    target: str,
    lang: str,
    taxonomy: str,
    encoder: str,
    codings: "Codings",
    decisions: tuple[Path, ...],
    unit: "UnitKind",
    top: int,
    all_pairs: bool,
    texts: bool,
) -> "Report":
    """For each statement of SOURCE the nearest ones of TARGET, best first."""
    editions = _load_pair(source, target, lang)
    files = _read_decisions(decisions)
    with _coder(taxonomy, encoder) as coder:
        from .aligner.alignment import align_coded
        from .aligner.comparison import encoder_of, warnings_of
        from .aligner.decided import code_editions

        found = code_editions(coder, editions, unit=unit, codings=codings, files=files)
        result = align_coded(found.coded[0], found.coded[1], encoder_of(coder))
    from .reports import Report
    from .reports.tables import alignment_table, rows_of
    from .reports.terminal import table_layout

    count = None if all_pairs else top
    notes = (*found.notes, *warnings_of(*editions))
    return Report(
        f"{editions[0].reference} aligned with {editions[1].reference}",
        lambda: alignment_table(result, editions, top=count, texts=texts),
        lambda: table_layout(*rows_of(alignment_table(result, editions, top=count, brief=True)), notes),
        notes=notes,
    )


@cli.command()
@click.argument("documents", nargs=-1, required=True, metavar="DOCUMENT...")
@_one_language
@_unit
@click.option("--all-scores", is_flag=True, help="Every concept for every unit, also where nothing was found.")
@click.option(
    "--engine",
    type=click.Choice(["full", "lexical"]),
    default="full",
    show_default=True,
    help="lexical: cues alone, without vectors and exemplars; quick, and less right.",
)
@_decided
@_settings
@_listing
def code(
    documents: tuple[str, ...],
    lang: str | None,
    unit: "UnitKind",
    all_scores: bool,
    engine: str,
    codings: "Codings",
    decisions: tuple[Path, ...],
    taxonomy: str,
    encoder: str,
) -> "Report":
    """Which concepts each statement of DOCUMENT is about, how sure that is, and why."""
    from .corpus.catalogue import load_editions, read_languages

    editions = load_editions(dict.fromkeys(documents), read_languages(lang or "")[0])
    files = _read_decisions(decisions)
    with _coder(taxonomy, encoder if engine == "full" else None) as coder:
        from .aligner.decided import code_editions

        found = code_editions(coder, editions, unit=unit, codings=codings, files=files)
    from .aligner.coding import MENTIONED
    from .aligner.comparison import warnings_of
    from .reports import Report
    from .reports.tables import codings_table, stacked

    minimum = 0.0 if all_scores else MENTIONED
    warnings = (warning for edition in editions for warning in warnings_of(edition))
    notes = [*_engine_note(engine), *found.notes, *warnings]
    return Report(
        f"{', '.join(edition.reference for edition in editions)} coded onto {coder.taxonomy.name}",
        lambda: stacked(codings_table(c, e, minimum=minimum) for c, e in zip(found.coded, editions, strict=True)),
        notes=list(dict.fromkeys(notes)),
    )


def _engine_note(engine: str) -> list[str]:
    return ["coded by cues alone (engine lexical), without vectors and exemplars"] if engine == "lexical" else []


@cli.command()
@click.argument("document")
@click.option("--coder", required=True, metavar="NAME", help="Who decides; stands in every decision.")
@click.option("--only", type=click.Choice(["uncertain", "unreviewed", "stale"]), help="Default: all not decided.")
@click.option(
    "--decisions",
    type=click.Path(path_type=Path, dir_okay=False),
    help="Where decisions are kept. Default: DOCUMENT.TAXONOMY.NAME.csv in this folder.",
)
@click.option(
    "--date",
    type=click.DateTime(["%Y-%m-%d"]),
    help="The date that decisions bear. Default: that of SOURCE_DATE_EPOCH, else today.",
)
@_one_language
@_settings
def review(
    document: str,
    coder: str,
    only: "Only | None",
    decisions: Path | None,
    date: Any,
    lang: str | None,
    taxonomy: str,
    encoder: str,
) -> None:
    """Go through DOCUMENT's statements and accept or change what the machine proposes; decisions are saved at once.

    What is typed is read line by line; ? lists the commands. A later review goes on where this one ended, and
    --decisions of compare, gaps, view, align and code puts the decisions in the place of the machine's codings.
    """
    if not coder.strip() or not coder.isprintable() or ";" in coder:
        raise TertiumError(f"--coder {coder!r}; expected a name in one line, without semicolons")
    if sys.stdin is None:
        raise TertiumError("standard input is closed; expected a terminal or a pipe with a command in each line")
    from .aligner.decision_log import DecisionLog, date_of, default_path
    from .corpus.catalogue import load_counterpart, load_edition, read_languages
    from .taxonomies.catalogue import load_taxonomy

    day = date_of(date.date().isoformat() if date else "", os.environ)
    edition = load_edition(document, read_languages(lang or "")[0])
    coder = " ".join(coder.split())
    loaded = load_taxonomy(taxonomy)
    path = decisions or default_path(edition.document.id, loaded.name, coder)
    with DecisionLog(path, coder, loaded.name) as log:
        with _coder(taxonomy, encoder) as machine:
            coded = machine.code(edition.statements)
        from .aligner.review import Session

        other = load_counterpart(edition)
        session = Session(edition, coded, log, coder=coder, date=day, only=only, other=other)
        for message in log.messages:
            click.echo(f"! {message}", err=True)
        _go_through(session, path)


def _go_through(session: "Session", path: Path) -> None:
    """The loop of a review: show a statement, read a line, say what it did."""
    from .aligner.comparison import warnings_of
    from .reports.review import item_layout
    from .reports.terminal import say, show

    if isinstance(sys.stdin, TextIOWrapper):
        sys.stdin.reconfigure(encoding="utf-8", errors="replace")
        if sys.stdin.isatty():
            with suppress(ImportError):
                import readline  # noqa: F401 (lines can be edited, Chinese ones too)
    for warning in (*session.progress.warnings, *warnings_of(session.edition)):
        click.echo(f"! {warning}", err=True)
    say(f"{session.edition.reference}: {session.progress.standing}")
    click.echo(f"decisions are written to {path}")
    say("a accepts what is covered (●), c 1 3 chooses, n says none, s skips, u takes back, ? lists all commands")
    if not session.left:
        say("nothing is left to review here; u takes the last decision back, g ID goes to a statement, q ends")
    shown = ""
    broken_off = False
    while not session.stopped:
        item = session.current
        if item and item.statement.id != shown:
            show(item_layout(item, session.coded.taxonomy))
        shown = item.statement.id if item else ""
        try:
            line = input("> ")
        except EOFError:
            line = "q"
            click.echo()
        except KeyboardInterrupt:
            broken_off = True
            click.echo()
            break
        for event in session.apply(line):
            say(event.text)
    say(session.summary)
    click.echo(f"for other commands: --decisions {path}")
    if broken_off:
        raise click.Abort


@cli.command()
@click.argument("one", type=click.Path(path_type=Path))
@click.argument("other", type=click.Path(path_type=Path), required=False)
@click.option("--machine", is_flag=True, help="Compare each file with tertium's own codings of the same units, too.")
@click.option("--differences", is_flag=True, help="List the units on which two differ (JSON always has them).")
@click.option("--document", "documents", multiple=True, help="With --machine: where units are from, if not shipped.")
@click.option("--lang", type=click.Choice(["zh", "en"]), help="Only decisions on texts in this language.")
@_settings
@_listing
def agree(
    one: Path,
    other: Path | None,
    machine: bool,
    differences: bool,
    documents: tuple[str, ...],
    lang: "Language | None",
    taxonomy: str,
    encoder: str,
) -> "Report":
    """How far two files of codings agree: kappa by concept, alpha for the sets, both with intervals.

    A file is what 'tertium review' or 'tertium code' wrote, or any CSV with the columns unit_id and concept_id (empty:
    none). Only units that both speak of count. With --machine one file is enough.
    """
    if not (other or machine):
        raise TertiumError("one file of codings; expected a second one, or --machine")
    from .taxonomies.catalogue import load_taxonomy

    loaded = load_taxonomy(taxonomy)
    concepts = [concept.id for concept in loaded.concepts]
    from .aligner.sides import machine_side, on_the_same_texts, read_side

    sides = [read_side(path, concepts, lang, taxonomy=loaded.name) for path in (one, other) if path]
    pairs = [(sides[0], sides[-1])] if other else []
    if machine:
        with _coder(taxonomy, encoder) as coder:
            pairs += [(side, machine_side(coder, side, documents, lang)) for side in sides]
    from .aligner.inference import find_agreement
    from .reports import Report
    from .reports.payload import agreement_json
    from .reports.tables import agreement_table, differences_table

    notes: list[str] = []
    found: list[tuple[str, str, Agreement]] = []
    for pair in pairs:
        left, right, stale = on_the_same_texts(*pair)
        agreement = find_agreement(left.codes, right.codes, concepts)
        notes += [*left.notes, *right.notes, *stale]
        if not agreement.n:
            raise TertiumError(f"{left.name} and {right.name}: no unit in both; expected two codings of the same units")
        found.append((left.name, right.name, agreement))
        notes += _agreement_notes(*found[-1])
    title = f"Agreement of {' and '.join(dict.fromkeys(name for pair in found for name in pair[:2]))} on {loaded.name}"
    if differences:
        return Report(title, lambda: differences_table(found), None, lambda: agreement_json(found), notes)
    return Report(title, lambda: agreement_table(found, loaded), None, lambda: agreement_json(found), notes)


def _agreement_notes(one: str, other: str, agreement: "Agreement") -> list[str]:
    low, high = agreement.alpha_interval
    return [
        f"{one} and {other}: units coded by both: {agreement.n}; differences on {len(agreement.disagreements)}; "
        f"Krippendorff's alpha with MASI distance {agreement.alpha:.3f} (95 % interval {low:.3f} to {high:.3f}); "
        f"F1 of one against the other {agreement.f1:.3f}"
    ]


@cli.group(cls=_Group)
def corpus() -> None:
    """The documents: which there are, what is known of them, what they say."""


@corpus.command("list")
@_listing
def corpus_list() -> "Report":
    """All documents with their ids, issuers and editions."""
    from .corpus.catalogue import shipped
    from .reports import Report
    from .reports.tables import corpus_table

    catalogue = shipped()
    editions: dict[str, dict[str, Edition]] = {
        document.id: {
            record.language: catalogue.load_edition(f"{document.id}@{record.key}") for record in document.editions
        }
        for document in catalogue.documents()
    }
    return Report("Documents", lambda: corpus_table(catalogue.documents(), editions))


@corpus.command("show")
@click.argument("document")
@_one_language
@_listing
def corpus_show(document: str, lang: str | None) -> "Report":
    """What is known of DOCUMENT, how sure that is, and its text with the ids of its statements."""
    from .corpus.catalogue import load_edition, read_languages

    edition = load_edition(document, read_languages(lang or "")[0])
    from .aligner.comparison import warnings_of
    from .reports import Report
    from .reports.payload import document_json
    from .reports.screens import document_layout
    from .reports.tables import statements_table

    return Report(
        f"{edition.reference}: {edition.title}",
        lambda: statements_table(edition),
        lambda: document_layout(edition),
        lambda: document_json(edition),
        warnings_of(edition),
    )


@corpus.command("check")
@click.option("--record", is_flag=True, help="Record the checksums of the texts as they now are, then check.")
@click.option(
    "--corpus",
    "folder",
    type=click.Path(path_type=Path, exists=True, file_okay=False),
    help="A folder of documents instead of the shipped one.",
)
def corpus_check(record: bool, folder: Path | None) -> None:
    """Whether all documents hold together: ids, numbers, both languages, checksums. Status 1 where not."""
    from .corpus.catalogue import SHIPPED, Catalogue
    from .corpus.checking import check_document, record_checksums

    root = folder or SHIPPED
    if not Catalogue(root).documents():
        raise TertiumError(f"{root}: no documents; expected folders with a document.toml")
    for document in Catalogue(root).documents() if record else ():
        if record_checksums(Catalogue(root), document):
            click.echo(f"{document.id}: checksums recorded", err=True)
    catalogue = Catalogue(root)
    faults = [fault for document in catalogue.documents() for fault in check_document(catalogue, document)]
    for fault in faults:
        click.echo(fault)
    click.echo(f"documents: {len(catalogue.documents())}, faults: {len(faults)}", err=True)
    sys.exit(1 if faults else 0)


@cli.group(cls=_Group)
def taxonomy() -> None:
    """The taxonomies: what statements are coded onto."""


@taxonomy.command("list")
@_listing
def taxonomy_list() -> "Report":
    """The shipped taxonomies."""
    from .reports import Report
    from .reports.tables import taxonomies_table
    from .taxonomies.catalogue import load_taxonomy, taxonomy_names

    loaded = [load_taxonomy(name) for name in taxonomy_names()]
    return Report("Taxonomies", lambda: taxonomies_table(loaded))


@taxonomy.command("show")
@click.argument("name", default="tertium-core")
@_listing
def taxonomy_show(name: str) -> "Report":
    """The concepts of a taxonomy with their definitions, in both languages; in JSON with their cues."""
    from .taxonomies.catalogue import load_taxonomy

    loaded = load_taxonomy(name)
    from .reports import Report
    from .reports.payload import taxonomy_json
    from .reports.tables import taxonomy_table

    facts = [(key, getattr(loaded, key)) for key in ("source", "checked", "version", "licence")]
    notes = [f"{key}: {value}" for key, value in facts if value]
    title = f"{loaded.name}: {loaded.titles.get('en', loaded.name)}"
    return Report(title, lambda: taxonomy_table(loaded), None, lambda: taxonomy_json(loaded), notes)


@taxonomy.command("check")
@click.argument("name")
def taxonomy_check(name: str) -> None:
    """Whether a taxonomy (its name, or a path to a TOML or CSV file) can be used, and what is doubtful in it."""
    from .taxonomies.catalogue import load_taxonomy
    from .taxonomies.checking import check_taxonomy

    try:
        loaded = load_taxonomy(name)
    except FormatError as error:
        click.echo(str(error))
        sys.exit(1)
    doubts = list(check_taxonomy(loaded))
    for doubt in doubts:
        click.echo(doubt)
    click.echo(
        f"{loaded.name}: {len(loaded.themes)} themes, {len(loaded.concepts)} concepts; doubts: {len(doubts)}", err=True
    )
    sys.exit(1 if doubts else 0)


@taxonomy.command("crosswalk")
@click.argument("source")
@click.argument("target")
@_listing
def taxonomy_crosswalk(source: str, target: str) -> "Report":
    """How the concepts of SOURCE relate to those of TARGET, both shipped taxonomies; no counterpart is told, too."""
    from .reports import Report
    from .reports.tables import crosswalk_table
    from .taxonomies.catalogue import load_taxonomy
    from .taxonomies.crosswalk import load_crosswalk

    sides = load_taxonomy(source), load_taxonomy(target)
    found = load_crosswalk(source, target)
    notes = [f"{found.made}; of the relations with two ends {found.vague:.0%} are only 'related'"]
    title = f"Crosswalk from {source} to {target}"
    return Report(title, lambda: crosswalk_table(found, *sides), notes=notes)


@taxonomy.command("export")
@click.argument("name")
@click.option(
    "--to", type=click.Choice(["toml", "csv", "skos", "qdc"]), required=True, help="qdc: a REFI-QDA codebook."
)
@click.option("-o", "--output", type=click.Path(path_type=Path, dir_okay=False), help="Write to a file.")
def taxonomy_export(name: str, to: str, output: Path | None) -> None:
    """A taxonomy for other tools: a TOML or CSV to edit, SKOS (Turtle), or a codebook for QDA programs."""
    from .reports import write_file
    from .taxonomies.catalogue import load_taxonomy
    from .taxonomies.export import EXPORTS

    text = EXPORTS[to](load_taxonomy(name))
    if output:
        write_file(output, text)
    else:
        click.echo(text, nl=False)


if __name__ == "__main__":
    main()
