"""Arrays as voxels: which are adopted as they are, which are copied, and how they are kept from changing.

An array that owns its memory is adopted by freezing it: it cannot be written while anyone reads it, and can again after.
Memory that was received from the program is read-only for ever. Everything else is copied, and a note says so. A copy belongs
to its volume alone and may be written through it.

What a volume was made of is put aside at once and never changes, whoever writes: below 1 MiB it is copied; above, the pages
are shared with the program, and this process gets copies of those that it writes from then on. So neither a view that was
made before the array was frozen nor a thread can change what is shown.
"""

from __future__ import annotations

import sys
import threading
import weakref
from typing import Any, Optional

import numpy as np

from ._native import native

_FORMATS = {
    np.dtype(name): short
    for name, short in (
        ("uint8", "u8"), ("uint16", "u16"), ("uint32", "u32"), ("uint64", "u64"),
        ("int8", "i8"), ("int16", "i16"), ("int32", "i32"), ("int64", "i64"),
        ("float16", "f16"), ("float32", "f32"), ("float64", "f64"),
    )
}  # fmt: skip
_DTYPES = {short: dtype for dtype, short in _FORMATS.items()}


class FormatError(TypeError, ValueError):
    """An array has a dtype or shape that no data type can hold."""


def format_of(dtype: Any) -> str:
    """The protocol's name of a dtype, ``f32`` say. Raises FormatError for what is not supported."""
    short = _FORMATS.get(np.dtype(dtype).newbyteorder("="))
    if short is None:
        names = ", ".join(str(known) for known in _FORMATS)
        raise FormatError(
            f"Could not map the type of the given array to an inviwo format: {np.dtype(dtype)} is not supported. "
            f"Supported are {names}, and bool as 0 and 1; convert with array.astype(numpy.float32), say."
        )
    return short


def dtype_of(short: str) -> np.dtype:
    """The dtype of the protocol's name of a format."""
    return _DTYPES[short]


class _Received:
    """Keeps received memory alive under the arrays that view it."""

    __slots__ = ("__array_interface__", "memory")

    def __init__(self, memory: Any, shape: tuple, dtype: np.dtype) -> None:
        self.memory = memory
        self.__array_interface__ = {
            "version": 3,
            "shape": shape,
            "typestr": dtype.str,
            "data": (memory.address, True),
        }


def view_of(memory: Any, shape: tuple, dtype: Any) -> np.ndarray:
    """A read-only array over memory of the extension, without a copy. The array keeps the memory alive."""
    return np.asarray(_Received(memory, shape, np.dtype(dtype)))


class _Frozen:
    """An array that somebody reads, with the views that were frozen with it."""

    __slots__ = ("arrays", "count", "weak")

    def __init__(self, owner: np.ndarray) -> None:
        self.count = 0
        self.arrays: list = []
        # While a weak reference exists NumPy refuses `resize(refcheck=False)`, which would move the memory.
        self.weak = weakref.ref(owner)

    def freeze(self, array: np.ndarray) -> None:
        if array.flags.writeable:
            array.flags.writeable = False
            self.arrays.append(array)


_frozen: dict = {}
_lock = threading.RLock()


class Hold:
    """Keeps an array from being written; the last hold gives the right to write back."""

    __slots__ = ("_key", "_owner")

    def __init__(self, owner: np.ndarray, *views: np.ndarray) -> None:
        with _lock:
            self._owner, self._key = owner, id(owner)
            entry = _frozen.get(self._key)
            if entry is None:
                entry = _frozen[self._key] = _Frozen(owner)
            entry.count += 1
            for array in (owner, *views):
                entry.freeze(array)

    def __del__(self) -> None:
        lock = _lock
        if lock is None or not hasattr(self, "_key"):
            return
        with lock:
            entry = _frozen[self._key]
            entry.count -= 1
            if entry.count:
                return
            del _frozen[self._key]
            # The owner first: a view can be written only when its base can.
            for array in entry.arrays:
                array.flags.writeable = True


def frozen_count() -> int:
    """Number of arrays that are frozen at present because something in this process reads them."""
    return len(_frozen)


class Voxels:
    """The array behind a piece of data, in C order and native byte order.

    ``own`` says that nobody else has the array: it may be written through ``view``, and what is published is its state then.
    Otherwise it is never written while this exists.
    """

    __slots__ = ("_mapped", "array", "hold", "memory", "notes", "own")

    def __init__(self, array: np.ndarray, hold: Optional[Hold] = None, notes: Any = (), own: bool = False) -> None:
        self.array = array
        self.hold = hold
        self.memory: Any = None
        # The memory is the array's own, which another process maps.
        self._mapped = False
        self.notes = list(notes)
        self.own = own

    def view(self) -> np.ndarray:
        """A view; read-only unless the voxels are our own."""
        view = self.array.view()
        if not self.own:
            view.flags.writeable = False
        return view

    def editable(self) -> Voxels:
        """These voxels when they are our own, else a copy that is."""
        return self if self.own else Voxels(copy_of(self.array), notes=self.notes, own=True)

    def shared(self) -> Voxels:
        """Voxels for another piece of data: the same ones, or a copy of our own.

        Code that goes on writing to what it cloned runs again, and gets copies then.
        """
        if self.own or getattr(_copying, "on", False):
            return Voxels(copy_of(self.array), notes=self.notes, own=True)
        _copying.froze = True
        return self

    def outgoing(self) -> Any:
        """The bytes as memory of the extension: the array's own where another process can map it, else a copy.

        The same memory each time, unless the array is our own and was written since.
        """
        if self.memory is None or (self.own and self._written()):
            memory = native.memory_of(self.array) if self.array.nbytes >= native.SHARED_FROM else None
            self._mapped = memory is not None
            self.memory = memory if self._mapped else native.copy_of(self.array)
        return self.memory

    def _written(self) -> bool:
        if self._mapped:
            return bool(native.was_written(self.array))
        kept = view_of(self.memory, (self.memory.nbytes,), np.uint8)
        return not np.array_equal(kept, self.array.reshape(-1).view(np.uint8))


_copying = threading.local()


def copy_on_this_thread(flag: bool) -> None:
    """Whether arrays are copied instead of frozen on the calling thread: for code that goes on writing to them."""
    _copying.on = flag


def froze_on_this_thread(reset: bool = False) -> bool:
    """Whether an array was frozen on the calling thread since the last reset."""
    froze = getattr(_copying, "froze", False)
    if reset:
        _copying.froze = False
    return froze


def _megabytes(array: np.ndarray) -> str:
    return f"{array.nbytes / (1 << 20):.1f} MiB"


def copy_of(array: np.ndarray) -> np.ndarray:
    """A copy in C order and native byte order; one of 1 MiB and more is counted."""
    copy = np.array(array, dtype=array.dtype.newbyteorder("="), order="C", copy=True)
    if copy.nbytes >= native.SHARED_FROM:
        native.count_copy(copy.nbytes)
    return copy


def _copied(array: np.ndarray, why: str, notes: list) -> Voxels:
    if why:
        notes.append(f"{why}; it was copied ({_megabytes(array)})")
    return Voxels(copy_of(array), notes=notes, own=True)


def _owner_of(array: np.ndarray) -> Any:
    owner = array
    while isinstance(owner, np.ndarray) and owner.base is not None:
        owner = owner.base
    return owner


def store(given: np.ndarray, notes: Any = (), transposed: bool = False) -> Voxels:
    """Voxels of an array of a supported dtype, any strides and byte order; adopts where it can, else copies with a note.

    ``transposed`` reverses the axes, which is free for an array in Fortran order.
    """
    notes = list(notes)
    array = given.T if transposed else given
    if array.dtype == np.bool_:
        array = array.view(np.uint8) if array.flags.c_contiguous else array.astype(np.uint8)
    format_of(array.dtype)
    if not array.dtype.isnative:
        return _copied(array, "the array is not in the machine's byte order", notes)
    if not array.flags.c_contiguous:
        why = "the array is in Fortran order" if array.flags.f_contiguous else "the array has gaps or reversed axes (strides)"
        return _copied(array, why, notes)
    if not array.flags.aligned:
        return _copied(array, "the array is not aligned", notes)
    owner = _owner_of(array)
    if isinstance(owner, _Received):
        return Voxels(array, None, notes)
    if not isinstance(owner, np.ndarray) or not owner.flags.owndata:
        return _copied(array, "the array lies in memory that something else than NumPy owns", notes)
    if getattr(_copying, "on", False):
        return _copied(array, "", notes)
    # References to the owner when nobody else can write to it: the views, the name here, the argument of `getrefcount`.
    alone = sys.getrefcount(owner) <= (3 if array is given else 4)
    if owner is given or alone or id(owner) in _frozen or not owner.flags.writeable:
        _copying.froze = True
        voxels = Voxels(array, Hold(owner, given, array), notes)
        voxels.outgoing()
        return voxels
    return _copied(array, "the array is a view of memory that another array owns", notes)


def _foreign(value: Any, what: str) -> np.ndarray:
    """An array over the memory of another library's, by the first of the protocols that it speaks."""
    try:
        if hasattr(value, "__array_interface__") or hasattr(value, "__array_struct__"):
            return np.asarray(value)
        if hasattr(value, "__dlpack__") and hasattr(np, "from_dlpack"):
            return np.from_dlpack(value)
        if hasattr(value, "__array__"):
            return np.asarray(value)
        return np.asarray(memoryview(value))
    except Exception as error:
        kind = f"{type(value).__module__}.{type(value).__qualname__}"
        raise FormatError(
            f"{what} cannot read the {kind} that it was given: {error}. Copy it to the CPU and make a plain array of it, "
            "as with numpy.asarray(…)"
        ) from error


def as_array(value: Any, what: str) -> np.ndarray:
    """The value as a plain array: NumPy's, or what offers `__array_interface__`, DLPack, `__array__` or the buffer protocol.

    Raises TypeError for what is no array.
    """
    # By its name: `np.ma` takes 10 ms to import.
    if type(value).__name__ == "MaskedArray":
        raise TypeError(f"{what} takes a plain array, not a masked one; use array.filled(0), say")
    if isinstance(value, np.ndarray):
        return value if type(value) is np.ndarray else np.asarray(value)
    protocols = ("__array_interface__", "__array_struct__", "__dlpack__", "__array__")
    if any(hasattr(value, name) for name in protocols) or _has_buffer(value):
        return _foreign(value, what)
    raise TypeError(f"{what} takes a numpy.ndarray, not {type(value).__name__}; make one with numpy.asarray(…)")


def _has_buffer(value: Any) -> bool:
    try:
        memoryview(value).release()
    except TypeError:
        return False
    return not isinstance(value, (str, bytes))


def split_channels(array: np.ndarray, axes: int, what: str) -> int:
    """The number of channels of an array with ``axes`` axes and perhaps one of 1 to 4 channels.

    Raises FormatError naming the shape for any other.
    """
    names = {1: "(n) or (n, c)", 2: "(y, x) or (y, x, c)", 3: "(z, y, x) or (z, y, x, c)"}[axes]
    if array.ndim not in (axes, axes + 1):
        raise FormatError(f"Ndims must be either {axes} or {axes + 1}: {what} takes an array of shape {names}, got {array.shape}")
    if 0 in array.shape:
        raise FormatError(f"{what} takes at least one element on each axis, got the shape {array.shape}")
    if array.ndim == axes:
        return 1
    channels = array.shape[-1]
    if channels > 4:
        raise FormatError(
            f"Could not map the type of the given array to an inviwo format: {what} has 1 to 4 channels on its last axis, "
            f"got the shape {array.shape}"
        )
    return channels
