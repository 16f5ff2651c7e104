import {
  deepStrictEqual,
  match,
  strictEqual,
  throws,
} from "node:assert/strict";
import type { MimeBundle } from "../../../lib/display/mime_bundle.ts";
import { progress, progressBundle } from "../../../lib/display/progress.ts";

/** Collects what is shown. */
function screen() {
  const shown: MimeBundle[] = [];
  return {
    shown,
    display: {
      screen: (bundle: MimeBundle) => void shown.push(bundle),
      interval: 0,
    },
  };
}

Deno.test("progress() gives the items and shows how many are done", async () => {
  const { shown, display } = screen();
  const seen = [...progress(["a", "b"], { display, description: "<read>" })];
  await new Promise((resolve) => setTimeout(resolve));
  deepStrictEqual(seen, ["a", "b"]);
  const texts = shown.map((bundle) => bundle["text/plain"]);
  strictEqual(texts[0], "<read>  0/2  0:00");
  match(String(texts.at(-1)), /^<read> {2}2\/2 {2}0:00$/);
  match(String(shown[0]["text/html"]), /value="0" max="2".*&lt;read&gt;/);
});

Deno.test("progress() goes through what is asynchronous, and says where it ended", async () => {
  const { shown, display } = screen();
  async function* items() {
    yield 1;
    yield 2;
    yield 3;
  }
  for await (const item of progress(items(), { display, total: 3 })) {
    if (item === 2) break;
  }
  match(String(shown.at(-1)!["text/plain"]), /^1\/3 {2}0:00.*ended early$/);
});

Deno.test("progressBundle() says how much time is left", () => {
  const { "text/plain": text } = progressBundle("", 25, 100, 60_000);
  strictEqual(text, "25/100  1:00  3:00 left");
  strictEqual(progressBundle("", 3, undefined, 0)["text/plain"], "3  0:00");
});

Deno.test("progress() refuses what can't be gone through", () => {
  throws(() => progress(3 as never), /got 3/);
  throws(() => progress([], { totl: 3 } as never), /did you mean total/);
});
