"""Trains a CIFAR-10 network of the tutorials in PyTorch, as CnnTools.Bench's verb accuracy does, and prints a line of JSON with the test accuracy after every epoch."""
import argparse
import json
import os
import time

import numpy
import torch
from torch.nn import functional

from networks import NETWORKS, build

parser = argparse.ArgumentParser()
parser.add_argument("--network", required=True, choices=sorted(NETWORKS))
parser.add_argument("--epoch", type=int, required=True)
parser.add_argument("--seed", type=int, default=1)
parser.add_argument("--batch", type=int, default=32)
parser.add_argument("--thread", type=int, default=1)
parser.add_argument("--dataset-cache", default=os.environ.get("CNNTOOLS_DATASETS") or os.path.expanduser("~/.cache/cnntools/datasets"))
options = parser.parse_args()


def read(*names):
    rows = numpy.concatenate([numpy.fromfile(os.path.join(options.dataset_cache, "cifar-10-batches-bin", name), dtype=numpy.uint8).reshape(-1, 3073) for name in names])
    return torch.from_numpy(rows[:, 1:].reshape(-1, 3, 32, 32).copy()), torch.from_numpy(rows[:, 0].astype(numpy.int64))


torch.set_num_threads(options.thread)
torch.manual_seed(options.seed)
pixels, labels = read(*(f"data_batch_{i}.bin" for i in range(1, 6)))
test_pixels, test_labels = read("test_batch.bin")
network = build(options.network)
optimizer = torch.optim.Adam(network.parameters(), lr=1e-3, eps=1e-7)
start, accuracies, losses = time.perf_counter(), [], []
for epoch in range(options.epoch):
    network.train()
    order = torch.randperm(len(labels))
    for first in range(0, len(order), options.batch):
        rows = order[first:first + options.batch]
        optimizer.zero_grad(set_to_none=True)
        functional.cross_entropy(network(pixels[rows].float().div_(255)), labels[rows]).backward()
        optimizer.step()
    network.eval()
    with torch.no_grad():
        scores = torch.cat([network(test_pixels[first:first + 250].float().div_(255)) for first in range(0, len(test_labels), 250)])
    accuracies.append(round(float((scores.argmax(1) == test_labels).float().mean()), 4))
    losses.append(round(float(functional.cross_entropy(scores, test_labels)), 4))
    print(f"{options.network} seed {options.seed} epoch {epoch + 1}: test loss {losses[-1]}, accuracy {accuracies[-1]}", flush=True)
print(json.dumps({"Architecture": options.network, "Seed": options.seed, "TestAccuracyByEpoch": accuracies, "TestLossByEpoch": losses, "Seconds": round(time.perf_counter() - start, 1), "Torch": torch.__version__}))
