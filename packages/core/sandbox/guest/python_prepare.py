"""Prepares an interpreter for its first program."""

import math
import os
import sys
import time

import python_event_loop
import python_refusals
import python_run_code
import python_time_zones


def _sleep(seconds, /):
    """Waits without turning the processor: writing milliseconds to this device takes so long, or less."""
    if seconds < 0:
        raise ValueError("sleep length must be non-negative")
    end = time.monotonic() + seconds
    device = os.open("/dev/wait", os.O_WRONLY)
    try:
        while (left := end - time.monotonic()) > 0:
            os.write(device, b"%d" % math.ceil(min(left, 1) * 1000))
    finally:
        os.close(device)


def start():
    """Once in each interpreter, when its memory is back and before the first program."""
    time.sleep = _sleep
    python_event_loop.install()
    python_time_zones.install()
    for stream in (sys.stdout, sys.stderr):
        stream.reconfigure(line_buffering=True, errors="backslashreplace")
    sys.argv = [""]
    sys.path[:] = [path for path in dict.fromkeys(sys.path) if path != ""]
    os.environ.clear()
    os.environ.update(HOME="/home/user", LANG="C.UTF-8", TZ="UTC")
    python_refusals.close_doors()


serve = python_run_code.serve
