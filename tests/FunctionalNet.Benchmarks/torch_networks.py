"""What a training step takes in PyTorch on the networks of TrainingCase.cs, once it is warm: the median of short rounds.

usage: torch_networks.py wide|deep|large THREADS

Random images, a random batch drawn each step, the loss read each step, as steps are measured here.
"""
import statistics
import sys
import time

import torch
from torch import nn

ROUNDS, SECONDS_PER_ROUND, WARM_UP_SECONDS = 15, 0.1, 1.5


def sgd(parameters):
    return torch.optim.SGD(parameters, 0.1)


def adam(parameters):
    return torch.optim.Adam(parameters, 0.001)


name, threads = sys.argv[1], int(sys.argv[2])
widths, size, optimizer_of = {
    "wide": ([784, 512, 10], 128, sgd),
    "deep": ([784, 256, 256, 256, 10], 128, sgd),
    "large": ([784, 1024, 1024, 10], 256, adam),
}[name]

torch.set_num_threads(threads)
torch.manual_seed(0)
images, labels = torch.rand(60_000, 784), torch.randint(10, (60_000,))
layers = [layer for pair in zip(widths, widths[1:]) for layer in (nn.Linear(*pair), nn.ReLU())]
network = nn.Sequential(*layers[:-1])
optimizer = optimizer_of(network.parameters())


def step():
    drawn = torch.randint(len(images), (size,))
    optimizer.zero_grad()
    loss = nn.functional.cross_entropy(network(images[drawn]), labels[drawn])
    loss.backward()
    optimizer.step()
    return loss.item()


def seconds_per_step(at_least):
    steps, start = 0, time.perf_counter()
    while time.perf_counter() - start < at_least:
        step()
        steps += 1
    return (time.perf_counter() - start) / steps


seconds_per_step(WARM_UP_SECONDS)
median = statistics.median(seconds_per_step(SECONDS_PER_ROUND) for _ in range(ROUNDS))
print(f"case={name} threads={threads} us_per_step={median * 1e6:.1f}")
