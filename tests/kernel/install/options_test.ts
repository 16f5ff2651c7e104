import { deepStrictEqual, strictEqual, throws } from "node:assert/strict";
import { InstallError } from "../../../kernel/install/install_error.ts";
import { parseOptions } from "../../../kernel/install/options.ts";

Deno.test("parseOptions() installs for the user, with all permissions", () => {
  deepStrictEqual(parseOptions([]), {
    help: false,
    place: { kind: "user" },
    name: "thaw",
    displayName: "TypeScript (Thaw)",
    permissions: [],
    widgets: false,
    uninstall: false,
    dryRun: false,
  });
});

Deno.test("parseOptions() reads every option", () => {
  // deno-fmt-ignore
  const options = parseOptions([
    "--prefix", "/p", "--name=ts.2", "--display-name", "My TS",
    "--allow-read=.,/data", "--allow-net", "--dry-run", "--uninstall", "--widgets",
  ]);
  deepStrictEqual(options, {
    help: false,
    place: { kind: "prefix", prefix: "/p" },
    name: "ts.2",
    displayName: "My TS",
    permissions: ["--allow-read=.,/data", "--allow-net"],
    widgets: true,
    uninstall: true,
    dryRun: true,
  });
});

Deno.test("parseOptions() reads --sys-prefix and -h", () => {
  strictEqual(parseOptions(["--sys-prefix"]).place.kind, "sys-prefix");
  strictEqual(parseOptions(["-h"]).help, true);
});

const wrong: [string, string[]][] = [
  ["an option it does not know", ["--user"]],
  ["an argument", ["somewhere"]],
  ["a prefix without a folder", ["--prefix="]],
  ["two places", ["--prefix", "/p", "--sys-prefix"]],
  ["a name that Jupyter refuses", ["--name", "a b"]],
  ["a name that leaves the folder", ["--name", "../x"]],
  ["a permission that Deno lacks", ["--allow-files"]],
  ["a permission with a comma too many", ["--allow-read=.,"]],
  ["a name for people that shows nothing", ["--display-name= "]],
];
for (const [what, args] of wrong) {
  Deno.test(`parseOptions() throws on ${what}`, () => {
    throws(() => parseOptions(args), InstallError);
  });
}

const said: [string[], string][] = [
  [["somewhere"], "only options are taken, not somewhere (see --help)"],
  [["--name"], "--name needs a value (see --help)"],
  [["--help=yes"], "--help takes no value (see --help)"],
  [["--name="], '--name takes letters, digits, ".", "-" and "_", not ""'],
];
for (const [args, message] of said) {
  Deno.test(`parseOptions() says of ${args} what to do`, () => {
    throws(() => parseOptions(args), { message });
  });
}
