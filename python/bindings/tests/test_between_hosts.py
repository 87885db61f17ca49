"""Objects of Python's between nodes whose code runs in different processes."""

import textwrap

import pytest
import voxloom as vx

FILE = """
import os
import inviwopy as ivw
from inviwopy.properties import StringProperty


class Gives(ivw.Processor):
    def __init__(self, id, name):
        super().__init__(id, name)
        self.outport = ivw.PythonOutport("outport")
        self.addOutport(self.outport)
        self.what = StringProperty("what", "What", "{'answer': 42}")
        self.addProperty(self.what)

    @staticmethod
    def processorInfo():
        return ivw.ProcessorInfo("org.voxloom.test.Gives", "Gives")

    def process(self):
        self.outport.setData((os.getpid(), eval(self.what.value)))


class Takes(ivw.Processor):
    def __init__(self, id, name):
        super().__init__(id, name)
        self.inport = ivw.PythonInport("inport")
        self.addInport(self.inport)
        self.outport = ivw.PythonOutport("outport")
        self.addOutport(self.outport)
        self.text = StringProperty("text", "Text", "")
        self.text.readOnly = True
        self.addProperty(self.text)

    @staticmethod
    def processorInfo():
        return ivw.ProcessorInfo("org.voxloom.test.Takes", "Takes")

    def process(self):
        pid, value = self.inport.getData()
        self.text.value = f"{value} {'same' if pid == os.getpid() else 'other'} process"
        self.outport.setData(value)
"""


@pytest.fixture
def pair(tmp_path):
    file = tmp_path / "between.py"
    file.write_text(textwrap.dedent(FILE))
    vx.register(file)
    with vx.Network() as net:
        gives, takes = net.add("org.voxloom.test.Gives"), net.add("org.voxloom.test.Takes")
        net.connect(gives.outports.outport, takes.inports.inport)
        yield net, gives, takes


def test_an_object_crosses_to_another_process(pair):
    net, _, takes = pair
    net.evaluate()
    assert takes.properties.text.value == "{'answer': 42} same process"
    net.isolate(takes, "node")
    net.evaluate()
    assert takes.properties.text.value == "{'answer': 42} other process"


def test_what_cannot_cross_says_why_and_how(pair):
    net, gives, takes = pair
    net.isolate(takes, "node")
    gives.properties.what.value = "lambda: 1"
    with pytest.raises(vx.ProcessorError, match=r"tuple cannot be pickled.*give both nodes one host"):
        net.evaluate()
