"""Writes techniques.json: what PyTorch's schedulers, losses and gradient clipping compute, for TechniqueReferenceTests.

    python3 make_reference.py

Needs torch (Debian: python3-torch). The file is committed; run this again only to add cases.
"""
import json
import pathlib

import torch
import torch.nn.functional as F
from torch.optim import lr_scheduler as S

torch.manual_seed(5)


def values(*shape):
    return torch.round((torch.rand(*shape) * 4 - 2) * 1000) / 1000


def rates(make, steps, metrics=None, rate=0.1):
    """The learning rate before each step."""
    optimizer = torch.optim.SGD([torch.nn.Parameter(torch.zeros(1))], rate)
    scheduler = make(optimizer)
    result = []
    for step in range(steps):
        result.append(optimizer.param_groups[0]["lr"])
        optimizer.step()
        if metrics:
            scheduler.step(metrics[step])
        elif step < steps - 1:
            scheduler.step()
    return result


def warm(optimizer, warm_up, rest):
    # LinearLR starts with a share and adds the same each step: 1/n, 2/n, ... n/n.
    rise = S.LinearLR(optimizer, 1 / warm_up, 1.0, warm_up - 1)
    return S.SequentialLR(optimizer, [rise, rest(optimizer)], [warm_up])


METRICS = [1.0, 0.9, 0.91, 0.92, 0.93, 0.89999, 0.8, 0.81, 0.82, 0.83, 0.84, 0.85, 0.86, 0.79999, 0.79, 0.9]
schedules = {
    # 4 epochs of 5 steps at rate 0.1
    "cosine": rates(lambda o: S.CosineAnnealingLR(o, 20, 0.001), 20),
    "cosine_warm": rates(lambda o: warm(o, 6, lambda o: S.CosineAnnealingLR(o, 14, 0.001)), 20),
    "constant_warm": rates(lambda o: warm(o, 6, lambda o: S.LambdaLR(o, lambda step: 1)), 20),
    "one_cycle": rates(lambda o: S.OneCycleLR(o, 0.1, total_steps=20, pct_start=0.3, cycle_momentum=False), 20),
    "one_cycle_short_rise": rates(lambda o: S.OneCycleLR(o, 0.1, total_steps=20, pct_start=0.11, cycle_momentum=False), 20),
    # an epoch each
    "step": rates(lambda o: S.StepLR(o, 3, 0.5), 10),
    "plateau": rates(lambda o: S.ReduceLROnPlateau(o, factor=0.5, patience=2, min_lr=0.02), 16, METRICS),
}

scores, labels, partners = values(6, 4), torch.tensor([0, 3, 1, 1, 2, 0]), torch.tensor([2, 0, 1, 3, 0, 2])
weight = torch.tensor([0.5, 2.0, 1.0, 0.25])


def loss(smoothing, weight, share):
    x = scores.clone().requires_grad_(True)
    value = F.cross_entropy(x, labels, weight=weight, label_smoothing=smoothing)
    if share is not None:
        value = share * value + (1 - share) * F.cross_entropy(x, partners, weight=weight, label_smoothing=smoothing)
    value.backward()
    return {"smoothing": smoothing, "weighted": weight is not None, "share": share, "loss": float(value), "gradient": x.grad.flatten().tolist()}


losses = [loss(s, w, m) for s in (0.0, 0.1) for w in (None, weight) for m in (None, 0.3)]
# Mixed without weights is cross-entropy with mixed targets.
soft = 0.3 * F.one_hot(labels, 4) + 0.7 * F.one_hot(partners, 4)
mixed_targets = float(F.cross_entropy(scores, soft.float()))

parameters = [torch.nn.Parameter(torch.zeros(3)), torch.nn.Parameter(torch.zeros(2, 2))]
clipping = []
for bound in (0.5, 3.0, 100.0):
    for parameter, gradient in zip(parameters, (torch.tensor([1.5, -2.0, 0.25]), torch.tensor([[0.5, -1.0], [2.5, 0.75]]))):
        parameter.grad = gradient.clone()
    norm = float(torch.nn.utils.clip_grad_norm_(parameters, bound))
    clipping.append({"bound": bound, "norm": norm, "clipped": [v for parameter in parameters for v in parameter.grad.flatten().tolist()]})

pathlib.Path(__file__).with_name("techniques.json").write_text(json.dumps({
    "torch": torch.__version__, "metrics": METRICS, "schedules": schedules, "scores": scores.flatten().tolist(), "labels": labels.tolist(), "partners": partners.tolist(),
    "weight": weight.tolist(), "losses": losses, "mixed_targets": mixed_targets, "clipping": clipping}, indent=1) + "\n")
