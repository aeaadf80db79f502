"""The project's imports, read from the source: inside functions too, which import-linter's contract and Python's own
complaints do not cover. What only type checkers see does not count.
"""

from __future__ import annotations

import ast
import tomllib
from collections.abc import Iterator
from pathlib import Path

import pytest

import captionkit

ROOT = Path(__file__).resolve().parent.parent
#: Where the package that is tested lies: ``src/``, or the environment that a wheel was installed into.
SRC = Path(captionkit.__file__).parent.parent


def modules() -> dict[str, Path]:
    found = {}
    for path in (SRC / "captionkit").rglob("*.py"):
        parts = path.relative_to(SRC).with_suffix("").parts
        found[".".join(parts[:-1] if parts[-1] == "__init__" else parts)] = path
    return found


MODULES = modules()


def is_type_checking(node: ast.AST) -> bool:
    return isinstance(node, ast.If) and "TYPE_CHECKING" in ast.unparse(node.test)


def nodes(node: ast.AST) -> Iterator[ast.AST]:
    """Yield every node but those under ``if TYPE_CHECKING:``."""
    for child in ast.iter_child_nodes(node):
        if is_type_checking(child):
            for other in child.orelse:  # type: ignore[attr-defined]
                yield other
                yield from nodes(other)
        else:
            yield child
            yield from nodes(child)


def imports(name: str) -> set[str]:
    """Return the modules of the project that a module imports anywhere."""
    found: set[str] = set()
    for node in nodes(ast.parse(MODULES[name].read_text("utf-8"))):
        if isinstance(node, ast.Import):
            found |= {alias.name for alias in node.names if alias.name in MODULES}
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, f"{name}: relative import"
            for alias in node.names:
                inner = f"{node.module}.{alias.name}"
                found |= {target for target in (inner if inner in MODULES else node.module,) if target in MODULES}
    return found - {name, "captionkit"}


GRAPH = {name: imports(name) for name in MODULES}


def circles(graph: dict[str, set[str]]) -> set[frozenset[str]]:
    """Return the strongly connected sets of more than one module (Tarjan's algorithm, without recursion)."""
    order: dict[str, int] = {}
    low: dict[str, int] = {}
    stack: list[str] = []
    found: set[frozenset[str]] = set()
    for root in graph:
        if root in order:
            continue
        work = [(root, iter(sorted(graph[root])))]
        order[root] = low[root] = len(order)
        stack.append(root)
        while work:
            name, rest = work[-1]
            for following in rest:
                if following not in order:
                    order[following] = low[following] = len(order)
                    stack.append(following)
                    work.append((following, iter(sorted(graph[following]))))
                    break
                if following in stack:
                    low[name] = min(low[name], order[following])
            else:
                work.pop()
                if work:
                    low[work[-1][0]] = min(low[work[-1][0]], low[name])
                if low[name] == order[name]:
                    at = stack.index(name)
                    members, stack[at:] = frozenset(stack[at:]), []
                    if len(members) > 1:
                        found.add(members)
    return found


def layers() -> dict[str, int]:
    """Return how high each top-level package stands, from the one place that says so."""
    rows = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["tool"]["importlinter"]["contracts"][0]["layers"]
    return {name.strip(): len(rows) - n for n, row in enumerate(rows) for name in row.split("|")}


def test_a_circle_is_found() -> None:
    assert circles({"a": {"b"}, "b": {"c"}, "c": {"a", "d"}, "d": set()}) == {frozenset("abc")}
    assert circles({"a": {"b", "c"}, "b": {"c"}, "c": set()}) == set()


def test_imports_inside_functions_are_seen_and_those_of_type_checkers_are_not() -> None:
    assert "captionkit.text.width" in GRAPH["captionkit.model.cue"]  # inside a property
    assert "captionkit.model.track" not in GRAPH["captionkit.formats.base"]  # under TYPE_CHECKING


def test_no_import_circle() -> None:
    assert circles(GRAPH) == set()


def test_imports_point_down_inside_functions_too() -> None:
    height = layers()
    upward = [
        f"{name} -> {target}"
        for name, targets in GRAPH.items()
        for target in targets
        if name != "captionkit"
        and (own := name.split(".")[1]) != (other := target.split(".")[1])
        and height[own] <= height[other]
    ]
    assert upward == []


@pytest.mark.parametrize("name", sorted(MODULES))
def test_modules_are_named_by_string_in_tables_only(name: str) -> None:
    """``import_module("captionkit...")`` and a look into ``sys.modules`` would go round the rules above."""
    height = layers()
    for node in nodes(ast.parse(MODULES[name].read_text("utf-8"))):
        if isinstance(node, ast.Attribute) and ast.unparse(node) == "sys.modules":
            assert name.startswith("captionkit.api"), f"{name} looks into sys.modules"
        if isinstance(node, ast.Call) and ast.unparse(node.func).endswith("import_module") and node.args:
            said = ast.unparse(node.args[0])
            package = said.partition("captionkit.")[2].split(".")[0].strip("'\"{}")
            if package in height and name != "captionkit":
                assert height[package] <= height[name.split(".")[1]], f"{name} imports {said}"
