import { deepStrictEqual, doesNotThrow, throws } from "node:assert/strict";
import * as tf from "@tensorflow/tfjs";
import * as thaw from "../../../lib/mod.ts";
import { requireKind } from "../../../lib/options/require_kind.ts";

await tf.setBackend("cpu");

Deno.test("requireKind() says what was needed and what was given", () => {
  const disposed = tf.scalar(1);
  disposed.dispose();
  const wrong: [unknown, Parameters<typeof requireKind>[3], string][] = [
    [undefined, "function", "a function, got undefined"],
    ["5", "number", 'a number, got "5"'],
    [[], "object", "an object, got an array"],
    [["1"], "numbers", "an array of numbers, got an array of other things"],
    ["ab", "list", 'an array, got "ab"'],
    [disposed, "tensor", "a tensor, got one that is disposed of"],
    [new Map(), "tensor", "a tensor, got a value of Map"],
    [tf.layers.flatten(), "model", "a model, got a value of Flatten"],
    [{}, "optimizer", "an optimizer, got an object"],
    [null, "draw", "an object { seed, layer, step }, got null"],
    [1, "text", "text, got 1"],
  ];
  for (const [value, kind, message] of wrong) {
    throws(() => requireKind("f", "x", value, kind), {
      name: "TypeError",
      message: `x of f must be ${message}`,
    });
  }
});

Deno.test("requireKind() takes values of the kind, typed arrays and nested models too", () => {
  doesNotThrow(() => {
    requireKind("f", "x", new Float32Array(2), "numbers");
    requireKind("f", "x", new Uint8Array(), "list");
    requireKind("f", "x", Object.create(null), "object");
    requireKind("f", "x", tf.layers.flatten(), "layer");
    requireKind("f", "x", tf.sequential(), "model");
    requireKind("f", "x", tf.train.sgd(1), "optimizer");
    requireKind("f", "x", tf.scalar(1), "tensor");
  });
});

/** What V8 says of a value of another kind than the code took for granted. */
const ACCIDENTS =
  /Cannot (read|convert|destructure|use)|is not a (function|constructor)|not iterable|Invalid array length/;

/** Functions that would download or change the process for all tests. */
const NOT_CALLED =
  /^(load(Imdb|Mnist|FordA|Watch)|fetchFile|inceptionV3|selectBackend|installMends|set(RandomSeed|LearningPhase))$/;

Deno.test("each public function says in words what is wrong with its arguments", async () => {
  const model = () =>
    tf.sequential({
      layers: [tf.layers.dense({ units: 1, inputShape: [2] })],
    });
  const calls: Record<string, () => unknown[]> = {
    "()": () => [],
    "(null)": () => [null],
    '("x")': () => ["x"],
    "(1)": () => [1],
    "({})": () => [{}],
    "([])": () => [[]],
    "(function)": () => [() => 1],
    "(tensor)": () => [tf.ones([2, 2])],
    "(model)": () => [model()],
    "(model, null)": () => [model(), null],
    "(model, 1)": () => [model(), 1],
  };
  const accidents: string[] = [];
  for (const [name, value] of Object.entries(thaw)) {
    if (!/^[a-z]/.test(name) || NOT_CALLED.test(name)) continue;
    for (const [shown, args] of Object.entries(calls)) {
      try {
        await (value as (...args: unknown[]) => unknown)(...args());
      } catch (error) {
        const { message } = error as Error;
        if (ACCIDENTS.test(message)) {
          accidents.push(`${name}${shown}: ${message}`);
        }
      }
    }
  }
  deepStrictEqual(accidents, []);
});
