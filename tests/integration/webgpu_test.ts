/**
 * WebGPU on the adapter this machine has, a graphics card or one in software
 * (Mesa's lavapipe: `apt-get install mesa-vulkan-drivers`). Without any, the
 * test has nothing to look at, and says so.
 *
 * The first step of a model compiles its shaders, in software for seconds.
 */

import { deepStrictEqual, match, strictEqual } from "node:assert/strict";
import { join } from "node:path";
import { smallModels } from "../bench/training_models.ts";

const root = join(import.meta.dirname!, "..", "..");

Deno.test("a step of each model moves weights on WebGPU as on cpu", async () => {
  const { code, stdout, stderr } = await new Deno.Command(Deno.execPath(), {
    args: ["run", "-A", "--no-check", "tests/harness/programs/webgpu_steps.ts"],
    cwd: root,
  }).output();
  const decoder = new TextDecoder();
  strictEqual(code, 0, decoder.decode(stderr));
  const [backend, ...models] = decoder.decode(stdout).split("\n");
  if (backend === "") return console.log("no graphics adapter was found");
  match(backend, /^backend webgpu/);
  deepStrictEqual(models, [
    ...smallModels().map(({ model }) => `${model.name} agrees`),
    "",
  ]);
});
