"""Where volumes and their slices lie."""

import numpy as np
from inviwopy.glm import mat4


def drawn_model(volume):
    """Model from data as the program draws the volume: a 4 x 4 array whose columns are the three edges and the corner.

    A volume that states no model matrix is drawn with cubic voxels, the longest edge 1, centered.
    """
    stated = volume.statedModelMatrix
    if stated is not None:
        return np.array(stated, np.float64)
    size = np.array([int(n) for n in volume.dimensions], np.float64)
    size /= size.max()
    model = np.diag([*size, 1.0])
    model[:3, 3] = -size / 2
    return model


def matrix(array):
    """The array (row, column) as a mat4."""
    return mat4(np.ascontiguousarray(array.T))


def slice_index(index, count, axis):
    """The index of a slice, where -1 stands for the middle one. Raises ValueError beyond the last."""
    if index >= count:
        raise ValueError(f"the volume has {count} slices along {axis}, 0 to {count - 1}; there is no slice {index}")
    return count // 2 if index < 0 else index
