import { deepStrictEqual, ok, strictEqual, throws } from "node:assert/strict";
import { controlFor } from "../../../lib/widgets/interact.ts";
import {
  Checkbox,
  Dropdown,
  FloatSlider,
  interact,
  IntSlider,
  type Output,
  Text,
} from "../../../lib/widgets/mod.ts";

Deno.test("controlFor() takes what ipywidgets' interact takes", () => {
  ok(controlFor("n", [0, 10]) instanceof IntSlider);
  ok(controlFor("rate", [0, 1, 0.05]) instanceof FloatSlider);
  strictEqual(controlFor("rate", [0, 1, 0.05]).get("value"), 0.5);
  ok(controlFor("on", true) instanceof Checkbox);
  ok(controlFor("name", "x") instanceof Text);
  ok(controlFor("kind", ["a", "b"]) instanceof Dropdown);
  strictEqual(controlFor("kind", { one: 1, two: 2 }).get("value"), 1);
  strictEqual(controlFor("n", 7).get("value"), 7);
  strictEqual(controlFor("n", 0).get("max"), 1);
  ok(controlFor("size", [16, 32, 64, 128]) instanceof Dropdown);
  strictEqual(controlFor("kind", [["one", 1], ["two", 2]]).get("value"), 1);
  const own = new IntSlider();
  strictEqual(controlFor("own", own), own);
});

Deno.test("controlFor() refuses what makes no slider", () => {
  throws(() => controlFor("rate", [1, 0]), /rate must be/);
  throws(() => controlFor("rate", [0, 1, 0]), /step/);
  throws(() => controlFor("rate", [0, 1, 2]), /at most 1, got 2/);
  throws(() => controlFor("n", NaN), /n must be finite/);
  throws(() => controlFor("kind", []), /kind has nothing to choose from/);
  throws(() => controlFor("f", (() => 1) as never), /f must be a widget/);
});

Deno.test("interact() gives values of the controls' types", () => {
  const seen: [number, string, boolean, number][] = [];
  interact(({ n, kind, on, size }) => {
    // Each would not compile as another type.
    seen.push([n * 2, kind.toUpperCase(), on === false, size ?? 0]);
  }, {
    n: new IntSlider({ value: 4, layout: { width: "50%" } }),
    kind: ["a", "b"],
    on: true,
    size: { small: 1, large: 2 },
  });
  deepStrictEqual(seen, [[8, "A", false, 1]]);
});

Deno.test("interact() shows the result anew when a value changes", async () => {
  const seen: number[] = [];
  const box = interact(({ n }) => {
    seen.push(n);
    return n * 2;
  }, { n: [0, 10] });
  const [slider, output] = box.children as [IntSlider, Output];
  const shown = () =>
    (output.outputs[0].data as Record<string, string>)["text/plain"];
  const settled = () => new Promise((resolve) => setTimeout(resolve, 5));
  await settled();
  strictEqual(shown(), "10");
  slider.value = 7;
  slider.value = 8;
  await settled();
  strictEqual(shown(), "16");
  // 7 was begun; 8 came meanwhile.
  deepStrictEqual(seen, [5, 7, 8]);
});

Deno.test("interact() shows an error in place of a result", async () => {
  const box = interact(() => {
    throw new RangeError("no such thing");
  }, { n: [0, 10] });
  await new Promise((resolve) => setTimeout(resolve, 5));
  const [output] = (box.children[1] as Output).outputs;
  strictEqual(output.name, "stderr");
  strictEqual(output.text, "RangeError: no such thing\n");
});
