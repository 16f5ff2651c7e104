"""Writes every message a client receives to the file THAW_MESSAGES names.

Importing this is enough; the Deno test that started the process then checks
each line against the schema of the protocol.
"""

import json
import os

from jupyter_client.session import Session

_deserialize = Session.deserialize
_lines = open(os.environ["THAW_MESSAGES"], "a", encoding="utf-8")


def _recorded(self, *args, **kwargs):
    message = _deserialize(self, *args, **kwargs)
    kept = {name: value for name, value in message.items() if name != "buffers"}
    _lines.write(json.dumps(kept, default=lambda value: value.isoformat()) + "\n")
    _lines.flush()
    return message


Session.deserialize = _recorded
