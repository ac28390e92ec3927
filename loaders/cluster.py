"""The reading on a Dask cluster: `--dask ADDRESS`. Its machines need guanxi and `distributed`, no file of this one."""

from __future__ import annotations

import logging
import os
import tempfile
import threading
from collections.abc import Callable
from concurrent.futures import CancelledError
from dataclasses import dataclass
from functools import cache
from importlib.metadata import version
from pathlib import Path
from typing import Any

from ..graph.model import ArticleGraph, InputError
from .documents import Document, Unreadable
from .wordfiles import OWN_WORDS, folders, own_files

Item = Document | Unreadable | ArticleGraph
Read = ArticleGraph | Unreadable
Reader = Callable[[list[Item]], list[Read]]
Words = tuple[tuple[tuple[str, bytes], ...], ...]  # for each folder of own words its files: name and content
WAIT = 30  # seconds for the scheduler to answer, and for the first worker to come
ROOM = 32  # batches under way at least, so that a cluster that grows has something to do


class Cluster:
    """A cluster by its scheduler's address, to be used in a `with`. So many batches as `room` keep all workers busy."""

    def __init__(self, address: str) -> None:
        """Raises InputError where `distributed` is not installed, nothing answers, or no worker can read."""
        try:
            import distributed
        except ModuleNotFoundError as problem:
            raise InputError(f"{problem.name} is not installed: pip install 'guanxi[dask]'") from problem
        logging.getLogger("distributed").setLevel(logging.CRITICAL)  # what goes wrong is told by what is raised
        self.address = address
        self._words: Words = tuple(
            tuple((file.name, file.read_bytes()) for file in own_files((folder,))) for folder in folders()
        )
        try:
            self._client: Any = distributed.Client(address, timeout=WAIT, set_as_default=False)
        except (OSError, ValueError, TypeError) as problem:
            raise InputError(f"no Dask scheduler answers at {address}: check --dask (tcp://HOST:8786)") from problem
        try:
            self._look()
        except BaseException:
            self._client.close()
            raise
        self.room: int = max(ROOM, 3 * sum(self._client.nthreads().values()))

    def _look(self) -> None:
        """Raise InputError unless there is a worker and all have this very guanxi."""

        def installed() -> str:  # goes as code, not by its name: a worker may have no guanxi
            from importlib import import_module, metadata

            import_module("guanxi.loaders.reading")
            return metadata.version("guanxi")

        here = version("guanxi")
        try:
            self._client.wait_for_workers(1, timeout=WAIT)
            there = self._client.run(installed)
        except TimeoutError as problem:
            raise InputError(f"the cluster at {self.address} has no worker: start some, or take --jobs") from problem
        except Exception as problem:  # whatever a worker raises where it lacks what it needs
            raise self.cannot(problem) from problem
        for worker, has in there.items():
            if has != here:
                raise InputError(f"{worker} of {self.address} has guanxi {has}: install {here}, as here")

    def cannot(self, problem: Exception) -> InputError:
        told = " ".join(str(problem).split()) or type(problem).__name__
        return InputError(
            f"the cluster at {self.address} cannot read ({told}): install guanxi {version('guanxi')} there"
        )

    def __enter__(self) -> Cluster:
        return self

    def __exit__(self, *_: object) -> None:
        self._client.close()

    def submit(self, read: Reader, batch: list[Item]) -> Task:
        """Let a worker read a batch. What a worker had when it died is read again by another."""
        return Task(self, self._client.submit(_read_there, read, batch, self._words, pure=False), batch)


@dataclass
class Task:
    """A batch under way on a cluster."""

    cluster: Cluster
    future: Any
    batch: list[Item]

    def done(self) -> bool:
        return bool(self.future.done())

    def result(self) -> list[Read]:
        """What was read. A batch under which worker after worker died is unreadable; the rest goes on.

        Raises InputError where the cluster is gone, or not able to read.
        """
        from distributed.scheduler import KilledWorker

        try:
            return self.future.result()
        except KilledWorker:
            why = "each worker of the cluster died that read it or what came with it; read it without --dask"
            return [Unreadable(item.path, why) if isinstance(item, Document) else item for item in self.batch]
        except CancelledError as problem:
            raise InputError(f"the Dask scheduler at {self.cluster.address} is gone: start again") from problem
        except (ImportError, AttributeError, RuntimeError) as problem:
            raise self.cluster.cannot(problem) from problem


_ONE_AT_A_TIME = threading.Lock()  # of the threads of a worker: the words are the process's


def _read_there(read: Reader, batch: list[Item], words: Words) -> list[Read]:
    """On a worker: read with the words of the one who asks, and no others."""
    with _ONE_AT_A_TIME:
        own = os.environ.get(OWN_WORDS)
        os.environ[OWN_WORDS] = os.pathsep.join(_unpacked(files).name for files in words)
        try:
            return read(batch)
        finally:
            os.environ.pop(OWN_WORDS)
            if own is not None:
                os.environ[OWN_WORDS] = own


@cache
def _unpacked(files: tuple[tuple[str, bytes], ...]) -> tempfile.TemporaryDirectory[str]:
    """A folder with these files, for as long as the worker lives."""
    folder = tempfile.TemporaryDirectory(prefix="guanxi-words-")
    for name, content in files:
        (Path(folder.name) / name).write_bytes(content)
    return folder
