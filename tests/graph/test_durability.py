"""Nothing is lost or half written: killed copies, full disks, and the whole corpus in both engines."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
from guanxi.graph.copying import copy
from guanxi.graph.model import ArticleGraph
from guanxi.graph.store import Store, StoreError, open_store
from guanxi.loaders import extract
from sample import many, memory

HERE = Path(__file__).parent
SHARED = HERE.parents[2] / "shared" / "corpus"
ENVIRONMENT = {**os.environ, "PYTHONPATH": os.pathsep.join([str(HERE), str(HERE.parent)])}


def run(code: str, *arguments: str) -> subprocess.Popen[str]:
    """Python in a process of its own."""
    return subprocess.Popen(
        [sys.executable, "-c", code, *arguments],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        env=ENVIRONMENT,
    )


def same(one: Store, other: Store) -> bool:
    """Whether two graphs are equal, with what identity remembers."""
    return one.dump() == other.dump() and memory(one) == memory(other)


class TestBrokenCopy:
    CODE = """
import sys
from guanxi.graph import copying, store
copying.BATCH = 200
with store.open_store(sys.argv[1], read_only=True) as source:
    copying.copy(source, sys.argv[2], lambda report: print(report.nodes, flush=True))
"""

    def kill(self, source: str, target: str) -> None:
        with run(self.CODE, source, target) as copier:
            assert copier.stdout
            copier.stdout.readline()
            time.sleep(0.05)
            copier.send_signal(signal.SIGKILL)

    def test_into_a_file(self, tmp_path: Path) -> None:
        source, target = str(tmp_path / "source.lbug"), str(tmp_path / "target.lbug")
        with open_store(source) as store:
            store.load(many(2000))
        self.kill(source, target)
        with open_store(source, read_only=True) as store:
            if not Path(target).exists():  # nothing stands there that could be taken for the graph
                Path(f"{target}.half.parquet").touch()  # stands there at most moments
                copy(store, target)
            with open_store(target) as other:
                assert same(store, other)
        assert sorted(file.name for file in tmp_path.iterdir()) == ["source.lbug", "target.lbug"]

    def test_into_a_server(self, neo4j_address: str, tmp_path: Path) -> None:
        source = str(tmp_path / "source.lbug")
        with open_store(source) as store:
            store.load(many(400))
        self.kill(source, neo4j_address)
        with pytest.raises(StoreError, match="half a copy"):
            open_store(neo4j_address)
        with open_store(source, read_only=True) as store:
            copy(store, neo4j_address)
            with open_store(neo4j_address) as other:
                assert same(store, other)


@pytest.fixture
def small_disk(tmp_path: Path) -> Iterator[Path]:
    """A disk of 90 MB."""
    folder = tmp_path / "disk"
    folder.mkdir()
    mount = subprocess.run(["mount", "-t", "tmpfs", "-o", "size=90m", "none", folder], capture_output=True, text=True)
    if mount.returncode:
        pytest.skip(f"no disk can be mounted here: {mount.stderr.strip()}")
    yield folder
    subprocess.run(["umount", folder], check=True)


class TestFullDisk:
    LOADING = """
import sys
from guanxi.graph import ladybug, store
from sample import many
store.BATCH = 2000
ladybug._ROOM = int(sys.argv[2])
with store.open_store(sys.argv[1]) as graph:
    try:
        graph.load(many(6000), progress=lambda report: print(report.added, flush=True))
    except store.StoreError as problem:
        sys.exit(str(problem))
"""

    def load(self, address: str, room: int) -> tuple[int, int, str]:
        """Load until the disk is full: how many articles were stored, the exit code, what was said."""
        loader = run(self.LOADING, address, str(room))
        told, said = loader.communicate()
        return int(told.split()[-1]), loader.returncode, said

    def finished(self, disk: Path, address: str, stored: int) -> None:
        """With more room the same load goes on, and nothing differs from one that was never interrupted."""
        subprocess.run(["mount", "-o", "remount,size=400m", disk], check=True)
        with open_store(address) as store, open_store(":memory:") as whole:
            report = store.load(many(2 * stored))
            assert report.unchanged == stored
            whole.load(many(2 * stored))
            assert store.dump() == whole.dump()
            assert store.check() == []

    def test_it_stops_in_time_and_goes_on(self, small_disk: Path) -> None:
        address = str(small_disk / "graph.lbug")
        stored, code, said = self.load(address, 64 << 20)
        assert code == 1
        assert "make room" in said
        assert "Traceback" not in said
        with open_store(address, read_only=True) as store:
            assert len(store.articles()) == stored
            assert store.check() == []
        self.finished(small_disk, address, stored)

    def test_even_a_disk_that_others_fill_loses_nothing(self, small_disk: Path) -> None:
        """The engine cannot write its log any more: it stops the program, and the log breaks off in the middle."""
        address = str(small_disk / "graph.lbug")
        (small_disk / "others").write_bytes(bytes(80 << 20))
        stored, code, _ = self.load(address, 0)
        assert code != 0
        (small_disk / "others").unlink()
        with open_store(address, read_only=True) as store:
            assert len(store.articles()) == stored
            assert store.check() == []
        self.finished(small_disk, address, stored)


def test_both_engines_hold_the_same_corpus(both: tuple[Store, Store]) -> None:
    folders = [HERE.parent / "corpus"] + ([SHARED] if SHARED.is_dir() else [])
    read = [graph for graph in extract(map(str, folders), jobs=2) if isinstance(graph, ArticleGraph)]
    assert len(read) > 30
    for store in both:
        store.load(read)
    assert same(*both)
