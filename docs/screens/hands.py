"""The hands that play a scene: a program of its own in a virtual display, mouse, keys, and the picture at the end."""

import os
import pathlib
import signal
import subprocess
import sys
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


class Play:
    """The running program, and the hands that drive it."""

    def __init__(self, program, display, folder):
        self.program, self.display, self.folder = program, display, folder
        self.env = dict(
            os.environ, DISPLAY=display, XDG_RUNTIME_DIR=str(folder), HOME=str(folder)
        )
        self.env.pop("WAYLAND_DISPLAY", None)
        self.process, self.mouse, self.area, self.center, self.zoom = (
            None,
            (0, 0),
            ALONE,
            (0, 0),
            1.0,
        )

    def x(self, *args):
        subprocess.run(
            ["xdotool", *map(str, args)],
            env=self.env,
            check=True,
            stdout=subprocess.DEVNULL,
        )

    # The program

    def start(self, *files, wait=3.0):
        command = [
            str(part)
            for part in (self.program, "--user-dir", self.folder / "user", *files)
        ]
        quiet = {"stdout": subprocess.DEVNULL, "stderr": subprocess.DEVNULL}
        self.process = subprocess.Popen(command, cwd=ROOT, env=self.env, **quiet)
        until = time.time() + 30
        while time.time() < until:
            found = subprocess.run(
                ["xdotool", "search", "--onlyvisible", "--name", "Voxloom"],
                env=self.env,
                capture_output=True,
                text=True,
                check=False,
            )
            if found.stdout.strip():
                break
            time.sleep(0.2)
        window = found.stdout.split()[-1]
        self.x(
            "windowsize",
            window,
            *WINDOW,
            "windowmove",
            window,
            0,
            0,
            "windowfocus",
            window,
        )
        time.sleep(wait)

    def open(self, network, wait=3.0):
        """Starts with a network, and knows where it lies: it opens zoomed to fit."""
        path = self.folder / "example.voxloom"
        path.write_text(network.text())
        self.start(path, wait=wait)
        self.make_room()
        self.look(
            [
                (
                    x,
                    y
                    + (
                        20
                        if cls.endswith("Expression")
                        else 40
                        if cls.endswith("GeometryRenderGL")
                        else 0
                    ),
                )
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
        right, bottom = (
            max(x for x, _ in corners) + 192,
            max(y for _, y in corners) + 90,
        )
        width, height = self.area[2] - self.area[0], self.area[3] - self.area[1]
        self.zoom = min(
            (width - 64) / (right - left), (height - 48) / (bottom - top), 1.0
        )
        self.center = ((left + right) / 2, (top + bottom) / 2)

    def end(self, how=signal.SIGKILL):
        if self.process and self.process.poll() is None:
            self.process.send_signal(how)
            self.process.wait()

    # Places

    def at(self, x, y):
        """Where a place of the network lies in the window."""
        middle = ((self.area[0] + self.area[2]) / 2, (self.area[1] + self.area[3]) / 2)
        return (
            round(middle[0] + (x - self.center[0]) * self.zoom),
            round(middle[1] + (y - self.center[1]) * self.zoom),
        )

    def head(self, x, y):
        return self.at(x + 96, y + 14)

    def inport(self, x, y, index=0):
        return self.at(x, y + 54 + 20 * index)

    def outport(self, x, y, index=0):
        return self.at(x + 192, y + 54 + 20 * index)

    # Hands

    def move(self, x, y, steps=8):
        for i in range(1, steps + 1):
            self.x(
                "mousemove",
                self.mouse[0] + (x - self.mouse[0]) * i // steps,
                self.mouse[1] + (y - self.mouse[1]) * i // steps,
            )
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

    def drop(self, place, *files, hold=None):
        """Files come over the window and fall there; with `hold` they stay over it so long, for the picture."""
        command = [sys.executable, HERE / "drops.py"]
        command += [] if hold is None else ["--hold", str(hold)]
        command += [*map(str, place), *files]
        self.mouse = place
        if hold is None:
            subprocess.run(command, env=self.env, check=True)
            time.sleep(1.5)
        else:
            subprocess.Popen(command, env=self.env)
            time.sleep(1.5)

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
        crop = (
            f"{region[2] - region[0]}x{region[3] - region[1]}+{region[0]}+{region[1]}"
        )
        draw = ["-fill", "white", "-stroke", "black", "-draw", f"polygon {polygon}"]
        whole = self.folder / "whole.png"
        subprocess.run(["import", "-window", "root", whole], env=self.env, check=True)
        subprocess.run(
            ["convert", whole, "-crop", crop, "+repage", *draw, path],
            env=self.env,
            check=True,
        )
