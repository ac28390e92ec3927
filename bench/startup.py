"""How long `guanxi --help` takes, beside `python -c "import typer"`: what is imported at start must stay light.

Both are whole processes, run in turn so that a busy machine slows both; the figures are minimum and median.
"""

from __future__ import annotations

import statistics
import subprocess
import sys
import time

ROUNDS = 15
COMMANDS = {
    "import typer": [sys.executable, "-c", "import typer"],
    "guanxi --help": [sys.executable, "-m", "guanxi", "--help"],
    "guanxi --version": [sys.executable, "-m", "guanxi", "--version"],
}


def seconds(command: list[str]) -> float:
    """The time of one run, start to exit."""
    start = time.perf_counter()
    subprocess.run(command, check=True, stdout=subprocess.DEVNULL)
    return time.perf_counter() - start


def main() -> None:
    """Print each command's milliseconds and its ratio to `import typer`."""
    for command in COMMANDS.values():  # the first run compiles bytecode
        seconds(command)
    times: dict[str, list[float]] = {name: [] for name in COMMANDS}
    for _ in range(ROUNDS):
        for name, command in COMMANDS.items():
            times[name].append(seconds(command))
    base = times["import typer"]
    for name, taken in times.items():
        print(
            f"{name:<18} min {min(taken) * 1000:4.0f} ms, median {statistics.median(taken) * 1000:4.0f} ms, "
            f"{min(taken) / min(base):.2f} × import typer"
        )


if __name__ == "__main__":
    main()
