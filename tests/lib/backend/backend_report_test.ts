import { strictEqual } from "node:assert/strict";
import { BackendReport } from "../../../lib/backend/backend_report.ts";

Deno.test("BackendReport says what runs, what failed and what is slow", () => {
  const report = new BackendReport({
    name: "wasm",
    simd: true,
    threads: 2,
    tried: [{ name: "webgpu", reason: "no graphics adapter was found" }],
    slow: ["MaxPoolGrad"],
    notes: ["threads asked for: 4, running: 2"],
  });
  strictEqual(
    report.toString(),
    `backend wasm with SIMD, 2 threads
  not webgpu: no graphics adapter was found
  threads asked for: 4, running: 2
  slow (run as JavaScript): MaxPoolGrad`,
  );
});
