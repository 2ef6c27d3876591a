"""Formulas in MathML -> one line of text, so that a half does not read as twelve (1 over 2)."""

from __future__ import annotations

from selectolax.lexbor import LexborNode

from reader.feeds.bodies.subtree import SKIPPED_TAGS, TEXT_TAG

_JOINTS = {"mfrac": "/", "msup": "^", "msub": "_", "msubsup": "_", "mover": "", "munder": "_", "mroot": "√"}
_OPENINGS = {"msqrt": "√", "mtr": " ", "mtd": " "}


def read_math(node: LexborNode) -> str:
    """Give a formula's signs in order; what a browser sets above or below others follows a sign."""
    pieces: list[str] = []
    waiting: list[LexborNode | str] = [node]
    while waiting:
        current = waiting.pop()
        if isinstance(current, str):
            pieces.append(current)
            continue
        tag = current.tag or ""
        if tag == TEXT_TAG:
            pieces.append(" ".join((current.text_content or "").split()))
        elif tag not in SKIPPED_TAGS:
            pieces.append(_OPENINGS.get(tag, ""))
            waiting += reversed(_joined(current, _JOINTS.get(tag, "")))
    return "".join(pieces).strip()


def _joined(node: LexborNode, joint: str) -> list[LexborNode | str]:
    """Give an element's children with the joint between those that are elements."""
    joined: list[LexborNode | str] = []
    has_element = False
    child = node.first_child
    while child is not None:
        is_element = child.tag != TEXT_TAG
        if joint and is_element and has_element:
            joined.append(joint)
        has_element = has_element or is_element
        joined.append(child)
        child = child.next
    return joined
