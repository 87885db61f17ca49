"""The host: runs a person's processors for the program, over a connection.

The main thread is kept for scripts, a compute thread runs ``initializeResources`` and ``process``, a service thread does
the rest, and a reader thread takes the messages. Calls into one instance never overlap.
"""

from __future__ import annotations

import contextlib
import json
import os
import platform
import queue
import signal
import sys
import threading
import traceback
from typing import Any, Callable, Optional

import numpy
from inviwopy import Cancelled
from inviwopy._native import native

from ._errors import plain_error, printable, python_error
from ._instance import Instance
from ._loader import Library
from ._output import NodeStream
from ._wire import Objects
from ._worker import Worker

# A run that does not look at its flag is interrupted after this time, in seconds.
_PATIENCE = 0.1


class Host:
    """Answers the messages of one connection."""

    def __init__(self, connection: Any) -> None:
        self._connection = connection
        self.objects = Objects()
        self.library = Library()
        self.service = Worker("voxloom service")
        self.compute = Worker("voxloom compute")
        self._instances: dict[int, Instance] = {}
        self._streams: list[NodeStream] = []
        self._silent = False
        self._lock = threading.Lock()
        self._runs: dict[int, Instance] = {}
        self._cancelled: set = set()
        # The call that runs on the compute thread, and the thread.
        self._running: Optional[tuple] = None
        self._interrupted = False
        self.main_tasks: queue.SimpleQueue = queue.SimpleQueue()

    # Sending

    def send(self, message: dict, outgoing: Any = None) -> None:
        """Sends a message; when the program is gone there is nobody to tell."""
        if self._silent:
            return
        text = json.dumps(message, separators=(",", ":"), allow_nan=False)
        with contextlib.suppress(ConnectionError):
            self._connection.send(text, outgoing)

    def _print(self, node: Optional[int], stream: str, text: str) -> None:
        self.send({"op": "print", "node": node, "stream": stream, "text": text})

    def flush_prints(self) -> None:
        """Sends what the calling thread printed without ending its line."""
        for stream in self._streams:
            stream.flush()

    def redirect(self) -> None:
        """What Python prints goes to the program from now on; in forks of this process it does not."""
        originals = (sys.stdout, sys.stderr)
        self._streams = [NodeStream("out", originals[0], self._print), NodeStream("err", originals[1], self._print)]
        sys.stdout, sys.stderr = self._streams  # type: ignore[assignment]

        def in_child() -> None:
            self._silent = True
            sys.stdout, sys.stderr = originals
            native.after_fork()

        if hasattr(os, "register_at_fork"):
            os.register_at_fork(after_in_child=in_child)

    # Receiving

    def serve(self) -> None:
        """Takes messages until the program ends the connection or asks for the end."""
        self.service.start()
        self.compute.start()
        while True:
            received = self._connection.recv()
            if received is None:
                return
            message, attached = json.loads(received[0]), received[1]
            if message["op"] == "shutdown":
                return
            getattr(self, "_on_" + message["op"])(message, attached)

    def _answering(self, call: int, work: Callable[[], Optional[dict]]) -> None:
        """Does work and sends its answer, or why it failed."""
        try:
            answer = work()
        except BaseException as error:  # noqa: BLE001 - user code may raise anything, SystemExit too
            answer = {"op": "failed", "call": call, "error": python_error(error)}
        finally:
            self.flush_prints()
        if answer is not None:
            self.send(answer)

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

        def work() -> dict:
            classes, error = self.library.load(message["file"])
            return {"op": "loaded", "call": call, "classes": classes, "error": error}

        self.service.put(lambda: self._answering(call, work))

    def _on_unload(self, message: dict, attached: Any) -> None:
        self.service.put(lambda: self.library.unload(message["file"]))

    def _on_create(self, message: dict, attached: Any) -> None:
        call, node = message["call"], message["node"]

        def work() -> dict:
            cls = self.library.find(message.get("file"), message["class"])
            instance = Instance(self, node, cls, message["identifier"], message["display_name"])
            interface = instance.make()
            self._instances[node] = instance
            return {"op": "created", "call": call, "interface": interface}

        self.service.put(lambda: self._answering(call, work))

    def _on_values(self, message: dict, attached: Any) -> None:
        instance = self._instance(message)
        if instance is None:
            return

        def work() -> None:
            try:
                instance.set_values(message["values"])
            except Exception:  # noqa: BLE001 - a value that does not fit must not end the host
                self._print(message["node"], "err", printable(traceback.format_exc()))

        instance.mailbox.submit(None, work)

    def _on_change(self, message: dict, attached: Any) -> None:
        instance, call = self._instance(message), message["call"]
        if instance is None:
            return

        def work() -> dict:
            instance.change(call, message["paths"])
            return {"op": "done", "call": call, "refine": False}

        instance.mailbox.submit(self.service, lambda: self._answering(call, work))

    def _on_event(self, message: dict, attached: Any) -> None:
        instance, call = self._instance(message), message["call"]
        if instance is None:
            return

        def work() -> dict:
            used, tooltip = instance.event(call, message["event"])
            return {"op": "event_reply", "call": call, "used": used, "tooltip": tooltip}

        instance.mailbox.submit(self.service, lambda: self._answering(call, work))

    def _on_drop_instance(self, message: dict, attached: Any) -> None:
        def work() -> None:
            self._instances.pop(message["node"], None)

        # Its last reference goes on the service thread, where destructors belong.
        self.service.put(work)

    def _on_drop_data(self, message: dict, attached: Any) -> None:
        self.service.put(lambda: self.objects.drop(message["handle"]))

    def _on_request(self, message: dict, attached: Any) -> None:
        error = plain_error(f"this host knows no request {message['method']!r}")
        self.send({"op": "reply", "call": message["call"], "result": {"Err": error}})

    # Runs

    def _on_run(self, message: dict, attached: Any) -> None:
        instance, call = self._instance(message), message["call"]
        if instance is None:
            return
        with self._lock:
            self._runs[call] = instance
        instance.mailbox.submit(self.compute, lambda: self._answering(call, lambda: self._run(instance, message, attached)))

    def _run(self, instance: Instance, message: dict, attached: Any) -> dict:
        call, thread = message["call"], threading.get_ident()
        try:
            with self._lock:
                if call in self._cancelled:
                    raise Cancelled("the run was stopped before it began")
                self._running = (call, thread)
            instance.run(message, attached)
        finally:
            with self._lock:
                self._running = None
                self._runs.pop(call, None)
                self._cancelled.discard(call)
                interrupted, self._interrupted = self._interrupted, False
            if interrupted:
                # One that did not arrive yet arrives at the first turn, and not in the next run.
                for _ in range(100):
                    pass
        return {"op": "done", "call": call, "refine": False}

    def _on_cancel(self, message: dict, attached: Any) -> None:
        call = message["call"]
        with self._lock:
            instance = self._runs.get(call)
            if instance is None:
                return
            self._cancelled.add(call)
            running = self._running is not None and self._running[0] == call
        if running:
            instance.stop()
            timer = threading.Timer(_PATIENCE, self._interrupt, (call,))
            timer.daemon = True
            timer.start()

    def _interrupt(self, call: int) -> None:
        with self._lock:
            if self._running is not None and self._running[0] == call:
                self._interrupted = native.interrupt(self._running[1], Cancelled)


def main(descriptor: int) -> None:
    """Serves the program at the other end of a socket; does not return."""
    host = Host(native.connect(descriptor))
    native.install_data_handler()
    host.redirect()
    # Ctrl-C in the program's terminal reaches the host, too; the program decides what it means.
    signal.signal(signal.SIGINT, lambda *_: None)

    def read() -> None:
        try:
            host.serve()
        except BaseException as error:  # noqa: BLE001 - a broken connection ends the host in words
            sys.__stderr__.write(python_error(error)["traceback"])
        host.main_tasks.put(None)

    threading.Thread(target=read, name="voxloom reader", daemon=True).start()
    for task in iter(host.main_tasks.get, None):
        task()
    host.flush_prints()
    sys.__stdout__.flush()
    sys.__stderr__.flush()
    # Threads may be inside Python code, which an orderly end would abort.
    os._exit(0)
