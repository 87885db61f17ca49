"""Drags files over a window and drops them, as a file manager does: the source's side of XDND (version 5), over Xlib.

    python docs/screens/drops.py [--hold SECONDS] X Y FILE …

goes over the screen to X, Y, waits there, and drops. With `--hold` it stays so long over the place and leaves again without dropping.
"""

import ctypes
import ctypes.util
import pathlib
import sys
import time

X = ctypes.CDLL(ctypes.util.find_library("X11") or "libX11.so.6")
Pointer, Long, Ulong, Int = (
    ctypes.c_void_p,
    ctypes.c_long,
    ctypes.c_ulong,
    ctypes.c_int,
)
CLIENT_MESSAGE, SELECTION_REQUEST, SELECTION_NOTIFY = 33, 30, 31


class Message(ctypes.Structure):
    """XClientMessageEvent."""

    _fields_ = [
        ("type", Int),
        ("serial", Ulong),
        ("send_event", Int),
        ("display", Pointer),
        ("window", Ulong),
        ("message_type", Ulong),
        ("format", Int),
        ("data", Long * 5),
    ]


class Request(ctypes.Structure):
    """XSelectionRequestEvent."""

    _fields_ = [
        ("type", Int),
        ("serial", Ulong),
        ("send_event", Int),
        ("display", Pointer),
        ("owner", Ulong),
        ("requestor", Ulong),
        ("selection", Ulong),
        ("target", Ulong),
        ("property", Ulong),
        ("time", Ulong),
    ]


class Notify(ctypes.Structure):
    """XSelectionEvent."""

    _fields_ = [
        ("type", Int),
        ("serial", Ulong),
        ("send_event", Int),
        ("display", Pointer),
        ("requestor", Ulong),
        ("selection", Ulong),
        ("target", Ulong),
        ("property", Ulong),
        ("time", Ulong),
    ]


class Event(ctypes.Union):
    """XEvent."""

    _fields_ = [
        ("type", Int),
        ("message", Message),
        ("request", Request),
        ("notify", Notify),
        ("pad", Long * 24),
    ]


def declare(name, result, *arguments):
    function = getattr(X, name)
    function.restype, function.argtypes = result, arguments
    return function


open_display = declare("XOpenDisplay", Pointer, ctypes.c_char_p)
root_window = declare("XDefaultRootWindow", Ulong, Pointer)
intern = declare("XInternAtom", Ulong, Pointer, ctypes.c_char_p, Int)
create = declare(
    "XCreateSimpleWindow",
    Ulong,
    Pointer,
    Ulong,
    Int,
    Int,
    *[ctypes.c_uint] * 3,
    Ulong,
    Ulong,
)
own = declare("XSetSelectionOwner", Int, Pointer, Ulong, Ulong, Ulong)
send = declare("XSendEvent", Int, Pointer, Ulong, Int, Long, ctypes.POINTER(Event))
put = declare(
    "XChangeProperty",
    Int,
    Pointer,
    Ulong,
    Ulong,
    Ulong,
    Int,
    Int,
    ctypes.c_char_p,
    Int,
)
pending = declare("XPending", Int, Pointer)
next_event = declare("XNextEvent", Int, Pointer, ctypes.POINTER(Event))
warp = declare(
    "XWarpPointer",
    Int,
    Pointer,
    Ulong,
    Ulong,
    Int,
    Int,
    ctypes.c_uint,
    ctypes.c_uint,
    Int,
    Int,
)
translate = declare(
    "XTranslateCoordinates",
    Int,
    Pointer,
    Ulong,
    Ulong,
    Int,
    Int,
    *[ctypes.POINTER(Int)] * 2,
    ctypes.POINTER(Ulong),
)
properties = declare(
    "XListProperties", ctypes.POINTER(Ulong), Pointer, Ulong, ctypes.POINTER(Int)
)
free = declare("XFree", Int, Pointer)
flush = declare("XSync", Int, Pointer, Int)


class Drag:
    """Files on their way over the screen."""

    def __init__(self, files):
        self.display = open_display(None)
        if not self.display:
            raise OSError("no display could be opened; set DISPLAY")
        self.root = root_window(self.display)
        self.source = create(self.display, self.root, 0, 0, 1, 1, 0, 0, 0)
        self.files = "".join(
            pathlib.Path(file).resolve().as_uri() + "\r\n" for file in files
        ).encode()
        self.over, self.accepted, self.finished = None, False, False
        own(self.display, self.atom("XdndSelection"), self.source, 0)

    def atom(self, name):
        return intern(self.display, name.encode(), 0)

    def target(self, x, y):
        """The window under a place that takes drops."""
        window, left, top, child = self.root, Int(), Int(), Ulong()
        while True:
            translate(self.display, self.root, window, x, y, left, top, child)
            count = Int()
            found = properties(self.display, window, count)
            names = [found[i] for i in range(count.value)] if found else []
            if found:
                free(found)
            if window != self.root and self.atom("XdndAware") in names:
                return window
            if not child.value:
                return None
            window = child.value

    def tell(self, name, *data):
        event = Event()
        event.message.type, event.message.window = CLIENT_MESSAGE, self.over
        event.message.message_type, event.message.format = self.atom(name), 32
        for index, value in enumerate((self.source, *data)):
            event.message.data[index] = value
        send(self.display, self.over, 0, 0, event)
        flush(self.display, 0)

    def move(self, x, y):
        warp(self.display, 0, self.root, 0, 0, 0, 0, x, y)
        under = self.target(x, y)
        if under != self.over:
            if self.over:
                self.tell("XdndLeave")
            self.over = under
            if under:
                self.tell("XdndEnter", 5 << 24, self.atom("text/uri-list"))
        if self.over:
            self.tell("XdndPosition", 0, x << 16 | y, 0, self.atom("XdndActionCopy"))
        self.answer(0.05)

    def drop(self):
        if not (self.over and self.accepted):
            raise OSError("nothing here takes the files")
        self.tell("XdndDrop", 0, 0)
        self.answer(3.0, lambda: self.finished)

    def leave(self):
        if self.over:
            self.tell("XdndLeave")
            self.over = None

    def answer(self, seconds, until=lambda: False):
        """Answers what the window asks, for a while."""
        end, event = time.time() + seconds, Event()
        while time.time() < end and not until():
            if not pending(self.display):
                time.sleep(0.005)
                continue
            next_event(self.display, event)
            if event.type == SELECTION_REQUEST:
                self.give(event.request)
            elif event.type == CLIENT_MESSAGE:
                name = event.message.message_type
                if name == self.atom("XdndStatus"):
                    self.accepted = bool(event.message.data[1] & 1)
                self.finished |= name == self.atom("XdndFinished")

    def give(self, request):
        put(
            self.display,
            request.requestor,
            request.property,
            request.target,
            8,
            0,
            self.files,
            len(self.files),
        )
        event = Event()
        event.notify.type = SELECTION_NOTIFY
        for name in ("requestor", "selection", "target", "property", "time"):
            setattr(event.notify, name, getattr(request, name))
        send(self.display, request.requestor, 0, 0, event)
        flush(self.display, 0)


def main():
    arguments, hold = sys.argv[1:], None
    if arguments[0] == "--hold":
        hold, arguments = float(arguments[1]), arguments[2:]
    x, y, *files = int(arguments[0]), int(arguments[1]), *arguments[2:]
    drag = Drag(files)
    for step in range(1, 11):
        drag.move(x - 10 * (10 - step), y - 6 * (10 - step))
    if hold is None:
        drag.answer(0.3)
        drag.drop()
    else:
        drag.answer(hold)
        drag.leave()


if __name__ == "__main__":
    main()
