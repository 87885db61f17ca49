"""Rows I11 to I14, I23 and I27: what runs when, ports and properties in a network, workspaces."""

from __future__ import annotations

import json
import re
import threading
import time
from pathlib import Path
from typing import Any

import inviwopy as ivw
import numpy as np
import pytest
import voxloom as vx
from inviwopy.properties import ConstraintBehavior, InvalidationLevel
from rows.kit import (
    CANVAS,
    RAYCASTER,
    figure,
    needs_network,
    net,  # noqa: F401
    script,
    shown,
    until,
    written,
)
from voxloom._program import ask

pytestmark = needs_network


class Counting(vx.Processor):
    """One property of each level; counts what runs."""

    classIdentifier = "org.rows.Counting"

    def __init__(self, id: str, name: str) -> None:  # noqa: A002
        super().__init__(id, name)
        self.out = vx.VolumeOutport("out")
        self.addOutport(self.out)
        for level in ("Valid", "InvalidOutput", "InvalidResources"):
            prop = vx.IntProperty(level.lower(), level, 0, 0, 100000, invalidationLevel=getattr(InvalidationLevel, level))
            self.addProperty(prop)
        self.calls: list = []

    def initializeResources(self) -> None:
        self.calls.append("initialize")

    def process(self) -> None:
        self.calls.append("process")
        self.out.setData(vx.Volume(np.full((4, 4, 4), len(self.calls) % 200, np.uint8)))


def test_I11_each_level_runs_what_it_says(net: Any) -> None:  # noqa: F811
    node = net.add(Counting)

    def ran() -> tuple:
        net.evaluate(node)
        info = net.info(node)
        return info["initialized"], info["processed"]

    assert ran() == (1, 1) and ran() == (1, 1)
    node.invalidresources.value = 1
    assert ran() == (2, 2)
    node.invalidoutput.value = 1
    assert ran() == (2, 3)
    node.valid.value = 1
    assert ran() == (2, 3)
    with net.edit("Several"):
        node.invalidoutput.value = 5
        node.invalidresources.value = 5
    assert ran() == (3, 4)


def test_I11_rapid_changes_become_one_run(net: Any) -> None:  # noqa: F811
    node = net.add(Counting)
    net.evaluate(node)
    for value in range(1, 1001):
        node.invalidresources.value = value
    net.evaluate(node)
    info = net.info(node)
    # Nothing is computed until someone asks, so that all changes are one.
    assert (info["initialized"], info["processed"]) == (2, 2) and node.invalidresources.value == 1000
    figure("I11", f"1000 changes at the level of resources: {info['initialized'] - 1} initializeResources, {info['processed'] - 1} process")


def test_I11_what_is_written_before_process_is_there_in_process(net: Any) -> None:  # noqa: F811
    class Prepared(vx.Processor):
        classIdentifier = "org.rows.Prepared"
        seen: list = []

        def __init__(self, id: str, name: str) -> None:  # noqa: A002
            super().__init__(id, name)
            self.out = vx.VolumeOutport("out")
            self.addOutport(self.out)
            self.cause = vx.IntProperty("cause", "Cause", 1, 0, 9, invalidationLevel=InvalidationLevel.InvalidResources)
            self.prepared = vx.IntProperty("prepared", "Prepared", 0, 0, 99)
            self.called = vx.IntProperty("called", "Called", 0, 0, 99)
            self.addProperties([self.cause, self.prepared, self.called])
            self.cause.onChange(self.on_cause)

        def on_cause(self) -> None:
            self.called.value = 3 * self.cause.value

        def initializeResources(self) -> None:
            self.prepared.value = 2 * self.cause.value
            if not self.getPropertyByIdentifier("extra"):
                self.addProperty(vx.IntProperty("extra", "Extra", 5, 0, 9))
            self.getPropertyByIdentifier("extra").value = self.cause.value

        def process(self) -> None:
            Prepared.seen.append((self.prepared.value, self.called.value, self.getPropertyByIdentifier("extra").value))
            self.out.setData(vx.Volume(np.ones((2, 2, 2), np.uint8)))

    node = net.add(Prepared)
    net.evaluate(node)
    node.cause.value = 4
    net.evaluate(node)
    assert Prepared.seen == [(2, 0, 1), (8, 12, 4)]
    assert (node.prepared.value, node.called.value, node.extra.value) == (8, 12, 4)
    # What the processor writes to itself is no step of undo, and stays out of the way of those that are.
    assert net.undo() and node.cause.value == 1
    net.evaluate(node)
    assert Prepared.seen[-1] == (2, 3, 1)


def test_I12_ports_connect_to_what_fits_and_say_why_not(net: Any) -> None:  # noqa: F811
    node, ray, canvas = net.add(Counting), net.add(RAYCASTER), net.add(CANVAS)
    (out,) = node.outports
    assert (out.identifier, out.classIdentifier) == ("out", "org.inviwo.Volume.outport")
    assert ray.inports[0].canConnectTo(out) and not canvas.inports[0].canConnectTo(out)
    net.connect(out, ray.inports[0])
    assert out.isConnectedTo(ray.inports[0])
    with pytest.raises(ValueError, match=r"Volume.*Image|Image.*Volume"):
        net.connect(out, canvas.inports[0])

    class Loop(vx.Processor):
        classIdentifier = "org.rows.Loop"

        def __init__(self, id: str, name: str) -> None:  # noqa: A002
            super().__init__(id, name)
            self.addInport(vx.VolumeInport("inport"))
            self.addOutport(vx.VolumeOutport("outport"))

    loop = net.add(Loop)
    with pytest.raises(ValueError, match=r"circle|cycle|loop|itself"):
        net.connect(loop.outports[0], loop.inports[0])


def test_I13_a_file_property(net: Any, tmp_path: Path) -> None:  # noqa: F811
    class Reading(vx.Processor):
        classIdentifier = "org.rows.Reading"

        def __init__(self, id: str, name: str) -> None:  # noqa: A002
            super().__init__(id, name)
            self.file = ivw.properties.FileProperty("file", "A file (.npy)", invalidationLevel=InvalidationLevel(2))
            self.file.addNameFilter(ivw.properties.FileExtension("npy", "NumPy arrays"))
            self.file.fileMode = ivw.properties.FileMode.ExistingFile
            self.addProperty(self.file)
            self.seen: list = []

        def initializeResources(self) -> None:
            self.seen.append(self.file.value)

        def process(self) -> None:
            print("file:", repr(str(self.file.value)), type(self.file.value).__name__, self.file.value.is_file())

    node = net.add(Reading)
    interface = ask("node.interface", network=net._core.number, node=node._node)["interface"]
    (prop,) = interface["properties"]
    assert (prop["identifier"], prop["display_name"], prop["invalidation"], prop["kind"]["type"]) == (
        "file",
        "A file (.npy)",
        "resources",
        "file",
    )
    assert prop["kind"]["filters"] == ["npy"] and prop["kind"]["save"] is False
    assert [each.extension for each in node.file.getNameFilters()] == ["npy"]
    node.file.value = tmp_path / "a b'ä.npy"
    assert str(node.file.value) == str(tmp_path / "a b'ä.npy") and not node.file.value.is_file()
    (tmp_path / "a b'ä.npy").touch()
    net.evaluate(node)
    assert net.info(node)["initialized"] >= 1 and node.file.value.is_file() and node.file.value.endswith(".npy")


class Typed(vx.Processor):
    """One property of each kind; writes down what it reads."""

    classIdentifier = "org.rows.Typed"
    read: dict = {}

    def __init__(self, id: str, name: str) -> None:  # noqa: A002
        super().__init__(id, name)
        p = ivw.properties
        self.props = [
            p.FloatProperty("real", "Real", 0.5, 0.0, 1.0),
            p.IntProperty("whole", "Whole", 3, 0, 9),
            p.BoolProperty("flag", "Flag", False),
            p.StringProperty("text", "Text", "a"),
            p.OptionPropertyString("choice", "Choice", [p.StringOption("one", "One", "1"), p.StringOption("two", "Two", "2")]),
            p.FloatVec4Property("color", "Color", ivw.glm.vec4(1), semantics=p.PropertySemantics.Color),
            p.TransferFunctionProperty("tf", "Transfer function"),
            p.IntMinMaxProperty("range", "Range", 2, 5, 0, 10),
        ]
        for prop in self.props:
            self.addProperty(prop)

    def process(self) -> None:
        Typed.read = {prop.identifier: prop.value for prop in self.props if prop.identifier != "tf"}
        Typed.read["tf"] = [(point.pos, point.alpha) for point in self.tf.value]


def test_I14_values_are_typed_both_ways(net: Any) -> None:  # noqa: F811
    node = net.add(Typed)

    def widget(path: str, value: Any) -> Any:
        """What a widget does: an edit of the document."""
        return ask("property.set", network=net._core.number, node=node._node, path=path, value=value)

    widget("real", 0.25), widget("whole", 7), widget("flag", True), widget("text", "ä'\n"), widget("choice", "two")
    widget("color", [0.5, 0.25, 0.0, 1.0]), widget("range", [3, 4])
    net.evaluate(node)
    read = Typed.read
    types = {name: type(value).__name__ for name, value in read.items()}
    assert types == {
        "real": "float", "whole": "int", "flag": "bool", "text": "str", "choice": "str", "color": "vec4", "range": "ivec2", "tf": "list",
    }  # fmt: skip
    assert (read["real"], read["whole"], read["flag"], read["text"], read["choice"]) == (0.25, 7, True, "ä'\n", "2")
    assert list(read["color"]) == [0.5, 0.25, 0, 1] and list(read["range"]) == [3, 4]
    node.real.value, node.choice.selectedIdentifier, node.color.value, node.flag.value = 1, "one", (0, 1, 0, 1), False
    node.tf.clear()
    node.tf.add(0.25, ivw.glm.vec4(1, 0, 0, 0.5))
    get = {path: ask("property.get", network=net._core.number, node=node._node, path=path) for path in ("real", "choice", "color", "flag")}
    assert get == {"real": 1.0, "choice": "one", "color": [0.0, 1.0, 0.0, 1.0], "flag": False}
    net.evaluate(node)
    assert Typed.read["tf"] == [(0.25, 0.5)] and Typed.read["choice"] == "1" and list(Typed.read["color"]) == [0, 1, 0, 1]


def test_I14_wrong_types_are_refused_in_words(net: Any) -> None:  # noqa: F811
    node = net.add(Typed)
    for name, value, expected, got in (
        ("real", "much", "number", "str"),
        ("whole", 1.5, "int|whole", "float|1.5"),
        ("flag", "yes", "True or False", "str"),
        ("text", 3, "str|text", "int"),
        ("color", (1, 2), "4|four", "2|two"),
        ("tf", 3, "TransferFunction", "int"),
    ):
        before = node.properties[name].value
        with pytest.raises((TypeError, ValueError)) as refused:
            node.properties[name].value = value
        text = str(refused.value)
        assert name in text and re.search(expected, text) and re.search(got, text), text
        assert name in ("color",) or isinstance(refused.value, TypeError), text
        if name != "tf":
            assert node.properties[name].value == before
    with pytest.raises(ValueError, match=r"3|choice"):
        node.choice.value = "3"


def test_I14_bounds_follow_their_constraint_and_a_clamp_is_noted_once(net: Any) -> None:  # noqa: F811
    class Bound(vx.Processor):
        classIdentifier = "org.rows.Bound"

        def __init__(self, id: str, name: str) -> None:  # noqa: A002
            super().__init__(id, name)
            # Without an outport it would run by itself.
            self.addOutport(vx.VolumeOutport("out"))
            b = ConstraintBehavior
            for behavior in (b.Editable, b.Mutable, b.Immutable, b.Ignore):
                self.addProperty(vx.FloatProperty(behavior.name.lower(), behavior.name, 1.0, (0.0, behavior), (10.0, behavior)))
            self.again = vx.IntProperty("again", "Again", 0, 0, 9)
            self.addProperty(self.again)

        def process(self) -> None:
            for prop in self.properties:
                if prop.identifier != "again":
                    prop.value = 99.0

    node = net.add(Bound)
    net.evaluate()
    assert [prop.value for prop in node.properties][:4] == [10.0, 10.0, 10.0, 99.0]
    notes = [note for note in net.info(node)["notes"] if "99" in note]
    assert len(notes) == 3 and all("beyond 0" in note and "holds 10" in note for note in notes), notes
    for value in range(1, 4):
        node.again.value = value
        net.evaluate()
        assert not any("99" in note for note in net.info(node)["notes"])
    assert net.info(node)["processed"] == 4
    node.editable.value = -5  # held at once, without a run
    node.ignore.value = -5
    assert node.editable.value == 0.0 and node.ignore.value == -5.0
    node.editable.maxValue = 20
    node.editable.value = 15
    assert node.editable.value == 15.0


# I23 and I27


def test_I23_what_is_set_runs_what_follows_once(net: Any) -> None:  # noqa: F811
    node = net.add(Counting)
    ray = shown(net, node)
    net.render(size=(16, 16))
    assert net.info(ray)["processed"] == 1
    for value in (1, 2, 3):
        node.invalidoutput.value = value
        net.render(size=(16, 16))
        assert net.info(ray)["processed"] == value + 1


def test_I23_data_may_be_set_from_a_thread(net: Any) -> None:  # noqa: F811
    class Threaded(vx.Processor):
        classIdentifier = "org.rows.Threaded"
        made: list = []

        def __init__(self, id: str, name: str) -> None:  # noqa: A002
            super().__init__(id, name)
            self.out = vx.VolumeOutport("out")
            self.addOutport(self.out)
            Threaded.made.append(self)

        def process(self) -> None:
            if not self.out.hasData():
                self.out.setData(vx.Volume(np.zeros((8, 8, 8), np.uint8)))

    node = net.add(Threaded)
    ray = shown(net, node)
    before = net.render(size=(32, 32))
    runs = net.info(ray)["processed"]
    instance = next(each for each in reversed(Threaded.made) if each.identifier == node.identifier)
    cube = np.zeros((8, 8, 8), np.uint8)
    cube[2:6, 2:6, 2:6] = 255
    threading.Thread(target=lambda: instance.out.setData(vx.Volume(cube))).start()
    began = time.perf_counter()
    until(lambda: (net.render(size=(32, 32)) != before).any())
    figure(
        "I23",
        f"what a thread set is shown {(time.perf_counter() - began) * 1e3:.0f} ms later, by {net.info(ray)['processed'] - runs} run",
    )
    np.testing.assert_array_equal(node.outports.out.data, cube)
    assert net.info(ray)["processed"] == runs + 1
    # Many threads at once: the last one that is written counts, and nothing breaks.
    threads = [
        threading.Thread(target=lambda n=n: [instance.out.setData(vx.Volume(np.full((4, 4, 4), n, np.uint8))) for _ in range(20)])
        for n in range(8)
    ]
    [thread.start() for thread in threads], [thread.join() for thread in threads]
    net.evaluate()
    assert len(np.unique(node.outports.out.data)) == 1


def test_I27_a_workspace_is_restored_and_a_gone_script_leaves_a_placeholder(tmp_path: Path) -> None:
    text = """
        import inviwopy as ivw
        class Kept(ivw.Processor):
            def __init__(self, id, name):
                super().__init__(id, name)
                self.inport, self.outport = ivw.data.VolumeInport("inport"), ivw.data.VolumeOutport("outport")
                self.addInport(self.inport), self.addOutport(self.outport)
                self.inport.optional = True
                self.number = ivw.properties.IntProperty("number", "Number", 3, 0, 99)
                self.words = ivw.properties.StringProperty("words", "Words", "x")
                self.color = ivw.properties.FloatVec4Property("color", "Color", ivw.glm.vec4(1))
                self.addProperties([self.number, self.words, self.color])
            @staticmethod
            def processorInfo(): return ivw.ProcessorInfo("org.rows.Kept", "Kept")
        """
    written(tmp_path / "with" / "Kept.py", text)
    (tmp_path / "without").mkdir()
    make = """
        vx.start(backend="cpu", python_processors=[sys.argv[1]])
        net = vx.Network()
        a, b = net.add("org.rows.Kept", identifier="A", position=(50, 75)), net.add("org.rows.Kept", identifier="B")
        a.number.value, a.words.value, a.color.value = 42, "ä\\n'", (0, 0.5, 1, 1)
        net.connect(a.outports[0], b.inports[0])
        net.link(a.number, b.number)
        net.save(sys.argv[2])
        """
    look = """
        import json, warnings
        vx.start(backend="cpu", python_processors=[sys.argv[1]])
        with warnings.catch_warnings(record=True) as caught:
            warnings.simplefilter("always")
            net = vx.load(sys.argv[2])
        state = net._core.state()
        there = [p.identifier for p in net.A.properties]
        print(json.dumps({
            "warnings": [str(w.message) for w in caught],
            "values": [net.A.number.value, net.A.words.value, list(net.A.color.value), net.B.number.value] if there else None,
            "links": len(state["links"]), "connections": len(state["connections"]), "position": state["nodes"][0]["position"],
        }))
        if there:
            assert net.A.outports[0].isConnectedTo(net.B.inports[0])
            net.evaluate()
            net.A.number.value = 7
            assert net.B.number.value == 7
        else:
            try:
                net.evaluate(net.A)
            except vx.ProcessorError as error:
                assert "org.rows.Kept" in str(error), error
            else:
                raise AssertionError("a placeholder ran")
            net.save(sys.argv[2])
        """
    workspace = tmp_path / "w.voxloom"
    script(make, tmp_path / "with", workspace)
    first = json.loads(script(look, tmp_path / "with", workspace))
    expected = {"warnings": [], "values": [42, "ä\n'", [0, 0.5, 1, 1], 42], "links": 1, "connections": 1, "position": [50, 75]}
    assert first == expected
    gone = json.loads(script(look, tmp_path / "without", workspace))
    assert any("org.rows.Kept" in text for text in gone["warnings"]) and gone["values"] is None
    assert (gone["links"], gone["connections"], gone["position"]) == (1, 1, [50, 75])
    # It was saved without the script, and nothing is lost when that is back.
    assert json.loads(script(look, tmp_path / "with", workspace)) == expected
