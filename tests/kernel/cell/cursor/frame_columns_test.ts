import { deepStrictEqual, strictEqual } from "node:assert/strict";
import {
  columnsFrom,
  propertyReads,
} from "../../../../kernel/cell/cursor/frame_columns.ts";

Deno.test("columnsFrom() gives the frame that another is made from", () => {
  strictEqual(columnsFrom("frame.head()"), "frame");
  strictEqual(
    columnsFrom("(await load()).query(a[0]).tail(2)"),
    "(await load()).query(a[0])",
  );
  strictEqual(columnsFrom("frame"), undefined);
  strictEqual(columnsFrom("frame.columns"), undefined);
  // What has other columns, or is no frame.
  strictEqual(columnsFrom("frame.rename({ a: 'b' })"), undefined);
  strictEqual(columnsFrom("head(frame)"), undefined);
  strictEqual(columnsFrom("frame.head("), "frame");
  strictEqual(columnsFrom("a; b.head()"), undefined);
});

Deno.test("propertyReads() gives what is read, the first first", () => {
  deepStrictEqual(propertyReads("frame['age'].gt(2).values"), [
    { before: "", object: "frame", key: "age", rest: ".gt(2).values" },
    { before: "", object: "frame['age']", key: "gt", rest: "(2).values" },
    { before: "", object: "frame['age'].gt(2)", key: "values", rest: "" },
  ]);
  deepStrictEqual(propertyReads("(frame!).age"), [
    { before: "", object: "(frame!)", key: "age", rest: "" },
  ]);
  deepStrictEqual(propertyReads("((frame['age'])!).mean()"), [
    { before: "((", object: "frame", key: "age", rest: ")!).mean()" },
    { before: "", object: "((frame['age'])!)", key: "mean", rest: "()" },
  ]);
  deepStrictEqual(propertyReads("(frame satisfies Frame).age"), [
    { before: "", object: "(frame satisfies Frame)", key: "age", rest: "" },
  ]);
  deepStrictEqual(propertyReads("(frame.age satisfies Column)"), [
    { before: "(", object: "frame", key: "age", rest: " satisfies Column)" },
  ]);
  deepStrictEqual(propertyReads("frame[0]"), []);
  deepStrictEqual(propertyReads("frame["), []);
});

Deno.test("propertyReads() gives the first few of a long chain", () => {
  const reads = propertyReads(`a${".b".repeat(1000)}`);
  deepStrictEqual(reads.map(({ object }) => object.length), [1, 3, 5, 7, 9]);
});
