"""What is missing is said on the node and is no failure."""

import inviwopy as ivw
import pytest
import voxloom as vx
from inviwopy.data import BufferOutport


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
