"""Completion in bash, zsh and fish: names of queries, their parameters, and things in the data.

Set up by `eval "$(_LOD_COMPLETE=bash_source lod)"` (zsh_source; in fish `_LOD_COMPLETE=fish_source lod | source`).
"""

from __future__ import annotations

import os
from collections.abc import Iterable
from contextlib import suppress
from typing import TYPE_CHECKING, Any

import click
from click.shell_completion import BashComplete, CompletionItem, add_completion_class, split_arg_string

from lod.cli import options
from lod.errors import LodError

if TYPE_CHECKING:
    from lod.query import Parameter
    from lod.workspace import Workspace

#: Data that is larger than this is not read for a completion: a shell must not wait for it.
BYTES = 20_000_000

_BASH = """\
%(complete_func)s() {
    local type value
    COMPREPLY=()
    while IFS=, read -r type value; do
        case $type in
            dir) compopt -o dirnames ;;
            file) compopt -o default ;;
            plain) COMPREPLY+=("$value"); [[ $value == *= ]] && compopt -o nospace ;;
        esac
    done < <(env COMP_LINE="${COMP_LINE:0:$COMP_POINT}" %(complete_var)s=bash_complete "$1")
}
complete -o nosort -F %(complete_func)s %(prog_name)s
"""


class Bash(BashComplete):
    """Completion for bash, which takes `=` and `:` for ends of words: `person=person/x` and `schema:Event` are one."""

    source_template = _BASH

    def get_completion_args(self) -> tuple[list[str], str]:
        """Split the line as typed, for bash's own words are cut at its word breaks."""
        line = os.environ["COMP_LINE"]
        words = split_arg_string(line)[1:]
        incomplete = words.pop() if words and not line[-1:].isspace() else ""
        self.typed = max(incomplete.rfind("="), incomplete.rfind(":")) + 1
        return words, incomplete

    def format_completion(self, item: CompletionItem) -> str:
        """Leave out what stands before the last word break: bash puts the completion behind it."""
        return f"{item.type},{item.value[self.typed :]}"


def register() -> None:
    """Make this the completion for bash; that of zsh and fish is click's own."""
    add_completion_class(Bash)


def queries(ctx: click.Context, _: click.Parameter, incomplete: str) -> list[CompletionItem]:
    """Return the names of the named queries, with their titles."""
    from lod.query import find
    from lod.query.catalogue import worded

    with suppress(LodError):  # a message would land in the middle of the line that is being typed
        config = _opened(ctx).config
        language = options.reader_language(ctx.params.get("language"), config.languages)
        return [
            CompletionItem(name, help=worded(query.title, language))
            for name, query in find(config).items()
            if name.startswith(incomplete)
        ]
    return []


def values(ctx: click.Context, _: click.Parameter, incomplete: str) -> list[CompletionItem]:
    """Return the parameters of the query that is asked, and behind `NAME=` what their values can be."""
    from lod.query import find, pick

    with suppress(LodError):
        opened = _opened(ctx)
        # With the value of --set missing, click has not come to the arguments yet.
        query = ctx.params.get("query") or next(iter(ctx.args), "")
        parameters = {p.name: p for p in pick(find(opened.config), query).parameters}
        name, equals, typed = incomplete.partition("=")
        if not equals:
            given = {value.partition("=")[0] for value in ctx.params.get("values") or ()}
            return _items(f"{p}=" for p in parameters if p.startswith(name) and p not in given)
        if name in parameters:
            return _items(f"{name}={value}" for value in _possible(opened, parameters[name], typed))
    return []


def nodes(ctx: click.Context, _: click.Parameter, incomplete: str) -> list[CompletionItem]:
    """Return the things in the data, as the part of their IRI behind the base."""
    with suppress(LodError):
        return _items(_things(_opened(ctx), incomplete))
    return []


def _opened(ctx: click.Context) -> Workspace:
    asked: dict[str, Any] = ctx.params
    return options.opened(asked.get("workspace"), tuple(asked.get("data") or ()), tuple(asked.get("shapes") or ()))


def _items(texts: Iterable[str]) -> list[CompletionItem]:
    return [CompletionItem(text) for text in texts]


def _possible(opened: Workspace, parameter: Parameter, typed: str) -> list[str]:
    if parameter.type == "language":
        return [tag for tag in opened.config.languages if tag.startswith(typed)]
    if parameter.type != "node":
        return [text for text in (parameter.example, parameter.default) if text and text.startswith(typed)]
    # With nothing typed, things of the kind that the example shows: of `person/jane-doe`, the people.
    folder = (parameter.example or "").rpartition("/")[0]
    return (_things(opened, f"{folder}/") if folder and not typed else []) or _things(opened, typed)


def _things(opened: Workspace, typed: str) -> list[str]:
    from lod import source

    config = opened.config
    if sum(file.stat().st_size for file in source.find(config.data)) > BYTES:
        return []
    things = (iri.value.removeprefix(config.base) for iri in opened.graph.things(config.base))
    return [thing for thing in things if thing.startswith(typed)]
