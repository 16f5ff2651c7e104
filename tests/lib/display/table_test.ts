import {
  deepStrictEqual,
  doesNotMatch,
  match,
  ok,
  strictEqual,
  throws,
} from "node:assert/strict";
import { DISPLAY } from "../../../lib/display/mime_bundle.ts";
import { formatNumber, Table } from "../../../lib/display/table.ts";

Deno.test("Table.toText() aligns words left and numbers right", () => {
  const table = new Table(
    ["layer", "trains", "parameters"],
    [["dense_1", true, 8256], ["out", false, 10]],
    "model",
  );
  strictEqual(
    table.toText(),
    [
      "model",
      "layer    trains  parameters",
      "-------  ------  ----------",
      "dense_1  yes          8,256",
      "out      no              10",
    ].join("\n"),
  );
});

Deno.test("Table.toHtml() shows names from users as text", () => {
  const html = new Table(["<b>"], [["<script>"]], "a & b").toHtml();
  ok(!html.includes("<b>") && !html.includes("<script>"), html);
  ok(html.includes("a &amp; b"), html);
});

Deno.test("Table gives HTML and text to a notebook", () => {
  const table = new Table(["a"], [[1]]);
  deepStrictEqual(Object.keys(table[DISPLAY]()), ["text/html", "text/plain"]);
});

Deno.test("Table is printed as text by console.log", () => {
  const table = new Table(["a"], [[1]]);
  strictEqual(Deno.inspect(table), table.toText());
});

Deno.test("Table throws on a row that does not fit its columns", () => {
  throws(() => new Table(["a", "b"], [[1]]), RangeError);
});

Deno.test("formatNumber() keeps four significant digits", () => {
  deepStrictEqual(
    [0.0000123456, 1234567.8, 999.96, 7e6, NaN, Infinity].map(formatNumber),
    ["1.235e-5", "1.235e+6", "1,000", "7,000,000", "NaN", "Infinity"],
  );
});

Deno.test("formatNumber() writes numbers above a thousand alike, whole or not", () => {
  deepStrictEqual(
    [1234, 1234.5678, -9876.5, 12345.6, 123456.7].map(formatNumber),
    ["1,234", "1,235", "-9,876", "12,346", "123,457"],
  );
});

function squares(count: number): Table {
  const rows = Array.from({ length: count }, (_, at) => [`n${at}`, at * at]);
  return new Table(["name", "square"], rows, "squares");
}

Deno.test("Table shows 400 rows and counts the rest", () => {
  const html = squares(20_000).toHtml();
  ok(html.length < 60_000, String(html.length));
  match(html, /19,600 more rows/);
  strictEqual(squares(20_000).toText().split("\n").length, 404);
  doesNotMatch(squares(400).toHtml(), /more rows/);
});

Deno.test("Table.page() shows the rows that are not shown", () => {
  const page = squares(120).page(3);
  strictEqual(page.rows.length, 20);
  strictEqual(page.caption, "squares, rows 101 to 120 of 120");
  throws(() => squares(120).page(4), /pages 1 to 3, got 4/);
  throws(() => squares(120).page(1, 0), RangeError);
});

Deno.test("Table.sortBy() sorts numbers as numbers, empty cells last", () => {
  const table = new Table(["a", "b"], [
    ["x", 10],
    ["y", null],
    ["z", 9],
    ["w", NaN],
  ]);
  const order = (sorted: Table) => sorted.rows.map(([name]) => name).join("");
  strictEqual(order(table.sortBy("b")), "zxwy");
  strictEqual(order(table.sortBy("a", "descending")), "zyxw");
  throws(() => table.sortBy("c"), RangeError);
});

Deno.test("Table refuses what is no list of rows", () => {
  const refused = (args: unknown[], message: RegExp) =>
    throws(() => new Table(...args as [[], []]), {
      name: "TypeError",
      message,
    });
  refused(["a", []], /^columns of Table must be an array$/);
  refused([["a"], { a: 1 }], /^rows of Table must be an array$/);
  refused([["a"], [1]], /^Row 0 must be an array of cells$/);
});

Deno.test("Table.toHtml() lets long headings alone take two lines", () => {
  const html = new Table(["phase 1", "lost of hidden_1"], []).toHtml();
  match(html, /nowrap">phase 1</);
  match(html, /<th style="text-align:left">lost of hidden_1</);
});
