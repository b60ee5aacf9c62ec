"""Messages on a pipe: a kind, a length, and that many bytes."""

from __future__ import annotations

import os
import struct
from collections.abc import Iterator
from typing import Final

HEAD: Final = struct.Struct(">cQ")
CHUNK: Final = 1 << 16

SETUP: Final = b"S"
READY: Final = b"R"
JOB: Final = b"J"
BODY: Final = b"B"
STOP: Final = b"K"
YIELD: Final = b"Y"
PART: Final = b"V"
END: Final = b"E"


def frame(kind: bytes, payload: bytes = b"") -> bytes:
    """Make a message."""
    return HEAD.pack(kind, len(payload)) + payload


def send(fd: int, kind: bytes, payload: bytes = b"") -> None:
    """Write a message, however long the other side takes to read it.

    Raises:
        BrokenPipeError: The other side is gone.
    """
    left = memoryview(frame(kind, payload))
    while left:
        left = left[os.write(fd, left) :]


class Frames:
    """Bytes as they come, put together to messages.

    Args:
        longest: Most bytes of one message.
    """

    def __init__(self, longest: int) -> None:
        self._longest = longest
        self._held = bytearray()

    def feed(self, data: bytes) -> Iterator[tuple[bytes, bytes]]:
        """Take bytes; yield the messages that are whole.

        Raises:
            ValueError: A message says that it is longer than allowed.
        """
        self._held += data
        while len(self._held) >= HEAD.size:
            kind, length = HEAD.unpack_from(self._held)
            if length > self._longest:
                raise ValueError(f"a message of {length} bytes")
            end = HEAD.size + length
            if len(self._held) < end:
                return
            payload = bytes(self._held[HEAD.size : end])
            del self._held[:end]
            yield kind, payload
