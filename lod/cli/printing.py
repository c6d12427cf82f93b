"""The one place that prints: results to standard output or a file, everything else to standard error."""

from __future__ import annotations

import os
import sys
import traceback
from collections.abc import Iterable
from pathlib import Path

import click

from lod.errors import LodError, UsageError
from lod.replacing import replacing

#: sysexits.h: a fault of the program itself, apart from findings (1) and bad input (2).
EX_SOFTWARE = 70


def emit(text: str | bytes, output: Path | None = None) -> None:
    """Write a result to `output`, or to standard output; text is UTF-8 and ends with a line feed.

    A file is written under a temporary name and renamed, so that it is never there in half.
    """
    data = text.encode() if isinstance(text, str) else text
    pour((data if data.endswith(b"\n") else data + b"\n",), output)


def pour(blocks: Iterable[bytes], output: Path | None = None) -> None:
    """Write a result that comes in blocks, as `emit` does, each block as soon as it is there."""
    if output is None:
        try:
            for block in blocks:
                sys.stdout.buffer.write(block)
                sys.stdout.buffer.flush()
        except BrokenPipeError:
            # The reader has gone (`lod query ... | head`): nothing is left to say, and nothing may be flushed at exit.
            os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return
    try:
        with replacing(output) as file:
            file.writelines(blocks)
    except OSError as error:
        remedy = "Name a file in a folder that exists and that you may write to."
        raise UsageError(f"cannot be written: {error.strerror}", where=output, remedy=remedy) from None
    note(f"Written: {output}")


def note(text: str) -> None:
    """Tell the person at the terminal something that is no result."""
    click.echo(text, err=True)


def fail(error: Exception) -> int:
    """Print what went wrong and return the exit code."""
    if isinstance(error, LodError):
        note(f"{click.style('error', fg='red', bold=True)}: {error}")
        return 2
    if isinstance(error, MemoryError):
        note("error: out of memory\n  Validate or publish a part of the data: --data PATH")
        return 2
    if os.environ.get("LOD_DEBUG"):
        traceback.print_exception(error)
    note(
        f"error: lod has a fault of its own: {type(error).__name__}: {error}\n"
        "  Please report it, with the output of the same command under LOD_DEBUG=1."
    )
    return EX_SOFTWARE
