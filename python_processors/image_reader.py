"""Reads a picture with Pillow: PNG, JPEG, TIFF, WebP, BMP, GIF and what else is installed.

* Palettes become colors, CMYK and the like become RGB, and the orientation that a camera noted is applied. Gray, gray with
  alpha, RGB and RGBA keep their channels; 16 and 32 bit gray and float keep their values.
* Row 0 is the bottom row: the picture stands upright on a canvas.
* *Frame* picks a page of a TIFF or a frame of an animation, from 0.

Needs Pillow.
"""

import inviwopy as ivw
import numpy as np
from inviwopy.data import Image, ImageOutport, Layer, LayerOutport
from inviwopy.properties import ConstraintBehavior, FileProperty, IntProperty, InvalidationLevel

# Modes of Pillow that are arrays already; others are converted.
KEPT = ("L", "LA", "RGB", "RGBA", "I", "F", "I;16", "I;16L", "I;16B")


class ImageReader(ivw.Processor):
    """Reads when file or frame change, not at each run."""

    def __init__(self, id, name):
        super().__init__(id, name)
        self.outport = ImageOutport("outport", "The picture.")
        self.addOutport(self.outport)
        self.layer = LayerOutport("layer", "Its values.")
        self.addOutport(self.layer)
        level = InvalidationLevel.InvalidResources
        self.file = FileProperty("file", "File", "", "image", level)
        for extension, words in (("png", "PNG"), ("jpg", "JPEG"), ("jpeg", "JPEG"), ("tif", "TIFF"), ("tiff", "TIFF"), ("webp", "WebP")):
            self.file.addNameFilter(f"{words} (*.{extension})")
        self.file.addNameFilter("All files (*.*)")
        limits = {"min": (0, ConstraintBehavior.Immutable), "max": (0, ConstraintBehavior.Ignore)}
        self.frame = IntProperty("frame", "Frame", value=0, increment=1, invalidationLevel=level, **limits)
        self.addProperties([self.file, self.frame])
        self.array = None

    @staticmethod
    def processorInfo():
        return ivw.ProcessorInfo(
            classIdentifier="org.voxloom.ImageReader",
            displayName="Image Reader",
            category="Data Input",
            codeState=ivw.CodeState.Stable,
            tags="PY, Pillow, Image, Layer, Source",
            help=ivw.unindentMd2doc(__doc__),
        )

    def getProcessorInfo(self):
        return ImageReader.processorInfo()

    def initializeResources(self):
        self.array = None
        if self.file.value:
            self.array = self.read(self.file.value, self.frame.value)

    def read(self, path, frame):
        # Imported here: the list of processors is complete without it.
        import PIL.Image
        import PIL.ImageOps

        if not path.is_file():
            raise FileNotFoundError(f"there is no file {path}")
        try:
            with PIL.Image.open(path) as picture:
                frames = getattr(picture, "n_frames", 1)
                self.frame.maxValue = frames - 1
                if frame >= frames:
                    raise ValueError(f"{path} has {frames} frame{'s' * (frames > 1)}; there is no frame {frame}")
                picture.seek(frame)
                upright = PIL.ImageOps.exif_transpose(picture)
                if upright.mode not in KEPT:
                    see_through = upright.mode[-1] in "Aa" or "transparency" in upright.info
                    upright = upright.convert("L" if upright.mode == "1" else "RGBA" if see_through else "RGB")
                array = np.asarray(upright)
        except PIL.UnidentifiedImageError:
            raise ValueError(f"{path} is no picture that Pillow can read") from None
        return array[::-1].astype(array.dtype.newbyteorder("="), order="C")

    def process(self):
        if self.array is None:
            # No file is chosen: nothing is shown, and nothing is wrong.
            self.outport.clear()
            self.layer.clear()
            return
        layer = Layer(self.array)
        if self.array.dtype != np.uint8:
            values = self.array[np.isfinite(self.array)]
            layer.dataMap.dataRange = layer.dataMap.valueRange = (values.min(), values.max()) if values.size else (0, 1)
        self.outport.setData(Image(layer))
        self.layer.setData(layer)
