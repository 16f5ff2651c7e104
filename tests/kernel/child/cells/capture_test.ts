import { deepStrictEqual, strictEqual } from "node:assert/strict";
import {
  capture,
  isTaken,
  leaveCaptures,
} from "../../../../kernel/child/cells/capture.ts";

/** What is printed goes to whoever takes it, else to the kernel. */
function print(text: string): string {
  return isTaken("stream", { text }) ? "taken" : "kernel";
}

Deno.test("capture() takes what its work shows, and nothing after it", () => {
  const seen: unknown[] = [];
  const take = (type: string, { text }: Record<string, unknown>) =>
    seen.push([type, text]) > 0;
  strictEqual(capture(() => print("in"), take), "taken");
  strictEqual(print("out"), "kernel");
  deepStrictEqual(seen, [["stream", "in"]]);
});

Deno.test("capture() leaves to the kernel what is not taken", () => {
  strictEqual(capture(() => print("in"), () => false), "kernel");
});

Deno.test("capture() takes what its work started, until a cell begins", async () => {
  const { promise, resolve } = Promise.withResolvers<void>();
  const later = capture(async () => {
    await promise;
    const before = print("later");
    leaveCaptures();
    return [before, print("in another cell")];
  }, () => true);
  strictEqual(print("meanwhile"), "kernel");
  resolve();
  deepStrictEqual(await later, ["taken", "kernel"]);
});

Deno.test("what an inner capture shows itself goes to the outer one", () => {
  const outer: unknown[] = [];
  capture(
    () =>
      capture(() => print("inner"), (_, { text }) => {
        print(`seen ${text}`);
        return true;
      }),
    (_, { text }) => outer.push(text) > 0,
  );
  deepStrictEqual(outer, ["seen inner"]);
});
