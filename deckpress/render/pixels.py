"""Pixels: a picture decoded, turned, brought to sRGB and to a size, and encoded anew where that is needed."""

from __future__ import annotations

import io
import warnings
from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any, Final

from deckpress.bank import Picture
from deckpress.read.picture_parts import stripped
from deckpress.read.pictures import FORMS

if TYPE_CHECKING:
    from PIL.Image import Image

__all__ = ["bare_picture", "made_ready", "quiet"]

_QUALITY: Final = {"WEBP": 80, "JPEG": 88}


@contextmanager
def quiet() -> Iterator[None]:
    """Let Pillow say nothing of tags that are not well formed; for all threads, so never inside one."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        yield


def made_ready(data: bytes, picture: Picture, size: tuple[int, int], *, still: bool) -> tuple[str, bytes]:
    """Form and bytes of a picture at that size, without metadata; `still` for paper.

    Lossless stays lossless. Raises whatever Pillow raises at pixels that cannot be decoded.
    """
    from PIL import Image as Images  # noqa: PLC0415 - imported on use

    with Images.open(io.BytesIO(data), formats=FORMS) as image:
        same = size == (picture.width, picture.height) and picture.form != "AVIF" and _is_plain(image)
        if still:
            return _smallest([_encoded(_on_white(_upright(image, size)), "JPEG" if picture.lossy else "PNG")])
        if picture.moving:
            _check_frames(image)
            return (picture.form, stripped(data)) if same else _animation(image, size, lossy=picture.lossy)
        image.load()
        tries = [(picture.form, stripped(data))] if same else []
        if picture.lossy:
            tries += [_encoded(_upright(image, size), "WEBP")]
        elif not same:
            upright = _upright(image, size)
            tries = [_encoded(upright, "PNG"), _encoded(upright, "WEBP", lossless=True)]
        return _smallest(tries)


def bare_picture(picture: Picture) -> bytes:
    """The file of a picture without metadata: the same pixels, or where they are to be turned, made anew."""
    from PIL import Image as Images  # noqa: PLC0415 - imported on use

    data = picture.path.read_bytes()
    with quiet(), Images.open(io.BytesIO(data), formats=FORMS) as image:
        if picture.form != "AVIF" and _is_plain(image):
            return stripped(data)
    with quiet():
        return made_ready(data, picture, (picture.width, picture.height), still=False)[1]


def _smallest(tries: list[tuple[str, bytes]]) -> tuple[str, bytes]:
    return min(tries, key=lambda made: len(made[1]))


def _is_plain(image: Image) -> bool:
    """Whether its pixels may be shown as they are: upright, in sRGB or grey."""
    turned = image.getexif().get(0x0112, 1) not in (0, 1)
    return not turned and image.mode != "CMYK" and not _profile(image)


def _profile(image: Image) -> Any:
    """Its colour profile, where that is not sRGB."""
    from PIL import ImageCms  # noqa: PLC0415 - imported on use

    raw = image.info.get("icc_profile")
    if not raw:
        return None
    try:
        profile = ImageCms.ImageCmsProfile(io.BytesIO(raw))
        return None if "srgb" in ImageCms.getProfileDescription(profile).lower() else profile
    except (ImageCms.PyCMSError, OSError):
        return None


def _upright(image: Image, size: tuple[int, int]) -> Image:
    """The picture, or the frame it stands at, turned, in sRGB and at that size."""
    from PIL import ImageOps  # noqa: PLC0415 - imported on use

    if image.format == "JPEG":
        image.draft(None, (2 * max(size), 2 * max(size)))  # decodes fewer pixels of a much larger picture
    profile = _profile(image)
    turned = ImageOps.exif_transpose(image)
    converted = _in_srgb(turned, profile)
    return converted if converted.size == size else converted.resize(size, reducing_gap=2.0)


def _in_srgb(image: Image, profile: Any) -> Image:
    from PIL import ImageCms  # noqa: PLC0415 - imported on use

    has_alpha = image.has_transparency_data
    if profile and image.mode in ("RGB", "RGBA", "CMYK", "L"):
        alpha = image.getchannel("A") if image.mode == "RGBA" else None
        base = image.convert("RGB") if alpha else image
        try:
            srgb = ImageCms.createProfile("sRGB")
            base = ImageCms.profileToProfile(base, profile, srgb, outputMode="RGB") or base
        except ImageCms.PyCMSError:  # a profile of another kind of colours
            base = base.convert("RGB")
        if alpha:
            base.putalpha(alpha)
        image = base
    if image.mode.startswith("I"):  # 16 bits of grey
        image = image.point(lambda value: value * (1 / 256)).convert("L")
    wanted = "RGBA" if has_alpha else "L" if image.mode in ("1", "L") else "RGB"
    return image if image.mode == wanted else image.convert(wanted)


def _on_white(image: Image) -> Image:
    from PIL import Image as Images  # noqa: PLC0415 - imported on use

    if image.mode != "RGBA":
        return image
    white = Images.new("RGB", image.size, "white")
    white.paste(image, mask=image.getchannel("A"))
    return white


def _encoded(image: Image, form: str, *, lossless: bool = False) -> tuple[str, bytes]:
    out = io.BytesIO()
    clean = image.copy()
    clean.info = {}
    if form == "PNG":
        clean.save(out, "PNG", compress_level=9)
    elif form == "WEBP":
        clean.save(out, "WEBP", quality=_QUALITY["WEBP"], lossless=lossless, method=2)
    else:
        clean.save(out, form, quality=_QUALITY[form], optimize=True)
    return form, out.getvalue()


def _frames(image: Image) -> Iterator[Image]:
    from PIL import ImageSequence  # noqa: PLC0415 - imported on use

    return iter(ImageSequence.Iterator(image))


def _check_frames(image: Image) -> None:
    for frame in _frames(image):
        frame.load()
    image.seek(0)


def _animation(image: Image, size: tuple[int, int], *, lossy: bool) -> tuple[str, bytes]:
    """All frames at that size with their times."""
    loop = int(image.info.get("loop", 0))
    times = [int(frame.info.get("duration", 100)) or 100 for frame in _frames(image)]
    image.seek(0)
    shown = (_upright(frame, size).convert("RGBA") for frame in _frames(image))
    out = io.BytesIO()
    next(shown).save(
        out,
        "WEBP",
        save_all=True,
        append_images=shown,
        duration=times,
        loop=loop,
        lossless=not lossy,
        quality=_QUALITY["WEBP"],
        method=2,
    )
    return "WEBP", out.getvalue()
