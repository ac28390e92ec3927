"""A real Neo4j for the tests, from its Maven Central artifacts, in `.neo4j/` of the checkout.

The jars (123 MB) are fetched once by Maven; every server has a home of its own, a free port, and its data thrown
away when it stops.
"""

from __future__ import annotations

import fcntl
import os
import shutil
import socket
import subprocess
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

VERSION = os.environ.get("GUANXI_TEST_NEO4J_VERSION", "5.26.30")
CACHE = Path(__file__).parent.parent / ".neo4j"

POM = """<project xmlns="http://maven.apache.org/POM/4.0.0"><modelVersion>4.0.0</modelVersion>
<groupId>guanxi</groupId><artifactId>neo4j-for-tests</artifactId><version>1</version>
<dependencies>{}</dependencies></project>"""
DEPENDENCY = """<dependency>
<groupId>{}</groupId><artifactId>{}</artifactId><version>{}</version>
</dependency>"""

SETTINGS = """server.bolt.listen_address=127.0.0.1:{port}
server.http.enabled=false
server.https.enabled=false
dbms.security.auth_enabled={auth}
dbms.usage_report.enabled=false
dbms.security.procedures.unrestricted=*
db.tx_log.preallocate=false
server.memory.pagecache.size={pages}m
internal.server.bolt.thread_pool_shutdown_wait_time=0s
"""


class Unavailable(Exception):
    """No server can be had here; the message says what is missing."""


class Server:
    """A running Neo4j. `kill` is the power failing; `start` brings the same data back."""

    def __init__(self, home: Path, classpath: str, port: int, memory: int) -> None:
        self.uri = f"bolt://127.0.0.1:{port}"
        self._port = port
        self._home = home
        self._classpath = classpath
        self._command = [
            *_java(classpath, "-Xms256m", f"-Xmx{memory}m"),
            "org.neo4j.server.CommunityEntryPoint",
            f"--home-dir={home}",
            f"--config-dir={home / 'conf'}",
        ]
        self._log = home / "logs" / "console.log"
        self.start()

    def start(self, patience: float = 90.0) -> None:
        with self._log.open("ab") as log:
            self._process = subprocess.Popen(self._command, stdout=log, stderr=log)
        give_up = time.monotonic() + patience
        while not _answers(self._port):
            if self._process.poll() is not None or time.monotonic() > give_up:
                self._process.kill()
                raise Unavailable(f"Neo4j does not start: {self._log.read_text(errors='replace')[-2000:]}")
            time.sleep(0.1)

    def admin(self, *arguments: str, folder: Path | None = None) -> None:
        """Run neo4j-admin, in a folder of one's choice."""
        admin(self._home, self._classpath, *arguments, folder=folder)

    def stop(self) -> None:
        self._process.terminate()
        self._process.wait(60)

    def kill(self) -> None:
        self._process.kill()
        self._process.wait(60)


@contextmanager
def server(password: str = "", plugin: tuple[str, ...] = (), memory: int = 768, pages: int = 128) -> Iterator[Server]:
    """A server of our own, with a password or without authentication. Raises Unavailable.

    `plugin` are artifacts (group:name:version) whose procedures it has, too, the plugin itself first; `memory` is its
    heap, `pages` its page cache, in MB.
    """
    classpath = jars() + (f":{jars(*plugin)}" if plugin else "")
    home = Path(tempfile.mkdtemp(prefix="server-", dir=CACHE))
    for folder in ("conf", "logs", "run", "data", "plugins", "import"):
        (home / folder).mkdir()
    if plugin:
        for name in (artifact.split(":")[1] for artifact in plugin):
            for jar in Path(jars(*plugin)).parent.glob(f"{name}-*.jar"):
                shutil.copy(jar, home / "plugins")
    port = _free_port()
    settings = SETTINGS.format(port=port, auth="true" if password else "false", pages=pages)
    (home / "conf" / "neo4j.conf").write_text(settings)
    if password:
        admin(home, classpath, "dbms", "set-initial-password", password)
    running = Server(home, classpath, port, memory)
    try:
        yield running
    finally:
        running.stop()
        shutil.rmtree(home, ignore_errors=True)


@contextmanager
def required(password: str = "") -> Iterator[Server]:
    """`server` for a test: where none can be had it is skipped, or fails under GUANXI_REQUIRE_NEO4J=1."""
    try:
        with server(password) as running:
            yield running
    except Unavailable as problem:
        if os.environ.get("GUANXI_REQUIRE_NEO4J") == "1":
            pytest.fail(str(problem))
        pytest.skip(str(problem))


def admin(home: Path, classpath: str, *arguments: str, folder: Path | None = None) -> None:
    """Run neo4j-admin for a server that stands still."""
    environment = {**os.environ, "NEO4J_HOME": str(home), "NEO4J_CONF": str(home / "conf")}
    command = [*_java(classpath), "org.neo4j.server.startup.Neo4jAdminCommand", *arguments]
    subprocess.run(command, env=environment, cwd=folder, check=True, capture_output=True)


def jars(*artifacts: str) -> str:
    """The class path of artifacts, of Neo4j itself without any; fetched at the first call, by several processes too."""
    for tool in ("java", "mvn"):
        if not shutil.which(tool):
            raise Unavailable(f"a test server needs {tool}; or name a running one in GUANXI_TEST_NEO4J")
    wanted = [artifact.split(":") for artifact in artifacts or (f"org.neo4j:neo4j:{VERSION}",)]
    folder = CACHE / "-".join(wanted[0][1:] if artifacts else wanted[0][2:])
    folder.mkdir(parents=True, exist_ok=True)
    with (folder / "lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not (folder / "complete").exists():
            dependencies = "".join(DEPENDENCY.format(*each) for each in wanted)
            (folder / "pom.xml").write_text(POM.format(dependencies))
            goal = ["dependency:copy-dependencies", "-DincludeScope=runtime", "-DoutputDirectory=lib"]
            fetched = subprocess.run(["mvn", "-q", "-B", *goal], cwd=folder, capture_output=True, text=True)
            if fetched.returncode:
                raise Unavailable(f"Maven cannot fetch {wanted}: {fetched.stdout[-1000:]}")
            (folder / "complete").touch()
    return f"{folder / 'lib'}/*"


def _java(classpath: str, *memory: str) -> list[str]:
    opens = [f"--add-opens=java.base/{package}=ALL-UNNAMED" for package in ("java.nio", "java.io", "sun.nio.ch")]
    return ["java", *memory, *opens, "-cp", classpath]


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def _answers(port: int) -> bool:
    """Whether Bolt shakes hands there: an open port alone is too early."""
    try:
        with socket.create_connection(("127.0.0.1", port), timeout=1) as connection:
            connection.sendall(b"\x60\x60\xb0\x17" + b"\x00\x04\x04\x05" + bytes(12))
            return len(connection.recv(4)) == 4
    except OSError:
        return False
