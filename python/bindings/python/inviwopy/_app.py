"""The application: ``inviwopy.app``."""

from __future__ import annotations

import os
from typing import Any, Optional

from ._adding import create
from ._ask import ask, unsupported
from ._collections import Identified
from ._enum import Enum
from ._network import ProcessorNetwork, network
from ._readers import DataReaderFactory, DataWriterFactory
from ._workspace import WorkspaceManager
from .glm import ivec2
from .properties._path import PathText


class PathType(Enum):
    """Folders of the program."""

    Data = 0
    Volumes = 1
    Workspaces = 2
    Scripts = 3
    PortInspectors = 4
    Images = 5
    Databases = 6
    Resources = 7
    TransferFunctions = 8
    Settings = 9
    Help = 10
    Tests = 11


_KINDS = {
    PathType.Data: "data",
    PathType.Volumes: "volumes",
    PathType.Workspaces: "workspaces",
    PathType.Scripts: "scripts",
    PathType.Images: "images",
    PathType.Resources: "resources",
    PathType.TransferFunctions: "transfer_functions",
    PathType.Settings: "settings",
    PathType.Help: "help",
    PathType.Tests: "tests",
}


class ProcessorFactory:
    """Makes processors of the program's classes."""

    @property
    def keys(self) -> list:
        """The identifiers of all classes."""
        return [each["class_identifier"] for each in ask("classes.list") if not each.get("error")]

    def hasKey(self, key: str) -> bool:
        """Whether there is a class of this identifier."""
        return key in self.keys

    def create(self, key: str, pos: Any = None) -> Any:
        """A processor of a class, in no network until ``network.addProcessor``. Raises KeyError for an unknown class."""
        if not self.hasKey(key):
            raise KeyError(f"there is no processor class {key!r}; app.processorFactory.keys lists them")
        made = create(key)
        if pos is not None:
            made.meta.position = ivec2(pos)
        return made

    def registerObject(self, factoryObject: Any) -> None:
        """Makes a class of processors known, which is given itself. Raises TypeError for what is none."""
        from voxloom._register import register_class

        from ._processor import Processor

        if not (isinstance(factoryObject, type) and issubclass(factoryObject, Processor)):
            raise TypeError(f"registerObject takes a class derived from inviwopy.Processor, not {factoryObject!r}")
        register_class(factoryObject)

    def unRegisterObject(self, factoryObject: Any) -> None:
        """Raises NotImplementedError: a class is there as long as its file is."""
        raise unsupported("ProcessorFactory.unRegisterObject", "a class is there as long as its file is", "take the file out of its folder")


class InviwoApplication:
    """The program that runs the script. What is made here is another name for ``inviwopy.app``."""

    def __init__(self, displayName: str = "") -> None:
        self._display_name = str(displayName)

    # Folders

    def getBasePath(self) -> PathText:
        """The folder of the program's own files."""
        return PathText(ask("app.paths")["base"])

    basePath = property(getBasePath, doc="The folder of the program's own files.")

    def getPath(self, pathType: Any, suffix: Any = "", createFolder: bool = False) -> PathText:
        """A folder, with ``suffix`` appended; a path that has the methods of a text, too. ``createFolder`` makes it."""
        kind = PathType(pathType)
        folders = ask("app.paths")
        if _KINDS.get(kind) not in folders:
            raise unsupported(f"PathType.{kind.name}", "this program has no such folder", "PathType.Data")
        text = str(PathText(folders[_KINDS[kind]])) + os.fspath(suffix)
        if createFolder:
            os.makedirs(text, exist_ok=True)
        return PathText(text)

    def getOutputPath(self) -> PathText:
        """Where output is to be written: what the command line says, else the current folder."""
        return PathText(ask("app.paths").get("output") or os.getcwd())

    # Parts

    @property
    def displayName(self) -> str:
        """The name of the program."""
        return self._display_name or str(ask("app.info")["name"])

    @property
    def network(self) -> ProcessorNetwork:
        """The network: the one that the calling processor is in, else the program's."""
        return network()

    @property
    def workspaceManager(self) -> WorkspaceManager:
        """Loading and saving."""
        return WorkspaceManager(network())

    getWorkspaceManager = workspaceManager.fget

    @property
    def processorFactory(self) -> ProcessorFactory:
        """Makes processors."""
        return ProcessorFactory()

    @property
    def propertyFactory(self) -> Any:
        """Makes properties."""
        from . import properties

        return properties.PropertyFactory()

    @property
    def dataReaderFactory(self) -> DataReaderFactory:
        """Reads files."""
        return DataReaderFactory()

    @property
    def dataWriterFactory(self) -> DataWriterFactory:
        """Writes files."""
        return DataWriterFactory()

    # Modules

    @property
    def modules(self) -> Identified:
        """None: Voxloom is not made of modules."""
        return Identified([], "module")

    def getModuleByIdentifier(self, identifier: str) -> Optional[Any]:
        """None: Voxloom is not made of modules."""
        return None

    def getModuleSettings(self) -> list:
        """None: settings belong to the program."""
        return []

    def registerModules(self, modules: Any = (), progressCallback: Any = None) -> None:
        """Does nothing for an empty list: all processors are there already. Raises NotImplementedError for modules."""
        if list(modules):
            raise unsupported(
                "registerModules with modules", "Voxloom is not made of modules", "put processor files into the folder python_processors"
            )

    def registerRuntimeModules(self, filter: Any = None, progressCallback: Any = None) -> None:  # noqa: A002
        """Does nothing: all processors are there already."""

    def setProgressCallback(self, callback: Any) -> None:
        """Does nothing: the program has started before a script runs, so there is no progress to tell."""
        if not callable(callback):
            raise TypeError(f"setProgressCallback takes a function, got {callback!r}")

    # Work

    def waitForPool(self) -> None:
        """Waits until everything that was asked for is computed."""
        self.network._core.ask("network.idle")

    def resizePool(self, size: int) -> None:
        """Raises NotImplementedError: the program chooses its threads."""
        raise unsupported("resizePool", "the program chooses its threads when it starts", "the setting for threads, or the command line")

    def getPoolSize(self) -> int:
        """How many processor cores there are to work on."""
        return os.cpu_count() or 1

    def runningBackgroundJobs(self) -> int:
        """How many processors are running."""
        return self.network.runningBackgroundJobs

    def __repr__(self) -> str:
        return "<InviwoApplication>"


app = InviwoApplication()


def getApp() -> InviwoApplication:
    """The application."""
    return app


__all__ = ["InviwoApplication", "PathType", "ProcessorFactory", "app", "getApp"]
