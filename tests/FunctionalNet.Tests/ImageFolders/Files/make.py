"""Makes images.npz.gz, with Pillow 9.4 and jpegtran (Debian's python3-pil, python3-numpy, libjpeg-turbo-progs): /usr/bin/python3 make.py

It has image files, as arrays of bytes under their names; and what Pillow reads from each, in colour under "NAME rgb" and from some in grey under
"NAME grey". Files that are to be refused have no such arrays. Pillow writes few of the kinds of PNG and BMP, so these are written by the published layout.
"""

import gzip
import io
import struct
import subprocess
import zlib

import numpy as np
from PIL import Image

HEIGHT, WIDTH = 7, 11
CHANNELS = {0: 1, 2: 3, 3: 1, 4: 2, 6: 4}
PASSES = [(0, 0, 8, 8), (4, 0, 8, 8), (0, 4, 4, 8), (2, 0, 4, 4), (0, 2, 2, 4), (1, 0, 2, 2), (0, 1, 1, 2)]
arrays = {}
rng = np.random.default_rng(0)


def add(name, content, refused=False):
    arrays[name] = np.frombuffer(content, np.uint8)
    if refused:
        return
    image = Image.open(io.BytesIO(content))
    if image.mode.startswith("I"):  # 16 bits of grey
        grey = (np.asarray(image).astype(np.int32) >> 8).astype(np.uint8)
        arrays[f"{name} rgb"] = np.stack([grey] * 3, -1)
    else:
        arrays[f"{name} rgb"] = np.asarray(image.convert("RGB"))
        if name in ("grey-8.png", "rgb-8.png", "rgba-8.png", "palette-4.png", "rgb.bmp", "grey.jpg"):
            arrays[f"{name} grey"] = np.asarray(image.convert("RGB").convert("L"))[..., None]


def chunk(kind, content):
    return struct.pack(">I", len(content)) + kind + content + struct.pack(">I", zlib.crc32(kind + content))


def packed(samples, depth):
    rows = samples.reshape(samples.shape[0], -1)
    if depth == 16:
        return b"".join(b"\0" + row.astype(">u2").tobytes() for row in rows)
    bits = [np.unpackbits(row.astype(np.uint8)[:, None], axis=1)[:, 8 - depth:].ravel() for row in rows]
    return b"".join(b"\0" + np.packbits(row).tobytes() for row in bits)


def png(samples, depth, colour, interlaced=False, palette=None, transparency=None, header=b""):
    height, width = samples.shape[:2]
    parts = [samples[y::dy, x::dx] for x, y, dx, dy in PASSES] if interlaced else [samples]
    data = b"".join(packed(part, depth) for part in parts if part.size)
    content = header + chunk(b"IHDR", struct.pack(">IIBBBBB", width, height, depth, colour, 0, 0, int(interlaced)))
    if palette is not None:
        content += chunk(b"PLTE", palette)
    if transparency is not None:
        content += chunk(b"tRNS", transparency)
    return b"\x89PNG\r\n\x1a\n" + content + chunk(b"IDAT", zlib.compress(data, 9)) + chunk(b"IEND", b"")


def saved(image, kind, **options):
    content = io.BytesIO()
    image.save(content, kind, **options)
    return content.getvalue()


def bmp(bits, rows, compression=0, masks=b"", palette=b"", height=HEIGHT):
    header = struct.pack("<IiiHHIIiiII", 40, WIDTH, height, 1, bits, compression, len(rows), 2835, 2835, len(palette) // 4, 0)
    offset = 14 + len(header) + len(masks) + len(palette)
    return b"BM" + struct.pack("<IHHI", offset + len(rows), 0, 0, offset) + header + masks + palette + rows


def padded(rows):
    return b"".join(row + b"\0" * (-len(row) % 4) for row in rows)


def pngs():
    for colour, depths in {0: (1, 2, 4, 8, 16), 2: (8, 16), 3: (1, 2, 4, 8), 4: (8, 16), 6: (8, 16)}.items():
        for depth in depths:
            values = 2 ** depth if colour != 3 else min(2 ** depth, 50)
            samples = rng.integers(0, values, (HEIGHT, WIDTH, CHANNELS[colour]))
            palette = rng.integers(0, 256, (values, 3)).astype(np.uint8).tobytes() if colour == 3 else None
            name = f"{'grey - rgb palette grey-alpha - rgba'.split()[colour]}-{depth}"
            add(f"{name}.png", png(samples, depth, colour, False, palette))
            if depth in (1, 2, 8):
                add(f"{name}-interlaced.png", png(samples, depth, colour, True, palette))
    samples, palette = rng.integers(0, 4, (HEIGHT, WIDTH, 1)), rng.integers(0, 256, (4, 3)).astype(np.uint8).tobytes()
    add("palette-2-transparent.png", png(samples, 2, 3, False, palette, bytes([0, 100])))
    add("rgb-8-transparent.png", png(np.zeros((2, 2, 3), int) + 7, 8, 2, False, None, struct.pack(">HHH", 7, 7, 7)))
    add("apple.png", png(samples, 8, 0, header=chunk(b"CgBI", b"\x50\0\x20\2")), refused=True)
    add("empty.png", png(np.zeros((0, 5, 1), int), 8, 0), refused=True)


def jpegs():
    y, x = np.mgrid[:19, :27] / 27
    waves = np.stack([np.sin(9 * x + 5 * y * y), np.sin(7 * y - 4 * x), np.cos(11 * x * y + 2)], -1) * 0.45 + 0.5
    photo = Image.fromarray((255 * waves).astype(np.uint8))
    for name, subsampling in (("444", 0), ("422", 1), ("420", 2)):
        add(f"{name}.jpg", saved(photo, "JPEG", quality=90, subsampling=subsampling))
    plain = saved(photo, "JPEG", quality=90)
    add("progressive.jpg", saved(photo, "JPEG", quality=90, progressive=True))
    add("grey.jpg", saved(photo.convert("L"), "JPEG", quality=90))
    add("cmyk.jpg", saved(photo.convert("CMYK"), "JPEG", quality=90))
    rotated = Image.Exif()
    rotated[0x112] = 6
    add("rotated.jpg", saved(photo, "JPEG", quality=90, exif=rotated))
    for name, options, refused in (("restarts", ["-restart", "1"], False), ("arithmetic", ["-arithmetic"], True)):
        add(f"{name}.jpg", subprocess.run(["jpegtran", *options], input=plain, capture_output=True, check=True).stdout, refused)
    add("filters.png", saved(photo, "PNG", optimize=True))
    for height, width in ((10, 8), (23, 30), (1, 1), (19, 10)):  # As floats, so without rounding to bytes.
        grey = Image.fromarray(np.asarray(photo.convert("L")).astype(np.float32))
        arrays[f"filters.png {height}x{width}"] = np.asarray(grey.resize((width, height), Image.BILINEAR))[..., None]


def bmps():
    rgb = rng.integers(0, 256, (HEIGHT, WIDTH, 3)).astype(np.uint8)
    image = Image.fromarray(rgb)
    add("rgb.bmp", saved(image, "BMP"))
    add("rgba.bmp", saved(image.convert("RGBA"), "BMP"))
    add("bit.bmp", saved(image.convert("1"), "BMP"))
    add("palette.bmp", saved(image.convert("P", palette=Image.ADAPTIVE), "BMP"))
    add("top-down.bmp", bmp(24, padded(row[:, ::-1].tobytes() for row in rgb), height=-HEIGHT))
    nibbles = rng.integers(0, 256, (HEIGHT, (WIDTH + 1) // 2)).astype(np.uint8)
    add("nibbles.bmp", bmp(4, padded(row.tobytes() for row in nibbles), palette=rng.integers(0, 256, (16, 4)).astype(np.uint8).tobytes()))
    short = rng.integers(0, 2 ** 15, (HEIGHT, WIDTH)).astype("<u2")
    add("555.bmp", bmp(16, padded(row.tobytes() for row in short)))
    add("565.bmp", bmp(16, padded(row.tobytes() for row in short), 3, struct.pack("<III", 0xF800, 0x7E0, 0x1F)))
    add("rle.bmp", bmp(8, b"\x0b\x01\0\0" * HEIGHT + b"\0\1", 1, palette=bytes(1024)), refused=True)


pngs()
jpegs()
bmps()
archive = io.BytesIO()
np.savez(archive, **arrays)
with open("images.npz.gz", "wb") as file:  # As a whole: the headers are much alike.
    file.write(gzip.compress(archive.getvalue(), mtime=0))
