import { deepStrictEqual, strictEqual } from "node:assert/strict";
import { planInstallation } from "../../../kernel/install/installation.ts";
import { parseOptions } from "../../../kernel/install/options.ts";

const locations = { kernels: "/k", commands: "/b" };
const machine = { os: "linux" as const, env: () => undefined };

function plan(...args: string[]) {
  const options = parseOptions(args);
  return planInstallation(options, locations, machine, "/thaw", "/bin/deno");
}

Deno.test("planInstallation() lists the specification, three logos and the command", () => {
  const { spec, logos, launcher } = plan();
  deepStrictEqual([spec, ...logos, launcher].map((file) => file.path), [
    "/k/thaw/kernel.json",
    "/k/thaw/logo-32x32.png",
    "/k/thaw/logo-64x64.png",
    "/k/thaw/logo-svg.svg",
    "/b/thaw",
  ]);
});

Deno.test("planInstallation() makes the command executable", () => {
  strictEqual(plan().launcher.executable, true);
});

Deno.test("planInstallation() writes names and permissions into the specification", () => {
  const { folder, spec } = plan("--name=x", "--display-name=X", "--deny-run");
  const { display_name, argv } = JSON.parse(
    (spec.source as { text: string }).text,
  );
  strictEqual(folder, "/k/x");
  strictEqual(display_name, "X");
  deepStrictEqual(argv.slice(-3), [
    "--allow-all",
    "--deny-run",
    "{connection_file}",
  ]);
});
