"""Steps with names and times, and waiting for what happens by itself."""

import time
from contextlib import contextmanager


class Fault(AssertionError):
    """What was expected and is not so."""


def expect(truth, what):
    if not truth:
        raise Fault(what)
    return truth


def same(found, wanted, what):
    if found != wanted:
        raise Fault(f"{what}: {wanted!r} is expected, but it is {found!r}")
    return found


def until(what, look, seconds=15.0, pause=0.05):
    """The first true answer of `look`; what it raises counts as not yet."""
    end = time.monotonic() + seconds
    last = None
    while True:
        try:
            found = look()
            if found:
                return found
            last = found
        except Exception as error:  # not yet; told when the time is over
            last = error
        if time.monotonic() > end:
            raise Fault(f"not within {seconds:g} s: {what} (last: {str(last)[:300]!r})")
        time.sleep(pause)


def always(what, look, seconds):
    """Fails when `look` is false at any time within the seconds."""
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        expect(look(), what)
        time.sleep(0.05)


class Report:
    """What was done, how long it took, and what was wrong."""

    def __init__(self):
        self.passed, self.faults = 0, []

    @contextmanager
    def step(self, name, fatal=True):
        began = time.monotonic()
        try:
            yield
        except Exception as error:
            words = str(error) if isinstance(error, Fault) else f"{type(error).__name__}: {error}"
            self.faults.append(f"{name}: {words}")
            print(f"FAULT {name} ({time.monotonic() - began:.2f} s)\n      {words[:1500]}", flush=True)
            if fatal:
                raise
        else:
            self.passed += 1
            print(f"ok    {name} ({time.monotonic() - began:.2f} s)", flush=True)

    @staticmethod
    def note(words):
        print(f"      {words}", flush=True)

    @staticmethod
    def head(words):
        print(f"\n== {words}", flush=True)

    def finish(self):
        print(f"\n{self.passed} steps passed, {len(self.faults)} faults", flush=True)
        for fault in self.faults:
            print(f"   {fault[:300]}")
        return 1 if self.faults else 0
