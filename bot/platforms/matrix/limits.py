"""What Matrix allows. How much at a time is each homeserver's own affair: it says so in its 429."""

from __future__ import annotations

AT_ONCE = 100
"""Events of one room in one answer, the most that Synapse gives."""
TEXT_MOST = 6000
"""Bytes of text in one message: an event holds 65 536 in all, with the text twice, as HTML and encrypted.

https://spec.matrix.org/latest/client-server-api/#size-limits
"""
WAIT = 25
"""Seconds for which a homeserver holds a sync when there is nothing: a dead line is noticed soon after."""
WAIT_FOR_KEYS = 3
"""The same, while a message waits for the key to it."""
ANSWERS_WITHIN = 30.0
"""Seconds after which a call counts as unanswered; done or not, it is made again under the same transaction id."""
SUSPICIOUSLY_SOON = 0.2
"""Seconds: an empty answer that comes so soon is not asked for again at once."""
