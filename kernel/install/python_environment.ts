/**
 * A private Python virtual environment with JupyterLab and the clients the
 * tests drive, made on first use from a pinned list.
 *
 * Only `deno task lab` and the integration tests need it; the kernel itself
 * and `thaw run` never touch Python.
 *
 * @module
 */

import { join } from "node:path";
import { writeFailure } from "../config/file_failure.ts";
import { InstallError } from "./install_error.ts";

const PIP = ["-m", "pip", "--disable-pip-version-check", "--no-input"];

/** Work that takes longer than this is announced, in milliseconds. */
const ENVIRONMENT_QUIET_MS = 2000;

/** Where the interpreter of the environment in `folder` lies. */
export function pythonIn(folder: string): string {
  return Deno.build.os === "windows"
    ? join(folder, "Scripts", "python.exe")
    : join(folder, "bin", "python");
}

/**
 * Makes the environment, or finds it made already.
 *
 * Safe to call from several processes at once: one makes it, the others wait
 * for its lock. An environment made from another list, or whose Python is
 * gone, is made anew; one that was left half done has no stamp and counts as
 * such.
 *
 * @param folder Absolute path; made if missing, everything in it is ours.
 * @param requirements Absolute path of a pip requirements file.
 * @param report Called with a line once it is clear that this takes a while.
 * @returns The absolute path of the environment's `python`.
 * @throws {InstallError} Without a Python 3.10 or newer that can make one, or
 *   if the folder can't be written.
 */
export async function pythonEnvironment(
  folder: string,
  requirements: string,
  report: (line: string) => void,
): Promise<string> {
  using lock = await lockFile(folder);
  const announce = setTimeout(
    () => report(`Preparing Python in ${folder} (once, about a minute) ...`),
    ENVIRONMENT_QUIET_MS,
  );
  try {
    await lock.lock(true);
    const wanted = await Deno.readTextFile(requirements);
    const stamp = join(folder, "made-from.txt");
    const python = pythonIn(folder);
    if (await isMade(stamp, wanted) && await answers(python)) return python;

    await emptyExceptLock(folder);
    await makeEnvironment(folder);
    await must(python, ...PIP, "install", "--quiet", "-r", requirements);
    await Deno.writeTextFile(stamp, wanted);
    return python;
  } finally {
    clearTimeout(announce);
  }
}

async function lockFile(folder: string): Promise<Deno.FsFile> {
  try {
    await Deno.mkdir(folder, { recursive: true });
    const options = { create: true, write: true };
    return await Deno.open(join(folder, "lock"), options);
  } catch (error) {
    throw new InstallError(
      `${folder} can't be written: ${writeFailure(error as Error)}\n` +
        "Python's packages go there: use a checkout that you may write",
    );
  }
}

async function isMade(stamp: string, wanted: string): Promise<boolean> {
  try {
    return await Deno.readTextFile(stamp) === wanted;
  } catch (error) {
    if (error instanceof Deno.errors.NotFound) return false;
    throw error;
  }
}

async function answers(python: string): Promise<boolean> {
  return (await run(python, "-c", "")).success;
}

async function emptyExceptLock(folder: string): Promise<void> {
  for await (const entry of Deno.readDir(folder)) {
    if (entry.name === "lock") continue;
    await Deno.remove(join(folder, entry.name), { recursive: true });
  }
}

/**
 * Debian and Ubuntu ship a Python whose `venv` module has no pip to put in;
 * then virtualenv, and then the host's own pip, are tried.
 */
async function makeEnvironment(folder: string): Promise<void> {
  const host = await hostPython();
  const attempts = [["-m", "venv", folder], ["-m", "virtualenv", folder]];
  let reason = "";
  for (const attempt of attempts) {
    const result = await run(host, ...attempt);
    if (result.success) return;
    reason ||= result.text;
    await emptyExceptLock(folder);
  }
  const bare = await run(host, "-m", "venv", "--without-pip", folder);
  if (bare.success) {
    const python = pythonIn(folder);
    const pip = await run(host, ...PIP, "--python", python, "install", "pip");
    if (pip.success) return;
  }
  throw new InstallError(
    `${host} cannot make a virtual environment: ${reason}\n` +
      "On Debian and Ubuntu: apt install python3-venv",
  );
}

/** The name of a Python on PATH that is new enough. */
async function hostPython(): Promise<string> {
  const ask = "import sys; print('%d.%d' % sys.version_info[:2])";
  const old: string[] = [];
  // deno-fmt-ignore
  for (const name of ["python3", "python", "python3.13", "python3.12", "python3.11", "python3.10"]) {
    const { success, text } = await run(name, "-c", ask);
    const [, major, minor] = /^(\d+)\.(\d+)$/.exec(text) ?? [];
    if (!success || major === undefined) continue;
    if (Number(major) > 3 || Number(major) === 3 && Number(minor) >= 10) {
      return name;
    }
    old.push(`${name} is Python ${text}`);
  }
  const found = old.length > 0 ? old.join(", ") : "there is none";
  throw new InstallError(
    `Python 3.10 or newer must be on PATH as python3: ${found}`,
  );
}

async function must(program: string, ...args: string[]): Promise<void> {
  const result = await run(program, ...args);
  if (result.success) return;
  // pip's lines on how often it tried are left out.
  const lines = result.text.split("\n").filter((line) =>
    !/^WARNING: Retrying/.test(line)
  );
  throw new InstallError(
    `${program} ${args.join(" ")} failed: ${lines.join("\n")}\n` +
      "Packages come from PyPI, or from PIP_INDEX_URL; once they are there, " +
      "no network is needed",
  );
}

async function run(
  program: string,
  ...args: string[]
): Promise<{ success: boolean; text: string }> {
  try {
    const output = await new Deno.Command(program, {
      args,
      env: { PYTHONNOUSERSITE: "1" },
      stdin: "null",
    }).output();
    const text = new TextDecoder().decode(output.stderr) ||
      new TextDecoder().decode(output.stdout);
    return { success: output.success, text: text.trim() };
  } catch (error) {
    if (error instanceof Deno.errors.NotFound) {
      return { success: false, text: `${program} not found` };
    }
    throw error;
  }
}
