"""Writes every message a client receives to the file THAW_MESSAGES names.

Importing this is enough; the Deno test that started the process then checks
each line against the schema of the protocol.
"""

import json
import os

from jupyter_client.session import DELIM, Session

_feed_identities = Session.feed_identities
_lines = open(os.environ["THAW_MESSAGES"], "a", encoding="utf-8")
_PARTS = ["header", "parent_header", "metadata", "content"]


def record(frames):
    """Keeps a message as it came, without its buffers."""
    frames = [getattr(frame, "bytes", frame) for frame in frames]
    at = frames.index(DELIM) + 2
    parts = [json.loads(frame) for frame in frames[at : at + 4]]
    _lines.write(json.dumps(dict(zip(_PARTS, parts))) + "\n")
    _lines.flush()


def _recorded(self, frames, *args, **kwargs):
    record(frames)
    return _feed_identities(self, frames, *args, **kwargs)


Session.feed_identities = _recorded
