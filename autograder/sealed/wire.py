"""Frames on a socket: a JSON message and a blob of bytes, both bounded. Nothing here is ever unpickled."""

import json
import socket
import struct
from collections.abc import Iterator

from autograder.sealed.errors import MalformedReply

HEADER = struct.Struct("!4sIQ")
MAGIC = b"ag01"
MAX_JSON = 64 << 20
MAX_PARTS = 2_000_000  #: of one message: a part of two bytes, "[]", takes 64 in memory
MAX_PROGRAM = 64 << 20  #: of an instructor's notebook, as it travels to the tests' process

_encode = json.JSONEncoder(separators=(",", ":")).encode  # json.dumps() would make an encoder for every message


def send(sock: socket.socket, message: dict, blob: bytes | bytearray | memoryview = b"") -> None:
    """Send one frame; blocks until the other side took it.

    A frame: four bytes "ag01", the sizes in bytes of the message (32 bits) and of the blob (64 bits), big-endian; then
    the message as JSON in UTF-8, and the blob. Raises OSError when the other side is gone.
    """
    text = _encode(message).encode("utf-8", "surrogatepass")
    head = HEADER.pack(MAGIC, len(text), len(blob)) + text
    if len(blob) < 1 << 16:
        sock.sendall(head + bytes(blob))
    else:
        sock.sendall(head)
        sock.sendall(blob)


def receive(
    sock: socket.socket, max_blob: int, max_json: int = MAX_JSON, max_parts: int = MAX_PARTS
) -> tuple[dict, bytearray]:
    """Wait for one frame; returns the message and the blob.

    max_blob, max_json: the most bytes of each
    max_parts:          the most signs in the message that may begin a part. A text may hold any of them: of the
                        grader's own messages, in which names of files and cells are a student's, MAX_JSON
    Raises EOFError when the other side is gone, MalformedReply when it breaks the rules.
    """
    text_size, blob_size = _sizes(_exactly(sock, HEADER.size), max_json, max_blob)
    return _parse(_exactly(sock, text_size), max_parts), _exactly(sock, blob_size)


class FrameReader:
    """Frames out of bytes that arrive in pieces, for a reader that must not block.

    max_json, max_blob: the most bytes of a message and of its blob
    """

    def __init__(self, max_json: int = MAX_JSON, max_blob: int = 0):
        self.max_json, self.max_blob = max_json, max_blob
        self.buffer = bytearray()

    def feed(self, piece: bytes) -> Iterator[dict]:
        """Yield every message that this piece completes. Raises MalformedReply when it breaks the rules."""
        self.buffer += piece
        while len(self.buffer) >= HEADER.size:
            text_size, blob_size = _sizes(self.buffer[: HEADER.size], self.max_json, self.max_blob)
            end = HEADER.size + text_size + blob_size
            if len(self.buffer) < end:
                return
            text = self.buffer[HEADER.size : HEADER.size + text_size]
            del self.buffer[:end]
            yield _parse(text)


def _sizes(header: bytes | bytearray, max_json: int, max_blob: int) -> tuple[int, int]:
    magic, text_size, blob_size = HEADER.unpack(header)
    if magic != MAGIC:
        raise MalformedReply("the answer's process sent something that is not a message")
    if text_size > max_json or blob_size > max_blob:
        raise MalformedReply(f"the answer's process sent more than allowed ({text_size + blob_size} bytes)")
    return text_size, blob_size


def _parse(text: bytearray, max_parts: int = MAX_PARTS) -> dict:
    if sum(map(text.count, (b"[", b"{", b","))) > max_parts:
        raise MalformedReply(f"the answer's process sent more than {max_parts:,} values at once")
    try:
        message = json.loads(text)
    except (ValueError, RecursionError, MemoryError) as error:
        raise MalformedReply(f"the answer's process sent a broken message ({type(error).__name__})") from None
    if not isinstance(message, dict):
        raise MalformedReply("the answer's process sent a message of the wrong kind")
    return message


def _exactly(sock: socket.socket, size: int) -> bytearray:
    data = bytearray(size)
    view, done = memoryview(data), 0
    while done < size:
        count = sock.recv_into(view[done:], min(size - done, 1 << 20))
        if count == 0:
            raise EOFError
        done += count
    return data
