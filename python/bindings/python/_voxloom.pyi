"""The extension module: what of ``voxloom`` and ``inviwopy`` is Rust. Not for use by others, and without a promise to stay."""

from typing import Any, Final, Optional, final

import numpy.typing as npt

__version__: Final[str]
PROTOCOL_VERSION: Final[int]
# Arrays of so many bytes and more are passed in segments.
SHARED_FROM: Final[int]

@final
class Connection:
    """A connection with the program. Frames of several threads do not mix."""

    def recv(self) -> Optional[tuple[str, Attached]]:
        """Waits for the next message: its JSON text and what is attached to it, or None when the other side is gone."""

    def send(self, text: str, outgoing: Optional[Outgoing] = None) -> None:
        """Sends a message: its JSON text, and the attachments that descriptions in it refer to."""

    def close(self) -> None:
        """Ends the connection; a pending ``recv`` returns None."""

@final
class Attached:
    """What came with a message."""

    def memory(self, bytes: dict[str, Any]) -> Memory:
        """The memory that the ``bytes`` part of a description stands for."""

@final
class Outgoing:
    """The attachments of a message that is being made."""

    def __new__(cls) -> Outgoing: ...
    def attach(self, memory: Memory) -> dict[str, Any]:
        """Attaches memory. Returns the ``bytes`` part of its description."""

@final
class Memory:
    """Memory that nobody writes any more."""

    @property
    def address(self) -> int: ...
    @property
    def nbytes(self) -> int: ...
    @property
    def shared(self) -> bool:
        """Whether another process can map the bytes."""

def connect(descriptor: int) -> Connection: ...
def connection_pair() -> tuple[Connection, Connection]: ...
def install_data_handler() -> bool:
    """Makes the calling thread's arrays of 1 MiB and more come from segments. Returns whether NumPy (1.22 or later) takes handlers."""

def after_fork() -> int:
    """Marks the process as a fork of a host. Returns the number of segments that could not be made private."""

def interrupt(thread: int, exception: type[BaseException]) -> bool:
    """Raises an exception in a thread at its next Python instruction. Returns whether there is such a thread."""

def memory_of(array: npt.NDArray[Any]) -> Optional[Memory]:
    """The segment memory that a C-contiguous array lies in, or None when there is none that holds what the array holds."""

def was_written(array: npt.NDArray[Any]) -> bool:
    """Whether a C-contiguous array was written after ``memory_of`` returned its memory."""

def copy_of(array: npt.NDArray[Any]) -> Memory:
    """A copy of a C-contiguous array, in a segment from 1 MiB on."""

def count_copy(bytes: int) -> None:
    """Adds to the figure of ``copied_bytes``."""

def copied_bytes() -> int:
    """Bytes of arrays of 1 MiB and more that were copied because of where they lay, since the start."""

def segment_statistics() -> tuple[int, int, int]:
    """(arrays in segments, kept segments, bytes of kept segments)."""

def start_program(settings: str) -> Connection:
    """Starts the program in this process; the host's end of the connection with it. Settings are a JSON object."""

def stop_program() -> None:
    """Ends the program: what runs is cancelled, networks are gone."""

__all__ = [
    "__version__",
    "PROTOCOL_VERSION",
    "SHARED_FROM",
    "Connection",
    "Attached",
    "Outgoing",
    "Memory",
    "connect",
    "connection_pair",
    "install_data_handler",
    "after_fork",
    "interrupt",
    "memory_of",
    "was_written",
    "copy_of",
    "count_copy",
    "copied_bytes",
    "segment_statistics",
    "start_program",
    "stop_program",
]
