"""Makes the files of this folder, with NumPy and PyTorch 1.13 (Debian's python3-torch): /usr/bin/python3 make.py

The reference library of safetensors is not among Debian's packages: those files are written by the published layout, from struct and json.
"""

import json
import struct
import zipfile

import numpy as np
import torch
from numpy.lib import format as npy


def safetensors(name, tensors, metadata=None, pad=0):
    """tensors: name -> (dtype, shape, bytes)"""
    header, data = {}, b""
    if metadata:
        header["__metadata__"] = metadata
    for key, (dtype, shape, content) in tensors.items():
        header[key] = {"dtype": dtype, "shape": list(shape), "data_offsets": [len(data), len(data) + len(content)]}
        data += content
    text = json.dumps(header).encode() + b" " * pad
    with open(name, "wb") as file:
        file.write(struct.pack("<Q", len(text)) + text + data)


def array(name, values, version=None):
    with open(name, "wb") as file:
        npy.write_array(file, values, version=version)


ramp = np.arange(24).reshape(2, 3, 4) * 0.5 - 3
array("f4-c.npy", ramp.astype("<f4"))
array("f8-c.npy", ramp.astype("<f8"))
array("f4-fortran.npy", np.asfortranarray(ramp.astype("<f4")))
array("f4-big.npy", ramp.astype(">f4"))
array("f8-big-fortran.npy", np.asfortranarray(ramp.astype(">f8")))
array("f4-version2.npy", ramp.astype("<f4"), version=(2, 0))
array("f4-version3.npy", ramp.astype("<f4"), version=(3, 0))
array("f2.npy", ramp.astype("<f2"))
array("i1.npy", (ramp * 2).astype("i1"))
array("u1.npy", np.arange(24).reshape(2, 3, 4).astype("u1"))
array("i2-big.npy", (ramp * 2).astype(">i2"))
array("u2.npy", np.arange(24).reshape(2, 3, 4).astype("<u2"))
array("i4.npy", (ramp * 2).astype("<i4"))
array("i8.npy", (ramp * 2).astype("<i8"))
array("u8-big.npy", np.arange(24).reshape(2, 3, 4).astype(">u8"))
array("bool.npy", ramp > 0)
array("scalar.npy", np.array(2.5, "<f4"))
array("vector.npy", np.array([1, 2, 3], "<f4"))
array("empty.npy", np.zeros((0, 3), "<f4"))
array("complex.npy", np.array([1 + 2j], "<c8"))
array("records.npy", np.array([(1, 2.0)], dtype=[("a", "<i4"), ("b", "<f8")]))
np.save("object.npy", np.array([None, {}], dtype=object), allow_pickle=True)
np.save("text.npy", np.array(["a", "bc"]))

np.savez("stored.npz", ramp=ramp.astype("<f4"), vector=np.array([1, 2, 3], "<f4"))
np.savez_compressed("deflated.npz", ramp=ramp.astype("<f4"), zeros=np.zeros((100, 100), "<f4"))

floats = torch.tensor([0.0, -0.0, 1.5, -2.25, float("inf"), float("-inf"), float("nan"), 65504.0])
raw = lambda tensor: tensor.contiguous().numpy().tobytes()
safetensors("types.safetensors", {
    "F64": ("F64", (8,), raw(floats.double())),
    "F32": ("F32", (2, 4), raw(floats.float())),
    "F16": ("F16", (8,), raw(floats.half())),
    "BF16": ("BF16", (8,), raw(floats.bfloat16().view(torch.int16))),
    "I64": ("I64", (3,), raw(torch.tensor([-1, 0, 2 ** 40]))),
    "I32": ("I32", (3,), raw(torch.tensor([-1, 0, 2 ** 30], dtype=torch.int32))),
    "I16": ("I16", (3,), raw(torch.tensor([-1, 0, 2 ** 14], dtype=torch.int16))),
    "I8": ("I8", (3,), raw(torch.tensor([-1, 0, 127], dtype=torch.int8))),
    "U8": ("U8", (3,), raw(torch.tensor([255, 0, 127], dtype=torch.uint8))),
    "BOOL": ("BOOL", (2,), raw(torch.tensor([True, False]))),
    "scalar": ("F32", (), raw(torch.tensor(2.5))),
    "empty": ("F32", (0, 3), b""),
}, {"format": "pt", "what": "one of each type"}, pad=5)

torch.manual_seed(0)
network = torch.nn.Sequential(torch.nn.Linear(4, 3), torch.nn.PReLU(3), torch.nn.Linear(3, 2))
inputs = torch.randn(5, 4)
safetensors("mlp.safetensors", {
    name: ("F32", tuple(tensor.shape), raw(tensor.detach())) for name, tensor in network.state_dict().items()
}, {"format": "pt"})
array("mlp-inputs.npy", inputs.numpy())
array("mlp-outputs.npy", network(inputs).detach().numpy())
