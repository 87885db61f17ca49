"""Networks from Python: what scripts, tests and notebooks use."""

from __future__ import annotations

import contextlib
import os
import warnings
from typing import Any, Iterator, Optional

import numpy as np
from inviwopy import _network as mirrors
from inviwopy._core import close_core, core_of

from ._canvas_events import CanvasEvents, EventReply
from ._program import ProcessorError, ask
from ._register import identifier_of


class Network(mirrors.ProcessorNetwork, CanvasEvents):
    """A network of processors of its own, computed by the program.

    ``net.add(...)`` gives processors, which are attributes of the network, too: ``net.VolumeRaycaster``. A processor has
    ``properties``, ``inports`` and ``outports``; ``port.data`` is the array of what is on an outport (read-only; of an image the
    first color layer; the object itself of what is no array), ``port.getData()`` always the object. What is read is always what
    the network holds now; what is written is there at once, can be undone, and is computed by ``evaluate`` or ``render``.

    Everything that ``inviwopy.app.network`` has is there as well. In a person's own interpreter the first network starts a
    program inside (see ``voxloom.start``). ``close()``, or the end of ``with vx.Network() as net:``, frees what it holds.
    """

    def __init__(self) -> None:
        """Raises ImportError when this interpreter has no program and cannot start one."""
        super().__init__(core_of(ask("network.new")["network"]))

    # Processors

    def add(self, cls: Any, identifier: Optional[str] = None, name: Optional[str] = None, position: Any = None, **values: Any) -> Any:
        """Adds a processor and returns it, once its ports and properties are there.

        ``cls`` is a class identifier (``org.inviwo.VolumeRaycaster``), or a class derived from Processor. ``identifier`` may get a
        number appended. ``position`` is (x, y) in the editor. Values are set by path: ``file=path``, ``**{"camera.fov": 30}``.
        One step of undo. Raises KeyError for a class or path that is not there, TypeError and ValueError for values that do not fit,
        ProcessorError when the constructor fails; nothing is added then.
        """
        if isinstance(cls, type):
            cls = identifier_of(cls)
        options = {"identifier": identifier, "name": name, "position": None if position is None else [float(part) for part in position]}
        given = {key: value for key, value in options.items() if value is not None}
        with self.edit(f"Add {name or identifier or cls.rpartition('.')[2]}"):
            try:
                node = self._ask("network.add", **{"class": cls}, **given)["node"]
            except ProcessorError as error:
                if error.node is not None:
                    self._core.ask("network.remove", nodes=[error.node])
                raise
            processor = self._core.mirror_of(node)
            try:
                for path, value in values.items():
                    self._set(processor, path, value)
            except BaseException:
                self._core.ask("network.remove", nodes=[node])
                raise
        return processor

    @staticmethod
    def _set(processor: Any, path: str, value: Any) -> None:
        prop = processor.getPropertyByPath(path)
        if prop is None:
            there = ", ".join(prop.identifier for prop in processor.properties) or "none"
            raise KeyError(f"{processor.identifier} has no property {path!r}; there is {there}")
        if not hasattr(type(prop), "value"):
            raise TypeError(f"{processor.identifier}: {path} is a {type(prop).__name__}, which has no value; name one of its parts")
        prop.value = value

    def remove(self, processor: Any) -> None:
        """Removes a processor with its connections and links. Raises ValueError when it is not here."""
        self.removeProcessor(processor)

    def info(self, processor: Any) -> dict:
        """How a processor fares: status, message, traceback, file, line, time_ms, initialized and processed (how often each ran),
        notes, progress (0 to 1, or None) and bytes.
        """
        return self._core.ask("node.info", node=self._node(processor))

    def isolate(self, processor: Any, isolation: str) -> None:
        """Where a Python processor runs: "shared", "file" (a host for all of its file) or "node" (a host of its own)."""
        if isolation not in ("shared", "file", "node"):
            raise ValueError(f'the isolation of a processor is "shared", "file" or "node", not {isolation!r}')
        self._core.ask("network.isolate", nodes=[self._node(processor)], isolation=isolation)

    def bypass(self, *processors: Any, bypassed: bool = True) -> None:
        """Takes processors out of the flow: they do not run, and what comes in goes on to outports of the same type.
        With ``bypassed=False`` they run again.
        """
        self._core.ask("network.bypass", nodes=[self._node(processor) for processor in processors], bypassed=bool(bypassed))

    def copy(self, *processors: Any, incoming: bool = True) -> str:
        """Processors with the connections and links among them as text, for :meth:`paste` in any network, a file or a chat.
        With ``incoming`` the names of what flows into them come along.
        """
        return self._core.ask("network.copy", nodes=[self._node(processor) for processor in processors], incoming=bool(incoming))["text"]

    def paste(self, text: str, incoming: bool = True) -> list:
        """Adds what :meth:`copy` or a workspace file says and returns the new processors. Runs no code that came with the text.

        With ``incoming`` what flowed into them flows into them again where that still is. Raises ValueError for other text.
        """
        answer = self._core.ask("network.paste", text=str(text), incoming=bool(incoming))
        return [self._core.mirror_of(node) for node in answer["nodes"]]

    # Connections and links

    def connect(self, outport: Any, inport: Any) -> None:
        """Connects two ports. Raises TypeError for what are none, ValueError saying why they do not fit."""
        mirrors.connect(outport, inport)

    def disconnect(self, outport: Any, inport: Any) -> None:
        """Takes a connection away. Raises ValueError when there is none."""
        if not self.isConnected(outport, inport):
            raise ValueError(f"{outport.path} and {inport.path} are not connected")
        mirrors.disconnect(outport, inport)

    def link(self, source: Any, destination: Any, both: bool = False) -> None:
        """Gives the destination what the source gets, with ``both`` also the other way. Composites are linked part by part.

        Raises ValueError when the properties cannot be linked.
        """
        self.addLink(source, destination)
        if both:
            self.addLink(destination, source)

    def unlink(self, source: Any, destination: Any) -> None:
        """Takes a link away, in both directions. Raises ValueError when there is none."""
        if not self.isLinked(source, destination) and not self.isLinked(destination, source):
            raise ValueError(f"{source.path} and {destination.path} are not linked")
        self.removeLink(source, destination)
        self.removeLink(destination, source)

    # Steps

    @contextlib.contextmanager
    def edit(self, name: str) -> Iterator[Network]:
        """What is changed within ``with net.edit("Name"):`` is one step of undo, also when it ends early."""
        self._core.ask("network.begin", name=str(name))
        try:
            yield self
        finally:
            self._core.ask("network.end", name=str(name))

    def undo(self) -> Optional[str]:
        """Takes the last step back; its name, or None when there is none."""
        return self._core.ask("network.undo")["name"]

    def redo(self) -> Optional[str]:
        """Does again what was taken back; its name, or None when there is nothing."""
        return self._core.ask("network.redo")["name"]

    def history(self) -> tuple:
        """The names of all steps, the oldest first, and how many of them are done."""
        answer = self._core.ask("network.history")
        return answer["steps"], answer["position"]

    def travel_to(self, position: int) -> None:
        """Undoes or does again until ``position`` steps are done."""
        self._core.ask("network.travel", position=int(position))

    # Results

    def _ask(self, method: str, **args: Any) -> Any:
        try:
            return self._core.ask(method, **args)
        except ProcessorError as error:
            if error.node is not None:
                with contextlib.suppress(KeyError):
                    error.processor = self._core.mirror_of(error.node)
            raise

    def evaluate(self, node: Any = None, timeout: Optional[float] = None) -> None:
        """Computes a processor, or all, and waits at most ``timeout`` seconds.

        Raises ProcessorError when a processor fails, and for ``node`` also when it lacks data; TimeoutError when it takes longer,
        and goes on.
        """
        wanted = {} if node is None else {"node": self._node(node)}
        self._ask("network.evaluate", **wanted, **({} if timeout is None else {"timeout": float(timeout)}))

    def cancel(self, processor: Any) -> None:
        """Stops what a processor runs. It is not tried again until something changes for it."""
        self._core.ask("network.cancel", node=self._node(processor))

    def render(self, canvas: Any = None, size: Any = None) -> np.ndarray:
        """What a canvas shows, as (height, width, 4) uint8, red, green, blue and alpha (not premultiplied), row 0 at the top.

        ``canvas`` None is the only one; ``size`` is (width, height) in pixels, None that of the canvas. Raises ProcessorError when
        a processor above fails, ValueError for a size that cannot be.
        """
        wanted: dict = {} if canvas is None else {"canvas": self._node(canvas)}
        if size is not None:
            wanted["size"] = [int(part) for part in size]
        layer = self._ask("network.render", **wanted)
        return np.ascontiguousarray(layer.data[::-1])

    def snapshot(self, path: Any, canvas: Any = None, size: Any = None) -> None:
        """Writes what a canvas shows into a PNG file. As ``render``; also raises OSError."""
        wanted: dict = {} if canvas is None else {"canvas": self._node(canvas)}
        if size is not None:
            wanted["size"] = [int(part) for part in size]
        self._ask("network.snapshot", path=os.path.abspath(os.fspath(path)), **wanted)

    def _send(self, canvas: Any, event: dict) -> EventReply:
        wanted = {} if canvas is None else {"canvas": self._node(canvas)}
        answer = self._ask("network.send_event", event=event, **wanted)
        return EventReply(bool(answer["used"]), answer["tooltip"])

    # Files and the end

    def load(self, filename: Any) -> None:
        """Replaces all by a workspace file. What could not be read becomes a warning. Raises OSError, ValueError."""
        for text in self._core.ask("network.load", path=os.path.abspath(os.fspath(filename)))["warnings"]:
            warnings.warn(text, stacklevel=2)

    def close(self) -> None:
        """Ends what runs and frees the network; its processors are in no network from then on. A second call does nothing."""
        number = self._core.number
        if not vars(self).get("_closed"):
            self._closed = True
            ask("network.close", network=number)
            close_core(number)

    def __enter__(self) -> Network:
        return self

    def __exit__(self, *error: Any) -> None:
        self.close()

    def __repr__(self) -> str:
        if vars(self).get("_closed"):
            return "<Network, closed>"
        return f"<Network: {', '.join(record['identifier'] for record in self._core.state()['nodes']) or 'empty'}>"


def load(path: Any) -> Network:
    """Opens a workspace file as a network. What could not be read becomes a warning. Raises OSError, ValueError."""
    net = Network()
    try:
        net.load(path)
    except BaseException:
        net.close()
        raise
    return net


def classes() -> list:
    """The class identifiers of all processors that can be added."""
    return sorted(row["class_identifier"] for row in ask("classes.list"))
