"""Outputs and gradients of small networks by PyTorch, as reference for LayerReferenceTests. Run: python3 layers.py > layers.json

Weights and images follow one formula, so that both sides can make them: value i of tensor n is ((i * 7919 + n * 104729) % 1000) / 500 - 1, halved for weights; running variances
and factors of normalizations are 1 more than half of it. Tensors are numbered in the order of the list 'tensors'.
"""
import json
import torch
from torch import nn


def formula(count, n):
    return torch.tensor([((i * 7919 + n * 104729) % 1000) / 500 - 1 for i in range(count)], dtype=torch.float64)


class Branches(nn.Module):
    def __init__(self, body, shortcut=None, activation=None):
        super().__init__()
        self.body, self.shortcut, self.activation = body, shortcut or nn.Identity(), activation or nn.Identity()

    def forward(self, x):
        return self.activation(self.body(x) + self.shortcut(x))


class PadChannels(nn.Module):
    def forward(self, x):
        return torch.cat([x[:, :, ::2, ::2], torch.zeros(x.shape[0], 3, (x.shape[2] + 1) // 2, (x.shape[3] + 1) // 2, dtype=x.dtype)], 1)


def norm(channels):
    return nn.BatchNorm2d(channels, eps=1e-5, momentum=0.1)


BN = {"kind": "BatchNorm2d", "epsilon": 1e-5, "momentum": 0.1}
RELU = {"kind": "Activation", "activation": "ReLU"}
RELU6 = {"kind": "Activation", "activation": "ReLU6"}


def conv(filters, kernel, **more):
    return {"kind": "Conv2d", "filters": filters, "kernelSize": kernel, "bias": False, **more}


CASES = {
    "Depthwise": ((9, 8, 3), [{"kind": "DepthwiseConv2d", "kernelSize": 3, "stride": 2}, {"kind": "DepthwiseConv2d", "kernelSize": 3, "padding": "Same", "bias": False, "activation": "SiLU"}],
                  lambda: nn.Sequential(nn.Conv2d(3, 3, 3, 2, groups=3), nn.Conv2d(3, 3, 3, padding=1, groups=3, bias=False), nn.SiLU())),
    "Padding": ((15, 12, 2), [conv(4, 7, stride=2, padding=3), {"kind": "MaxPool2d", "kernelSize": 3, "stride": 2, "padding": 1}, {"kind": "AveragePool2d", "kernelSize": 3, "stride": 2, "padding": 1}],
                lambda: nn.Sequential(nn.Conv2d(2, 4, 7, 2, 3, bias=False), nn.MaxPool2d(3, 2, 1), nn.AvgPool2d(3, 2, 1, count_include_pad=False))),
    "GroupNorm": ((4, 5, 6), [{"kind": "GroupNorm", "groups": 3, "epsilon": 1e-5}, conv(4, 3), {"kind": "GroupNorm", "groups": 1}],
                  lambda: nn.Sequential(nn.GroupNorm(3, 6), nn.Conv2d(6, 4, 3, bias=False), nn.GroupNorm(1, 4, eps=1e-3))),
    "AdaptivePool": ((7, 5, 3), [conv(4, 1), {"kind": "AdaptiveAveragePool2d", "outputSize": 3}],
                     lambda: nn.Sequential(nn.Conv2d(3, 4, 1, bias=False), nn.AdaptiveAvgPool2d(3))),
    "PadChannels": ((7, 4, 2), [{"kind": "Residual", "body": [conv(5, 3, stride=2, padding=1)], "shortcut": [{"kind": "MaxPool2d", "kernelSize": 1, "stride": 2}, {"kind": "PadChannels", "filters": 5}]}],
                    lambda: nn.Sequential(Branches(nn.Conv2d(2, 5, 3, 2, 1, bias=False), PadChannels()))),
    "ReLU6": ((5, 4, 2), [conv(3, 3, padding=1, activation="ReLU6", initializer="HeUniform"), conv(16, 3), RELU6],
              lambda: nn.Sequential(nn.Conv2d(2, 3, 3, padding=1, bias=False), nn.ReLU6(), nn.Conv2d(3, 16, 3, bias=False), nn.ReLU6())),
    "Projection": ((7, 8, 3), [conv(4, 3, padding=1), {"kind": "Residual", "activation": "ReLU",
                                                       "body": [conv(6, 3, stride=2, padding=1), BN, RELU, conv(6, 3, padding=1), BN], "shortcut": [conv(6, 1, stride=2), BN]}],
                   lambda: nn.Sequential(nn.Conv2d(3, 4, 3, padding=1, bias=False), Branches(
                       nn.Sequential(nn.Conv2d(4, 6, 3, 2, 1, bias=False), norm(6), nn.ReLU(), nn.Conv2d(6, 6, 3, padding=1, bias=False), norm(6)),
                       nn.Sequential(nn.Conv2d(4, 6, 1, 2, bias=False), norm(6)), nn.ReLU()))),
    "Nested": ((5, 5, 2), [{"kind": "Residual", "body": [{"kind": "Residual", "body": [{"kind": "Flatten"}, {"kind": "Dense", "units": 50, "activation": "Tanh"}], "shortcut": [{"kind": "Flatten"}]},
                                                         {"kind": "Dense", "units": 4}], "shortcut": [{"kind": "GlobalAveragePool2d"}, {"kind": "Dense", "units": 4, "bias": False}]}],
               lambda: nn.Sequential(Branches(nn.Sequential(Branches(nn.Sequential(nn.Flatten(), nn.Linear(50, 50), nn.Tanh()), nn.Flatten()), nn.Linear(50, 4)),
                                              nn.Sequential(nn.AdaptiveAvgPool2d(1), nn.Flatten(), nn.Linear(2, 4, bias=False))))),
    "InvertedResidual": ((6, 5, 4), [{"kind": "Residual", "body": [conv(8, 1), BN, RELU6, {"kind": "DepthwiseConv2d", "kernelSize": 3, "padding": 1, "bias": False}, BN, RELU6, conv(4, 1), BN]}],
                         lambda: nn.Sequential(Branches(nn.Sequential(nn.Conv2d(4, 8, 1, bias=False), norm(8), nn.ReLU6(), nn.Conv2d(8, 8, 3, padding=1, groups=8, bias=False), norm(8), nn.ReLU6(),
                                                                      nn.Conv2d(8, 4, 1, bias=False), norm(4))))),
}


def run(name):
    (height, width, channels), layers, make = CASES[name]
    net = make().double()
    tensors = [(key, value) for key, value in net.state_dict().items() if not key.endswith("num_batches_tracked")]
    with torch.no_grad():
        for n, (key, value) in enumerate(tensors):
            values = formula(value.numel(), n + 1).reshape(value.shape) / 2
            owner = net.get_submodule(key.rsplit(".", 1)[0])
            is_factor = key.endswith("running_var") or (key.endswith("weight") and isinstance(owner, (nn.BatchNorm2d, nn.GroupNorm)))
            value.copy_(values + 1 if is_factor else values)
    images = (formula(2 * channels * height * width, 0).reshape(2, channels, height, width) * 3)
    net.eval()
    with torch.no_grad():
        evaluation = net(images)
    net.train()
    training = net(images)
    (training * formula(training.numel(), 100).reshape(training.shape)).sum().backward()
    rounded = lambda tensor: [round(value, 7) for value in tensor.detach().flatten().tolist()]
    return {"name": name, "network": {"name": name, "height": height, "width": width, "channels": channels, "layer": layers + ([] if evaluation.dim() == 2 else [{"kind": "Flatten"}])},
            "shapes": [list(value.shape) for _, value in tensors], "evaluation": rounded(evaluation), "training": rounded(training),
            "gradients": [rounded(parameter.grad) for _, parameter in net.named_parameters()]}


if __name__ == "__main__":
    import sys
    print("[\n" + ",\n".join(json.dumps(run(name)) for name in (sys.argv[1:] or CASES)) + "\n]")
