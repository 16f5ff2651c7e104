import { deepStrictEqual, strictEqual } from "node:assert/strict";
import {
  isOurKernelSpec,
  kernelSpec,
} from "../../../kernel/install/kernelspec.ts";

const parts = {
  deno: "/bin/deno",
  root: "/thaw",
  displayName: "TypeScript",
  permissions: ["--allow-read=."],
};

Deno.test("kernelSpec() gives the cells' permissions to the kernel's script", () => {
  deepStrictEqual(kernelSpec(parts), {
    // deno-fmt-ignore
    argv: [
      "/bin/deno", "run", "--allow-all", "--quiet", "--no-prompt", "--v8-flags=--max-semi-space-size=1",
      "--config", "/thaw/deno.json", "/thaw/kernel/main.ts",
      "--allow-read=.", "{connection_file}",
    ],
    display_name: "TypeScript",
    language: "typescript",
    interrupt_mode: "message",
    metadata: { debugger: true, supported_encryption: "curve" },
  });
});

Deno.test("kernelSpec() remembers where Deno's cache was", () => {
  deepStrictEqual(kernelSpec({ ...parts, denoDir: "/c" }).env, {
    DENO_DIR: "/c",
  });
});

Deno.test("isOurKernelSpec() tells ours from others and from garbage", () => {
  strictEqual(isOurKernelSpec(JSON.stringify(kernelSpec(parts))), true);
  strictEqual(
    isOurKernelSpec('{"argv": ["python", "-m", "ipykernel"]}'),
    false,
  );
  strictEqual(isOurKernelSpec("{"), false);
});
