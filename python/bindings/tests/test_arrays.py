"""Arrays as voxels: adopted, frozen, given back, or copied with a note."""

from __future__ import annotations

import gc
import json
import subprocess
import sys
import threading
from typing import Any

import _voxloom
import numpy as np
import pytest
import voxloom
from conftest import EXTENSION, PACKAGE
from inviwopy._arrays import frozen_count
from inviwopy._native import native
from inviwopy.data import (
    Buffer,
    BufferFLOAT32,
    BufferType,
    ConnectivityType,
    DrawType,
    FormatError,
    Image,
    Layer,
    LayerPy,
    Mesh,
    Volume,
    VolumePy,
    formats,
)
from voxloom._wire import Objects, describe, restore

DTYPES = ["uint8", "uint16", "uint32", "uint64", "int8", "int16", "int32", "int64", "float16", "float32", "float64"]


def address(array: np.ndarray) -> int:
    return array.__array_interface__["data"][0]


def across(data: Any) -> Any:
    """The data as another process gets it."""
    left, right = _voxloom.connection_pair()
    outgoing = _voxloom.Outgoing()
    left.send(json.dumps(describe(data, outgoing, Objects()), allow_nan=False), outgoing)
    text, attached = right.recv()
    return restore(json.loads(text), attached, Objects())


def random(shape: tuple, dtype: str) -> np.ndarray:
    return (np.random.default_rng(3).random(shape) * 100).astype(dtype)


@pytest.mark.parametrize("dtype", DTYPES)
@pytest.mark.parametrize("channels", [1, 2, 3, 4])
def test_volumes_keep_every_value(dtype: str, channels: int) -> None:
    array = random((3, 4, 5) + ((channels,) if channels > 1 else ()), dtype)
    volume = Volume(array)
    assert volume.dimensions == (5, 4, 3) and volume.format == formats.DataFormat(dtype, channels)
    np.testing.assert_array_equal(volume.data, array)
    assert address(volume.data) == address(array) and volume.notes == []
    np.testing.assert_array_equal(across(volume).data, array)
    assert across(volume).data.dtype == array.dtype


@pytest.mark.parametrize("dtype", DTYPES)
def test_large_arrays_are_born_in_segments_and_cross_without_a_copy(dtype: str) -> None:
    array = np.zeros((64, 128, 256), dtype)
    array[1, 2, 3] = 1
    before = _voxloom.copied_bytes()
    volume = Volume(array)
    assert address(volume.data) == address(array)
    other = across(volume)
    assert other.data[1, 2, 3] == 1 and other.data.sum() == 1
    assert _voxloom.copied_bytes() == before


def test_large_arrays_of_others_are_copied_once() -> None:
    made: list[np.ndarray] = []
    thread = threading.Thread(target=lambda: made.append(np.ones(1 << 20, np.uint8).reshape(4, 512, 512).copy()))
    thread.start()
    thread.join()
    before = _voxloom.copied_bytes()
    volume = Volume(made[0])
    across(volume)
    across(volume)
    assert _voxloom.copied_bytes() == before + (1 << 20)


def test_arrays_are_frozen_while_held_and_writable_after() -> None:
    before = frozen_count()
    array = np.zeros((3, 4, 5))
    one, two = Volume(array), Volume(array)
    with pytest.raises(ValueError, match="read-only"):
        array[0] = 1
    with pytest.raises(ValueError):
        array.resize((1,), refcheck=False)
    del one
    assert not array.flags.writeable
    del two
    assert array.flags.writeable and frozen_count() == before
    array[0] = 1


def test_an_array_that_was_passed_on_is_writable_after() -> None:
    array = np.zeros((64, 128, 256), np.uint8)
    volume = Volume(array)
    sent = across(volume).data
    assert not array.flags.writeable
    del volume
    array[...] = 1
    assert not sent.any(), "what was sent is not what is written"
    assert across(Volume(array)).data.all() and not sent.any()


SIZES = pytest.mark.parametrize("shape", [(3, 4, 5), (64, 128, 256)], ids=["copied", "in a segment"])


@SIZES
def test_a_write_through_the_array_is_an_error(shape: tuple) -> None:
    array = np.zeros(shape, np.uint8)
    volume = Volume(array)
    with pytest.raises(ValueError, match="read-only"):
        array[0] = 1
    sent = across(volume).data
    with pytest.raises(ValueError, match="read-only"):
        array[0] = 1
    assert not sent.any() and not volume.data.any()


@SIZES
@pytest.mark.parametrize("before", [True, False], ids=["before it is sent", "after it was sent"])
def test_a_write_through_an_older_view_does_not_change_the_volume(shape: tuple, before: bool) -> None:
    array = np.zeros(shape, np.uint8)
    view = array[1:]
    volume = Volume(array)
    if before:
        view[...] = 1
    first = across(volume).data
    view[...] = 2
    second = across(volume).data
    assert not first.any() and not second.any(), "the same volume is the same picture"
    third = across(Volume(array)).data
    assert (third[1:] == 2).all() and not third[0].any(), "another volume has what the array holds now"
    view[...] = 3
    assert not first.any() and (third[1:] == 2).all()


@SIZES
def test_a_write_by_a_thread_while_the_volume_is_sent_does_not_change_it(shape: tuple) -> None:
    array = np.zeros(shape, np.uint8)
    view, stop = array.reshape(-1)[:], threading.Event()

    def write() -> None:
        value = 0
        while not stop.is_set():
            value = value % 250 + 1
            view[...] = value

    volume = Volume(array)
    thread = threading.Thread(target=write)
    thread.start()
    try:
        sent = [across(volume).data for _ in range(20)]
    finally:
        stop.set()
        thread.join()
    assert not any(each.any() for each in sent)


def test_a_buffer_that_is_used_again_for_every_volume() -> None:
    """Each volume keeps what the array held when it was sent."""
    array = np.zeros((16, 256, 256), np.uint8)
    sent = []
    for step in range(5):
        array[...] = step
        sent.append(across(Volume(array)).data)
    assert [int(each.max()) for each in sent] == [int(each.min()) for each in sent] == [0, 1, 2, 3, 4]


def test_what_nobody_wrote_is_sent_again_without_a_copy() -> None:
    array = np.zeros((16, 256, 256), np.uint8)
    before = _voxloom.copied_bytes()
    for _ in range(5):
        across(Volume(array))
    assert _voxloom.copied_bytes() == before and array.flags.writeable and not _voxloom.was_written(array)
    array[0, 0, 0] = 1
    assert _voxloom.was_written(array)
    across(Volume(array))
    assert _voxloom.copied_bytes() == before + array.nbytes


@SIZES
def test_data_of_our_own_is_sent_as_it_is_then(shape: tuple) -> None:
    volume = Volume(size=shape[::-1], format=formats.DataUINT8)
    view = volume.data
    sent = []
    for step in range(3):
        view[...] = step
        sent.append(across(volume).data)
    assert [int(each.max()) for each in sent] == [0, 1, 2]
    memory = volume._voxels.outgoing()
    assert volume._voxels.outgoing() is memory, "nothing was written since"


def test_arrays_that_were_passed_on_can_grow() -> None:
    array = np.ones((2 << 20,), np.uint8)
    buffer = Buffer(array)
    sent = across(buffer).data
    del buffer
    array[5] = 7
    array.resize((8 << 20,), refcheck=False)
    assert array[5] == 7 and array[: 2 << 20].sum() == (2 << 20) + 6 and not array[2 << 20 :].any() and sent[5] == 1


def test_a_read_only_array_stays_so() -> None:
    array = np.zeros((3, 4, 5))
    array.flags.writeable = False
    volume = Volume(array)
    assert address(volume.data) == address(array) and volume.notes == []
    del volume
    assert not array.flags.writeable


def test_memory_outlives_its_array() -> None:
    for round_ in range(1000):
        array = np.full((1, 1024, 1024), round_ % 251, np.uint8)
        volume = Volume(array)
        view = volume.data[0, 5]
        del array, volume
        if round_ % 50 == 0:
            gc.collect()
        other = np.full((1, 1024, 1024), 255, np.uint8)
        assert (view == round_ % 251).all()
        del other
    born, _, _ = _voxloom.segment_statistics()
    assert born <= 1


def test_received_memory_outlives_everything_else() -> None:
    view = across(Volume(np.full((1, 1024, 1024), 7, np.uint8))).data[0, 3]
    gc.collect()
    np.full((1, 1024, 1024), 9, np.uint8)
    assert (view == 7).all()
    with pytest.raises(ValueError):
        view.flags.writeable = True


def test_segments_are_used_again() -> None:
    array = np.empty((3, 1024, 1024), np.uint8)
    array[...] = 1
    del array
    _, kept, _ = native.segment_statistics()
    array = np.zeros((3, 1024, 1024), np.uint8)
    assert native.segment_statistics()[1] == kept - 1, "a kept segment is taken"
    assert not array.any()


@pytest.mark.parametrize(
    ("make", "note"),
    [
        (lambda a: a[:, ::2], "gaps"),
        (lambda a: a[::-1], "gaps"),
        (lambda a: a.astype(a.dtype.newbyteorder()), "byte order"),
        (lambda a: a[1:], "view of memory"),
        (lambda a: np.frombuffer(a.tobytes(), a.dtype).reshape(a.shape), "something else than NumPy"),
    ],
)
def test_what_cannot_be_adopted_is_copied_with_a_note(make: Any, note: str) -> None:
    base = random((4, 6, 8), "float32")
    array = make(base)
    volume = Volume(array)
    np.testing.assert_array_equal(volume.data, array)
    assert len(volume.notes) == 1 and note in volume.notes[0] and "copied" in volume.notes[0]
    assert across(volume).notes == volume.notes
    base[...] = 0
    assert volume.data.any()


def test_a_view_that_nobody_shares_is_adopted() -> None:
    array = np.arange(24).reshape(2, 3, 4)
    volume = Volume(array)
    assert volume.notes == [] and address(volume.data) == address(array) and not array.flags.writeable
    del volume
    assert array.flags.writeable


def test_views_of_volumes_are_shared() -> None:
    volume = Volume(np.arange(24.0).reshape(2, 3, 4).copy())
    other = Volume(volume.data)
    assert other.notes == [] and address(other.data) == address(volume.data)


def test_bool_reads_as_0_and_1() -> None:
    array = np.zeros((2, 3, 4), np.bool_)
    array[1, 2, 3] = True
    volume = Volume(array)
    assert volume.data.dtype == np.uint8 and volume.data.sum() == 1 and volume.notes == []
    assert address(volume.data) == address(array)


def test_fortran_order_has_two_meanings() -> None:
    array = np.asfortranarray(random((3, 4, 5), "float32"))
    era_a = Volume(array)
    assert era_a.dimensions == (3, 4, 5) and address(era_a.data) == address(array)
    np.testing.assert_array_equal(era_a.data, array.T)
    assert len(era_a.notes) == 1 and "np.ascontiguousarray" in era_a.notes[0]
    assert VolumePy(array).dimensions == (3, 4, 5)
    ours = voxloom.Volume(array)
    assert ours.dimensions == (5, 4, 3)
    np.testing.assert_array_equal(ours.data, array)
    assert len(ours.notes) == 1 and "Fortran" in ours.notes[0] and "copied" in ours.notes[0]


@pytest.mark.parametrize("dtype", ["complex64", "longdouble", "datetime64[s]", "object", "U3"])
def test_other_dtypes_are_refused_in_words(dtype: str) -> None:
    array = np.zeros((2, 3, 4), dtype)
    for kind in (TypeError, ValueError, FormatError):
        with pytest.raises(kind, match=r"not supported. Supported are uint8, .*float64, and bool"):
            Volume(array)


def test_other_shapes_are_refused_in_words() -> None:
    with pytest.raises(ValueError, match=r"Ndims must be either 3 or 4.*got \(2, 3\)"):
        Volume(np.zeros((2, 3)))
    with pytest.raises(ValueError, match=r"1 to 4 channels.*got the shape \(2, 3, 4, 5\)"):
        Volume(np.zeros((2, 3, 4, 5)))
    with pytest.raises(ValueError, match="at least one element"):
        Volume(np.zeros((2, 0, 4)))
    with pytest.raises(TypeError, match="not list"):
        Volume([[[1]]])


def test_metadata_crosses() -> None:
    volume = Volume(random((2, 3, 4), "int16"))
    assert list(volume.dataMap.dataRange) == [-32768, 32767]
    assert across(volume).dataMap.statedDataRange is None and across(volume)._model is None
    volume.dataMap.dataRange.x = 5
    volume.dataMap.valueRange = [0, 1]
    volume.dataMap.valueAxis.unit = "HU"
    volume.basis, volume.offset = np.eye(3) * 2, (-1, -2, -3)
    volume.axes[0].name = "left"
    volume.interpolation = 1
    other = across(volume)
    assert list(other.dataMap.dataRange) == [5, 32767] and list(other.dataMap.valueRange) == [0, 1]
    assert str(other.dataMap.valueAxis.unit) == "HU" and other.axes[0].name == "left"
    assert other.modelMatrix == volume.modelMatrix and list(other.offset) == [-1, -2, -3]
    assert other.basis[1][1] == 2 and int(other.interpolation) == 1
    assert across(volume.clone()).dataMap.statedDataRange == [5, 32767]


def test_layers_have_row_0_at_the_bottom() -> None:
    array = random((7, 5), "float32")
    layer = Layer(array)
    assert layer.dimensions == (5, 7)
    np.testing.assert_array_equal(across(layer).data[0], array[0])
    image = across(Image([Layer(LayerPy(array)), Layer(array)]))
    assert image.dimensions == (5, 7) and len(image.colorLayers) == 2
    np.testing.assert_array_equal(image.colorLayers[1].data, array)


def test_buffers_and_meshes_cross() -> None:
    buffer = across(Buffer(np.arange(6, dtype=np.int32).reshape(3, 2).copy()))
    assert buffer.size == 3 and buffer.data[2, 1] == 5
    mesh = Mesh(DrawType.Triangles, ConnectivityType.Unconnected)
    mesh.addBuffer(BufferType.PositionAttrib, Buffer(np.eye(3, dtype=np.float32)))
    mesh.addBuffer(BufferType.ColorAttrib, Buffer(np.full((3, 3), 255, np.uint8)))
    mesh.addBuffer(BufferType.RadiiAttrib, BufferFLOAT32(np.ones(3, np.float32)))
    indices = mesh.addIndexBuffer(DrawType.Triangles, ConnectivityType.Strip)
    indices.size = 3
    indices.data = np.array([2, 1, 0], np.uint32)
    other = across(mesh)
    np.testing.assert_array_equal(other.attribute(BufferType.PositionAttrib), np.eye(3))
    np.testing.assert_array_equal(other.attribute(BufferType.ColorAttrib), np.ones((3, 4)))
    assert [info.type.name for info, _ in other.buffers] == ["PositionAttrib", "ColorAttrib", "RadiiAttrib"]
    assert other.indexBuffers[0][0].ct == ConnectivityType.Strip and list(other.indexBuffers[0][1].data) == [2, 1, 0]


def test_a_fork_does_not_write_into_its_parent() -> None:
    script = f"""
import importlib.util, importlib.machinery, os, sys
sys.path.insert(0, {str(PACKAGE)!r})
loader = importlib.machinery.ExtensionFileLoader("_voxloom", {str(EXTENSION)!r})
module = importlib.util.module_from_spec(importlib.util.spec_from_file_location("_voxloom", {str(EXTENSION)!r}, loader=loader))
sys.modules["_voxloom"] = module; loader.exec_module(module)
import numpy as np
module.install_data_handler()
os.register_at_fork(after_in_child=module.after_fork)
a = np.zeros((4, 1024, 1024), np.uint8)
passed = np.zeros((4, 1024, 1024), np.uint8)
memory = module.memory_of(passed)
passed[1] = 5
pid = os.fork()
if pid == 0:
    a[...] = 1
    b = np.ones((4, 1024, 1024), np.uint8)
    os._exit(0 if a.all() and passed[1].all() and module.memory_of(b) is None else 1)
assert os.waitpid(pid, 0)[1] == 0
assert not a.any()
"""
    subprocess.run([sys.executable, "-c", script], check=True, timeout=60)
