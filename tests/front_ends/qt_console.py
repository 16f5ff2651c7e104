"""qtconsole without a screen: cells, completion, input, Stop, a figure, a widget."""

import os
import sys
import time

os.environ["QT_QPA_PLATFORM"] = "offscreen"

from qtconsole.manager import QtKernelManager
from qtconsole.rich_jupyter_widget import RichJupyterWidget
from qtpy import QtWidgets

LIMIT_S = 120

app = QtWidgets.QApplication(sys.argv)
manager = QtKernelManager(kernel_name="thaw")
manager.start_kernel()
client = manager.client()
client.start_channels()
console = RichJupyterWidget()
console.kernel_manager = manager
console.kernel_client = client
images = []
insert = console._insert_svg
console._insert_svg = lambda cursor, svg: (images.append(svg), insert(cursor, svg))


def text():
    return console._control.toPlainText()


def until(what, condition):
    end = time.monotonic() + LIMIT_S
    while not condition():
        if time.monotonic() > end:
            raise SystemExit(f"{what} did not come:\n{text()}")
        app.processEvents()
        time.sleep(0.01)
    print(what)


def idle():
    return not console._executing


until("the kernel answers", lambda: "In [1]" in text())
console.execute("const half: number = 42 / 2; half")
until("run: 21", lambda: "Out[1]: 21" in text() and idle())

replies = []
client.shell_channel.message_received.connect(
    lambda message: replies.append(message)
    if message["msg_type"] == "complete_reply"
    else None
)
client.complete("hal", 3)
until("completion: half", lambda: any("half" in r["content"]["matches"] for r in replies))

console.execute('"hello " + prompt("Your name?")')
until("it asks", lambda: "Your name?" in text() and console._reading)
console._control.textCursor()
console._keep_cursor_in_buffer()
console._control.insertPlainText("Ada")
console._reading_callback()
until("input: hello Ada", lambda: "hello Ada" in text() and idle())

console.execute('console.log("begun"); while (true) {}')
until("it runs", lambda: "begun" in text())
manager.interrupt_kernel()
until("stop: Interrupted", lambda: "Interrupted" in text() and idle())

console.execute('import * as thaw from "thaw"; half')
until("after Stop: the variable is there", lambda: "Out[4]: 21" in text() and idle())
console.execute("thaw.lossCurve({ epoch: [0, 1], history: { loss: [2, 1] } })")
until("figure: a picture", lambda: len(images) > 0 and idle())
console.execute("new thaw.IntSlider({ value: 3 })")
until("widget: as text", lambda: "IntSlider(value: 3)" in text() and idle())

client.stop_channels()
manager.shutdown_kernel()
