"""Computes a volume with an expression on NumPy arrays, `np.clip(a - b, 0, 1)` say.

* `a` and `b` are the arrays of the inports, (z, y, x) or (z, y, x, c); both inports may stay free.
* `x`, `y` and `z` are the positions of the voxels from 0 to 1, ready to be combined with the arrays. Without inputs they
  have the *Dimensions* of the property: `np.sin(20 * x) * np.sin(20 * y) > z` makes a volume out of nothing.
* `np` holds NumPy's functions that compute on arrays. `a[::2, ::2, ::2]`, `a.astype("float32")`, `a[..., 0]` and
  `0 < a < 1` work as well; `&`, `|` and `~` join conditions.
* The result takes over matrices and axes of `a` (else of `b`) when it has the same size. Its data range is found anew.

An expression computes and does nothing else: it reaches no file and no other module, so that a workspace of somebody
else can be opened without a worry. To do more, write a processor.
"""

import inviwopy as ivw
import numpy as np
from inviwopy.data import Volume, VolumeInport, VolumeOutport
from inviwopy.properties import IntSize3Property, StringProperty

from _expressions import ExpressionError, evaluate


class Expression(ivw.Processor):
    """Evaluates the text at each change."""

    def __init__(self, id, name):
        super().__init__(id, name)
        self.a = VolumeInport("a", "The array a; may stay free.")
        self.b = VolumeInport("b", "The array b; may stay free.")
        for inport in (self.a, self.b):
            inport.optional = True
            self.addInport(inport)
        self.outport = VolumeOutport("outport", "The result.")
        self.addOutport(self.outport)
        self.expression = StringProperty("expression", "Expression", "np.exp(-20 * ((x - 0.5)**2 + (y - 0.5)**2 + (z - 0.5)**2))")
        self.dimensions = IntSize3Property(
            "dimensions", "Dimensions (without inputs)", value=(64, 64, 64), min=(1, 1, 1), max=(1024, 1024, 1024), increment=(1, 1, 1)
        )
        self.addProperties([self.expression, self.dimensions])

    @staticmethod
    def processorInfo():
        return ivw.ProcessorInfo(
            classIdentifier="org.voxloom.Expression",
            displayName="Array Expression",
            category="Volume Operation",
            codeState=ivw.CodeState.Stable,
            tags="PY, NumPy, Volume, Math",
            help=ivw.unindentMd2doc(__doc__),
        )

    def getProcessorInfo(self):
        return Expression.processorInfo()

    def process(self):
        inputs = {port.identifier: port.getData() for port in (self.a, self.b) if port.hasData()}
        names = {name: volume.data for name, volume in inputs.items()}
        like = next(iter(inputs.values()), None)
        shape = tuple(reversed([int(n) for n in self.dimensions.value])) if like is None else like.data.shape
        for axis, name in enumerate("zyx"):
            along = [1] * len(shape)
            along[axis] = shape[axis]
            names[name] = ((np.arange(shape[axis], dtype=np.float32) + np.float32(0.5)) / np.float32(shape[axis])).reshape(along)

        try:
            result = evaluate(self.expression.value, names, lambda: self.progress(0.0))
        except ExpressionError as error:
            raise ExpressionError(f"{self.expression.displayName}: {error}") from None
        if not isinstance(result, np.ndarray) or result.ndim not in (3, 4) or (result.ndim == 4 and result.shape[3] > 4):
            what = f"an array of shape {result.shape}" if isinstance(result, np.ndarray) else f"the single value {result!r}"
            raise ValueError(
                f"the expression gives {what}; a volume has the shape (z, y, x) or (z, y, x, 1 to 4 channels): {self.expression.value}"
            )
        volume = Volume(np.ascontiguousarray(result))
        if like is not None and like.dimensions == volume.dimensions:
            fresh = volume.dataMap
            volume.copyMetaDataFrom(like)
            volume.dataMap = fresh
        self.outport.setData(volume)
