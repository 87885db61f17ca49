"""A host in plain Python: enough of the protocol to test the program's side without the extension."""

import array
import json
import os
import queue
import re
import socket
import struct
import sys
import threading
import traceback

HEADER = struct.Struct("<4sIQI")


def error_of(exception, file=None):
    frames = traceback.extract_tb(exception.__traceback__)
    own = [frame for frame in frames if frame.filename != __file__]
    file, line = (own[-1].filename, own[-1].lineno) if own else (file, None)
    if isinstance(exception, SyntaxError):
        file, line = exception.filename, exception.lineno
    kind = "cancelled" if isinstance(exception, KeyboardInterrupt) else "exception"
    text = "".join(traceback.format_exception(type(exception), exception, exception.__traceback__))
    return {"kind": kind, "message": f"{type(exception).__name__}: {exception}", "traceback": text, "file": file, "line": line}


class Host:
    def __init__(self, fd):
        self.socket = socket.socket(fileno=fd)
        self.classes, self.instances, self.cancelled, self.lock = {}, {}, set(), threading.Lock()

    def send(self, op, **fields):
        text = json.dumps({"op": op, **fields}).encode()
        with self.lock:
            self.socket.sendall(HEADER.pack(b"VXLM", len(text), 0, 0) + text)

    def exactly(self, length):
        data = bytearray()
        while len(data) < length:
            part, ancillary, _, _ = self.socket.recvmsg(length - len(data), socket.CMSG_SPACE(253 * 4))
            for _, _, payload in ancillary:
                for fd in array.array("i", payload):
                    os.close(fd)
            if not part:
                os._exit(0)
            data += part
        return bytes(data)

    def main(self):
        runs = queue.Queue()
        threading.Thread(target=self.work, args=(runs,), daemon=True).start()
        while True:
            _, text, tail, _ = HEADER.unpack(self.exactly(HEADER.size))
            message = json.loads(self.exactly(text))
            self.exactly(tail)
            op = message["op"]
            if op == "shutdown":
                os._exit(0)
            elif op == "run":
                runs.put(message)
            elif op == "cancel":
                self.cancelled.add(message["call"])
            else:
                self.guard(message, getattr(self, "on_" + op))

    def work(self, runs):
        while True:
            self.guard(runs.get(), self.on_run)

    def guard(self, message, method):
        try:
            method(message)
        except BaseException as exception:
            if "call" in message:
                self.send("failed", call=message["call"], error=error_of(exception))

    def on_hello(self, message):
        self.send("hello", version=message["version"], python="3", executable=sys.executable, numpy=None)

    def on_folders(self, message):
        pass

    def on_load(self, message):
        threading.Thread(target=self.guard, args=(message, self.load), daemon=True).start()

    def load(self, message):
        file, found, error = message["file"], [], None
        scope = {"host": self}
        folder = os.path.dirname(file)
        helpers = [os.path.join(folder, name + ".py") for name in re.findall(r"^import (\w+)", open(file).read(), re.M)]
        helpers = [helper for helper in helpers if os.path.exists(helper)]
        try:
            for helper in helpers:
                sys.modules.pop(os.path.basename(helper)[:-3], None)
            if folder not in sys.path:
                sys.path.append(folder)
            sys.dont_write_bytecode = True
            exec(compile(open(file).read(), file, "exec"), scope)
        except Exception as exception:
            error = error_of(exception, file)
        for value in list(scope.values()):
            if isinstance(value, type) and hasattr(value, "identifier"):
                self.classes[file, value.identifier] = value
                text = "PY"
                found.append(
                    {"class_identifier": value.identifier, "display_name": value.__name__, "category": "Stub", "code_state": "stable", "tags": text, "help": ""}
                )
        self.send("loaded", call=message["call"], classes=found, error=error, helpers=helpers)

    def on_unload(self, message):
        self.classes = {key: value for key, value in self.classes.items() if key[0] != message["file"]}

    def on_create(self, message):
        instance = self.classes[message["file"], message["class"]]()
        instance.node, instance.values = message["node"], {}
        self.instances[message["node"]] = instance
        self.send("created", call=message["call"], interface=instance.interface())

    def on_values(self, message):
        self.instances[message["node"]].values.update(message["values"])

    def on_change(self, message):
        instance = self.instances[message["node"]]
        for path in message["paths"]:
            writes = instance.change(path)
            if writes:
                self.send("changes", call=message["call"], node=message["node"], writes=writes, interface=None)
        self.send("done", call=message["call"], refine=False)

    def on_event(self, message):
        self.send("event_reply", call=message["call"], used=True, tooltip=message["event"]["type"])

    def on_run(self, message):
        instance = self.instances[message["node"]]
        instance.call = message["call"]
        instance.inputs = message["inputs"]
        getattr(instance, message["stage"], lambda: None)()
        self.send("done", call=message["call"], refine=False)

    def on_drop_instance(self, message):
        self.instances.pop(message["node"], None)

    def on_drop_data(self, message):
        self.send("print", node=None, stream="out", text=f"dropped {message['handle']}")

    def on_request(self, message):
        method, args = message["method"], message["args"]
        result = {"Ok": {"method": method, "args": args}}
        if method == "object.pickle":
            result = {"Ok": {"pickle": f"{os.getpid()}/{args['handle']}"}}
            if args["handle"] == 13:
                result = {"Err": {"message": "TypeError: cannot pickle 'generator' object", "file": None, "line": None}}
        elif method == "object.unpickle":
            result = {"Ok": {"handle": 1000 + int(args["pickle"].split("/")[1])}}
        self.send("reply", call=message["call"], result=result)


def main(fd):
    Host(fd).main()
