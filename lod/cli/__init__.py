"""The command line: one file a command, each loaded only when it runs, so that `lod --help` is quick."""

from __future__ import annotations

import atexit
import gc
import os
import sys
from importlib import import_module

import click

from lod import __version__
from lod.cli.printing import fail

#: Each command and what it is for; its code is in the module of its name.
COMMANDS = {
    "init": "Make a small workspace to start from.",
    "validate": "Check the data: shapes (SHACL), syntax, evidence.",
    "query": "Ask the data: SPARQL or a named query.",
    "embed": "JSON-LD for web pages: write, put in, check.",
    "harvest": "Turn the data in existing web pages into Turtle.",
    "publish": "Write the whole site: pages, Turtle, JSON-LD.",
    "push": "Bring a SPARQL store to what the files say.",
    "pull": "Write files of what a SPARQL store holds.",
    "serve": "Serve the site over HTTP, with SPARQL.",
}


class _Lazy(click.Group):
    """A group that knows the names of its commands without importing them."""

    def list_commands(self, ctx: click.Context) -> list[str]:  # noqa: ARG002  # click's signature
        return list(COMMANDS)

    def get_command(self, ctx: click.Context, name: str) -> click.Command | None:  # noqa: ARG002  # click's signature
        if name not in COMMANDS:
            return None
        command: click.Command = import_module(f"lod.cli.{name}").command
        return command

    def resolve_command(
        self, ctx: click.Context, args: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:
        if args and args[0] not in COMMANDS and not args[0].startswith("-"):
            from lod.errors import nearest

            guess = nearest(args[0], COMMANDS)
            hint = f" Did you mean '{guess}'?" if guess else f" There are: {', '.join(COMMANDS)}."
            ctx.fail(f"No such command '{args[0]}'.{hint}")
        return super().resolve_command(ctx, args)

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:  # noqa: ARG002  # click's
        with formatter.section("Commands"):
            formatter.write_dl(list(COMMANDS.items()))


@click.group(cls=_Lazy, context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100})
@click.version_option(__version__, prog_name="lod")
def group() -> None:
    """Publish the facts of news articles as linked open data.

    A workspace is a folder with lod.toml (or [tool.lod] in pyproject.toml) and, beside it, data/, and if wanted
    ontology/, shapes/, queries/ and templates/. Commands find the nearest one upwards from the current folder.

    \b
    Start:    lod init my-news && cd my-news && lod publish
    Then:     lod validate          are the facts sound?
              lod query --list      what can be asked?
              lod embed NODE        JSON-LD to paste into a page

    Exit codes: 0 fine; 1 findings; 2 bad input or usage.
    """


def main() -> None:
    """Run the command line and end the process with its exit code."""
    # To look for cycles among all objects once more, as Python does at its end, takes longer than many a command.
    atexit.register(gc.freeze)
    for stream in (sys.stdout, sys.stderr):
        # Names of people and places must come out whatever the terminal's locale says.
        stream.reconfigure(encoding="utf-8", errors="backslashreplace")  # type: ignore[union-attr]  # real text streams
    if "_LOD_COMPLETE" in os.environ:
        from lod.cli.completion import register

        register()
    try:
        code = group(standalone_mode=False)
    except click.exceptions.Exit as exit:
        code = exit.exit_code
    except click.ClickException as error:
        error.show()
        code = 2
    except (KeyboardInterrupt, click.Abort):
        code = 130
    except Exception as error:
        code = fail(error)
    raise SystemExit(code if isinstance(code, int) else 0)
