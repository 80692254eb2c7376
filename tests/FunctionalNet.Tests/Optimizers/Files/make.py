#!/usr/bin/python3
"""Makes steps.npz and schedules.npz: what PyTorch's optimizers and schedules do, and what papers say where PyTorch 1.13 has no such optimizer.

    /usr/bin/python3 make.py      with Debian's python3-torch 1.13, numpy 1.24; the tests read the files alone

steps.npz has "W", "b" (the first parameters), "gradients W", "gradients b" (a gradient for each step), and for each case, in double precision
and in single, the parameters after each step: [steps, 2 * 3 + 2]. The first parameters and the gradients are multiples of 1/64, which both
precisions hold. A decay is of W alone.
"""
import math

import numpy as np
import torch

STEPS = 12
random = np.random.default_rng(7)
FIRST = {"W": random.integers(-96, 97, (2, 3)) / 64, "b": np.array([0.0, 0.75])}
GRADIENTS = {name: random.integers(-128, 129, (STEPS, *value.shape)) / 64 for name, value in FIRST.items()}

TORCH = {
    "SGD": (torch.optim.SGD, dict(lr=0.1)),
    "SGD decay": (torch.optim.SGD, dict(lr=0.1, weight_decay=0.05)),
    "SGD momentum": (torch.optim.SGD, dict(lr=0.1, momentum=0.9)),
    "SGD momentum decay": (torch.optim.SGD, dict(lr=0.05, momentum=0.8, weight_decay=0.1)),
    "SGD dampening": (torch.optim.SGD, dict(lr=0.1, momentum=0.9, dampening=0.5)),
    "SGD nesterov": (torch.optim.SGD, dict(lr=0.1, momentum=0.9, nesterov=True)),
    "SGD nesterov decay": (torch.optim.SGD, dict(lr=0.03, momentum=0.7, nesterov=True, weight_decay=0.2)),
    "Adam": (torch.optim.Adam, dict(lr=0.01)),
    "Adam settings": (torch.optim.Adam, dict(lr=0.1, betas=(0.5, 0.8), eps=1e-3)),
    "Adam decay": (torch.optim.Adam, dict(lr=0.01, weight_decay=0.1)),
    "AdamW": (torch.optim.AdamW, dict(lr=0.01, weight_decay=0.1)),
    "AdamW settings": (torch.optim.AdamW, dict(lr=0.1, betas=(0.5, 0.8), eps=1e-3, weight_decay=0.5)),
    "AMSGrad": (torch.optim.Adam, dict(lr=0.01, amsgrad=True)),
    "AMSGrad settings": (torch.optim.Adam, dict(lr=0.1, betas=(0.5, 0.6), eps=1e-3, weight_decay=0.1, amsgrad=True)),
    "AMSGrad decoupled": (torch.optim.AdamW, dict(lr=0.1, betas=(0.5, 0.6), weight_decay=0.1, amsgrad=True)),
    "RAdam": (torch.optim.RAdam, dict(lr=0.01)),
    "RAdam settings": (torch.optim.RAdam, dict(lr=0.1, betas=(0.5, 0.8), eps=1e-3, weight_decay=0.1)),
    "Adadelta": (torch.optim.Adadelta, dict()),
    "Adadelta settings": (torch.optim.Adadelta, dict(lr=10, rho=0.5, eps=1e-3, weight_decay=0.1)),
    "Adagrad": (torch.optim.Adagrad, dict(lr=0.1, eps=1e-10)),
    "Adagrad settings": (torch.optim.Adagrad, dict(lr=0.1, lr_decay=0.1, initial_accumulator_value=0.25, eps=1e-3, weight_decay=0.1)),
    "RMSprop": (torch.optim.RMSprop, dict(lr=0.01)),
    "RMSprop settings": (torch.optim.RMSprop, dict(lr=0.01, alpha=0.5, eps=1e-3, weight_decay=0.1)),
    "RMSprop momentum": (torch.optim.RMSprop, dict(lr=0.01, momentum=0.9)),
    "RMSprop centered": (torch.optim.RMSprop, dict(lr=0.01, alpha=0.9, eps=1e-3, centered=True)),
    "RMSprop centered momentum": (torch.optim.RMSprop, dict(lr=0.01, eps=1e-2, centered=True, momentum=0.5, weight_decay=0.1)),
    "Adamax": (torch.optim.Adamax, dict(lr=0.01)),
    "Adamax settings": (torch.optim.Adamax, dict(lr=0.1, betas=(0.5, 0.8), eps=1e-3, weight_decay=0.1)),
}


def by_torch(kind, settings, dtype):
    """The parameters after each step."""
    parameters = {name: torch.nn.Parameter(torch.tensor(value, dtype=dtype)) for name, value in FIRST.items()}
    optimizer = kind([{"params": [parameters["W"]]}, {"params": [parameters["b"]], "weight_decay": 0}], **settings)
    rows = []
    for step in range(STEPS):
        for name, parameter in parameters.items():
            parameter.grad = torch.tensor(GRADIENTS[name][step], dtype=dtype)
        optimizer.step()
        rows.append(np.concatenate([parameter.detach().numpy().ravel() for parameter in parameters.values()]))
    return np.array(rows)


# The rules of papers, one step of one tensor: from parameter, gradient, state (a dict), step (from 1) and settings to the next parameter.


def nadam(p, g, state, t, lr, beta1=0.9, beta2=0.999, eps=1e-8, psi=0.004, decay=0.0):
    """Dozat 2016, with the schedule of its section 3; PyTorch 1.13 multiplies mu_t into the second product twice, later versions do not."""
    g = g + decay * p
    mu = beta1 * (1 - 0.5 * 0.96 ** (t * psi))
    mu_next = beta1 * (1 - 0.5 * 0.96 ** ((t + 1) * psi))
    product = state.setdefault("product", 1.0) * mu
    m = beta1 * state.get("m", 0 * p) + (1 - beta1) * g
    v = beta2 * state.get("v", 0 * p) + (1 - beta2) * g * g
    state.update(product=product, m=m, v=v)
    m_hat = mu_next * m / (1 - product * mu_next) + (1 - mu) * g / (1 - product)
    return p - lr * m_hat / (np.sqrt(v / (1 - beta2**t)) + eps)


def adabelief(p, g, state, t, lr, beta1=0.9, beta2=0.999, eps=1e-16, decay=0.0):
    """Zhuang et al. 2020, algorithm 2, with the decay beside it as in AdamW."""
    m = beta1 * state.get("m", 0 * p) + (1 - beta1) * g
    s = beta2 * state.get("s", 0 * p) + (1 - beta2) * (g - m) ** 2 + eps
    state.update(m=m, s=s)
    return p - lr * ((m / (1 - beta1**t)) / (np.sqrt(s / (1 - beta2**t)) + eps) + decay * p)


def lion(p, g, state, t, lr, beta1=0.9, beta2=0.99, decay=0.0):
    """Chen et al. 2023, algorithm 2."""
    m = state.get("m", 0 * p)
    update = np.sign(beta1 * m + (1 - beta1) * g)
    state.update(m=beta2 * m + (1 - beta2) * g)
    return p - lr * (update + decay * p)


def lamb(p, g, state, t, lr, beta1=0.9, beta2=0.999, eps=1e-6, decay=0.0):
    """You et al. 2020, algorithm 2, with phi(z) = z; the quotient is 1 where a norm is 0."""
    m = beta1 * state.get("m", 0 * p) + (1 - beta1) * g
    v = beta2 * state.get("v", 0 * p) + (1 - beta2) * g * g
    state.update(m=m, v=v)
    update = (m / (1 - beta1**t)) / (np.sqrt(v / (1 - beta2**t)) + eps) + decay * p
    length, step = np.sqrt((p * p).sum()), np.sqrt((update * update).sum())
    return p - lr * (length / step if length > 0 and step > 0 else 1.0) * update


def adafactor(p, g, state, t, lr=None, exponent=0.8, eps1=1e-30, eps2=1e-3, d=1.0, decay=0.0):
    """Shazeer and Stern 2018, algorithms 4 and 5, with sums as there; lr = None is their relative rate."""
    rho = min(1e-2, 1 / math.sqrt(t)) if lr is None else lr
    alpha = max(eps2, np.sqrt((p * p).mean())) * rho
    beta = 1 - t**-exponent
    if p.ndim == 2:
        r = beta * state.get("r", np.zeros((p.shape[0], 1), p.dtype)) + (1 - beta) * (g * g + eps1).sum(axis=1, keepdims=True)
        c = beta * state.get("c", np.zeros((1, p.shape[1]), p.dtype)) + (1 - beta) * (g * g + eps1).sum(axis=0, keepdims=True)
        state.update(r=r, c=c)
        v = r @ c / r.sum()
    else:
        v = beta * state.get("v", 0 * p) + (1 - beta) * (g * g + eps1)
        state.update(v=v)
    u = g / np.sqrt(v)
    return p - alpha * u / max(1.0, np.sqrt((u * u).mean()) / d)


PAPERS = {
    "NAdam": (nadam, dict(lr=0.002)),
    "NAdam settings": (nadam, dict(lr=0.1, beta1=0.5, beta2=0.8, eps=1e-3, psi=0.5, decay=0.1)),
    "AdaBelief": (adabelief, dict(lr=0.01)),
    "AdaBelief settings": (adabelief, dict(lr=0.1, beta1=0.5, beta2=0.8, eps=1e-3, decay=0.1)),
    "Lion": (lion, dict(lr=0.01)),
    "Lion settings": (lion, dict(lr=0.1, beta1=0.5, beta2=0.8, decay=0.1)),
    "LAMB": (lamb, dict(lr=0.01)),
    "LAMB settings": (lamb, dict(lr=0.1, beta1=0.5, beta2=0.8, eps=1e-3, decay=0.1)),
    "Adafactor": (adafactor, dict()),
    "Adafactor settings": (adafactor, dict(lr=0.1, exponent=0.5, eps1=1e-3, eps2=0.5, d=0.5)),
}


def by_paper(rule, settings, dtype):
    """The parameters after each step."""
    parameters = {name: value.astype(dtype) for name, value in FIRST.items()}
    states = {name: {} for name in parameters}
    rows = []
    for step in range(STEPS):
        for name, p in parameters.items():
            own = settings if name == "W" else {**settings, "decay": 0.0}
            parameters[name] = rule(p, GRADIENTS[name][step].astype(dtype), states[name], step + 1, **own).astype(dtype)
        rows.append(np.concatenate([p.ravel() for p in parameters.values()]))
    return np.array(rows)


SCHEDULES = {
    "OneCycle 0.1 100": (torch.optim.lr_scheduler.OneCycleLR, dict(max_lr=0.1, total_steps=100), 100),
    "OneCycle 0.1 25": (torch.optim.lr_scheduler.OneCycleLR, dict(max_lr=0.1, total_steps=25), 25),
    "OneCycle 2 40 settings": (torch.optim.lr_scheduler.OneCycleLR, dict(max_lr=2, total_steps=40, pct_start=0.45, div_factor=10, final_div_factor=100), 40),
    "Restarts 0.1 0 10 1": (torch.optim.lr_scheduler.CosineAnnealingWarmRestarts, dict(T_0=10), 45),
    "Restarts 0.1 0.001 7 2": (torch.optim.lr_scheduler.CosineAnnealingWarmRestarts, dict(T_0=7, T_mult=2, eta_min=0.001), 120),
    "Restarts 0.1 0.02 3 3": (torch.optim.lr_scheduler.CosineAnnealingWarmRestarts, dict(T_0=3, T_mult=3, eta_min=0.02), 130),
}


def rates(kind, settings, steps):
    """The learning rate of each step."""
    optimizer = torch.optim.SGD([torch.nn.Parameter(torch.zeros(1))], lr=0.1, momentum=0.9)
    schedule = kind(optimizer, **settings)
    found = []
    for _ in range(steps):
        found.append(optimizer.param_groups[0]["lr"])
        optimizer.step()
        if len(found) < steps:
            schedule.step()
    return np.array(found)


steps = {**FIRST, **{f"gradients {name}": value for name, value in GRADIENTS.items()}}
for name, (kind, settings) in TORCH.items():
    steps[f"{name} f64"] = by_torch(kind, settings, torch.float64)
    steps[f"{name} f32"] = by_torch(kind, settings, torch.float32)
for name, (rule, settings) in PAPERS.items():
    steps[f"{name} f64"] = by_paper(rule, settings, np.float64)
    steps[f"{name} f32"] = by_paper(rule, settings, np.float32)
np.savez_compressed("steps.npz", **steps)
np.savez_compressed("schedules.npz", **{name: rates(*case) for name, case in SCHEDULES.items()})
