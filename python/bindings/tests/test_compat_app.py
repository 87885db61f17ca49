"""Compatibility with Inviwo: application, canvases, readers, writers and qt.

The fixture ``net_program`` is the program in miniature of ``net_program.py``; ``VOXLOOM_PROGRAM=real`` swaps the real one in.
"""

from __future__ import annotations

import os
from typing import Any

import inviwopy as ivw
import numpy as np
import pytest
from inviwopy import _app, qt
from inviwopy.data import Image, Layer, Volume, VolumeInport
from inviwopy.glm import dvec2, ivec2, size2_t, vec3
from net_program import CANVAS, FILTER, SOURCE, held, until


def create(name: str) -> Any:
    return ivw.app.processorFactory.create(name)


# Canvases


@pytest.fixture
def canvas(net: Any) -> Any:
    return net.addProcessor(create(CANVAS))


def test_canvases(net: Any, net_program: Any, source: Any, canvas: Any) -> None:
    assert net.canvases == [canvas] and isinstance(canvas, ivw.CanvasProcessor) and not isinstance(source, ivw.CanvasProcessor)
    canvas.size = size2_t(64, 32)
    assert canvas.size == size2_t(64, 32) and held(net_program, canvas, "inputSize.dimensions") == [64, 32]
    assert canvas.customDimensions == ivec2(64, 32) and not canvas.getUseCustomDimensions() and canvas.isSink()
    assert canvas.ready is False


def test_widgets_of_canvases(canvas: Any) -> None:
    widget = canvas.widget
    assert canvas.hasProcessorWidget() and isinstance(widget, ivw.ProcessorWidget) and widget.visible and not widget.onTop
    widget.dimensions, widget.visible, widget.fullScreen = ivec2(48, 24), True, False
    widget.show()
    assert canvas.size == size2_t(48, 24) and widget.dimensions == ivec2(48, 24) and widget.position == ivec2(0)
    for act in (widget.address, widget.hide, lambda: setattr(widget, "position", ivec2(1, 1)), lambda: setattr(widget, "fullScreen", True)):
        with pytest.raises(NotImplementedError, match="canvases are panes of one window"):
            act()


@pytest.mark.skipif(os.environ.get("VOXLOOM_PROGRAM") == "real", reason="needs something to show")
def test_pictures_of_canvases(canvas: Any, tmp_path: Any) -> None:
    canvas.size = (16, 8)
    assert isinstance(canvas.image, Image) and canvas.image.dimensions == size2_t(16, 8)
    canvas.snapshot(tmp_path / "a.png")
    canvas.snapshotAsync(str(tmp_path / "b.png"))
    assert (tmp_path / "a.png").read_bytes()[:4] == b"\x89PNG" and until(lambda: (tmp_path / "b.png").exists())


def test_events_at_a_canvas(canvas: Any) -> None:
    event = ivw.MouseEvent(normalizedPosition=dvec2(0.5, 0.5))
    canvas.invokeEvent(event)
    canvas.propagateEvent(event, None)
    if os.environ.get("VOXLOOM_PROGRAM") != "real":
        assert event.hasBeenUsed() and event.tooltip == "mouse_press"
    with pytest.raises(NotImplementedError, match="a canvas takes"):
        canvas.invokeEvent(ivw.ResizeEvent(size2_t(1, 1)))


def test_a_canvas_in_no_network(net_program: Any) -> None:
    with pytest.raises(RuntimeError, match="the canvas is in no network yet"):
        create(CANVAS).snapshot("a.png")
    assert not create(CANVAS).ready


# Application


def test_application(net_program: Any, net: Any) -> None:
    assert ivw.getApp() is ivw.app and ivw.app.network == net and ivw.InviwoApplication("me").network == net
    assert ivw.app.displayName and ivw.InviwoApplication("me").displayName == "me"
    assert str(ivw.app.basePath) == str(ivw.app.getBasePath()) and ivw.app.getPoolSize() >= 1
    assert len(ivw.app.modules) == 0 and ivw.app.getModuleByIdentifier("x") is None and ivw.app.getModuleSettings() == []
    assert ivw.app.runningBackgroundJobs() >= 0 and ivw.app.waitForPool() is None and ivw.app.getOutputPath()
    ivw.app.registerRuntimeModules()
    ivw.app.registerModules([])
    ivw.app.setProgressCallback(print)
    assert isinstance(ivw.app.dataReaderFactory, ivw.DataReaderFactory) and isinstance(ivw.app.dataWriterFactory, ivw.DataWriterFactory)
    assert type(ivw.app.propertyFactory).__name__ == "PropertyFactory"


@pytest.mark.parametrize(
    "act", [lambda app: app.resizePool(4), lambda app: app.registerModules([1])], ids=["resizePool", "registerModules"]
)
def test_what_the_application_does_not_do(net_program: Any, act: Any) -> None:
    with pytest.raises(NotImplementedError, match="Instead:"):
        act(ivw.app)


@pytest.mark.parametrize("kind", [kind for kind in ivw.PathType if kind.name not in ("PortInspectors", "Databases")], ids=str)
def test_folders(net_program: Any, kind: Any) -> None:
    if _app._KINDS[kind] not in net_program.outside("app.paths"):
        pytest.skip("the program inside the extension has no such folder")
    folder = ivw.app.getPath(kind)
    assert os.path.isabs(folder) and str(ivw.app.getPath(kind, "/x.py")) == str(folder) + "/x.py"
    # Texts until 2023-05, paths since.
    assert folder + "/x" == f"{folder}/x" and (folder / "x").name == "x"


@pytest.mark.parametrize("kind", [ivw.PathType.PortInspectors, ivw.PathType.Databases], ids=str)
def test_folders_that_are_not_there(net_program: Any, kind: Any) -> None:
    with pytest.raises(NotImplementedError, match=f"PathType.{kind.name}"):
        ivw.app.getPath(kind)


def test_folders_can_be_made(net_program: Any, monkeypatch: Any, tmp_path: Any) -> None:
    monkeypatch.setattr(_app, "ask", lambda method: {"data": str(tmp_path)})
    assert ivw.app.getPath(ivw.PathType.Data, "/made/here", createFolder=True).is_dir()


def test_inside_a_processor_the_network_holds_the_processor_itself(net: Any, net_program: Any) -> None:
    node = net_program.outside("network.add", network=net_program.number, **{"class": FILTER})["node"]
    source = net.addProcessor(create(SOURCE))

    class Inside(ivw.Processor):
        pass

    class Link:
        def place(self) -> tuple:
            return net_program.number, node

        def written(self) -> None:
            pass

    inside = Inside("CompatFilter", "Inside")
    inport = inside.addInport(VolumeInport("inport"))
    inside._link = Link()
    assert inside.network == net and inside.network.processors[0] is inside and inside.network.processors[1] is source
    net.addConnection(source.outports.outport, inport)
    assert inport.getConnectedOutport() is source.outports.outport and source.outports.outport.isConnectedTo(inport)
    volume = Volume(np.zeros((1, 1, 1), np.uint8))
    inport._receive([volume], True)
    assert inport.getSourceVectorData() == [(source.outports.outport, volume)] and inport.getChangedOutports() == [source.outports.outport]
    assert next(inport.outportAndData())[0] is source.outports.outport
    inside.displayName = "Renamed"
    inside.meta.position = ivec2(4, 5)
    state = net_program.outside("network.state", network=net_program.number)["nodes"][0]
    assert state["name"] == "Renamed" and state["position"] == [4, 5] and inside.meta.position == ivec2(4, 5)
    inside.identifier = "Other"
    assert net.processors[0].identifier == inside.identifier == "Other"
    with pytest.raises(ValueError, match="already"):
        inside.identifier = source.identifier
    inport.disconnectFrom(source.outports.outport)
    assert net.connections == []


# Readers and writers


@pytest.fixture
def array_file(tmp_path: Any) -> Any:
    np.save(tmp_path / "a.npy", np.arange(24, dtype=np.uint8).reshape(2, 3, 4))
    np.save(tmp_path / "b.npy", np.zeros((3, 4), np.float32))
    return tmp_path / "a.npy"


def test_reading(net_program: Any, array_file: Any) -> None:
    factory = ivw.app.dataReaderFactory
    assert isinstance(factory.readVolume(array_file), Volume) and factory.readVolume(str(array_file)).data[1, 2, 3] == 23
    assert isinstance(factory.readLayer(array_file.with_name("b.npy")), Layer)
    assert isinstance(factory.readImage(array_file.with_name("b.npy")), Image)
    assert factory.getVolumeReader(array_file).readData(array_file).dimensions == ivw.glm.size3_t(4, 3, 2)
    assert factory.volume.read(array_file).data.shape == (2, 3, 4) and factory.volume.hasReader(array_file)
    with pytest.raises(OSError):
        factory.readVolume("/none.npy")
    with pytest.raises(TypeError, match="holds a Layer, not a Volume"):
        factory.readVolume(array_file.with_name("b.npy"))


def test_finding_readers(net_program: Any) -> None:
    factory = ivw.app.dataReaderFactory
    assert factory.hasVolumeReader("x.npy") and not factory.hasMeshReader("x.npy") and not factory.hasVolumeReader("x.none")
    assert factory.getVolumeReader(ivw.properties.FileExtension("npy", "")).extensions[0].extension == "npy"
    assert factory.getVolumeReader("x.none") is None and factory.hasKey("npy") and not factory.hasKey("none")
    assert isinstance(factory.create("npy"), ivw.DataReader) and factory.create("none") is None
    assert "npy" in [each.extension for each in factory.getExtensionsForVolume()]


def test_readers_of_ones_own(net_program: Any) -> None:
    class Mine(ivw.VolumeDataReader):
        def __init__(self) -> None:
            super().__init__()
            self.addExtension(ivw.properties.FileExtension("mine", "Mine"))
            self._options["scale"] = 1

        def readData(self, path: Any, owner: Any = None) -> Any:
            return f"read {path} at {self.getOption('scale')}"

    reader = Mine().clone()
    assert reader.setOption("scale", 2) and not reader.setOption("none", 1) and reader.readData("x") == "read x at 2"
    assert reader.extensions[0].extension == "mine" and reader.getOption("none") is None
    with pytest.raises(TypeError, match="addExtension takes"):
        reader.addExtension("x")


def test_writing(net_program: Any, tmp_path: Any) -> None:
    factory, layer = ivw.app.dataWriterFactory, Layer(np.zeros((3, 4, 4), np.uint8))
    assert factory.hasLayerWriter("x.png") and not factory.hasVolumeWriter("x.png") and factory.getMeshWriter("x.obj") is None
    factory.writeLayer(layer, tmp_path / "a.png")
    factory.writeImage(Image(layer), tmp_path / "b.png")
    assert (tmp_path / "a.png").read_bytes()[:4] == (tmp_path / "b.png").read_bytes()[:4] == b"\x89PNG"
    writer = factory.getLayerWriter("x.png")
    with pytest.raises(FileExistsError, match="setOverwrite"):
        writer.writeData(layer, tmp_path / "a.png")
    writer.setOverwrite(True)
    writer.writeData(layer, tmp_path / "a.png")
    assert writer.getOverwrite() and factory.hasKey("png") and [e.extension for e in factory.getExtensionsForImage()] == ["png"]
    with pytest.raises(NotImplementedError, match="numpy"):
        factory.writeVolume(Volume(np.zeros((1, 1, 1), np.uint8)), tmp_path / "a.dat")


# qt


def test_qt_that_works(net_program: Any, net: Any, source: Any) -> None:
    camera = source.camera.camera
    camera.lookTo = vec3(3, 3, 3)
    qt.update()
    assert held(net_program, source, "camera")["look_to"] == [3, 3, 3]
    net_program.asked.clear()
    qt.waitForNetwork(ivw.app)
    qt.waitForNetwork(ivw.app, 2)
    assert "network.idle" in [m for m, _ in net_program.asked] and "network.jobs" in [m for m, _ in net_program.asked]
    with pytest.raises(SystemExit) as ended:
        qt.exit(3)
    assert ended.value.code == 3


QT: list = [
    ("prompt", lambda: qt.prompt("t", "m", "d")),
    ("execWithTimer", qt.execWithTimer), ("setStyleSheetFile", lambda: qt.setStyleSheetFile("x")),
    ("address", lambda: qt.address(None)), ("PropertyListWidget", lambda: qt.PropertyListWidget(ivw.app)),
    ("InviwoApplicationQt", qt.InviwoApplicationQt), ("configureInviwoQtApp", lambda: qt.configureInviwoQtApp),
]  # fmt: skip


@pytest.mark.parametrize(("name", "act"), QT, ids=[name for name, _ in QT])
def test_qt_that_needs_a_window(name: str, act: Any) -> None:
    with pytest.raises(NotImplementedError, match=rf"qt\.{name} is not available in Voxloom: .+ Instead: "):
        act()


def test_qt_names_that_nobody_has() -> None:
    with pytest.raises(AttributeError, match="has no 'nothing'"):
        getattr(qt, "nothing")  # noqa: B009
