"""What the program asks of a host: console lines, scripts, and questions about the environment."""

from __future__ import annotations

import threading
from typing import Any, Callable

from . import _environment, _pickles
from ._console import Console
from ._errors import plain_error, python_error
from ._script import run_script


class Requests:
    """Answers requests, each on its right thread."""

    def __init__(self, host: Any) -> None:
        self._host = host
        self._lock = threading.Lock()
        self._console: Any = None
        # Those of the main thread that are not answered.
        self._open: set = set()
        on_main, on_service, on_pool = host.main_tasks.put, host.service.put, host.loaders.put
        # Method → where it runs, and what runs.
        self._methods: dict[str, tuple] = {
            "console.run": (on_main, self._run_line),
            "console.complete": (on_service, lambda call, args: self._get_console().complete(args["source"], args["cursor"])),
            "script.run": (on_main, self._run_script),
            "object.pickle": (on_service, lambda call, args: _pickles.pack(host.objects, args)),
            "object.unpickle": (on_service, lambda call, args: _pickles.unpack(host.objects, args)),
            "environment.info": (on_pool, lambda call, args: _environment.info()),
            "environment.install": (on_pool, self._install),
            "debug.attach": (
                on_pool,
                lambda call, args: _environment.attach_debugger([host.service.put, host.compute.put, host.main_tasks.put]),
            ),
        }

    def has(self, call: int) -> bool:
        """Whether a call is one that the main thread serves."""
        return call in self._open

    def take(self, message: dict) -> None:
        """Answers a request, soon."""
        call, method = message["call"], message["method"]
        if method not in self._methods:
            self._refuse(call, f"this host knows no request {method!r}")
            return
        where, work = self._methods[method]
        if where == self._host.main_tasks.put:
            if not self._host.has_main:
                self._refuse(call, f"{method} needs a host of the program; this interpreter is a person's own, whose main thread is theirs")
                return
            self._open.add(call)
        self._host.interrupts.begin(call)
        where(lambda: self._answer(call, work, message["args"]))

    def _refuse(self, call: int, text: str) -> None:
        self._host.send({"op": "reply", "call": call, "result": {"Err": plain_error(text)}})

    def _answer(self, call: int, work: Callable[[int, Any], Any], args: Any) -> None:
        try:
            if self._host.interrupts.stops(call):
                raise KeyboardInterrupt
            result = {"Ok": work(call, args)}
        except BaseException as error:  # noqa: BLE001 - a script may raise anything
            result = {"Err": python_error(error)}
        finally:
            self._host.end_fork()
            self._host.interrupts.end(call)
            self._open.discard(call)
            self._host.flush_prints()
        self._host.send({"op": "reply", "call": call, "result": result})

    def _get_console(self) -> Console:
        with self._lock:
            if self._console is None:
                self._console = Console()
        return self._console

    def _run_line(self, call: int, args: dict) -> dict:
        console = self._get_console()
        return {"complete": console.run(args["source"], self._host.interrupts.region(call))}

    def _run_script(self, call: int, args: dict) -> dict:
        with self._host.interrupts.region(call):
            return {"code": run_script(args["path"], args.get("argv") or [])}

    def _install(self, call: int, args: dict) -> dict:
        def show(line: str) -> None:
            self._host.print(None, "out", line)

        return {"code": _environment.install(args["package"], show, lambda: self._host.interrupts.stops(call))}
