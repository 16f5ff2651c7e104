import { rejects, strictEqual } from "node:assert/strict";
import { join } from "node:path";
import { InstallError } from "../../../kernel/install/install_error.ts";
import {
  pythonEnvironment,
  pythonIn,
} from "../../../kernel/install/python_environment.ts";

Deno.test("pythonIn() names the interpreter where venv puts it", () => {
  const below = Deno.build.os === "windows"
    ? ["Scripts", "python.exe"]
    : ["bin", "python"];
  strictEqual(pythonIn("venv"), join("venv", ...below));
});

Deno.test("pythonEnvironment() says where it can't write", async () => {
  const file = await Deno.makeTempFile();
  await rejects(
    pythonEnvironment(join(file, ".venv"), "requirements.txt", () => {}),
    (error) =>
      error instanceof InstallError &&
      error.message.includes(`${join(file, ".venv")} can't be written: `) &&
      error.message.endsWith("use a checkout that you may write"),
  );
  await Deno.remove(file);
});
