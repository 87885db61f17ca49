"""The program's side for tests: starts a host as the program does, and speaks the protocol."""

from __future__ import annotations

import json
import queue
import socket
import subprocess
import sys
import threading
import time
from pathlib import Path
from typing import Any, Optional

import _voxloom
from inviwopy.data import Buffer, Image, Layer, Mesh, Volume
from voxloom._wire import Objects, describe, restore

_WAIT = 20.0


class Failed(Exception):
    """A call failed; ``error`` is the message's."""

    def __init__(self, error: dict) -> None:
        super().__init__(error["message"])
        self.error = error


class Refusal:
    """An answer that is an error."""

    def __init__(self, kind: str, message: str, details: Any = None) -> None:
        self.kind, self.message, self.details = kind, message, details


class Answer:
    """What came for a call."""

    def __init__(self) -> None:
        self.messages: list[dict] = []
        self.outputs: dict[str, Any] = {}
        self.changes: dict[str, Any] = {}
        self.interface: Optional[dict] = None
        self.end: dict = {}


class Program:
    """A host in a process of its own."""

    def __init__(self, package: Path, extension: Path, boot: Path) -> None:
        ours, theirs = socket.socketpair()
        command = [sys.executable, "-c", boot.read_text(), str(package), str(extension), str(theirs.fileno())]
        self.process = subprocess.Popen(command, pass_fds=[theirs.fileno()], stdout=subprocess.PIPE, stderr=subprocess.STDOUT)
        theirs.close()
        self._connection = _voxloom.connect(ours.detach())
        self._calls: dict[int, queue.Queue] = {}
        self._next = 1
        self.prints: list[tuple] = []
        self.invalidated: queue.Queue = queue.Queue()
        self.unasked: queue.Queue = queue.Queue()
        # What the host asked: (method, args), and what answers it: method → function of the arguments, which gives JSON or data.
        self.asked: list[tuple] = []
        self.answers: dict[str, Any] = {}
        self._hello: queue.Queue = queue.Queue()
        threading.Thread(target=self._read, daemon=True).start()
        self.send({"op": "hello", "version": _voxloom.PROTOCOL_VERSION})
        self.hello = self._hello.get(timeout=_WAIT)

    def _read(self) -> None:
        while True:
            try:
                received = self._connection.recv()
            except ConnectionError:
                received = None
            if received is None:
                for waiting in list(self._calls.values()):
                    waiting.put(({"op": "gone"}, None))
                return
            message = json.loads(received[0])
            if message["op"] == "print":
                self.prints.append((message["node"], message["stream"], message["text"]))
            elif message["op"] == "request":
                threading.Thread(target=self._answer, args=(message,), daemon=True).start()
            elif message["op"] == "hello":
                self._hello.put(message)
            elif message["op"] == "invalidate":
                self.invalidated.put(message)
            elif message.get("call") in self._calls:
                self._calls[message["call"]].put((message, received[1]))
            else:
                self.unasked.put(message)

    def _answer(self, message: dict) -> None:
        self.asked.append((message["method"], message["args"]))
        answer = self.answers.get(message["method"])
        outgoing, data = _voxloom.Outgoing(), None
        if answer is None:
            result: dict = {"Err": {"kind": "unsupported", "message": f"no {message['method']} here", "details": None}}
        else:
            given = answer(message["args"])
            if isinstance(given, Refusal):
                result = {"Err": {"kind": given.kind, "message": given.message, "details": given.details}}
            elif isinstance(given, (Volume, Layer, Image, Mesh, Buffer)):
                result, data = {"Ok": None}, describe(given, outgoing, Objects())
            else:
                result = {"Ok": given}
        self.send({"op": "reply", "call": message["call"], "result": result, "data": data}, outgoing)

    def send(self, message: dict, outgoing: Any = None) -> None:
        """Sends a message."""
        self._connection.send(json.dumps(message), outgoing)

    def start(self, op: str, outgoing: Any = None, **fields: Any) -> int:
        """Starts a call; its number."""
        call, self._next = self._next, self._next + 1
        self._calls[call] = queue.Queue()
        self.send({"op": op, "call": call, **fields}, outgoing)
        return call

    def finish(self, call: int) -> Answer:
        """Waits for the end of a call. Raises Failed, ConnectionError, queue.Empty."""
        answer = Answer()
        while True:
            message, attached = self._calls[call].get(timeout=_WAIT)
            answer.messages.append(message)
            if message["op"] == "output":
                answer.outputs[message["port"]] = restore(message["data"], attached, Objects())
            elif message["op"] == "changes":
                answer.changes.update(message["writes"])
                answer.interface = message["interface"] or answer.interface
            elif message["op"] == "failed":
                raise Failed(message["error"])
            elif message["op"] == "gone":
                raise ConnectionError("the host is gone")
            elif message["op"] not in ("progress", "note"):
                answer.end = message
                return answer

    def ask(self, op: str, **fields: Any) -> dict:
        """Calls and waits for the one answer."""
        return self.finish(self.start(op, **fields)).end

    def load(self, file: Path) -> dict:
        """Loads a file: its ``loaded`` message."""
        return self.ask("load", file=str(file))

    def create(self, file: Path, node: int = 1) -> dict:
        """Loads a file and makes an instance of its first class. Returns the interface."""
        loaded = self.load(file)
        if loaded["error"] is not None:
            raise Failed(loaded["error"])
        cls = loaded["classes"][0]["class_identifier"]
        created = self.ask("create", node=node, file=str(file), **{"class": cls}, identifier="Node", display_name="Node")
        return created["interface"]

    def request(self, method: str, **args: Any) -> Any:
        """Asks the host. Raises Failed with its error."""
        return self.reply(self.start("request", method=method, args=args))

    def reply(self, call: int) -> Any:
        """What the host answers to a request that was started. Raises Failed with its error."""
        result = self.finish(call).end["result"]
        if "Err" in result:
            raise Failed(result["Err"])
        return result["Ok"]

    def wait_for(self, text: str) -> None:
        """Waits until something was printed."""
        end = time.monotonic() + _WAIT
        while text not in self.printed():
            assert time.monotonic() < end, self.printed()
            time.sleep(0.005)

    def values(self, node: int = 1, **values: Any) -> None:
        """Sets values of properties."""
        self.send({"op": "values", "node": node, "revision": 1, "limits": {}, "values": list(values.items())})

    def start_run(
        self,
        stage: str = "process",
        node: int = 1,
        inputs: Any = (),
        changed: Any = (),
        everything: bool = False,
        size: Any = (64, 48),
    ) -> int:
        """Starts a run; ``inputs`` are (port, data), ``size`` is what is asked for, in pixels."""
        outgoing, objects = _voxloom.Outgoing(), Objects()
        given = [{"port": port, "changed": True, "data": [describe(data, outgoing, objects)]} for port, data in inputs]
        request = {"size": list(size), "region": None, "moving": False, "level": 0}
        return self.start(
            "run", outgoing, node=node, stage=stage, inputs=given, changed=list(changed), everything=everything, request=request
        )

    def run(self, **options: Any) -> Answer:
        """Runs a stage to its end."""
        return self.finish(self.start_run(**options))

    def printed(self) -> str:
        """All that was printed so far."""
        return "".join(text for _, _, text in self.prints)

    def close(self) -> None:
        """Ends the host."""
        try:
            self.send({"op": "shutdown"})
            self.process.wait(5)
        except (ConnectionError, subprocess.TimeoutExpired):
            self.process.kill()
            self.process.wait(5)
        self.process.stdout.close()
