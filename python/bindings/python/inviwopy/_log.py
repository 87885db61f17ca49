"""Logging: messages go to the console, with the name of the processor that said them, and to loggers of one's own."""

from __future__ import annotations

import os
import sys
import threading
import time
import traceback
from typing import Any, Optional

from ._enum import Enum


class LogLevel(Enum):
    """How serious a message is."""

    Info = 0
    Warn = 1
    Error = 2


class LogVerbosity(Enum):
    """The least serious messages that are shown."""

    Info = 0
    Warn = 1
    Error = 2
    Nothing = 3


class LogAudience(Enum):
    """Whom a message is for."""

    User = 0
    Developer = 1


class MessageBreakLevel(Enum):
    """Messages at which a debugger is asked for."""

    Off = 0
    Error = 1
    Warn = 2
    Info = 3


class Logger:
    """Takes messages; subclasses define ``log``."""

    def log(self, source: str, level: LogLevel, audience: LogAudience, file: str, function: str, line: int, msg: str) -> None:
        """One message."""
        raise NotImplementedError(f"{type(self).__name__} has to define log(source, level, audience, file, function, line, msg)")


def _line(source: str, level: LogLevel, file: str, line: int, msg: str) -> str:
    place = f" ({os.path.basename(str(file))}:{line})" if file else ""
    return f"{'' if level == LogLevel.Info else f'{level.name}: '}{f'{source}: ' if source else ''}{msg}{place}"


class ConsoleLogger(Logger):
    """Prints messages: information to ``sys.stdout``, warnings and errors to ``sys.stderr``."""

    def log(self, source: str, level: LogLevel, audience: LogAudience, file: str, function: str, line: int, msg: str) -> None:
        """Prints a message."""
        print(_line(source, level, file, line, msg), file=sys.stdout if level == LogLevel.Info else sys.stderr)


class FileLogger(Logger):
    """Appends messages to a text file (UTF-8). Raises OSError when it cannot be written."""

    def __init__(self, path: Any) -> None:
        self._path = os.path.abspath(os.fspath(path))
        self._write(f"Log started {time.strftime('%Y-%m-%d %H:%M:%S')}")

    def _write(self, text: str) -> None:
        with open(self._path, "a", encoding="utf-8") as stream:
            stream.write(text + "\n")

    def log(self, source: str, level: LogLevel, audience: LogAudience, file: str, function: str, line: int, msg: str) -> None:
        """Appends a message."""
        self._write(f"{time.strftime('%H:%M:%S')} {_line(source, level, file, line, msg)}")


class LogCentral(Logger):
    """Hands messages to all registered loggers. There is one: ``LogCentral()`` and ``LogCentral.get()`` are the same."""

    _one: Optional[LogCentral] = None

    def __new__(cls) -> LogCentral:
        if cls is LogCentral and LogCentral._one is not None:
            return LogCentral._one
        made = super().__new__(cls)
        made._loggers, made._lock = [ConsoleLogger()], threading.Lock()  # type: ignore[attr-defined]
        made._verbosity, made._break, made._trace = LogVerbosity.Info, MessageBreakLevel.Off, False  # type: ignore[attr-defined]
        if cls is LogCentral:
            LogCentral._one = made
        return made

    @staticmethod
    def get() -> LogCentral:
        """The one."""
        return LogCentral()

    def registerLogger(self, logger: Logger) -> None:
        """Hands messages to a logger, too. A ConsoleLogger is there already. Raises TypeError for what has no ``log``."""
        if not callable(getattr(logger, "log", None)):
            raise TypeError(f"registerLogger takes a Logger, not {type(logger).__name__}")
        with self._lock:
            consoles = isinstance(logger, ConsoleLogger) and any(type(each) is type(logger) for each in self._loggers)
            if logger not in self._loggers and not consoles:
                self._loggers = [*self._loggers, logger]

    def unregisterLogger(self, logger: Logger) -> None:
        """Hands no more messages to a logger."""
        with self._lock:
            self._loggers = [each for each in self._loggers if each is not logger]

    @property
    def verbosity(self) -> LogVerbosity:
        """The least serious messages that loggers get."""
        return self._verbosity

    @verbosity.setter
    def verbosity(self, value: Any) -> None:
        self._verbosity = LogVerbosity(value)

    @property
    def logStacktrace(self) -> bool:
        """Whether errors come with the calls that led to them."""
        return self._trace

    @logStacktrace.setter
    def logStacktrace(self, value: bool) -> None:
        self._trace = bool(value)

    @property
    def messageBreakLevel(self) -> MessageBreakLevel:
        """Messages at which ``breakpoint()`` is called."""
        return self._break

    @messageBreakLevel.setter
    def messageBreakLevel(self, value: Any) -> None:
        self._break = MessageBreakLevel(value)

    def log(
        self,
        source: str = "",
        level: Any = LogLevel.Info,
        audience: Any = LogAudience.Developer,
        file: Any = "",
        function: str = "",
        line: int = 0,
        msg: str = "",
    ) -> None:
        """Hands a message to all loggers, unless ``verbosity`` keeps it back."""
        level, audience = LogLevel(level), LogAudience(audience)
        if int(level) < int(self._verbosity):
            return
        if self._trace and level == LogLevel.Error:
            msg = f"{msg}\n{''.join(traceback.format_stack()[:-1])}"
        for logger in self._loggers:
            logger.log(source, level, audience, str(file), function, int(line), str(msg))
        if self._break != MessageBreakLevel.Off and int(level) >= 3 - int(self._break):
            breakpoint()


def log(
    source: str = "",
    level: Any = LogLevel.Info,
    audience: Any = LogAudience.Developer,
    file: Any = "",
    function: str = "",
    line: int = 0,
    msg: str = "",
) -> None:
    """Logs a message."""
    LogCentral.get().log(source, level, audience, file, function, line, msg)


def logInfo(msg: str) -> None:
    """Logs information."""
    LogCentral.get().log(msg=msg)


def logWarn(msg: str) -> None:
    """Logs a warning."""
    LogCentral.get().log(level=LogLevel.Warn, msg=msg)


def logError(msg: str) -> None:
    """Logs an error."""
    LogCentral.get().log(level=LogLevel.Error, msg=msg)


def debugBreak() -> None:
    """Stops in the debugger, as ``breakpoint()`` does; "Attach debugger" of the program starts one in a host."""
    breakpoint()


def handlePythonOutput(msg: str, isStderr: int = 0) -> None:
    """Shows a text as printed."""
    (sys.stderr if isStderr else sys.stdout).write(str(msg))


__all__ = [
    "ConsoleLogger", "FileLogger", "LogAudience", "LogCentral", "LogLevel", "LogVerbosity", "Logger", "MessageBreakLevel",
    "debugBreak", "handlePythonOutput", "log", "logError", "logInfo", "logWarn",
]  # fmt: skip
