"""A front: the process that answers HTTP, with uvicorn."""

from __future__ import annotations

import asyncio
import gc
import signal
import socket
from types import FrameType

import uvicorn

from lod.server.app import App
from lod.server.board import Board
from lod.server.connections import Prompt, most
from lod.server.desk import Desk
from lod.server.settings import GRACE, Settings

#: Seconds that a connection may be idle.
IDLE = 20


def run(desk: Desk, settings: Settings, board: Board, row: int, listening: socket.socket, lifeline: int) -> None:
    """Serve until SIGTERM comes or the other end of `lifeline`, a pipe, is closed; then end what has begun."""
    gc.freeze()  # what is there stays: no collection needs to look at it, and its pages stay shared
    app = App(desk, settings, board, board.row(row), log=settings.log)
    server = uvicorn.Server(
        uvicorn.Config(
            app,
            http=Prompt,
            limit_concurrency=most(),
            lifespan="off",
            log_config=None,
            access_log=False,
            server_header=False,
            proxy_headers=False,
            ws="none",
            timeout_keep_alive=IDLE,
            timeout_graceful_shutdown=GRACE,
        )
    )

    def stop(*_: int | FrameType | None) -> None:
        server.should_exit = True

    async def main() -> None:
        loop = asyncio.get_running_loop()
        loop.add_reader(lifeline, stop)
        preparing = loop.create_task(app.prepare())
        try:
            await server.serve(sockets=[listening])
        finally:
            preparing.cancel()
            loop.remove_reader(lifeline)

    # uvicorn raises the signal again when it has stopped; then there is still something to do here.
    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, stop)
    try:
        with asyncio.Runner(loop_factory=server.config.get_loop_factory()) as runner:
            runner.run(main())
    finally:
        app.stop()
