"""Properties through a host of its own: lists, optional values, dependence, notes, as the program sees them."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
import voxloom as vx
from program import Failed
from test_host import write


def tree(interface: dict) -> dict:
    """Properties of an interface by path."""
    found = {}

    def collect(properties: list, prefix: str) -> None:
        for prop in properties:
            found[prefix + prop["identifier"]] = prop
            collect(prop["kind"].get("children", []), f"{prefix}{prop['identifier']}.")

    collect(interface["properties"], "")
    return found


def change(program: Any, *paths: str) -> Any:
    """Tells that properties changed or buttons were pressed."""
    return program.finish(program.start("change", node=1, paths=list(paths)))


LIST = """
def __init__(self, id, name):
    super().__init__(id, name)
    self.radii = ListProperty("radii", "Radii", maxNumberOfElements=2)
    self.radii.addPrefab(FloatProperty("radius1", "Radius 1", 0.5))
    self.addProperty(self.radii)
    self.radii.onChange(lambda: print("list", self.radii.size()))
def process(self):
    print("run", self.radii.isModified, [radius.value for radius in self.radii.properties])
"""


def test_a_list_grows_and_shrinks_by_its_buttons(program: Any, tmp_path: Path) -> None:
    made = tree(program.create(write(tmp_path, LIST)))
    assert [path for path in made if path.startswith("radii.")] == ["radii.add", "radii.remove", "radii.elements"]
    assert made["radii.remove"]["read_only"] and not made["radii.add"]["read_only"]
    answer = change(program, "radii.add")
    grown = tree(answer.interface)
    assert grown["radii.radius1"]["kind"]["default"] == 0.5 and grown["radii.radius1"]["display_name"] == "Radius 1"
    assert answer.changes == {"radii.elements": '[[0, "radius1", "Radius 1"]]'} and not grown["radii.remove"]["read_only"]
    assert program.printed() == "list 1\n"
    program.values(**{"radii.radius1": 0.75})
    program.run(changed=["radii.radius1", "radii.add"])
    program.run()
    assert program.printed().endswith("run True [0.75]\nrun False [0.75]\n")
    assert tree(change(program, "radii.add").interface)["radii.add"]["read_only"], "the list is full"
    shrunk = change(program, "radii.remove", "radii.remove")
    assert not [path for path in tree(shrunk.interface) if "radius" in path] and shrunk.changes == {"radii.elements": ""}


def test_a_list_is_restored_from_saved_values(program: Any, tmp_path: Path) -> None:
    program.create(write(tmp_path, LIST))
    program.values(**{"radii.elements": '[[0, "radius2", "Radius 2"]]'})
    answer = program.run(everything=True)
    assert "radii.radius2" in tree(answer.interface) and answer.changes == {}
    program.values(**{"radii.radius2": 0.25})
    assert program.run(changed=["radii.radius2"]).interface is None
    assert program.printed() == "run True [0.5]\nrun True [0.25]\n"


def test_a_list_is_saved_and_loaded_with_its_elements(tmp_path: Path) -> None:
    vx.register(write(tmp_path, LIST, "Listed"))
    with vx.Network() as net:
        node = net.add("org.example.Listed")
        node.getPropertyByPath("radii.add").press()
        net.evaluate(node)
        node.getPropertyByPath("radii.radius1").value = 0.75
        net.evaluate(node)
        identifier = node.identifier
        net.save(tmp_path / "saved.voxloom")
    with vx.load(tmp_path / "saved.voxloom") as again:
        node = again.processors[identifier]
        again.evaluate(node)
        assert node.getPropertyByPath("radii.radius1").value == 0.75 and node.getPropertyByPath("radii.radius2") is None


def test_optional_values(program: Any, tmp_path: Path) -> None:
    file = write(
        tmp_path,
        """
        def __init__(self, id, name):
            super().__init__(id, name)
            self.at = FloatVec3OptProperty("at", "At"); self.addProperty(self.at)
        def process(self):
            print("value", self.at.value)
            self.at.value = None if self.at.value else [0.25, 0.5, 1]
        """,
    )
    made = tree(program.create(file))
    assert made["at.isSet"]["kind"]["default"] is False and not made["at.value"]["visible"]
    answer = program.run(everything=True)
    assert answer.changes == {"at.isSet": True, "at.value": [0.25, 0.5, 1.0]} and tree(answer.interface)["at.value"]["visible"]
    program.values(**{"at.value": [1.0, 1.0, 1.0]})
    assert program.run(changed=["at.value"]).changes == {"at.isSet": False}
    assert program.printed() == "value None\nvalue [1 1 1]\n"


def test_dependence_follows_the_program(program: Any, tmp_path: Path) -> None:
    file = write(
        tmp_path,
        """
        def __init__(self, id, name):
            super().__init__(id, name)
            self.mode = OptionPropertyInt("mode", "Mode", [IntOption("a", "A", 1), IntOption("b", "B", 2)]); self.addProperty(self.mode)
            self.x = FloatProperty("x", "X"); self.addProperty(self.x)
            self.x.visibilityDependsOn(self.mode, lambda mode: mode.value == 2)
            self.x.readonlyDependsOn(self.mode, lambda mode: mode.value == 1)
        """,
    )
    made = tree(program.create(file))
    assert (made["x"]["visible"], made["x"]["read_only"]) == (False, True)
    # As when a workspace is loaded: values come before a run, but nobody says that they changed.
    program.values(mode="b")
    shown = tree(program.run(everything=True).interface)
    assert (shown["x"]["visible"], shown["x"]["read_only"]) == (True, False)
    program.values(mode="a")
    answer = change(program, "mode")
    assert tree(answer.interface)["x"]["visible"] is False
    # A message of its own would make the program run the node once more.
    assert program.unasked.empty() and program.invalidated.empty()


@pytest.mark.parametrize("where", ["process", "onChange"])
def test_a_clamped_value_is_noted_once(program: Any, tmp_path: Path, where: str) -> None:
    file = write(
        tmp_path,
        f"""
        def __init__(self, id, name):
            super().__init__(id, name)
            self.a = FloatProperty("a", "A", 0.5); self.addProperty(self.a)
            self.b = IntProperty("b", "B", 5, 0, 10); self.addProperty(self.b)
            self.a.onChange(lambda: self.step("onChange"))
        def step(self, where):
            if where == {where!r}:
                self.b.value = 1000
                self.b.value = 5
        def process(self):
            self.step("process")
        """,
    )
    program.create(file)
    notes = []
    for _ in range(2):
        answer = program.run(everything=True) if where == "process" else change(program, "a")
        notes += [message["text"] for message in answer.messages if message["op"] == "note"]
    assert len(notes) == 1 and notes[0].startswith("IntProperty 'b' was set to 1000, beyond 0 to 10, and holds 10:")


def test_cameras_matrices_and_buttons_travel(program: Any, tmp_path: Path) -> None:
    file = write(
        tmp_path,
        """
        def __init__(self, id, name):
            super().__init__(id, name)
            self.camera = CameraProperty("camera", "Camera"); self.addProperty(self.camera)
            self.m = FloatMat4Property("m", "M", min=-9, max=9); self.addProperty(self.m)
            self.go = ButtonGroupProperty("go", "Go", [ButtonGroupPropertyButton("A", action=lambda: print("pressed"))])
            self.addProperty(self.go)
            self.getPropertyByPath("camera.lookFrom").onChange(lambda: print("moved", self.camera.lookFrom))
        def process(self):
            print(self.go.isModified, self.m.value[3][0])
            self.camera.fov.value = 20
        """,
    )
    made = tree(program.create(file))
    assert made["camera"]["kind"]["type"] == "camera" and "children" not in made["camera"]["kind"]
    assert made["m"]["kind"]["type"] == "float_vector" and len(made["m"]["kind"]["default"]) == 16
    moved = {**made["camera"]["kind"]["default"], "look_from": [1.0, 2.0, 3.0]}
    program.values(camera=moved, m=[float(i) / 2 for i in range(16)])
    assert change(program, "camera", "go.button0").changes == {}
    assert program.printed() == "moved [1 2 3]\npressed\n"
    answer = program.run(changed=["go.button0", "m"])
    assert answer.changes["camera"]["projection"] == {"perspective": {"fov": 20.0}} and answer.changes["camera"]["look_from"] == [1, 2, 3]
    assert program.printed().endswith("True 6\n") or program.printed().endswith("True 6.0\n")


def test_assigning_to_a_property_fails_with_file_and_line(program: Any, tmp_path: Path) -> None:
    file = write(
        tmp_path,
        """
        def __init__(self, id, name):
            super().__init__(id, name)
            self.a = FloatProperty("a", "A"); self.addProperty(self.a)
        def process(self):
            self.a = 5
        """,
    )
    program.create(file)
    with pytest.raises(Failed) as failed:
        program.run()
    error = failed.value.error
    assert error["message"].startswith(
        "AttributeError: 'a' is the property org.inviwo.FloatProperty of 'Node' (Example): assign to a.value"
    )
    assert error["file"] == str(file) and file.read_text().splitlines()[error["line"] - 1].strip() == "self.a = 5"
