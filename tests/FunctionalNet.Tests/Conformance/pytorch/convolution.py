"""Values and gradients of PyTorch's convolutions, as a table: convolution.json.gz.

Run with Debian's python3-torch (1.13): /usr/bin/python3 convolution.py
"""
import gzip, json, os
import torch
from torch import nn

torch.manual_seed(0)


def value(tensor):
    return {"shape": list(tensor.shape), "data": [float(f"{number:.13g}") for number in tensor.detach().flatten().tolist()]}


def short(shape):
    """Random numbers of few digits."""
    return (torch.randn(shape, dtype=torch.float64) * 64).round() / 64


def case(name, module, shape, **arguments):
    module = module.double()
    for parameter in module.parameters():
        parameter.data = short(parameter.shape)
    x = short(shape).requires_grad_()
    y = module(x)
    dy = short(y.shape)
    y.backward(dy)
    return {
        "name": name,
        "kind": "TransposedConvolution" if "Transpose" in type(module).__name__ else "Convolution",
        "arguments": {
            "inputs": module.in_channels, "outputs": module.out_channels, "window": module.kernel_size, "stride": module.stride,
            "padding": module.padding, "dilation": module.dilation, "extra": module.output_padding, "groups": module.groups,
            "bias": module.bias is not None, **arguments},
        "input": value(x), "outputGradient": value(dy), "output": value(y), "inputGradient": value(x.grad),
        "parameters": {key: value(p) for key, p in module.named_parameters()},
        "parameterGradients": {key: value(p.grad) for key, p in module.named_parameters()},
    }


cases = [
    case("1 axis", nn.Conv1d(3, 4, 3), (2, 3, 7)),
    case("1 axis, stride, padding, dilation", nn.Conv1d(2, 3, 3, stride=2, padding=2, dilation=2), (2, 2, 9)),
    case("2 axes", nn.Conv2d(3, 5, (3, 2)), (2, 3, 5, 6)),
    case("2 axes, one channel", nn.Conv2d(1, 20, 5), (2, 1, 8, 7)),
    case("2 axes, stride", nn.Conv2d(2, 3, 3, stride=(2, 3), padding=(1, 0)), (2, 2, 6, 8)),
    case("2 axes, dilation", nn.Conv2d(2, 3, (3, 2), padding=(2, 1), dilation=(2, 3)), (1, 2, 7, 6)),
    case("2 axes, stride and dilation", nn.Conv2d(2, 3, 3, stride=(2, 4), padding=3, dilation=(3, 2)), (1, 2, 9, 8)),
    case("2 axes, groups", nn.Conv2d(4, 6, 3, padding=1, groups=2), (2, 4, 5, 4)),
    case("2 axes, depthwise", nn.Conv2d(5, 5, 3, padding=1, groups=5), (2, 5, 4, 5)),
    case("2 axes, depthwise, stride", nn.Conv2d(9, 9, 3, stride=2, padding=1, groups=9), (1, 9, 5, 6)),
    case("2 axes, depthwise, two outputs for each input", nn.Conv2d(3, 6, 3, groups=3, bias=False), (2, 3, 5, 4)),
    case("2 axes, 3 by 3, many channels", nn.Conv2d(17, 32, 3, padding=1), (1, 17, 5, 4)),
    case("2 axes, 3 by 3, many channels, no padding", nn.Conv2d(32, 16, 3, bias=False), (1, 32, 4, 5)),
    case("2 axes, points", nn.Conv2d(4, 3, 1), (2, 4, 3, 5)),
    case("2 axes, points, stride, no bias", nn.Conv2d(4, 3, 1, stride=2, bias=False), (2, 4, 5, 5)),
    case("3 axes", nn.Conv3d(2, 3, (2, 3, 2), stride=(1, 2, 1), padding=(1, 1, 0), dilation=(2, 1, 1)), (1, 2, 4, 5, 4)),
    case("transposed, 1 axis", nn.ConvTranspose1d(3, 2, 4, stride=2, padding=1), (2, 3, 5)),
    case("transposed, 2 axes", nn.ConvTranspose2d(3, 4, 3), (2, 3, 4, 3)),
    case("transposed, 2 axes, stride, extra", nn.ConvTranspose2d(2, 3, (3, 2), stride=(2, 3), padding=(1, 0), output_padding=(1, 2)), (2, 2, 3, 3)),
    case("transposed, 2 axes, dilation", nn.ConvTranspose2d(2, 3, 3, stride=2, padding=1, dilation=2), (1, 2, 4, 3)),
    case("transposed, 2 axes, groups", nn.ConvTranspose2d(4, 6, 3, stride=2, groups=2, bias=False), (2, 4, 3, 3)),
    case("transposed, 3 axes", nn.ConvTranspose3d(2, 2, 2, stride=(1, 2, 3)), (1, 2, 2, 3, 2)),
]
path = os.path.join(os.path.dirname(os.path.abspath(__file__)), "convolution.json.gz")
with open(path, "wb") as file, gzip.GzipFile("", "wb", 9, file, mtime=0) as out:
    out.write(json.dumps(cases).encode())
