"""The growing tree has the root that RFC 6962 §2.1 defines, for every size and every way of batching."""

import hashlib

from hypothesis import given
from hypothesis import strategies as st

from sinergi.ledger import tree

LEAVES = st.lists(st.binary(max_size=40), max_size=70)


def naive_root(entries: list[bytes]) -> bytes:
    """The definition of the RFC, word for word; knows nothing of our code."""
    if not entries:
        return hashlib.sha256(b"").digest()
    if len(entries) == 1:
        return hashlib.sha256(b"\x00" + entries[0]).digest()
    k = 1
    while k * 2 < len(entries):
        k *= 2
    return hashlib.sha256(b"\x01" + naive_root(entries[:k]) + naive_root(entries[k:])).digest()


@given(LEAVES, st.lists(st.integers(1, 20), max_size=30))
def test_the_root_is_the_rfcs_whatever_the_batches(entries: list[bytes], batches: list[int]) -> None:
    frontier: list[bytes] = []
    size, done = 0, 0
    for count in [*batches, len(entries)]:
        leaves = [tree.leaf_hash(entry) for entry in entries[done : done + count]]
        frontier, size = tree.grow(frontier, size, leaves)
        done += len(leaves)
        assert tree.root(frontier) == naive_root(entries[:done])
    assert size == len(entries)
    assert len(frontier) == size.bit_count()


def test_the_rfcs_own_examples() -> None:
    """The well-known test vectors of certificate transparency: seven leaves, eight leaves."""
    entries = ["", "00", "10", "2021", "3031", "40414243", "5051525354555657", "606162636465666768696a6b6c6d6e6f"]
    frontier, _ = tree.grow([], 0, [tree.leaf_hash(bytes.fromhex(entry)) for entry in entries])
    assert tree.root(frontier).hex() == "5dc9da79a70659a9ad559cb701ded9a2ab9d823aad2f4960cfe370eff4604328"
    assert tree.EMPTY_ROOT.hex() == "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"
