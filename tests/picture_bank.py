"""Pictures of every form, made here, and a bank that shows them."""

from __future__ import annotations

import io
from pathlib import Path
from typing import Any

import numpy as np
from PIL import Image, ImageCms, ImageDraw

__all__ = [
    "FORMS",
    "PLACE",
    "encoded",
    "opened",
    "photo",
    "picture",
    "question",
    "swapped_profile",
    "write_bank",
]

FORMS = ("png", "jpeg", "webp", "gif", "avif", "moving")
PLACE = b"GPSsecretplace"
SETTINGS = '[bank]\ntitle = "Pictures"\nslug = "pictures"\nnamespace = "tests/pictures"\n'


def photo(width: int = 640, height: int = 480, shift: float = 0.0) -> Image.Image:
    """Something like a photograph: smooth, of many colours, its left side red and its right side blue."""
    x, y = np.arange(width), np.arange(height)[:, None]
    wave = np.sin((x + shift) / 37) * np.cos(y / 23)
    across = 180 * x / width + 0 * y
    shades = np.stack([200 - across + 30 * wave, 100 + 60 * wave, 40 + across], axis=2)
    return Image.fromarray(shades.round().astype(np.uint8))


def exif(orientation: int = 1) -> Image.Exif:
    """Metadata with a place."""
    data = Image.Exif()
    data[0x0112] = orientation
    data[0x010E] = PLACE.decode()
    data.get_ifd(0x8825)[1] = "N"
    data.get_ifd(0x8825)[2] = (47.0, 22.0, 41.0)
    return data


def encoded(image: Image.Image, form: str, **more: Any) -> bytes:
    """The bytes of an image."""
    out = io.BytesIO()
    image.save(out, form, **more)
    return out.getvalue()


def opened(data: bytes) -> Image.Image:
    """A decoded picture."""
    image: Image.Image = Image.open(io.BytesIO(data))
    image.load()
    return image


def picture(form: str, *, width: int = 640, height: int = 480, orientation: int = 1) -> bytes:
    """A picture of a form, with metadata where the form has any."""
    image, data = photo(width, height), exif(orientation)
    match form:
        case "png":
            return encoded(image, "PNG", exif=data)
        case "jpeg":
            return encoded(image, "JPEG", exif=data, quality=95, comment=PLACE)
        case "webp":
            return encoded(image, "WEBP", exif=data, quality=90)
        case "gif":
            return encoded(image.quantize(64), "GIF", comment=PLACE)
        case "avif":
            return encoded(image, "AVIF", exif=data, quality=70, speed=10)
        case "moving":
            frames = [Image.new("P", (160, 120), 0) for _ in range(5)]
            for number, frame in enumerate(frames):
                frame.putpalette([255, 255, 255, 200, 0, 0])
                ImageDraw.Draw(frame).rectangle((20 * number, 20, 20 * number + 30, 60), fill=1)
            return encoded(
                frames[0], "GIF", save_all=True, append_images=frames[1:], duration=80, loop=0, comment=PLACE
            )
    raise ValueError(form)


def swapped_profile(*, swap: bool = True) -> bytes:
    """A profile that means blue where others mean red; or plain sRGB."""
    data = ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes()
    if not swap:
        return data
    data = data.replace(b"rXYZ", b"tXYZ").replace(b"bXYZ", b"rXYZ").replace(b"tXYZ", b"bXYZ")
    return data.replace("sRGB".encode("utf-16-be"), "other".encode("utf-16-be")[:8])


def question(
    name: str, number: int = 0, *, lead: str = "", alt: str = "A field of colours from red to blue"
) -> str:
    """A question whose answer shows a file of figures/."""
    return (
        f"## What does picture {number or name} show?\n\n```yaml\nid: picture-{number or name.replace('.', '-').lower()}\n```\n\n"
        f'{lead}\n\n![{alt}](../figures/{name} "Colours of {name}")\n'
    )


def write_bank(folder: Path, files: dict[str, bytes], *questions: str, settings: str = "") -> Path:
    """A bank with these figures and a question for each, or the given ones."""
    for place in ("questions", "figures"):
        (folder / place).mkdir(parents=True)
    (folder / "bank.toml").write_text(SETTINGS + settings, encoding="utf-8")
    for name, data in files.items():
        (folder / "figures" / name).write_bytes(data)
    rows = questions or tuple(question(name) for name in files)
    (folder / "questions/01-pictures.md").write_text("# Pictures\n\n" + "\n".join(rows), encoding="utf-8")
    return folder


_FLAG = '<svg xmlns="http://www.w3.org/2000/svg" xmlns:xlink="http://www.w3.org/1999/xlink" '
FLAGS = {
    "stripes": f'{_FLAG}width="900" height="600"><rect width="900" height="600" fill="#ED2939"/>'
    '<rect width="600" height="600" fill="#fff"/><rect width="300" height="600" fill="#002395"/></svg>',
    "stars": f'<?xml version="1.0" encoding="UTF-8" standalone="no"?>\n{_FLAG}viewBox="0 0 810 540"><defs><g id="d">'
    '<g id="b"><path id="a" d="M0 0v1h.5z" transform="translate(0 -1)rotate(18)"/><use xlink:href="#a" transform="scale(-1 1)"/>'
    '</g><use xlink:href="#b" transform="rotate(72)"/><use xlink:href="#b" transform="rotate(144)"/>'
    '<use xlink:href="#b" transform="rotate(216)"/><use xlink:href="#b" transform="rotate(288)"/></g></defs>'
    '<path fill="#039" d="M0 0h810v540H0z"/><g fill="#fc0" transform="scale(30)translate(13.5 9)">'
    + "".join(
        f'<use xlink:href="#d" x="{6 * x:.3f}" y="{6 * y:.3f}"/>'
        for x, y in ((0, -1), (0.866, 0.5), (-0.866, 0.5))
    )
    + "</g></svg>",
    "shades": f'{_FLAG}viewBox="0 0 60 40"><style>.s{{fill:url(#g)}}.t{{fill:none;stroke:#7a0}}</style>'
    '<linearGradient id="g"><stop offset="0" stop-color="#c00"/><stop offset="1" stop-color="gold"/></linearGradient>'
    '<rect class="s" width="60" height="40"/><circle class="t" cx="30" cy="20" r="12" stroke-width="2"/></svg>',
    "cut": f'{_FLAG}viewBox="0 0 60 40"><clipPath id="c"><circle cx="30" cy="20" r="14"/></clipPath><mask id="m">'
    '<rect width="60" height="40" fill="#fff"/><rect x="25" width="10" height="40"/></mask>'
    '<g clip-path="url(#c)"><rect width="60" height="40" fill="#08a" mask="url(#m)"/></g></svg>',
    "words": f'{_FLAG}viewBox="0 0 300 60"><rect width="300" height="60" fill="#eee"/>'
    '<text x="12" y="40" font-family="Arial" font-size="30" fill="#222">LABEL OF ALL</text></svg>',
}
"""Drawings as they come from elsewhere: literal colours, uses, gradients, styles, clip paths, masks, words."""
