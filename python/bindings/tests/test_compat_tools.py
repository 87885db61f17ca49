"""Compatibility with Inviwo: documents, camerautil, logging, serialization."""

from __future__ import annotations

import math
from typing import Any

import inviwopy as ivw
import numpy as np
import pytest
from compat_example import Example
from inviwopy import camerautil, doc
from inviwopy.glm import mat4, vec3
from inviwopy.properties import CameraProperty

# Documents


def test_documents_are_trees() -> None:
    document = doc.Document()
    assert document.empty() and str(document) == ""
    table = document.append("table", "", {"class": "wide"})
    table.append("tr").append("td", "a")
    table.insert(doc.PathComponent.first, "caption", "All & sundry")
    document.appendText("end")
    assert document.str() == '<table class="wide"><caption>All & sundry</caption><tr><td>a</td></tr></table>end'
    found = document.get([doc.PathComponent("table"), doc.PathComponent("tr"), doc.PathComponent(0)])
    assert found.element.name == "td" and found.element.content == "a" and found.element.isNode() and not found.element.isText()
    assert document.get([doc.PathComponent({"class": "wide"})]).element.attributes == {"class": "wide"}
    with pytest.raises(KeyError):
        document.get([doc.PathComponent("p")])
    document.insert(doc.PathComponent.last, "br")
    assert document.str().endswith("</table><br>end")
    document.handle().append(doc.Document("more"))
    assert document.str().endswith("endmore")


def test_documents_are_visited() -> None:
    document, seen = doc.Document(), []
    document.append("b", "x")
    document.visit(lambda e, above: seen.append((e.type, len(above))), lambda e, above: seen.append("after"))
    assert seen == [(doc.ElementType.Node, 0), (doc.ElementType.Text, 1), "after", "after"]
    assert doc.Element(doc.ElementType.Text, "t").isText() and doc.Element("pre").noIndent() and doc.Element("br").emptyTag()


def test_markdown_documents() -> None:
    assert ivw.md2doc("# A\ntext").str() == "# A\ntext" and not ivw.md2doc("a").empty()
    assert str(ivw.unindentMd2doc("\n    # A\n      b\n    c\n")) == "# A\n  b\nc"
    assert doc.md2doc is ivw.md2doc


def test_help_of_a_processor(example: Example) -> None:
    example.inport.help = "What is filtered."
    text = ivw.buildProcessorHelp(example, ivw.app).str()
    assert text.startswith("# Example\n\nHelp.") and "**inport**: What is filtered." in text and "**Sigma**" in text
    assert (
        ivw.toDocument("a").str() == "a" and ivw.toDocument(ivw.md2doc("b")).str() == "b" and "Sigma" in ivw.toDocument(example.sigma).str()
    )


# camerautil


@pytest.fixture
def camera() -> CameraProperty:
    return CameraProperty("camera", "Camera", vec3(0, 0, 5))


def projected(camera: CameraProperty, box: Any) -> np.ndarray:
    """The corners of a box in normalized device coordinates, shape (8, 3)."""
    corners = np.array([[x, y, z, 1] for x in (0, 1) for y in (0, 1) for z in (0, 1)], float) @ np.array(mat4(box), float).T
    seen = corners @ (np.array(camera.projectionMatrix, float) @ np.array(camera.viewMatrix, float)).T
    return seen[:, :3] / seen[:, 3:]


BOX = mat4(2, 0, 0, 0, 0, 4, 0, 0, 0, 0, 6, 0, 1, 1, 1, 1)


@pytest.mark.parametrize("side", list(camerautil.Side), ids=str)
def test_a_view_of_each_side_shows_the_whole_box(camera: CameraProperty, side: Any) -> None:
    camerautil.setCameraView(camera, BOX, side, 1.05, camerautil.UpdateNearFar.Yes)
    ndc = projected(camera, BOX)
    assert np.abs(ndc).max() <= 1 and np.abs(ndc[:, :2]).max() > 0.9
    axis, sign = "XYZ".index(side.name[0]), -1 if side.name.endswith("Negative") else 1
    offset = np.array(camera.lookFrom - camera.lookTo)
    assert np.argmax(np.abs(offset)) == axis and np.sign(offset[axis]) == sign
    assert camera.lookTo == vec3(2, 3, 4)


def test_a_view_along_a_direction_or_as_it_is(camera: CameraProperty) -> None:
    camerautil.setCameraView(camera, BOX, vec3(1, 0, 0), lookUp=vec3(0, 0, 1), fitRatio=2)
    wide = camera.lookFrom.x
    assert camera.lookUp == vec3(0, 0, 1) and camera.lookFrom.y == 3 and wide < 1
    camerautil.setCameraView(camera, BOX, fitRatio=1)
    assert wide < camera.lookFrom.x < 1 and camera.lookFrom.y == 3
    with pytest.raises(ValueError, match="parallel"):
        camerautil.setCameraView(camera, BOX, vec3(0, 1, 0), vec3(0, 2, 0))
    with pytest.raises(TypeError, match="lookUp after viewDir"):
        camerautil.setCameraView(camera, BOX, vec3(0, 1, 0))
    with pytest.raises(TypeError, match="CameraProperty is expected"):
        camerautil.setCameraView(5, BOX)


def test_planes_and_ranges(camera: CameraProperty) -> None:
    near, far = camerautil.computeCameraNearFar(BOX, 10.0, 0.001)
    assert math.isclose(far, 11 * math.sqrt(56), rel_tol=1e-6) and math.isclose(near, far / 1000, rel_tol=1e-6)
    camerautil.setCameraNearFar(camera, BOX, 10.0, 0.001)
    assert math.isclose(camera.nearPlane, near, rel_tol=1e-5) and math.isclose(camera.farPlane, far, rel_tol=1e-5)
    camerautil.setCameraLookRanges(camera, BOX, 1.0)
    assert camera.lookToMinValue == vec3(1, 1, 1) and camera.lookToMaxValue == vec3(3, 5, 7)
    assert math.isclose(camera.lookFromMaxValue.x, 2 + math.sqrt(56), rel_tol=1e-5)
    camerautil.setCameraView(camera, mat4(1), camerautil.Side.XPositive, updateLookRanges=camerautil.UpdateLookRanges.Yes)
    assert camera.lookToMaxValue == vec3(1, 1, 1)


# Logging


class Recorder(ivw.Logger):
    def __init__(self) -> None:
        self.lines: list = []

    def log(self, source: str, level: Any, audience: Any, file: str, function: str, line: int, msg: str) -> None:
        self.lines.append((source, level, audience, line, msg))


@pytest.fixture
def central() -> Any:
    central = ivw.LogCentral.get()
    yield central
    central.verbosity, central.logStacktrace, central.messageBreakLevel = 0, False, 0
    for logger in list(central._loggers):
        if isinstance(logger, (Recorder, ivw.FileLogger)):
            central.unregisterLogger(logger)


def test_messages_reach_the_console(central: Any, capsys: Any) -> None:
    ivw.logInfo("one")
    ivw.logWarn("two")
    ivw.logError("three")
    ivw.log("me", ivw.LogLevel.Warn, ivw.LogAudience.User, "/a/b.py", "f", 5, "four")
    captured = capsys.readouterr()
    assert captured.out == "one\n" and captured.err == "Warn: two\nError: three\nWarn: me: four (b.py:5)\n"


def test_loggers_of_ones_own(central: Any, tmp_path: Any) -> None:
    recorder, file = Recorder(), tmp_path / "log.txt"
    central.registerLogger(recorder)
    central.registerLogger(ivw.FileLogger(file))
    central.registerLogger(ivw.ConsoleLogger())
    assert ivw.LogCentral() is central and sum(isinstance(each, ivw.ConsoleLogger) for each in central._loggers) == 1
    central.verbosity = ivw.LogVerbosity.Error
    ivw.logWarn("kept back")
    ivw.log(msg="shown", level=ivw.LogLevel.Error, line=3)
    assert recorder.lines == [("", ivw.LogLevel.Error, ivw.LogAudience.Developer, 3, "shown")]
    assert "Error: shown" in file.read_text() and "kept back" not in file.read_text()
    central.verbosity = ivw.LogVerbosity.Nothing
    ivw.logError("nothing")
    assert len(recorder.lines) == 1
    with pytest.raises(TypeError, match="takes a Logger"):
        central.registerLogger(5)


def test_stack_traces_and_breaks(central: Any, monkeypatch: Any) -> None:
    recorder, broke = Recorder(), []
    central.registerLogger(recorder)
    central.logStacktrace = True
    ivw.logError("with trace")
    assert "test_stack_traces_and_breaks" in recorder.lines[-1][-1]
    monkeypatch.setattr("builtins.breakpoint", lambda: broke.append(1))
    central.messageBreakLevel = ivw.MessageBreakLevel.Warn
    ivw.logInfo("no")
    ivw.logWarn("yes")
    ivw.debugBreak()
    assert broke == [1, 1]


def test_python_output(capsys: Any) -> None:
    ivw.handlePythonOutput("out", 0)
    ivw.handlePythonOutput("err", True)
    captured = capsys.readouterr()
    assert (captured.out, captured.err) == ("out", "err")


def test_level_numbers() -> None:
    assert [int(each) for each in ivw.LogLevel] == [0, 1, 2] and int(ivw.LogVerbosity.Nothing) == 3
    assert list(ivw.MessageBreakLevel.__members__) == ["Off", "Error", "Warn", "Info"]


# Serialization


def test_values_in_a_file_of_ones_own(tmp_path: Any) -> None:
    path = tmp_path / "values.xml"
    writer = ivw.Serializer(path, "Root")
    rows = {
        "text": "a<b",
        "number": 2.5,
        "count": 7,
        "path": path,
        "yes": True,
        "place": vec3(1, 2, 3),
        "list": [1.5, 2.5],
        "names": ["a", "b"],
    }
    for key, value in rows.items():
        writer.serialize(key, value)
    writer.writeFile()
    reader = ivw.Deserializer(path, "Root")
    assert reader.deserializeString("text") == "a<b" and reader.deserializeDouble("number") == 2.5 and reader.deserializeInt("count") == 7
    assert reader.deserializePath("path") == path and reader.deserializeBool("yes") and reader.deserializeVec3("place") == vec3(1, 2, 3)
    assert reader.deserializeDoubleVector("list") == [1.5, 2.5] and reader.deserializeStringVector("names") == ["a", "b"]
    with pytest.raises(KeyError, match="no value 'gone'"):
        reader.deserializeInt("gone")
    with pytest.raises(ValueError, match=r"number is '2.5'"):
        reader.deserializeInt("number")
    with pytest.raises(ValueError, match="holds <Root>, not <Other>"):
        ivw.Deserializer(path, "Other")
    with pytest.raises(TypeError, match="serialize takes"):
        writer.serialize("object", object())
