"""Compatibility with Inviwo: Processor and friends, ports, documents, cameras, logging (inviwopy's top level)."""

from __future__ import annotations

from typing import Any

import inviwopy as ivw
import pytest
from compat_example import Example, Link, volume
from inviwopy.data import (
    ImageInport,
    LayerOutport,
    VolumeOutport,
)
from inviwopy.properties import IntProperty, InvalidationLevel

# The names of the tables


TOP_LEVEL = [
    "getApp",
    "app",
    "md2doc",
    "unindentMd2doc",
    "log",
    "logInfo",
    "logWarn",
    "logError",
    "debugBreak",
    "handlePythonOutput",
    "toDocument",
    "buildProcessorHelp",
    "glm",
    "properties",
    "data",
    "doc",
    "camerautil",
    "qt",
    "ports",
    "Processor",
    "PropertyOwner",
    "ProcessorInfo",
    "CodeState",
    "Tag",
    "Tags",
    "ProcessorFactory",
    "ProcessorWidget",
    "ProcessorMetaData",
    "CanvasProcessor",
    "PickingMapper",
    "Settings",
    "ProcessorFactoryObject",
    "ProcessorWidgetFactory",
    "ProcessorWidgetFactoryObject",
    "InviwoModule",
    "InviwoModuleFactoryObject",
    "Version",
    "LicenseInfo",
    "ProtectedModule",
    "ModulePath",
    "Port",
    "Inport",
    "Outport",
    "PythonInport",
    "PythonOutport",
    "InviwoApplication",
    "PathType",
    "ProcessorNetwork",
    "PortConnection",
    "PropertyLink",
    "WorkspaceManager",
    "WorkspaceSaveMode",
    "Serializer",
    "Deserializer",
    "DataReaderFactory",
    "DataWriterFactory",
    "DataReader",
    "DataWriter",
    "VolumeDataReader",
    "MeshDataReader",
    "ImageDataReader",
    "LayerDataReader",
    "TransferFunctionDataReader",
    "IsoValueCollectionDataReader",
    "VolumeDataWriter",
    "ImageDataWriter",
    "MeshDataWriter",
    "LogLevel",
    "LogVerbosity",
    "LogAudience",
    "MessageBreakLevel",
    "LogCentral",
    "Logger",
    "ConsoleLogger",
    "FileLogger",
    "Event",
    "InteractionEvent",
    "KeyboardEvent",
    "MouseEvent",
    "WheelEvent",
    "TouchEvent",
    "ResizeEvent",
    "ViewEvent",
    "KeyModifier",
    "KeyModifiers",
    "KeyState",
    "KeyStates",
    "IvwKey",
    "MouseButton",
    "MouseButtons",
    "MouseState",
    "MouseStates",
    "TouchState",
    "TouchStates",
    "PickingEvent",
    "PickingState",
    "PickingStates",
    "PickingPressState",
    "PickingPressStates",
    "PickingPressItem",
    "PickingPressItems",
    "PickingHoverState",
    "PickingHoverStates",
    "StringVector",
]


@pytest.mark.parametrize("name", TOP_LEVEL)
def test_the_name_is_at_the_top_level(name: str) -> None:
    assert getattr(ivw, name) is not None
    assert name in ivw.__all__


MODULE_AUTHORING = [
    "Settings",
    "ProcessorFactoryObject",
    "ProcessorWidgetFactory",
    "ProcessorWidgetFactoryObject",
    "InviwoModule",
    "InviwoModuleFactoryObject",
]


@pytest.mark.parametrize("name", MODULE_AUTHORING)
def test_what_cannot_work_says_why_and_what_to_use(name: str) -> None:
    with pytest.raises(NotImplementedError, match=rf"inviwopy\.{name} is not available in Voxloom: .+ Instead: .+"):
        getattr(ivw, name)()


def test_versions_and_licenses() -> None:
    assert ivw.Version("1.2.3-rc1") < ivw.Version(1, 2, 3) < ivw.Version("1.3")
    assert ivw.Version("1.2.3+a").semanticVersionEqual(ivw.Version("1.2.3+b")) and repr(ivw.Version("1.2.3-a+b")) == "1.2.3-a+b"
    with pytest.raises(ValueError, match="no version"):
        ivw.Version("new")
    assert ivw.LicenseInfo("mit", "MIT", "1", "", "core", "code", ["LICENSE"]).files == ["LICENSE"]
    assert int(ivw.ModulePath.Volumes) == 4 and ivw.ProtectedModule(1) is ivw.ProtectedModule.off


# Processor


def test_names(example: Example) -> None:
    assert (example.identifier, example.displayName, example.path, repr(example)) == ("example", "Example", "example", "example")
    example.identifier, example.displayName = "other", "Other"
    assert (example.identifier, example.displayName, example.getIdentifier()) == ("other", "Other", "other")
    with pytest.raises(TypeError, match="identifier is a text"):
        example.identifier = 5


def test_info_members(example: Example) -> None:
    info = example.getProcessorInfo()
    assert (example.classIdentifier, example.category) == ("org.example.Example", "Compat")
    assert example.codeState == ivw.CodeState.Experimental and example.tags == ivw.Tags("Test, PY")
    assert (info.displayName, info.help, info.visible) == ("Example", "Help.", True)


@pytest.mark.parametrize("name", ["classIdentifier", "category", "codeState", "tags", "widget", "network", "inports", "outports", "meta"])
def test_the_attribute_is_read_only(example: Example, name: str) -> None:
    with pytest.raises(AttributeError):
        setattr(example, name, None)


@pytest.mark.parametrize("name", ["position", "path", "request", "progress", "anything"])
def test_other_attributes_are_the_processors_own(example: Example, name: str) -> None:
    setattr(example, name, "mine")
    assert getattr(example, name) == "mine" and example.identifier == "example" and example.sigma.path == "example.sigma"


def test_meta_keeps_a_position_until_there_is_a_network(example: Example) -> None:
    example.position = (5, 5)
    example.meta.position = ivw.glm.ivec2(25, -50)
    example.meta.selected = True
    assert example.meta.position == ivw.glm.ivec2(25, -50) and example.meta.selected and example.meta.visible
    with pytest.raises(NotImplementedError, match=r"meta.position"):
        example.meta.visible = False


def test_no_network_and_no_widget(example: Example) -> None:
    assert example.network is None and example.widget is None and not example.hasProcessorWidget()


@pytest.mark.parametrize("use", ["addOutport", "addProperty", "inports", "invalidate", "identifier", "setValid"])
def test_forgetting_the_base_call_is_said_once_and_clearly(use: str) -> None:
    class Forgetful(ivw.Processor):
        def __init__(self, identifier: str, name: str) -> None:
            what = getattr(self, use)
            if callable(what):
                what(VolumeOutport("outport")) if use.startswith("add") else what()

    with pytest.raises(
        TypeError, match=r"Forgetful.__init__ has to call the base class before anything else: super\(\).__init__\(id, name\)"
    ):
        Forgetful("a", "b")


# Where the info comes from


def test_info_of_get_processor_info_only() -> None:
    class Only(ivw.Processor):
        def getProcessorInfo(self) -> ivw.ProcessorInfo:
            return ivw.ProcessorInfo("org.example.Only", "Only")

    assert Only._has_info() and Only._info().classIdentifier == "org.example.Only" and Only("a", "b").classIdentifier == "org.example.Only"


def test_i9_info_of_plain_attributes() -> None:
    class Base(ivw.Processor):
        category = "Plain"

    class Plain(Base):
        classIdentifier = "org.example.Plain"
        displayName = "Plain Processor"
        codeState = ivw.CodeState.Broken
        tags = "A, B"

    info = Plain._info()
    assert (info.classIdentifier, info.displayName, info.category) == ("org.example.Plain", "Plain Processor", "Plain")
    assert info.codeState == ivw.CodeState.Broken and info.tags == ivw.Tags("A, B")
    # Of an instance the display name is that of the node.
    plain = Plain("one", "My Node")
    assert plain.displayName == "My Node" and plain.category == "Plain" and plain.classIdentifier == "org.example.Plain"


def test_info_that_is_missing() -> None:
    class Nothing(ivw.Processor):
        pass

    class Half(ivw.Processor):
        category = "Half"

    assert not Nothing._has_info()
    with pytest.raises(TypeError, match="Nothing needs a static method processorInfo"):
        Nothing._info()
    with pytest.raises(TypeError, match="Half states category but no classIdentifier"):
        Half._info()


@pytest.mark.parametrize(
    "arguments",
    [
        (("org.a", "A", "C", 1, "X", True), {}),
        (("org.a", "A"), {"category": "C", "codeState": ivw.CodeState.Experimental, "tags": ivw.Tag("X"), "visible": True}),
        (("org.a", "A", "C", ivw.CodeState.Experimental, ivw.Tags("X"), ivw.md2doc("")), {}),
        (("org.a", "A"), {"category": "C", "codeState": 1, "tags": [ivw.Tag("X")], "help": ""}),
    ],
    ids=["era A positional", "era A visible=", "era B help", "era C keywords"],
)
def test_processor_info_of_all_ages(arguments: tuple) -> None:
    info = ivw.ProcessorInfo(*arguments[0], **arguments[1])
    assert (info.classIdentifier, info.displayName, info.category, info.codeState, info.visible) == ("org.a", "A", "C", 1, True)
    assert info.tags.getString() == "X" and info.help == ""
    with pytest.raises(AttributeError, match="cannot be changed"):
        info.category = "D"


def test_processor_info_defaults_and_errors() -> None:
    info = ivw.ProcessorInfo("org.a", "A")
    assert info.category == "Python" and info.codeState == ivw.CodeState.Stable and info.tags == ivw.Tags.PY
    with pytest.raises(TypeError, match="displayName takes a text, got 5"):
        ivw.ProcessorInfo("org.a", 5)
    assert [int(state) for state in ivw.CodeState] == [0, 1, 2]


def test_tags() -> None:
    tags = ivw.Tags([ivw.Tags.PY, ivw.Tag("x")])
    assert tags.getString() == "PY, x" and tags.size() == 2 and not tags.empty() and ivw.Tags().empty()
    tags.addTag("y")
    tags.addTags("y, z")
    assert [tag.getString() for tag in tags.tags] == ["PY", "x", "y", "z"] and tags.getMatches(ivw.Tags("z, PY, q")) == 2
    assert ivw.Tags("a, b") == ivw.Tags("b, a") and ivw.Tags("a") < ivw.Tags("b")
    assert ivw.Tag(ivw.Tag("q")).getString() == "q" and ivw.Tag().getString() == ""
    tags.tags = [ivw.Tag("n")]
    assert tags.getString() == "n"
    with pytest.raises(TypeError, match="a tag is a text"):
        tags.addTag(5)


@pytest.mark.parametrize("name", ["CPU", "GL", "CL", "PY"])
def test_constant_tags(name: str) -> None:
    assert getattr(ivw.Tag, name).getString() == getattr(ivw.Tags, name).getString() == name
    getattr(ivw.Tags, name).addTag("spoiled")
    assert getattr(ivw.Tags, name) == getattr(ivw.Tag, name) and ivw.Tags.Empty.empty() and getattr(ivw.Tags, "None").empty()


def test_tags_are_joined() -> None:
    assert (ivw.Tag("a") | ivw.Tag("b")).getString() == "a, b" and (ivw.Tags("a") + "c").getString() == "a, c"


# Ports of a processor


def test_ports_are_found(example: Example) -> None:
    assert example.getPort("inport") is example.inport and example.getPort("outport") is example.outport
    assert example.getInport("outport") is None and example.getOutport("outport") is example.outport and example.getPort("x") is None
    assert example.inports.inport is example.inports["inport"] is example.inports[0] is example.inports[-1] is example.inport
    assert len(example.outports) == 1 and "outport" in example.outports and "x" not in example.outports
    assert [port.identifier for port in example.inports] == ["inport"] and dir(example.inports) == ["inport"]
    with pytest.raises(KeyError, match="no inport 'x'; there is inport"):
        example.inports["x"]
    with pytest.raises(IndexError, match="no outport 3"):
        example.outports[3]
    with pytest.raises(AttributeError):
        getattr(example.inports, "x")  # noqa: B009


def test_port_groups(example: Example) -> None:
    example.addOutport(LayerOutport("second"), "other")
    assert example.getPortGroup(example.inport) == "default" and example.getPortGroup("second") == "other"
    assert example.getPortGroups() == ["default", "other"]
    assert [p.identifier for p in example.getPortsInGroup("other")] == ["outport", "second"]
    assert example.getPortsInSameGroup(example.outport) == example.getPortsInGroup("other")
    with pytest.raises(KeyError, match="example has no port 'x'; it has inport, outport, second"):
        example.getPortGroup("x")


@pytest.mark.parametrize("owner", [{}, {"owner": True}, {"owner": False}], ids=["default", "era A", "era B"])
def test_adding_ports(example: Example, owner: dict) -> None:
    port = ImageInport("image")
    assert example.addInport(port, **owner) is port and port.processor is example and port.path == "example.image"
    assert example._interface_dirty
    with pytest.raises(ValueError, match="has a port 'image' already"):
        example.addInport(ImageInport("image"))
    with pytest.raises(ValueError, match="belongs to example already"):
        Example("two").addInport(port)
    with pytest.raises(TypeError, match="addInport takes an inport, not VolumeOutport"):
        example.addInport(VolumeOutport("x"))


def test_removing_ports_by_object_and_identifier(example: Example) -> None:
    assert example.removeInport(example.inport) is example.inport and example.inport.processor is None and len(example.inports) == 0
    assert example.removeOutport("outport") is example.outport and len(example.outports) == 0
    example.addInport(example.inport)
    with pytest.raises(KeyError, match="inport is an inport"):
        example.removeOutport("inport")
    with pytest.raises(KeyError, match="has no port 'gone'"):
        example.removeInport("gone")


def test_readiness(example: Example) -> None:
    assert not example.isReady() and not example.allInportsConnected() and not example.allInportsAreReady()
    assert not example.isSource() and not example.isSink()
    example.inport._receive([volume()], True)
    assert example.isReady() and example.allInportsConnected() and example.allInportsAreReady()
    example.inport._receive([], False)
    example.inport.optional = True
    assert example.isReady() and example.allInportsConnected()
    example.removeOutport("outport")
    assert example.isSink()
    example.removeInport("inport")
    assert example.isSource()


# Validity


def test_invalidation(example: Example) -> None:
    assert example.getInvalidationLevel() == InvalidationLevel.InvalidResources
    example.setValid()
    assert example.isValid() and example.getInvalidationLevel() == InvalidationLevel.Valid
    example._link = Link()
    example.invalidate(InvalidationLevel.InvalidOutput)
    assert example.getInvalidationLevel() == InvalidationLevel.InvalidOutput and example._link.seen == [("invalidate", 1)]
    example.invalidate(2, example.sigma)
    example.invalidate(InvalidationLevel.Valid)
    assert example._link.seen == [("invalidate", 1), ("invalidate", 2)] and example.getInvalidationLevel() == 2
    example.setValid()
    example.sigma.value = 0.75
    assert example.getInvalidationLevel() == InvalidationLevel.InvalidOutput and ("written",) in example._link.seen


def test_an_override_of_invalidate_is_told_of_properties() -> None:
    class Told(Example):
        def invalidate(self, level: Any, prop: Any = None) -> None:
            self.events.append((int(level), prop and prop.identifier))
            super().invalidate(level, prop)

    told = Told()
    told._link = Link()
    told.sigma.value = 0.25
    # The program knows of the change already: nothing is asked of it.
    assert told.events == [(1, "sigma")] and told._link.seen == [("written",)]
    told.invalidate(InvalidationLevel.InvalidOutput)
    assert told._link.seen[-1] == ("invalidate", 1)


def test_what_may_be_absent_or_called(example: Example) -> None:
    class Bare(ivw.Processor):
        pass

    bare = Bare("a", "b")
    assert bare.initializeResources() is None and bare.process() is None and bare.doIfNotReady() is None


def test_progress_and_cancellation(example: Example) -> None:
    assert not example.isCancelled()
    example._link = Link()
    example.progress(0.5)
    assert example._link.seen == [("progress", 0.5)] and example.isCancelled()


def test_properties_of_processors(example: Example) -> None:
    """What PropertyOwner gives a processor; the rest is tested with the properties."""
    prop = IntProperty("count", "Count", 3)
    example.addProperty(prop, owner=True)
    assert example.count is prop is example.properties.count and example.getPropertyByPath("count") is prop and prop.path == "example.count"
    with pytest.raises(AttributeError, match=r"PropertyOwner \(example\) does not have a property with identifier: 'nothing'"):
        getattr(example, "nothing")  # noqa: B009


def test_what_a_host_calls_that_inviwo_calls(program: Any, tmp_path: Any) -> None:
    file = tmp_path / "Told.py"
    file.write_text(
        "import inviwopy as ivw\n"
        "from inviwopy.properties import *\n"
        "class Told(ivw.Processor):\n"
        "    classIdentifier = 'org.example.Told'\n"
        "    def __init__(self, id, name):\n"
        "        super().__init__(id, name)\n"
        "        self.addProperty(IntProperty('number', 'Number', 1, 0, 9))\n"
        "    def process(self):\n"
        "        print('process', self.number.isModified, int(self.getInvalidationLevel()))\n"
        "    def setValid(self):\n"
        "        super().setValid()\n"
        "        print('valid', self.isValid())\n"
        "    def invalidate(self, level, prop=None):\n"
        "        print('invalidate', int(level), prop and prop.identifier)\n"
        "        super().invalidate(level, prop)\n"
    )
    program.create(file)
    program.run(everything=True)
    program.values(number=5)
    program.ask("change", node=1, paths=["number"])
    program.run(changed=["number"])
    program.run()
    lines = program.printed().splitlines()
    assert lines == [
        "process True 2", "valid True", "invalidate 1 number", "process True 1", "valid True", "process False 0", "valid True",
    ]  # fmt: skip
    assert program.invalidated.empty(), "the program knows of its own change"
