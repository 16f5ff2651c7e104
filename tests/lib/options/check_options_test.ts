import { doesNotThrow, strictEqual, throws } from "node:assert/strict";
import {
  checkOptions,
  nearestName,
} from "../../../lib/options/check_options.ts";

const NAMES = { batchSize: true, epochs: true, validationSplit: true } as const;

Deno.test("checkOptions() refuses an unknown option with the nearest name and all there are", () => {
  throws(
    () => checkOptions("fit", { valdationSplit: 0.2 } as object, NAMES),
    {
      name: "TypeError",
      message: "fit has no option valdationSplit; did you mean " +
        "validationSplit? It has batchSize, epochs, validationSplit",
    },
  );
});

Deno.test("checkOptions() names no option where none is alike", () => {
  throws(() => checkOptions("fit", { colour: 1 } as object, NAMES), {
    message:
      "fit has no option colour. It has batchSize, epochs, validationSplit",
  });
});

Deno.test("checkOptions() takes known options and none at all", () => {
  doesNotThrow(() => {
    checkOptions("fit", { epochs: 1, batchSize: undefined }, NAMES as never);
    checkOptions("fit", undefined, {});
  });
});

Deno.test("checkOptions() refuses an option of another kind, and takes undefined", () => {
  const names = { rate: "number", nesterov: "boolean" } as const;
  const wrong: [object, string][] = [
    [{ rate: null }, "rate of sgd must be a number, got null"],
    [{ rate: NaN }, "rate of sgd must be a number, got NaN"],
    [{ rate: "0.1" }, 'rate of sgd must be a number, got "0.1"'],
    [{ nesterov: "no" }, 'nesterov of sgd must be true or false, got "no"'],
  ];
  for (const [options, message] of wrong) {
    throws(() => checkOptions("sgd", options, names as never), {
      name: "TypeError",
      message,
    });
  }
  checkOptions("sgd", { rate: 0, nesterov: undefined }, names as never);
});

Deno.test("checkOptions() refuses what is no object", () => {
  for (const wrong of [3, "epochs", [1], null] as unknown as object[]) {
    throws(() => checkOptions("fit", wrong, {} as never), TypeError);
  }
});

Deno.test("nearestName() knows two letters that have changed places", () => {
  strictEqual(nearestName("tilte", ["unit", "title"]), "title");
  strictEqual(nearestName("stale", ["least"]), undefined);
  strictEqual(nearestName("widht", ["right", "width"]), "width");
});

Deno.test("nearestName() knows Python's spelling", () => {
  strictEqual(nearestName("batch_size", Object.keys(NAMES)), "batchSize");
  strictEqual(nearestName("x", []), undefined);
});
