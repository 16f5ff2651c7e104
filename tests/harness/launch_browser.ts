/**
 * A headless Chromium for the JupyterLab tests: the machine's own, or one
 * from a package that needs no system library.
 *
 * @module
 */

import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { type Browser, chromium, type LaunchOptions } from "playwright-core";

const root = join(import.meta.dirname!, "..", "..");

/** Names under which a Linux distribution puts Chromium on PATH. */
const COMMANDS = ["chromium", "chromium-browser", "google-chrome"];

/**
 * Starts the first browser that does start.
 *
 * A command on PATH is no proof: Ubuntu's `chromium-browser` only says that
 * one should install a snap.
 *
 * @throws The last browser's reason, if none starts.
 */
export async function launchBrowser(): Promise<Browser> {
  const candidates: LaunchOptions[] = [{ channel: "chrome" }];
  for (const command of COMMANDS) {
    const path = await whereIs(command);
    if (path) candidates.push({ executablePath: path });
  }
  for (const candidate of candidates) {
    try {
      return await chromium.launch(candidate);
    } catch {
      // Not there, or a stub: the next one.
    }
  }
  return await chromium.launch(await packagedChromium());
}

async function whereIs(command: string): Promise<string | undefined> {
  for (const folder of (Deno.env.get("PATH") ?? "").split(":")) {
    const path = join(folder, command);
    try {
      if ((await Deno.stat(path)).isFile) return path;
    } catch {
      // Not in this folder.
    }
  }
}

/** The packaged one, unpacked on first use; another process waits for it. */
export async function packagedChromium(): Promise<
  { executablePath: string; env: Record<string, string> }
> {
  const out = join(root, "out");
  const folder = join(out, "chromium");
  await Deno.mkdir(out, { recursive: true });
  using lock = await Deno.open(`${folder}.lock`, { create: true, write: true });
  await lock.lock(true);
  if (!await isFolder(folder)) await unpackTo(folder);
  return {
    executablePath: join(folder, "chromium"),
    env: {
      ...Deno.env.toObject(),
      LD_LIBRARY_PATH: join(folder, "al2023", "lib"),
      FONTCONFIG_FILE: await fontConfig(folder),
    },
  };
}

/**
 * Names the fonts of a package: those that come with the packaged browser are
 * looked for in Lambda's folders only, and without any it draws no text.
 */
async function fontConfig(folder: string): Promise<string> {
  const font = import.meta.resolve("dejavu-fonts-ttf/ttf/DejaVuSans.ttf");
  const alias = (generic: string, family: string) =>
    `<alias><family>${generic}</family><prefer><family>${family}</family></prefer></alias>`;
  const path = join(folder, "thaw-fonts.conf");
  await Deno.writeTextFile(
    path,
    `<?xml version="1.0"?>
<fontconfig>
<dir>${dirname(fileURLToPath(font))}</dir>
<cachedir>${join(folder, "fonts-cache")}</cachedir>
${alias("sans-serif", "DejaVu Sans")}
${alias("serif", "DejaVu Serif")}
${alias("monospace", "DejaVu Sans Mono")}
</fontconfig>
`,
  );
  return path;
}

async function isFolder(path: string): Promise<boolean> {
  try {
    return (await Deno.stat(path)).isDirectory;
  } catch {
    return false;
  }
}

async function unpackTo(folder: string): Promise<void> {
  const half = `${folder}.half`;
  if (await isFolder(half)) await Deno.remove(half, { recursive: true });
  await Deno.mkdir(half);
  const { success, stderr } = await new Deno.Command(Deno.execPath(), {
    args: [
      "run",
      "-A",
      "--config",
      join(root, "tests", "chromium", "deno.json"),
      join(root, "tests", "chromium", "unpack.ts"),
    ],
    // The package unpacks its libraries only where it takes itself for Lambda.
    env: { TMPDIR: half, AWS_LAMBDA_JS_RUNTIME: "nodejs22.x" },
  }).output();
  if (!success) throw new Error(new TextDecoder().decode(stderr));
  await Deno.rename(half, folder);
}
