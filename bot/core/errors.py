"""What stops Hallkeeper, each said in a sentence that an operator can act on."""


class Stop(Exception):  # noqa: N818 - it is a reason to stop, not a fault of the program
    """Nothing more can be done until somebody mends it. Its text is shown as it is; exit code 1."""


class NotYet(Stop):
    """A fault that may pass by itself, of the database say: nothing was saved, and the same may be tried again.

    Whoever is starting up shows its text and stops, as for any `Stop`; whoever is running waits and repeats.
    """


class PlatformRefuses(Stop):
    """A platform turns the bot away for good: a wrong token, say."""


class Deposed(Exception):  # noqa: N818
    """Another process leads now: what this one was about to save is not saved."""
