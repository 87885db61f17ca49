"""What is missing is said on the node and is no failure."""

import time
from typing import Any

import inviwopy as ivw
import numpy as np
import pytest
import voxloom as vx
from inviwopy.data import Buffer, BufferInport, BufferOutport


class Waits(ivw.Processor):
    """Says that something is missing, or just gives nothing."""

    def __init__(self, id, name):  # noqa: A002
        super().__init__(id, name)
        self.outport = BufferOutport("outport")
        self.addOutport(self.outport)
        self.says = ivw.properties.StringProperty("says", "Says", "no file is chosen")
        self.addProperty(self.says)

    @staticmethod
    def processorInfo():
        return ivw.ProcessorInfo("org.voxloom.test.Waits", "Waits")

    def process(self):
        if self.says.value:
            raise vx.NotReady(self.says.value)


def test_a_node_that_is_not_ready_says_why_and_does_not_fail():
    vx.register(Waits)
    with vx.Network() as net:
        node = net.add("org.voxloom.test.Waits")
        net.evaluate()
        with pytest.raises(vx.ProcessorError, match="not ready: no file is chosen"):
            net.evaluate(node)
        assert net.info(node)["status"] == "not ready"
        node.properties.says.value = ""
        with pytest.raises(vx.ProcessorError, match="not ready: it gave no data on outport"):
            net.evaluate(node)


class StandsIn(ivw.Processor):
    """Passes a buffer on; without one it does what the test says."""

    made: Any = None

    def __init__(self, id, name):  # noqa: A002
        super().__init__(id, name)
        StandsIn.made, self.seen = self, []
        self.inport, self.outport = BufferInport("inport"), BufferOutport("outport")
        self.addInport(self.inport)
        self.addOutport(self.outport)
        self.what = ivw.properties.StringProperty("what", "What", "give")
        self.told = ivw.properties.IntProperty("told", "Told", 0, 0, 1000)
        self.addProperties([self.what, self.told])

    @staticmethod
    def processorInfo():
        return ivw.ProcessorInfo("org.voxloom.test.StandsIn", "StandsIn")

    def initializeResources(self):
        self.seen.append("initialize")

    def doIfNotReady(self):
        self.seen.append("not ready")
        self.told.value += 1
        assert not self.inport.hasData() and not self.isReady()
        if self.what.value == "give":
            self.outport.setData(Buffer(np.array([-1.0], np.float32)))
        elif self.what.value == "clear":
            self.outport.clear()
        elif self.what.value == "fail":
            raise ValueError("asked to fail")
        elif self.what.value == "wait":
            raise vx.NotReady("choose something first")
        elif self.what.value == "loop":
            while True:
                time.sleep(0.001)

    def process(self):
        self.seen.append("process")
        self.outport.setData(self.inport.getData())


class Gives(ivw.Processor):
    """Gives a buffer, or nothing."""

    def __init__(self, id, name):  # noqa: A002
        super().__init__(id, name)
        self.outport = BufferOutport("outport")
        self.addOutport(self.outport)
        self.on = ivw.properties.BoolProperty("on", "On", True)
        self.addProperty(self.on)

    @staticmethod
    def processorInfo():
        return ivw.ProcessorInfo("org.voxloom.test.Gives", "Gives")

    def process(self):
        self.outport.setData(Buffer(np.array([5.0], np.float32)) if self.on.value else None)


class Reads(ivw.Processor):
    """The end: keeps what came last."""

    got: Any = None

    def __init__(self, id, name):  # noqa: A002
        super().__init__(id, name)
        self.inport = BufferInport("inport")
        self.addInport(self.inport)

    @staticmethod
    def processorInfo():
        return ivw.ProcessorInfo("org.voxloom.test.Reads", "Reads")

    def process(self):
        Reads.got = float(self.inport.getData().data[0])


@pytest.fixture
def chain():
    """(network, a source, a node that stands in, not connected yet; the end connected to it)."""
    for cls in (StandsIn, Gives, Reads):
        vx.register(cls)
    Reads.got = None
    with vx.Network() as net:
        source, node, end = (net.add(f"org.voxloom.test.{name}") for name in ("Gives", "StandsIn", "Reads"))
        net.connect(node.outports.outport, end.inports.inport)
        net.evaluate()
        yield net, source, node


def test_do_if_not_ready_runs_once_for_each_reason(chain):
    net, source, node = chain
    assert StandsIn.made.seen == ["not ready"] and Reads.got == -1.0 and node.properties.told.value == 1
    info = net.info(node)
    assert (info["status"], info["message"]) == ("not ready", "nothing is connected to inport") and info["processed"] == 0
    net.evaluate()
    assert StandsIn.made.seen == ["not ready"]
    node.properties.what.value = "give"
    node.properties.told.value = 7
    net.evaluate()
    assert StandsIn.made.seen == ["not ready"] * 2 and node.properties.told.value == 8
    net.connect(source.outports.outport, node.inports.inport)
    net.evaluate()
    assert StandsIn.made.seen == ["not ready"] * 2 + ["initialize", "process"] and Reads.got == 5.0 and net.info(node)["status"] == "ready"
    source.properties.on.value = False
    net.evaluate()
    assert StandsIn.made.seen[4:] == ["not ready"] and Reads.got == -1.0
    source.properties.on.value = True
    net.evaluate()
    assert StandsIn.made.seen[5:] == ["process"] and Reads.got == 5.0


@pytest.mark.parametrize("what", ["clear", "nothing"])
def test_what_process_set_does_not_stand_in(chain, what):
    net, source, node = chain
    net.connect(source.outports.outport, node.inports.inport)
    node.properties.what.value = what
    net.evaluate()
    assert Reads.got == 5.0
    Reads.got = None
    source.properties.on.value = False
    net.evaluate()
    assert StandsIn.made.seen[-1] == "not ready" and Reads.got is None and node.outports.outport.data is None


def test_what_do_if_not_ready_raises_is_said_on_the_node(chain):
    net, _, node = chain
    node.properties.what.value = "fail"
    with pytest.raises(vx.ProcessorError, match="asked to fail"):
        net.evaluate(node)
    assert net.info(node)["status"] == "failed" and "test_not_ready.py" in net.info(node)["traceback"]
    node.properties.what.value = "wait"
    net.evaluate()
    assert (net.info(node)["status"], net.info(node)["message"]) == ("not ready", "choose something first")


def test_do_if_not_ready_can_be_stopped(chain):
    net, source, node = chain
    node.properties.what.value = "loop"
    deadline = time.monotonic() + 10
    while net.info(node)["status"] != "running" and time.monotonic() < deadline:
        time.sleep(0.005)
    net.connect(source.outports.outport, node.inports.inport)
    net.evaluate(timeout=30)
    assert Reads.got == 5.0 and net.info(node)["status"] == "ready"
