"""Reading on a Dask cluster: a real one, of two worker processes on this machine."""

from __future__ import annotations

import json
import os
import signal
import socket
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import guanxi.loaders as loaders
import pytest
from guanxi.cli import app
from guanxi.graph.model import ArticleGraph, InputError
from guanxi.loaders import cluster as clusters
from guanxi.loaders.documents import Document, Unreadable
from typer.testing import CliRunner

distributed = pytest.importorskip("distributed")
NEWS = "本报讯 2021年5月20日，岚山市科学技术局局长闻采薇出席第{}届岚山发展论坛并致辞。\n"


@pytest.fixture(scope="module")
def cluster() -> Iterator[Any]:
    with distributed.LocalCluster(n_workers=2, threads_per_worker=1, dashboard_address=":0", silence_logs=50) as local:
        yield local


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A working folder with 60 articles, one file that is none, and one that is empty."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("GUANXI_WORDS", "")
    monkeypatch.setattr(loaders, "BATCH", 100)  # so that there are many batches
    news = tmp_path / "news"
    news.mkdir()
    for n in range(60):
        (news / f"{n:02}.txt").write_text(NEWS.format(n + 2), "utf-8")
    (news / "30.txt").write_bytes(b"")
    (news / "31.jsonl").write_text('{"no": "text"}\n', "utf-8")
    return news


def told(*words: str) -> tuple[int, str, str]:
    result = CliRunner().invoke(app, list(words))
    if result.exception and not isinstance(result.exception, SystemExit):
        raise result.exception
    return result.exit_code, result.stdout, result.stderr


def test_a_cluster_prints_byte_for_byte_what_one_process_prints(cluster: Any, folder: Path) -> None:
    here, there = (told("extract", "news", *how) for how in ([], ["--dask", cluster.scheduler_address]))
    assert here == there and here[0] == 4 and len(here[1].splitlines()) == 59


def test_a_cluster_loads(cluster: Any, folder: Path) -> None:
    code, out, _ = told("load", "news", "-g", "g.lbug", "--dask", cluster.scheduler_address)
    assert code == 4 and out.startswith("59 articles added")


def test_own_words_are_those_of_the_one_who_asks(cluster: Any, folder: Path) -> None:
    own = folder.parent / "own"
    own.mkdir()
    (own / "titles.tsv").write_text("word\tkind\n掌舵人\tpost\n", "utf-8")
    (folder.parent / "one.txt").write_text("2021年5月20日，岚山市科学技术局掌舵人闻采薇致辞。\n", "utf-8")
    address = cluster.scheduler_address
    with_own, without = (
        told("extract", "one.txt", "--dask", address, *more) for more in (["--words", str(own)], ["--jobs", "1"])
    )
    os.environ["GUANXI_WORDS"] = ""
    assert '"title":"掌舵人"' in with_own[1] and '"title":"掌舵人"' in without[1]
    assert told("extract", "one.txt", "--dask", address)[1] == told("extract", "one.txt")[1]
    assert '"title":"掌舵人"' not in told("extract", "one.txt", "--dask", address)[1]


def test_a_worker_that_is_killed_costs_nothing(cluster: Any, folder: Path) -> None:
    expected = list(loaders.extract(["news"]))
    pids = {process.pid for process in (nanny.process for nanny in cluster.workers.values())}
    reading = loaders.extract(["news"], dask=cluster.scheduler_address)
    found = [next(reading)]
    for pid in pids:
        os.kill(pid, signal.SIGKILL)
    found += reading
    assert found == expected
    assert pids.isdisjoint({nanny.process.pid for nanny in cluster.workers.values()})


def test_a_batch_that_kills_every_worker_is_named(cluster: Any, folder: Path) -> None:
    def dies(batch: list[Any]) -> list[Any]:
        os.kill(os.getpid(), signal.SIGKILL)
        return batch

    document, graph = Document("a", "a.txt", "a.txt", "…"), ArticleGraph.from_json(json.loads(EMPTY))
    cluster.scheduler.allowed_failures = 1
    with clusters.Cluster(cluster.scheduler_address) as there:
        lost, kept = there.submit(dies, [document, graph]).result()
    assert isinstance(lost, Unreadable) and lost.path == "a.txt" and "died" in lost.reason
    assert kept == graph
    cluster.scheduler.allowed_failures = 3


EMPTY = '{"article": {"id": "x", "source": "x"}, "nodes": [], "mentions": [], "edges": []}'


def test_a_cluster_with_another_guanxi_is_refused(cluster: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(clusters, "version", lambda _: "99.0")
    with pytest.raises(InputError, match=r"has guanxi .*: install 99\.0"):
        clusters.Cluster(cluster.scheduler_address)


def test_workers_without_guanxi_are_refused(folder: Path) -> None:
    hide = "import sys; sys.modules['guanxi'] = None"
    with distributed.LocalCluster(1, preload=hide, dashboard_address=":0", silence_logs=50) as bare:
        code, _, err = told("extract", "news", "--dask", bare.scheduler_address)
    assert code == 1 and len(err.splitlines()) == 1 and "install guanxi" in err


def test_where_no_cluster_is(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(clusters, "WAIT", 1)
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        address = f"tcp://127.0.0.1:{free.getsockname()[1]}"
    for wrong in (address, "nonsense://x", "nowhere"):
        code, out, err = told("extract", "news", "--dask", wrong)
        assert (code, out) == (1, "") and f"no Dask scheduler answers at {wrong}" in err and len(err.splitlines()) == 1


def test_a_cluster_without_workers(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(clusters, "WAIT", 1)
    with distributed.LocalCluster(n_workers=0, dashboard_address=":0", silence_logs=50) as nobody:
        code, _, err = told("extract", "news", "--dask", nobody.scheduler_address)
    assert code == 1 and "has no worker" in err


def test_without_the_extra_it_is_named(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(__import__("sys").modules, "distributed", None)
    code, _, err = told("extract", "news", "--dask", "tcp://127.0.0.1:1")
    assert code == 1 and "pip install 'guanxi[dask]'" in err
