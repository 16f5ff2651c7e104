/**
 * Times the products of `products.ts` by jax-js on its workers of WASM, as a line
 * of JSON: milliseconds that all its threads compute, the median of some.
 *
 * The package is no dependency of this library; it is fetched at the first run:
 *
 *     deno run -A --no-lock --no-config tests/bench/jax_products.ts
 */

import process from "node:process";

/** By a name that no check follows, since no lock file holds it. */
const PACKAGE = "npm:@jax-js/jax@0.1.25";

// Only what is used here.
interface JaxArray {
  /** Counts one more use: a function consumes what it is given. */
  ref: JaxArray;
  dispose(): void;
}
interface Jax {
  init(): Promise<unknown>;
  defaultDevice(name: string): unknown;
  blockUntilReady(array: JaxArray): Promise<unknown>;
  random: {
    key(seed: number): JaxArray;
    uniform(key: JaxArray, shape: number[]): JaxArray;
  };
  numpy: {
    matmul(a: JaxArray, b: JaxArray): JaxArray;
    transpose(a: JaxArray): JaxArray;
  };
  lax: {
    convGeneralDilated(
      x: JaxArray,
      filter: JaxArray,
      strides: number[],
      padding: string,
    ): JaxArray;
  };
}

const jax: Jax = await import(PACKAGE);
await jax.init();
jax.defaultDevice("wasm");

const uniform = (seed: number, shape: number[]) =>
  jax.random.uniform(jax.random.key(seed), shape);

async function medianOf(work: () => JaxArray, times = 8): Promise<number> {
  const all: number[] = [];
  for (let i = 0; i < times; i++) {
    const start = process.cpuUsage();
    const result = work();
    await jax.blockUntilReady(result.ref);
    result.dispose();
    const { user, system } = process.cpuUsage(start);
    all.push((user + system) / 1000);
  }
  return all.slice(1).sort((a, b) => a - b)[Math.floor((times - 1) / 2)];
}

const { matmul, transpose } = jax.numpy;
const times: Record<string, number> = {};
for (const size of [256, 512, 1024]) {
  const [a, b] = [1, 2].map((seed) => uniform(seed, [size, size]));
  times[`${size} by ${size}`] = await medianOf(() => matmul(a.ref, b.ref));
  times[`${size} by ${size}, transposed`] = await medianOf(() =>
    matmul(transpose(a.ref), b.ref)
  );
}
const [x, filter] = [uniform(3, [16, 64, 28, 28]), uniform(4, [64, 64, 3, 3])];
times["convolution, 64 to 64"] = await medianOf(
  () => jax.lax.convGeneralDilated(x.ref, filter.ref, [1, 1], "SAME"),
  4,
);
console.log(JSON.stringify(times));
Deno.exit(0);
