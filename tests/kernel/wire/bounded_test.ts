import { match, ok, strictEqual } from "node:assert/strict";
import { bounded } from "../../../kernel/wire/bounded.ts";

const LIMIT_BYTES = 1024 * 1024;
const long = "x".repeat(5 * LIMIT_BYTES);

Deno.test("bounded() gives back the content itself if it fits", () => {
  const content = { name: "stdout", text: "a".repeat(LIMIT_BYTES - 10) };
  strictEqual(bounded("stream", content, LIMIT_BYTES), content);
});

Deno.test("bounded() cuts a text and says so", () => {
  const { name, text } = bounded(
    "stream",
    { name: "stdout", text: long },
    LIMIT_BYTES,
  );
  strictEqual(name, "stdout");
  ok(text.startsWith("x".repeat(LIMIT_BYTES)));
  match(text.slice(LIMIT_BYTES), /^\n… \(4 MiB more were cut: a message holds/);
});

Deno.test("bounded() puts a note in place of a display", () => {
  const content = { data: { "image/png": long }, metadata: { a: 1 } };
  const { data } = bounded("display_data", content, LIMIT_BYTES);
  match(
    (data as Record<string, string>)["text/plain"],
    /^An output of 5 MiB is not shown/,
  );
  strictEqual("image/png" in data, false);
});

Deno.test("bounded() shortens every text of an error, and keeps its fields", () => {
  const content = {
    status: "error",
    ename: "Error",
    evalue: long,
    traceback: [long, "last"],
    execution_count: 7,
  };
  const cut = bounded("execute_reply", content, LIMIT_BYTES);
  strictEqual(cut.execution_count, 7);
  strictEqual(cut.traceback[1], "last");
  ok(JSON.stringify(cut).length < LIMIT_BYTES);
});
