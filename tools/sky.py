"""Draws and sounds of examples/sky: charts from positions of stars, a made-up photograph, two pulsars.

    python tools/sky.py

Positions are of J2000, rounded to tenths of a minute and to minutes of arc; a chart is an azimuthal
projection round its middle, east to the left as one sees it.
"""

from __future__ import annotations

import io
import math
import random
import struct
import sys
import wave
from collections.abc import Iterator
from pathlib import Path

from PIL import Image, ImageDraw, ImageFilter

ROOT = Path(__file__).resolve().parent.parent / "examples" / "sky"
WIDTH, HEIGHT, EDGE = 480, 360, 44
SKY, INK, LINE = "#101a33", "#ffffff", "#7d93c8"
Star = tuple[float, float, float]
"""Hours and tenths of right ascension as hours, degrees of declination, magnitude."""

STARS: dict[str, dict[str, Star]] = {
    "orion": {
        "Betelgeuse": (5.919, 7.4, 0.5),
        "Rigel": (5.242, -8.2, 0.1),
        "Bellatrix": (5.419, 6.35, 1.6),
        "Saiph": (5.796, -9.67, 2.1),
        "Mintaka": (5.533, -0.3, 2.2),
        "Alnilam": (5.604, -1.2, 1.7),
        "Alnitak": (5.679, -1.95, 1.8),
        "Meissa": (5.586, 9.93, 3.4),
    },
    "dipper": {
        "Dubhe": (11.062, 61.75, 1.8),
        "Merak": (11.031, 56.38, 2.3),
        "Phecda": (11.897, 53.7, 2.4),
        "Megrez": (12.257, 57.03, 3.3),
        "Alioth": (12.9, 55.96, 1.8),
        "Mizar": (13.399, 54.93, 2.2),
        "Alkaid": (13.792, 49.31, 1.9),
    },
    "cassiopeia": {
        "Caph": (0.153, 59.15, 2.3),
        "Schedar": (0.675, 56.54, 2.2),
        "Gamma": (0.945, 60.72, 2.2),
        "Ruchbah": (1.43, 60.24, 2.7),
        "Segin": (1.907, 63.67, 3.4),
    },
    "triangle": {
        "Vega": (18.616, 38.78, 0.0),
        "Deneb": (20.69, 45.28, 1.3),
        "Altair": (19.846, 8.87, 0.8),
        "Sadr": (20.37, 40.26, 2.2),
        "Aljanah": (20.77, 33.97, 2.5),
        "Fawaris": (19.75, 45.13, 2.9),
        "Albireo": (19.512, 27.96, 3.1),
    },
    "leo": {
        "Regulus": (10.139, 11.97, 1.4),
        "Denebola": (11.818, 14.57, 2.1),
        "Algieba": (10.333, 19.84, 2.0),
        "Zosma": (11.235, 20.52, 2.6),
        "Chertan": (11.237, 15.43, 3.3),
        "Eta": (10.122, 16.76, 3.5),
        "Adhafera": (10.278, 23.42, 3.4),
        "Rasalas": (9.879, 26.0, 3.9),
        "Epsilon": (9.764, 23.77, 3.0),
    },
    "crux": {
        "Acrux": (12.443, -63.1, 0.8),
        "Mimosa": (12.795, -59.69, 1.3),
        "Gacrux": (12.519, -57.11, 1.6),
        "Imai": (12.252, -58.75, 2.8),
    },
    "scorpius": {
        "Antares": (16.49, -26.43, 1.0),
        "Shaula": (17.56, -37.1, 1.6),
        "Dschubba": (16.006, -22.62, 2.3),
        "Acrab": (16.091, -19.8, 2.6),
        "Pi": (15.981, -26.11, 2.9),
        "Alniyat": (16.353, -25.6, 2.9),
        "Tau": (16.598, -28.22, 2.8),
        "Larawag": (16.836, -34.3, 2.3),
        "Mu": (16.864, -38.05, 3.0),
        "Zeta": (16.91, -42.36, 3.6),
        "Eta": (17.203, -43.24, 3.3),
        "Sargas": (17.622, -43.0, 1.9),
        "Iota": (17.793, -40.13, 3.0),
    },
}
LINES = {
    "orion": "Betelgeuse-Bellatrix-Mintaka-Alnilam-Alnitak-Saiph-Rigel-Mintaka Betelgeuse-Alnitak Betelgeuse-Meissa-Bellatrix",
    "dipper": "Alkaid-Mizar-Alioth-Megrez-Phecda-Merak-Dubhe-Megrez",
    "cassiopeia": "Caph-Schedar-Gamma-Ruchbah-Segin",
    "triangle": "Deneb-Sadr-Albireo Fawaris-Sadr-Aljanah",
    "leo": "Regulus-Eta-Algieba-Adhafera-Rasalas-Epsilon Algieba-Zosma-Denebola-Chertan-Regulus Zosma-Chertan",
    "crux": "Acrux-Gacrux Mimosa-Imai",
    "scorpius": "Acrab-Dschubba-Pi Dschubba-Alniyat-Antares-Tau-Larawag-Mu-Zeta-Eta-Sargas-Iota-Shaula",
}
PERIODS = {"vela": 0.0893, "b0329": 0.7145}
"""Seconds between two pulses of PSR B0833-45, the Vela pulsar, and of PSR B0329+54."""


def places(name: str) -> dict[str, tuple[float, float]]:
    """Where the stars of a chart stand, in its pixels."""
    stars = STARS[name]
    ras = [15 * star[0] for star in stars.values()]
    ras = [ra - 360 if max(ras) - ra < 0 else ra for ra in ras]
    ra0 = (max(ras) + min(ras)) / 2
    dec0 = (max(s[1] for s in stars.values()) + min(s[1] for s in stars.values())) / 2
    flat = {star: _project(15 * ra, dec, ra0, dec0) for star, (ra, dec, _) in stars.items()}
    xs, ys = [x for x, _ in flat.values()], [y for _, y in flat.values()]
    scale = min((WIDTH - 2 * EDGE) / (max(xs) - min(xs)), (HEIGHT - 2 * EDGE) / (max(ys) - min(ys)))
    middle = (max(xs) + min(xs)) / 2, (max(ys) + min(ys)) / 2
    return {
        star: (round(WIDTH / 2 + scale * (x - middle[0]), 1), round(HEIGHT / 2 + scale * (y - middle[1]), 1))
        for star, (x, y) in flat.items()
    }


def _project(ra: float, dec: float, ra0: float, dec0: float) -> tuple[float, float]:
    a, d, d0 = math.radians(ra - ra0), math.radians(dec), math.radians(dec0)
    down = math.cos(d0) * math.sin(d) - math.sin(d0) * math.cos(d) * math.cos(a)
    return -math.cos(d) * math.sin(a), -down


def chart(name: str) -> str:
    """A chart as an SVG with colours of its own."""
    at = places(name)
    runs = [run.split("-") for run in LINES[name].split()]
    lines = "".join(
        f'<polyline points="{" ".join(f"{at[star][0]:g},{at[star][1]:g}" for star in run)}"/>' for run in runs
    )
    rolls = random.Random(name)  # noqa: S311 - the same stars each time
    faint = "".join(
        f'<circle cx="{rolls.randrange(8, WIDTH - 8)}" cy="{rolls.randrange(8, HEIGHT - 8)}" r="{rolls.choice((0.7, 0.9, 1.2))}"/>'
        for _ in range(70)
    )
    shown = "".join(
        f'<circle cx="{x:g}" cy="{y:g}" r="{max(6.2 - 1.25 * STARS[name][star][2], 2):.1f}"/>'
        for star, (x, y) in at.items()
    )
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {HEIGHT}" width="{WIDTH}" height="{HEIGHT}">\n'
        f'<rect width="{WIDTH}" height="{HEIGHT}" fill="{SKY}"/>\n'
        f'<g fill="{INK}" fill-opacity="0.45">{faint}</g>\n'
        f'<g fill="none" stroke="{LINE}" stroke-width="1.6">{lines}</g>\n<g fill="{INK}">{shown}</g>\n</svg>\n'
    )


def photograph() -> bytes:
    """A JPEG like a long exposure: a band of light with dark clouds, above hills."""
    width, height = 1600, 1200
    rolls = random.Random("milky way")  # noqa: S311 - as above
    clouds = [_noise(rolls, cells, width, height) for cells in (6, 13, 27, 60)]
    small = Image.new("RGB", (width // 4, height // 4))
    pixels = small.load()
    assert pixels is not None
    layers = [cloud.resize(small.size).tobytes() for cloud in clouds]
    for y in range(small.height):
        for x in range(small.width):
            values = [layer[y * small.width + x] / 255 for layer in layers]
            across = (x / small.width + 0.75 * y / small.height - 0.95) / 0.22
            glow = math.exp(-across * across) * (0.35 + 0.5 * values[0] + 0.3 * values[1])
            dust = max(0.0, 1.7 * values[1] + 0.8 * values[2] - 1.2) * math.exp(-3 * across * across)
            light = max(0.0, glow - dust) + 0.05 * values[3]
            pixels[x, y] = tuple(
                min(255, round(base + gain * light)) for base, gain in ((14, 200), (18, 178), (34, 168))
            )
    image = small.resize((width, height), Image.Resampling.BICUBIC).filter(ImageFilter.GaussianBlur(2))
    dots = image.load()
    assert dots is not None
    for _ in range(5200):
        x, y, bright = rolls.randrange(1, width - 1), rolls.randrange(1, height - 1), rolls.paretovariate(1.6)
        for dx, dy, share in ((0, 0, 90), (1, 0, 30), (0, 1, 30), (-1, 0, 30), (0, -1, 30)):
            red, green, blue = dots[x + dx, y + dy]  # type: ignore[misc]  # a pixel of RGB
            more = min(255, round(share * bright))
            dots[x + dx, y + dy] = (min(255, red + more), min(255, green + more), min(255, blue + more))
    _hills(image)
    out = io.BytesIO()
    image.save(out, "JPEG", quality=82)
    return out.getvalue()


def _noise(rolls: random.Random, cells: int, width: int, height: int) -> Image.Image:
    grid = Image.new("L", (cells, cells))
    grid.putdata([rolls.randrange(256) for _ in range(cells * cells)])
    return grid.resize((width // 4, height // 4), Image.Resampling.BICUBIC)


def _hills(image: Image.Image) -> None:
    width, height = image.size
    edge = [
        (x, height - 130 - 60 * math.sin(x / 210) - 26 * math.sin(x / 57 + 1) - 5 * math.sin(x / 9))
        for x in range(0, width + 9, 9)
    ]
    ImageDraw.Draw(image).polygon([(0, height), *edge, (width, height)], fill=(6, 8, 14))


def pulsar(period: float, seconds: float = 3.0, rate: int = 8000) -> bytes:
    """A WAV of soft clicks, one for each turn of a pulsar."""
    frames = bytearray()
    for number in range(round(seconds * rate)):
        since = number / rate % period
        click = math.exp(-since / 0.006) * math.sin(2 * math.pi * 620 * since)
        frames += struct.pack("<h", round(14000 * click))
    out = io.BytesIO()
    with wave.open(out, "wb") as file:
        file.setnchannels(1)
        file.setsampwidth(2)
        file.setframerate(rate)
        file.writeframes(bytes(frames))
    return out.getvalue()


def files() -> Iterator[tuple[str, bytes]]:
    """Every file but the photograph, whose bytes depend on the version of Pillow."""
    for name in STARS:
        yield f"figures/{name}.svg", chart(name).encode()
    for name, period in PERIODS.items():
        yield f"audio/{name}.wav", pulsar(period)


def main() -> None:
    """Write them; with --places, say where the stars of a chart stand in percent."""
    if sys.argv[1:2] == ["--places"]:
        for star, (x, y) in places(sys.argv[2]).items():
            print(f"{star}: {100 * x / WIDTH:.1f}% {100 * y / HEIGHT:.1f}%")
        return
    for name, data in (*files(), ("figures/milky-way.jpg", photograph())):
        path = ROOT / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(data)
        print(path.relative_to(ROOT.parent.parent), len(data))


if __name__ == "__main__":
    main()
