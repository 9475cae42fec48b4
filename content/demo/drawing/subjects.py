"""The catalogue: a subject's name → its drawing. Texts refer to subjects by these names."""

from collections.abc import Callable

from PIL import Image

from content.demo.drawing import components, papers, site
from content.demo.drawing.canvas import WIDTH, Canvas

SUBJECTS: dict[str, Callable[[Canvas], None]] = {
    "bolts": components.bolts,
    "certificate": papers.certificate,
    "chart": papers.chart,
    "checklist": papers.checklist,
    "classroom": papers.classroom,
    "contract": papers.contract,
    "counties": papers.counties,
    "crane": site.crane,
    "double_t": components.double_t,
    "factory": site.factory,
    "grouting": site.grouting,
    "house": site.house,
    "publicity": papers.publicity,
    "service": papers.service,
    "slab_joint": components.slab_joint,
    "sleeve": components.sleeve,
    "stacks": site.stacks,
    "steel_frame": components.steel_frame,
    "tolerance": papers.tolerance,
    "truck": site.truck,
    "wall_panel": components.wall_panel,
}


def draw(subject: str, width_px: int = WIDTH) -> Image.Image:
    """The picture of a subject, 16:9. KeyError where nobody has drawn it yet."""
    canvas = Canvas(width_px)
    SUBJECTS[subject](canvas)
    return canvas.picture()
