"""The first pages of a PDF as one picture, one below the other."""

from io import BytesIO

SCALE = 2.0  # 144 dots to the inch: sharp on a screen, under a megabyte


def png(document: bytes, *, pages: int = 1) -> bytes:
    """The first `pages` pages on white, as PNG."""
    import pypdfium2
    from PIL import Image

    opened = pypdfium2.PdfDocument(document)
    try:
        drawn = [opened[index].render(scale=SCALE).to_pil() for index in range(min(pages, len(opened)))]
    finally:
        opened.close()
    sheet = Image.new("RGB", (max(one.width for one in drawn), sum(one.height for one in drawn)), "white")
    below = 0
    for one in drawn:
        sheet.paste(one, (0, below))
        below += one.height
    target = BytesIO()
    sheet.save(target, "PNG", optimize=True)
    return target.getvalue()
