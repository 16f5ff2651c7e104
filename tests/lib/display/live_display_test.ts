import { deepStrictEqual, strictEqual } from "node:assert/strict";
import {
  LiveDisplay,
  notebookScreen,
} from "../../../lib/display/live_display.ts";
import type { MimeBundle } from "../../../lib/display/mime_bundle.ts";

function text(value: string): MimeBundle {
  return { "text/plain": value };
}

/** A screen that remembers what it showed, and a clock set by hand. */
function fixture() {
  const shown: { text: string; id: string; update: boolean }[] = [];
  const clock = { time: 0 };
  const display = new LiveDisplay({
    screen: (bundle, id, update) => {
      shown.push({ text: String(bundle["text/plain"]), id, update });
    },
    interval: 250,
    now: () => clock.time,
  });
  return { shown, clock, display };
}

function lineWriter(isTerminal: boolean) {
  const written: string[] = [];
  return {
    written,
    isTerminal,
    write: (line: string) => void written.push(line),
  };
}

Deno.test("LiveDisplay changes one output in place", async () => {
  const { shown, clock, display } = fixture();
  display.update(() => text("1"));
  clock.time = 300;
  display.update(() => text("2"));
  await display.finish(text("end"));
  deepStrictEqual(shown.map((entry) => entry.text), ["1", "2", "end"]);
  deepStrictEqual(shown.map((entry) => entry.update), [false, true, true]);
  strictEqual(new Set(shown.map((entry) => entry.id)).size, 1);
});

Deno.test("LiveDisplay says of all states but the last that another follows", async () => {
  const states: [unknown, boolean | undefined][] = [];
  const display = new LiveDisplay({
    screen: (bundle, _id, _update, isLive) => {
      states.push([bundle["text/plain"], isLive]);
    },
    interval: 0,
  });
  display.update(() => text("1"));
  display.update(() => text("2"));
  await display.finish(text("end"));
  deepStrictEqual(states, [["1", true], ["2", true], ["end", false]]);
});

Deno.test("LiveDisplay drops updates that come within the interval", async () => {
  const { shown, clock, display } = fixture();
  for (clock.time = 0; clock.time < 1000; clock.time++) {
    display.update(() => text(String(clock.time)));
  }
  await display.finish(text("end"));
  deepStrictEqual(shown.map((entry) => entry.text), [
    "0",
    "250",
    "500",
    "750",
    "end",
  ]);
});

Deno.test("LiveDisplay ignores updates after finish()", async () => {
  const { shown, clock, display } = fixture();
  await display.finish(text("end"));
  clock.time = 1000;
  display.update(() => text("late"));
  await display.finish(text("twice"));
  deepStrictEqual(shown.map((entry) => entry.text), ["end"]);
});

Deno.test("LiveDisplay goes on when the screen fails", async () => {
  const lines = lineWriter(false);
  const display = new LiveDisplay({
    screen: () => Promise.reject(new Error("closed")),
    lines,
  });
  await display.finish(text("end"));
  deepStrictEqual(lines.written, ["Display failed: Error: closed\n"]);
});

Deno.test("LiveDisplay prints only lines that stay into a log", async () => {
  const lines = lineWriter(false);
  const display = new LiveDisplay({ lines });
  display.update(() => text("epoch 1, batch 1"));
  display.line("epoch 1");
  await display.finish(text("done"));
  deepStrictEqual(lines.written, ["epoch 1\n", "done\n"]);
});

Deno.test("LiveDisplay rewrites its line in a terminal", async () => {
  const lines = lineWriter(true);
  const display = new LiveDisplay({ lines });
  display.update(() => text("batch 1"));
  display.line("epoch 1");
  await display.finish(text("done"));
  deepStrictEqual(lines.written, [
    "\r\x1b[Kbatch 1",
    "\r\x1b[Kepoch 1\n",
    "done\n",
  ]);
});

Deno.test("notebookScreen() is undefined outside of a notebook", () => {
  strictEqual(notebookScreen(), undefined);
});
