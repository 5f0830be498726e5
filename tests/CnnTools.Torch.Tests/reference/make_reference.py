"""Writes reference.json: inputs and what PyTorch computes from them, gradients included, and the pictures of ../images with their pixels.

    python3 make_reference.py

Needs torch, torchvision and Pillow. The files are committed; run this again only to add cases. Inputs are rounded, so that the file is small and both
sides start from the same numbers.
"""
import io
import json
import pathlib
import struct
import zlib

import numpy
import torch
import torch.nn.functional as F
from PIL import Image
from torch.optim import lr_scheduler as S
from torchvision.io import ImageReadMode, decode_image

HERE = pathlib.Path(__file__).parent
IMAGES = HERE.parent / "images"
cases = {}


def values(*shape, low=-2.0, high=2.0):
    return torch.round((torch.rand(*shape) * (high - low) + low) * 1000) / 1000


def pack(tensor):
    if tensor.dtype == torch.bool:
        kind, data = "bool", [int(v) for v in tensor.flatten().tolist()]
    elif tensor.is_floating_point():
        kind, data = "float", [float(f"{v:.8g}") for v in tensor.detach().double().flatten().tolist()]
    else:
        kind, data = "long", tensor.flatten().tolist()
    return {"shape": list(tensor.shape), "type": kind, "data": data}


def case(name, function, **inputs):
    """function(**inputs) gives a tensor or several; where inputs require gradients, the sum of squares of the first result is taken back to them."""
    results = function(**inputs)
    if isinstance(results, torch.Tensor):
        results = (results,)
    entry = {"inputs": {key: pack(value) for key, value in inputs.items() if isinstance(value, torch.Tensor)},
             "outputs": [pack(result) for result in results]}
    tracked = {key: value for key, value in inputs.items() if isinstance(value, torch.Tensor) and value.requires_grad}
    if tracked:
        gradients = torch.autograd.grad((results[0] * results[0]).sum(), list(tracked.values()))
        entry["gradients"] = {key: pack(gradient) for key, gradient in zip(tracked, gradients)}
    cases[name] = entry


def tracked(tensor):
    return tensor.requires_grad_(True)


torch.manual_seed(20)

# element-wise
for name in "abs ceil exp expm1 floor neg reciprocal sigmoid sign sin cos square tanh trunc relu silu gelu round".split():
    function = getattr(torch, name, None) or getattr(F, name)
    function = F.silu if name == "silu" else F.gelu if name == "gelu" else function
    case(name, lambda x, f=function: f(x), x=values(2, 5))
for name in "log log1p log2 log10 sqrt rsqrt".split():
    case(name, lambda x, f=getattr(torch, name): f(x), x=values(2, 5, low=0.1, high=3))
for name in "add sub mul div pow maximum minimum eq ne lt le gt ge remainder".split():
    a = values(2, 3, low=0.5, high=2)
    b = values(3, low=0.5, high=2)
    a[0, 0] = b[0]
    case(name, lambda a, b, f=getattr(torch, name): f(a, b), a=a, b=b)
case("div_floor", lambda a, b: torch.div(a, b, rounding_mode="floor"), a=values(2, 3), b=values(2, 3, low=0.5))
case("div_trunc", lambda a, b: torch.div(a, b, rounding_mode="trunc"), a=values(2, 3), b=values(2, 3, low=0.5))
case("add_alpha", lambda a, b: torch.add(a, b, alpha=0.3), a=values(2, 3), b=values(2, 3))
case("addcmul", lambda a, b, c: torch.addcmul(a, b, c, value=0.5), a=values(2, 3), b=values(2, 3), c=values(2, 3))
case("addcdiv", lambda a, b, c: torch.addcdiv(a, b, c, value=0.5), a=values(2, 3), b=values(2, 3), c=values(2, 3, low=0.5))
case("lerp", lambda a, b, w: torch.lerp(a, b, w), a=values(4), b=values(4), w=values(4, low=0, high=1))
case("clamp", lambda x: torch.clamp(x, -0.5, 1), x=values(3, 4))
case("where", lambda a, b: torch.where(a > b, a, b), a=values(3, 4), b=values(3, 4))
case("gelu_tanh", lambda x: F.gelu(x, approximate="tanh"), x=values(2, 5))

# reductions
case("sum_dim", lambda x: x.sum((0, 2), keepdim=True), x=values(2, 3, 4))
case("mean_dim", lambda x: x.mean((1,)), x=values(2, 3, 4))
case("std", lambda x: x.std(), x=values(2, 3, 4))
case("std_dim", lambda x: x.std((1,), unbiased=False), x=values(2, 3, 4))
case("var_dim", lambda x: x.var((0, 2), unbiased=True, keepdim=True), x=values(2, 3, 4))
case("max_dim", lambda x: tuple(x.max(1)), x=values(3, 5))
case("min_dim", lambda x: tuple(x.min(1)), x=values(3, 5))
case("argmax", lambda x: x.argmax(1), x=values(3, 5))
case("topk", lambda x: tuple(x.topk(3, 1)), x=values(3, 5))
case("sort", lambda x: tuple(x.sort(1, descending=True)), x=values(3, 5))
case("cumsum", lambda x: x.cumsum(1), x=values(3, 5))
case("norm", lambda x: x.norm(), x=values(3, 5))
case("norm_1", lambda x: x.norm(p=1), x=values(3, 5))

# shapes and indices
case("permute", lambda x: x.permute(2, 0, 1), x=values(2, 3, 4))
case("flip", lambda x: x.flip(1), x=values(2, 3, 2))
case("roll", lambda x: x.roll((1, -1), (0, 1)), x=values(3, 4))
case("gather", lambda x, i: x.gather(1, i), x=values(3, 4), i=torch.tensor([[0, 3], [1, 1], [2, 0]]))
case("scatter_add", lambda x, i, s: x.scatter_add(1, i, s), x=values(3, 4), i=torch.tensor([[0, 3], [1, 1], [2, 0]]), s=values(3, 2))
case("index_select", lambda x, i: x.index_select(1, i), x=values(3, 4), i=torch.tensor([3, 0, 3]))
case("advanced_index", lambda x, i: x[1:, None, ..., i], x=values(3, 2, 4), i=torch.tensor([3, 0]))
case("slice_step", lambda x: x[::2, 1:-1], x=values(5, 6))

# gradients
case("matmul", lambda a, b: a @ b, a=tracked(values(3, 4)), b=tracked(values(4, 2)))
case("chain", lambda x, w: ((x @ w).tanh() * x.mean()).softmax(1), x=tracked(values(3, 4)), w=tracked(values(4, 5)))
case("softmax", lambda x: x.softmax(1), x=tracked(values(3, 5)))
case("log_softmax", lambda x: x.log_softmax(1), x=tracked(values(3, 5)))
case("linear", lambda x, w, b: F.linear(x, w, b), x=tracked(values(3, 4)), w=tracked(values(2, 4)), b=tracked(values(2)))
image = lambda: tracked(values(2, 4, 6, 7))
case("conv2d", lambda x, w, b: F.conv2d(x, w, b), x=image(), w=tracked(values(3, 4, 3, 2)), b=tracked(values(3)))
case("conv2d_options", lambda x, w, b: F.conv2d(x, w, b, (2, 1), (1, 2), (1, 2), 2), x=image(), w=tracked(values(6, 2, 3, 3)), b=tracked(values(6)))
case("conv2d_same", lambda x, w: F.conv2d(x, w, padding="same"), x=image(), w=tracked(values(3, 4, 4, 3)))
case("conv2d_replicate", lambda x, w: F.conv2d(F.pad(x, (1, 1, 1, 1), mode="replicate"), w), x=image(), w=tracked(values(3, 4, 3, 3)))
case("max_pool2d", lambda x: F.max_pool2d(x, 2), x=image())
case("max_pool2d_options", lambda x: F.max_pool2d(x, 3, 2, 1, 1, True), x=image())
case("avg_pool2d", lambda x: F.avg_pool2d(x, 2, 2, 1, False, False), x=image())
case("adaptive_avg_pool2d", lambda x: F.adaptive_avg_pool2d(x, (3, 2)), x=image())
for name, function in {"relu": F.relu, "gelu": F.gelu, "silu": F.silu, "tanh": torch.tanh, "sigmoid": torch.sigmoid}.items():
    case(f"{name}_gradient", lambda x, f=function: f(x), x=tracked(values(3, 4)))
case("pad", lambda x: F.pad(x, (1, 2, 0, 3), value=0.5), x=image())
case("pad_reflect", lambda x: F.pad(x, (2, 1, 1, 2), mode="reflect"), x=image())
case("interpolate_bilinear", lambda x: F.interpolate(x, (9, 5), mode="bilinear", align_corners=False), x=image())
case("interpolate_antialias", lambda x: F.interpolate(x, (3, 4), mode="bilinear", antialias=True), x=values(1, 2, 9, 8))
case("interpolate_bicubic", lambda x: F.interpolate(x, (9, 5), mode="bicubic", align_corners=True), x=image())
case("interpolate_scale", lambda x: F.interpolate(x, scale_factor=1.5, mode="nearest"), x=image())


def batch_norm(x, w, b):
    mean, variance = torch.zeros(4), torch.ones(4)
    first = F.batch_norm(x, mean, variance, w, b, True, 0.01, 1e-3)
    return first, mean, variance, F.batch_norm(x, mean, variance, w, b, False, 0.01, 1e-3)


case("batch_norm", batch_norm, x=image(), w=tracked(values(4)), b=tracked(values(4)))

# losses
target = torch.tensor([2, 0, 4, 1])
weight = values(5, low=0.2, high=2)
for name, options in {"": {}, "_smoothing": {"label_smoothing": 0.1}, "_weight": {"weight": weight}, "_both": {"weight": weight, "label_smoothing": 0.2},
                      "_sum": {"reduction": "sum"}, "_none": {"reduction": "none"}, "_ignore": {"ignore_index": 4}}.items():
    case(f"cross_entropy{name}", lambda x, target, weight, o=options: F.cross_entropy(x, target, **o), x=tracked(values(4, 5)), target=target, weight=weight)
case("cross_entropy_probabilities", lambda x, target: F.cross_entropy(x, target), x=tracked(values(4, 5)), target=values(4, 5).softmax(1))
case("nll_loss", lambda x, target, weight: F.nll_loss(x.log_softmax(1), target, weight), x=tracked(values(4, 5)), target=target, weight=weight)
case("mse_loss", lambda x, target: F.mse_loss(x, target), x=tracked(values(4, 5)), target=values(4, 5))
case("one_hot", lambda x: F.one_hot(x, 6), x=target)

# optimizers: a parameter, its gradients, and where it is after each step
STEPS = 4
optimizers = {}
for name, make in {
    "sgd": lambda p: torch.optim.SGD(p, 0.1),
    "sgd_momentum": lambda p: torch.optim.SGD(p, 0.1, momentum=0.9, weight_decay=0.05),
    "sgd_dampening": lambda p: torch.optim.SGD(p, 0.1, momentum=0.8, dampening=0.3),
    "sgd_nesterov": lambda p: torch.optim.SGD(p, 0.1, momentum=0.9, nesterov=True),
    "sgd_maximize": lambda p: torch.optim.SGD(p, 0.1, momentum=0.9, maximize=True),
    "adam": lambda p: torch.optim.Adam(p, 0.05, eps=1e-7),
    "adam_decay": lambda p: torch.optim.Adam(p, 0.05, betas=(0.8, 0.95), weight_decay=0.1),
    "adam_amsgrad": lambda p: torch.optim.Adam(p, 0.05, betas=(0.8, 0.5), amsgrad=True),
    "adam_maximize": lambda p: torch.optim.Adam(p, 0.05, maximize=True),
    "adamw": lambda p: torch.optim.AdamW(p, 0.05, weight_decay=0.1),
}.items():
    start = values(2, 3, 2, 2)
    gradients = [values(2, 3, 2, 2) for _ in range(STEPS)]
    parameter = torch.nn.Parameter(start.clone())
    optimizer = make([parameter])
    after = []
    for gradient in gradients:
        parameter.grad = gradient.clone()
        optimizer.step()
        after.append(pack(parameter))
    optimizers[name] = {"start": pack(start), "gradients": [pack(gradient) for gradient in gradients], "after": after}

# schedules: the rate of each of 12 steps; for OneCycle also the momentum
schedules = {}


def schedule(name, make, metrics=None, momentum=0.9):
    optimizer = torch.optim.SGD([torch.nn.Parameter(torch.zeros(1))], 0.1, momentum=momentum)
    scheduler = make(optimizer)
    rates, momenta = [], []
    for step in range(12):
        rates.append(optimizer.param_groups[0]["lr"])
        momenta.append(optimizer.param_groups[0]["momentum"])
        optimizer.step()
        if metrics:
            scheduler.step(metrics[step])
        elif step < 11:
            scheduler.step()
    schedules[name] = {"rates": rates, "momenta": momenta}


schedule("step", lambda o: S.StepLR(o, 3, 0.5))
schedule("multi_step", lambda o: S.MultiStepLR(o, [2, 7], 0.1))
schedule("exponential", lambda o: S.ExponentialLR(o, 0.9))
schedule("linear", lambda o: S.LinearLR(o, 0.1, 1.0, 5))
schedule("cosine", lambda o: S.CosineAnnealingLR(o, 8, 0.01))
schedule("lambda", lambda o: S.LambdaLR(o, lambda epoch: 1 / (1 + epoch)))
schedule("one_cycle", lambda o: S.OneCycleLR(o, 0.5, total_steps=12))
schedule("one_cycle_linear", lambda o: S.OneCycleLR(o, 0.5, total_steps=12, anneal_strategy="linear", three_phase=True))
METRICS = [1.0, 0.9, 0.91, 0.92, 0.93, 0.8, 0.81, 0.82, 0.83, 0.84, 0.85, 0.86]
schedule("plateau", lambda o: S.ReduceLROnPlateau(o, factor=0.5, patience=2, cooldown=1), METRICS)

norm = {}
parameters = [torch.nn.Parameter(torch.zeros(3)), torch.nn.Parameter(torch.zeros(2, 2))]
for parameter in parameters:
    parameter.grad = values(*parameter.shape)
norm["gradients"] = [pack(parameter.grad) for parameter in parameters]
norm["total"] = float(torch.nn.utils.clip_grad_norm_(parameters, 1.5))
norm["clipped"] = [pack(parameter.grad) for parameter in parameters]

# pictures: every colour type, small, with the pixels that torchvision reads
IMAGES.mkdir(exist_ok=True)
numpy.random.seed(1)
ramp = numpy.add.outer(numpy.arange(6) * 30, numpy.arange(5) * 11).astype(numpy.uint8)
rgb = numpy.stack([ramp, ramp[::-1], numpy.random.randint(0, 255, ramp.shape).astype(numpy.uint8)], 2)
alpha = numpy.concatenate([rgb, 255 - ramp[..., None]], 2)
pictures = {
    "gray.png": (Image.fromarray(ramp), {}), "rgb.png": (Image.fromarray(rgb), {}), "rgba.png": (Image.fromarray(alpha), {}),
    "gray_alpha.png": (Image.fromarray(numpy.stack([ramp, 255 - ramp], 2), "LA"), {}),
    "palette.png": (Image.fromarray(rgb).convert("P", palette=Image.Palette.ADAPTIVE, colors=7), {}),
    "palette_transparent.png": (Image.fromarray(rgb).convert("P", palette=Image.Palette.ADAPTIVE, colors=7), {"transparency": 2}),
    "one_bit.png": (Image.fromarray(ramp > 80), {}), "gray16.png": (Image.fromarray(ramp.astype(numpy.uint16) * 257 + 3), {}),
    "gray.jpg": (Image.fromarray(ramp), {"quality": 90}), "rgb.jpg": (Image.fromarray(rgb), {"quality": 90}),
    "progressive.jpg": (Image.fromarray(rgb), {"quality": 80, "progressive": True}),
    "cmyk.jpg": (Image.fromarray(rgb).convert("CMYK"), {"quality": 95}),
}
pixels = {}
for name, (picture, options) in pictures.items():
    buffer = io.BytesIO()
    picture.save(buffer, name[-3:].upper().replace("JPG", "JPEG"), **options)
    data = buffer.getvalue()
    (IMAGES / name).write_bytes(data)
    entry = {}
    if name == "cmyk.jpg":
        # torchvision 0.14 does not read it; Pillow's RGB differs from ours by rounding only.
        entry["RGB"] = pack(torch.from_numpy(numpy.asarray(Image.open(io.BytesIO(data)).convert("RGB")).copy()).permute(2, 0, 1))
    elif name == "gray16.png":
        # Nor 16-bit PNG: the upper byte of each sample is what stays, as libpng strips it.
        entry["UNCHANGED"] = pack(torch.from_numpy(ramp)[None])
    else:
        for mode in ("UNCHANGED", "GRAY", "RGB"):
            if "palette" in name and mode == "UNCHANGED":
                # torchvision 0.14 gives the indices into the palette, which is lost; the colours are what is meant.
                colours = Image.open(io.BytesIO(data)).convert("RGBA" if "transparent" in name else "RGB")
                entry[mode] = pack(torch.from_numpy(numpy.asarray(colours).copy()).permute(2, 0, 1))
                continue
            entry[mode] = pack(decode_image(torch.frombuffer(bytearray(data), dtype=torch.uint8), ImageReadMode[mode]))
    pixels[name] = entry
# Adam7 interlacing, which Pillow cannot write.


def interlaced(gray):
    rows, columns = gray.shape
    passes = [(0, 0, 8, 8), (4, 0, 8, 8), (0, 4, 4, 8), (2, 0, 4, 4), (0, 2, 2, 4), (1, 0, 2, 2), (0, 1, 1, 2)]
    raw = b""
    for x, y, dx, dy in passes:
        part = gray[y::dy, x::dx]
        if part.size:
            raw += b"".join(b"\0" + row.tobytes() for row in part)

    def chunk(kind, body):
        return struct.pack(">I", len(body)) + kind + body + struct.pack(">I", zlib.crc32(kind + body))
    header = struct.pack(">IIBBBBB", columns, rows, 8, 0, 0, 0, 1)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", header) + chunk(b"IDAT", zlib.compress(raw)) + chunk(b"IEND", b"")


(IMAGES / "interlaced.png").write_bytes(interlaced(ramp))
pixels["interlaced.png"] = {"UNCHANGED": pack(torch.from_numpy(ramp)[None])}

(HERE / "reference.json").write_text(json.dumps(
    {"torch": torch.__version__, "cases": cases, "optimizers": optimizers, "schedules": schedules, "clip_grad_norm": norm, "images": pixels},
    separators=(",", ":")) + "\n")
