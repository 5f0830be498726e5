"""Trains for some steps and prints one line of JSON: images a second and peak memory. Started by CnnTools.Bench, beside its own side of the same work."""
import argparse
import json
import resource
import time

import torch
from torch.nn import functional

from networks import build

parser = argparse.ArgumentParser()
parser.add_argument("--network", required=True)
parser.add_argument("--batch", type=int, required=True)
parser.add_argument("--thread", type=int, required=True)
parser.add_argument("--image", type=int, required=True, help="images trained on in the measured pass")
parser.add_argument("--precision", default="Float32", choices=["Float32", "BFloat16"])
parser.add_argument("--channels-last", action="store_true")
options = parser.parse_args()

torch.set_num_threads(options.thread)
torch.manual_seed(1)
pixels = torch.randint(0, 256, (options.image, 3, 32, 32), dtype=torch.uint8)
labels = torch.randint(0, 10, (options.image,))
network = build(options.network).train()
if options.channels_last:
    network = network.to(memory_format=torch.channels_last)
optimizer = torch.optim.Adam(network.parameters(), lr=1e-3, eps=1e-7)


def train(count):
    loss_sum, right = torch.zeros((), dtype=torch.float64), torch.zeros((), dtype=torch.int64)
    order = torch.randperm(options.image)[:count]
    for first in range(0, count, options.batch):
        rows = order[first:first + options.batch]
        images, truth = pixels.index_select(0, rows).float().div_(255), labels.index_select(0, rows)
        if options.channels_last:
            images = images.contiguous(memory_format=torch.channels_last)
        optimizer.zero_grad(set_to_none=True)
        with torch.autocast("cpu", dtype=torch.bfloat16, enabled=options.precision == "BFloat16"):
            scores = network(images)
        loss = functional.cross_entropy(scores.float(), truth)
        loss.backward()
        optimizer.step()
        with torch.no_grad():
            loss_sum += loss.double() * len(rows)
            right += (scores.argmax(1) == truth).sum()
    return float(loss_sum) / count


train(min(options.image, 20 * options.batch))
start = time.perf_counter()
loss = train(options.image)
seconds = time.perf_counter() - start
print(json.dumps({"imagesPerSecond": options.image / seconds, "peakBytes": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * 1024,
                  "torch": torch.__version__, "loss": loss}))
