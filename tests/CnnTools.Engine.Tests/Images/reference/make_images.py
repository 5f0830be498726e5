"""Writes small images of every color type, and images.json: the pixels that torchvision reads from them.

    python3 make_images.py

Needs torch, torchvision and Pillow. The files are committed; run this again only to add images.
"""
import io
import json
import pathlib
import struct
import zlib

import numpy
import torch
from PIL import Image
from torchvision.io import ImageReadMode, decode_image

HERE = pathlib.Path(__file__).parent


def pack(pixels):
    return {"shape": list(pixels.shape), "data": pixels.flatten().tolist()}


def interlaced(gray):
    """Adam7 interlacing, which Pillow cannot write."""
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


numpy.random.seed(1)
ramp = numpy.add.outer(numpy.arange(6) * 30, numpy.arange(5) * 11).astype(numpy.uint8)
rgb = numpy.stack([ramp, ramp[::-1], numpy.random.randint(0, 255, ramp.shape).astype(numpy.uint8)], 2)
alpha = numpy.concatenate([rgb, 255 - ramp[..., None]], 2)
images = {
    "gray.png": (Image.fromarray(ramp), {}), "rgb.png": (Image.fromarray(rgb), {}), "rgba.png": (Image.fromarray(alpha), {}),
    "gray_alpha.png": (Image.fromarray(numpy.stack([ramp, 255 - ramp], 2), "LA"), {}),
    "palette.png": (Image.fromarray(rgb).convert("P", palette=Image.Palette.ADAPTIVE, colors=7), {}),
    "palette_transparent.png": (Image.fromarray(rgb).convert("P", palette=Image.Palette.ADAPTIVE, colors=7), {"transparency": 2}),
    "one_bit.png": (Image.fromarray(ramp > 80), {}), "gray16.png": (Image.fromarray(ramp.astype(numpy.uint16) * 257 + 3), {}),
    "gray.jpg": (Image.fromarray(ramp), {"quality": 90}), "rgb.jpg": (Image.fromarray(rgb), {"quality": 90}),
    "progressive.jpg": (Image.fromarray(rgb), {"quality": 80, "progressive": True}),
    "cmyk.jpg": (Image.fromarray(rgb).convert("CMYK"), {"quality": 95}),
}
reference = {}
for name, (image, options) in images.items():
    buffer = io.BytesIO()
    image.save(buffer, name[-3:].upper().replace("JPG", "JPEG"), **options)
    data = buffer.getvalue()
    (HERE / name).write_bytes(data)
    if name == "cmyk.jpg":
        # torchvision 0.14 does not read it; Pillow's RGB differs from ours by rounding only.
        reference[name] = {"RGB": pack(numpy.asarray(Image.open(io.BytesIO(data)).convert("RGB")).transpose(2, 0, 1))}
    elif name == "gray16.png":
        # Nor 16-bit PNG: the upper byte of each sample is kept.
        reference[name] = {"GRAY": pack(ramp[None]), "RGB": pack(numpy.stack([ramp] * 3))}
    else:
        reference[name] = {mode: pack(decode_image(torch.frombuffer(bytearray(data), dtype=torch.uint8), ImageReadMode[mode])) for mode in ("GRAY", "RGB")}

(HERE / "interlaced.png").write_bytes(interlaced(ramp))
reference["interlaced.png"] = {"GRAY": pack(ramp[None]), "RGB": pack(numpy.stack([ramp] * 3))}
(HERE / "images.json").write_text(json.dumps(reference, separators=(",", ":")) + "\n")
