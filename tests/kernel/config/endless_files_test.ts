import { throws } from "node:assert/strict";
import { join } from "node:path";
import { refuseEndlessFiles } from "../../../kernel/config/endless_files.ts";

const ignore = Deno.build.os === "windows";

async function inFolder(work: (folder: string, below: string) => unknown) {
  const folder = await Deno.makeTempDir();
  const below = join(folder, "a", "b");
  try {
    await Deno.mkdir(below, { recursive: true });
    await work(folder, below);
  } finally {
    await Deno.remove(folder, { recursive: true });
  }
}

for (const name of [".npmrc", "tsconfig.json", "deno.lock"]) {
  Deno.test({
    name: `refuseEndlessFiles() names a pipe ${name}, also above the notebook`,
    ignore,
    fn: () =>
      inFolder(async (folder, below) => {
        refuseEndlessFiles(below);
        await new Deno.Command("mkfifo", { args: [join(folder, name)] })
          .output();
        throws(() => refuseEndlessFiles(folder), /is a pipe or a device/);
        throws(() => refuseEndlessFiles(below), /is a pipe or a device/);
      }),
  });
}

Deno.test({
  name: "refuseEndlessFiles() refuses /dev/zero, and takes /dev/null",
  ignore,
  fn: () =>
    inFolder(async (folder) => {
      const path = join(folder, "deno.lock");
      await Deno.symlink("/dev/null", join(folder, ".npmrc"));
      refuseEndlessFiles(folder);
      await Deno.symlink("/dev/zero", path);
      throws(() => refuseEndlessFiles(folder), /deno\.lock is/);
    }),
});

Deno.test({
  name: "refuseEndlessFiles() takes /dev/null in the place of a file",
  // Only root may make devices; containers mount it there.
  ignore: ignore || Deno.uid() !== 0,
  fn: () =>
    inFolder(async (folder) => {
      const path = join(folder, ".npmrc");
      await new Deno.Command("mknod", { args: [path, "c", "1", "3"] }).output();
      refuseEndlessFiles(folder);
      const zero = join(folder, "deno.lock");
      await new Deno.Command("mknod", { args: [zero, "c", "1", "5"] }).output();
      throws(() => refuseEndlessFiles(folder), /deno\.lock is/);
    }),
});
