"""Draws a Matplotlib figure of a volume: the histogram of its values, or a slice with axes and color bar.

* The figure has the size that is asked for downstream: that of the canvas, say.
* *Histogram*: over the data range where one is stated, else over all finite values; one line for each channel.
* *Slice*: perpendicular to *Axis*; *Slice* counts from 0, and -1 is the middle. The axes are in units of the model matrix,
  where one is set, else in voxels.

To make other figures, copy this file: everything that is drawn is in `draw`. Needs Matplotlib.
"""

import inviwopy as ivw
import numpy as np
from inviwopy.data import Image, ImageOutport, Layer, VolumeInport
from inviwopy.properties import (
    BoolProperty,
    ConstraintBehavior,
    IntProperty,
    OptionPropertyString,
    StringOption,
    StringProperty,
)

from _placement import slice_index

DOTS_PER_INCH = 100


class MatplotlibFigure(ivw.Processor):
    """Draws with the Agg canvas, without pyplot: no window, and no state that other processors share."""

    def __init__(self, id, name):
        super().__init__(id, name)
        self.inport = VolumeInport("inport", "What the figure shows.")
        self.addInport(self.inport)
        self.outport = ImageOutport("outport", "The figure.")
        self.addOutport(self.outport)

        def choice(identifier, label, values):
            return OptionPropertyString(identifier, label, [StringOption(value, value.capitalize(), value) for value in values])

        self.kind = choice("kind", "Figure", ["histogram", "slice"])
        self.title = StringProperty("title", "Title", "")
        self.dark = BoolProperty("dark", "Dark", False)
        self.bins = IntProperty("bins", "Bins", value=256, min=2, max=4096, increment=1)
        self.logarithmic = BoolProperty("logarithmic", "Logarithmic", True)
        self.axis = choice("axis", "Axis", ["z", "y", "x"])
        limits = {"min": (-1, ConstraintBehavior.Immutable), "max": (100, ConstraintBehavior.Ignore)}
        self.slice = IntProperty("slice", "Slice (-1: middle)", value=-1, increment=1, **limits)
        self.colorMap = choice("colorMap", "Color map", ["gray", "viridis", "magma", "coolwarm", "tab20"])
        for prop in (self.bins, self.logarithmic):
            prop.visibilityDependsOn(self.kind, lambda kind: kind.value == "histogram")
        for prop in (self.axis, self.slice, self.colorMap):
            prop.visibilityDependsOn(self.kind, lambda kind: kind.value == "slice")
        shown = [self.kind, self.title, self.dark, self.bins, self.logarithmic, self.axis, self.slice, self.colorMap]
        self.addProperties(shown)
        self.counts = None

    @staticmethod
    def processorInfo():
        return ivw.ProcessorInfo(
            classIdentifier="org.voxloom.MatplotlibFigure",
            displayName="Matplotlib Figure",
            category="Plotting",
            codeState=ivw.CodeState.Stable,
            tags="PY, Matplotlib, Plot, Histogram, Slice",
            help=ivw.unindentMd2doc(__doc__),
        )

    def getProcessorInfo(self):
        return MatplotlibFigure.processorInfo()

    def process(self):
        # Imported here: the list of processors does not wait for it, and is complete without it.
        from matplotlib import style
        from matplotlib.backends.backend_agg import FigureCanvasAgg
        from matplotlib.figure import Figure

        width, height = (int(n) for n in self.outport.dimensions)
        with style.context("dark_background" if self.dark.value else "default"):
            figure = Figure(figsize=(width / DOTS_PER_INCH, height / DOTS_PER_INCH), dpi=DOTS_PER_INCH, layout="constrained")
            canvas = FigureCanvasAgg(figure)
            self.draw(figure, self.inport.getData())
            canvas.draw()
        # Matplotlib's first row is the top one, a layer's the bottom one.
        pixels = np.asarray(canvas.buffer_rgba())[::-1].copy()
        self.outport.setData(Image(Layer(pixels)))

    def draw(self, figure, volume):
        axes = figure.subplots()
        if self.title.value:
            axes.set_title(self.title.value)
        if self.kind.value == "histogram":
            self.draw_histogram(axes, volume)
        else:
            self.draw_slice(axes, volume)

    def draw_histogram(self, axes, volume):
        # Another size needs another picture, but no other counts.
        if self.counts is None or self.inport.isChanged() or self.bins.isModified:
            self.counts = self.count(volume)
        counts, edges = self.counts
        for channel, row in enumerate(counts):
            axes.stairs(row, edges, fill=len(counts) == 1, label=f"channel {channel}")
        if len(counts) > 1:
            axes.legend()
        if self.logarithmic.value and counts.any():
            axes.set_yscale("log")
        axes.set_xlabel(label(volume.dataMap.valueAxis) or "value")
        axes.set_ylabel("voxels")

    def count(self, volume):
        """Counts (channel, bin) and the edges of the bins, slice by slice so that it can be stopped."""
        array = volume.data if volume.data.ndim == 4 else volume.data[..., None]
        span = volume.dataMap.statedDataRange
        if span is None:
            ends = [(part.min(), part.max()) for part in map(finite, array) if part.size]
            span = (min(low for low, _ in ends), max(high for _, high in ends)) if ends else (0, 1)
        edges = np.histogram_bin_edges(np.empty(0), self.bins.value, (float(span[0]), float(span[1])))
        counts = np.zeros((array.shape[3], self.bins.value), np.int64)
        for z, part in enumerate(array):
            self.progress(z / len(array))
            for channel in range(array.shape[3]):
                counts[channel] += np.histogram(finite(part[..., channel]), self.bins.value, (edges[0], edges[-1]))[0]
        return counts, edges

    def draw_slice(self, axes, volume):
        across = "zyx".index(self.axis.value)
        count = volume.data.shape[across]
        self.slice.maxValue = count - 1
        index = slice_index(self.slice.value, count, self.axis.value)
        pixels = np.take(volume.data, index, axis=across).astype(np.float64)
        low, high = volume.dataMap.statedDataRange or (None, None)
        if pixels.ndim == 3:
            # Channels are shown as colors: missing ones are black, and the data range reaches from 0 to 1.
            pixels = np.nan_to_num(pixels)
            low, high = (pixels.min(), pixels.max()) if low is None else (low, high)
            colors = np.zeros((*pixels.shape[:2], max(pixels.shape[2], 3)))
            colors[..., : pixels.shape[2]] = np.clip((pixels - low) / max(high - low, 1e-300), 0, 1)
            pixels, low, high = colors, None, None
        kept = ["xyz".index(axis) for axis in "xyz" if axis != self.axis.value]
        stated = volume.statedModelMatrix
        sizes = [int(n) for n in volume.dimensions]
        if stated is not None:
            sizes = np.linalg.norm(np.array(stated, np.float64)[:3, :3], axis=0)
        right, top = sizes[kept[0]], sizes[kept[1]]
        drawn = axes.imshow(pixels, self.colorMap.value, origin="lower", extent=(0, right, 0, top), vmin=low, vmax=high)
        axes.set_xlabel(label(volume.axes[kept[0]]))
        axes.set_ylabel(label(volume.axes[kept[1]]))
        if pixels.ndim == 2:
            axes.figure.colorbar(drawn, label=label(volume.dataMap.valueAxis))


def finite(array):
    """The finite values."""
    return array[np.isfinite(array)] if array.dtype.kind == "f" else array.ravel()


def label(axis):
    """Name and unit of an axis."""
    return f"{axis.name} [{axis.unit}]" if str(axis.unit) else axis.name
