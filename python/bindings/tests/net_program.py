"""A program in miniature behind ``voxloom._program.ask``: documents, classes of a file, and what runs in them.

It answers the requests that mirrors make, so that they are tested without the program; ``VOXLOOM_PROGRAM=real`` runs the same tests
against the program that is inside the extension.
"""

from __future__ import annotations

import copy
import json
import os
import threading
import time
from pathlib import Path
from typing import Any, Callable

import inviwopy as ivw
import numpy as np
import pytest
from inviwopy.data import Layer, Volume
from inviwopy.properties import ButtonProperty
from voxloom import _program, _register
from voxloom._interface import interface_of
from voxloom._loader import Library

SOURCE, FILTER, CANVAS = "org.example.CompatSource", "org.example.CompatFilter", "org.inviwo.CanvasGL"
NODES = Path(__file__).with_name("compat_nodes.py")

_CANVAS = {
    "inports": [{"identifier": "inport", "data_type": "org.inviwo.Image", "help": "", "optional": False, "multi": False}],
    "outports": [],
    "properties": [
        {
            "identifier": "inputSize", "display_name": "Size", "help": "", "invalidation": "output", "semantics": "default",
            "visible": True, "read_only": False, "transient": False,
            "kind": {
                "type": "composite",
                "collapsed": False,
                "children": [
                    {
                        "identifier": "dimensions", "display_name": "Width and height", "help": "", "invalidation": "valid",
                        "semantics": "default", "visible": True, "read_only": False, "transient": False,
                        "kind": {
                            "type": "int_vector", "default": [1024, 768], "min": [1, 1], "max": [16384, 16384],
                            "bounds": ["editable", "editable"], "increment": 1,
                        },
                    }
                ],
            },
        }
    ],
}  # fmt: skip


def _leaves(properties: list, prefix: str = "") -> dict:
    found: dict = {}
    for each in properties:
        if each["kind"]["type"] == "composite":
            found.update(_leaves(each["kind"]["children"], f"{prefix}{each['identifier']}."))
        else:
            found[prefix + each["identifier"]] = each
    return found


def _held(kind: dict, value: Any) -> Any:
    """A value as the program holds it."""
    if kind["type"] in ("float", "int"):
        return (
            min(max(value, float(kind["min"])), float(kind["max"]))
            if kind["type"] == "float"
            else min(max(value, kind["min"]), kind["max"])
        )
    if kind["type"] in ("float_vector", "int_vector"):
        read = float if kind["type"] == "float_vector" else int
        return [min(max(v, read(low)), read(high)) for v, low, high in zip(value, kind["min"], kind["max"])]
    if kind["type"] == "option" and value not in [choice[0] for choice in kind["choices"]]:
        raise ValueError(f"there is no choice {value}")
    return value


class _Document:
    def __init__(self) -> None:
        self.revision = 1
        self.nodes: dict[int, dict] = {}
        self.connections: list = []
        self.links: list = []
        self.path: Any = None
        self.unsaved = False
        self.steps: list = []

    def state(self) -> dict:
        hidden = ("interface", "values", "instance", "pressed")
        nodes = [{key: value for key, value in node.items() if key not in hidden} for node in self.nodes.values()]
        plain = {"nodes": nodes, "connections": self.connections, "links": self.links}
        return {"revision": self.revision, "path": self.path, "unsaved": self.unsaved, **copy.deepcopy(plain)}


class FakeProgram:
    """Answers requests; ``asked`` are all of them."""

    def __init__(self) -> None:
        self.asked: list[tuple] = []
        self._documents: dict[int, _Document] = {0: _Document()}
        self._library = Library()
        self._classes: dict[str, Any] = {}
        self._rows: list[dict] = [
            {"class_identifier": "org.inviwo.CanvasGL", "display_name": "Canvas", "category": "Data Output", "tags": "CPU, GPU, Image",
             "code_state": "stable", "language": "rust", "help": "Shows an image.", "file": None, "error": None}
        ]  # fmt: skip
        self._next = {"node": 1, "network": 1, "picking": 1}
        self._changed = threading.Condition(threading.RLock())

    # The door

    def ask(self, method: str, **args: Any) -> Any:
        """One request; its answer went through JSON unless it is data."""
        text = json.dumps(args, allow_nan=False, default=_program._plain)
        args = json.loads(text)
        with self._changed:
            self.asked.append((method, json.loads(text)))
            handler: Callable[..., Any] = getattr(self, "_" + method.replace(".", "_"))
            if "network" in args:
                if args["network"] not in self._documents:
                    raise KeyError(f"there is no network {args['network']}")
                args["network"] = self._documents[args["network"]]
            for old, new in (("from", "start"), ("to", "end"), ("class", "cls")):
                if old in args:
                    args[new] = args.pop(old)
            answer = handler(**args)
        return answer if isinstance(answer, (Layer, Volume)) else json.loads(json.dumps(answer))

    def _edit(self, document: _Document) -> None:
        document.revision += 1
        document.unsaved = True
        self._changed.notify_all()

    @staticmethod
    def _node(document: _Document, node: int) -> dict:
        if node not in document.nodes:
            raise KeyError(f"there is no node {node}")
        return document.nodes[node]

    # Networks

    def _network_new(self) -> dict:
        number, self._next["network"] = self._next["network"], self._next["network"] + 1
        self._documents[number] = _Document()
        return {"network": number}

    def _network_close(self, network: _Document) -> None:
        self._documents = {number: each for number, each in self._documents.items() if each is not network}

    def _network_state(self, network: _Document, since: int = -1) -> dict:
        return {"revision": network.revision} if since == network.revision else network.state()

    def _network_wait(self, network: _Document, revision: int, timeout: float) -> dict:
        self._changed.wait_for(lambda: network.revision > revision, timeout)
        return {"revision": network.revision}

    def _network_idle(self, network: _Document, timeout: float = 0) -> dict:
        return {"idle": True}

    def _network_jobs(self, network: _Document) -> dict:
        return {"running": 0}

    def _network_clear(self, network: _Document) -> None:
        network.nodes, network.connections, network.links = {}, [], []
        self._edit(network)

    def _interface(self, cls: str, identifier: str, name: str) -> tuple:
        if cls == "org.inviwo.CanvasGL":
            return copy.deepcopy(_CANVAS), None
        if cls not in self._classes:
            raise KeyError(f"there is no class {cls}")
        instance = self._classes[cls](identifier, name)
        return interface_of(instance), instance

    def _unique(self, document: _Document, identifier: str) -> str:
        taken = {node["identifier"] for node in document.nodes.values()}
        candidates = [identifier, *(f"{identifier}{number}" for number in range(2, 1000))]
        return next(each for each in candidates if each not in taken)

    def _network_add(
        self, network: _Document, cls: str, identifier: Any = None, name: Any = None, position: Any = (0, 0), values: Any = None
    ) -> dict:
        row = next((row for row in self._rows if row["class_identifier"] == cls), None)
        if row is None:
            raise KeyError(f"there is no class {cls}")
        identifier = self._unique(network, identifier or row["display_name"].replace(" ", ""))
        interface, instance = self._interface(cls, identifier, name or row["display_name"])
        number, self._next["node"] = self._next["node"], self._next["node"] + 1
        ports = {
            side: [{key: port[key] for key in ("identifier", "data_type", "optional", "multi")} for port in interface[side]]
            for side in ("inports", "outports")
        }
        network.nodes[number] = {
            "id": number, "identifier": identifier, "name": name or row["display_name"], "class": cls, "position": list(position),
            "selected": False, "isolation": "shared", "language": row["language"], **ports, "interface": interface, "instance": instance,
            "values": {path: json_["kind"].get("default") for path, json_ in _leaves(interface["properties"]).items()}, "pressed": [],
        }  # fmt: skip
        for path, value in (values or {}).items():
            self._set(network, number, path, value)
        self._edit(network)
        return {"node": number, "identifier": identifier}

    def _network_remove(self, network: _Document, nodes: list) -> None:
        for node in nodes:
            self._node(network, node)
            del network.nodes[node]
        network.connections = [
            each for each in network.connections if each["from"]["node"] not in nodes and each["to"]["node"] not in nodes
        ]
        network.links = [each for each in network.links if each["from"]["node"] not in nodes and each["to"]["node"] not in nodes]
        self._edit(network)

    def _network_rename(self, network: _Document, node: int, name: Any = None, identifier: Any = None) -> dict:
        found = self._node(network, node)
        found["name"] = name or found["name"]
        if identifier and any(each["identifier"] == identifier for each in network.nodes.values() if each is not found):
            raise ValueError(f"the network has a processor {identifier} already")
        found["identifier"] = identifier or found["identifier"]
        self._edit(network)
        return {"identifier": found["identifier"]}

    def _network_move(self, network: _Document, node: int, position: list) -> None:
        self._node(network, node)["position"] = position
        self._edit(network)

    def _type(self, network: _Document, end: dict, side: str) -> str:
        ports = self._node(network, end["node"])[side]
        return next(port["data_type"] for port in ports if port["identifier"] == end["port"])

    def _network_connect(self, network: _Document, start: dict, end: dict) -> None:
        types = self._type(network, start, "outports"), self._type(network, end, "inports")
        if types[0] != types[1]:
            raise ValueError(f"an outport of {types[0]} does not fit an inport of {types[1]}")
        network.connections.append({"from": start, "to": end})
        self._edit(network)

    def _network_disconnect(self, network: _Document, start: dict, end: dict) -> None:
        network.connections.remove({"from": start, "to": end})
        self._edit(network)

    def _network_link(self, network: _Document, start: dict, end: dict) -> None:
        network.links.append({"from": start, "to": end})
        self._set(network, end["node"], end["path"], network.nodes[start["node"]]["values"][start["path"]])
        self._edit(network)

    def _network_unlink(self, network: _Document, start: dict, end: dict) -> None:
        network.links.remove({"from": start, "to": end})
        self._edit(network)

    def _network_begin(self, network: _Document, name: str) -> None:
        network.steps.append("begin")

    def _network_end(self, network: _Document, name: str = "") -> None:
        network.steps.append("end")

    # Files

    def _network_save_text(self, network: _Document, path: str = "") -> dict:
        nodes = [{key: node[key] for key in ("class", "identifier", "name", "position", "values")} for node in network.nodes.values()]
        return {"text": json.dumps(nodes)}

    def _network_load_text(self, network: _Document, text: str, path: str = "") -> dict:
        try:
            nodes = json.loads(text)
        except ValueError:
            raise ValueError("this is no workspace") from None
        self._network_clear(network)
        for node in nodes:
            self._network_add(network, node["class"], node["identifier"], node["name"], node["position"], node["values"])
        network.unsaved = False
        return {"warnings": []}

    def _network_save(self, network: _Document, path: str) -> None:
        Path(path).write_text(self._network_save_text(network)["text"])
        network.path, network.unsaved = path, False
        network.revision += 1

    def _network_load(self, network: _Document, path: str) -> dict:
        return self._network_load_text(network, Path(path).read_text())

    # Nodes and properties

    def _node_interface(self, network: _Document, node: int) -> dict:
        found = self._node(network, node)
        return {"interface": found["interface"], "values": found["values"]}

    def _node_info(self, network: _Document, node: int) -> dict:
        fed = {(each["to"]["node"], each["to"]["port"]) for each in network.connections}
        missing = [p for p in self._node(network, node)["inports"] if not p["optional"] and (node, p["identifier"]) not in fed]
        return {"status": "waiting" if missing else "not evaluated", "message": ""}

    def _set(self, network: _Document, node: int, path: str, value: Any, seen: tuple = ()) -> Any:
        found = self._node(network, node)
        leaves = _leaves(found["interface"]["properties"])
        if path not in leaves:
            raise KeyError(f"{found['identifier']} has no property {path}")
        held = found["values"][path] = _held(leaves[path]["kind"], value)
        for link in network.links:
            if link["from"] == {"node": node, "path": path} and link["to"] not in seen:
                self._set(network, link["to"]["node"], link["to"]["path"], held, (*seen, {"node": node, "path": path}))
        return held

    def _property_set(self, network: _Document, node: int, path: str, value: Any) -> Any:
        held = self._set(network, node, path, value)
        self._edit(network)
        return held

    def _property_get(self, network: _Document, node: int, path: str) -> Any:
        return self._node(network, node)["values"][path]

    def _property_press(self, network: _Document, node: int, path: str) -> None:
        self._node(network, node)["pressed"].append(path)

    def _property_amend(self, network: _Document, node: int, path: str, changes: dict) -> None:
        properties = self._node(network, node)["interface"]["properties"]
        *above, last = path.split(".")
        for part in above:
            properties = next(each for each in properties if each["identifier"] == part)["kind"]["children"]
        found = next(each for each in properties if each["identifier"] == last)
        for name, value in changes.items():
            if name in ("help", "invalidation"):
                raise NotImplementedError(f"{name} cannot be changed")
            (found if name in found else found["kind"])[name] = value
        if found["kind"]["type"] in ("float", "int"):
            self._set(network, node, path, self._node(network, node)["values"][path])
        self._edit(network)

    # Running

    def _run(self, network: _Document, node: int) -> Any:
        found = self._node(network, node)
        instance = found["instance"]
        for path, value in found["values"].items():
            prop = instance.getPropertyByPath(path)
            if not isinstance(prop, ButtonProperty):
                prop._from_wire(value)
        for port in instance._inports:
            sources = [each["from"] for each in network.connections if each["to"] == {"node": node, "port": port.identifier}]
            port._receive([self._run(network, each["node"]).getOutport(each["port"])._data for each in sources], True)
        try:
            instance.process()
        except Exception as error:
            details = {"node": node, "identifier": found["identifier"], "traceback": "Traceback", "file": None, "line": None}
            raise _program.ProcessorError(str(error), details) from None
        return instance

    def _network_evaluate(self, network: _Document, node: Any = None, timeout: Any = None) -> None:
        for each in [node] if node is not None else list(network.nodes):
            if network.nodes[each]["instance"] is not None:
                self._run(network, each)

    def _port_data(self, network: _Document, node: int, port: str, inport: bool) -> Any:
        return self._run(network, node).getOutport(port)._data

    def _picture(self, network: _Document, canvas: int) -> Layer:
        width, height = self._node(network, canvas)["values"]["inputSize.dimensions"]
        return Layer(np.full((height, width, 4), 128, np.uint8))

    def _network_render(self, network: _Document, canvas: int, size: Any = None) -> Layer:
        return self._picture(network, canvas)

    def _network_snapshot(self, network: _Document, canvas: int, path: str, size: Any = None) -> None:
        self._node(network, canvas)
        Path(path).write_bytes(b"\x89PNG\r\n\x1a\n")

    def _network_send_event(self, network: _Document, canvas: int, event: dict) -> dict:
        return {"used": event["type"] == "mouse_press", "tooltip": event["type"]}

    # The rest

    def _classes_list(self) -> list:
        return self._rows

    def _classes_load(self, file: str) -> list:
        loaded = self._library.load(file)
        assert loaded.error is None, loaded.error
        for message in loaded.classes:
            self._know(message, self._library.find(file, message["class_identifier"]), file)
        return [message["class_identifier"] for message in loaded.classes]

    def _know(self, message: dict, cls: Any, file: Any) -> None:
        self._classes[message["class_identifier"]] = cls
        self._rows.append({**message, "language": "python", "file": file, "error": None})

    def _classes_register(self, cls: dict, interface: dict) -> None:
        self._know(cls, self._library.find(None, cls["class_identifier"]), None)

    def _picking_reserve(self, node: int, count: int) -> dict:
        first, self._next["picking"] = self._next["picking"], self._next["picking"] + count
        return {"first": first}

    def _picking_release(self, first: int) -> None:
        pass

    def _selection_get(self, network: _Document) -> list:
        return [number for number, node in network.nodes.items() if node["selected"]]

    def _selection_set(self, network: _Document, nodes: list) -> None:
        for number, node in network.nodes.items():
            node["selected"] = number in nodes

    def _app_paths(self) -> dict:
        kinds = "base data volumes workspaces scripts images transfer_functions settings resources help tests python_processors output"
        return {kind: os.path.join(os.sep, "voxloom", kind) for kind in kinds.split()}

    def _app_info(self) -> dict:
        return {"name": "Voxloom", "version": "0", "desktop": False}

    def _file_formats(self) -> list:
        return [
            {"extensions": ["npy"], "name": "NumPy", "what": "Volume, Layer"},
            {"extensions": ["png", "jpg"], "name": "Picture", "what": "Layer"},
        ]

    def _file_read(self, path: str) -> Any:
        if not os.path.exists(path):
            raise OSError(f"there is no file {path}")
        array = np.load(path)
        return Volume(array) if array.ndim == 3 else Layer(array)

    # For tests

    def outside(self, method: str, **args: Any) -> Any:
        """What someone else does: not among ``asked``."""
        answer = self.ask(method, **args)
        self.asked.pop()
        return answer


class RealProgram:
    """The program inside the extension, with the same face."""

    def __init__(self, ask: Any) -> None:
        self.asked: list[tuple] = []
        self._ask = ask

    def ask(self, method: str, **args: Any) -> Any:
        """One request."""
        self.asked.append((method, json.loads(json.dumps(args, default=_program._plain))))
        return self._ask(method, **args)

    def outside(self, method: str, **args: Any) -> Any:
        """What someone else does."""
        return self._ask(method, **args)


def open_program(monkeypatch: Any) -> Any:
    """A program with the classes of ``compat_nodes.py`` and an empty network, ``number``, which scripts are in."""
    from inviwopy import _adding

    real = os.environ.get("VOXLOOM_PROGRAM") == "real"
    program: Any = RealProgram(_program.ask) if real else FakeProgram()
    monkeypatch.setattr(_program, "ask", program.ask)
    monkeypatch.setattr(_register, "ask", program.ask)
    if not real:
        monkeypatch.setattr(_register, "library", lambda: program._library)
    program.number = program.outside("network.new")["network"]
    monkeypatch.setattr(_program, "current_network", lambda: program.number, raising=False)
    monkeypatch.setattr(_adding, "_shelf", None)
    monkeypatch.setattr("inviwopy._core._cores", {})
    program.outside("classes.load", file=str(NODES))
    return program


def until(test: Callable[[], bool], seconds: float = 5.0) -> bool:
    """Whether something becomes true."""
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        if test():
            return True
        time.sleep(0.005)
    return False


@pytest.fixture
def net_program(monkeypatch: Any) -> Any:
    """A program with the classes of ``compat_nodes.py`` and an empty network."""
    program = open_program(monkeypatch)
    yield program
    program.outside("network.close", network=program.number)


@pytest.fixture
def net(net_program: Any) -> Any:
    return ivw.app.network


def create(name: str) -> Any:
    return ivw.app.processorFactory.create(name)


@pytest.fixture
def source(net: Any) -> Any:
    return net.addProcessor(ivw.app.processorFactory.create(SOURCE))


def outside(program: Any, processor: Any, path: str, value: Any) -> None:
    """Someone else sets a property."""
    program.outside("property.set", network=program.number, node=processor._node, path=path, value=value)


def held(program: Any, processor: Any, path: str) -> Any:
    """What the program has."""
    return program.outside("property.get", network=program.number, node=processor._node, path=path)
