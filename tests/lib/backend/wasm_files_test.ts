import { throws } from "node:assert/strict";
import {
  requireWasmFiles,
  wasmFolder,
} from "../../../lib/backend/wasm_files.ts";

Deno.test("requireWasmFiles() finds the files of the installed package", () => {
  requireWasmFiles(wasmFolder());
});

Deno.test("requireWasmFiles() throws where a file is missing", () => {
  throws(() => requireWasmFiles(import.meta.dirname!), Deno.errors.NotFound);
});
