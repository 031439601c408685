"""Everything that is done with this repository: ``nox -l`` lists it.

Each session makes its own environment from the files of this repository alone; a fresh machine
needs Python, pip, a C++ compiler and ``python -m pip install nox``.
"""

import os
import shutil
import subprocess
import sys
import time
from pathlib import Path

import nox

ROOT = Path(__file__).parent
PACKAGES = ("km-graph", "km-walk-native", "km-data", "km-train", "km-reason", "km-eval")
# Which siblings a package may be installed with: itself and what its pyproject.toml depends on.
SIBLINGS = {
    "km-graph": (),
    "km-walk-native": ("km-graph",),
    "km-data": ("km-graph",),
    "km-train": ("km-graph", "km-data"),
    "km-reason": ("km-graph", "km-data"),
    "km-eval": ("km-graph", "km-data"),
}
EXTRAS = {
    "km-graph": "igraph,neo4j,networkx,plot,rdf,rdflib,sparql,store,tables,testing,zstd",
    "km-walk-native": "networkx,testing",
    "km-data": "datasets,parquet,plot,testing,tokenizers",
    "km-reason": "fuzzy,local,serve,testing",
    "km-eval": "openai,testing",
}
# Sets of versions the tests run on; requirements/ holds a constraints file for each.
DEPENDENCY_SETS = ("current",)
TOOLS = ROOT / "requirements" / "tools.txt"
UV = ("python", "-m", "uv", "pip", "install", "--quiet")

nox.needs_version = ">=2024.4.15"
nox.options.sessions = ["tests", "lint", "types", "imports"]
nox.options.reuse_existing_virtualenvs = True
# One backend for all machines: uv, where it is wanted, is installed into the environment itself.
nox.options.default_venv_backend = "virtualenv"


def pip_settings() -> dict[str, str]:
    """What pip is configured to use, in uv's words, since uv does not read pip's configuration.

    So a folder of wheels that pip knows, one with a CPU build of torch for instance, is used too.
    """
    words = {
        "find-links": "UV_FIND_LINKS",
        "index-url": "UV_DEFAULT_INDEX",
        "cert": "SSL_CERT_FILE",
    }
    command = [sys.executable, "-m", "pip", "config", "list"]
    listed = subprocess.run(command, capture_output=True, text=True, check=False).stdout
    settings = dict(os.environ)
    for line in reversed(listed.splitlines()):  # pip lists the environment first, and it wins
        key, _, value = line.partition("=")
        if word := words.get(key.rpartition(".")[2]):
            settings[word] = ",".join(value.strip("'\"").split())
    return settings


def run_tests(session: nox.Session, *arguments: str, **settings: str) -> None:
    """Run pytest on all cores; further arguments of the session go to it."""
    env = {"OMP_NUM_THREADS": "1", **settings}
    parallel = ("-n", "auto", "--dist", "worksteal")
    session.run("pytest", *parallel, *arguments, *session.posargs, env=env)


def install(session: nox.Session, *arguments: str, constraints: str = "current") -> None:
    """Install with uv, which is several times faster than pip, under one set of versions."""
    pip = ("python", "-m", "pip", "install", "--quiet", "--disable-pip-version-check")
    session.run_install(*pip, "-c", str(TOOLS), "uv", silent=True)
    session.run_install(
        *(*UV, "--python", session.virtualenv.location),
        *("-c", str(ROOT / "requirements" / f"{constraints}.txt"), "-c", str(TOOLS)),
        *arguments,
        env=pip_settings(),
    )


def source(package: str, *, extras: str = "") -> tuple[str, ...]:
    """The arguments that install a package of ours from its folder, editable."""
    return "-e", f"{ROOT / 'packages' / package}" + (f"[{extras}]" if extras else "")


def install_all(session: nox.Session, *more: str, constraints: str = "current") -> None:
    """Install all six packages in one command, so that none is looked for in an index."""
    ours = [part for name in PACKAGES for part in source(name, extras=EXTRAS.get(name, "testing"))]
    install(session, *ours, *more, constraints=constraints)


@nox.session
@nox.parametrize("deps", [nox.param(name, id=name) for name in DEPENDENCY_SETS])
def tests(session: nox.Session, deps: str) -> None:
    """Run all tests of all packages together; further arguments go to pytest."""
    install_all(session, "pytest-xdist", "hatchling", constraints=deps)  # a test builds a plugin
    marked = () if session.posargs else ("-m", "not slow and not gpu and not servers")
    run_tests(session, *marked, KM_DEPENDENCY_SET=deps)


@nox.session
def slow(session: nox.Session) -> None:
    """Run the heavy tests: long property tests, kill and resume, the demo from end to end."""
    # A real server for the baseline to ask, what builds a plugin, workers on several machines, and
    # what drives the page in a browser, where there is one.
    more = ("transformers[serving]", "hatchling", "ray", "playwright")
    install_all(session, "pytest-xdist", *more)
    run_tests(session, "-m", "slow and not gpu and not servers")


@nox.session
@nox.parametrize("package", [nox.param(name, id=name) for name in PACKAGES])
def isolated(session: nox.Session, package: str) -> None:
    """Run a package's own tests with only the siblings it declares installed."""
    ours = [part for name in SIBLINGS[package] for part in source(name)]
    install(session, *ours, *source(package, extras=EXTRAS.get(package, "testing")), "pytest-xdist")
    run_tests(session, f"packages/{package}", "-m", "not slow and not gpu and not servers")


@nox.session
def servers(session: nox.Session) -> None:
    """Test reading from and writing to real Bolt and SPARQL servers, started on loopback."""
    extras = "neo4j,sparql,tables,testing"
    ours = source("km-graph", extras=extras)
    install(session, *ours, "arcadedb-embedded", "oxigraph")
    session.run("pytest", "packages/km-graph/tests/endpoints", *session.posargs)


@nox.session
@nox.parametrize("library", [nox.param(name, id=name) for name in ("pybind11", "nanobind")])
def bindings(session: nox.Session, library: str) -> None:
    """Build the native walker with either binding library and run its tests on it."""
    needs = ("scikit-build-core", "cmake", "ninja", library)
    install(session, *source("km-graph", extras="networkx,testing"), *needs)
    native = str(ROOT / "packages" / "km-walk-native")
    # A build folder of its own: CMake remembers the library it was told.
    settings = ("-C", f"cmake.define.KM_BINDING={library}", "-C", f"build-dir=build/{library}")
    install(session, "--no-build-isolation", *settings, native)
    marked = ("-m", "not slow and not gpu")
    session.run("pytest", "packages/km-walk-native", *marked, *session.posargs)


@nox.session
def lint(session: nox.Session) -> None:
    """Check style, format and spelling of Python, C++ and prose; ``-- --fix`` mends what it can."""
    install(session, "ruff", "codespell", "clang-format")
    fix = "--fix" in session.posargs
    session.run("ruff", "check", *(["--fix"] if fix else []), ".")
    session.run("ruff", "format", *([] if fix else ["--check"]), ".")
    session.run("codespell", "packages", "docs", "tools", "README.md", "CONTRIBUTING.md")
    native = ROOT / "packages" / "km-walk-native"
    sources = sorted(
        str(file)
        for pattern in ("*.hpp", "*.cpp")
        for file in native.rglob(pattern)
        if "build" not in file.relative_to(native).parts
    )
    session.run("clang-format", *(["-i"] if fix else ["--dry-run", "--Werror"]), *sources)


@nox.session
def types(session: nox.Session) -> None:
    """Check the types of all packages with mypy --strict."""
    install_all(session, "mypy", "types-PyYAML")
    for package in PACKAGES:
        session.run("mypy", f"packages/{package}/src")


@nox.session
def imports(session: nox.Session) -> None:
    """Check who may import whom, and that versions and ranges of siblings agree."""
    install(session, "import-linter", "packaging")
    pure = [part for name in PACKAGES if name != "km-walk-native" for part in source(name)]
    install(session, "--no-deps", *pure)
    session.run("lint-imports")
    session.run("python", "tools/check_versions.py")


@nox.session
def demo(session: nox.Session) -> None:
    """Run the main job on the embedded world graph; the report lies in runs/demo."""
    started = time.monotonic()
    install_all(session)
    seconds = f"{time.monotonic() - started:.1f}"
    session.run("km", "demo", *session.posargs, env={"KM_DEMO_INSTALL_SECONDS": seconds})


@nox.session
def dev(session: nox.Session) -> None:
    """Run any command with all six packages installed editable: nox -s dev -- km --help."""
    install_all(session)
    session.run(*(session.posargs or ["km", "--help"]), external=True)


@nox.session
def bench(session: nox.Session) -> None:
    """Print one table of all benchmarks beside their peers; ``-- --json FILE`` writes the rows."""
    peers = ("csrgraph", "duckdb", "ensmallen", "igraph", "marisa-trie", "polars", "pyoxigraph")
    peers += ("python-graphblas", "rdflib", "rustworkx", "scipy")
    install_all(session, "setuptools", "pybind11", "scikit-build-core", *peers)
    install(session, "--no-build-isolation", "graph-walker")
    session.run("python", "benchmarks/run.py", *session.posargs)


@nox.session
@nox.parametrize("sanitizers", ["address,undefined", "thread"], ids=["memory", "threads"])
def cpp(session: nox.Session, sanitizers: str) -> None:
    """Build and run the C++ tests under sanitizers of memory and undefined behaviour, or races."""
    install(session, "cmake", "ninja")
    build_folder = session.create_tmp()
    switches = {
        "KM_BUILD_PYTHON": "OFF",
        "KM_BUILD_TESTS": "ON",
        "KM_WERROR": "ON",
        "KM_SANITIZE": sanitizers,
        "CMAKE_BUILD_TYPE": "RelWithDebInfo",
    }
    defines = [f"-D{name}={value}" for name, value in switches.items()]
    source_folder = str(ROOT / "packages" / "km-walk-native")
    session.run("cmake", "-G", "Ninja", "-S", source_folder, "-B", build_folder, *defines)
    session.run("cmake", "--build", build_folder)
    session.run("ctest", "--test-dir", build_folder, "--output-on-failure")


@nox.session
def docs(session: nox.Session) -> None:
    """Build the documentation, warnings as errors, into docs/_build/html."""
    install_all(session, "-r", str(ROOT / "docs" / "requirements.txt"))
    session.run("sphinx-build", "-n", "-W", "--keep-going", "docs", "docs/_build/html")


@nox.session
def build(session: nox.Session) -> None:
    """Build sdists and wheels, check them, install them together and run ``km plugins``."""
    install(session, "build", "twine")
    dist = ROOT / "dist"
    shutil.rmtree(dist, ignore_errors=True)
    for package in PACKAGES:
        session.run(
            "python",
            "-m",
            "build",
            "--installer",
            "uv",
            "--outdir",
            str(dist),
            f"packages/{package}",
            env=pip_settings(),
        )
    files = sorted(map(str, dist.iterdir()))
    session.run("twine", "check", "--strict", *files)
    fresh = Path(session.create_tmp()) / "fresh"
    session.run("python", "-m", "uv", "venv", "--quiet", "--clear", str(fresh), env=pip_settings())
    wheels = [file for file in files if file.endswith(".whl")]
    current = str(ROOT / "requirements" / "current.txt")
    session.run(*UV, "--python", str(fresh), "-c", current, *wheels, env=pip_settings())
    session.run(str(fresh / "bin" / "km"), "plugins", external=True)
