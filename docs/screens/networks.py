"""The networks that scenes begin with."""

import itertools
import json
import re


class Network:
    """A workspace text: nodes by short name as (class, x, y, properties), wires as "a.out b.in"."""

    def __init__(self, nodes, wires=()):
        self.nodes = {
            name: (cls if "." in cls else "org.voxloom." + cls, x, y, (rest or [{}])[0])
            for name, (cls, x, y, *rest) in nodes.items()
        }
        self.wires = [wire.split() for wire in wires]

    def text(self):
        processors = [
            {
                "id": name,
                "class": cls,
                "version": 1,
                "name": re.sub(r"(?<=[a-z])(?=[A-Z0-9])", " ", name),
                "position": [x, y],
                "properties": properties,
            }
            for name, (cls, x, y, properties) in self.nodes.items()
        ]
        connections = [{"from": source, "to": target} for source, target in self.wires]
        return json.dumps(
            {
                "voxloom": 1,
                "network": {
                    "processors": processors,
                    "connections": connections,
                    "links": [],
                },
            }
        )


NOISE, SMOOTH, CASTER, CANVAS = (0, 0), (256, 0), (512, 0), (768, 0)
FILTERS = Network(
    {
        "VolumeCreator": ("org.inviwo.VolumeCreator", *NOISE),
        "GaussianFilter": ("GaussianFilter", *SMOOTH),
        "VolumeRaycaster": ("org.inviwo.VolumeRaycaster", *CASTER),
        "Canvas": ("org.inviwo.CanvasGL", *CANVAS),
    },
    [
        "VolumeCreator.volume GaussianFilter.inport",
        "GaussianFilter.outport VolumeRaycaster.volume",
        "VolumeRaycaster.outport Canvas.inport",
    ],
)
TWO = Network(
    {
        "VolumeCreator": ("org.inviwo.VolumeCreator", 0, 80),
        "VolumeRaycaster": ("org.inviwo.VolumeRaycaster", 352, 0),
        "VolumeRaycaster2": ("org.inviwo.VolumeRaycaster", 352, 192),
        "Canvas": ("org.inviwo.CanvasGL", 640, 0),
    },
    [
        "VolumeCreator.volume VolumeRaycaster.volume",
        "VolumeRaycaster.outport Canvas.inport",
    ],
)
MESHES = Network(
    {
        "VolumeCreator": ("org.inviwo.VolumeCreator", 0, 80),
        "MarchingCubes": ("MarchingCubes", 272, 0),
        "MarchingCubes2": ("MarchingCubes", 272, 176),
        "MeshRenderer": ("org.inviwo.GeometryRenderGL", 576, 64),
        "Canvas": ("org.inviwo.CanvasGL", 848, 64),
    },
    [
        "VolumeCreator.volume MarchingCubes.inport",
        "VolumeCreator.volume MarchingCubes2.inport",
        "MarchingCubes.outport MeshRenderer.geometry",
        "MarchingCubes2.outport MeshRenderer.geometry",
        "MeshRenderer.image Canvas.inport",
    ],
)
BROKEN = Network(
    {
        "VolumeCreator": ("org.inviwo.VolumeCreator", 0, 0),
        "ArrayExpression": ("Expression", 256, 0, {"expression": "a * nosuchname"}),
        "VolumeRaycaster": ("org.inviwo.VolumeRaycaster", 512, 0),
        "Canvas": ("org.inviwo.CanvasGL", 768, 0),
    },
    [
        "VolumeCreator.volume ArrayExpression.a",
        "ArrayExpression.outport VolumeRaycaster.volume",
        "VolumeRaycaster.outport Canvas.inport",
    ],
)
LOOSE = Network(
    {
        "VolumeCreator": ("org.inviwo.VolumeCreator", 0, 0),
        "GaussianFilter": ("GaussianFilter", 256, 176),
        "VolumeRaycaster": ("org.inviwo.VolumeRaycaster", 512, 0),
        "Canvas": ("org.inviwo.CanvasGL", 768, 0),
    },
    [
        "VolumeCreator.volume VolumeRaycaster.volume",
        "VolumeRaycaster.outport Canvas.inport",
    ],
)
PAIR = Network(
    {
        "VolumeCreator": ("org.inviwo.VolumeCreator", 0, 0),
        "VolumeSource": ("org.inviwo.VolumeCreator", 0, 176),
        "ArrayExpression": ("Expression", 352, 0, {"expression": "a - b"}),
    },
    [
        "VolumeCreator.volume ArrayExpression.a",
        "VolumeSource.volume ArrayExpression.b",
    ],
)
RAGGED = Network(
    {
        "VolumeCreator": ("org.inviwo.VolumeCreator", 0, 0),
        "MedianFilter": ("MedianFilter", 256, 83),
        "Morphology": ("Morphology", 544, 31),
    },
    [
        "VolumeCreator.volume MedianFilter.inport",
        "MedianFilter.outport Morphology.inport",
    ],
)


def many():
    """Sixty nodes and more, one of which has no file."""
    nodes, wires = {}, []
    for row in range(6):
        source = (
            ("org.inviwo.VolumeSource", 0, row * 160, {"filename": "missing.npy"})
            if row == 3
            else ("org.inviwo.VolumeCreator", 0, row * 160)
        )
        chain = [
            (
                "VolumeSource" if row == 3 else f"VolumeCreator{row + 1}",
                source,
                "data" if row == 3 else "volume",
            )
        ]
        chain += [
            (
                f"GaussianFilter{row + 1}{column}",
                ("GaussianFilter", column * 272, row * 160),
                "outport",
            )
            for column in range(1, 9)
        ]
        chain.append(
            (
                f"VolumeRaycaster{row + 1}",
                ("org.inviwo.VolumeRaycaster", 9 * 272, row * 160),
                "outport",
            )
        )
        if row in (0, 3):
            chain.append(
                (f"Canvas{row + 1}", ("org.inviwo.CanvasGL", 10 * 272, row * 160), "")
            )
        nodes.update({name: node for name, node, _ in chain})
        for (name, _, port), (other, node, _) in itertools.pairwise(chain):
            wires.append(
                f"{name}.{port} {other}.{'volume' if 'Raycaster' in node[0] else 'inport'}"
            )
    return Network(nodes, wires)
