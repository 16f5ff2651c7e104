/**
 * Loaded before each test file: takes WebGPU away.
 *
 * A process of `deno test` that has asked Mesa for an adapter ends by a crash
 * in one of fifty runs: on Deno 2.9.6 the thread of the tests frees its memory
 * while Mesa's libraries free theirs. `deno run` doesn't crash (0 of 150), so
 * what needs WebGPU runs there: `tests/integration/webgpu_test.ts`.
 */

Object.defineProperty(navigator, "gpu", { value: undefined });
