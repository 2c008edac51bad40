"""Draw the stork of Busel: `mark.png` (96 px) and `favicon.png` (32 px). Needs Pillow; run when the mark changes."""

from __future__ import annotations

import math
import sys
from pathlib import Path

from PIL import Image, ImageDraw

STATIC = Path(__file__).parent.parent / "src/busel/desk/web/static"
SCALE = 16
"""The mark is drawn on a grid of 64 units, this many pixels each, and made smaller: that smooths the edges."""

BLUE, WHITE, BLACK, RED = "#2c4ba3", "#ffffff", "#141a2e", "#e4573d"
Point = tuple[float, float]


def curve(*points: Point) -> list[Point]:
    """Return 24 points of the Bézier curve through the given control points, in pixels."""
    degree = len(points) - 1
    return [
        tuple(  # type: ignore[misc]  # a point is a pair: `axis` runs over both
            SCALE
            * sum(math.comb(degree, k) * (1 - t) ** (degree - k) * t**k * points[k][axis] for k in range(degree + 1))
            for axis in (0, 1)
        )
        for t in (step / 23 for step in range(24))
    ]


def straight(*points: Point) -> list[Point]:
    """Return the points in pixels."""
    return [(x * SCALE, y * SCALE) for x, y in points]


def draw() -> Image.Image:
    """Return the mark at full size: a standing white stork on a cornflower ground."""
    image = Image.new("RGBA", (64 * SCALE, 64 * SCALE), (0, 0, 0, 0))
    pen = ImageDraw.Draw(image)
    pen.rounded_rectangle((0, 0, 64 * SCALE - 1, 64 * SCALE - 1), radius=14 * SCALE, fill=BLUE)
    # Legs: one straight, one drawn up.
    pen.line(straight((35, 42), (35, 58)), fill=RED, width=int(2.4 * SCALE))
    pen.line(straight((33.9, 57), (40, 57)), fill=RED, width=int(2.2 * SCALE))
    pen.line(straight((40, 42), (44.5, 48), (38.5, 51.5)), fill=RED, width=int(2.2 * SCALE), joint="curve")
    # Bill.
    pen.polygon(straight((20.5, 12.6), (20.5, 18.4), (4.5, 21.6)), fill=RED)
    # Head, neck and body in one sweep.
    pen.ellipse([edge * SCALE for edge in (17.0, 9.2, 28.6, 20.8)], fill=WHITE)
    pen.polygon(
        [
            *curve((21.5, 18), (24.5, 24), (16.5, 26.5), (18.5, 34.5)),
            *curve((18.5, 34.5), (21, 43.5), (33, 46.5), (45, 42)),
            *curve((45, 42), (50, 40), (54, 37.5), (58, 37)),
            *curve((58, 37), (50, 30), (41, 26.5), (32, 27)),
            *curve((32, 27), (27, 27), (30.5, 20), (28.4, 14)),
        ],
        fill=WHITE,
    )
    # The black of the wing.
    pen.polygon(
        [
            *curve((33, 35.5), (41, 32.5), (49, 33.5), (59.5, 38)),
            *curve((59.5, 38), (51, 43.5), (40, 43.5), (33, 35.5)),
        ],
        fill=BLACK,
    )
    pen.ellipse([edge * SCALE for edge in (20.6, 12.9, 22.8, 15.1)], fill=BLACK)
    return image


def main() -> None:
    """Write both pictures."""
    mark = draw()
    for name, side in (("mark.png", 96), ("favicon.png", 32)):
        mark.resize((side, side), Image.Resampling.LANCZOS).quantize(64).save(STATIC / name, optimize=True)
        sys.stdout.write(f"{name}: {(STATIC / name).stat().st_size} bytes\n")


if __name__ == "__main__":
    main()
