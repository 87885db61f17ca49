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
import signal
import subprocess
import sys
import tempfile
import time

from hands import ALL, ALONE, BRAIN, HERE, MIDDLE, RIGHT, ROOT, SINGLE, WINDOW, Play
from networks import (
    BROKEN,
    FILTERS,
    LOOSE,
    MESHES,
    NOISE,
    PAIR,
    RAGGED,
    SMOOTH,
    TWO,
    Network,
    many,
)

VOLUME = "assets/volumes/mni152_t1_1mm.npy"
OWN = "python_processors/point_picking.py"
SCENES = []


def scene(function):
    SCENES.append(function)
    return function


def box(center, width=720, height=480):
    """A region around a place of the window, above the console."""
    left = min(max(int(center[0] - width / 2), 0), WINDOW[0] - width)
    top = min(max(int(center[1] - height / 2), 0), ALL[3] - height)
    return (left, top, left + width, top + height)


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
def inserted(p):
    """The same, dropped: it is in the wire, selected, and what follows made room. One step of undo."""
    p.brain(room=True)
    p.click((90, 106))
    p.text("gauss")
    p.drag((80, 163), p.at(272, 94))
    time.sleep(1.5)
    return (0, 59, 1150, 725)


@scene
def insert_existing(p):
    """A node that is there, dragged onto a wire that it fits into: what would come of it is said."""
    p.open(LOOSE)
    p.drag(p.head(256, 176), p.at(352, 100), p.at(352, 66), drop=False)
    return box(p.at(420, 100), 960, 640)


@scene
def insert_existing_dropped(p):
    """The same, dropped: the wire goes through it."""
    p.open(LOOSE)
    p.drag(p.head(256, 176), p.at(352, 100), p.at(352, 66))
    time.sleep(1)
    return box(p.at(420, 100), 960, 640)


@scene
def insert_palette(p):
    """A click on a wire, then Tab: only what goes into this wire is offered, and is wired at once."""
    p.open(FILTERS)
    start, end = p.outport(*NOISE), p.inport(*SMOOTH)
    middle = ((start[0] + end[0]) // 2, (start[1] + end[1]) // 2)
    p.click(middle)
    p.key("Tab")
    return box(p.at(400, 150), 960, 640)


@scene
def replaced(p):
    """A class dropped on a node: it has taken its place, its wires and the values that fit."""
    p.open(FILTERS)
    p.click((90, 106))
    p.text("median")
    p.drag((80, 163), p.head(*SMOOTH))
    time.sleep(1.5)
    return (0, 59, 1150, 725)


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
def swap(p):
    """With Alt held, a wire's end dropped on a taken inport: the two would be swapped."""
    p.open(PAIR)
    first, second = p.inport(352, 0), p.inport(352, 0, 1)
    p.drag(first, (first[0] - 60, first[1] + 40), second, hold="alt", drop=False)
    return box(p.at(280, 100))


@scene
def swapped(p):
    """The same, dropped: each has the other's source."""
    p.open(PAIR)
    first, second = p.inport(352, 0), p.inport(352, 0, 1)
    p.drag(first, (first[0] - 60, first[1] + 40), second, hold="alt")
    p.move(*p.at(280, 240))
    return box(p.at(280, 100))


@scene
def by_keys(p):
    """P goes to a port, C lists what it connects to; W goes to wires, R adds a waypoint, Shift and arrows move it."""
    p.open(TWO)
    p.click(p.head(352, 192))
    p.key("p", "p", "c")
    return box(p.at(330, 140), 960, 640)


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
    network.wires = [
        ["VolumeCreator.volume", "GaussianFilter.inport"],
        ["GaussianFilter.gone", "VolumeRaycaster.volume"],
    ]
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
    p.move(p.mouse[0] + 40, p.mouse[1] + 82)
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
    return box(p.at(300, 0))


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
def expression(p):
    """Arithmetic typed into a number: what it comes to."""
    p.brain()
    p.click(p.head(312, 40))
    p.click((1377, 282))
    p.key("ctrl+a")
    p.text("2*pi/3")
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
    return (440, 140, 1040, 780)


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
    p.click(p.head(544, 30))
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
    """An empty window: ways to begin, and what was open lately with its folder."""
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
    subprocess.run(
        [p.program, "--user-dir", p.folder / "user", "render", "--out", picture, BRAIN],
        cwd=ROOT,
        env=p.env,
        check=False,
    )
    p.start(picture, wait=3)
    return (390, 300, 1050, 600)


@scene
def drop_over(p):
    """Files dragged over the window: what will become of them."""
    p.start(wait=3)
    p.drop((700, 360), VOLUME, BRAIN, OWN, hold=8)
    return ALL


@scene
def drop_data(p):
    """A volume dropped on the empty window: it is shown."""
    p.start(wait=3)
    p.drop((700, 360), VOLUME)
    time.sleep(3)
    return MIDDLE


@scene
def drop_workspace(p):
    """A workspace dropped on a window with unsaved work: first it is asked."""
    p.open(FILTERS)
    p.drag(p.head(*SMOOTH), p.at(360, 170))
    p.drop((700, 360), BRAIN)
    return (390, 300, 1050, 600)


@scene
def drop_python(p):
    """A Python file dropped on the window: nothing of it runs before it was said."""
    p.start(wait=3)
    p.drop((700, 360), OWN)
    return (390, 240, 1050, 660)


@scene
def drop_picture(p):
    """A picture that carries its workspace, dropped."""
    picture = p.folder / "brain.png"
    program = [p.program, "--user-dir", p.folder / "user"]
    command = [*program, "render", "--out", picture, "--size", "320x240", BRAIN]
    subprocess.run(command, cwd=ROOT, env=p.env, check=False)
    p.start(wait=3)
    p.drop((700, 360), picture)
    return (390, 300, 1050, 600)


@scene
def menus(p):
    """Alt+E, then arrows: every menu by keys."""
    p.brain()
    p.key("alt+e", "Down", "Down", "Down")
    return (0, 0, 720, 720)


@scene
def recent_by_keys(p):
    """Alt+F, O, arrows: recent files with their folders; those that are gone are gray."""
    (p.folder / "user").mkdir()
    gone = p.folder / "study/brain.voxloom"
    files = [str(ROOT / BRAIN), str(gone), str(ROOT / VOLUME)]
    (p.folder / "user/recent.json").write_text(json.dumps(files))
    p.start(wait=3)
    p.key("alt+f", "Down", "Down", "Down", "Right")
    return (0, 0, 840, 560)


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
    names = [
        function
        for function in SCENES
        if (SINGLE / f"{function.__name__}.png").exists()
    ]
    for number, start in enumerate(range(0, len(names), per_sheet), 1):
        part = names[start : start + per_sheet]
        sheet = HERE / f"sheet-{number}.jpg"
        tiles = []
        for function in part:
            tiles += [
                "-label",
                function.__name__.replace("_", " "),
                SINGLE / f"{function.__name__}.png",
            ]
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
        lines += [
            f"- **{function.__name__.replace('_', ' ')}**: {' '.join(function.__doc__.split())}"
            for function in part
        ]
        lines.append("")
    (HERE / "README.md").write_text("\n".join(lines))


def main():
    parser = argparse.ArgumentParser(
        description="Makes the contact sheets of the editor's interactions."
    )
    parser.add_argument(
        "scenes",
        nargs="*",
        help="play only these; without names all, and the sheets are written",
    )
    parser.add_argument(
        "--program",
        default=os.environ.get("VOXLOOM_PROGRAM", ROOT / "target/debug/voxloom"),
    )
    parser.add_argument(
        "--sheets",
        action="store_true",
        help="write the sheets from the pictures that are there",
    )
    options = parser.parse_args()
    SINGLE.mkdir(parents=True, exist_ok=True)
    chosen = (
        [function for function in SCENES if function.__name__ in options.scenes]
        if options.scenes or options.sheets
        else SCENES
    )
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(1))
    failed = []
    if chosen:
        read, write = os.pipe()
        server = subprocess.Popen(
            [
                "Xvfb",
                "-displayfd",
                str(write),
                "-screen",
                "0",
                "1440x900x24",
                "-noreset",
            ],
            pass_fds=[write],
            stderr=subprocess.DEVNULL,
        )
        display = ":" + os.read(read, 16).decode().strip()
        try:
            for function in chosen:
                started = time.time()
                try:
                    play(
                        function, str(pathlib.Path(options.program).resolve()), display
                    )
                    print(
                        f"{function.__name__}: {time.time() - started:.0f} s",
                        flush=True,
                    )
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
