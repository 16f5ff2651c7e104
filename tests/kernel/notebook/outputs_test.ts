import { deepStrictEqual, strictEqual } from "node:assert/strict";
import { Session } from "../../../kernel/protocol/message.ts";
import {
  Displays,
  type OutputArea,
  OutputCollector,
} from "../../../kernel/notebook/outputs.ts";

const session = new Session();

function area(): OutputArea {
  return { execution_count: null, outputs: [] };
}

/** What is left of these messages, in one cell. */
function collect(...messages: [string, object][]): OutputArea {
  const cell = area();
  const collector = new OutputCollector(cell, new Displays());
  for (const [type, content] of messages) {
    collector.take(session.message(type, content as Record<string, unknown>));
  }
  return cell;
}

function stream(text: string, name = "stdout"): [string, object] {
  return ["stream", { name, text }];
}

function display(text: string, display_id?: string): [string, object] {
  const data = { "text/plain": text };
  return ["display_data", { data, metadata: {}, transient: { display_id } }];
}

function texts(cell: OutputArea): unknown[] {
  return cell.outputs.map((output) =>
    output.output_type === "stream"
      ? output.text
      : "data" in output
      ? output.data["text/plain"]
      : output.ename
  );
}

Deno.test("OutputCollector joins pieces of a stream that follow each other", () => {
  const cell = collect(
    stream("a"),
    stream("b"),
    stream("c", "stderr"),
    stream("d"),
    display("e"),
    stream("f"),
  );
  deepStrictEqual(texts(cell), ["ab", "c", "d", "e", "f"]);
});

Deno.test("OutputCollector keeps of a progress bar what is left of it", () => {
  deepStrictEqual(
    texts(collect(stream("kept\n10%\r20%"), stream("\r30%\n"))),
    ["kept\n30%\n"],
  );
  deepStrictEqual(texts(collect(stream("abc\b\b"), stream("d"))), ["ad"]);
  deepStrictEqual(texts(collect(stream("a\r\n"), stream("b"))), ["a\r\nb"]);
  deepStrictEqual(texts(collect(stream("a\r"), stream("\nb"))), ["a\r\nb"]);
});

Deno.test("OutputCollector takes results with their count, without transient", () => {
  const cell = collect(
    ["execute_input", { code: "1", execution_count: 3 }],
    ["execute_result", {
      data: { "text/plain": "1" },
      metadata: { a: 1 },
      execution_count: 3,
      transient: { display_id: "x" },
    }],
  );
  strictEqual(cell.execution_count, 3);
  deepStrictEqual(cell.outputs, [{
    output_type: "execute_result",
    data: { "text/plain": "1" },
    metadata: { a: 1 },
    execution_count: 3,
  }]);
});

Deno.test("OutputCollector takes errors", () => {
  const error = { ename: "TypeError", evalue: "no", traceback: ["a", "b"] };
  deepStrictEqual(collect(["error", { ...error, status: "error" }]).outputs, [
    { output_type: "error", ...error },
  ]);
});

Deno.test("OutputCollector clears at once, or with the next output", () => {
  const now: [string, object] = ["clear_output", { wait: false }];
  const later: [string, object] = ["clear_output", { wait: true }];
  deepStrictEqual(texts(collect(stream("a"), now)), []);
  deepStrictEqual(texts(collect(stream("a"), later)), ["a"]);
  deepStrictEqual(texts(collect(stream("a"), later, stream("b"))), ["b"]);
  deepStrictEqual(texts(collect(stream("a"), later, display("b"))), ["b"]);
});

Deno.test("OutputCollector updates displays by id, in all cells", () => {
  const displays = new Displays();
  const cells = [area(), area()];
  const [first, second] = cells.map((cell) =>
    new OutputCollector(cell, displays)
  );
  const take = (
    collector: OutputCollector,
    [type, content]: [string, object],
  ) =>
    collector.take(session.message(type, content as Record<string, unknown>));
  take(first, display("old", "a"));
  take(first, display("other", "b"));
  take(second, display("newer", "a"));
  deepStrictEqual(cells.map(texts), [["newer", "other"], ["newer"]]);

  take(second, ["update_display_data", display("newest", "a")[1]]);
  take(second, ["update_display_data", display("none", "unknown")[1]]);
  deepStrictEqual(cells.map(texts), [["newest", "other"], ["newest"]]);
});
