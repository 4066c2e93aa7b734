"""An event loop of timers and callbacks only: there is nothing to wait for but time."""

import asyncio
import asyncio.events
import asyncio.runners
import asyncio.selector_events
import selectors
import time


class _TimeOnly(selectors.SelectSelector):
    def select(self, timeout=None):
        if timeout is None:
            raise RuntimeError("the event loop waits for something that cannot happen here")
        if timeout > 0:
            time.sleep(timeout)
        return []


class TimerLoop(asyncio.selector_events.BaseSelectorEventLoop):
    """What `asyncio.run` uses."""

    def __init__(self):
        super().__init__(_TimeOnly())

    def _make_self_pipe(self):
        pass

    def _close_self_pipe(self):
        pass

    def _write_to_self(self):
        pass


class _Policy(asyncio.events._BaseDefaultEventLoopPolicy):
    _loop_factory = TimerLoop


def install():
    """Makes plain asyncio of `asyncio.run` and its loop."""
    asyncio.run = asyncio.runners.run
    asyncio.events._set_running_loop(None)
    asyncio.events._set_event_loop_policy(_Policy())
