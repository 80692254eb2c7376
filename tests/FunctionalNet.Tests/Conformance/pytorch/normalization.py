"""Values, gradients and running statistics of PyTorch's normalizations, as a table: normalization.json.gz.

Run with Debian's python3-torch (1.13): /usr/bin/python3 normalization.py

It does not have RMS normalization, which is written out, with autograd's gradients. What is drawn has few digits, and results have 14.
"""
import gzip, json, os
import torch
from torch import nn

torch.manual_seed(0)
torch.set_default_dtype(torch.float64)
cases = []


def drawn(*shape):
    return (torch.randn(*shape) * 1000).round() / 1000


def value(tensor):
    return {"shape": list(tensor.shape), "data": [float(f"{number:.14g}") for number in tensor.detach().flatten().tolist()]}


def add(name, kind, module, size, mode="training", **arguments):
    for parameter in module.parameters():
        parameter.data = drawn(*parameter.shape)
        parameter.grad = None
    state = {key: value(tensor) for key, tensor in module.state_dict().items()}
    x = (drawn(*size) * 2 + 1).requires_grad_()
    y = module.train(mode == "training")(x)
    dy = drawn(*y.shape)
    y.backward(dy)
    cases.append({
        "name": name, "kind": kind, "mode": mode, "arguments": arguments,
        "input": value(x), "outputGradient": value(dy), "output": value(y), "inputGradient": value(x.grad),
        "parameters": state, "parameterGradients": {key: value(p.grad) for key, p in module.named_parameters()},
        "statistics": {key: value(b) for key, b in module.named_buffers() if key.startswith("running_")},
    })


class RmsNorm(nn.Module):
    def __init__(self, shape, eps, affine):
        super().__init__()
        self.axes, self.eps, self.weight = list(range(-len(shape), 0)), eps, nn.Parameter(torch.ones(shape)) if affine else None

    def forward(self, x):
        y = x / (x.square().mean(self.axes, keepdim=True) + self.eps).sqrt()
        return y if self.weight is None else y * self.weight


# The momentum is the share that is kept, as this library has it.
for shape, module in (((6, 5), nn.BatchNorm1d), ((4, 3, 7), nn.BatchNorm1d), ((3, 6, 4, 5), nn.BatchNorm2d), ((2, 4, 3, 2, 2), nn.BatchNorm3d)):
    for affine, momentum, epsilon in ((True, 0.9, 1e-5), (False, 0.7, 0.01)):
        norm = module(shape[1], momentum=1 - momentum, eps=epsilon, affine=affine)
        for step in range(1, 4):
            add(f"batch normalization of {shape}, affine {affine}, step {step}", "BatchNormalization", norm, shape, "training" if step < 3 else "inference",
                features=shape[1], momentum=momentum, epsilon=epsilon, affine=affine)

for shape, over, epsilon in (((4, 6), (6,), 1e-5), ((4, 7), (4, 7), 0.1), ((2, 2, 70), (70,), 1e-5), ((2, 3, 4, 5), (4, 5), 1e-5), ((3, 130), (130,), 0.1)):
    for affine in (True, False):
        add(f"layer normalization of {shape} over {over}, affine {affine}", "LayerNormalization", nn.LayerNorm(over, epsilon, affine), shape,
            shape=over, epsilon=epsilon, affine=affine)
        add(f"RMS normalization of {shape} over {over}, affine {affine}", "RmsNormalization", RmsNorm(over, epsilon, affine), shape,
            shape=over, epsilon=epsilon, affine=affine)

for shape, groups in (((4, 12), 3), ((2, 6, 5), 2), ((3, 6, 4, 5), 1), ((3, 6, 4, 5), 6), ((2, 20, 3, 5), 5)):
    for affine in (True, False):
        add(f"group normalization of {shape}, {groups} groups, affine {affine}", "GroupNormalization", nn.GroupNorm(groups, shape[1], affine=affine), shape,
            groups=groups, channels=shape[1], epsilon=1e-5, affine=affine)

for shape, module in (((2, 3, 7), nn.InstanceNorm1d), ((3, 6, 4, 5), nn.InstanceNorm2d), ((2, 2, 3, 2, 3), nn.InstanceNorm3d)):
    for affine in (True, False):
        add(f"instance normalization of {shape}, affine {affine}", "InstanceNormalization", module(shape[1], 1e-3, affine=affine), shape,
            channels=shape[1], epsilon=1e-3, affine=affine)

path = os.path.join(os.path.dirname(os.path.abspath(__file__)), "normalization.json.gz")
with open(path, "wb") as file, gzip.GzipFile("", "wb", 9, file, mtime=0) as out:
    out.write(json.dumps(cases, separators=(",", ":")).encode())
