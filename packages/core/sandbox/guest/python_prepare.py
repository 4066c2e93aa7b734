"""Prepares an interpreter: what programs import most is loaded before its memory is written down."""

import array
import ast
import asyncio
import base64
import bisect
import calendar
import collections
import configparser
import contextlib
import copy
import csv
import dataclasses
import datetime
import decimal
import difflib
import email.utils
import enum
import fractions
import functools
import glob
import hashlib
import heapq
import hmac
import html
import html.parser
import inspect
import io
import ipaddress
import itertools
import json
import logging
import math
import operator
import os
import pathlib
import pprint
import random
import re
import secrets
import shutil
import statistics
import string
import struct
import sys
import tempfile
import textwrap
import threading
import time
import traceback
import typing
import unicodedata
import urllib.parse
import urllib.request
import uuid
import xml.etree.ElementTree
import zipfile
import zlib
import zoneinfo

import python_event_loop
import python_refusals
import python_run_code


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
    for stream in (sys.stdout, sys.stderr):
        stream.reconfigure(line_buffering=True, errors="backslashreplace")
    sys.argv = [""]
    sys.path[:] = [path for path in dict.fromkeys(sys.path) if path != ""]
    os.environ.clear()
    os.environ.update(HOME="/home/user", LANG="C.UTF-8", TZ="UTC")
    python_refusals.close_doors()


serve = python_run_code.serve
