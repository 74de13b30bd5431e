"""Every private name of another library that the code uses stands in docs/private-names.md, with a test that exists."""

import ast
import re
from pathlib import Path

ROOT = Path(__file__).parents[2]
CODE = ("autograder", "coursekit", "tools", "examples")
TABLE = (ROOT / "docs" / "private-names.md").read_text(encoding="utf-8")


def trees() -> dict[Path, ast.Module]:
    paths = [path for folder in CODE for path in sorted((ROOT / folder).rglob("*.py"))]
    return {path: ast.parse(path.read_text(encoding="utf-8")) for path in paths}


def is_private(name: str) -> bool:
    return name.startswith("_") and not name.startswith("__") and name.strip("_") != ""


def defined(tree: ast.Module) -> set[str]:
    """Private names that this code makes itself: functions, classes, variables, attributes of its own objects."""
    found = set()
    for node in ast.walk(tree):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef):
            found.add(node.name)
        elif isinstance(node, ast.Name) and isinstance(node.ctx, ast.Store):
            found.add(node.id)
        elif isinstance(node, ast.Attribute) and isinstance(node.ctx, ast.Store) and ast.unparse(node.value) == "self":
            found.add(node.attr)
    return found


def test_every_private_name_of_a_library_stands_in_the_table():
    code = trees()
    assert len(code) > 80
    own = set().union(*map(defined, code.values()))
    used = {}
    for path, tree in code.items():
        for node in ast.walk(tree):
            names = [node.attr] if isinstance(node, ast.Attribute) else []
            if isinstance(node, ast.ImportFrom) and not (node.module or "").startswith(CODE):
                names = [alias.name for alias in node.names]
            for name in names:
                if is_private(name) and name not in own | {"_exit"}:  # os._exit is documented
                    used.setdefault(name, path.relative_to(ROOT).as_posix())
    missing = {name: path for name, path in used.items() if f"{name}`" not in TABLE}
    assert missing == {}


def test_every_test_and_file_that_the_table_names_exists():
    tests = re.findall(r"`([\w/]+\.py)::(\w+)`", TABLE)
    assert len(tests) >= 5
    assert [
        f"{file}::{name}" for file, name in tests if f"def {name}(" not in (ROOT / "tests" / file).read_text()
    ] == []
    files = re.findall(r"`((?:autograder|coursekit)/[\w/]+\.py)`", TABLE)
    assert [file for file in files if not (ROOT / file).is_file()] == []


def test_no_code_assigns_to_what_is_not_its_own():
    """Nobody's functions are replaced, no module is planted, no memory is read but by Linux's own calls."""
    found = [said for path, tree in trees().items() for said in borrowed(path.relative_to(ROOT).as_posix(), tree)]
    assert found == []


def borrowed(where: str, tree: ast.Module) -> list[str]:
    """What a module does to others, as code; tempfile.tempdir and sys.stdout are there to be set."""
    nodes = list(ast.walk(tree))
    imports = [node for node in nodes if isinstance(node, ast.Import | ast.ImportFrom)]
    modules = {alias.asname or alias.name for node in imports for alias in node.names} - {"sys"}
    targets = [target for node in nodes if isinstance(node, ast.Assign) for target in node.targets]
    written = {ast.unparse(target) for target in targets if isinstance(target, ast.Attribute | ast.Subscript)}
    found = {text for text in written if re.match(r"sys\.modules\[|builtins\.|.*\.__code__$", text)}
    attributes = {ast.unparse(target) for target in targets if isinstance(target, ast.Attribute)}
    found |= {text for text in attributes if text.rpartition(".")[0] in modules} - {"tempfile.tempdir"}
    found |= {ast.unparse(node.func) for node in nodes if isinstance(node, ast.Call)} & {
        "mock.patch",
        "mock.patch.dict",
    }
    if not where.startswith("autograder/sealed/isolation/"):
        found |= {ast.unparse(node) for node in imports if "ctypes" in ast.unparse(node)}
    return [f"{where}: {text}" for text in sorted(found)]
