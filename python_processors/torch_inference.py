"""Runs a PyTorch network on a volume.

* *Network* is a TorchScript file: `torch.jit.script(model).save("net.pt")` makes one. Such a file is a program: choose only
  those that you trust.
* It is called with `float32` of shape (1, channels, z, y, x) and has to return the same (z, y, x), with any channels.
* *Values* says how they are scaled before: not at all, from the data range to 0 … 1, or to mean 0 and deviation 1.
* Big volumes are cut into tiles of *Tile* voxels with *Margin* voxels of what surrounds them; what is computed for the margin
  is dropped. With a margin as wide as the network looks, tiles leave no seams. Sizes are filled up to a multiple of *Multiple*.
* *Most likely class* gives the number of the channel with the greatest value, `uint8`; else there may be 1 to 4 channels.

Needs PyTorch.
"""

import inviwopy as ivw
import numpy as np
from inviwopy.data import InterpolationType, Volume, VolumeInport, VolumeOutport
from inviwopy.properties import BoolProperty, FileProperty, IntProperty, InvalidationLevel, OptionPropertyString, StringOption

from _blocks import by_blocks


class TorchInference(ivw.Processor):
    """Loads the network when the file or the device changes."""

    def __init__(self, id, name):
        super().__init__(id, name)
        self.inport = VolumeInport("inport", "What the network sees.")
        self.addInport(self.inport)
        self.outport = VolumeOutport("outport", "What it makes of it.")
        self.addOutport(self.outport)
        level = InvalidationLevel.InvalidResources
        self.file = FileProperty("file", "Network", "", "torchscript", level)
        self.file.addNameFilter("TorchScript (*.pt)")
        devices = [StringOption("auto", "Automatic", ""), StringOption("cpu", "CPU", "cpu"), StringOption("cuda", "GPU (CUDA)", "cuda")]
        self.device = OptionPropertyString("device", "Device", devices, invalidationLevel=level)
        scales = [("none", "As they are"), ("range", "Data range to 0 … 1"), ("score", "Mean 0, deviation 1")]
        self.scale = OptionPropertyString("scale", "Values", [StringOption(key, words, key) for key, words in scales])
        self.tile = IntProperty("tile", "Tile", value=128, min=16, max=1024, increment=16)
        self.margin = IntProperty("margin", "Margin", value=16, min=0, max=256, increment=1)
        self.multiple = IntProperty("multiple", "Multiple", value=16, min=1, max=128, increment=1)
        self.labels = BoolProperty("labels", "Most likely class", False)
        self.addProperties([self.file, self.device, self.scale, self.tile, self.margin, self.multiple, self.labels])
        self.model = None

    @staticmethod
    def processorInfo():
        return ivw.ProcessorInfo(
            classIdentifier="org.voxloom.TorchInference",
            displayName="Torch Inference",
            category="Volume Operation",
            codeState=ivw.CodeState.Experimental,
            tags="PY, PyTorch, Volume, Segmentation, Machine learning",
            help=ivw.unindentMd2doc(__doc__),
        )

    def getProcessorInfo(self):
        return TorchInference.processorInfo()

    def initializeResources(self):
        self.model = None
        path = self.file.value
        if not path:
            return
        # Imported here: it takes seconds, and most people do without it.
        import torch

        if not path.is_file():
            raise FileNotFoundError(f"there is no file {path}")
        self.where = self.device.value or ("cuda" if torch.cuda.is_available() else "cpu")
        try:
            self.model = torch.jit.load(str(path), map_location=self.where).eval()
        except RuntimeError as error:
            first = str(error).strip().splitlines()[0]
            raise ValueError(
                f'{path} could not be loaded as TorchScript ({first}); torch.jit.script(model).save("net.pt") makes such a file'
            ) from None

    def process(self):
        if self.model is None:
            # No file is chosen: nothing is shown, and nothing is wrong.
            self.outport.clear()
            return
        volume = self.inport.getData()
        array = self.scaled(volume).reshape(*volume.data.shape[:3], -1)
        result = by_blocks(self, array, self.margin.value, self.infer, self.tile.value)
        if result.ndim == 4 and result.shape[3] > 4:
            raise ValueError(f"the network gives {result.shape[3]} channels, a volume has 1 to 4; switch on Most likely class")
        if result.ndim == 4 and result.shape[3] == 1:
            result = result[..., 0]
        made = Volume(np.ascontiguousarray(result))
        fresh = made.dataMap
        made.copyMetaDataFrom(volume)
        made.dataMap = fresh
        if self.labels.value:
            made.interpolation = InterpolationType.Nearest
            made.dataMap.dataRange = made.dataMap.valueRange = (0, max(int(result.max()), 1))
        self.outport.setData(made)

    def scaled(self, volume):
        """The values as float32, scaled as chosen."""
        array = volume.data.astype(np.float32)
        known = array[np.isfinite(array)] if self.scale.value != "none" else array
        low, width = 0.0, 1.0
        if self.scale.value == "range":
            low, high = volume.dataMap.statedDataRange or (known.min(), known.max())
            width = high - low
        elif self.scale.value == "score":
            low, width = known.mean(), known.std()
        return (array - np.float32(low)) / np.float32(width or 1.0)

    def infer(self, block):
        """The network's answer to a block (z, y, x, c)."""
        import torch

        size, n = block.shape[:3], self.multiple.value
        filled = np.pad(block, [(0, -length % n) for length in size] + [(0, 0)], mode="edge")
        given = torch.from_numpy(np.ascontiguousarray(np.moveaxis(filled, 3, 0))[None]).to(self.where)
        with torch.inference_mode():
            answer = self.model(given)
        if not isinstance(answer, torch.Tensor) or answer.ndim != 5 or answer.shape[2:] != given.shape[2:]:
            got = tuple(answer.shape) if isinstance(answer, torch.Tensor) else type(answer).__name__
            expected = f"(1, channels, {', '.join(map(str, given.shape[2:]))})"
            raise ValueError(f"the network has to return a tensor {expected} for an input of this size, it returned {got}")
        if self.labels.value:
            answer = answer.argmax(1, keepdim=True).to(torch.uint8)
        made = np.moveaxis(answer[0].cpu().numpy(), 0, 3)
        return made[: size[0], : size[1], : size[2]]
