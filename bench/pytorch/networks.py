"""The tutorials' networks in PyTorch, initialised as Keras does: the peer that CnnTools is measured against."""
from torch import nn


def conv(inputs, outputs, kernel, same=False):
    return nn.Conv2d(inputs, outputs, kernel, padding=kernel // 2 if same else 0)


def two_conv_4x4(channels=3, side=32, classes=10):
    after = ((side - 3) // 2 - 3) // 2
    return [conv(channels, 32, 4), nn.ReLU(), nn.MaxPool2d(2), conv(32, 32, 4), nn.ReLU(), nn.MaxPool2d(2),
            nn.Flatten(), nn.Linear(32 * after * after, 256), nn.ReLU(), nn.Linear(256, classes)]


def vgg_batch_norm(channels=3, side=32, classes=10):
    layers, inputs = [], channels
    for width in (32, 64, 128):
        for _ in range(2):
            layers += [conv(inputs, width, 3, same=True), nn.ReLU(), nn.BatchNorm2d(width, eps=1e-3, momentum=0.01)]
            inputs = width
        layers.append(nn.MaxPool2d(2))
    return layers + [nn.Flatten(), nn.Dropout(0.2), nn.Linear(128 * (side // 8) ** 2, 1024), nn.ReLU(), nn.Dropout(0.2), nn.Linear(1024, classes)]


def two_conv_dropout(channels=3, side=32, classes=10):
    return [conv(channels, 32, 3, same=True), nn.ReLU(), nn.MaxPool2d(2), conv(32, 64, 3, same=True), nn.ReLU(), nn.MaxPool2d(2),
            nn.Flatten(), nn.Linear(64 * (side // 4) ** 2, 100), nn.ReLU(), nn.Dropout(0.2), nn.Linear(100, classes)]


def three_conv(channels=3, side=32, classes=10):
    after = ((side - 2) // 2 - 2) // 2 - 2
    return [conv(channels, 32, 3), nn.ReLU(), nn.MaxPool2d(2), conv(32, 64, 3), nn.ReLU(), nn.MaxPool2d(2), conv(64, 64, 3), nn.ReLU(),
            nn.Flatten(), nn.Linear(64 * after * after, 64), nn.ReLU(), nn.Linear(64, classes)]


NETWORKS = {"TwoConv4x4": two_conv_4x4, "VggBatchNorm": vgg_batch_norm, "TwoConvDropout": two_conv_dropout, "ThreeConv": three_conv}


def build(name):
    network = nn.Sequential(*NETWORKS[name]())
    for module in network:
        if isinstance(module, (nn.Conv2d, nn.Linear)):
            nn.init.xavier_uniform_(module.weight)
            nn.init.zeros_(module.bias)
    return network
