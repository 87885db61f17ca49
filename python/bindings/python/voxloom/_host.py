"""The host: runs a person's processors for the program, over a connection.

The main thread is kept for scripts and console lines, a compute thread runs ``initializeResources`` and ``process``, a service
thread does the rest but for loading files, which a few loader threads do, and a reader thread takes the messages. Calls into
one instance never overlap.
"""

from __future__ import annotations

import contextlib
import gc
import json
import os
import platform
import queue
import signal
import sys
import threading
import time
import traceback
from typing import Any, Callable, Optional

import numpy
from inviwopy import Cancelled
from inviwopy._native import native

from . import _folder, _program, _progress
from ._errors import plain_error, printable, python_error
from ._instance import Instance
from ._interrupts import Interrupts, on_signal
from ._loader import Library
from ._output import NodeStream, Valve, set_node, show_logging, threads_inherit_nodes
from ._requests import Requests
from ._wire import Objects, restore
from ._worker import Pool, Worker

_encode = json.JSONEncoder(separators=(",", ":"), allow_nan=False, ensure_ascii=False).encode
# Old versions of files are freed at most this often, in seconds.
_COLLECT_EVERY = 1.0
# How long the main thread has to end by itself, in seconds.
_LAST_WORDS = 0.5


class Host:
    """Answers the messages of one connection."""

    def __init__(self, connection: Any) -> None:
        self._connection = connection
        self.objects = Objects()
        self.library = Library()
        self.service = Worker("voxloom service")
        self.compute = Worker("voxloom compute")
        self.loaders = Pool("voxloom loader")
        self.interrupts = Interrupts()
        self.asker = _program.Asker(self._send_text, lambda data, attached: restore(data, attached, self.objects))
        self.main_tasks: queue.SimpleQueue = queue.SimpleQueue()
        self._instances: dict[int, Instance] = {}
        self._streams: list[NodeStream] = []
        self._valve = Valve(self._print)
        self._silent = False
        self._collected = 0.0
        # Whether someone runs `main_tasks`: not in a person's own interpreter, whose main thread is theirs.
        self.has_main = False
        self._requests = Requests(self)

    # Sending

    def send(self, message: dict, outgoing: Any = None) -> None:
        """Sends a message; when the program is gone there is nobody to tell."""
        text = printable(_encode(message))
        with contextlib.suppress(ConnectionError):
            self._send_text(text, outgoing)

    def _send_text(self, text: str, outgoing: Any = None) -> None:
        if not self._silent:
            self._connection.send(text, outgoing)

    def print(self, node: Optional[int], stream: str, text: str) -> None:
        """Sends what was printed on ``stream``: "out" or "err"."""
        self._valve(node, stream, text)

    def _print(self, node: Optional[int], stream: str, text: str) -> None:
        self.send({"op": "print", "node": node, "stream": stream, "text": text})

    def flush_prints(self) -> None:
        """Sends what the calling thread printed without ending its line, and says what was dropped."""
        for stream in self._streams:
            stream.flush()
        self._valve.settle()

    def redirect(self) -> None:
        """What Python prints goes to the program from now on; in forks of this process it does not."""
        originals = (sys.stdout, sys.stderr)
        self._streams = [NodeStream("out", originals[0], self._valve), NodeStream("err", originals[1], self._valve)]
        sys.stdout, sys.stderr = self._streams  # type: ignore[assignment]
        show_logging()
        threads_inherit_nodes(native.install_data_handler, self.flush_prints)

        def in_child() -> None:
            sys.stdout, sys.stderr = originals
            # Their locks may have been held by threads that are not here.
            self._streams, self._valve = [], Valve(lambda *printed: None)

        if hasattr(os, "register_at_fork"):
            os.register_at_fork(after_in_child=in_child)

    # Receiving

    def start(self) -> None:
        """Starts the threads, and answers the program's questions and the person's from now on."""
        _folder.watch()
        self.service.start()
        self.compute.start()
        _progress.connect(self.processor)

        def in_child() -> None:
            self._silent = True
            self.asker.after_fork()
            self.interrupts.after_fork()
            native.after_fork()

        if hasattr(os, "register_at_fork"):
            os.register_at_fork(after_in_child=in_child)

    def serve(self) -> None:
        """Takes messages until the program ends the connection or asks for the end."""
        try:
            while True:
                received = self._connection.recv()
                if received is None:
                    return
                message, attached = json.loads(received[0]), received[1]
                if message["op"] == "shutdown":
                    return
                getattr(self, "_on_" + message["op"])(message, attached)
        finally:
            self.asker.end()

    def answering(self, call: int, work: Callable[[], Optional[dict]]) -> None:
        """Does work and sends its answer, or why it failed."""
        try:
            if self.interrupts.stops(call):
                raise Cancelled("the call was stopped before it began")
            answer = work()
        except BaseException as error:  # noqa: BLE001 - user code may raise anything, SystemExit too
            answer = {"op": "failed", "call": call, "error": python_error(error)}
        finally:
            self.end_fork()
            self.interrupts.end(call)
            self.flush_prints()
        if answer is not None:
            self.send(answer)

    def end_fork(self) -> None:
        """Ends a fork of this process that went on as if it were the host: nobody waits for it. Called after a person's code."""
        if self._silent:
            for stream in (sys.stdout, sys.stderr):
                with contextlib.suppress(Exception):
                    stream.flush()
            os._exit(0)

    def processor(self, node: int) -> Any:
        """The processor of a node, or None."""
        instance = self._instances.get(node)
        return None if instance is None else instance.processor

    def _instance(self, message: dict) -> Optional[Instance]:
        found = self._instances.get(message["node"])
        if found is None and "call" in message:
            error = plain_error(f"the host has no instance {message['node']}")
            self.send({"op": "failed", "call": message["call"], "error": error})
        return found

    def _on_hello(self, message: dict, attached: Any) -> None:
        self.send(
            {
                "op": "hello",
                "version": native.PROTOCOL_VERSION,
                "python": platform.python_version(),
                "executable": sys.executable,
                "numpy": numpy.__version__,
            }
        )

    def _on_folders(self, message: dict, attached: Any) -> None:
        self.library.set_folders(message["folders"])

    def _on_load(self, message: dict, attached: Any) -> None:
        call = message["call"]
        self.interrupts.begin(call)

        def work() -> dict:
            with self.interrupts.region(call):
                loaded = self.library.load(message["file"])
            return {"op": "loaded", "call": call, "classes": loaded.classes, "error": loaded.error, "helpers": loaded.helpers}

        self.loaders.put(lambda: self.answering(call, work))

    def _on_unload(self, message: dict, attached: Any) -> None:
        self.service.put(lambda: self.library.unload(message["file"]))

    def _on_create(self, message: dict, attached: Any) -> None:
        call, node = message["call"], message["node"]
        self.interrupts.begin(call)

        def work() -> dict:
            cls = self.library.find(message.get("file"), message["class"])
            instance = Instance(self, node, cls, message["identifier"], message["display_name"])
            instance.set_place(message.get("place"))
            interface = instance.make(call)
            self._instances[node] = instance
            made = instance.processor
            wants = {"events": made._wants_events(), "not_ready": made._wants_not_ready()}
            return {"op": "created", "call": call, "interface": interface, **wants}

        self.service.put(lambda: self.answering(call, work))

    def _on_values(self, message: dict, attached: Any) -> None:
        instance = self._instance(message)
        if instance is None:
            return

        def work() -> None:
            before = set_node(message["node"])
            try:
                instance.set_values(message["values"], message["limits"])
            except Exception:  # noqa: BLE001 - a value that does not fit must not end the host
                self._print(message["node"], "err", printable(traceback.format_exc()))
            finally:
                set_node(before)

        instance.mailbox.submit(None, work)

    def _on_change(self, message: dict, attached: Any) -> None:
        instance, call = self._instance(message), message["call"]
        if instance is None:
            return

        def work() -> dict:
            instance.change(call, message["paths"])
            return {"op": "done", "call": call, "refine": False}

        self.interrupts.begin(call)
        instance.mailbox.submit(self.service, lambda: self.answering(call, work))

    def _on_event(self, message: dict, attached: Any) -> None:
        instance, call = self._instance(message), message["call"]
        if instance is None:
            return

        def work() -> dict:
            used, tooltip = instance.event(call, message["event"])
            return {"op": "event_reply", "call": call, "used": used, "tooltip": tooltip}

        self.interrupts.begin(call)
        instance.mailbox.submit(self.service, lambda: self.answering(call, work))

    def _on_run(self, message: dict, attached: Any) -> None:
        instance, call = self._instance(message), message["call"]
        if instance is None:
            return

        def work() -> dict:
            instance.run(message, attached)
            return {"op": "done", "call": call, "refine": False}

        self.interrupts.begin(call)
        instance.mailbox.submit(self.compute, lambda: self.answering(call, work))

    def _on_cancel(self, message: dict, attached: Any) -> None:
        # What the main thread runs knows no flag, so that there is nothing to wait for.
        self.interrupts.stop(message["call"], **({"patience": 0.0} if self._requests.has(message["call"]) else {}))

    def _on_drop_instance(self, message: dict, attached: Any) -> None:
        def work() -> None:
            instance = self._instances.pop(message["node"], None)
            _program.be_at(message["node"], None)
            outdated = instance is not None and not self.library.has(instance.cls)
            del instance
            now = time.monotonic()
            if outdated and now - self._collected > _COLLECT_EVERY:
                # A version of a file that was replaced refers to itself, and Python would keep a hundred of them before it looks.
                self._collected = now
                gc.collect()

        # Its last reference goes on the service thread, where destructors belong.
        self.service.put(work)

    def _on_drop_data(self, message: dict, attached: Any) -> None:
        self.service.put(lambda: self.objects.drop(message["handle"]))

    # Questions, both ways

    def _on_request(self, message: dict, attached: Any) -> None:
        self._requests.take(message)

    def _on_reply(self, message: dict, attached: Any) -> None:
        self.asker.answer(message, attached)


def main(descriptor: int) -> None:
    """Serves the program at the other end of a socket; does not return."""
    host = Host(native.connect(descriptor))
    native.install_data_handler()
    host.redirect()
    _program.connect(host)
    signal.signal(signal.SIGINT, on_signal)
    host.has_main = True
    host.start()

    def read() -> None:
        try:
            host.serve()
        except BaseException as error:  # noqa: BLE001 - a broken connection ends the host in words
            sys.__stderr__.write(python_error(error)["traceback"])
        host.main_tasks.put(None)
        # A script that goes on is nobody's any more.
        time.sleep(_LAST_WORDS)
        os._exit(0)

    threading.Thread(target=read, name="voxloom reader", daemon=True).start()
    for task in iter(host.main_tasks.get, None):
        task()
    host.flush_prints()
    sys.__stdout__.flush()
    sys.__stderr__.flush()
    # Threads may be inside Python code, which an orderly end would abort.
    os._exit(0)
