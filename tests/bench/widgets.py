"""What a person at a page waits for: an answer to a slider, a curve's pictures."""

import time

from run_cell import TIMEOUT, run

MOVES = 100
CURVE_S = 6

SLIDER = {
    "typescript": """
import { HBox, IntSlider, Label } from "thaw";
const slider = new IntSlider({ max: 1000 }), label = new Label();
slider.on("change:value", (value) => { label.value = "at " + value; });
new HBox({ children: [slider, label] })
""",
    "python": """
import ipywidgets
slider, label = ipywidgets.IntSlider(max=1000), ipywidgets.Label()
slider.observe(lambda change: setattr(label, "value", f"at {change.new}"), "value")
ipywidgets.HBox([slider, label])
""",
}

CURVE = f"""
import {{ liveLossCurve }} from "thaw";
const curve = liveLossCurve();
curve.onTrainBegin();
const start = performance.now();
for (let epoch = 0; performance.now() - start < {CURVE_S * 1000}; epoch++) {{
  curve.onEpochEnd(epoch, {{ loss: 1 / (1 + epoch) }});
  await new Promise((resolve) => setTimeout(resolve, 10));
}}
"""


def slider(client, language):
    """Seconds from a slider's move to what the kernel's handler makes of it."""
    opened = [
        message["content"]
        for message in run(client, SLIDER[language])
        if message["msg_type"] == "comm_open"
    ]
    [moved] = [
        content["comm_id"]
        for content in opened
        if content["data"]["state"]["_model_name"] == "IntSliderModel"
    ]
    times = []
    for value in range(1, MOVES + 1):
        update = {"method": "update", "state": {"value": value}, "buffer_paths": []}
        content = {"comm_id": moved, "data": update}
        before = time.perf_counter()
        client.shell_channel.send(client.session.msg("comm_msg", content))
        while answer(client.get_iopub_msg(timeout=TIMEOUT)) != f"at {value}":
            pass
        times.append(time.perf_counter() - before)
    times.sort()
    return {
        "slider_p50": times[MOVES // 2],
        "slider_p95": times[MOVES * 95 // 100],
    }


def answer(message):
    return message["content"].get("data", {}).get("state", {}).get("value")


def curve(client):
    """A live curve's first picture, and how many a second come after it."""
    began, arrived, seen = None, [], set()
    request = client.execute(CURVE)
    while True:
        message = client.get_iopub_msg(timeout=TIMEOUT)
        if message["parent_header"].get("msg_id") != request:
            continue
        if message["content"].get("execution_state") == "idle":
            break
        data = message["content"].get("data", {})
        if data and began is None:
            began = time.perf_counter()
        picture = data.get("image/svg+xml")
        if picture is not None and picture not in seen:
            seen.add(picture)
            arrived.append(time.perf_counter())
    client.get_shell_msg(timeout=TIMEOUT)
    return {
        "curve_first": arrived[0] - began,
        "curve_rate": (len(arrived) - 1) / (arrived[-1] - arrived[0]),
    }
