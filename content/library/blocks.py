"""Blocks of text that pages of several apps are made of, and their words without marks."""

from django.utils.html import strip_tags
from django.utils.translation import gettext_lazy as _
from wagtail import blocks
from wagtail.blocks import StreamValue
from wagtail.contrib.table_block.blocks import TableBlock
from wagtail.images.blocks import ImageChooserBlock
from wagtail.rich_text import RichText, get_text_for_indexing


class PictureBlock(blocks.StructBlock):
    image = ImageChooserBlock(label=_("picture"))
    alt = blocks.CharBlock(
        label=_("what it shows"),
        max_length=200,
        required=False,
        help_text=_("For those who cannot see it; leave empty where the caption says it all."),
    )
    caption = blocks.CharBlock(label=_("caption"), max_length=240, required=False)

    class Meta:
        icon = "image"
        label = _("picture")
        template = "library/blocks/picture.html"


class QuoteBlock(blocks.StructBlock):
    text = blocks.TextBlock(label=_("words"))
    source = blocks.CharBlock(label=_("who said it"), max_length=160, required=False)

    class Meta:
        icon = "openquote"
        label = _("quotation")
        template = "library/blocks/quote.html"


class FigureBlock(blocks.StructBlock):
    """A number is nothing without its unit and what it is compared with."""

    value = blocks.CharBlock(label=_("number"), max_length=20)
    unit = blocks.CharBlock(label=_("unit of measure"), max_length=24, required=False)
    label = blocks.CharBlock(label=_("what is counted"), max_length=80)
    comparison = blocks.CharBlock(label=_("compared with"), max_length=80, required=False)

    class Meta:
        icon = "pick"
        label = _("figure")


class FiguresBlock(blocks.StructBlock):
    figures = blocks.ListBlock(FigureBlock(), label=_("figures"), min_num=1, max_num=4)

    class Meta:
        icon = "list-ol"
        label = _("figures")
        template = "library/blocks/figures.html"


class TextBody(blocks.StreamBlock):
    """Text with pictures, quotations, figures and tables; an app may add its own blocks."""

    heading = blocks.CharBlock(
        label=_("heading"), icon="title", max_length=120, template="library/blocks/heading.html"
    )
    paragraph = blocks.RichTextBlock(
        label=_("text"),
        icon="pilcrow",
        features=["h3", "bold", "ol", "ul", "link", "document-link", "superscript", "subscript"],
    )
    picture = PictureBlock()
    quotation = QuoteBlock()
    figures = FiguresBlock()
    table = TableBlock(label=_("table"), template="library/blocks/table.html")


def plain_text(body: StreamValue) -> str:
    """The words of a body, block by block, without marks."""
    pieces: list[str] = []
    for block in body:
        if isinstance(block.value, RichText):
            pieces.append(get_text_for_indexing(block.value.source).strip())
        else:
            pieces.extend(block.block.get_searchable_content(block.value))
    return "\n".join(strip_tags(piece) for piece in pieces if piece)
