"""The messages of a run leave together: one by one, each costs the server a system call.

A page is seventy messages. Those that come within `AWAITED` seconds are handed to the socket at
once, which writes them in one go.
"""

from __future__ import annotations

import asyncio

from starlette.types import Message, Send

AWAITED = 0.01
"""Seconds in which messages are gathered; Streamlit itself looks for new ones as often."""

MOST = 200
"""Messages that are held back at most: then whoever sends waits, as for a slow reader."""


class Gathered:
    """Stands before the sending end of one reader's connection, and keeps the order."""

    def __init__(self, send: Send) -> None:
        """Gather for `send`."""
        self._send = send
        self._held: list[Message] = []
        self._leaving: asyncio.Task[None] | None = None
        self._lost: OSError | None = None

    async def __call__(self, message: Message) -> None:
        """Hold a message of a run back a little; anything else leaves after those before it.

        Raises OSError, as sending an earlier one did: the reader has gone.
        """
        is_of_run = message["type"] == "websocket.send"
        if self._leaving and (not is_of_run or len(self._held) >= MOST):
            await self._leaving
        if self._lost:
            raise self._lost
        if not is_of_run:
            await self._send(message)
            return
        self._held.append(message)
        if self._leaving is None:
            self._leaving = asyncio.create_task(self._leave())

    async def _leave(self) -> None:
        await asyncio.sleep(AWAITED)
        try:
            while self._held:
                held, self._held = self._held, []
                for message in held:
                    await self._send(message)
        except OSError as lost:
            self._lost = lost
        finally:
            self._leaving = None
