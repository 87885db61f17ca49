"""Compatibility with Inviwo: application, network, mirrors of nodes, canvases, workspaces, readers.

The fixture ``net_program`` is the program in miniature of ``net_program.py``; ``VOXLOOM_PROGRAM=real`` swaps the real one in.
"""

from __future__ import annotations

import threading
from typing import Any

import inviwopy as ivw
import pytest
from inviwopy import _core
from inviwopy.data import Volume, VolumeInport, VolumeOutport
from inviwopy.glm import ivec2, vec2, vec3
from inviwopy.properties import (
    BoolCompositeProperty,
    BoolProperty,
    ButtonProperty,
    CameraProperty,
    CompositeProperty,
    FileProperty,
    FloatMinMaxProperty,
    FloatProperty,
    FloatVec3Property,
    IntProperty,
    IntVec2Property,
    StringProperty,
    TransferFunctionProperty,
)
from net_program import CANVAS, FILTER, SOURCE, held, outside, until


def create(name: str) -> Any:
    return ivw.app.processorFactory.create(name)


@pytest.fixture
def chain(net: Any, source: Any) -> Any:
    """(source, filter), connected."""
    after = net.addProcessor(create(FILTER))
    net.addConnection(source.outports.outport, after.inports.inport)
    return source, after


# Factory


def test_factory_keys(net_program: Any) -> None:
    factory = ivw.app.processorFactory
    assert {SOURCE, FILTER, CANVAS} <= set(factory.keys) and factory.hasKey(SOURCE) and not factory.hasKey("org.example.None")
    with pytest.raises(KeyError, match=r"no processor class 'org.example.None'"):
        factory.create("org.example.None")


def test_factory_create_with_a_position(net: Any) -> None:
    made = ivw.app.processorFactory.create(SOURCE, ivec2(25, -50))
    assert made.network is None and made.meta.position == ivec2(25, -50) and net.empty
    net.addProcessor(made)
    assert made.meta.position == ivec2(25, -50) and made.network == net


def test_factory_objects(net_program: Any) -> None:
    class Extra(ivw.Processor):
        @staticmethod
        def processorInfo() -> ivw.ProcessorInfo:
            return ivw.ProcessorInfo("org.example.CompatExtra", "Extra")

    ivw.app.processorFactory.registerObject(Extra)
    assert ivw.app.processorFactory.hasKey("org.example.CompatExtra") and create("org.example.CompatExtra").displayName == "Extra"
    with pytest.raises(TypeError, match="registerObject takes a class"):
        ivw.app.processorFactory.registerObject(5)
    with pytest.raises(NotImplementedError, match="file out of its folder"):
        ivw.app.processorFactory.unRegisterObject(Extra)


# Adding and removing


def test_a_detached_processor_takes_its_values_along(net: Any, net_program: Any) -> None:
    made = create(SOURCE)
    made.number.value, made.settings.inner.value, made.choice.selectedIndex = 7, 8, 2
    made.factor.maxValue, made.identifier, made.displayName = 0.75, "Mine", "My Node"
    assert made.number.value == 7 and net.empty
    assert net.addProcessor(made) is made and made.identifier == "Mine" and made.displayName == "My Node"
    assert net.Mine is made and held(net_program, made, "number") == 7 and held(net_program, made, "settings.inner") == 8
    assert made.choice.value == "c" and abs(made.factor.maxValue - 0.75) < 1e-6
    with pytest.raises(ValueError, match="Mine is in a network already"):
        net.addProcessor(made)
    with pytest.raises(TypeError, match="addProcessor takes a processor, not int"):
        net.addProcessor(5)


def test_identifiers_are_made_unique(net: Any, source: Any) -> None:
    other = net.addProcessor(create(SOURCE))
    assert other.identifier != source.identifier and getattr(net, other.identifier) is other
    with pytest.raises(ValueError, match="already"):
        other.identifier = source.identifier
    other.identifier, other.displayName = "Fresh", "Shown"
    assert net.getProcessorByIdentifier("Fresh") is other and net.Fresh.displayName == "Shown"


def test_removing(net: Any, chain: Any) -> None:
    source, _ = chain
    source.number.value = 42
    net.removeProcessor(source)
    assert net.getProcessorByIdentifier(source.identifier) is None and net.connections == [] and source.network is None
    assert source.number.value == 42, "it stays as it is"
    with pytest.raises(ValueError, match="not in this network"):
        net.removeProcessor(source)
    net.addProcessor(source)
    assert source.number.value == 42 and source in list(net.processors)


def test_a_node_that_someone_else_removed_is_detached(net: Any, net_program: Any, source: Any) -> None:
    net_program.outside("network.remove", network=net_program.number, nodes=[source._node])
    assert list(net.processors) == [] and source.network is None and source.number.value == 1


def test_an_instance_of_ones_own_class_becomes_the_node(net: Any, net_program: Any) -> None:
    class Own(ivw.Processor):
        def __init__(self, identifier: str, name: str) -> None:
            super().__init__(identifier, name)
            self.out = VolumeOutport("outport")
            self.addOutport(self.out)
            self.level = IntProperty("level", "Level", 1, 0, 9)
            self.addProperty(self.level)
            self.note = "kept"

        @staticmethod
        def processorInfo() -> ivw.ProcessorInfo:
            return ivw.ProcessorInfo("org.example.CompatOwn", "Own")

        def twice(self) -> int:
            return 2 * self.level.value

    own = Own("mine", "Mine")
    own.level.value = 4
    assert net.addProcessor(own) is own and isinstance(own, Own) and net.getProcessorByIdentifier(own.identifier) is own
    assert held(net_program, own, "level") == 4 and own.level.value == 4
    own.level.value = 6
    assert held(net_program, own, "level") == 6 and own.twice() == 12 and own.note == "kept" and own.out is own.outports.outport
    outside(net_program, own, "level", 3)
    assert own.level.value == 3


# Looking up


def test_processors(net: Any, chain: Any) -> None:
    source, after = chain
    name = source.identifier
    assert [p.identifier for p in net.processors] == [name, after.identifier] and len(net.processors) == 2
    assert net.processors[0] is net.processors[name] is getattr(net.processors, name) is getattr(net, name) is source
    assert net.processors[-1] is after and name in net.processors and "none" not in net.processors and name in dir(net)
    assert net.getProcessorByIdentifier("none") is None
    with pytest.raises(AttributeError, match="ProcessorNetwork does not have a processor with identifier: 'none'"):
        getattr(net, "none")  # noqa: B009
    with pytest.raises(KeyError, match="no processor 'none'"):
        net.processors["none"]
    with pytest.raises(IndexError):
        net.processors[5]
    assert repr(source) == name and isinstance(source, ivw.Processor)


def test_what_a_node_is(source: Any) -> None:
    assert source.classIdentifier == SOURCE and source.category == "Compat" and source.codeState == ivw.CodeState.Experimental
    assert source.tags == ivw.Tags("PY, Compat") and source.getProcessorInfo().displayName == "Compat Source"
    assert not source.hasProcessorWidget() and source.widget is None and source.isSource() and not source.isSink()


def test_paths(net: Any, chain: Any) -> None:
    source, after = chain
    name, other = source.identifier, after.identifier
    assert net.getProperty(f"{name}.settings.inner") is source.settings.inner and net.getProperty([name, "number"]) is source.number
    assert source.settings.inner.path == f"{name}.settings.inner"
    assert net.getProperty(f"{name}.nothing") is None and net.getProperty("none.number") is None and net.getProperty(name) is None
    assert net.getPort(f"{name}.outport") is source.outports.outport is net.getOutport(f"{name}.outport")
    assert net.getInport(f"{name}.outport") is None and net.getInport(f"{other}.inport") is after.inports[0] and net.getPort("a.b") is None
    assert net.isPropertyInNetwork(source.number) and not net.isPropertyInNetwork(IntProperty("x", "X"))
    assert net.isPortInNetwork(source.outports[0]) and not net.isPortInNetwork(VolumeInport("x"))


def test_meta(net: Any, net_program: Any, source: Any) -> None:
    source.meta.position = ivec2(75, 25)
    state = net_program.outside("network.state", network=net_program.number)
    assert state["nodes"][0]["position"] == [75, 25] and source.meta.position == ivec2(75, 25)
    assert not source.meta.selected
    source.meta.selected = True
    assert net_program.outside("selection.get", network=net_program.number) == [source._node] and source.meta.selected
    source.meta.selected = False
    assert not source.meta.selected
    source.position = (1, 2)
    assert source.position == (1, 2) and source.meta.position == ivec2(75, 25), "a dynamic attribute, as in Inviwo"


# Properties of nodes

KINDS: list = [
    ("number", IntProperty, 1, 7, 7),
    ("factor", FloatProperty, 0.5, 0.25, 0.25),
    ("point", FloatVec3Property, vec3(0, 0, 0), vec3(0.5, 0, -1), [0.5, 0.0, -1.0]),
    ("counts", IntVec2Property, ivec2(1, 2), ivec2(3, 4), [3, 4]),
    ("switch", BoolProperty, False, True, True),
    ("label", StringProperty, "a", "text", "text"),
    ("file", FileProperty, "", "/tmp/x.npy", "/tmp/x.npy"),
    ("range", FloatMinMaxProperty, vec2(0.25, 0.75), vec2(0.5, 1), [0.5, 1.0]),
    ("choice", object, "a", "b", "b"),
]


@pytest.mark.parametrize(("name", "kind", "first", "value", "wire"), KINDS, ids=[row[0] for row in KINDS])
def test_values_of_nodes(net_program: Any, source: Any, name: str, kind: type, first: Any, value: Any, wire: Any) -> None:
    prop = getattr(source, name)
    assert isinstance(prop, kind) and prop.value == first and prop is source.properties[name] is source.getPropertyByIdentifier(name)
    net_program.asked.clear()
    prop.value = value
    sets = [args for method, args in net_program.asked if method == "property.set"]
    assert len(sets) == 1 and sets[0]["path"] == name and sets[0]["value"] == wire
    assert held(net_program, source, name) == wire and prop.value == value
    back = {"file": "", "choice": "a", "switch": False, "label": "a", "number": 1, "factor": 0.5}.get(
        name, list(first) if hasattr(first, "x") else first
    )
    outside(net_program, source, name, back)
    assert prop.value == first, "what someone else sets is read"


def test_a_write_of_what_python_last_knew_is_sent(net_program: Any, source: Any) -> None:
    prop = source.number
    prop.value = 7
    outside(net_program, source, "number", 9)
    prop.value = 7
    assert held(net_program, source, "number") == 7


def test_writes_cost_one_question(net_program: Any, source: Any) -> None:
    prop = source.number
    net_program.asked.clear()
    for value in range(20):
        prop.value = value
    assert [method for method, _ in net_program.asked] == ["property.set"] * 20


def test_values_are_clamped_by_the_program(net_program: Any, source: Any) -> None:
    source.number.value = 1000
    assert source.number.value == 100
    source.point.value = vec3(5, -5, 0.5)
    assert source.point.value == vec3(1, -1, 0.5)


def test_wrong_values_are_refused(net_program: Any, source: Any) -> None:
    with pytest.raises(TypeError, match="IntProperty 'number' takes a whole number, got 'x'"):
        source.number.value = "x"
    with pytest.raises(ValueError, match="no choice 'q'"):
        source.choice.value = "q"
    assert source.number.value == 1 and source.choice.value == "a"
    with pytest.raises(AttributeError, match=r"assign to number.value"):
        source.number = 5


def test_options(net_program: Any, source: Any) -> None:
    choice = source.choice
    assert choice.identifiers == ["a", "b", "c"] and choice.displayNames == ["A", "B", "C"] and choice.selectedIndex == 0
    choice.selectedIndex = 1
    assert held(net_program, source, "choice") == "b"
    choice.selectedIdentifier = "c"
    assert held(net_program, source, "choice") == "c" and choice.isSelectedIdentifier("c") and choice.selectedDisplayName == "C"


def test_composites(net_program: Any, source: Any) -> None:
    assert type(source.settings).__name__ == "CompositeProperty" and isinstance(source.settings, CompositeProperty)
    source.settings.inner.value = 6
    assert held(net_program, source, "settings.inner") == 6 and source.getPropertyByPath("settings.inner") is source.settings.inner
    assert isinstance(source.extra, BoolCompositeProperty) and source.extra.checked and bool(source.extra)
    source.extra.checked = False
    assert held(net_program, source, "extra.checked") is False
    outside(net_program, source, "extra.checked", True)
    assert source.extra.isChecked() and source.extra.inner.value == 4
    assert {p.identifier for p in source.getPropertiesRecursive()} >= {"inner", "other", "checked", "number"}


def test_buttons(net_program: Any, source: Any) -> None:
    assert isinstance(source.button, ButtonProperty)
    net_program.asked.clear()
    source.button.press()
    assert [args for method, args in net_program.asked if method == "property.press"] == [
        {"network": net_program.number, "node": source._node, "path": "button"}
    ]


def test_cameras_are_live(net_program: Any, source: Any) -> None:
    assert isinstance(source.camera, CameraProperty)
    source.camera.lookFrom = vec3(1, 2, 3)
    assert held(net_program, source, "camera")["look_from"] == [1, 2, 3]
    source.camera.setLook(vec3(0, 0, 4), vec3(0, 1, 0), vec3(1, 0, 0))
    assert held(net_program, source, "camera")["look_up"] == [1, 0, 0]
    camera = source.camera.camera
    camera.lookFrom = vec3(5, 5, 5)
    assert source.camera.lookFrom == vec3(5, 5, 5) and held(net_program, source, "camera")["look_from"] == [5, 5, 5]
    source.camera.fov.value = 20
    assert held(net_program, source, "camera")["projection"]["perspective"]["fov"] == 20
    outside(net_program, source, "camera", {**held(net_program, source, "camera"), "look_to": [9, 9, 9]})
    assert source.camera.lookTo == vec3(9, 9, 9) and source.camera.camera is camera and camera.lookTo == vec3(9, 9, 9)


def test_a_camera_that_is_kept_is_sent_without_another_question(net_program: Any, source: Any) -> None:
    camera = source.camera.camera
    camera.lookTo = vec3(1, 1, 1)
    assert until(lambda: held(net_program, source, "camera")["look_to"] == [1, 1, 1])
    camera.lookTo = vec3(2, 2, 2)
    _core.flush()
    assert held(net_program, source, "camera")["look_to"] == [2, 2, 2]


def test_transfer_functions_are_live(net_program: Any, source: Any) -> None:
    assert isinstance(source.tf, TransferFunctionProperty)
    before = len(held(net_program, source, "tf")["points"])
    source.tf.add(0.5, ivw.glm.vec4(1, 0, 0, 1))
    assert len(held(net_program, source, "tf")["points"]) == before + 1
    source.tf.value.clear()
    _core.flush()
    assert held(net_program, source, "tf")["points"] == []


def test_limits_and_looks_can_be_changed(net_program: Any, source: Any) -> None:
    net_program.asked.clear()
    source.number.maxValue = 50
    source.number.value = 80
    source.number.visible, source.number.readOnly, source.number.displayName = False, True, "Shown"
    assert (source.number.value, source.number.maxValue) == (50, 50)
    amended = [args["changes"] for method, args in net_program.asked if method == "property.amend"]
    assert amended == [{"max": 50}, {"visible": False}, {"read_only": True}, {"display_name": "Shown"}]
    interface = net_program.outside("node.interface", network=net_program.number, node=source._node)["interface"]
    found = next(each for each in interface["properties"] if each["identifier"] == "number")
    assert (found["visible"], found["read_only"], found["display_name"], found["kind"]["max"]) == (False, True, "Shown", 50)
    assert not source.number.visible and source.number.readOnly and source.number.displayName == "Shown"


def test_what_a_node_refuses_is_not_so(net_program: Any, source: Any) -> None:
    before = str(source.number.help)
    with pytest.raises(NotImplementedError, match="changing help of a property of a node of the network"):
        source.number.help = "other"
    assert str(source.number.help) == before
    source.number.displayName = "Allowed"
    assert source.number.displayName == "Allowed" and str(source.number.help) == before


def test_limits_that_the_node_changes_are_read(net_program: Any, source: Any) -> None:
    prop, choice = source.number, source.choice
    amend = {"network": net_program.number, "node": source._node}
    net_program.outside("property.amend", **amend, path="number", changes={"max": 5, "display_name": "Less"})
    assert prop.maxValue == 5 and prop.displayName == "Less" and source.number is prop
    choice.value = "b"
    net_program.outside("property.amend", **amend, path="choice", changes={"choices": [["z", "Z", "z"], ["b", "B", "b"]]})
    assert choice.identifiers == ["z", "b"] and choice.value == "b" and choice.selectedIndex == 1


CODE_ONLY: list = [
    ("addProperty", lambda p: p.addProperty(IntProperty("new", "New"))),
    ("removeProperty", lambda p: p.removeProperty("number")),
    ("composite.addProperty", lambda p: p.settings.addProperty(IntProperty("new", "New"))),
    ("addInport", lambda p: p.addInport(VolumeInport("new"))),
    ("removeOutport", lambda p: p.removeOutport("outport")),
    ("setData", lambda p: p.outports.outport.setData(None)),
    ("detatchData", lambda p: p.outports.outport.detatchData()),
    ("initializeResources", lambda p: p.initializeResources()),
    ("setValid", lambda p: p.setValid()),
    ("invalidate", lambda p: p.invalidate(ivw.properties.InvalidationLevel.InvalidOutput)),
    ("invokeEvent", lambda p: p.invokeEvent(ivw.KeyboardEvent())),
]


@pytest.mark.parametrize(("name", "act"), CODE_ONLY, ids=[row[0] for row in CODE_ONLY])
def test_what_only_the_processor_itself_can_do(source: Any, name: str, act: Any) -> None:
    with pytest.raises(NotImplementedError, match=r"is not available in Voxloom: .+ Instead: "):
        act(source)


def test_a_node_decides_what_its_ports_are(chain: Any) -> None:
    with pytest.raises(NotImplementedError, match="changing a port of a node of the network"):
        chain[1].inports.inport.optional = True


def test_callbacks_of_ones_own_writes(source: Any) -> None:
    seen: list = []
    source.number.onChange(lambda: seen.append(source.number.value))
    source.number.value = 5
    source.number.value = 5
    assert seen == [5]


def test_callbacks_of_the_writes_of_others(net_program: Any, source: Any) -> None:
    seen: list = []
    source.number.value = 2
    source.number.onChange(lambda: seen.append((source.number.value, threading.current_thread() is threading.main_thread())))
    outside(net_program, source, "number", 9)
    assert until(lambda: seen) and seen == [(9, False)]


def test_callbacks_of_links_run_within_the_write(net: Any, chain: Any) -> None:
    source, after = chain
    net.addLink(source.number, after.number)
    seen: list = []
    after.number.onChange(lambda: seen.append(after.number.value))
    source.number.value = 12
    assert seen == [12]


def test_callbacks_survive_being_added(net: Any, net_program: Any) -> None:
    made, seen = create(SOURCE), []
    made.number.onChange(lambda: seen.append(1))
    net.addProcessor(made)
    outside(net_program, made, "number", 5)
    assert until(lambda: seen == [1])


# Connections


def test_connections(net: Any, net_program: Any, chain: Any) -> None:
    source, after = chain
    out, into = source.outports.outport, after.inports.inport
    connection = net.connections[0]
    assert connection.outport is out and connection.inport is into and connection == ivw.PortConnection(out, into)
    assert net.isConnected(out, into) and net.isConnected(connection) and not net.isConnected(out, after.inports.more)
    net.addConnection(ivw.PortConnection(out, after.inports.more))
    assert len(net.connections) == 2
    net.removeConnection(sourcePort=out, destPort=into)
    assert not net.isConnected(out, into)
    net.removeConnection(ivw.PortConnection(out, after.inports.more))
    net.removeConnection(out, into)
    assert net.connections == [] and net_program.outside("network.state", network=net_program.number)["connections"] == []
    net.addConnection(sourcePort=out, destPort=into)
    assert len(net.connections) == 1


def test_connections_that_do_not_fit(net: Any, chain: Any) -> None:
    source, after = chain
    canvas = net.addProcessor(create(CANVAS))
    with pytest.raises(ValueError):
        net.addConnection(source.outports.outport, canvas.inports.inport)
    assert not canvas.inports.inport.canConnectTo(source.outports.outport)
    with pytest.raises(TypeError, match="from an outport to an inport"):
        net.addConnection(after.inports.inport, source.outports.outport)
    with pytest.raises(TypeError, match="give an outport and an inport"):
        net.addConnection(source.outports.outport)
    with pytest.raises(ValueError, match="is in no network"):
        net.addConnection(VolumeOutport("x"), after.inports.inport)
    with pytest.raises(TypeError, match="PortConnection takes"):
        ivw.PortConnection(5, 6)


def test_ports_of_nodes(net: Any, chain: Any) -> None:
    source, after = chain
    out, into, more = source.outports.outport, after.inports.inport, after.inports.more
    assert isinstance(out, VolumeOutport) and isinstance(into, VolumeInport) and type(more).__name__ == "VolumeMultiInport"
    assert out.isConnected() and into.isConnected() and not more.isConnected() and more.optional and not into.optional
    assert into.getConnectedOutport() is out and into.getConnectedOutports() == [out] and out.getConnectedInports() == [into]
    assert into.isConnectedTo(out) and out.isConnectedTo(into) and not more.isConnectedTo(out) and into.getNumberOfConnections() == 1
    assert (
        into.canConnectTo(out) and out.processor is source and out.path == f"{source.identifier}.outport" and str(out.help) == "The volume."
    )
    more.connectTo(out)
    assert more.isConnected() and net.isConnected(out, more) and out.getConnectedInports() == [into, more]
    more.disconnectFrom(out)
    more.disconnectFrom(out)
    assert not net.isConnected(out, more) and more.getConnectedOutport() is None
    assert source.allInportsConnected() and after.allInportsConnected()
    into.disconnectFrom(out)
    assert not after.allInportsConnected() and not after.isReady()


def test_data_of_nodes(net: Any, chain: Any) -> None:
    source, after = chain
    source.number.value = 9
    after.process()
    out, into = after.outports.outport, after.inports.inport
    assert isinstance(out.getData(), Volume) and out.hasData() and out.isReady() and out.data.shape == (2, 3, 4) and (out.data == 9).all()
    assert isinstance(into.getData(), Volume) and into.hasData() and "4 x 3 x 2" in out.contentInfo.str()
    assert [o for o, _ in into.getSourceVectorData()] == [source.outports.outport] and len(into.getVectorData()) == 1
    assert after.isReady() and after.allInportsAreReady()


def test_a_processor_that_fails(source: Any) -> None:
    from voxloom._program import ProcessorError

    source.label.value = "fail"
    with pytest.raises(ProcessorError, match="asked to fail"):
        source.process()


# Links


def test_links(net: Any, chain: Any) -> None:
    source, after = chain
    source.number.value = 17
    net.addLink(source.number, after.number)
    assert after.number.value == 17
    link = net.links[0]
    assert link.source is source.number and link.destination is after.number and link == ivw.PropertyLink(source.number, after.number)
    source.number.value = 20
    assert after.number.value == 20
    assert net.isLinked(source.number, after.number) and net.isLinked(link) and not net.isLinkedBidirectional(source.number, after.number)
    net.addLink(ivw.PropertyLink(after.number, source.number))
    assert net.isLinkedBidirectional(source.number, after.number)
    assert len(net.getLinksBetweenProcessors(source, after)) == 2 and net.getPropertiesLinkedTo(source.number)[0] is after.number
    net.removeLink(link)
    net.removeLink(link)
    assert not net.isLinked(source.number, after.number) and len(net.links) == 1
    source.number.value = 3
    assert after.number.value == 20
    with pytest.raises(TypeError, match="a link joins properties"):
        net.addLink(source, after)
    with pytest.raises(TypeError, match="PropertyLink takes two properties"):
        ivw.PropertyLink(1, 2)


def test_links_of_composites_join_parts_of_the_same_name(net: Any, chain: Any) -> None:
    source, after = chain
    net.addLink(source.settings, after.settings)
    assert [(link.source, link.destination) for link in net.links] == [(source.settings.inner, after.settings.inner)]
    source.settings.inner.value = 8
    assert after.settings.inner.value == 8 and net.isLinked(source.settings, after.settings)
    net.removeLink(source.settings, after.settings)
    assert net.links == []
    with pytest.raises(ValueError, match="no parts of the same name"):
        net.addLink(source.number, after.settings)


# State and files


def test_state_of_the_network(net: Any, net_program: Any) -> None:
    assert net.empty and len(net.processors) == 0
    version = net.version
    net.addProcessor(create(SOURCE))
    assert net.version > version and not net.empty and len(net.processors) == 1
    assert not net.linking and not net.deserializing and isinstance(net.invalidating, bool) and net.runningBackgroundJobs >= 0
    net.clear()
    assert net.empty and "0 processors" in repr(net)


def test_locks_make_one_step(net: Any, net_program: Any) -> None:
    assert not net.locked
    net_program.asked.clear()
    net.lock()
    net.lock()
    net.unlock()
    assert net.isLocked() and net.locked
    net.unlock()
    assert not net.isLocked() and [m for m, _ in net_program.asked if m in ("network.begin", "network.end")] == [
        "network.begin",
        "network.end",
    ]
    with pytest.raises(RuntimeError, match="not locked"):
        net.unlock()


def test_files(net: Any, source: Any, tmp_path: Any) -> None:
    source.number.value = 33
    net.save(tmp_path / "net.vxl")
    net.clear()
    net.load(str(tmp_path / "net.vxl"))
    assert [p.classIdentifier for p in net.processors] == [SOURCE] and net.processors[0].number.value == 33
    with pytest.raises(OSError):
        net.load(tmp_path / "none.vxl")


def test_workspace_manager(net: Any, source: Any, tmp_path: Any) -> None:
    manager, mode = ivw.app.workspaceManager, ivw.WorkspaceSaveMode.Undo
    source.number.value = 21
    assert manager.isModified() and manager.modified
    text = manager.saveToString(mode=mode)
    manager.save(tmp_path / "a.vxl", ivw.WorkspaceSaveMode.Disk)
    assert not manager.modified and (tmp_path / "a.vxl").exists()
    with pytest.raises(NotImplementedError, match="setModified"):
        manager.setModified()
    manager.clear()
    assert net.empty
    manager.loadFromString(text, refPath=tmp_path, mode=mode)
    assert net.processors[0].number.value == 21
    manager.clear()
    manager.load(tmp_path / "a.vxl")
    assert net.processors[0].number.value == 21
    with pytest.raises(ValueError):
        manager.loadFromString("this is no workspace")


def test_workspace_callbacks(net: Any, source: Any, tmp_path: Any) -> None:
    manager, seen = ivw.app.workspaceManager, []
    handles = [
        manager.onModified(lambda: seen.append("modified")),
        manager.onModifiedChanged(lambda now: seen.append(now)),
        manager.onClear(lambda: seen.append("clear")),
    ]
    threading.Event().wait(0.2)
    manager.save(tmp_path / "a.vxl")
    assert until(lambda: False in seen)
    source.number.value = 2
    assert until(lambda: True in seen and "modified" in seen)
    manager.clear()
    assert until(lambda: "clear" in seen)
    for handle in handles:
        handle.close()
    with pytest.raises(TypeError, match="a function is expected"):
        manager.onClear(5)


def test_a_camera_that_nobody_placed_goes_on_being_placed_by_the_program(net: Any, net_program: Any) -> None:
    made = create(SOURCE)
    net_program.asked.clear()
    made.number.value = 3
    net.addProcessor(made)
    added = next(args for method, args in net_program.asked if method == "network.add")
    assert added["values"] == {"number": 3}
