"""The RFC 6962 Merkle tree: leaf hashes, a compact range that grows, and its root."""

import hashlib
from collections.abc import Iterable, Sequence

EMPTY_ROOT = hashlib.sha256().digest()


def leaf_hash(content: bytes) -> bytes:
    """RFC 6962 §2.1: SHA-256(0x00 ‖ content)."""
    return hashlib.sha256(b"\x00" + content).digest()


def node_hash(left: bytes, right: bytes) -> bytes:
    """RFC 6962 §2.1: SHA-256(0x01 ‖ left ‖ right)."""
    return hashlib.sha256(b"\x01" + left + right).digest()


def grow(frontier: Sequence[bytes], size: int, leaves: Iterable[bytes]) -> tuple[list[bytes], int]:
    """Append leaves; the frontier holds the root of each full subtree, largest first (one per set bit of size)."""
    roots = list(frontier)
    for leaf in leaves:
        roots.append(leaf)
        size += 1
        for _ in range((size & -size).bit_length() - 1):
            right = roots.pop()
            roots.append(node_hash(roots.pop(), right))
    return roots, size


def root(frontier: Sequence[bytes]) -> bytes:
    """The root of the whole tree: the subtrees folded from the right."""
    if not frontier:
        return EMPTY_ROOT
    folded = frontier[-1]
    for left in reversed(frontier[:-1]):
        folded = node_hash(left, folded)
    return folded
