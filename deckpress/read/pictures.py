"""Pictures of pixels: their content says what they are, and their size is known before any is decoded."""

from __future__ import annotations

import io
import warnings
from dataclasses import astuple
from pathlib import Path
from typing import Final

from deckpress.bank import Picture, Span
from deckpress.digests import Facts, digests
from deckpress.media import Media
from deckpress.read.files import Folder
from deckpress.read.picture_parts import BrokenPictureError, Look, form_of, look_at

__all__ = ["FORMS", "FORM_NAMES", "read_picture"]

FORMS: Final = ("PNG", "JPEG", "WEBP", "GIF", "AVIF")
"""What Pillow may be asked to decode, and nothing else of all that it knows."""
FORM_NAMES: Final = "PNG, JPEG, WebP, GIF or AVIF"
_ORIENTATION: Final = 0x0112
_TURNED: Final = frozenset((5, 6, 7, 8))
_MILLION: Final = 1_000_000
_MOVING: Final = 2  # an animation's frames together may have twice a still picture's pixels


def read_picture(folder: Folder, name: str, data: bytes | None, used: Span, media: Media) -> Picture | None:
    """The picture in a file, or None and a problem at the place that shows it.

    Without its data, one that `digests` has facts of.
    """
    path = folder.root / "figures" / name
    digest = digests.of(path, data)
    try:
        known = digests.facts(path) if data is None else None
        form, look, orientation = _known(known) if known else _found(path, digest, data or b"", media)
        fault = _too_large(look, media)
    except _TooLargeError as error:
        fault = str(error)
    except BrokenPictureError as error:
        message = f"figures/{name} cannot be shown: {error}"
        folder.report("F708", used, message, "save it anew from its editor")
        return None
    if fault:
        hint = f"make it smaller, or raise megapixels = {media.megapixels:g} under [media] in bank.toml"
        folder.report("F709", used, f"figures/{name} {fault}", hint)
        return None
    width, height = (look.height, look.width) if orientation in _TURNED else (look.width, look.height)
    ground = media.ground == "always" or (media.ground == "auto" and look.clear)
    return Picture(name, path, digest, form, width, height, look.lossy, look.frames > 1, ground, used)


def _found(path: Path, digest: str, data: bytes, media: Media) -> tuple[str, Look, int]:
    """Form, look and orientation of a whole picture. Raises BrokenPictureError and _TooLargeError."""
    form = form_of(data)
    look, orientation = _decoder(data, media) if form == "AVIF" else (look_at(data), 1)
    if not _too_large(look, media):
        orientation = _orientation(data) if look.tagged else orientation
        digests.keep(path, digest, [form, orientation, *astuple(look)])
    return form, look, orientation


def _known(facts: Facts) -> tuple[str, Look, int]:
    form, orientation, *look = facts
    return str(form), Look(*look), int(orientation)  # type: ignore[arg-type] # as they were kept


class _TooLargeError(Exception):
    pass


def _too_large(look: Look, media: Media) -> str:
    """What is too large about it; '' where nothing is."""
    pixels, most = look.width * look.height, media.megapixels
    if pixels > most * _MILLION:
        return f"has {look.width} × {look.height} pixels, more than {most:g} million"
    if look.frames > 1 and pixels * look.frames > _MOVING * most * _MILLION:
        return f"has {look.frames} frames, together more than {_MOVING * most:g} million pixels"
    return ""


def _orientation(data: bytes) -> int:
    from PIL import Image  # noqa: PLC0415 - imported on use

    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # Pillow on tags that are not well formed
            with Image.open(io.BytesIO(data), formats=FORMS) as image:
                return int(image.getexif().get(_ORIENTATION, 1))
    except Exception as error:  # noqa: BLE001 - decoders raise whatever their input leads them to
        raise BrokenPictureError(f"its metadata cannot be read ({_said(error)})") from None


def _decoder(data: bytes, media: Media) -> tuple[Look, int]:
    """An AVIF as its decoder sees it: it alone knows the size."""
    from PIL import Image  # noqa: PLC0415 - imported on use

    look_at(data)
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("error", Image.DecompressionBombWarning)
            with Image.open(io.BytesIO(data), formats=("AVIF",)) as image:
                frames = getattr(image, "n_frames", 1)
                look = Look(*image.size, frames, lossy=True, clear=image.mode == "RGBA")
                return look, int(image.getexif().get(_ORIENTATION, 1))
    except (Image.DecompressionBombWarning, Image.DecompressionBombError):
        raise _TooLargeError(f"has more than {media.megapixels:g} million pixels") from None
    except Exception as error:  # noqa: BLE001 - as above
        raise BrokenPictureError(_said(error)) from None


def _said(error: Exception) -> str:
    return f"{type(error).__name__}: {error}"[:80]
