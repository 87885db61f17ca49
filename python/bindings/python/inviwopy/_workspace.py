"""Workspaces: loading, saving, and small XML files of one's own."""

from __future__ import annotations

import os
import threading
import traceback
import xml.etree.ElementTree as xml
from typing import Any, Callable, Optional

from . import glm
from ._ask import ask, unsupported
from ._enum import Enum
from .properties._path import PathText

# In seconds.
_LOOK_EVERY = 0.2


class WorkspaceSaveMode(Enum):
    """Whether a workspace is written to disk or for undo; both are the same here."""

    Disk = 0
    Undo = 1


class Handle:
    """Keeps a callback of a WorkspaceManager alive; ``close()``, or forgetting the handle, ends it."""

    def __init__(self, network: int, test: Callable[[Any, dict], bool], callback: Callable[..., Any]) -> None:
        self._open = threading.Event()
        if not callable(callback):
            raise TypeError(f"a function is expected, got {callback!r}")
        self._open.set()
        # The thread must not keep the handle.
        threading.Thread(target=_listen, args=(self._open, network, test, callback), name="voxloom workspace", daemon=True).start()

    def close(self) -> None:
        """Ends the callback."""
        self._open.clear()

    def __del__(self) -> None:
        self._open.clear()


def _listen(is_open: threading.Event, network: int, test: Any, callback: Any) -> None:
    before: Optional[dict] = None
    revision = 0
    while is_open.is_set():
        try:
            # Saving is no change of the document: it is looked at again after each wait.
            if before is not None:
                ask("network.wait", network=network, revision=revision, timeout=_LOOK_EVERY)
            state = ask("network.state", network=network)
            revision = state["revision"]
            if before is not None and is_open.is_set():
                _test_and_call(test, before, state, callback)
            before = state
        except (ConnectionError, KeyError):
            return
        except Exception:  # noqa: BLE001 - an error in a callback must not end it
            traceback.print_exc()


def _test_and_call(test: Any, before: dict, now: dict, callback: Any) -> None:
    """Calls back when the test says so, with what it returns unless that is True."""
    found = test(before, now)
    if found is not None and found is not False:
        callback(*(() if found is True else found))


class WorkspaceManager:
    """Loads and saves the network; ``app.workspaceManager``."""

    def __init__(self, network: Any) -> None:
        self._network = network

    def _core(self) -> Any:
        return self._network._core

    def clear(self) -> None:
        """Removes all processors."""
        self._network.clear()

    def save(self, path: Any, mode: Any = WorkspaceSaveMode.Disk) -> None:
        """Writes a workspace file. Raises OSError."""
        WorkspaceSaveMode(mode)
        self._network.save(path)

    def load(self, path: Any, mode: Any = WorkspaceSaveMode.Disk) -> None:
        """Replaces all by a workspace file; what could not be read is logged. Raises OSError."""
        WorkspaceSaveMode(mode)
        self._network.load(path)

    def saveToString(self, refPath: Any = "", mode: Any = WorkspaceSaveMode.Disk) -> str:
        """The workspace as a text; data paths are relative to ``refPath``."""
        WorkspaceSaveMode(mode)
        return self._core().ask("network.save_text", **_reference(refPath))["text"]

    def loadFromString(self, xml: str, refPath: Any = "", mode: Any = WorkspaceSaveMode.Disk) -> None:
        """Replaces all by what ``saveToString`` gave. Raises ValueError for another text."""
        from ._log import logWarn

        WorkspaceSaveMode(mode)
        for warning in self._core().ask("network.load_text", text=str(xml), **_reference(refPath))["warnings"]:
            logWarn(warning)

    def isModified(self) -> bool:
        """Whether something changed since the last save."""
        return bool(ask("network.state", network=self._core().number)["unsaved"])

    modified = property(isModified, doc="Whether something changed since the last save.")

    def setModified(self) -> None:
        """Raises NotImplementedError unless it is modified: the program knows by itself."""
        if not self.isModified():
            raise unsupported("WorkspaceManager.setModified", "the program knows what was changed", "change something, such as a position")

    def onModified(self, callback: Callable[[], Any]) -> Handle:
        """Calls back, on a thread of its own, after each change. Keep what is returned."""
        return Handle(self._core().number, lambda before, now: now["revision"] > before["revision"], callback)

    def onModifiedChanged(self, callback: Callable[[bool], Any]) -> Handle:
        """Calls back with whether it is modified, when that changes. Keep what is returned."""
        test = lambda before, now: None if bool(before["unsaved"]) == bool(now["unsaved"]) else (bool(now["unsaved"]),)  # noqa: E731
        return Handle(self._core().number, test, callback)

    def onClear(self, callback: Callable[[], Any]) -> Handle:
        """Calls back when all processors are gone. Keep what is returned."""
        return Handle(self._core().number, lambda before, now: bool(before["nodes"]) and not now["nodes"], callback)


def _reference(path: Any) -> dict:
    return {"path": os.path.abspath(os.fspath(path))} if os.fspath(path) else {}


class SerializationTarget(Enum):
    """Whether a value becomes an element of its own or an attribute."""

    Node = 0
    Attribute = 1


_FORMAT = "voxloom-1"


class Serializer:
    """Writes values by key into an XML file of one's own."""

    def __init__(self, filename: Any, rootElement: str = "InviwoWorkspace") -> None:
        self._path = os.path.abspath(os.fspath(filename))
        self._root = xml.Element(rootElement, {"version": _FORMAT})

    def serialize(self, key: str, value: Any, target: Any = SerializationTarget.Node) -> None:
        """Adds a number, text, path, bool, vector, or a list of such. Raises TypeError for anything else."""
        if SerializationTarget(target) == SerializationTarget.Attribute:
            self._root.set(key, _written(value))
            return
        element = xml.SubElement(self._root, key)
        parts = _parts(value)
        if parts is None:
            element.set("content", _written(value))
            return
        for part in parts:
            inner = _parts(part)
            content = _written(part) if inner is None else " ".join(_written(each) for each in inner)
            xml.SubElement(element, "item", {"content": content})

    def writeFile(self) -> None:
        """Writes the file. Raises OSError."""
        tree = xml.ElementTree(self._root)
        tree.write(self._path, encoding="utf-8", xml_declaration=True)


def _parts(value: Any) -> Optional[list]:
    """The elements of a list, vector or array; None for a single value."""
    if isinstance(value, (str, bytes, os.PathLike)) or not hasattr(value, "__iter__"):
        return None
    return list(value)


def _written(value: Any) -> str:
    if isinstance(value, bool):
        return "1" if value else "0"
    if isinstance(value, os.PathLike):
        return os.fspath(value)
    if isinstance(value, (str, int, float)) or hasattr(value, "__float__"):
        return str(value) if isinstance(value, (str, int)) else repr(float(value))
    raise TypeError(f"serialize takes numbers, texts, paths, vectors and lists of them, not {type(value).__name__}")


class Deserializer:
    """Reads what a Serializer wrote. Missing keys raise KeyError, a file that is none OSError or ValueError."""

    def __init__(self, filename: Any, rootElement: str = "InviwoWorkspace") -> None:
        try:
            self._root = xml.parse(os.fspath(filename)).getroot()
        except xml.ParseError as error:
            raise ValueError(f"{os.fspath(filename)} is no XML file: {error}") from None
        if self._root.tag != rootElement:
            raise ValueError(f"{os.fspath(filename)} holds <{self._root.tag}>, not <{rootElement}>")

    def _text(self, key: str) -> str:
        element = self._root.find(key)
        content = self._root.get(key) if element is None else element.get("content")
        if content is None:
            raise KeyError(f"there is no value {key!r}")
        return content

    def _texts(self, key: str) -> list:
        element = self._root.find(key)
        if element is None:
            raise KeyError(f"there is no list {key!r}")
        return [item.get("content") or "" for item in element.findall("item")]

    def _converted(self, key: str, read: Callable[[str], Any], text: str) -> Any:
        try:
            return read(text)
        except ValueError:
            raise ValueError(f"{key} is {text!r}") from None


def _readers() -> dict:
    rows: dict = {
        "String": str,
        "Path": PathText,
        "Bool": lambda text: text == "1",
        **{name: float for name in ("Double", "Float")},
        **{name: int for name in ("Int", "Int8", "Int16", "Int32", "Int64", "UInt8", "UInt16", "UInt32", "UInt64", "Size_t")},
    }
    for prefix, read in (("", float), ("d", float), ("i", int), ("u", int)):
        for n in (2, 3, 4):
            rows[f"{prefix}vec{n}"] = _vector_reader(getattr(glm, f"{prefix}vec{n}"), read)
    return rows


def _vector_reader(vector: Any, read: Any) -> Any:
    return lambda text: vector(*(read(part) for part in text.split()))


def _add_readers() -> None:
    for name, read in _readers().items():

        def single(self: Deserializer, key: str, read: Any = read, name: str = name) -> Any:
            if name[-4:-1] == "vec":
                return read(" ".join(self._texts(key)))
            return self._converted(key, read, self._text(key))

        def several(self: Deserializer, key: str, read: Any = read) -> list:
            return [self._converted(key, read, text) for text in self._texts(key)]

        title = name[0].upper() + name[1:]
        single.__doc__, several.__doc__ = f"The {name} of a key.", f"The list of {name} of a key."
        setattr(Deserializer, f"deserialize{title}", single)
        setattr(Deserializer, f"deserialize{title}Vector", several)


_add_readers()

__all__ = ["Deserializer", "SerializationTarget", "Serializer", "WorkspaceManager", "WorkspaceSaveMode"]
