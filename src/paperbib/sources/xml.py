"""XML from elsewhere, read strictly: well-formed and whole, or not at all.

No entities, no DTD, no network, no repair of what was cut short.
"""

from __future__ import annotations

from lxml import etree

Element = etree._Element  # noqa: SLF001 - the type lxml has for annotations


def parse(content: bytes) -> Element:
    """Parse a document; comments and processing instructions are left out.

    Raises:
        ValueError: When it is not well-formed, or has a DOCTYPE.
    """
    parser = etree.XMLParser(
        recover=False,
        resolve_entities=False,
        no_network=True,
        huge_tree=False,
        load_dtd=False,
        remove_comments=True,  # they would end the text around them
        remove_pis=True,
    )
    try:
        root = etree.fromstring(content, parser)
    except etree.XMLSyntaxError as error:
        beginning = content[:40].decode("utf-8", "replace").split("\n")[0]
        raise ValueError(f"{error.msg}; it begins with {beginning!r}") from error
    # None of the interfaces asked has one, and entities are declared nowhere else.
    if root.getroottree().docinfo.internalDTD is not None:
        raise ValueError("it has a DOCTYPE")
    return root


def text_of(element: Element) -> str:
    """The element as XML that can be parsed alone."""
    return etree.tostring(element, encoding="unicode", with_tail=False)


def local_name(tag: str) -> str:
    """A tag without its namespace."""
    return tag.rpartition("}")[2]
