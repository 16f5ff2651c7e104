import { deepStrictEqual, strictEqual } from "node:assert/strict";
import { shownWithout } from "../../../lib/display/shown_without.ts";

Deno.test("shownWithout() leaves out of prints and JSON what is read and copied", () => {
  const circle: { self?: unknown } = {};
  circle.self = circle;
  const value = shownWithout({ name: "a", circle }, ["circle"]);
  strictEqual(Deno.inspect([value]), '[ { name: "a" } ]');
  strictEqual(JSON.stringify([value]), '[{"name":"a"}]');
  strictEqual(value.circle, circle);
  deepStrictEqual({ ...value }, { name: "a", circle });
});
