"""Values and gradients of PyTorch's pooling, padding and interpolation, as a table: spatial.json.gz.

Run with Debian's python3-torch (1.13): /usr/bin/python3 spatial.py
"""
import gzip, json, os
import torch
from torch.nn import functional as F

torch.manual_seed(0)


def value(tensor):
    return {"shape": list(tensor.shape), "data": tensor.detach().flatten().tolist()}


def draw(shape):
    # Few digits keep the table small, and give equal numbers, of which the first is the largest.
    return torch.round(torch.randn(shape, dtype=torch.float64), decimals=1)


def case(name, kind, shape, function, **arguments):
    x = draw(shape).requires_grad_()
    y = function(x)
    dy = draw(y.shape)
    y.backward(dy)
    return {
        "name": name, "kind": kind, "arguments": arguments, "input": value(x), "outputGradient": value(dy), "output": value(y),
        "inputGradient": value(x.grad), "parameters": {}, "parameterGradients": {},
    }


def pool(name, kind, shape, window, stride=None, padding=None, dilation=None, ceil=False, count=False):
    axes = len(window)
    stride, padding, dilation = stride or window, padding or [0] * axes, dilation or [1] * axes
    if kind == "MaxPool":
        function = [F.max_pool1d, F.max_pool2d, F.max_pool3d][axes - 1]
        run = lambda x: function(x, window, stride, padding, dilation, ceil)
    else:
        function = [F.avg_pool1d, F.avg_pool2d, F.avg_pool3d][axes - 1]
        run = lambda x: function(x, window, stride, padding, ceil, count)
    return case(
        name, kind, shape, run, window=window, stride=stride, padding=padding, dilation=dilation, ceil=ceil, countPadding=count)


def adaptive(name, kind, shape, outputs):
    functions = {
        "AdaptiveAveragePool": [F.adaptive_avg_pool1d, F.adaptive_avg_pool2d, F.adaptive_avg_pool3d],
        "AdaptiveMaxPool": [F.adaptive_max_pool1d, F.adaptive_max_pool2d, F.adaptive_max_pool3d],
    }
    return case(name, kind, shape, lambda x: functions[kind][len(outputs) - 1](x, outputs), outputs=outputs)


def pad(name, kind, shape, before, after, mode):
    # PyTorch has the innermost axis first.
    widths = [width for axis in reversed(range(len(before))) for width in (before[axis], after[axis])]
    return case(name, kind, shape, lambda x: F.pad(x, widths, mode), before=before, after=after)


def resize(name, kind, shape, numbers, mode, argument):
    options = {} if "nearest" in mode else {"align_corners": False}
    given = {"scale_factor": [float(n) for n in numbers]} if argument == "factors" else {"size": numbers}
    return case(name, kind, shape, lambda x: F.interpolate(x, mode=mode, **given, **options), **{argument: numbers})


cases = [
    pool("max, 1 axis", "MaxPool", (2, 3, 9), [2]),
    pool("max, 1 axis, all arguments", "MaxPool", (2, 17, 11), [3], [2], [1], [2], True),
    pool("max, 2 axes", "MaxPool", (2, 9, 6, 4), [2, 2]),
    pool("max, 2 axes, a rest", "MaxPool", (2, 17, 5, 7), [2, 2]),
    pool("max, 2 axes, overlapping", "MaxPool", (2, 19, 7, 6), [3, 3], [2, 2], [1, 1]),
    pool("max, 2 axes, every place", "MaxPool", (1, 5, 5, 6), [3, 2], [1, 1], [1, 1]),
    pool("max, 2 axes, all arguments", "MaxPool", (2, 8, 7, 9), [3, 2], [2, 3], [1, 1], [2, 2], True),
    pool("max, 3 axes", "MaxPool", (2, 3, 4, 5, 4), [2, 2, 2]),
    pool("max, 3 axes, all arguments", "MaxPool", (1, 9, 5, 6, 4), [3, 2, 2], [2, 3, 1], [1, 0, 1], [1, 2, 1], True),
    pool("mean, 1 axis", "AveragePool", (2, 3, 9), [2]),
    pool("mean, 1 axis, overlapping, padded", "AveragePool", (2, 17, 9), [4], [3], [2]),
    pool("mean, 2 axes", "AveragePool", (2, 9, 6, 4), [2, 2]),
    pool("mean, 2 axes, padded", "AveragePool", (2, 5, 6, 7), [3, 3], [2, 2], [1, 1]),
    pool("mean, 2 axes, padding counts", "AveragePool", (2, 12, 6, 7), [3, 3], [2, 2], [1, 1], count=True),
    pool("mean, 2 axes, ceil", "AveragePool", (2, 8, 6, 8), [3, 3], [2, 3], [1, 1], ceil=True),
    pool("mean, 2 axes, ceil, padding counts", "AveragePool", (2, 3, 6, 8), [3, 3], [2, 3], [1, 1], ceil=True, count=True),
    pool("mean, 3 axes", "AveragePool", (1, 9, 4, 5, 6), [2, 2, 3], [2, 1, 2], [1, 1, 1], count=True),
    adaptive("adaptive mean, 1 axis", "AdaptiveAveragePool", (2, 3, 10), [4]),
    adaptive("adaptive mean, 2 axes", "AdaptiveAveragePool", (2, 9, 7, 5), [3, 5]),
    adaptive("adaptive mean, 2 axes, more outputs", "AdaptiveAveragePool", (1, 2, 3, 4), [5, 7]),
    adaptive("adaptive mean, 3 axes", "AdaptiveAveragePool", (1, 5, 4, 5, 6), [3, 2, 4]),
    adaptive("adaptive max, 1 axis", "AdaptiveMaxPool", (2, 3, 10), [4]),
    adaptive("adaptive max, 2 axes", "AdaptiveMaxPool", (2, 9, 7, 5), [3, 5]),
    adaptive("adaptive max, 3 axes", "AdaptiveMaxPool", (1, 5, 4, 5, 6), [3, 2, 4]),
    case("global mean", "GlobalAveragePool", (2, 9, 5, 4), lambda x: x.mean((2, 3))),
    case("global max", "GlobalMaxPool", (2, 9, 5, 4), lambda x: F.adaptive_max_pool2d(x, 1)[:, :, 0, 0]),
    pad("zeros, 1 axis", "ZeroPad", (2, 3, 5), [1], [2], "constant"),
    pad("zeros, 2 axes", "ZeroPad", (2, 5, 3, 4), [1, 0], [2, 3], "constant"),
    pad("zeros, 3 axes", "ZeroPad", (1, 2, 2, 3, 2), [1, 0, 2], [0, 3, 1], "constant"),
    pad("reflection, 1 axis", "ReflectPad", (2, 3, 5), [4], [2], "reflect"),
    pad("reflection, 2 axes", "ReflectPad", (2, 5, 3, 4), [1, 3], [2, 0], "reflect"),
    pad("reflection, 3 axes", "ReflectPad", (1, 2, 2, 3, 3), [1, 0, 2], [1, 2, 1], "reflect"),
    pad("edges, 1 axis", "EdgePad", (2, 3, 5), [7], [2], "replicate"),
    pad("edges, 2 axes", "EdgePad", (2, 5, 3, 4), [1, 3], [2, 0], "replicate"),
    pad("edges, 3 axes", "EdgePad", (1, 2, 2, 3, 3), [1, 0, 2], [3, 2, 1], "replicate"),
    resize("nearest, 1 axis", "UpsampleNearest", (2, 3, 5), [3], "nearest", "factors"),
    resize("nearest, 2 axes", "UpsampleNearest", (2, 9, 3, 4), [2, 3], "nearest", "factors"),
    resize("nearest, 3 axes", "UpsampleNearest", (1, 2, 2, 3, 2), [2, 1, 4], "nearest", "factors"),
    # Between two elements PyTorch takes the latter, ONNX the former: of an odd number of elements no output is between two.
    resize("nearest, to lengths", "ResizeNearest", (2, 3, 5, 3), [7, 2], "nearest-exact", "lengths"),
    resize("linear, 1 axis", "UpsampleLinear", (2, 3, 5), [3], "linear", "factors"),
    resize("linear, 2 axes", "UpsampleLinear", (2, 9, 3, 4), [2, 3], "bilinear", "factors"),
    resize("linear, 3 axes", "UpsampleLinear", (1, 2, 2, 3, 2), [2, 1, 4], "trilinear", "factors"),
    resize("linear, to lengths", "ResizeLinear", (2, 3, 5, 4), [7, 3], "bilinear", "lengths"),
    resize("linear, to one", "ResizeLinear", (2, 3, 4, 1), [1, 3], "bilinear", "lengths"),
]
path = os.path.join(os.path.dirname(os.path.abspath(__file__)), "spatial.json.gz")
with open(path, "wb") as file, gzip.GzipFile("", "wb", 9, file, mtime=0) as out:
    out.write(json.dumps(cases).encode())
