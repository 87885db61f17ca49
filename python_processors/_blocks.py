"""Work on a volume block by block, so that progress shows and a run can be stopped between two blocks."""

import itertools

import numpy as np


def by_blocks(processor, array, margin, work, edge=64, share=(0.0, 1.0)):
    """``work(array)``, put together from the results for blocks.

    ``array`` is (z, y, x[, c]). ``work`` gets blocks of at most ``edge`` voxels a side with ``margin`` voxels of what
    surrounds them, and returns an array of the same (z, y, x), with any channels. What it makes of the surroundings is
    dropped, so the result is that of ``work(array)`` for everything that looks no further than ``margin`` voxels.
    ``share`` is the part of the processor's progress that this takes. Raises Cancelled when the run should stop.
    """
    shape = array.shape[:3]
    starts = list(itertools.product(*(range(0, n, edge) for n in shape)))
    result = None
    for done, start in enumerate(starts):
        processor.progress(share[0] + (share[1] - share[0]) * done / len(starts))
        stop = [min(a + edge, n) for a, n in zip(start, shape)]
        low = [max(a - margin, 0) for a in start]
        high = [min(b + margin, n) for b, n in zip(stop, shape)]
        made = work(array[tuple(map(slice, low, high))])
        if len(starts) == 1:
            return made
        if result is None:
            result = np.empty(shape + made.shape[3:], made.dtype)
        inner = tuple(slice(a - c, b - c) for a, b, c in zip(start, stop, low))
        result[tuple(map(slice, start, stop))] = made[inner]
    return result


def for_scipy(array):
    """The array, as float32 where it is float16, which SciPy's filters do not know."""
    return array.astype(np.float32) if array.dtype == np.float16 else array
