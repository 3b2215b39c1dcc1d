"""Runs one program and says how it ended. That program can change everything here, so nothing relies on it."""

import ast
import json
import linecache
import os
import posix
import random
import sys
import traceback
import types

from pyodide.ffi import run_sync

FILE_NAME = "<program>"
MAX_CHARACTERS = 4_000


def shortened(text):
    half = MAX_CHARACTERS // 2
    return text if len(text) <= 2 * half else f"{text[:half]}\n…\n{text[-half:]}"


def compiled(source):
    """The program and, apart from it, the expression that it ends with, whose value is the result."""
    tree = ast.parse(source, FILE_NAME)
    last = None
    if tree.body and isinstance(tree.body[-1], ast.Expr):
        last = ast.Expression(tree.body.pop().value)
    flags = ast.PyCF_ALLOW_TOP_LEVEL_AWAIT
    body = compile(tree, FILE_NAME, "exec", flags)
    return body, last and compile(last, FILE_NAME, "eval", flags)


def evaluate(code, names):
    value = eval(code, names)
    is_awaiting = code.co_flags & 0x80  # inspect.CO_COROUTINE
    return run_sync(value) if is_awaiting else value


def execute(source):
    main = types.ModuleType("__main__")
    sys.modules["__main__"] = main
    body, last = compiled(source)
    evaluate(body, main.__dict__)
    value = last and evaluate(last, main.__dict__)
    return None if value is None else shortened(repr(value))


def described(error):
    own = error.__traceback__
    while own and own.tb_frame.f_code.co_filename != FILE_NAME:
        own = own.tb_next
    try:
        return shortened("".join(traceback.format_exception(type(error), error, own)).rstrip())
    except BaseException:
        return type(error).__name__


def run(source):
    linecache.cache[FILE_NAME] = (len(source), None, source.splitlines(keepends=True), FILE_NAME)
    result = error = None
    try:
        result = execute(source)
    except SystemExit as ending:
        if ending.code not in (None, 0):
            error = described(ending)
    except BaseException as raised:
        error = described(raised)
    for stream in (sys.stdout, sys.stderr):
        try:
            stream.flush()
        except BaseException:
            pass
    return json.dumps({"result": result, "error": error})


def has_no_processes(*_):
    raise OSError("There are no other processes here.")


def hide_javascript():
    """Programs get a plain error from what would fail anyway. What keeps them in are the limits of the process."""
    bridges = ("js", "pyodide", "_pyodide", "_pyodide_core")
    for name in [*sys.modules, *bridges]:
        if name.split(".")[0] in bridges:
            sys.modules[name] = None
    sys.meta_path[:] = [finder for finder in sys.meta_path if "pyodide" not in type(finder).__module__]
    # The one thing that asyncio.run looks up there.
    settings = types.ModuleType("pyodide_js._api")
    settings.config = types.SimpleNamespace(enableRunUntilComplete=True)
    sys.modules["pyodide_js._api"] = settings
    sys.modules["pyodide_js"] = types.ModuleType("pyodide_js")
    os.system = posix.system = has_no_processes


for stream in (sys.stdout, sys.stderr):
    stream.reconfigure(line_buffering=True, errors="replace")
# A snapshot's generator is always in the same state. And Emscripten looks for the system's source when it is first asked:
# later there is none.
random.seed()
hide_javascript()
run
