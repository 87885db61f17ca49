import sys
_package, _extension, _fd = sys.argv[1:4]
sys.argv[:] = [""]
sys.path[:] = [_package] + [p for p in sys.path if p not in ("", _package)]
if _extension:
    import importlib.machinery, importlib.util
    _loader = importlib.machinery.ExtensionFileLoader("_voxloom", _extension)
    _module = importlib.util.module_from_spec(importlib.util.spec_from_file_location("_voxloom", _extension, loader=_loader))
    sys.modules["_voxloom"] = _module
    _loader.exec_module(_module)
import voxloom._host
voxloom._host.main(int(_fd))
