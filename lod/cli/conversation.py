"""Question by question: `lod query` on a terminal without a query."""

from __future__ import annotations

import shlex
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from lod.cli.asking import Asking
from lod.cli.printing import emit, note
from lod.errors import LodError, UsageError

if TYPE_CHECKING:
    from prompt_toolkit import PromptSession
    from prompt_toolkit.completion import Completer
    from prompt_toolkit.history import History
    from prompt_toolkit.key_binding import KeyBindings, KeyPressEvent

    from lod.query.suggesting import Suggestions

HELP = """\
SPARQL                  SELECT ?e { ?e a schema:Event }     Enter asks when all brackets are closed
a named query           statements person=person/x          .list shows all, .list NAME all about one
.format NAME            table, csv, chart, ...              .format alone: as usual
.limit N                at most N rows                      .limit alone: all
Tab completes, Ctrl-C stops a query or empties the line, Ctrl-D or .quit ends."""


def converse(asking: Asking, **terminal: Any) -> None:
    """Answer questions until the person leaves; faults are told and end nothing.

    `terminal` is handed to prompt_toolkit: `input` and `output` other than the process's own.
    """
    from lod.graph import Graph
    from lod.query import find
    from lod.query.suggesting import Suggestions

    config = asking.opened.config
    # Of someone else's data nothing is known but the vocabulary.
    graph = asking.opened.graph if asking.endpoint is None else Graph()
    session = _session(Suggestions(graph, config, find(config)), terminal)
    note("Ask in SPARQL or by the name of a query; .help says more.")
    while True:
        try:
            line = session.prompt("lod> ").strip()
            if line in (".quit", ".exit"):
                return
            if line.startswith("."):
                asking = _told(asking, line)
            elif line:
                _ask(asking, line)
        except KeyboardInterrupt:
            continue
        except EOFError:
            return
        except LodError as error:
            note(f"{click.style('error', fg='red', bold=True)}: {error}")


def _told(asking: Asking, line: str) -> Asking:
    """Do what a line with a full stop in front says; return how to ask from now on."""
    from lod import query as room

    word, _, rest = line[1:].partition(" ")
    rest = rest.strip()
    if word == "help":
        emit(HELP)
    elif word == "list":
        queries = room.find(asking.opened.config)
        shown = room.portrait(room.pick(queries, rest), asking.language) if rest else None
        emit(shown or room.listing(queries, asking.language))
    elif word == "format" and (not rest or rest in room.FORMATS):
        return replace(asking, format=rest or None)
    elif word == "limit" and (not rest or rest.isdigit()):
        return replace(asking, limit=int(rest) if rest else None)
    else:
        formats = f" Formats: {', '.join(room.FORMATS)}." if word == "format" else ""
        raise UsageError(f"'{line}' is nothing that can be done here", remedy=f".help shows what can.{formats}")
    return asking


def _ask(asking: Asking, line: str) -> None:
    from lod.cli.query import given
    from lod.query import find

    name, _, rest = line.partition(" ")
    if name in find(asking.opened.config):
        asking.ask(name, given(_words(rest)))
    else:
        asking.ask(line, {})


def _words(text: str) -> list[str]:
    try:
        return shlex.split(text)
    except ValueError as error:
        raise UsageError(f"the values cannot be read: {error}", remedy="Close the quote.") from None


def complete(text: str) -> bool:
    """Tell whether a text is a whole question: a line with a full stop, a named query, or all brackets closed."""
    from lod.query.tokens import CLOSES, tokens

    stripped = text.strip()
    if not stripped or stripped.startswith(".") or ("\n" not in text and "{" not in text):
        return True
    signs = [token.word for token in tokens(text)]
    return sum(sign in CLOSES.values() for sign in signs) <= sum(sign in CLOSES for sign in signs)


def _session(suggestions: Suggestions, terminal: dict[str, Any]) -> PromptSession[str]:
    # Imported here because it takes a quarter of a second.
    from prompt_toolkit import PromptSession

    return PromptSession(
        history=_history(),
        completer=completer(suggestions),
        complete_while_typing=False,
        multiline=True,
        prompt_continuation="...  ",
        key_bindings=_keys(),
        **terminal,
    )


def _history() -> History:
    from prompt_toolkit.history import FileHistory, InMemoryHistory

    folder = Path(click.get_app_dir("lod"))
    try:
        folder.mkdir(parents=True, exist_ok=True)
        (folder / "history").touch()
    except OSError:
        return InMemoryHistory()  # a home that cannot be written to is no reason not to ask
    return FileHistory(str(folder / "history"))


def _keys() -> KeyBindings:
    from prompt_toolkit.key_binding import KeyBindings

    keys = KeyBindings()

    @keys.add("enter")
    def _(event: KeyPressEvent) -> None:
        buffer = event.current_buffer
        if complete(buffer.text):
            buffer.validate_and_handle()
        else:
            buffer.insert_text("\n")

    return keys


def completer(suggestions: Suggestions) -> Completer:
    """Return what completes at the cursor, in the way that prompt_toolkit asks for it."""
    from prompt_toolkit.completion import CompleteEvent, Completer, Completion
    from prompt_toolkit.document import Document

    class Suggesting(Completer):
        def get_completions(self, document: Document, complete_event: CompleteEvent) -> Iterator[Completion]:  # noqa: ARG002  # prompt_toolkit's signature
            for suggestion in suggestions.at(document.text_before_cursor):
                yield Completion(suggestion.text, -suggestion.replaces)

    return Suggesting()
