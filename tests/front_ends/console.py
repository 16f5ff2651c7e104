"""`jupyter console`, as a person types: cells, input, Stop, a figure, a widget."""

import sys

import pexpect

LIMIT_S = 120


console = pexpect.spawn(
    sys.executable,
    ["-m", "jupyter_console", "--kernel", "thaw", "--simple-prompt"],
    encoding="utf-8",
    timeout=LIMIT_S,
)
console.expect("In \\[1\\]:")
console.sendline("const half: number = 42 / 2; half")
console.expect("21")
print("run: 21")

console.expect("In \\[2\\]:")
console.sendline('"hello " + prompt("Your name?")')
console.expect("Your name\\?")
console.sendline("Ada")
console.expect("hello Ada")
print("input: hello Ada")

console.expect("In \\[3\\]:")
console.sendline('console.log("begun"); while (true) {}')
console.expect("begun\r\n")
console.sendintr()
console.expect("Interrupted")
print("stop: Interrupted")

console.expect("In \\[4\\]:")
console.sendline('import * as thaw from "thaw"; half')
console.expect("21")
print("after Stop: the variable is there")

console.expect("In \\[5\\]:")
console.sendline("thaw.lossCurve({ epoch: [0, 1], history: { loss: [2, 1] } })")
console.expect("Loss per epoch over 2 epochs")
print("figure: its summary")

console.expect("In \\[6\\]:")
console.sendline("new thaw.IntSlider({ value: 3 })")
console.expect("IntSlider\\(value: 3\\)")
print("widget: as text")
console.expect("In \\[7\\]:")
console.sendeof()
console.expect("\\?|y/n")
console.sendline("y")
console.expect(pexpect.EOF)
