"""What a running installation costs: the proportional share of memory of each process, and of all."""

from pathlib import Path

_MIB = 1024


def tree(root: int) -> list[int]:
    """The process and all that descend from it."""
    parents = {pid: _parent(pid) for pid in _processes()}
    found, fresh = [root], {root}
    while fresh:
        fresh = {pid for pid, parent in parents.items() if parent in fresh}
        found += sorted(fresh)
    return found


def children(parent: int) -> list[int]:
    """The processes it started itself."""
    return [pid for pid in _processes() if _parent(pid) == parent]


def pss(pid: int) -> float:
    """MiB of one process, shared pages counted in proportion; 0 when it is gone."""
    try:
        lines = Path(f"/proc/{pid}/smaps_rollup").read_text().splitlines()
    except OSError:
        return 0
    return sum(int(line.split()[1]) for line in lines if line.startswith("Pss:")) / _MIB


def by_name(root: int) -> dict[str, float]:
    """MiB by the name of the program, for everything the supervisor started and itself."""
    shares: dict[str, float] = {}
    for pid in tree(root):
        if share := pss(pid):
            name = Path(f"/proc/{pid}/comm").read_text().strip()
            shares[name] = shares.get(name, 0) + share
    return shares


def _processes() -> list[int]:
    return [int(path.name) for path in Path("/proc").iterdir() if path.name.isdigit()]


def _parent(pid: int) -> int:
    try:
        # The name stands in brackets and may itself hold spaces and brackets.
        return int(Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[1])
    except OSError:
        return 0
