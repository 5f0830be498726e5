"""Writes optimizers.json: a parameter, its gradients and its values after each step of PyTorch's optimizers, and clipped gradients.

    python3 make_optimizers.py

Needs torch. The file is committed; run this again only to add cases.
"""
import json
import pathlib

import torch

STEPS = 4


def values(*shape, low=-2.0, high=2.0):
    return torch.round((torch.rand(*shape) * (high - low) + low) * 1000) / 1000


def pack(tensor):
    return {"shape": list(tensor.shape), "type": "float", "data": [float(f"{v:.8g}") for v in tensor.detach().double().flatten().tolist()]}


def steps(make):
    start = values(2, 3, 2, 2)
    gradients = [values(2, 3, 2, 2) for _ in range(STEPS)]
    parameter = torch.nn.Parameter(start.clone())
    optimizer = make([parameter])
    after = []
    for gradient in gradients:
        parameter.grad = gradient.clone()
        optimizer.step()
        after.append(pack(parameter))
    return {"start": pack(start), "gradients": [pack(gradient) for gradient in gradients], "after": after}


torch.manual_seed(1)
optimizers = {}
for name, make in {
    "sgd": lambda p: torch.optim.SGD(p, 0.1),
    "sgd_nesterov": lambda p: torch.optim.SGD(p, 0.1, momentum=0.9, nesterov=True),
    "adam": lambda p: torch.optim.Adam(p, 0.05, eps=1e-7),
    "adamw": lambda p: torch.optim.AdamW(p, 0.05, weight_decay=0.1),
}.items():
    optimizers[name] = steps(make)

norm = {}
parameters = [torch.nn.Parameter(torch.zeros(3)), torch.nn.Parameter(torch.zeros(2, 2))]
for parameter in parameters:
    parameter.grad = values(*parameter.shape)
norm["gradients"] = [pack(parameter.grad) for parameter in parameters]
norm["total"] = float(torch.nn.utils.clip_grad_norm_(parameters, 1.5))
norm["clipped"] = [pack(parameter.grad) for parameter in parameters]

# After all that was there before, so that their numbers stay.
optimizers["adam_beta2"] = steps(lambda p: torch.optim.Adam(p, 0.05, betas=(0.9, 0.9), eps=1e-7))

(pathlib.Path(__file__).parent / "optimizers.json").write_text(
    json.dumps({"torch": torch.__version__, "optimizers": optimizers, "clip_grad_norm": norm}, separators=(",", ":")) + "\n")
