"""Expressions on arrays, evaluated step by step and without Python's `eval`.

A workspace that somebody else made may hold one, and opening it must run no code: an expression can compute, but it
reaches no file, no module and no attribute that is not listed here. Each step knows its place in the text, so an
error points at what failed.
"""

import ast
import functools
import operator

import numpy as np

# Apart from all ufuncs (np.sin, np.maximum, …): what computes, makes or rearranges arrays, types and constants.
_NUMPY = frozenset(
    """
    all allclose amax amin angle any arange argmax argmin argsort around array array_equal asarray ascontiguousarray average
    bool_ broadcast_to clip concatenate convolve corrcoef count_nonzero cross cumprod cumsum diff digitize dot e einsum
    expand_dims flip float16 float32 float64 full full_like gradient histogram imag inf int16 int32 int64 int8 interp isclose
    linspace max mean median min moveaxis nan nan_to_num nanmax nanmean nanmedian nanmin nanpercentile nanquantile nanstd
    nansum nanvar newaxis ones ones_like pad percentile pi prod ptp quantile ravel real repeat reshape roll rot90 round
    searchsorted select shape size sort squeeze stack std sum swapaxes take tile transpose uint16 uint32 uint64 uint8
    unique unwrap var where zeros zeros_like
    """.split()  # noqa: SIM905
)
_MEMBERS = frozenset(
    """
    T all any argmax argmin astype clip copy cumprod cumsum dot dtype flatten imag max mean min ndim prod ravel real repeat
    reshape round shape size squeeze std sum swapaxes take transpose var
    """.split()  # noqa: SIM905
)
_BUILTINS = {"abs": abs, "bool": bool, "float": float, "int": int, "len": len, "round": round}
_BINARY = {
    ast.Add: operator.add,
    ast.Sub: operator.sub,
    ast.Mult: operator.mul,
    ast.Div: operator.truediv,
    ast.FloorDiv: operator.floordiv,
    ast.Mod: operator.mod,
    ast.Pow: operator.pow,
    ast.MatMult: operator.matmul,
    ast.BitAnd: operator.and_,
    ast.BitOr: operator.or_,
    ast.BitXor: operator.xor,
    ast.LShift: operator.lshift,
    ast.RShift: operator.rshift,
}
_UNARY = {ast.USub: operator.neg, ast.UAdd: operator.pos, ast.Invert: operator.invert}
_COMPARE = {
    ast.Lt: operator.lt,
    ast.LtE: operator.le,
    ast.Gt: operator.gt,
    ast.GtE: operator.ge,
    ast.Eq: operator.eq,
    ast.NotEq: operator.ne,
}
_INSTEAD = {
    ast.BoolOp: "arrays are joined with & and |, each side in parentheses: (a > 0) & (b > 0)",
    ast.Not: "arrays are negated with ~: ~(a > 0)",
    ast.IfExp: "arrays are chosen from with np.where(condition, a, b)",
}


class ExpressionError(ValueError):
    """An expression is wrong or could not be evaluated; the message shows the place."""

    # The node shows the message without the name of this class.
    plain_message = True


def _pointed(message, text, start, end):
    width = max(end - start, 1)
    return ExpressionError(f"{message}\n    {text}\n    {' ' * start}{'^' * width}")


class _Evaluation:
    def __init__(self, text, names, step):
        self.text, self.names, self.step = text, names, step

    def wrong(self, node, message):
        # The columns of nodes count bytes.
        start, end = (len(self.text.encode()[:column].decode()) for column in (node.col_offset, node.end_col_offset))
        return _pointed(message, self.text, start, end)

    def __call__(self, node):
        visit = getattr(self, type(node).__name__, None)
        if visit is None:
            raise self.wrong(node, _INSTEAD.get(type(node), f"{type(node).__name__} has no place in an expression on arrays"))
        self.step()
        try:
            return visit(node)
        except ExpressionError:
            raise
        except Exception as error:
            raise self.wrong(node, f"{type(error).__name__}: {error}") from error

    def Constant(self, node):
        return node.value

    def Name(self, node):
        if node.id in self.names:
            return self.names[node.id]
        if node.id in _BUILTINS:
            return _BUILTINS[node.id]
        raise self.wrong(node, f"there is no {node.id!r} here; there is {', '.join(sorted([*self.names, 'np']))}")

    def Attribute(self, node):
        if isinstance(node.value, ast.Name) and node.value.id == "np":
            found = getattr(np, node.attr, None)
            if found is not None and (node.attr in _NUMPY or isinstance(found, np.ufunc)):
                return found
            known = "cannot be used in an expression" if found is not None else "does not exist"
            raise self.wrong(node, f"np.{node.attr} {known}; NumPy's functions that compute on arrays can")
        if node.attr not in _MEMBERS:
            raise self.wrong(node, f".{node.attr} cannot be used in an expression; of an array there is {', '.join(sorted(_MEMBERS))}")
        return getattr(self(node.value), node.attr)

    def Call(self, node):
        function = self(node.func)
        args = [self(arg) for arg in node.args]
        if any(keyword.arg is None for keyword in node.keywords):
            raise self.wrong(node, "** has no place in an expression on arrays")
        return function(*args, **{keyword.arg: self(keyword.value) for keyword in node.keywords})

    def BinOp(self, node):
        return _BINARY[type(node.op)](self(node.left), self(node.right))

    def UnaryOp(self, node):
        if type(node.op) not in _UNARY:
            raise self.wrong(node, _INSTEAD[type(node.op)])
        return _UNARY[type(node.op)](self(node.operand))

    def Compare(self, node):
        values = [self(value) for value in (node.left, *node.comparators)]
        unknown = [op for op in node.ops if type(op) not in _COMPARE]
        if unknown:
            raise self.wrong(node, f"arrays are not compared with {type(unknown[0]).__name__}; use np.isin or np.isnan, say")
        # 0 < a < 1 means (0 < a) & (a < 1).
        return functools.reduce(operator.and_, (_COMPARE[type(op)](x, y) for op, x, y in zip(node.ops, values, values[1:])))

    def Subscript(self, node):
        return self(node.value)[self(node.slice)]

    def Slice(self, node):
        return slice(*(None if part is None else self(part) for part in (node.lower, node.upper, node.step)))

    def Tuple(self, node):
        return tuple(self(part) for part in node.elts)

    def List(self, node):
        return [self(part) for part in node.elts]


def evaluate(text, names, step=lambda: None):
    """The value of an expression in which ``names`` and ``np`` are known; ``step`` is called before each operation.

    Raises ExpressionError, whose message shows the place.
    """
    text = " ".join(text.split())
    if not text:
        raise ExpressionError("the expression is empty; a passes the first volume on")
    try:
        tree = ast.parse(text, mode="eval")
    except SyntaxError as error:
        # Without text there is no column.
        start = max((error.offset or 1) - 1, 0)
        raise _pointed(f"SyntaxError: {error.msg}", text, start, start + 1) from None
    with np.errstate(all="ignore"):
        return _Evaluation(text, names, step)(tree.body)
