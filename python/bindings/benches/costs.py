"""What Python costs: each figure beside the same done without the program.

    python costs.py [PART …]        all parts, or those named: call bytes arrays parallel start commands sliders

`cargo xtask bench` runs it with optimized builds; by itself it takes the extension and the program that `VOXLOOM_PROGRAM` and
the path name. Medians unless said otherwise. Close other programs: two hosts can run at once only where two cores are free.
"""

from __future__ import annotations

import contextlib
import json
import os
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from typing import Any, Callable

import numpy as np

ROOT = Path(__file__).resolve().parents[3]
PROGRAM = Path(os.environ.get("VOXLOOM_PROGRAM") or ROOT / "target" / "release" / "voxloom")

HEAD = """
import os, resource, time
import numpy as np
import voxloom as vx
from voxloom import FloatProperty, IntProperty, StringProperty, Volume, VolumeInport, VolumeOutport
"""


def processor(name: str, body: str, init: str = "pass", head: str = "") -> str:
    """The text of a file with one class, ``org.bench.NAME``."""

    def block(text: str) -> str:
        return "\n".join("        " + line for line in text.strip("\n").splitlines())

    # A node whose outports all lack data counts as not ready.
    outport = 'self.out = self.addOutport(VolumeOutport("out"))' if "self.out" in body else "pass"

    return f'''{HEAD}{head}

class {name}(vx.Processor):
    classIdentifier, displayName = "org.bench.{name}", "{name}"

    def __init__(self, id, name):
        super().__init__(id, name)
        {outport}
        self.number = self.addProperty(FloatProperty("number", "Number", 0.0, 0.0, 1e9))
        self.said = self.addProperty(StringProperty("said", "Said", ""))
{block(init)}

    def process(self):
{block(body)}
'''


class Bench:
    """A network, and a folder for the files of its classes."""

    def __init__(self) -> None:
        import voxloom as vx

        self.vx, self.net = vx, vx.Network()
        self._folder = tempfile.TemporaryDirectory()
        self.folder = Path(self._folder.name)

    def add(self, name: str, text: str, isolation: str = "node") -> Any:
        """A node of a class of its own file."""
        file = self.folder / f"{name}.py"
        file.write_text(text)
        self.vx.register(file)
        node = self.net.add(f"org.bench.{name}")
        self.net.isolate(node, isolation)
        self.settle(node)
        return node

    def settle(self, node: Any) -> None:
        """Evaluates a node that may have nothing to give yet."""
        with contextlib.suppress(self.vx.ProcessorError):
            self.net.evaluate(node)

    def run(self, node: Any, number: float) -> float:
        """Gives a node a number and computes it; seconds."""
        began = time.perf_counter()
        node.number.value = number
        self.net.evaluate(node)
        return time.perf_counter() - began

    def close(self) -> None:
        """Ends it."""
        self.net.close()
        self._folder.cleanup()


def show(what: str, figure: str) -> None:
    """One line of the report."""
    print(f"{what:<72} {figure}", flush=True)


def micro(seconds: Any) -> str:
    """Median and 95th percentile in µs."""
    ordered = sorted(seconds)
    return f"{statistics.median(ordered) * 1e6:.1f} µs (95 %: {ordered[len(ordered) * 95 // 100] * 1e6:.0f})"


def pss(pid: int) -> int:
    """Bytes of a process; a page that two map counts half in each."""
    for line in Path(f"/proc/{pid}/smaps_rollup").read_text().splitlines():
        if line.startswith("Pss:"):
            return int(line.split()[1]) * 1024
    return 0


def shared_memory() -> int:
    """Bytes of shared memory on the machine, whoever maps them."""
    for line in Path("/proc/meminfo").read_text().splitlines():
        if line.startswith("Shmem:"):
            return int(line.split()[1]) * 1024
    return 0


def call(bench: Bench) -> None:
    """An empty ``process``."""

    class Bare:
        def process(self) -> None:
            pass

    bare, count = Bare(), 200_000
    began = time.perf_counter()
    for _ in range(count):
        bare.process()
    show("an empty method called by Python", f"{(time.perf_counter() - began) / count * 1e6:.3f} µs")
    for isolation, words in (("node", "in a host of its own"), ("shared", "in this interpreter")):
        node = bench.add(f"Empty{isolation}", processor(f"Empty{isolation}", "pass"), isolation)
        runs, whole = [], []
        for number in range(1, 2001):
            whole.append(bench.run(node, number))
            runs.append(bench.net.info(node)["time_ms"] / 1e3)
        show(f"an empty process, {words}: the evaluator's run", micro(runs[200:]))
        show("    … with the write of a value and evaluate() around it", micro(whole[200:]))


def bytes_copied(bench: Bench) -> None:
    """256 MiB from one host through the program to another, and back."""
    size = 256 << 20
    make = "array = np.full((256, 1024, 1024), int(self.number.value) % 256, np.uint8)\nself.out.setData(Volume(array))\n"
    said = "self.said.value = f'{os.getpid()} {vx.copied_bytes()}'"
    first = bench.add("Maker", processor("Maker", "if self.number.value:\n    " + make.replace("\n", "\n    ") + "\n" + said))
    # All of it is read, so that its pages count in the reader.
    touch = "if self.inp.hasData():\n    data = self.inp.getData()\n    assert data.data.max() > 0\n    self.out.setData(data)\n" + said
    second = bench.add("Passer", processor("Passer", touch, "self.inp = self.addInport(VolumeInport('inp'))\nself.inp.optional = True"))
    bench.net.connect(first.outports.out, second.inports.inp)
    bench.settle(second)
    second.number.value = 1
    bench.settle(second)
    pids = [os.getpid(), *(int(node.said.value.split()[0]) for node in (first, second))]
    shared = shared_memory()
    before = [pss(pid) for pid in pids]
    first.number.value = 7
    began = time.perf_counter()
    bench.net.evaluate(second)
    took = time.perf_counter() - began
    data = second.outports.out.data
    assert data.shape == (256, 1024, 1024) and data[17, 5, 3] == 7
    copied = [bench.vx.copied_bytes(), *(int(node.said.value.split()[1]) for node in (first, second))]
    after = [pss(pid) for pid in pids]
    show("256 MiB from host to host: copied by program, maker, reader", f"{copied} bytes, {took * 1e3:.0f} ms with np.full")
    grown = [round((now - then) / size, 3) for now, then in zip(after, before)]
    more = (shared_memory() - shared) / size
    show("    … more memory (Pss) of program, maker, reader; shared memory", f"{grown} of the array; {more:.3f} of it on the machine")


OPERATIONS = """
def operations():
    from scipy.ndimage import gaussian_filter
    a = np.random.default_rng(1).random((256, 256, 256), np.float32)
    b = a[::-1].copy()
    return [
        ("a + b", lambda: a + b),
        ("np.sqrt(a)", lambda: np.sqrt(a)),
        ("a * 2 + b", lambda: a * 2 + b),
        ("gaussian_filter(a, 1)", lambda: gaussian_filter(a, 1.0)),
    ]


def measure(again):
    import resource, time
    found = {}
    for name, work in operations():
        times, faults = [], []
        for _ in range(again):
            fault, start = resource.getrusage(resource.RUSAGE_SELF).ru_minflt, time.perf_counter()
            result = work()
            times.append(time.perf_counter() - start)
            faults.append(resource.getrusage(resource.RUSAGE_SELF).ru_minflt - fault)
            del result
        found[name] = (times, faults)
    return found
"""


def arrays(bench: Bench) -> None:
    """Array operations of 64 MiB in a host and in plain Python, in turn."""
    again, rounds = 12, 4
    body = f"import json\nif self.number.value:\n    self.said.value = json.dumps(measure({again}))"
    node = bench.add("Arrays", processor("Arrays", body, head=OPERATIONS))
    plain = f"import json\nimport numpy as np\n{OPERATIONS}\nprint(json.dumps(measure({again})))"
    ours: dict = {}
    theirs: dict = {}
    for number in range(1, rounds + 1):
        bench.run(node, number)
        for found, text in (
            (ours, node.said.value),
            (theirs, subprocess.run([sys.executable, "-c", plain], capture_output=True, text=True, check=True).stdout),
        ):
            for name, (times, faults) in json.loads(text).items():
                # The first time is the cold one.
                found.setdefault(name, ([], []))[0].extend(times[2:])
                found[name][1].extend(faults[2:])
    for name, (times, faults) in ours.items():
        plain_times, plain_faults = theirs[name]
        ratio = statistics.median(times) / statistics.median(plain_times)
        best = min(times) / min(plain_times)
        show(
            f"{name}, 256³ float32: host / plain NumPy",
            f"{statistics.median(times) * 1e3:.1f} / {statistics.median(plain_times) * 1e3:.1f} ms = {ratio:.2f} (best {best:.2f}), "
            f"page faults {statistics.median(faults):.0f} / {statistics.median(plain_faults):.0f}",
        )


def parallel(bench: Bench) -> None:
    """Two nodes that compute in pure Python."""
    body = "total = 0\nfor n in range(int(self.number.value)):\n    total += n & 3"
    nodes = [bench.add(f"Loop{n}", processor(f"Loop{n}", body)) for n in (1, 2)]
    count = 15_000_000.0
    gains = []
    for again in range(4):
        one_by_one = sum(bench.run(node, count + 2 * again) for node in nodes)
        began = time.perf_counter()
        with bench.net.edit("Both"):
            for node in nodes:
                node.number.value = count + 2 * again + 1
        bench.net.evaluate()
        gains.append(one_by_one / (time.perf_counter() - began))
    rounded = [round(gain, 2) for gain in gains]
    show("two pure-Python loops in two hosts, against one after the other", f"{max(gains):.2f} times (best of {rounded})")


def start(bench: Bench) -> None:
    """The list of classes, with 50 files of which one imports for 3 s."""
    if not PROGRAM.exists():
        show("the list of 50 files", f"not measured: there is no {PROGRAM}")
        return
    folder, user = bench.folder / "fifty", bench.folder / "user"
    folder.mkdir()
    for n in range(49):
        (folder / f"p{n:02}.py").write_text(processor(f"P{n:02}", "pass"))
    (folder / "slow.py").write_text("import time\ntime.sleep(3)\n" + processor("Slow", "pass"))
    command = [str(PROGRAM), "--user-dir", str(user), "--python", sys.executable, "--python-processors", str(folder)]
    for words in ("first", "second", "third"):
        began = time.perf_counter()
        text = subprocess.run([*command, "processors", "--json"], capture_output=True, text=True, check=True).stdout
        took = time.perf_counter() - began
        assert text.count("org.bench.") >= 50
        show(f"voxloom processors with 50 files, {words} start: the whole process", f"{took * 1e3:.0f} ms")


COMMANDS = """
import time
import inviwopy, voxloom as vx
net = vx.Network()
ray = net.add("org.inviwo.VolumeRaycaster")
prop = ray.properties.raycaster.samplingRate
for _ in range(3):
    began = time.perf_counter()
    for n in range(10_000):
        prop.value = 1 + n % 3
    print(time.perf_counter() - began)
"""


def commands(bench: Bench) -> None:
    """10,000 writes of a value, each a command that can be undone."""
    source = bench.net.add("org.inviwo.VolumeRaycaster")
    rate = source.properties.raycaster.samplingRate
    best = []
    for _ in range(3):
        began = time.perf_counter()
        for n in range(10_000):
            rate.value = 1 + n % 3
        best.append(time.perf_counter() - began)
    show("10,000 commands from a script in its own interpreter", f"{min(best):.2f} s")
    if PROGRAM.exists():
        script = bench.folder / "commands.py"
        script.write_text(COMMANDS)
        done = subprocess.run([str(PROGRAM), "--user-dir", str(bench.folder / "user"), "--python", sys.executable, "run", str(script)],
                              capture_output=True, text=True, check=True)  # fmt: skip
        show("10,000 commands from `voxloom run`", f"{min(map(float, done.stdout.split())):.2f} s")


def sliders(bench: Bench) -> None:
    """A value that is dragged while the node takes 5 ms."""
    node = bench.add("Slow", processor("Slow", "end = time.perf_counter() + 0.005\nwhile time.perf_counter() < end:\n    pass"))
    before = bench.net.info(node)["processed"]
    late, writes = [], 500
    began = time.perf_counter()
    for n in range(1, writes + 1):
        node.number.value = n
        if n % 50 == 0:
            start = time.perf_counter()
            bench.net.evaluate(node)
            late.append(time.perf_counter() - start)
        else:
            time.sleep(0.001)
    took = time.perf_counter() - began
    runs = bench.net.info(node)["processed"] - before
    later = statistics.median(late) * 1e3
    show(f"{writes} values in {took:.1f} s for a node of 5 ms", f"{runs} runs; the last value computed {later:.1f} ms later")


PARTS: dict[str, Callable[[Bench], None]] = {
    "call": call,
    "bytes": bytes_copied,
    "arrays": arrays,
    "parallel": parallel,
    "start": start,
    "commands": commands,
    "sliders": sliders,
}


def main(names: list) -> None:
    """Measures the parts of these names, or all."""
    unknown = [name for name in names if name not in PARTS]
    if unknown:
        raise SystemExit(f"there is no part {unknown[0]}; there is {', '.join(PARTS)}")
    import _voxloom

    print(f"extension {_voxloom.__file__}; Python {sys.version.split()[0]}, NumPy {np.__version__}, load {os.getloadavg()[0]:.1f}")
    for name in names or PARTS:
        bench = Bench()
        try:
            PARTS[name](bench)
        finally:
            bench.close()


if __name__ == "__main__":
    main(sys.argv[1:])
