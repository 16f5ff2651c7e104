import { strictEqual } from "node:assert/strict";
import { join } from "node:path";
import { pythonIn } from "../../../kernel/install/python_environment.ts";

Deno.test("pythonIn() names the interpreter where venv puts it", () => {
  const below = Deno.build.os === "windows"
    ? ["Scripts", "python.exe"]
    : ["bin", "python"];
  strictEqual(pythonIn("venv"), join("venv", ...below));
});
