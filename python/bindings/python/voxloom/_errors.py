"""Exceptions as the program shows them."""

from __future__ import annotations

import os
import sys
import sysconfig
import traceback
from types import TracebackType
from typing import Any, Optional

from inviwopy import Cancelled, NotReady

_PACKAGE = os.path.dirname(os.path.dirname(os.path.abspath(__file__)))
_FOREIGN = tuple(
    os.path.abspath(path) + os.sep for path in {sysconfig.get_path(name) for name in ("stdlib", "platstdlib", "purelib", "platlib")} if path
)


def printable(text: str) -> str:
    """The text without lone surrogates, which messages cannot carry."""
    return text.encode("utf-8", "replace").decode("utf-8")


def _is_ours(file: str) -> bool:
    return os.path.abspath(file).startswith((os.path.join(_PACKAGE, "voxloom") + os.sep, os.path.join(_PACKAGE, "inviwopy") + os.sep))


def _is_users(file: str) -> bool:
    return os.path.isfile(file) and not _is_ours(file) and not os.path.abspath(file).startswith(_FOREIGN)


def without_host(tb: Optional[TracebackType]) -> Optional[TracebackType]:
    """The traceback from the first frame that is not the host's."""
    first = tb
    while first is not None and (_is_ours(first.tb_frame.f_code.co_filename) or "importlib" in first.tb_frame.f_code.co_filename):
        first = first.tb_next
    return first


def _place(error: BaseException, tb: Optional[TracebackType]) -> tuple:
    if isinstance(error, SyntaxError) and error.filename:
        return error.filename, error.lineno
    found: tuple = (None, None)
    for frame, line in traceback.walk_tb(tb):
        if _is_users(frame.f_code.co_filename):
            found = (frame.f_code.co_filename, line)
    return found


# Packages whose modules have other names.
_PACKAGES = {
    "bs4": "beautifulsoup4",
    "cv2": "opencv-python",
    "dateutil": "python-dateutil",
    "fitz": "PyMuPDF",
    "igl": "libigl",
    "nrrd": "pynrrd",
    "PIL": "pillow",
    "skimage": "scikit-image",
    "sklearn": "scikit-learn",
    "yaml": "pyyaml",
}


def package_of(error: BaseException) -> Optional[str]:
    """The package that would bring the module that an import did not find, or None."""
    if not isinstance(error, ModuleNotFoundError) or not error.name:
        return None
    module = error.name.split(".")[0]
    return None if module.startswith(("inviwo", "ivw", "voxloom")) else _PACKAGES.get(module, module)


def _cure(error: BaseException) -> str:
    package = package_of(error)
    if package is None:
        return ". It is a part of Inviwo that Voxloom does not have"
    return f". If it is a package, install it for this interpreter: {sys.executable} -m pip install {package}"


def _message(error: BaseException) -> str:
    if isinstance(error, NotReady):
        return str(error) or "something is missing"
    if getattr(error, "plain_message", False):
        return str(error)
    if isinstance(error, SystemExit):
        return f"SystemExit: the script called sys.exit({error.code!r}); a processor ends by returning"
    text = "".join(traceback.format_exception_only(type(error), error)).strip()
    if isinstance(error, SyntaxError):
        text = text.splitlines()[-1]
    if isinstance(error, ModuleNotFoundError) and error.name:
        text += _cure(error)
    return text


def _kind(error: BaseException) -> str:
    if isinstance(error, (Cancelled, KeyboardInterrupt)):
        return "cancelled"
    return "not_ready" if isinstance(error, NotReady) else "exception"


def python_error(error: BaseException) -> dict:
    """An exception as a message: kind, message, traceback, file and line of the innermost place in the user's own code,
    and the package that is missing, if that is what is wrong.
    """
    tb = without_host(error.__traceback__)
    shown = traceback.format_exception(type(error), error, tb)
    file, line = _place(error, tb)
    return {
        "kind": _kind(error),
        "message": printable(_message(error)),
        "traceback": printable("".join(shown)),
        "file": None if file is None else printable(os.fspath(file)),
        "line": line,
        "package": package_of(error),
    }


def plain_error(message: str, kind: str = "exception") -> dict:
    """An error that is no exception."""
    return {"kind": kind, "message": message, "traceback": "", "file": None, "line": None}


def is_read_only(error: BaseException) -> Any:
    """Whether someone wrote to an array that is frozen."""
    return isinstance(error, ValueError) and "read-only" in str(error)
