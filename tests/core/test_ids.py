"""Keys sort by the time they were made, down to the order of two lines of code."""

from itertools import pairwise

from sinergi.core.ids import new_id


def test_keys_made_one_after_the_other_sort_so() -> None:
    made = [new_id() for _ in range(5000)]
    assert all(first < second for first, second in pairwise(made))


def test_it_is_a_version_7_of_the_standard() -> None:
    assert (new_id().version, new_id().variant) == (7, "specified in RFC 4122")
