import { deepStrictEqual, strictEqual } from "node:assert/strict";
import type * as tf from "@tensorflow/tfjs";
import type { H5Array } from "../../../../lib/data/keras/hdf5_file.ts";
import {
  type Leaf,
  weightsByLayer,
} from "../../../../lib/data/keras/weights_by_layer.ts";

/** @param paths Of layers with a weight each, and what these wrap. */
function leaves(paths: Record<string, string[]>): Leaf[] {
  return Object.entries(paths).map(([path, wrapped]) => ({
    path: path.split("/"),
    wrapped,
    variables: [{ name: path } as unknown as tf.LayerVariable],
  }));
}

/** Which stored weight each layer is given; undefined if names don't tell. */
function given(
  layers: Record<string, string[]>,
  names: string[],
): Record<string, string> | undefined {
  const stored = names.map((name) => ({ name }) as unknown as H5Array);
  const found = weightsByLayer(leaves(layers), stored, names);
  return found && Object.fromEntries(
    Array.from(found, ([{ name }, array]) => [
      name,
      (array as unknown as { name: string }).name,
    ]),
  );
}

Deno.test("names of weights lack those of the functional models around a layer", () => {
  deepStrictEqual(
    given({ "inner/a": [], "inner/b": [], "last": [] }, [
      "last/kernel",
      "b/kernel",
      "a/kernel",
    ]),
    {
      "inner/a": "a/kernel",
      "inner/b": "b/kernel",
      "last": "last/kernel",
    },
  );
});

Deno.test("names of weights lack those of wrappers in a model that was loaded", () => {
  deepStrictEqual(
    given({
      bidirectional: ["forward_forward_lstm", "backward_forward_lstm"],
      time_distributed: ["dense"],
      time_distributed_1: ["dense_1"],
    }, [
      "dense_1/kernel",
      "dense/kernel",
      "forward_lstm/lstm_cell/kernel",
    ]),
    {
      bidirectional: "forward_lstm/lstm_cell/kernel",
      time_distributed: "dense/kernel",
      time_distributed_1: "dense_1/kernel",
    },
  );
});

Deno.test("names that may be of several layers tell nothing", () => {
  const names = ["dense/kernel", "dense/kernel"];
  strictEqual(given({ "a/dense": [], "b/dense": [] }, names), undefined);
  strictEqual(given({ "a/dense": [], "dense": [] }, names), undefined);
});
