"""Rows of Inviwo's `glm`: each parameter is a row of docs/compatibility/glm.md."""

from __future__ import annotations

import copy
import math
import pickle
from typing import Any

import numpy as np
import pytest
from inviwopy import glm
from inviwopy.glm import VECTORS, bvec2, bvec3, dmat4, dvec3, imat2, ivec2, ivec3, mat2, mat2x3, mat3, mat4, mat4x2, uvec2, vec2, vec3, vec4

PREFIXES = {"": np.float32, "d": np.float64, "i": np.int32, "u": np.uint32, "b": np.bool_}
VECTOR_NAMES = [f"{prefix}vec{n}" for prefix in PREFIXES for n in (2, 3, 4)] + [f"size{n}_t" for n in (2, 3, 4)]
MATRIX_NAMES = [f"{prefix}mat{c}" + ("" if c == r else f"x{r}") for prefix in ("", "d", "i", "u") for c in (2, 3, 4) for r in (2, 3, 4)]


def vector_of(name: str) -> tuple:
    """The class, its length and dtype."""
    cls = getattr(glm, name)
    if name.startswith("size"):
        return cls, int(name[4]), np.uint64
    return cls, int(name[-1]), PREFIXES[name[: name.index("vec")]]


# Vectors


@pytest.mark.parametrize("name", VECTOR_NAMES)
def test_vector(name: str) -> None:
    """Every class: constructors, components, arrays, comparison, text."""
    cls, n, dtype = vector_of(name)
    numbers = [1, 0, 1, 1][:n]
    assert list(cls()) == [0] * n and list(cls(1)) == [1] * n and len(cls()) == n
    made = [
        cls(*numbers),
        cls(numbers),
        cls(tuple(numbers)),
        cls(np.array(numbers)),
        cls(np.array(numbers, np.float64)),
        cls(cls(*numbers)),
    ]
    for vector in made:
        assert list(vector) == numbers and type(vector) is cls
        assert vector == made[0] and vector == numbers and (vector != numbers) is False
    vector = made[0]
    for i in range(n):
        for names in ("xyzw", "rgba", "stpq"):
            assert getattr(vector, names[i]) == numbers[i]
            setattr(vector, names[i], 1 - numbers[i])
            assert vector[i] == 1 - numbers[i]
            vector[i] = numbers[i]
    assert not hasattr(vector, "w") or n == 4
    array = vector.array
    assert array.dtype == dtype and array.shape == (n,) and array.tolist() == numbers
    array[0] = 0
    assert vector[0] == 1, "array is a copy"
    assert np.array(vector).dtype == dtype and np.asarray(vector).tolist() == numbers
    assert vector != cls(*(1 - number for number in numbers)) and vector != "text"
    assert repr(vector) == "[" + " ".join(str(int(number)) for number in numbers) + "]"
    assert pickle.loads(pickle.dumps(vector)) == copy.deepcopy(vector) == vector
    for wrong in (n, -n - 1):
        with pytest.raises(IndexError, match=f"{name} has the components 0 to {n - 1}, not {wrong}"):
            vector[wrong]
    with pytest.raises(TypeError, match=f"{name} takes {n} numbers, got {n + 1}"):
        cls(*([1] * (n + 1)))
    with pytest.raises(TypeError, match=f"{name}.*a number is needed, got 'a'"):
        cls(["a"] * n)
    with pytest.raises(TypeError, match="takes an array of shape"):
        cls(np.zeros((1, n)))
    with pytest.raises(TypeError):
        hash(vector)


@pytest.mark.parametrize(
    ("made", "expected"),
    [
        (vec3(vec2(1, 2), 3), [1, 2, 3]),
        (vec3(1, vec2(2, 3)), [1, 2, 3]),
        (vec4(vec2(1, 2), 3, 4), [1, 2, 3, 4]),
        (vec4(1, vec2(2, 3), 4), [1, 2, 3, 4]),
        (vec4(1, 2, vec2(3, 4)), [1, 2, 3, 4]),
        (vec4(vec2(1, 2), vec2(3, 4)), [1, 2, 3, 4]),
        (vec4(vec3(1, 2, 3), 4), [1, 2, 3, 4]),
        (vec4(1, vec3(2, 3, 4)), [1, 2, 3, 4]),
        (vec2(vec3(1, 2, 3)), [1, 2]),
        (vec2(vec4(1, 2, 3, 4)), [1, 2]),
        (vec3(vec4(1, 2, 3, 4)), [1, 2, 3]),
        (ivec2(vec2(1.7, -1.7)), [1, -1]),
        (ivec3((1.7, 2.2, -3.9)), [1, 2, -3]),
        (ivec3(np.array([1.7, 2.2, -3.9])), [1, 2, -3]),
        (vec3(np.float32(2)), [2, 2, 2]),
    ],
    ids=str,
)
def test_vector_from_parts(made: Any, expected: list) -> None:
    """Smaller vectors and numbers together, truncation, and casts of whole arrays."""
    assert list(made) == expected


@pytest.mark.parametrize(
    ("make", "message"),
    [
        (lambda: ivec3(1.5), "a whole number is needed, got 1.5"),
        (lambda: ivec3(2**31), "from -2147483648 to 2147483647"),
        (lambda: uvec2(-1, 0), "from 0 to 4294967295"),
        (lambda: vec3(None), "takes 3 numbers, got None"),
        (lambda: vec3("abc"), "takes 3 numbers, got 'abc'"),
        (lambda: vec3([1, 2, 3, 4]), "takes 3 numbers, got 4"),
        (lambda: vec3(vec2(1), vec2(1)), "takes 3 numbers, got 4"),
        (lambda: setattr(ivec2(), "x", 0.5), "a whole number is needed"),
        (lambda: ivec3(2) * 0.5, r"ivec3 is joined with its own kind of numbers.*use vec3\(…\)"),
    ],
)
def test_what_a_vector_refuses(make: Any, message: str) -> None:
    """Nothing is cut silently: both TypeError and ValueError, naming the number."""
    for kind in (TypeError, ValueError):
        with pytest.raises(kind, match=message):
            make()


@pytest.mark.parametrize(
    ("result", "expected"),
    [
        (vec3(1, 2, 3) + vec3(1), [2, 3, 4]),
        (vec3(1, 2, 3) - vec3(1), [0, 1, 2]),
        (vec3(1, 2, 3) * vec3(2), [2, 4, 6]),
        (vec3(1, 2, 3) / vec3(2), [0.5, 1, 1.5]),
        (vec3(1, 2, 3) + 1, [2, 3, 4]),
        (vec3(1, 2, 3) - 1, [0, 1, 2]),
        (vec3(1, 2, 3) * 2, [2, 4, 6]),
        (vec3(1, 2, 3) / 2, [0.5, 1, 1.5]),
        (2 * vec3(1, 2, 3), [2, 4, 6]),
        (np.float64(2) * vec3(1, 2, 3), [2, 4, 6]),
        (vec3(1, 2, 3) + [1, 1, 1], [2, 3, 4]),
        (vec3(1, 2, 3) + np.ones(3), [2, 3, 4]),
        (-vec3(1, 2, 3), [-1, -2, -3]),
        (ivec3(7, -7, 1) / 2, [3, -3, 0]),
        (vec3(1, -1, 1) / 0, [math.inf, -math.inf, math.inf]),
    ],
)
def test_vector_arithmetic(result: Any, expected: list) -> None:
    """+ - * / by component; of whole numbers towards zero; a float by zero is infinite, as in C++."""
    assert type(result) in (vec3, ivec3) and list(result) == expected


def test_vector_arithmetic_in_place() -> None:
    vector = same = vec3(1, 2, 3)
    vector += 1
    vector *= vec3(2)
    vector -= [2, 2, 2]
    vector /= 2
    assert vector is same and list(vector) == [1, 2, 3]
    with pytest.raises(TypeError):
        vector += vec2(1)
    with pytest.raises(ZeroDivisionError):
        ivec2(1) / 0


def test_an_array_on_the_left_stays_an_array() -> None:
    assert isinstance(np.ones(3) + vec3(1), np.ndarray) and np.sqrt(vec2(4, 9)).tolist() == [2, 3]


def test_vectors_compare_in_their_precision() -> None:
    assert vec3(0.1, 0.2, 0.3) == vec3(vec3(0.1, 0.2, 0.3).array) and vec3(0.1) == [0.1] * 3
    assert dvec3(0.1) != dvec3(vec3(0.1).array) and vec3(math.nan) != vec3(math.nan)
    assert (vec3(1, 2, 3) == np.array([1, 2, 3])) is True and vec3(1) != vec2(1)


def test_slices_and_several_at_once() -> None:
    vector = vec4(1, 2, 3, 4)
    assert vector[1:3] == [2, 3] and vector[-1] == 4
    vector[1:] = [7, 8, 9]
    assert list(vector) == [1, 7, 8, 9]
    with pytest.raises(ValueError, match="3 numbers are needed, got 1"):
        vector[1:] = [1]


def test_arrays_of_vectors_and_matrices() -> None:
    """np.array, np.asarray and functions of NumPy take them; they are copies, so a view is refused."""
    assert np.linalg.norm(vec3(3, 4, 0)) == 5 and np.array(vec3(0.5), np.float64).dtype == np.float64
    assert np.linalg.det(mat2(1, 2, 3, 4)) == pytest.approx(-2)
    if int(np.__version__.split(".")[0]) >= 2:
        for value in (vec3(1), mat2(1), glm.vec3Vector([vec3(1)])):
            with pytest.raises(ValueError, match="are copied into an array; they cannot be viewed"):
                np.array(value, copy=False)


# Matrices


@pytest.mark.parametrize("name", MATRIX_NAMES)
def test_matrix(name: str) -> None:
    """Every class: constructors, live columns, both arrays, text."""
    cls = getattr(glm, name)
    digits = name[name.index("mat") + 3 :]
    c, r = int(digits[0]), int(digits[-1])
    dtype = PREFIXES[name[: name.index("mat")]]
    numbers = list(range(1, c * r + 1))
    columns = [numbers[i * r : (i + 1) * r] for i in range(c)]
    column = type(cls()[0])
    assert [list(each) for each in cls()] == [[0] * r] * c and len(cls()) == c
    assert cls(2).array.tolist() == [[2 if i == j else 0 for j in range(r)] for i in range(c)]
    made = [cls(*numbers), cls(*map(column, columns)), cls(columns), cls(np.array(columns)), cls(cls(*numbers))]
    for matrix in made:
        assert [list(each) for each in matrix] == columns and matrix == made[0] and matrix == columns
    matrix = made[0]
    assert matrix.array.tolist() == columns and matrix.array.dtype == dtype, "columns as rows"
    assert np.array(matrix).tolist() == np.array(columns).T.tolist() and np.array(matrix).dtype == dtype, "[row, column]"
    assert matrix[1][0] == matrix[1, 0] == columns[1][0] and type(matrix[0]) is column
    live = matrix[1]
    matrix[1][0] = 90
    assert live[0] == 90 and matrix[1, 0] == 90
    matrix[1] = column(5)
    assert list(live) == [5] * r, "who holds a column sees it"
    matrix[0, r - 1] = 7
    assert matrix[0][r - 1] == 7
    assert repr(cls(*numbers)) == "[" + "".join("[" + " ".join(map(str, each)) + "]" for each in columns) + "]"
    assert pickle.loads(pickle.dumps(matrix)) == copy.copy(matrix) == matrix
    with pytest.raises(IndexError, match=f"{name} has the columns 0 to {c - 1}, not {c}"):
        matrix[c]
    with pytest.raises(TypeError, match=rf"{name} takes an array of shape \({c}, {r}\), got \(5, 5\)"):
        cls(np.zeros((5, 5)))
    with pytest.raises(TypeError, match=f"{name} takes {c} columns of {r} numbers"):
        cls(1, 2, 3)


@pytest.mark.parametrize(
    ("result", "expected"),
    [
        (mat2(1, 2, 3, 4) * vec2(1, 1), [4, 6]),
        (vec2(1, 1) * mat2(1, 2, 3, 4), [3, 7]),
        (mat2x3(1, 2, 3, 4, 5, 6) * vec2(1, 2), [9, 12, 15]),
        (vec3(1, 1, 1) * mat2x3(1, 2, 3, 4, 5, 6), [6, 15]),
        (mat2(1, 2, 3, 4) * [1, 1], [4, 6]),
        (mat2(1, 2, 3, 4) * mat2(1, 2, 3, 4), [[7, 10], [15, 22]]),
        (mat2x3(1, 2, 3, 4, 5, 6) * mat4x2(1), [[1, 2, 3], [4, 5, 6], [0, 0, 0], [0, 0, 0]]),
        (mat2(1, 2, 3, 4) * 2, [[2, 4], [6, 8]]),
        (2 * mat2(1, 2, 3, 4), [[2, 4], [6, 8]]),
        (mat2(1, 2, 3, 4) / 2, [[0.5, 1], [1.5, 2]]),
        (mat2(1, 2, 3, 4) + 1, [[2, 3], [4, 5]]),
        (mat2(1, 2, 3, 4) - 1, [[0, 1], [2, 3]]),
        (mat2(1, 2, 3, 4) + mat2(1), [[2, 2], [3, 5]]),
        (mat2(1, 2, 3, 4) - mat2(1), [[0, 2], [3, 3]]),
        (-mat2(1, 2, 3, 4), [[-1, -2], [-3, -4]]),
        (imat2(7, -7, 1, 0) / 2, [[3, -3], [0, 0]]),
    ],
)
def test_matrix_arithmetic(result: Any, expected: list) -> None:
    """Products with vectors and matrices, and ± * / with numbers and matrices, by columns."""
    assert (result.array if hasattr(result, "_columns") else np.array(list(result))).tolist() == expected


def test_matrix_arithmetic_in_place() -> None:
    matrix = mat2(1)
    column = matrix[0]
    matrix += 1
    matrix *= 2
    matrix -= mat2(1)
    matrix /= 3
    assert np.allclose(matrix.array, [[1, 2 / 3], [2 / 3, 1]])
    assert column.x == 1
    matrix *= mat2(0)
    assert matrix == mat2() and list(column) == [0, 0]


def test_matrices_agree_with_mathematics() -> None:
    a, b = np.random.default_rng(1).random((2, 4, 4))
    assert np.allclose(np.array(dmat4(a.T) * dmat4(b.T)), a @ b)
    assert np.allclose(list(dmat4(a.T) * glm.dvec4(*b[0])), a @ b[0])


def test_sizes_of_matrices() -> None:
    assert mat3(mat4(2)).array.tolist() == (2 * np.eye(3)).tolist() and mat4(mat3(2))[3, 3] == 1
    with pytest.raises(TypeError):
        mat3(1) * vec2(1)
    with pytest.raises(TypeError):
        mat3(1) * mat2(1)


# Functions

HALF = math.sqrt(0.5)


@pytest.mark.parametrize(
    ("result", "expected"),
    [
        (glm.clamp(vec3(-1, 0.5, 2), vec3(0), vec3(1)), [0, 0.5, 1]),
        (glm.clamp(ivec3(-1, 5, 20), 0, 10), [0, 5, 10]),
        (glm.compAdd(vec3(1, 2, 3)), 6),
        (glm.compMul(ivec3(2, 3, 4)), 24),
        (glm.compMin(vec3(2, 1, 3)), 1),
        (glm.compMax(vec3(2, 1, 3)), 3),
        (glm.abs(vec3(-1, 2, -3)), [1, 2, 3]),
        (glm.lessThan(vec3(1, 2, 3), vec3(2)), [True, False, False]),
        (glm.lessThanEqual(vec3(1, 2, 3), vec3(2)), [True, True, False]),
        (glm.greaterThan(vec3(1, 2, 3), vec3(2)), [False, False, True]),
        (glm.greaterThanEqual(vec3(1, 2, 3), vec3(2)), [False, True, True]),
        (glm.all(bvec3(True)), True),
        (glm.all(bvec2(True, False)), False),
        (glm.any(bvec2(True, False)), True),
        (glm.any(bvec2(False)), False),
        (glm.dot(vec3(1, 2, 3), vec3(4, 5, 6)), 32),
        (glm.cross(vec3(1, 0, 0), vec3(0, 1, 0)), [0, 0, 1]),
        (glm.length(vec2(3, 4)), 5),
        (glm.length2(vec2(3, 4)), 25),
        (glm.distance(vec2(1, 1), vec2(4, 5)), 5),
        (glm.distance2(vec2(1, 1), vec2(4, 5)), 25),
        (glm.normalize(vec2(3, 4)), [0.6, 0.8]),
        (glm.normalize(ivec2(3, 4)), [0.6, 0.8]),
        (glm.sin(vec2(0, math.pi / 2)), [0, 1]),
        (glm.cos(vec2(0, math.pi)), [1, -1]),
        (glm.tan(vec2(0, math.pi / 4)), [0, 1]),
        (glm.asin(vec2(0, 1)), [0, math.pi / 2]),
        (glm.acos(vec2(1, 0)), [0, math.pi / 2]),
        (glm.atan(vec2(0, 1)), [0, math.pi / 4]),
        (glm.exp(vec2(0, 1)), [1, math.e]),
        (glm.ceil(vec2(0.2, -0.2)), [1, 0]),
        (glm.floor(vec2(0.2, -0.2)), [0, -1]),
        (glm.rotate(vec3(1, 0, 0), math.pi / 2, vec3(0, 0, 2)), [0, 1, 0]),
        (glm.rotate(mat4(1), math.pi / 4, vec3(0, 0, 1)) * vec4(1, 0, 0, 1), [HALF, HALF, 0, 1]),
        (glm.dot([1, 2, 3], vec3(1)), 6),
    ],
)
def test_function(result: Any, expected: Any) -> None:
    """One case or more for each function."""
    assert (list(result) if hasattr(result, "__len__") else result) == pytest.approx(expected)


def test_functions_keep_the_type_and_know_their_limits() -> None:
    assert type(glm.normalize(dvec3(1))) is dvec3 and type(glm.normalize(ivec3(1))) is vec3
    assert type(glm.lessThan(ivec3(1), ivec3(2))) is bvec3 and type(glm.rotate(dmat4(1), 1.0, (0, 0, 1))) is dmat4
    assert math.isnan(glm.normalize(vec3(0)).x) and math.isnan(glm.asin(vec2(2)).x) and glm.exp(vec2(1000)).x == math.inf
    rotated = glm.rotate(mat4(glm.vec4(1, 0, 0, 0), vec4(0, 1, 0, 0), vec4(0, 0, 1, 0), vec4(5, 0, 0, 1)), math.pi / 2, vec3(0, 0, 1))
    assert list(rotated * vec4(1, 0, 0, 1)) == pytest.approx([5, 1, 0, 1]), "the rotation comes first"
    with pytest.raises(TypeError, match="two vectors of one length"):
        glm.dot(vec2(1), vec3(1))
    with pytest.raises(TypeError, match="cross takes vectors of 3"):
        glm.cross(vec2(1), vec2(1))
    with pytest.raises(TypeError, match="rotate takes a mat4"):
        glm.rotate(mat3(1), 1.0, vec3(1))


# Bound vectors


@pytest.mark.parametrize("name", list(VECTORS))
def test_bound_vector(name: str) -> None:
    """Every list: empty, of an iterable, of an array, append, extend, insert, slices, conversion."""
    cls = VECTORS[name]
    assert getattr(glm, name) is cls and len(cls()) == 0
    shape = cls._shape if "mat" not in name else cls._shape[::-1]
    array = np.arange(1, 1 + 3 * int(np.prod(shape, dtype=int)), dtype=cls._dtype).reshape(3, *shape)
    bound = cls(array)
    assert len(bound) == 3 and cls(list(bound)) == bound and cls(iter(bound)) == bound
    assert np.array(bound).dtype == cls._dtype and np.array(bound).shape == (3, *cls._shape)
    np.testing.assert_array_equal(np.array(bound), array.swapaxes(-1, -2) if "mat" in name else array)
    bound.append(array[0].tolist())
    bound.extend(array[1:2])
    bound.insert(0, array[2])
    assert len(bound) == 6 and bound[0] == bound[3] and bound[-1] == cls(array)[1]
    part = bound[1:3]
    assert type(part) is cls and len(part) == 2
    bound[0] = array[0]
    del bound[1:]
    assert bound == cls(array[:1]) and bound.pop() == cls(array)[0] and not bound
    with pytest.raises(TypeError, match=f"{name} holds"):
        bound.append("text")
    with pytest.raises(TypeError, match=f"{name} holds .* element 1"):
        cls([cls._element(array[0]), None])
    with pytest.raises(TypeError):
        bound.extend("ab")
    assert len(bound) == 0


def test_elements_of_bound_vectors_are_live() -> None:
    bound = glm.vec3Vector([[1, 2, 3]])
    bound[0].x = 9
    assert list(bound[0]) == [9, 2, 3] and repr(bound) == "vec3Vector[[9 2 3]]"
    assert glm.intVector([1, 2]) + [3] == [1, 2, 3]
    with pytest.raises(TypeError, match="a whole number is needed"):
        glm.intVector([0.5])
    assert glm.StringVector(["a"]) == ["a"]
    with pytest.raises(TypeError, match="a text is needed"):
        glm.StringVector([1])
