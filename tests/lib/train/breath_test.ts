import { ok, strictEqual } from "node:assert/strict";
import { Breath } from "../../../lib/train/breath.ts";
import { messagesHeard, noteFrontEnd } from "../../../lib/widgets/front_end.ts";

/** Whether a pause let the event loop turn. */
async function pauses(breath: Breath, after: "batch" | "epoch") {
  let turned = false;
  const timer = setTimeout(() => turned = true);
  await breath.pause(after, () => undefined);
  clearTimeout(timer);
  return turned;
}

Deno.test("Breath pauses after what was chosen, or when its time is over", async () => {
  strictEqual(await pauses(new Breath("batch"), "batch"), true);
  strictEqual(await pauses(new Breath("batch"), "epoch"), false);
  strictEqual(await pauses(new Breath("never"), "epoch"), false);
  strictEqual(await pauses(new Breath(0), "batch"), true);
  strictEqual(await pauses(new Breath(60_000), "batch"), false);
});

Deno.test("Breath.end() ends a pause whose timer never fires", async () => {
  const original = globalThis.setTimeout;
  const breath = new Breath("batch");
  let waited = false;
  globalThis.setTimeout = (() => 0) as unknown as typeof setTimeout;
  const pause = breath.pause("batch", () => {
    waited = true;
    return undefined;
  });
  globalThis.setTimeout = original;
  breath.end();
  await pause;
  ok(waited);
});

/** Messages one after the other, as the kernel hands them over. */
async function send(count: number) {
  for (let sent = 0; sent < count; sent++) {
    await new Promise<void>((resolve) => setTimeout(resolve));
    noteFrontEnd();
  }
}

Deno.test("a pause hears all messages that follow each other", async () => {
  const before = messagesHeard();
  const sending = send(10);
  await new Breath("batch").pause("batch", () => undefined);
  strictEqual(messagesHeard() - before, 10);
  await sending;
});

Deno.test("a pause that was ended waits for no more messages", async () => {
  const breath = new Breath("batch");
  const sending = send(3);
  const pause = breath.pause("batch", () => undefined);
  breath.end();
  await pause;
  await breath.pause("batch", () => undefined);
  await sending;
});
