"""Draws panels of lines as SVG, which is legible on light and on dark pages."""

import math

WIDTH, HEIGHT = 380, 250
LEFT, RIGHT, TOP, BOTTOM = 52, 86, 34, 42
# Told apart by those who see no red or green too, on white and on black alike.
COLOURS = ["#4e8fd0", "#d98032", "#3fa37c", "#b679b5", "#a08a2d", "#7f8c99"]

STYLE = """
  text { font: 12px system-ui, "Segoe UI", Helvetica, Arial, sans-serif; fill: #24292f; }
  .title { font-weight: 600; font-size: 13px; }
  .axis { stroke: #57606a; } .grid { stroke: #d0d7de; }
  polyline { fill: none; stroke-width: 2; }
  @media (prefers-color-scheme: dark) {
    text { fill: #e6edf3; } .axis { stroke: #8b949e; } .grid { stroke: #30363d; }
  }
"""


def escaped(text):
    return str(text).replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")


def steps(most):
    """Round values from 0 to at least the most."""
    size = 10 ** math.floor(math.log10(most / 4))
    step = next(size * by for by in (1, 2, 2.5, 5, 10) if size * by * 4 >= most)
    return [number * step for number in range(math.ceil(most / step) + 1)]


def apart(places, least):
    """Places of labels, moved so that they stand apart: by number, in their order."""
    order = sorted(range(len(places)), key=places.__getitem__)
    moved = dict(enumerate(places))
    for one, other in zip(order, order[1:]):
        moved[other] = max(moved[other], moved[one] + least)
    return moved


def panel(left, top, title, across, lines):
    """One panel: `across` are values of a logarithmic axis; `lines` are pairs of name and values, which start at 0."""
    right, bottom = left + WIDTH - RIGHT, top + HEIGHT - BOTTOM
    x0, y0 = left + LEFT, top + TOP
    low, high = math.log10(across[0]), math.log10(across[-1])
    marks = steps(max(value for _, values in lines for value in values))

    def x(value):
        return x0 + (right - x0) * (math.log10(value) - low) / ((high - low) or 1)

    def y(value):
        return bottom - (bottom - y0) * value / marks[-1]

    out = [f'<text class="title" x="{left + 8}" y="{top + 16}">{escaped(title)}</text>']
    for mark in marks:
        kind = "grid" if mark else "axis"
        out.append(f'<line class="{kind}" x1="{x0}" x2="{right}" y1="{y(mark):.1f}" y2="{y(mark):.1f}"/>')
        out.append(f'<text x="{x0 - 6}" y="{y(mark) + 4:.1f}" text-anchor="end">{mark:g}</text>')
    for value in (10**power for power in range(math.ceil(low - 1e-9), math.floor(high + 1e-9) + 1)):
        out.append(f'<line class="axis" x1="{x(value):.1f}" x2="{x(value):.1f}" y1="{bottom}" y2="{bottom + 4}"/>')
        out.append(f'<text x="{x(value):.1f}" y="{bottom + 18}" text-anchor="middle">{value:,}</text>')
    out.append(f'<text x="{(x0 + right) / 2:.1f}" y="{bottom + 35}" text-anchor="middle">stories (logarithmic)</text>')
    labels = apart([y(values[-1]) for _, values in lines], 14)
    for number, (name, values) in enumerate(lines):
        colour = COLOURS[number % len(COLOURS)]
        points = [(x(at), y(value)) for at, value in zip(across, values)]
        out.append(f'<polyline stroke="{colour}" points="' + " ".join(f"{a:.1f},{b:.1f}" for a, b in points) + '"/>')
        out.extend(f'<circle fill="{colour}" cx="{a:.1f}" cy="{b:.1f}" r="3"/>' for a, b in points)
        if len(lines) > 1:
            out.append(f'<text x="{right + 8}" y="{labels[number] + 4:.1f}" style="fill: {colour}">{escaped(name)}</text>')
    return out


def svg(what, panels, across):
    """Panels in two columns; `what` is read out to those who do not see."""
    width, height = 2 * WIDTH, HEIGHT * ((len(panels) + 1) // 2)
    out = [
        f'<svg xmlns="http://www.w3.org/2000/svg" width="{width}" height="{height}" viewBox="0 0 {width} {height}" role="img">',
        f"<title>{escaped(what)}</title>",
        f"<style>{STYLE}</style>",
    ]
    for number, (title, lines) in enumerate(panels):
        out += panel(number % 2 * WIDTH, number // 2 * HEIGHT, title, across, lines)
    return "\n".join([*out, "</svg>"]) + "\n"
