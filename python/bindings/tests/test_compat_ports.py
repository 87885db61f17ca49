"""Compatibility with Inviwo: ports."""

from __future__ import annotations

from typing import Any

import inviwopy as ivw
import numpy as np
import pytest
from compat_example import Example, Link, volume
from inviwopy.data import (
    BufferOutport,
    Image,
    ImageInport,
    ImageOutport,
    Layer,
    LayerOutport,
    LayerPy,
    MeshOutport,
    MeshSequenceOutport,
    Volume,
    VolumeFlatMultiInport,
    VolumeInport,
    VolumeMultiInport,
    VolumeOutport,
    VolumePy,
    VolumeSequence,
    VolumeSequenceInport,
    VolumeSequenceOutport,
)
from inviwopy.glm import dvec2, size2_t

# Ports themselves

PORTS = {
    "Volume": volume,
    "Layer": lambda: Layer(np.zeros((3, 4), np.float32)),
    "Image": lambda: Image(Layer(np.zeros((3, 4, 4), np.uint8))),
    "Buffer": lambda: ivw.data.Buffer(np.zeros(4, np.float32)),
    "Mesh": ivw.data.Mesh,
    "VolumeSequence": lambda: VolumeSequence([volume()]),
    "MeshSequence": lambda: ivw.data.MeshSequence([ivw.data.Mesh()]),
}


@pytest.mark.parametrize("name", PORTS)
@pytest.mark.parametrize("form", ["Inport", "MultiInport", "FlatMultiInport"])
def test_inports_of_data(name: str, form: str) -> None:
    port = getattr(ivw.data, name + form)("in", ivw.md2doc("What comes."))
    assert getattr(ivw, name + form) is type(port) is getattr(ivw.ports, name + form)
    assert (port.identifier, port.help, port.hasData(), port.getData()) == ("in", "What comes.", False, None)
    assert port.getMaxNumberOfConnections() == (1 if form == "Inport" else 2**31) and not port.isConnected()
    data = PORTS[name]()
    port._receive([data], True)
    flat = form == "FlatMultiInport" and name.endswith("Sequence")
    assert port.hasData() and port.getData() is (data[0] if flat else data) and port.isConnected() and port.getNumberOfConnections() == 1


@pytest.mark.parametrize("name", PORTS)
def test_outports_of_data(name: str, example: Example) -> None:
    port = getattr(ivw.data, name + "Outport")("out", help=ivw.md2doc("What goes."))
    example.addOutport(port)
    example._link = Link()
    data = PORTS[name]()
    port.setData(data)
    assert port.hasData() and port.isReady() and port.getData() is data and example._link.seen == [("output", "out", data)]
    assert port.detatchData() is data and not port.hasData() and example._link.seen[-1] == ("output", "out", None)
    port.setData(data)
    port.setData(None)
    assert port.getData() is None
    port.setData(data)
    port.clear()
    assert not port.hasData() and port.contentInfo.empty()
    with pytest.raises(TypeError, match=rf"the outport out takes a {name}, not object; make one with inviwopy.data.{name}\("):
        port.setData(object())


def test_what_stands_for_data() -> None:
    ports = VolumeOutport("v"), LayerOutport("l"), ImageOutport("i"), VolumeSequenceOutport("s")
    ports[0].setData(VolumePy(np.zeros((2, 3, 4), np.uint8)))
    ports[1].setData(LayerPy(np.zeros((3, 4), np.uint8)))
    ports[2].setData(Layer(np.zeros((3, 4), np.uint8)))
    ports[3].setData([volume(), volume()])
    assert [type(port.getData()) for port in ports] == [Volume, Layer, Image, VolumeSequence]
    with pytest.raises(TypeError, match="takes a list of Volume, but it holds a Mesh"):
        ports[3].setData([ivw.data.Mesh()])
    with pytest.raises(TypeError, match="takes a list of Mesh"):
        MeshSequenceOutport("m").setData([1])


VECTORS = [
    "floatVector", "doubleVector", "intVector", "uintVector",
    *(f"{p}vec{n}Vector" for p in ("", "d", "i", "u") for n in (2, 3, 4)), *(f"{p}mat{n}Vector" for p in ("", "d") for n in (2, 3, 4)),
]  # fmt: skip


@pytest.mark.parametrize("name", VECTORS)
def test_ports_of_vectors(name: str) -> None:
    vector = getattr(ivw.glm, name)
    assert getattr(ivw, name) is vector, "era A and B have it at the top level"
    outport, inport = getattr(ivw, name + "Outport")("out"), getattr(ivw, name + "Inport")("in")
    element = vector([1] if name[:-6] in ("float", "double", "int", "uint") else [getattr(ivw.glm, name[:-6])(1)])
    outport.setData(element)
    assert outport.getData() is element and inport.canConnectTo(outport)
    outport.setData(list(element))
    assert isinstance(outport.getData(), vector) and outport.getData() == element
    assert outport._data_type == f"org.inviwo.{name}" and hasattr(ivw, name + "MultiInport") and hasattr(ivw, name + "FlatMultiInport")
    with pytest.raises(TypeError, match=f"the outport out takes a {name}, not dict; make one with inviwopy.glm.{name}"):
        outport.setData({})


def test_python_ports_take_anything() -> None:
    outport, inport = ivw.PythonOutport("out"), ivw.PythonInport("in")
    data = {"a": [1, 2]}
    outport.setData(data)
    inport._receive([outport.getData()], True)
    assert inport.getData() is data and inport.canConnectTo(outport) and "dict" in outport.contentInfo.str()


def test_data_of_several_connections() -> None:
    port, a, b = VolumeMultiInport("in"), volume(1), volume(2)
    port._receive([a, None, b], True, [False, False, True])
    assert port.getData() is a and port.getVectorData() == [a, b] and list(port.data()) == [a, b]
    assert port.getSourceVectorData() == [(None, a), (None, b)] and list(port.outportAndData()) == [(None, a), (None, b)]
    assert list(port.changedAndData()) == [(False, a), (True, b)] and port.isChanged() and port.getNumberOfConnections() == 3


def test_a_flat_port_unfolds_sequences() -> None:
    port, a, b, c = VolumeFlatMultiInport("in"), volume(), volume(), volume()
    port._receive([a, VolumeSequence([b, c])], True, [False, True])
    assert port.getVectorData() == [a, b, c] and list(port.changedAndData()) == [(False, a), (True, b), (True, c)]
    assert (
        port.canConnectTo(VolumeSequenceOutport("s")) and port.canConnectTo(VolumeOutport("v")) and not port.canConnectTo(MeshOutport("m"))
    )


def test_which_ports_fit(example: Example) -> None:
    assert example.inport.canConnectTo(VolumeOutport("v")) and not example.inport.canConnectTo(BufferOutport("b"))
    assert not example.inport.canConnectTo(example.outport), "a processor does not feed itself"
    assert not example.inport.canConnectTo(VolumeInport("x")) and not VolumeSequenceInport("s").canConnectTo(VolumeOutport("v"))


def test_ports_without_a_network(example: Example) -> None:
    assert example.inport.getConnectedOutport() is None and example.inport.getConnectedOutports() == []
    assert example.outport.getConnectedInports() == [] and not example.outport.isConnected() and example.inport.getChangedOutports() == []
    assert not example.inport.isConnectedTo(VolumeOutport("v")) and not example.outport.isConnectedTo(example.inport)
    with pytest.raises(ValueError, match=r"the port v is in no network: add its processor with network.addProcessor first"):
        example.inport.connectTo(VolumeOutport("v"))
    with pytest.raises(TypeError, match="from an outport to an inport"):
        example.inport.connectTo(example.inport)


def test_ports_call_back(example: Example) -> None:
    called: list = []
    example.inport.onChange(lambda: called.append(1))
    assert example.inport._callbacks and not example.inport.isChanged()
    example.inport._callbacks[0]()
    assert called == [1]
    with pytest.raises(TypeError, match="onChange takes a function"):
        example.inport.onChange(5)


@pytest.mark.parametrize(
    ("port", "expected"),
    [
        (VolumeInport, "org.inviwo.Volume.inport"),
        (VolumeMultiInport, "org.inviwo.Volume.multi.inport"),
        (VolumeFlatMultiInport, "org.inviwo.Volume.flat.multi.inport"),
        (VolumeOutport, "org.inviwo.Volume.outport"),
        (ImageInport, "org.inviwo.ImageInport"),
        (ImageOutport, "org.inviwo.ImageOutport"),
        (ivw.vec3VectorInport, "org.inviwo.vec3Vector.inport"),
    ],
)
def test_class_identifiers_of_ports(port: Any, expected: str) -> None:
    assert port("p").classIdentifier == expected


def test_content_in_words() -> None:
    port = VolumeOutport("out")
    port.setData(volume())
    port.getData().dataMap.dataRange = dvec2(0, 9)
    text = port.contentInfo.str()
    assert "4 x 3 x 2" in text and "UINT8" in text and "0 to 9" in text


def test_port_identifiers_are_checked() -> None:
    with pytest.raises(TypeError, match="VolumeInport takes an identifier, got 5"):
        VolumeInport(5)
    with pytest.raises(ValueError, match="not empty"):
        VolumeInport("")
    with pytest.raises(AttributeError):
        VolumeInport("a").identifier = "b"


def test_the_size_of_images(example: Example) -> None:
    port = example.addOutport(ImageOutport("image"))
    request = type(example._request)
    example._request = request((64, 48))
    assert port.dimensions == size2_t(64, 48)
    port.setDimensions(size2_t(10, 20))
    assert port.dimensions == size2_t(10, 20)
    example._request = request((32, 32))
    assert port.dimensions == size2_t(32, 32), "what the program asks for next replaces it"
    port.setHandleResizeEvents(False)
    example._request = request((99, 99))
    assert port.dimensions == size2_t(10, 20)
    port.setHandleResizeEvents(True)
    assert port.dimensions == size2_t(99, 99)
