"""Runs one program: reads it and its inputs from a file, and leaves there how it ended."""

import builtins
import json
import linecache
import logging
import posix
import random
import sys
import tempfile
import time
import types

from python_refusals import NetworkRefused, SystemRefused

_path = "/.flowglass"
_name = "main.py"
_most = 10_000

# Code may replace any attribute of any module of its run; what runs it keeps its own.
_loads, _encode, _encode_ascii = json.loads, json.JSONEncoder(ensure_ascii=False).encode, json.JSONEncoder().encode
_open, _read, _write, _close, _fstat = posix.open, posix.read, posix.write, posix.close, posix.fstat
_read_only, _write_only = posix.O_RDONLY, posix.O_WRONLY | posix.O_CREAT | posix.O_TRUNC
_streams = (sys.stdin, sys.stdout, sys.stderr)
_host_main = sys.modules["__main__"]


def _read_file():
    file = _open(_path, _read_only)
    try:
        return _read(file, _fstat(file).st_size)
    finally:
        _close(file)


def _write_file(*parts):
    file = _open(_path, _write_only, 0o600)
    try:
        for part in parts:
            view = memoryview(part)
            while len(view) > 0:
                view = view[_write(file, view) :]
    finally:
        _close(file)


def _message(error):
    try:
        return str(error)[:_most]
    except BaseException:
        return "<exception str() failed>"


def _type_name(kind):
    module = kind.__module__
    plain = module in ("builtins", "__main__") or not isinstance(module, str)
    return str(kind.__qualname__ if plain else f"{module}.{kind.__qualname__}")[:200]


def _line(error):
    """The line of the program where the error came up: the innermost one that is in the program."""
    line, step = None, error.__traceback__
    while step is not None:
        if step.tb_frame.f_code.co_filename == _name:
            line = step.tb_lineno
        step = step.tb_next
    return line


def _causes(error):
    """An error and what led to it; `reason` is where urllib keeps it."""
    waiting, seen = [error], []
    while waiting and len(seen) < 50:
        error = waiting.pop()
        if not isinstance(error, BaseException) or any(error is other for other in seen):
            continue
        seen.append(error)
        waiting += [error.__cause__, error.__context__, getattr(error, "reason", None)]
    return seen


def _kind(error):
    if isinstance(error, MemoryError):
        return "memory"
    if isinstance(error, ModuleNotFoundError) and isinstance(error.name, str):
        return "module_missing"
    causes = _causes(error)
    if any(isinstance(cause, NetworkRefused) for cause in causes):
        return "network"
    return "system" if any(isinstance(cause, SystemRefused) for cause in causes) else "threw"


def _failure(kind, name="", message="", line=None, missing=None):
    return {"kind": kind, "name": name, "message": message, "line": line, "module": missing}


def _thrown(kind, error):
    missing = error.name if kind == "module_missing" else None
    return _failure(kind, _type_name(type(error)), _message(error), _line(error), missing)


def _begin(program):
    """The module `__main__` of a program. What a snapshot must not share between runs is renewed."""
    random.seed()
    tempfile._name_sequence = None
    logging._startTime = time.time_ns()
    main = types.ModuleType("__main__")
    main.__dict__.update(__builtins__=builtins, __file__=_name)
    sys.modules["__main__"] = main
    linecache.cache[_name] = (len(program), None, program.splitlines(True), _name)
    return main.__dict__


def _run(program, inputs):
    """How the program ended, and its result as JSON."""
    try:
        code = compile(program, _name, "exec", dont_inherit=True)
    except SyntaxError as error:
        return _failure("syntax", type(error).__name__, str(error.msg), error.lineno), b""
    except (MemoryError, RecursionError, ValueError) as error:
        return _thrown(_kind(error), error), b""
    names = _begin(program)
    try:
        exec(code, names)
        main = names.get("main")
        if not callable(main):
            return _failure("main_missing"), b""
        result = main(**_loads(inputs))
        sys.settrace(None)
        sys.setprofile(None)
    except BaseException as error:
        return _thrown(_kind(error), error), b""
    try:
        text = _encode(result)
    except BaseException as error:
        return _thrown("memory" if isinstance(error, MemoryError) else "unwritable", error), b""
    try:
        return _failure("result"), text.encode()
    except UnicodeEncodeError:
        return _failure("result"), _encode_ascii(result).encode()


def _end():
    for stream in (sys.stdout, sys.stderr, *_streams[1:]):
        try:
            stream.flush()
        except BaseException:
            pass
    sys.stdin, sys.stdout, sys.stderr = _streams
    sys.modules["__main__"] = _host_main


def serve():
    """Runs the program that the file holds."""
    head, _, inputs = _read_file().partition(b"\n")
    ending, text = _run(_loads(head), inputs)
    _end()
    _write_file(_encode_ascii(ending).encode() + b"\n", text)
