import { deepStrictEqual, match, strictEqual } from "node:assert/strict";
import { PNG } from "pngjs";
import { outputDifferences } from "../../../kernel/check/compare_outputs.ts";
import type { Output } from "../../../kernel/notebook/outputs.ts";

function stream(text: string, name = "stdout"): Output {
  return { output_type: "stream", name, text };
}

function display(data: Record<string, unknown>): Output {
  return { output_type: "display_data", data, metadata: {} };
}

/** What differs, by name. */
function names(saved: Output[], now: Output[]): string[] {
  return outputDifferences(saved, now, undefined).map(({ what }) => what);
}

/** A grey picture with a square of another grey. */
function picture(side: number, grey = 0, width = 100): string {
  const png = new PNG({ width, height: 100 });
  png.data.fill(255);
  for (let y = 0; y < side; y++) {
    for (let x = 0; x < side; x++) {
      png.data.fill(grey, 4 * (y * width + x), 4 * (y * width + x) + 3);
    }
  }
  return PNG.sync.write(png).toString("base64");
}

Deno.test("outputDifferences() joins the pieces of a stream", () => {
  deepStrictEqual(names([stream("ab")], [stream("a"), stream("b")]), []);
  deepStrictEqual(
    names([stream("a"), stream("x", "stderr")], [
      stream("a"),
      stream("y", "stderr"),
    ]),
    ["stderr"],
  );
});

Deno.test("outputDifferences() tells what is missing, more, or of another kind", () => {
  const one = display({ "text/plain": "a" });
  deepStrictEqual(names([one], []), ["output"]);
  deepStrictEqual(names([one], [one, one]), ["output 2"]);
  const html = display({ "text/plain": "a", "text/html": "a" });
  deepStrictEqual(names([one], [html]), ["output, types"]);
  const error: Output = {
    output_type: "error",
    ename: "E",
    evalue: "a",
    traceback: ["x"],
  };
  deepStrictEqual(names([error], [{ ...error, traceback: ["y"] }]), []);
  deepStrictEqual(names([error], [{ ...error, evalue: "b" }]), [
    "output, error",
  ]);
  deepStrictEqual(names([error], [one]), ["output"]);
});

Deno.test("outputDifferences() compares tables cell by cell and HTML by its text", () => {
  const table = (loss: string, style = "") =>
    `<table ${style}><tr><th>n</th><th>loss</th></tr><tr><td>1</td><td><b>${loss}</b></td></tr></table>`;
  const html = (text: string) => [display({ "text/html": text })];
  deepStrictEqual(names(html(table("0.50")), html(table("0.502", "id=x"))), []);
  deepStrictEqual(
    outputDifferences(html(table("0.5")), html(table("0.6")), undefined),
    [{ what: "output, text/html, row 2, column 2", saved: "0.5", now: "0.6" }],
  );
  deepStrictEqual(
    names(html("<p id=a>x &lt; y</p>"), html("<div>x &#60; y</div>")),
    [],
  );
  deepStrictEqual(names(html("<p>x</p>"), html("<p>y</p>")), [
    "output, text/html",
  ]);
  match(names(html(table("1")), html("<table></table>"))[0], /table$/);
});

Deno.test("outputDifferences() compares JSON by its values", () => {
  const json = (value: unknown) => [display({ "application/json": value })];
  deepStrictEqual(
    names(json({ a: [1, 0.5], b: "x" }), json({ b: "x", a: [1, 0.5] })),
    [],
  );
  for (
    const [saved, now] of [
      [{ a: 1 }, { a: 2 }],
      [[1], [1, 2]],
      [{ a: 1 }, {}],
      [null, {}],
      ["1", 1],
      [[], {}],
    ]
  ) {
    deepStrictEqual(names(json(saved), json(now)), [
      "output, application/json",
    ]);
  }
});

Deno.test("outputDifferences() compares pictures by how they look", () => {
  const png = (
    text: string,
  ) => [display({ "image/png": text, "image/svg+xml": text })];
  deepStrictEqual(names(png(picture(50)), png(`${picture(50)}\n`)), []);
  // A grey that no eye tells from the other.
  deepStrictEqual(names(png(picture(50, 100)), png(picture(50, 103))), []);
  const [changed] = outputDifferences(
    png(picture(50)),
    png(picture(60)),
    undefined,
  );
  match(changed.what, /the picture: 11\.0 % of its pixels/);
  strictEqual(changed.pictures?.now, picture(60));
  match(
    names(png(picture(50)), png(picture(50, 0, 120)))[0],
    /size: 100 x 100, now 120 x 100/,
  );
  match(names(png("AAAA"), png("BBBB"))[0], /the picture's bytes/);
  const jpeg = (data: string) => [display({ "image/jpeg": data })];
  deepStrictEqual(names(jpeg("aa"), jpeg("aa\n")), []);
  match(names(jpeg("aa"), jpeg("bb"))[0], /image\/jpeg: its bytes/);
});
