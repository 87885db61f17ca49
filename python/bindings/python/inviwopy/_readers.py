"""Readers and writers of files."""

from __future__ import annotations

import copy
import os
from typing import Any, ClassVar, Optional

from ._ask import ask, unsupported
from .properties._file import FileExtension
from .properties._path import PathText

_TYPES = ("Image", "Layer", "Mesh", "Volume", "TransferFunction", "IsoValueCollection")


class _FileHandler:
    """What readers and writers share."""

    def __init__(self) -> None:
        self._extensions: list[FileExtension] = []
        self._options: dict = {}

    def clone(self) -> Any:
        """A copy."""
        other = copy.copy(self)
        other._extensions, other._options = list(self._extensions), dict(self._options)
        return other

    @property
    def extensions(self) -> list:
        """The file extensions that it knows."""
        return list(self._extensions)

    def addExtension(self, extension: FileExtension) -> None:
        """Adds a file extension. Raises TypeError for what is none."""
        if not isinstance(extension, FileExtension):
            raise TypeError(f"addExtension takes a FileExtension, not {type(extension).__name__}")
        self._extensions.append(extension)

    def setOption(self, key: str, value: Any) -> bool:
        """Whether the option is known, which is then set; a class of one's own knows those that it sets in ``_options``."""
        known = key in self._options
        if known:
            self._options[key] = value
        return known

    def getOption(self, key: str) -> Any:
        """The value of an option, or None."""
        return self._options.get(key)


class DataReader(_FileHandler):
    """Reads files. Subclasses define ``readData(path)``."""

    _what: ClassVar[str] = ""

    def readData(self, filePath: Any, metaDataOwner: Any = None) -> Any:
        """The data of a file. Raises OSError when it cannot be read, TypeError when it holds something else."""
        found = ask("file.read", path=os.path.abspath(os.fspath(filePath)))
        if self._what and type(found).__name__ != self._what:
            found = _converted(found, self._what, filePath)
        return found


class DataWriter(_FileHandler):
    """Writes files. Subclasses define ``writeData(data, path)``."""

    def __init__(self) -> None:
        super().__init__()
        self._overwrite = False

    def getOverwrite(self) -> bool:
        """Whether a file that is there is replaced."""
        return self._overwrite

    def setOverwrite(self, value: bool) -> None:
        """Says whether a file that is there is replaced."""
        self._overwrite = bool(value)

    def writeData(self, data: Any, filePath: Any) -> None:
        """Writes layers and images (``save(path)``), and transfer functions; raises NotImplementedError for other data."""
        path = os.path.abspath(os.fspath(filePath))
        if os.path.exists(path) and not self._overwrite:
            raise FileExistsError(f"{path} is there already; call setOverwrite(True) first")
        layers = getattr(data, "colorLayers", None)
        save = getattr(layers[0] if layers else data, "save", None)
        if not callable(save):
            raise unsupported(f"writing a {type(data).__name__}", "the program exports from its network", "numpy.save(path, data.data)")
        try:
            save(path)
        except TypeError:
            # A transfer function's `save` is static: it takes the function first.
            type(data).save(data, path)


def _converted(data: Any, what: str, path: Any) -> Any:
    from . import data as classes

    if what == "Image" and isinstance(data, classes.Layer):
        return classes.Image(data)
    if what == "Layer" and isinstance(data, classes.Image):
        return data.colorLayers[0]
    raise TypeError(f"{os.fspath(path)} holds a {type(data).__name__}, not a {what}")


def _typed(base: type, suffix: str) -> dict:
    words = "Reads" if suffix == "DataReader" else "Writes"
    return {
        f"{what}{suffix}": type(
            f"{what}{suffix}", (base,), {"__module__": "inviwopy", "_what": what, "__doc__": f"{words} files of {what}."}
        )
        for what in _TYPES
    }


READERS, WRITERS = _typed(DataReader, "DataReader"), _typed(DataWriter, "DataWriter")
globals().update(READERS)
globals().update(WRITERS)


def _extension_of(what: Any) -> str:
    """Of a path, an extension or a FileExtension: in lower case, without the dot."""
    if isinstance(what, FileExtension):
        return what.extension.lower()
    text = os.fspath(what)
    return (PathText(text).suffix or text).lstrip(".").lower()


def _formats(what: str) -> list:
    """[(extension, name)] of the files that hold a type of data."""
    known = {"Image": ("Image", "Layer"), "Layer": ("Image", "Layer")}.get(what, (what,))
    found = []
    for each in ask("file.formats"):
        # A program that does not say what a format holds has volumes, layers and images only.
        what_it_holds = str(each.get("what", "Volume, Layer")).lower()
        if any(name.lower() in what_it_holds for name in known):
            found += [(extension.lstrip(".").lower(), each["name"]) for extension in each["extensions"]]
    return found


class _Factory:
    """What factories share; methods for each type are made below."""

    def getExtensions(self, what: str) -> list:
        """The file extensions of a type of data."""
        return [FileExtension(extension, name) for extension, name in _formats(what)]


class DataReaderFactory(_Factory):
    """Finds readers by file extension."""

    def _all(self) -> list:
        return [extension for each in ask("file.formats") for extension in each["extensions"]]

    def hasKey(self, extension: Any) -> bool:
        """Whether files with this extension can be read."""
        return _extension_of(extension) in {each.lstrip(".").lower() for each in self._all()}

    def create(self, extension: Any) -> Optional[DataReader]:
        """The reader of an extension, or None."""
        for what in _TYPES:
            found = self._reader(what, extension)
            if found is not None:
                return found
        return None

    def _reader(self, what: str, extension: Any, fallback: Any = None) -> Any:
        matching = [each for each in self.getExtensions(what) if each.extension == _extension_of(extension)]
        if not matching and fallback is not None:
            return self._reader(what, fallback)
        if not matching:
            return None
        reader = READERS[f"{what}DataReader"]()
        for each in matching:
            reader.addExtension(each)
        return reader

    def _read(self, what: str, path: Any, extension: Any = None) -> Any:
        if what in ("TransferFunction", "IsoValueCollection"):
            from . import data as classes

            return getattr(classes, what).load(os.path.abspath(os.fspath(path)))
        return READERS[f"{what}DataReader"]().readData(path)


class DataWriterFactory(_Factory):
    """Finds writers by file extension: PNG for images and layers."""

    _known: ClassVar[dict] = {"Image": ("png",), "Layer": ("png",)}

    def getExtensions(self, what: str) -> list:
        """The file extensions of a type of data."""
        return [FileExtension(extension, extension.upper()) for extension in self._known.get(what, ())]

    def hasKey(self, extension: Any) -> bool:
        """Whether files with this extension can be written."""
        return _extension_of(extension) == "png"

    def create(self, extension: Any) -> Optional[DataWriter]:
        """The writer of an extension, or None."""
        return self._writer("Image", extension)

    def _writer(self, what: str, extension: Any, fallback: Any = None) -> Any:
        if _extension_of(extension) not in self._known.get(what, ()):
            return None if fallback is None else self._writer(what, fallback)
        return WRITERS[f"{what}DataWriter"]()

    def _write(self, what: str, data: Any, path: Any) -> None:
        writer = self._writer(what, path)
        if writer is None:
            raise unsupported(
                f"writing {os.fspath(path)}", f"no writer of {what} knows the extension", "a .png file, or numpy.save(path, data.data)"
            )
        writer.writeData(data, path)


class TypedReaderFactory:
    """Readers of one type of data: ``app.dataReaderFactory.volume``."""

    def __init__(self, factory: DataReaderFactory, what: str) -> None:
        self._factory, self._what = factory, what

    def getExtensions(self) -> list:
        """The file extensions."""
        return self._factory.getExtensions(self._what)

    def getReader(self, path: Any, fallbackPath: Any = None) -> Any:
        """The reader for a path or FileExtension, or None."""
        return self._factory._reader(self._what, path, fallbackPath)

    def hasReader(self, path: Any) -> bool:
        """Whether there is a reader for a path or FileExtension."""
        return self.getReader(path) is not None

    def read(self, path: Any, fileExtension: Any = None) -> Any:
        """The data of a file. Raises OSError when it cannot be read."""
        return self._factory._read(self._what, path, fileExtension)


def _methods(what: str) -> None:
    def has_reader(self: Any, path: Any) -> bool:
        return self._reader(what, path) is not None

    def has_writer(self: Any, path: Any) -> bool:
        return self._writer(what, path) is not None

    rows: tuple = (
        (
            DataReaderFactory,
            f"get{what}Reader",
            lambda self, path, fallback=None: self._reader(what, path, fallback),
            "The reader, or None.",
        ),
        (DataReaderFactory, f"has{what}Reader", has_reader, "Whether there is a reader."),
        (DataReaderFactory, f"read{what}", lambda self, path, extension=None: self._read(what, path, extension), "The data of a file."),
        (
            DataWriterFactory,
            f"get{what}Writer",
            lambda self, path, fallback=None: self._writer(what, path, fallback),
            "The writer, or None.",
        ),
        (DataWriterFactory, f"has{what}Writer", has_writer, "Whether there is a writer."),
        (DataWriterFactory, f"write{what}", lambda self, data, path, extension=None: self._write(what, data, path), "Writes data."),
    )
    for cls, name, function, words in rows:
        function.__name__, function.__qualname__, function.__doc__ = name, f"{cls.__name__}.{name}", words
        setattr(cls, name, function)

    def extensions(self: Any) -> list:
        return self.getExtensions(what)

    extensions.__name__, extensions.__doc__ = f"getExtensionsFor{what}", f"The extensions (FileExtension) of files of {what}."
    for cls in (DataReaderFactory, DataWriterFactory):
        setattr(cls, f"getExtensionsFor{what}", extensions)
    setattr(DataReaderFactory, what.lower(), property(lambda self: TypedReaderFactory(self, what), doc=f"Readers of {what}."))


for _what in _TYPES:
    _methods(_what)

__all__ = ["DataReader", "DataReaderFactory", "DataWriter", "DataWriterFactory", *READERS, *WRITERS]
