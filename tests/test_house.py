"""The house itself: what the wheel holds, which room knows which, and that the documents say what is so."""

from __future__ import annotations

import ast
import re
import runpy
import shutil
import subprocess
import sys
import tomllib
import zipfile
from collections.abc import Iterator
from importlib.metadata import packages_distributions
from pathlib import Path

import pytest

HOME = Path(__file__).parents[1]
ROOMS = ("graph", "loaders", "queries")
DOORS = ("__init__.py", "__main__.py", "cli.py", "py.typed")
WRITTEN = {"CHANGELOG.md", "reference.md"}  # of these one tells of the past, the other is generated
DOCUMENTS = sorted(page for page in [*HOME.glob("*.md"), *HOME.glob("docs/*.md")] if page.name not in WRITTEN)


PROJECT = tomllib.loads((HOME / "pyproject.toml").read_text("utf-8"))


def requirement(text: str) -> str:
    """The package that a requirement names."""
    return re.split(r"[\[<>=~! ]", text)[0].lower()


def rooms() -> Iterator[Path]:
    """Every file of the package, relative to the repository."""
    yield from map(Path, DOORS)
    for room in ROOMS:
        for path in sorted((HOME / room).rglob("*")):
            if path.is_file() and "__pycache__" not in path.parts and not path.name.startswith("."):
                yield path.relative_to(HOME)


# -- the wheel ---------------------------------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The wheel that the source archive builds, from a copy with a stranger's files beside the package."""
    copy = tmp_path_factory.mktemp("sources")
    for path in [*rooms(), Path("pyproject.toml"), Path("README.md"), Path("LICENSE"), Path("tests/test_house.py")]:
        (copy / path).parent.mkdir(parents=True, exist_ok=True)
        shutil.copy(HOME / path, copy / path)
    (copy / "notes.txt").write_text("not part of the package")
    command = [sys.executable, "-W", "error::DeprecationWarning", "-m", "build", "--no-isolation", str(copy)]
    built = subprocess.run(command, capture_output=True, text=True)
    assert built.returncode == 0, built.stdout + built.stderr
    assert "Deprecat" not in built.stdout + built.stderr
    return next((copy / "dist").glob("*.whl"))


def test_the_wheel_holds_the_rooms_and_nothing_else(wheel: Path) -> None:
    names = {name for name in zipfile.ZipFile(wheel).namelist() if ".dist-info/" not in name}
    assert names == {f"guanxi/{path.as_posix()}" for path in rooms()}


def test_the_wheel_names_its_licence_and_its_command(wheel: Path) -> None:
    archive = zipfile.ZipFile(wheel)
    information = {Path(name).name: name for name in archive.namelist() if ".dist-info/" in name}
    assert "License-Expression: MIT" in archive.read(information["METADATA"]).decode()
    assert "guanxi = guanxi.cli:main" in archive.read(information["entry_points.txt"]).decode()


# -- the rooms ---------------------------------------------------------------------------------------------------------

MAY_IMPORT = {
    "graph": {"graph"},
    "loaders": {"loaders", "graph.model", "graph.schema"},  # the model and the schema, and no store
    "queries": {"queries", "graph", "loaders.lexicon.rows"},  # a question knows posts by the words that articles do
}


def imports(path: Path) -> Iterator[str]:
    """The modules of guanxi that a module imports, as `room.module`."""
    package = ["guanxi", *path.parent.parts]
    for node in ast.walk(ast.parse((HOME / path).read_text("utf-8"))):
        if isinstance(node, ast.Import):
            modules = [alias.name for alias in node.names]
        elif isinstance(node, ast.ImportFrom):
            base = package[: len(package) - node.level + 1] if node.level else []
            stem = ".".join([*base, *([node.module] if node.module else [])])
            modules = [f"{stem}.{alias.name}" for alias in node.names]
        else:
            continue
        yield from (module.removeprefix("guanxi.") for module in modules if module.startswith("guanxi."))


@pytest.mark.parametrize("room", ROOMS)
def test_facts_flow_one_way(room: str) -> None:
    strangers = [
        f"{path} imports {module}"
        for path in rooms()
        if path.parts[0] == room and path.suffix == ".py"
        for module in imports(path)
        if not any(f"{module}.".startswith(f"{allowed}.") for allowed in MAY_IMPORT[room])
    ]
    assert not strangers


def test_every_library_that_is_imported_is_declared() -> None:
    project = PROJECT["project"]
    extras = (text for extra in project["optional-dependencies"].values() for text in extra)
    declared = {requirement(text) for text in (*project["dependencies"], *extras)}
    imported = {
        name.split(".")[0]
        for path in rooms()
        if path.suffix == ".py"
        for node in ast.walk(ast.parse((HOME / path).read_text("utf-8")))
        for name in (
            [alias.name for alias in node.names]
            if isinstance(node, ast.Import)
            else [node.module or ""]
            if isinstance(node, ast.ImportFrom) and not node.level
            else []
        )
    }
    packages = packages_distributions()  # docx is python-docx
    strangers = imported - sys.stdlib_module_names - declared
    assert not [name for name in strangers if not declared & {package.lower() for package in packages.get(name, ())}]


# -- the lock files ----------------------------------------------------------------------------------------------------


def pins(name: str) -> dict[str, set[str]]:
    """Package → the versions that a lock file names (several, where they depend on the Python)."""
    found: dict[str, set[str]] = {}
    for package, version in re.findall(r"^([\w.-]+)==([\w.]+)", (HOME / name).read_text(), re.MULTILINE):
        found.setdefault(package, set()).add(version)
    return found


def test_the_lock_files_agree_and_cover_what_is_declared() -> None:
    run_time, everything = pins("requirements.lock"), pins("requirements-dev.lock")
    assert all(everything.get(package) == versions for package, versions in run_time.items())
    development = PROJECT["dependency-groups"]["dev"]
    wanted = {"requirements.lock": PROJECT["project"]["dependencies"], "requirements-dev.lock": development}
    for name, declared in wanted.items():
        packages = {requirement(text) for text in declared if isinstance(text, str)}
        assert packages <= pins(name).keys(), f"{name} is stale: make lock"


@pytest.mark.parametrize("name", ["requirements.lock", "requirements-dev.lock"])
def test_a_lock_file_pins_by_hash_and_names_no_registry(name: str) -> None:
    text = (HOME / name).read_text()
    assert "://" not in text and "--index" not in text and "--find-links" not in text
    for requirement in re.split(r"\n(?=\w)", text.split("\n", 2)[2]):
        assert "--hash=sha256:" in requirement, requirement


# -- the documents -----------------------------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def reference() -> str:
    return runpy.run_path(str(HOME / "docs" / "reference.py"))["reference"]()


def test_the_reference_is_fresh(reference: str) -> None:
    assert (HOME / "docs" / "reference.md").read_text("utf-8") == reference, "docs/reference.md is stale: make docs"


def test_the_answers_that_the_readme_shows_are_those_that_one_gets(tmp_path: Path) -> None:
    shown = runpy.run_path(str(HOME / "docs" / "shown.py"))
    shown["demo"](tmp_path)
    for page in shown["PAGES"]:
        text = page.read_text("utf-8")
        assert shown["BLOCK"].search(text), f"{page.name} shows no answer"
        assert shown["refreshed"](text, tmp_path) == text, f"{page.name} is stale: make docs"


def console(page: Path) -> Iterator[list[str]]:
    """The command lines of a page's shell blocks, split into words."""
    for block in re.findall(r"^```(?:sh|console|bash)\n(.*?)^```", page.read_text("utf-8"), re.MULTILINE | re.DOTALL):
        for line in block.splitlines():
            yield re.sub(r"\s+#.*", "", line).removeprefix("$ ").split()


@pytest.mark.parametrize("page", DOCUMENTS, ids=lambda page: page.name)
def test_every_command_that_a_page_shows_exists(page: Path, reference: str) -> None:
    sections = dict(re.findall(r"^#+ `(guanxi[^`]*)`\n(.*?)(?=^#+ |\Z)", reference, re.MULTILINE | re.DOTALL))
    targets = set(re.findall(r"^([a-z]+):", (HOME / "Makefile").read_text(), re.MULTILINE))
    for words in console(page):
        if words[:1] == ["make"]:
            assert words[1] in targets, words
        if words[:1] == ["guanxi"] and len(words) > 1:
            name = next((" ".join(words[:n]) for n in (3, 2) if " ".join(words[:n]) in sections), "guanxi")
            assert name != "guanxi" or words[1].startswith("-"), f"{page.name}: {' '.join(words)}"
            for option in (word.split("=")[0] for word in words if re.match(r"--?[a-zA-Z]", word)):
                assert re.search(rf"{option}\b", sections[name]), f"{page.name}: {name} has no {option}"


@pytest.mark.parametrize("page", DOCUMENTS, ids=lambda page: page.name)
def test_every_link_inside_the_repository_leads_somewhere(page: Path) -> None:
    links = re.findall(r"\]\(([^)#\s]+)[^)]*\)", page.read_text("utf-8"))
    dead = [link for link in links if "://" not in link and not (page.parent / link).exists()]
    assert not dead
