"""Compatibility with Inviwo: events, picking and their enumerations, from the program's messages to the processor."""

from __future__ import annotations

from typing import Any

import inviwopy as ivw
import numpy as np
import pytest
from inviwopy._events import event_of, message_of
from inviwopy.data import Camera
from inviwopy.glm import dvec2, dvec3, size2_t, uvec2, vec3
from inviwopy.properties import CameraProperty
from voxloom import _program

POINTER = {
    "position": [0.25, 0.75],
    "depth": 0.5,
    "canvas": [101, 201],
    "modifiers": {"shift": True, "control": False, "alt": True, "command": False},
    "buttons": {"primary": True, "secondary": False, "middle": False},
}


class Asked:
    """Answers requests for picking ids."""

    def __init__(self) -> None:
        self.asked: list = []
        self.next = 100

    def __call__(self, method: str, **args: Any) -> Any:
        self.asked.append((method, args))
        if method == "picking.reserve":
            self.next += args["count"]
            return {"first": self.next - args["count"]}
        return None


@pytest.fixture
def asked(monkeypatch: Any) -> Asked:
    made = Asked()
    monkeypatch.setattr(_program, "ask", made)
    return made


class Link:
    _node = 7

    def written(self) -> None:
        pass


class Picker(ivw.Processor):
    def __init__(self) -> None:
        super().__init__("picker", "Picker")
        self.seen: list = []
        self._link = Link()


def pick(**changes: Any) -> Any:
    """A picking event of a message: on object 102, pressed there, dragged from (0.2, 0.5) at depth 0 to POINTER."""
    before = {**POINTER, "position": [0.2, 0.5], "depth": 0.0}
    message = {
        "type": "picking", "id": 102, "current": 103, "previous": 101, "pressed": 102, "state": "updated", "press": "move",
        "hover": "move", "button": "primary", "pointer": POINTER, "previous_pointer": before,
        "pressed_pointer": {**POINTER, "position": [0.1, 0.5], "depth": -0.5},
    }  # fmt: skip
    return event_of({**message, **changes})


# Enumerations

NUMBERS = [
    (ivw.PickingState, {"NoState": 0, "Started": 1, "Updated": 2, "Finished": 4}),
    (ivw.PickingPressState, {"NoPress": 0, "Press": 1, "Move": 2, "Release": 4, "DoubleClick": 8}),
    (ivw.PickingPressItem, {"NoItem": 0, "Primary": 1, "Secondary": 2, "Tertiary": 4}),
    (ivw.PickingHoverState, {"NoHover": 0, "Enter": 1, "Move": 2, "Exit": 4}),
    (ivw.KeyModifier, {"NoModifier": 0, "Control": 1, "Shift": 2, "Alt": 4, "Super": 8, "Menu": 16, "Meta": 32}),
    (ivw.KeyState, {"Press": 1, "Release": 2}),
    (ivw.MouseButton, {"NoButton": 0, "Left": 1, "Middle": 2, "Right": 4}),
    (ivw.MouseState, {"Press": 1, "Move": 2, "Release": 4, "DoubleClick": 8}),
    (ivw.TouchState, {"NoTouch": 0, "Started": 1, "Updated": 2, "Stationary": 4, "Finished": 8}),
]


@pytest.mark.parametrize(("members", "numbers"), NUMBERS, ids=[members.__name__ for members, _ in NUMBERS])
def test_numbers_of_enumerations(members: Any, numbers: dict) -> None:
    assert {name: int(member) for name, member in members.__members__.items()} == numbers
    first = next(iter(members))
    assert str(first) == f"{members.__name__}.{first.name}" and members(int(first)) is first


@pytest.mark.parametrize("name", [members.__name__ for members, _ in NUMBERS])
def test_sets_of_flags(name: str) -> None:
    members, sets = getattr(ivw, name), getattr(ivw, name + "s")
    one, two = [member for member in members if int(member)][:2]
    both = one | two
    assert type(both) is sets and one in both and two in both and list(both) == [one, two] and len(both) == both.size() == 2
    assert both & one == sets(one) and both ^ one == sets(two) and (one & two).empty() and sets([one, two]) == sets(one, two) == both
    assert one | two | one == both and (both & two) == two and bool(both) and not sets()
    made = sets()
    assert (
        made.insert(one) and not made.insert(one) and made.contains(one) and made.count(two) == 0 and made.erase(one) == 1 and made.empty()
    )
    both.clear()
    assert both.empty() and one not in both and both.max_size() >= 2
    with pytest.raises((TypeError, ValueError)):
        sets(1 << 20)
    with pytest.raises(TypeError, match=f"{name}s holds {name} values"):
        sets(ivw.CodeState.Stable)


@pytest.mark.parametrize(
    ("name", "number"),
    [("A", 65), ("Z", 90), ("Num0", 48), ("Space", 32), ("Escape", 256), ("Left", 263), ("F25", 314), ("KPEqual", 336), ("RightMeta", 350)],
)
def test_numbers_of_keys(name: str, number: int) -> None:
    assert int(ivw.IvwKey.__members__[name]) == number and ivw.IvwKey(number).name == name


# Events from the program

BUTTONS = [("primary", "Left"), ("secondary", "Right"), ("middle", "Middle")]


@pytest.mark.parametrize(("theirs", "ours"), BUTTONS)
@pytest.mark.parametrize(
    ("kind", "double", "state"), [("press", False, "Press"), ("press", True, "DoubleClick"), ("release", False, "Release")]
)
def test_mouse_buttons(theirs: str, ours: str, kind: str, double: bool, state: str) -> None:
    event = event_of({"type": f"mouse_{kind}", "button": theirs, "pointer": POINTER, **({"double": double} if kind == "press" else {})})
    assert (
        isinstance(event, ivw.MouseEvent)
        and event.button == ivw.MouseButton.__members__[ours]
        and event.state == ivw.MouseState.__members__[state]
    )
    assert event.buttonState == ivw.MouseButton.Left and event.buttonName == "Left"


def test_mouse_positions() -> None:
    event = event_of({"type": "mouse_move", "pointer": POINTER})
    assert event.state == ivw.MouseState.Move and event.button == ivw.MouseButton.NoButton
    assert event.posNormalized == dvec2(0.25, 0.75) and event.pos == dvec2(25, 150) and (event.x, event.y) == (25, 150)
    assert event.canvasSize == uvec2(101, 201) and event.depth == 0.5 and event.ndc == dvec3(-0.5, 0.5, 0.5)
    assert event.modifiers() == ivw.KeyModifier.Shift | ivw.KeyModifier.Alt and event.modifierNames() == "Shift+Alt"
    event.pos = dvec2(50, 100)
    event.setModifiers(ivw.KeyModifier.Control)
    assert event.posNormalized == dvec2(0.5, 0.5) and ivw.KeyModifier.Control in event.modifiers()


def test_wheel() -> None:
    event = event_of({"type": "wheel", "delta": [0.5, -2.0], "pointer": POINTER})
    assert isinstance(event, ivw.WheelEvent) and event.delta == dvec2(0.5, -2) and event.posNormalized == dvec2(0.25, 0.75)


@pytest.mark.parametrize(
    ("name", "key"), [("A", "A"), ("ArrowLeft", "Left"), ("Num1", "Num1"), ("Backtick", "GraveAccent"), ("Strange", "Unknown")]
)
def test_keys(name: str, key: str) -> None:
    event = event_of({"type": "key", "key": name, "pressed": True, "text": "a", "modifiers": {"command": True}})
    assert isinstance(event, ivw.KeyboardEvent) and event.key is ivw.IvwKey.__members__[key] and event.state == ivw.KeyState.Press
    assert event.text == "a" and ivw.KeyModifier.Super in event.modifiers()
    assert event_of({"type": "key", "key": name, "pressed": False}).state == ivw.KeyState.Release


EVENTS = [
    ivw.MouseEvent(
        ivw.MouseButton.Right, ivw.MouseState.Press, ivw.MouseButton.Right, ivw.KeyModifier.Shift, dvec2(0.5, 0.25), uvec2(10, 20), 0.5
    ),
    ivw.MouseEvent(ivw.MouseButton.Left, ivw.MouseState.DoubleClick, normalizedPosition=(0.5, 0.5), canvasSize=(9, 9)),
    ivw.MouseEvent(ivw.MouseButton.Middle, ivw.MouseState.Release, canvasSize=(9, 9)),
    ivw.WheelEvent(delta=(0, 1), normalizedPosition=(0.1, 0.2), canvasSize=(9, 9)),
    ivw.KeyboardEvent(ivw.IvwKey.Left, ivw.KeyState.Release, ivw.KeyModifier.Control | ivw.KeyModifier.Alt, 0, "x"),
]


@pytest.mark.parametrize("event", EVENTS, ids=repr)
def test_events_go_to_the_program_and_back(event: Any) -> None:
    other = event_of(message_of(event))
    assert type(other) is type(event)
    for name in ("button", "state", "buttonState", "posNormalized", "canvasSize", "depth", "delta", "key", "text"):
        if hasattr(event, name):
            assert getattr(other, name) == getattr(event, name), name
    assert other.modifiers() == event.modifiers()


def test_events_that_no_canvas_takes() -> None:
    with pytest.raises(NotImplementedError, match="a canvas takes MouseEvent, WheelEvent and KeyboardEvent, not ResizeEvent"):
        message_of(ivw.ResizeEvent(size2_t(1, 2)))


def test_using_events() -> None:
    event = ivw.KeyboardEvent(key=ivw.IvwKey.A)
    assert not event.hasBeenUsed() and event.hash() == ivw.KeyboardEvent.chash != ivw.MouseEvent.chash
    event.markAsUsed()
    assert event.used and event.clone().hasBeenUsed() and ivw.KeyboardEvent(event).key == ivw.IvwKey.A
    event.markAsUnused()
    event.setUsed(True)
    event.used = False
    assert not event.used
    processor = Picker()
    assert event.markAsVisited(processor) and not event.markAsVisited(processor) and event.hasVisitedProcessor(processor)
    assert event.getVisitedProcessors() == [processor] and event.shouldPropagateTo(None, processor, None)
    event.setToolTip("here")
    assert event.tooltip == "here"


def test_events_of_other_devices() -> None:
    point = ivw.TouchPoint(1, ivw.TouchState.Started, (0.5, 0.25), (0.5, 0.5), (0, 0), (11, 21), 1.0, 0.5)
    event = ivw.TouchEvent([point, ivw.TouchPoint(2, posNormalized=(0, 0), canvasSize=(11, 21))], ivw.TouchDevice(), ivw.KeyModifier.Shift)
    assert event.hasTouchPoints() and event.centerPointNormalized == dvec2(0.25, 0.125) and event.canvasSize == uvec2(11, 21)
    assert point.pos == dvec2(5, 5) and event.averageDepth == 0.75 and event.centerNDC == dvec3(-0.5, -0.75, 0.75)
    resize = ivw.ResizeEvent(size2_t(3, 4), size2_t(1, 2))
    assert resize.size == size2_t(3, 4) and ivw.ResizeEvent(resize).previousSize == size2_t(1, 2)
    assert ivw.ViewEvent(ivw.camerautil.Side.XPositive).action is ivw.camerautil.Side.XPositive
    assert isinstance(ivw.ViewEvent(ivw.ViewEventFlipUp()).action, ivw.ViewEventFlipUp)
    with pytest.raises(TypeError, match="ViewEvent takes"):
        ivw.ViewEvent(5)


# Events at a processor


def test_events_are_delivered_and_answered() -> None:
    class Takes(Picker):
        def invokeEvent(self, event: Any) -> None:
            self.seen.append(event)
            event.markAsUsed()
            event.setToolTip("mine")

    takes, event = Takes(), event_of({"type": "mouse_move", "pointer": POINTER})
    assert takes._wants_events() and takes._deliver(event) == (True, "mine") and takes.seen == [event]
    assert not Picker()._wants_events() and Picker()._deliver(ivw.KeyboardEvent()) == (False, None)


def test_an_override_of_propagate_event_keeps_what_it_does_not_pass_on() -> None:
    class Keeps(Picker):
        def propagateEvent(self, event: Any, source: Any) -> None:
            self.seen.append((event, source))
            if event.key == ivw.IvwKey.A:
                super().propagateEvent(event, source)

    keeps = Keeps()
    assert keeps._wants_events()
    assert keeps._deliver(ivw.KeyboardEvent(ivw.IvwKey.A)) == (False, None) and keeps._deliver(ivw.KeyboardEvent(ivw.IvwKey.B)) == (
        True,
        None,
    )
    assert len(keeps.seen) == 2 and keeps.seen[0][1] is None


# Picking


def test_picking_ids_are_reserved_when_asked_for(asked: Asked) -> None:
    picker = Picker()
    mapper = ivw.PickingMapper(picker, 5, lambda event: None)
    assert asked.asked == [] and mapper.size == 5 and mapper.enabled and picker._wants_events()
    assert [mapper.pickingId(i) for i in (0, 4)] == [100, 104] and asked.asked == [("picking.reserve", {"node": 7, "count": 5})]
    for index in (-1, 5):
        with pytest.raises(IndexError, match="has 5 ids"):
            mapper.pickingId(index)
    assert mapper.color == vec3(100 / 255, 0, 0)


def test_picking_ids_can_be_more_or_fewer(asked: Asked) -> None:
    mapper = ivw.PickingMapper(Picker(), 5, lambda event: None)
    mapper.pickingId(0)
    mapper.resize(3)
    assert mapper.size == 3 and mapper.pickingId(2) == 102 and len(asked.asked) == 1, "fewer stay where they are"
    mapper.size = 10
    assert mapper.pickingId(9) == 114
    assert asked.asked[1:] == [("picking.release", {"first": 100}), ("picking.reserve", {"node": 7, "count": 10})]


def test_what_a_picking_mapper_takes() -> None:
    with pytest.raises(TypeError, match="takes a processor first, not int"):
        ivw.PickingMapper(5, 1, print)
    with pytest.raises(TypeError, match="takes a function as callback"):
        ivw.PickingMapper(Picker(), 1, 5)
    with pytest.raises(ValueError, match="at least 0"):
        ivw.PickingMapper(Picker(), -1, print)
    lonely = Picker()
    lonely._link = None
    with pytest.raises(RuntimeError, match="picker is in no network yet"):
        ivw.PickingMapper(lonely, 1, print).pickingId(0)


def test_picking_callbacks(asked: Asked) -> None:
    picker, seen = Picker(), []
    first, second = (ivw.PickingMapper(picker, 3, lambda event, n=n: seen.append((n, event.pickedId))) for n in (1, 2))
    assert (first.pickingId(0), second.pickingId(0)) == (100, 103)
    for number in (102, 104, 999):
        picker._deliver(pick(id=number))
    assert seen == [(1, 2), (2, 1)]
    first.enabled = False
    picker._deliver(pick(id=102))
    assert seen == [(1, 2), (2, 1)]


def test_a_picking_callback_says_whether_it_used_the_event(asked: Asked) -> None:
    def callback(event: Any) -> None:
        event.setToolTip("point")
        event.markAsUsed()

    picker = Picker()
    ivw.PickingMapper(picker, 3, callback).pickingId(0)
    assert picker._deliver(pick()) == (True, "point")


def test_an_error_in_a_picking_callback_is_printed_with_the_name_of_the_node(asked: Asked, capsys: Any) -> None:
    def callback(event: Any) -> None:
        raise ValueError("broken callback")

    picker = Picker()
    ivw.PickingMapper(picker, 3, callback).pickingId(0)
    assert picker._deliver(pick()) == (False, None)
    printed = capsys.readouterr().err
    assert printed.startswith("picker: the picking callback failed") and "broken callback" in printed


MEMBERS: list = [
    ("pickedId", 2), ("globalPickingId", 102), ("currentGlobalPickingId", 103), ("currentLocalPickingId", 3),
    ("previousGlobalPickingId", 101), ("previousLocalPickingId", 1), ("pressedGlobalPickingId", 102), ("pressedLocalPickingId", 2),
    ("position", dvec2(0.25, 0.75)), ("previousPosition", dvec2(0.2, 0.5)), ("pressedPosition", dvec2(0.1, 0.5)),
    ("deltaPosition", dvec2(0.05, 0.25)), ("deltaPressedPosition", dvec2(0.15, 0.25)), ("depth", 0.5), ("previousDepth", 0.0),
    ("pressedDepth", -0.5), ("deltaDepth", 0.5), ("deltaPressedDepth", 1.0), ("ndc", dvec3(-0.5, 0.5, 0.5)),
    ("previousNDC", dvec3(-0.6, 0, 0)), ("pressedNDC", dvec3(-0.8, 0, -0.5)), ("canvasSize", size2_t(101, 201)),
    ("state", ivw.PickingState.Updated), ("pressState", ivw.PickingPressState.Move), ("hoverState", ivw.PickingHoverState.Move),
    ("pressItem", ivw.PickingPressItem.Primary), ("pressItems", ivw.PickingPressItems(ivw.PickingPressItem.Primary)),
    ("modifiers", ivw.KeyModifier.Shift | ivw.KeyModifier.Alt),
]  # fmt: skip


@pytest.mark.parametrize(("name", "expected"), MEMBERS, ids=[name for name, _ in MEMBERS])
def test_members_of_picking_events(name: str, expected: Any) -> None:
    event = pick()
    event._first = 100
    found = getattr(event, name)
    assert np.allclose(list(found), list(expected)) if isinstance(expected, (dvec2, dvec3)) else found == expected
    with pytest.raises(AttributeError):
        setattr(event, name, expected)


@pytest.mark.parametrize(
    ("changes", "name", "expected"),
    [
        ({"state": "none"}, "state", ivw.PickingState.NoState),
        ({"state": "started"}, "state", ivw.PickingState.Started),
        ({"state": "finished"}, "state", ivw.PickingState.Finished),
        ({"press": "double_click"}, "pressState", ivw.PickingPressState.DoubleClick),
        ({"press": "none"}, "pressState", ivw.PickingPressState.NoPress),
        ({"hover": "enter"}, "hoverState", ivw.PickingHoverState.Enter),
        ({"hover": "exit"}, "hoverState", ivw.PickingHoverState.Exit),
        ({"hover": "none"}, "hoverState", ivw.PickingHoverState.NoHover),
        ({"button": None}, "pressItem", ivw.PickingPressItem.NoItem),
        ({"button": "middle"}, "pressItem", ivw.PickingPressItem.Tertiary),
        ({"button": "secondary"}, "pressItem", ivw.PickingPressItem.Secondary),
        ({"current": 0}, "currentLocalPickingId", 0),
    ],
)
def test_states_of_picking_events(changes: dict, name: str, expected: Any) -> None:
    event = pick(**changes)
    event._first = 100
    assert getattr(event, name) == expected


def test_the_event_behind_a_picking_event() -> None:
    event = pick(press="press").getEvent()
    assert isinstance(event, ivw.MouseEvent) and (event.button, event.state) == (ivw.MouseButton.Left, ivw.MouseState.Press)
    assert event.posNormalized == dvec2(0.25, 0.75)
    assert pick(press="none").getEvent().state == ivw.MouseState.Move


@pytest.mark.parametrize("of_a_property", [False, True])
def test_the_way_in_world_space(of_a_property: bool) -> None:
    camera = Camera(vec3(0, 0, 2), vec3(0, 0, 0), vec3(0, 1, 0))
    prop = CameraProperty("camera", "Camera", vec3(0, 0, 2))
    event = pick(pointer={**POINTER, "canvas": [200, 200], "position": [0.75, 0.5]}, previous_pointer={**POINTER, "position": [0.25, 0.5]})
    # The pressed depth is where the target lies.
    seen = np.array(camera.projectionMatrix, float) @ np.array([0, 0, -2, 1])
    event._press["depth"] = seen[2] / seen[3]
    delta = event.getWorldSpaceDeltaAtPressDepth(prop if of_a_property else camera)
    width = 2 * 2 * np.tan(np.radians(camera.fov if hasattr(camera, "fov") else 38.0) / 2)
    assert np.allclose(list(delta), [width / 2, 0, 0], atol=1e-4)
    with pytest.raises(TypeError, match="takes a Camera or CameraProperty"):
        event.getWorldSpaceDeltaAtPressDepth(5)
