"""Time zones of the host's JavaScript for `zoneinfo`, which finds no files of its own here."""

import io
import os
import zoneinfo
import zoneinfo._common

_most = 64 * 1024


def _load(key):
    """The file of a time zone, from a device that takes a name and gives the file of it."""
    device = os.open("/dev/zone", os.O_RDWR)
    try:
        os.write(device, key.encode())
        data = os.read(device, _most)
    finally:
        os.close(device)
    if not data:
        raise zoneinfo.ZoneInfoNotFoundError(f"No time zone found with key {key}")
    return io.BytesIO(data)


def install():
    zoneinfo._common.load_tzdata = _load
