"""Which files of people are taken at all: asked before they are fetched from a network."""

from __future__ import annotations

MOST_BYTES = 10_000_000
"""A photo of a paper is smaller, an annex is a hundredth of it."""

BIG, STRANGE = "big_file", "strange_file"
"""What `Incoming.unread` says of a file that was not fetched."""

ENDINGS = frozenset(
    (
        *("xlsx", "xls", "csv", "docx", "doc", "pdf", "odt", "ods", "rtf", "txt", "pptx", "ppt"),
        *("jpg", "jpeg", "png", "webp", "heic", "heif", "gif", "bmp", "tif", "tiff"),
    )
)
"""Tables, papers and pictures; no programs, no archives, nothing with macros."""

_MEDIA = (
    *("image/", "text/", "application/pdf", "application/msword", "application/vnd."),
    "application/octet-stream",  # said of what a network does not know
)


def unwanted(name: str, media: str, size: int) -> str:
    """BIG, STRANGE or "" for a file that may be fetched; what the network does not tell is empty or
    0. A name without an ending is judged by its media type.

    >>> unwanted("phu-luc.xlsx", "", 20_000), unwanted("phu-luc.xlsm", "", 20_000)
    ('', 'strange_file')
    """
    ending = name.rpartition(".")[2].lower() if "." in name else ""
    known = ending in ENDINGS if ending else not media or media.startswith(_MEDIA)
    if not known:
        return STRANGE
    return BIG if size > MOST_BYTES else ""
