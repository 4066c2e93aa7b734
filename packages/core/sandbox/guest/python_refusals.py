"""What code cannot do here, said in words before a lower door says it in error numbers.

Nothing in this file is what keeps code in: the list of what WebAssembly may call is, and the locked process around it.
"""

import _socket
import os
import posix
import signal
import socket
import subprocess
import sys
import threading


class NetworkRefused(OSError):
    """Code tried to reach the network."""

    __module__ = "builtins"


class SystemRefused(OSError, RuntimeError):
    """Code tried to start or end processes or threads."""

    __module__ = "builtins"


# Builders and interpreters of other code, and the JavaScript below: gone for code, as if they had never been installed.
_withheld = frozenset(
    ["_ctypes", "_pyodide", "_pyodide_core", "ctypes", "js", "micropip", "pyodide", "pyodide_js"]
    + ["_testcapi", "_testclinic", "_testinternalcapi", "_testlimitedcapi", "_xxtestfuzz", "_remote_debugging"]
)


class _Withholder:
    @staticmethod
    def find_spec(name, path=None, target=None):
        if name.partition(".")[0] in _withheld:
            raise ModuleNotFoundError(f"No module named {name!r}", name=name)
        return None


def _refusing(kind, reason):
    def refused(*_values, **_named):
        raise kind(reason)

    return refused


def _replace(owners, names, refused):
    for owner in owners:
        for name in names:
            if hasattr(owner, name):
                setattr(owner, name, refused)


def close_doors():
    """Replaces what cannot work by functions that say so, and hides the interpreter's own modules."""
    network = _refusing(NetworkRefused, "code has no network: use an HTTP request node")
    names = ["getaddrinfo", "getnameinfo", "gethostbyname", "gethostbyname_ex", "gethostbyaddr", "socketpair"]
    _replace([socket, _socket], names, network)
    socket.socket.__init__ = network

    system = _refusing(SystemRefused, "code cannot start or end processes")
    programs = [name for name in dir(posix) if name.startswith(("exec", "fork", "posix_spawn", "spawn"))]
    _replace([os, posix], [*programs, "system", "popen", "kill", "killpg", "abort", "_exit"], system)
    _replace([os], [name for name in dir(os) if name.startswith(("exec", "spawn"))], system)
    _replace([signal], ["raise_signal", "pthread_kill", "alarm", "setitimer"], system)
    subprocess.Popen.__init__ = system
    subprocess.Popen.__del__ = lambda _self: None

    threads = _refusing(SystemRefused, "code runs in one thread and cannot start another")
    threading.Thread.start = threads

    for name in [name for name in sys.modules if name.partition(".")[0] in _withheld]:
        del sys.modules[name]
    kept = [finder for finder in sys.meta_path if "pyodide" not in str(getattr(finder, "__module__", ""))]
    kept = [finder for finder in kept if "pyodide" not in str(type(finder).__module__)]
    sys.meta_path[:] = [_Withholder, *kept]
