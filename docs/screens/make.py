"""Makes the contact sheets of the editor's interactions, by real mouse and key events in a virtual display.

Run it anywhere in the repository:

    python docs/screens/make.py [SCENE …]

Without names every scene is played and the sheets and the README beside this file are written; with names only those scenes are played.
The single pictures are left in `target/screens/`. The program is `target/debug/voxloom`, or what the variable VOXLOOM_PROGRAM or the
option `--program PATH` names. Needed: Xvfb, xdotool and ImageMagick (`import`, `convert`, `montage`).

A scene is a function whose docstring is the line under its picture. It starts the program with a workspace, does something with
`click`, `drag`, `key` and `text`, and returns the region of the window to show. Places in the network are given in its own coordinates.
"""

import argparse
import json
import os
import pathlib
import re
import signal
import subprocess
import sys
import tempfile
import time

ROOT = pathlib.Path(__file__).resolve().parents[2]
HERE = ROOT / "docs/screens"
SINGLE = ROOT / "target/screens"
BRAIN = "assets/workspaces/brain.voxloom"
WINDOW = (1440, 900)
# The network's part of the window, with more and with less room, and that of all between the side panels.
ALONE = (190, 186, 1150, 720)
BELOW = (190, 447, 1150, 720)
ALL = (0, 0, 1440, 746)
MIDDLE = (190, 59, 1150, 720)
RIGHT = (780, 59, 1440, 499)
SCENES = []


def scene(function):
    SCENES.append(function)
    return function


def box(center, width=720, height=480):
    """A region around a place of the window, above the console."""
    left = min(max(int(center[0] - width / 2), 0), WINDOW[0] - width)
    top = min(max(int(center[1] - height / 2), 0), ALL[3] - height)
    return (left, top, left + width, top + height)


class Network:
    """A workspace text: nodes by short name as (class, x, y, properties), wires as "a.out b.in"."""

    def __init__(self, nodes, wires=()):
        self.nodes = {
            name: (cls if "." in cls else "org.voxloom." + cls, x, y, (rest or [{}])[0]) for name, (cls, x, y, *rest) in nodes.items()
        }
        self.wires = [wire.split() for wire in wires]

    def text(self):
        processors = [
            {
                "id": name,
                "class": cls,
                "version": 1,
                "name": re.sub(r"(?<=[a-z])(?=[A-Z0-9])", " ", name),
                "position": [x, y],
                "properties": properties,
            }
            for name, (cls, x, y, properties) in self.nodes.items()
        ]
        connections = [{"from": source, "to": target} for source, target in self.wires]
        return json.dumps({"voxloom": 1, "network": {"processors": processors, "connections": connections, "links": []}})


class Play:
    """The running program, and the hands that drive it."""

    def __init__(self, program, display, folder):
        self.program, self.display, self.folder = program, display, folder
        self.env = dict(os.environ, DISPLAY=display, XDG_RUNTIME_DIR=str(folder), HOME=str(folder))
        self.env.pop("WAYLAND_DISPLAY", None)
        self.process, self.mouse, self.area, self.center, self.zoom = None, (0, 0), ALONE, (0, 0), 1.0

    def x(self, *args):
        subprocess.run(["xdotool", *map(str, args)], env=self.env, check=True, stdout=subprocess.DEVNULL)

    # The program

    def start(self, *files, wait=3.0):
        command = [str(part) for part in (self.program, "--user-dir", self.folder / "user", *files)]
        quiet = {"stdout": subprocess.DEVNULL, "stderr": subprocess.DEVNULL}
        self.process = subprocess.Popen(command, cwd=ROOT, env=self.env, **quiet)
        until = time.time() + 30
        while time.time() < until:
            found = subprocess.run(
                ["xdotool", "search", "--onlyvisible", "--name", "Voxloom"], env=self.env, capture_output=True, text=True
            )
            if found.stdout.strip():
                break
            time.sleep(0.2)
        window = found.stdout.split()[-1]
        self.x("windowsize", window, *WINDOW, "windowmove", window, 0, 0, "windowfocus", window)
        time.sleep(wait)

    def open(self, network, wait=3.0):
        """Starts with a network, and knows where it lies: it opens zoomed to fit."""
        path = self.folder / "example.voxloom"
        path.write_text(network.text())
        self.start(path, wait=wait)
        self.make_room()
        self.look(
            [
                (x, y + (20 if cls.endswith("Expression") else 40 if cls.endswith("GeometryRenderGL") else 0))
                for cls, x, y, _ in network.nodes.values()
            ]
            + [(x, y) for _, x, y, _ in network.nodes.values()]
        )

    def empty(self):
        self.start()
        self.make_room()
        self.look([(0, 0)])

    def make_room(self):
        """Gives the network more room than the canvas, and shows all of it."""
        self.move(670, 444)
        time.sleep(0.6)
        self.drag((670, 444), (670, ALONE[1] + 40), (670, ALONE[1] - 3))
        self.click((ALONE[0] + 8, ALONE[3] - 8))
        self.key("f")

    def brain(self, room=False):
        self.start(BRAIN, wait=4.0)
        if room:
            self.make_room()
        self.look([(40, 40), (312, 40), (584, 40)], ALONE if room else BELOW)

    def look(self, corners, area=ALONE):
        self.area = area
        left, top = min(x for x, _ in corners), min(y for _, y in corners)
        right, bottom = max(x for x, _ in corners) + 192, max(y for _, y in corners) + 90
        width, height = self.area[2] - self.area[0], self.area[3] - self.area[1]
        self.zoom = min((width - 64) / (right - left), (height - 48) / (bottom - top), 1.0)
        self.center = ((left + right) / 2, (top + bottom) / 2)

    def end(self, how=signal.SIGKILL):
        if self.process and self.process.poll() is None:
            self.process.send_signal(how)
            self.process.wait()

    # Places

    def at(self, x, y):
        """Where a place of the network lies in the window."""
        middle = ((self.area[0] + self.area[2]) / 2, (self.area[1] + self.area[3]) / 2)
        return (round(middle[0] + (x - self.center[0]) * self.zoom), round(middle[1] + (y - self.center[1]) * self.zoom))

    def head(self, x, y):
        return self.at(x + 96, y + 14)

    def inport(self, x, y, index=0):
        return self.at(x, y + 54 + 20 * index)

    def outport(self, x, y, index=0):
        return self.at(x + 192, y + 54 + 20 * index)

    # Hands

    def move(self, x, y, steps=8):
        for i in range(1, steps + 1):
            self.x("mousemove", self.mouse[0] + (x - self.mouse[0]) * i // steps, self.mouse[1] + (y - self.mouse[1]) * i // steps)
            time.sleep(0.025)
        self.mouse = (x, y)

    def click(self, place, button=1, count=1, hold=None):
        self.move(*place)
        time.sleep(0.15)
        if hold:
            self.x("keydown", hold)
            time.sleep(0.1)
        self.x("click", "--repeat", count, "--delay", 60, button)
        if hold:
            time.sleep(0.1)
            self.x("keyup", hold)
        time.sleep(0.4)

    def drag(self, *places, button=1, hold=None, drop=True):
        """Presses at the first place and goes to the others; without `drop` the button stays down for the picture."""
        self.move(*places[0])
        time.sleep(0.15)
        if hold:
            self.x("keydown", hold)
            time.sleep(0.15)
        self.x("mousedown", button)
        time.sleep(0.1)
        for place in places[1:]:
            self.move(*place, steps=14)
        time.sleep(0.3)
        if drop:
            self.x("mouseup", button)
            if hold:
                self.x("keyup", hold)
            time.sleep(0.4)

    def key(self, *keys):
        for key in keys:
            self.x("key", key)
            time.sleep(0.3)

    def text(self, text):
        self.x("type", "--delay", 35, text)
        time.sleep(0.5)

    def command(self, name):
        """By the command palette."""
        self.key("ctrl+shift+p")
        self.text(name)
        self.key("Return")
        time.sleep(0.4)

    def shoot(self, path, region):
        """The region of the window with the pointer in it, which a virtual display does not draw."""
        x, y = self.mouse[0] - region[0], self.mouse[1] - region[1]
        arrow = [(0, 0), (0, 17), (4, 13), (7, 20), (10, 19), (7, 12), (12, 12)]
        polygon = " ".join(f"{x + dx},{y + dy}" for dx, dy in arrow)
        crop = f"{region[2] - region[0]}x{region[3] - region[1]}+{region[0]}+{region[1]}"
        draw = ["-fill", "white", "-stroke", "black", "-draw", f"polygon {polygon}"]
        whole = self.folder / "whole.png"
        subprocess.run(["import", "-window", "root", whole], env=self.env, check=True)
        subprocess.run(["convert", whole, "-crop", crop, "+repage", *draw, path], env=self.env, check=True)


# Networks that scenes begin with

NOISE, SMOOTH, CASTER, CANVAS = (0, 0), (256, 0), (512, 0), (768, 0)
FILTERS = Network(
    {
        "VolumeCreator": ("org.inviwo.VolumeCreator", *NOISE),
        "GaussianFilter": ("GaussianFilter", *SMOOTH),
        "VolumeRaycaster": ("org.inviwo.VolumeRaycaster", *CASTER),
        "Canvas": ("org.inviwo.CanvasGL", *CANVAS),
    },
    [
        "VolumeCreator.volume GaussianFilter.inport",
        "GaussianFilter.outport VolumeRaycaster.volume",
        "VolumeRaycaster.outport Canvas.inport",
    ],
)
TWO = Network(
    {
        "VolumeCreator": ("org.inviwo.VolumeCreator", 0, 80),
        "VolumeRaycaster": ("org.inviwo.VolumeRaycaster", 352, 0),
        "VolumeRaycaster2": ("org.inviwo.VolumeRaycaster", 352, 192),
        "Canvas": ("org.inviwo.CanvasGL", 640, 0),
    },
    ["VolumeCreator.volume VolumeRaycaster.volume", "VolumeRaycaster.outport Canvas.inport"],
)
MESHES = Network(
    {
        "VolumeCreator": ("org.inviwo.VolumeCreator", 0, 80),
        "MarchingCubes": ("MarchingCubes", 272, 0),
        "MarchingCubes2": ("MarchingCubes", 272, 176),
        "MeshRenderer": ("org.inviwo.GeometryRenderGL", 576, 64),
        "Canvas": ("org.inviwo.CanvasGL", 848, 64),
    },
    [
        "VolumeCreator.volume MarchingCubes.inport",
        "VolumeCreator.volume MarchingCubes2.inport",
        "MarchingCubes.outport MeshRenderer.geometry",
        "MarchingCubes2.outport MeshRenderer.geometry",
        "MeshRenderer.image Canvas.inport",
    ],
)
BROKEN = Network(
    {
        "VolumeCreator": ("org.inviwo.VolumeCreator", 0, 0),
        "ArrayExpression": ("Expression", 256, 0, {"expression": "a * nosuchname"}),
        "VolumeRaycaster": ("org.inviwo.VolumeRaycaster", 512, 0),
        "Canvas": ("org.inviwo.CanvasGL", 768, 0),
    },
    ["VolumeCreator.volume ArrayExpression.a", "ArrayExpression.outport VolumeRaycaster.volume", "VolumeRaycaster.outport Canvas.inport"],
)
RAGGED = Network(
    {
        "VolumeCreator": ("org.inviwo.VolumeCreator", 0, 0),
        "MedianFilter": ("MedianFilter", 256, 83),
        "Morphology": ("Morphology", 544, 31),
    },
    ["VolumeCreator.volume MedianFilter.inport", "MedianFilter.outport Morphology.inport"],
)


def many():
    """Sixty nodes and more, one of which has no file."""
    nodes, wires = {}, []
    for row in range(6):
        source = (
            ("org.inviwo.VolumeSource", 0, row * 160, {"filename": "missing.npy"})
            if row == 3
            else ("org.inviwo.VolumeCreator", 0, row * 160)
        )
        chain = [("VolumeSource" if row == 3 else f"VolumeCreator{row + 1}", source, "data" if row == 3 else "volume")]
        chain += [(f"GaussianFilter{row + 1}{column}", ("GaussianFilter", column * 272, row * 160), "outport") for column in range(1, 9)]
        chain.append((f"VolumeRaycaster{row + 1}", ("org.inviwo.VolumeRaycaster", 9 * 272, row * 160), "outport"))
        if row in (0, 3):
            chain.append((f"Canvas{row + 1}", ("org.inviwo.CanvasGL", 10 * 272, row * 160), ""))
        nodes.update({name: node for name, node, _ in chain})
        for (name, _, port), (other, node, _) in zip(chain, chain[1:]):
            wires.append(f"{name}.{port} {other}.{'volume' if 'Raycaster' in node[0] else 'inport'}")
    return Network(nodes, wires)


# Adding


@scene
def palette(p):
    """Double click on the ground, then typing `gaus`: the palette, fuzzy, at the pointer."""
    p.empty()
    p.click((560, 300), count=2)
    p.text("gaus")
    return box((660, 420))


@scene
def drag_from_list(p):
    """A class dragged from the list, over the ground."""
    p.empty()
    p.drag((80, 284), (420, 360), drop=False)
    return (0, 59, 720, 539)


@scene
def insert(p):
    """A class dragged from the filtered list over a connection: it would be put in."""
    p.brain(room=True)
    p.click((90, 106))
    p.text("gauss")
    p.drag((80, 163), p.at(272, 94), drop=False)
    return (0, 59, 870, 639)


@scene
def replace(p):
    """A class dragged over a node: it would take its place."""
    p.open(FILTERS)
    p.click((90, 106))
    p.text("median")
    p.drag((80, 163), p.head(*SMOOTH), drop=False)
    return (0, 59, 870, 639)


@scene
def open_end(p):
    """A wire dragged from a port into empty space: only what connects is offered, and is wired at once."""
    p.open(TWO)
    p.drag(p.outport(0, 80), p.at(230, -50))
    time.sleep(0.3)
    return box(p.at(330, 20), 840, 560)


@scene
def visualizer(p):
    """Right click on a port: the menu, with Add Visualizer."""
    p.open(TWO)
    p.click(p.outport(0, 80), button=3)
    return box(p.at(330, 140))


@scene
def visualizer_added(p):
    """V with the source selected: a raycaster and a canvas are added and wired."""
    p.open(Network({"VolumeCreator": ("org.inviwo.VolumeCreator", 0, 0)}))
    p.click(p.head(0, 0))
    p.key("v")
    time.sleep(2)
    return MIDDLE


# Wiring


@scene
def compatible(p):
    """A wire on its way: ports that it fits into are lit, others are dimmed."""
    p.open(MESHES)
    p.drag(p.outport(0, 80), p.at(430, 330), drop=False)
    return box(p.at(520, 130), 960, 640)


@scene
def refused(p):
    """A wire over a port of another type: the reason why not."""
    p.open(MESHES)
    p.drag(p.outport(0, 80), p.inport(576, 64, 1), drop=False)
    return box(p.at(520, 130), 960, 640)


@scene
def reconnect(p):
    """A wire taken near its end and moved to another port."""
    p.open(TWO)
    end = p.inport(352, 0)
    p.drag((end[0] - 22, end[1] + 1), p.inport(352, 192), drop=False)
    return box(p.at(272, 130))


@scene
def cut(p):
    """K held and a line drawn over wires: they are cut."""
    p.open(MESHES)
    p.drag(p.at(520, -20), p.at(535, 130), p.at(520, 280), hold="k", drop=False)
    return box(p.at(520, 130), 960, 640)


@scene
def waypoints(p):
    """The middle of a wire dragged: it is led around."""
    p.open(TWO)
    start, end = p.outport(0, 80), p.inport(352, 0)
    middle = ((start[0] + end[0]) // 2, (start[1] + end[1]) // 2)
    p.drag(middle, (middle[0] - 20, middle[1] - 90))
    return box(p.at(272, 100))


@scene
def pull_out(p):
    """Alt held and a node dragged: it leaves its wires, and what flowed through it flows on."""
    p.open(FILTERS)
    p.drag(p.head(*SMOOTH), p.at(360, 170), hold="alt", drop=False)
    return box(p.at(480, 80), 960, 640)


@scene
def order(p):
    """Right click on an inport that takes several: their order, with buttons."""
    p.open(MESHES)
    p.click(p.inport(576, 64), button=3)
    return box(p.at(500, 160), 780, 520)


@scene
def bypass(p):
    """B: what comes in goes out unchanged."""
    p.open(FILTERS)
    p.click(p.head(*SMOOTH))
    p.key("b")
    return box(p.at(480, 50), 960, 640)


@scene
def parked(p):
    """A connection whose port is gone is kept, drawn broken, and says why."""
    network = Network(FILTERS.nodes, [])
    network.wires = [["VolumeCreator.volume", "GaussianFilter.inport"], ["GaussianFilter.gone", "VolumeRaycaster.volume"]]
    p.open(network)
    p.move(*p.at(490, 54))
    time.sleep(1.2)
    return box(p.at(480, 50), 960, 640)


# Selection and layout


@scene
def band(p):
    """A drag on the ground selects."""
    p.open(RAGGED)
    p.drag(p.at(-40, -60), p.at(420, 200), drop=False)
    return box(p.at(368, 80), 840, 560)


@scene
def snapping(p):
    """A dragged node lines up with others."""
    p.open(RAGGED)
    p.drag(p.head(256, 83), p.at(352, 62), p.at(352, 17), drop=False)
    return box(p.at(368, 80), 840, 560)


@scene
def align_menu(p):
    """Three selected, right click: Align and Distribute."""
    p.open(RAGGED)
    p.key("ctrl+a")
    p.click(p.head(256, 83), button=3)
    p.move(p.mouse[0] + 40, p.mouse[1] + 32)
    p.move(p.mouse[0] + 160, p.mouse[1])
    return box(p.at(450, 220), 840, 560)


@scene
def aligned(p):
    """Align Top and Distribute Horizontally, by the command palette."""
    p.open(RAGGED)
    p.key("ctrl+a")
    p.command("Align Top")
    p.command("Distribute Horizontally")
    return box(p.at(368, 80), 840, 560)


@scene
def frame(p):
    """Ctrl+G around the selection, a title typed."""
    p.open(RAGGED)
    p.key("ctrl+a", "ctrl+g")
    p.text("Clean up")
    p.key("Return")
    return box(p.at(368, 80), 900, 600)


@scene
def note(p):
    """N, then the text of the note."""
    p.open(RAGGED)
    p.move(*p.at(60, 220))
    p.key("n")
    p.text("Median first: the scanner leaves single bright voxels.")
    return box(p.at(300, 170), 900, 600)


@scene
def search(p):
    """Ctrl+F, then `state:` or words: what is found is listed and shown."""
    p.open(many(), wait=5)
    p.key("ctrl+f")
    p.text("failed")
    return MIDDLE


@scene
def paste(p):
    """Ctrl+A, Ctrl+C, pointer below, Ctrl+V."""
    p.open(FILTERS)
    p.key("ctrl+a", "ctrl+c")
    p.move(*p.at(0, 160))
    p.key("ctrl+v")
    return box(p.at(480, 120), 960, 640)


# What nodes show


@scene
def inspect(p):
    """The pointer rests on a port: its data."""
    p.brain(room=True)
    p.move(*p.outport(40, 40))
    time.sleep(2)
    return box(p.at(300, 180))


@scene
def pinned(p):
    """I over a port pins what it holds."""
    p.brain(room=True)
    p.move(*p.outport(40, 40))
    time.sleep(1.2)
    p.key("i")
    p.move(*p.at(-40, 0))
    time.sleep(1.5)
    return box(p.at(300, 180))


@scene
def thumbnails(p):
    """Show Thumbnails, by the command palette."""
    p.brain()
    p.command("Show Thumbnails")
    time.sleep(2)
    return (190, 270, 1150, 720)


@scene
def costs(p):
    """Each node says its time, memory and share of the whole; View → Show Costs turns the shares off."""
    p.open(FILTERS, wait=5)
    p.move(*p.at(300, 200))
    return box(p.at(480, 50), 960, 640)


@scene
def far(p):
    """Zoomed far out with the wheel: an error is still seen."""
    p.open(many(), wait=5)
    p.move(*p.at(1300, 400))
    p.x("click", "--repeat", 5, "--delay", 60, 5)
    p.move(ALONE[0] + 60, ALONE[3] - 40)
    time.sleep(1)
    return MIDDLE


@scene
def failed(p):
    """A failed node says why."""
    p.open(BROKEN, wait=5)
    return box(p.at(480, 60), 960, 640)


@scene
def failed_unfolded(p):
    """A click on the message gives the traceback; a click on a line opens it."""
    p.open(BROKEN, wait=5)
    p.click(p.at(297, 171))
    time.sleep(0.5)
    return box(p.at(480, 200), 960, 640)


# Properties


@scene
def row_menu(p):
    """Right click on a property."""
    p.brain()
    p.click(p.head(312, 40))
    p.click((1190, 300), button=3)
    return RIGHT


@scene
def multi(p):
    """Two selected: what both have is edited together."""
    p.open(TWO)
    p.click(p.head(352, 0))
    p.click(p.head(352, 192), hold="shift")
    return RIGHT


@scene
def property_search(p):
    """Ctrl+Shift+F, then `light`."""
    p.brain()
    p.click(p.head(312, 40))
    p.key("ctrl+shift+f")
    p.text("light")
    return RIGHT


@scene
def link_dialog(p):
    """Link Properties… with two selected."""
    p.open(TWO)
    p.click(p.head(352, 0))
    p.click(p.head(352, 192), hold="shift")
    p.command("Link Properties")
    return (440, 160, 1040, 740)


@scene
def arithmetic(p):
    """A click on a number, then `2*pi` typed; Enter takes what it comes to."""
    p.open(FILTERS)
    p.click(p.head(*SMOOTH))
    p.key("ctrl+shift+f")
    p.text("sigma")
    p.click((1388, 255))
    p.text("2*pi")
    p.move(1330, 330)
    return RIGHT


# Documents and commands


@scene
def history(p):
    """Ctrl+H: every step by name; a click jumps there."""
    p.open(RAGGED)
    p.drag(p.head(0, 0), p.at(96, 60))
    p.key("ctrl+a")
    p.command("Align Top")
    p.click(p.head(544, 0))
    p.key("b", "ctrl+h")
    time.sleep(0.5)
    return (720, 260, 1440, 740)


@scene
def recovery(p):
    """The program was killed (SIGKILL) after edits, and started again."""
    p.brain()
    p.drag(p.head(40, 40), p.at(136, 0))
    time.sleep(2.5)
    p.end(signal.SIGKILL)
    p.start(wait=3)
    return (0, 0, 1440, 640)


@scene
def file_browser(p):
    """Ctrl+Shift+O: the program's own file browser."""
    for name in ("brain.voxloom", "heart.npy", "lungs.npy", "segment.py"):
        (p.folder / name).write_text("{}")
    p.start()
    p.key("ctrl+shift+o")
    time.sleep(1)
    p.click((375, 300))
    return (330, 210, 1130, 740)


@scene
def recent_files(p):
    """An empty window: what was open lately."""
    p.start(BRAIN, wait=3)
    p.key("ctrl+n")
    time.sleep(1)
    return MIDDLE


@scene
def commands(p):
    """Ctrl+Shift+P, then `alig`."""
    p.open(RAGGED)
    p.key("ctrl+a", "ctrl+shift+p")
    p.text("alig")
    return box((670, 330), 840, 560)


@scene
def keyboard(p):
    """F1: every key, which can be changed."""
    p.start()
    p.key("F1")
    time.sleep(0.5)
    return (340, 70, 1100, 745)


@scene
def console(p):
    """The console's lines by level and source."""
    p.open(BROKEN, wait=5)
    p.click((1075, 739))
    return (480, 580, 1440, 900)


@scene
def png(p):
    """A saved picture that carries its workspace is opened: a picture, or the network in it?"""
    picture = p.folder / "brain.png"
    subprocess.run([p.program, "--user-dir", p.folder / "user", "render", "--out", picture, BRAIN], cwd=ROOT, env=p.env, check=False)
    p.start(picture, wait=3)
    return (390, 300, 1050, 600)


# Sheets


def play(function, program, display):
    with tempfile.TemporaryDirectory(prefix="screens-") as name:
        p = Play(program, display, pathlib.Path(name))
        try:
            region = function(p)
            time.sleep(0.8)
            p.shoot(SINGLE / f"{function.__name__}.png", region)
        finally:
            for button in (1, 3):
                p.x("mouseup", button)
            for key in ("k", "alt", "shift", "ctrl"):
                p.x("keyup", key)
            p.end()


def sheets(per_sheet=12):
    """All pictures, three in a row, and the README with a line for each."""
    lines = [
        "# What the editor does, in pictures",
        "",
        "Made by `python docs/screens/make.py`: the running program in a virtual display,",
        "driven by real mouse and key events.",
        "",
    ]
    names = [function for function in SCENES if (SINGLE / f"{function.__name__}.png").exists()]
    for number, start in enumerate(range(0, len(names), per_sheet), 1):
        part = names[start : start + per_sheet]
        sheet = HERE / f"sheet-{number}.jpg"
        tiles = []
        for function in part:
            tiles += ["-label", function.__name__.replace("_", " "), SINGLE / f"{function.__name__}.png"]
        look = [
            "-tile",
            "3x",
            "-geometry",
            "480x320+6+6",
            "-background",
            "#14161a",
            "-fill",
            "#d0d4da",
            "-pointsize",
            "14",
            "-quality",
            "88",
        ]
        subprocess.run(["montage", *tiles, *look, sheet], check=True)
        lines += [f"## Sheet {number}", "", f"![Sheet {number}]({sheet.name})", ""]
        lines += [f"- **{function.__name__.replace('_', ' ')}**: {' '.join(function.__doc__.split())}" for function in part]
        lines.append("")
    (HERE / "README.md").write_text("\n".join(lines))


def main():
    parser = argparse.ArgumentParser(description="Makes the contact sheets of the editor's interactions.")
    parser.add_argument("scenes", nargs="*", help="play only these; without names all, and the sheets are written")
    parser.add_argument("--program", default=os.environ.get("VOXLOOM_PROGRAM", ROOT / "target/debug/voxloom"))
    parser.add_argument("--sheets", action="store_true", help="write the sheets from the pictures that are there")
    options = parser.parse_args()
    SINGLE.mkdir(parents=True, exist_ok=True)
    chosen = [function for function in SCENES if function.__name__ in options.scenes] if options.scenes or options.sheets else SCENES
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(1))
    failed = []
    if chosen:
        read, write = os.pipe()
        server = subprocess.Popen(
            ["Xvfb", "-displayfd", str(write), "-screen", "0", "1440x900x24", "-noreset"], pass_fds=[write], stderr=subprocess.DEVNULL
        )
        display = ":" + os.read(read, 16).decode().strip()
        try:
            for function in chosen:
                started = time.time()
                try:
                    play(function, str(pathlib.Path(options.program).resolve()), display)
                    print(f"{function.__name__}: {time.time() - started:.0f} s", flush=True)
                except (OSError, subprocess.SubprocessError, IndexError) as error:
                    failed.append(function.__name__)
                    print(f"{function.__name__}: {error}", flush=True)
        finally:
            server.terminate()
            server.wait()
    if options.sheets or not options.scenes:
        sheets()
    sys.exit(1 if failed else 0)


if __name__ == "__main__":
    main()
