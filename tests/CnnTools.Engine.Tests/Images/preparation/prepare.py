"""Makes the images and expected pixels of ImagePreparerTests with Pillow (Debian's python3-pil 9.4). Run in this folder: python3 prepare.py"""
import json
import numpy as np
from PIL import Image, ImageOps

def smooth(height, width, seed):
    rng = np.random.RandomState(seed)
    small = Image.fromarray(rng.randint(0, 256, (5, 7, 3), np.uint8))
    return small.resize((width, height), Image.BICUBIC)

exif = Image.Exif()
rgb, gray = smooth(22, 34, 1), smooth(22, 34, 2).convert('L')
alpha = rgb.convert('RGBA')
alpha.putalpha(smooth(22, 34, 3).convert('L'))
files = {}
def save(name, image, **options):
    image.save(name, **options)
    files[name] = None

save('rgb.bmp', rgb)
save('rgb.webp', rgb, lossless=True)
save('gray.bmp', gray)
save('alpha.png', alpha)
save('alpha.webp', alpha, lossless=True, exact=True)
palette = rgb.quantize(16)
save('palette.gif', palette)
palette.info.pop('transparency', None)
save('transparent.gif', palette, transparency=3)
save('transparent.png', palette, transparency=3)
save('frames.gif', rgb.quantize(8), save_all=True, append_images=[Image.new('RGB', rgb.size, 'blue')])
for orientation in range(1, 9):
    exif[0x112] = orientation
    save(f'turned{orientation}.jpg', rgb, exif=exif, quality=95, subsampling=0)
exif[0x112] = 6
save('turned6.webp', rgb, exif=exif, lossless=True)

def upright(name):
    image = Image.open(name)
    image.seek(0)
    image = ImageOps.exif_transpose(image)
    if image.mode in ('RGBA', 'LA') or 'transparency' in image.info:
        image = image.convert('RGBA')
        # Pillow's alpha_composite rounds in another way: the nearest level, computed exactly.
        values = np.asarray(image).astype(np.int64)
        a = values[..., 3:]
        return Image.fromarray(((values[..., :3] * a + 255 * (255 - a) + 127) // 255).astype(np.uint8))
    return image.convert('RGB')

def prepare(name, channels, height, width, fit):
    image = upright(name)
    if channels == 1:
        image = image.convert('L')
    w, h = image.size
    if fit == 'Crop':
        if w * height > h * width:
            cw, ch = round(h * width / height), h
        else:
            cw, ch = w, round(w * height / width)
        left, top = (w - cw) // 2, (h - ch) // 2
        image = image.crop((left, top, left + cw, top + ch)).resize((width, height), Image.BILINEAR)
    elif fit == 'Stretch':
        image = image.resize((width, height), Image.BILINEAR)
    else:
        scale = min(height / h, width / w)
        iw, ih = round(w * scale), round(h * scale)
        canvas = Image.new(image.mode, (width, height))
        canvas.paste(image.resize((iw, ih), Image.BILINEAR), ((width - iw) // 2, (height - ih) // 2))
        image = canvas
    values = np.asarray(image)
    return (values if values.ndim == 2 else values.transpose(2, 0, 1)).reshape(-1).tolist()

rows = []
for name in files:
    for channels, height, width, fit in [(3, 8, 8, 'Crop'), (3, 6, 10, 'Pad'), (1, 9, 5, 'Stretch')]:
        rows.append(dict(file=name, channels=channels, height=height, width=width, fit=fit, pixels=prepare(name, channels, height, width, fit)))
for height, width, fit in [(5, 9, 'Crop'), (40, 40, 'Crop'), (12, 4, 'Pad'), (30, 70, 'Pad'), (3, 3, 'Stretch')]:
    rows.append(dict(file='rgb.bmp', channels=3, height=height, width=width, fit=fit, pixels=prepare('rgb.bmp', 3, height, width, fit)))
with open('prepare.json', 'w') as out:
    out.write('[\n' + ',\n'.join(json.dumps(row, separators=(',', ':')) for row in rows) + '\n]\n')
