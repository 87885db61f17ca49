"""Classes of processors that the program does not have yet: of a file, or of the interpreter itself."""

from __future__ import annotations

import os
from typing import Any, Union

from inviwopy import Processor

from ._interface import interface_of
from ._loader import class_message
from ._program import ask, library


def register(what: Union[type, str, os.PathLike]) -> list:
    """Makes more processors known: a class derived from Processor, or a file of such classes. Their class identifiers.

    A class is made once, to see its ports and properties; what its constructor raises is raised. One of an identifier that was
    registered before takes its place, also in networks. Raises TypeError for what is neither, and what the file raises.
    """
    if isinstance(what, type) and issubclass(what, Processor):
        return [register_class(what)]
    if isinstance(what, (str, os.PathLike)):
        return list(ask("classes.load", file=os.path.abspath(os.fspath(what))))
    raise TypeError(f"register takes a class derived from voxloom.Processor, or the path of a file of such classes, not {what!r}")


def identifier_of(cls: Any) -> str:
    """The class identifier of a class, which is registered unless it is, or its file is loaded. Raises TypeError for what is none."""
    if not issubclass(cls, Processor):
        raise TypeError(f"a processor is a class derived from voxloom.Processor, not {cls.__name__}")
    return cls._info().classIdentifier if library().has(cls) else register_class(cls)


def register_class(cls: Any) -> str:
    """Registers a class that has no file. Its identifier."""
    message = class_message(cls)
    processor = cls(cls.__name__, message["display_name"])
    if "_children" not in vars(processor):
        raise TypeError(f"{cls.__name__}.__init__ has to call the base class before anything else: super().__init__(id, name)")
    processor.setAllPropertiesCurrentStateAsDefault()
    library().register(cls)
    ask("classes.register", **{"class": message}, interface=interface_of(processor))
    return message["class_identifier"]
