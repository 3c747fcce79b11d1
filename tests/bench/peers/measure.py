"""Runs programs and says what they took."""

import os
import platform
import statistics
import time
from dataclasses import dataclass


@dataclass
class Run:
    """What one process took, with the children that it waited for."""

    wall: float  # seconds
    cpu: float  # seconds, user and system
    memory: int  # bytes, the most of one process
    code: int


def run(command, output=os.devnull):
    """Runs a command; its stdout goes to a file, its stderr nowhere.

    posix_spawn and wait4 cost less than a millisecond more than the process itself; `nothing` below measures that.
    """
    write = os.O_WRONLY | os.O_CREAT | os.O_TRUNC
    actions = [
        (os.POSIX_SPAWN_OPEN, 0, os.devnull, os.O_RDONLY, 0),
        (os.POSIX_SPAWN_OPEN, 1, output, write, 0o644),
        (os.POSIX_SPAWN_OPEN, 2, os.devnull, write, 0o644),
    ]
    started = time.monotonic()
    process = os.posix_spawnp(command[0], command, os.environ, file_actions=actions)
    _, status, used = os.wait4(process, 0)
    wall = time.monotonic() - started
    return Run(wall, used.ru_utime + used.ru_stime, used.ru_maxrss * 1024, os.waitstatus_to_exitcode(status))


def quartiles(figures):
    """The lower quartile, the median and the upper quartile."""
    if len(figures) == 1:
        return list(figures) * 3
    return statistics.quantiles(figures, n=4, method="inclusive")


def figures(runs):
    """Of runs of one kind: the quartiles of their seconds, the median of the processor's, the most memory."""
    return {
        "seconds": [round(value, 5) for value in quartiles([one.wall for one in runs])],
        "cpu": round(quartiles([one.cpu for one in runs])[1], 4),
        "memory": max(one.memory for one in runs),
        "runs": len(runs),
    }


def drop_caches():
    """Empties the system's file cache. Only root may: says whether it was done."""
    os.sync()
    try:
        with open("/proc/sys/vm/drop_caches", "w") as file:
            file.write("3")
        return True
    except OSError:
        return False


def size(folder):
    """The bytes of all files below a folder (or of a file)."""
    if os.path.isfile(folder):
        return os.path.getsize(folder)
    return sum(os.path.getsize(os.path.join(at, name)) for at, _, names in os.walk(folder) for name in names)


def machine():
    """What the figures were taken on."""
    model = platform.processor()
    with open("/proc/cpuinfo") as file:
        for line in file:
            if line.startswith("model name"):
                model = line.split(":")[1].strip()
                break
    with open("/proc/meminfo") as file:
        memory = int(file.readline().split()[1]) * 1024
    return {
        "cores": os.cpu_count(),
        "processor": model,
        "memory": memory,
        "kernel": platform.release(),
        "load_before": round(os.getloadavg()[0], 2),
    }
