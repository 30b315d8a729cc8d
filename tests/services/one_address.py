"""One address for several servers of the same kind, as a load balancer gives: bytes are passed on.

A new connection goes to the next server that takes it, so one that was killed is passed over.
"""

from __future__ import annotations

import asyncio
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from itertools import count
from threading import Thread

_TURN = count()
_BYTES = 65_536


@contextmanager
def one_address(ports: Sequence[int]) -> Iterator[int]:
    """The port on loopback that stands for all of them."""
    loop = asyncio.new_event_loop()
    thread = Thread(target=loop.run_forever, daemon=True)
    thread.start()

    async def listen() -> asyncio.Server:
        return await asyncio.start_server(_passing(tuple(ports)), "127.0.0.1", 0)

    server = asyncio.run_coroutine_threadsafe(listen(), loop).result(30)
    try:
        yield server.sockets[0].getsockname()[1]
    finally:
        asyncio.run_coroutine_threadsafe(_end(server), loop).result(30)
        loop.call_soon_threadsafe(loop.stop)
        thread.join(30)
        loop.close()


def _passing(ports: tuple[int, ...]):
    async def passing(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        first = next(_TURN)
        for n in range(len(ports)):
            try:
                theirs = await asyncio.open_connection("127.0.0.1", ports[(first + n) % len(ports)])
            except OSError:
                continue
            await asyncio.gather(_pump(reader, theirs[1]), _pump(theirs[0], writer))
            return
        writer.close()

    return passing


async def _pump(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
    with suppress(OSError, asyncio.CancelledError):
        while data := await reader.read(_BYTES):
            writer.write(data)
            await writer.drain()
    with suppress(OSError):
        writer.close()


async def _end(server: asyncio.Server) -> None:
    server.close()
    others = [each for each in asyncio.all_tasks() if each is not asyncio.current_task()]
    for each in others:
        each.cancel()
    await asyncio.gather(*others, return_exceptions=True)
