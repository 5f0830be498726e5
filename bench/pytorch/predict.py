"""Classifies images in PyTorch with the weights of a model file of ours, as CnnTools.Bench's verb predict does: latency, throughput and memory, or the first answer only."""
import argparse
import json
import struct
import sys
import time

import torch

from networks import NETWORKS

parser = argparse.ArgumentParser()
parser.add_argument("--network", required=True)
parser.add_argument("--model", required=True)
parser.add_argument("--thread", type=int, required=True)
parser.add_argument("--first", help="an image: classify it, print the answer and end")
parser.add_argument("--image", type=int, default=2000)
parser.add_argument("--single", type=int, default=1000)
parser.add_argument("--frozen", action="store_true", help="channels_last, traced, frozen and optimized for inference")
parser.add_argument("--answers", help="file for the probabilities of the first images, 32-bit floats")
options = parser.parse_args()


def load(network, path):
    with open(path, "rb") as file:
        content = file.read()
    length = struct.unpack("<Q", content[:8])[0]
    header, data = json.loads(content[8:8 + length]), content[8 + length:]
    kinds, seen = {torch.nn.Conv2d: "conv2d", torch.nn.BatchNorm2d: "batch_norm2d", torch.nn.Linear: "dense"}, {}
    for module in network:
        kind = kinds.get(type(module))
        if kind is None:
            continue
        number = seen[kind] = seen.get(kind, -1) + 1
        for name, own in module.state_dict().items():
            if name != "num_batches_tracked":
                place = header[f"{kind}_{number}.{name}" if number else f"{kind}.{name}"]
                begin, end = place["data_offsets"]
                own.copy_(torch.frombuffer(bytearray(data[begin:end]), dtype=torch.float32).reshape(place["shape"]))


torch.set_num_threads(options.thread)
with torch.inference_mode():
    network = torch.nn.Sequential(*NETWORKS[options.network]()).eval()
    load(network, options.model)

if options.first:
    import numpy
    from PIL import Image
    with torch.inference_mode():
        pixels = torch.from_numpy(numpy.asarray(Image.open(options.first).convert("RGB").resize((32, 32), Image.BILINEAR)).copy())
        probabilities = network(pixels.permute(2, 0, 1)[None].float().div_(255)).softmax(1)[0]
    print(options.first, int(probabilities.argmax()), f"{float(probabilities.max()):.4f}", flush=True)
    sys.exit()

# The same bytes on both sides: a linear congruential generator.
values, state = bytearray(options.image * 3072), 1
for i in range(len(values)):
    state = (state * 1664525 + 1013904223) & 0xFFFFFFFF
    values[i] = state >> 24
pixels = torch.frombuffer(values, dtype=torch.uint8).reshape(-1, 3, 32, 32)

if options.frozen:
    network = network.to(memory_format=torch.channels_last)
    example = torch.zeros(1, 3, 32, 32).contiguous(memory_format=torch.channels_last)
    with torch.no_grad():
        network = torch.jit.freeze(torch.jit.trace(network, example))
    # Version 1.13 prepacks weights in inference mode only.
    with torch.inference_mode():
        network = torch.jit.optimize_for_inference(network)


def classify(batch):
    images = batch.float().div_(255)
    if options.frozen:
        images = images.contiguous(memory_format=torch.channels_last)
    return network(images).softmax(1).numpy()


def resident():
    with open("/proc/self/status") as status:
        return next(int(line.split()[1]) for line in status if line.startswith("VmRSS:")) * 1024


with torch.inference_mode():
    if options.answers:
        classify(pixels[:100]).tofile(options.answers)
    milliseconds = []
    for i in range(-50, options.single):
        start = time.perf_counter()
        classify(pixels[(i + 50) % len(pixels)][None])
        if i >= 0:
            milliseconds.append((time.perf_counter() - start) * 1000)
    milliseconds.sort()
    classify(pixels[:250])
    start = time.perf_counter()
    for first in range(0, len(pixels), 250):
        classify(pixels[first:first + 250])
    seconds = time.perf_counter() - start

print(json.dumps({"p50": milliseconds[int(0.5 * len(milliseconds) + 0.999999) - 1], "p99": milliseconds[int(0.99 * len(milliseconds) + 0.999999) - 1],
                  "imagesPerSecond": len(pixels) / seconds, "residentBytes": resident(), "torch": torch.__version__}))
