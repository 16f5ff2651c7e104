/**
 * The front ends of widgets for JupyterLab, which come ready-made in two
 * packages of PyPI: no pip and no Python is needed to fetch and unpack them.
 *
 * @module
 */

import { createHash } from "node:crypto";
import { dirname, join } from "node:path";
import { InstallError } from "./install_error.ts";
import { replaceFolder } from "./lab_extension_folder.ts";
import type { Machine } from "../config/jupyter_folders.ts";
import { readWheel } from "./read_wheel.ts";
import { textOf } from "./text_of.ts";
import { writeBeside } from "./write_beside.ts";

/** A package whose front end is taken. */
export interface FrontEnd {
  /** Its name on PyPI. */
  readonly project: string;
  /** The wheel's file name. */
  readonly wheel: string;
  /** SHA-256 of the wheel, in hexadecimal. */
  readonly sha256: string;
  /** Its folder among Lab's extensions. */
  readonly folder: string;
}

/** ipywidgets' controls and manager (BSD), and anywidget (MIT). */
export const FRONT_ENDS: readonly FrontEnd[] = [
  {
    project: "jupyterlab-widgets",
    wheel: "jupyterlab_widgets-3.0.17-py3-none-any.whl",
    sha256: "40ac1e9955acf116c4d995d9bfa082d86ad9ec6d91c4f134827cf5e0a5eb75e0",
    folder: "@jupyter-widgets/jupyterlab-manager",
  },
  {
    project: "anywidget",
    wheel: "anywidget-0.11.0-py3-none-any.whl",
    sha256: "c574d9acc6503ad27b37a9acea48f957a8ba7c9c9876cfcb37898931c098ce9d",
    folder: "anywidget",
  },
];

/** Where wheels come from: an index of packages, as pip is told it. */
export function packageIndex(machine: Machine): string {
  return machine.env("PIP_INDEX_URL") ?? "https://pypi.org/simple";
}

/** Tells Lab, and `--uninstall`, who put an extension there. */
const INSTALL_JSON = {
  path: "install.json",
  source: {
    text: `${
      JSON.stringify(
        {
          packageManager: "deno",
          packageName: "thaw",
          uninstallInstructions:
            "deno task install --uninstall, in Thaw's checkout",
        },
        null,
        2,
      )
    }\n`,
  },
};

/** What is given to one answer of the index. */
const INDEX_ANSWER_MS = 60_000;

async function fetched(url: string): Promise<Response> {
  const response = await fetch(url, {
    signal: AbortSignal.timeout(INDEX_ANSWER_MS),
  });
  if (!response.ok) throw new Error(`${url} answers ${response.status}`);
  return response;
}

/** The wheel's address, from the index's page of the project. */
async function wheelUrl(
  { project, wheel }: FrontEnd,
  index: string,
): Promise<string> {
  const page = `${index.replace(/\/$/, "")}/${project}/`;
  const html = await (await fetched(page)).text();
  for (const [, href] of html.matchAll(/href="([^"]+)"/g)) {
    const url = new URL(href.replaceAll("&amp;", "&"), page);
    if (decodeURIComponent(url.pathname).endsWith(`/${wheel}`)) return url.href;
  }
  throw new Error(`${page} has no ${wheel}`);
}

function checksum(bytes: Uint8Array): string {
  return createHash("sha256").update(bytes).digest("hex");
}

async function kept(path: string): Promise<Uint8Array | undefined> {
  try {
    return await Deno.readFile(path);
  } catch (error) {
    if (error instanceof Deno.errors.NotFound) return undefined;
    throw error;
  }
}

/**
 * The wheel's bytes, from an earlier time or from the index.
 *
 * @param cache Folder in which wheels are kept.
 * @throws {InstallError} If it can't be had, or is not the one that is meant.
 */
export async function wheelOf(
  front: FrontEnd,
  cache: string,
  index: string,
): Promise<Uint8Array> {
  const path = join(cache, front.wheel);
  const earlier = await kept(path);
  if (earlier && checksum(earlier) === front.sha256) return earlier;
  let bytes: Uint8Array;
  try {
    const url = await wheelUrl(front, index);
    bytes = new Uint8Array(await (await fetched(url)).arrayBuffer());
  } catch (error) {
    throw new InstallError(
      `${front.wheel} can't be fetched: ${(error as Error).message}\n` +
        `Without the network, put that file of PyPI into ${cache}`,
    );
  }
  const sum = checksum(bytes);
  if (sum !== front.sha256) {
    throw new InstallError(
      `${front.wheel} from ${index} is not the file that is meant: its SHA-256 is ${sum}`,
    );
  }
  await Deno.mkdir(cache, { recursive: true });
  await writeBeside(path, (half) => Deno.writeFile(half, bytes));
  return bytes;
}

/** Whether Lab has the extension already, ours or pip's. */
async function isThere(folder: string): Promise<boolean> {
  return await kept(join(folder, "package.json")) !== undefined;
}

/**
 * Puts the front ends among Lab's extensions; those that are there stay.
 *
 * @param labextensions Folder of Lab's extensions.
 * @param cache Folder in which wheels are kept.
 * @param index Where else they come from.
 * @returns The folders that were written.
 * @throws {InstallError} If a wheel can't be had.
 */
export async function writeFrontEnds(
  labextensions: string,
  cache: string,
  index: string,
): Promise<string[]> {
  const written: string[] = [];
  for (const front of FRONT_ENDS) {
    const target = join(labextensions, ...front.folder.split("/"));
    if (await isThere(target)) continue;
    const wheel = await wheelOf(front, cache, index);
    const prefix = `share/jupyter/labextensions/${front.folder}/`;
    const files = await readWheel(wheel, prefix);
    await Deno.mkdir(dirname(target), { recursive: true });
    await replaceFolder(target, [
      ...files.filter(({ path }) => path !== INSTALL_JSON.path),
      INSTALL_JSON,
    ]);
    written.push(target);
  }
  return written;
}

/** Folders of the front ends that `writeFrontEnds()` put there. */
export async function removableFrontEnds(
  labextensions: string,
): Promise<string[]> {
  const folders = FRONT_ENDS.map(({ folder }) =>
    join(labextensions, ...folder.split("/"))
  );
  const texts = await Promise.all(
    folders.map((folder) => textOf(join(folder, INSTALL_JSON.path))),
  );
  return folders.filter((_, at) => texts[at] === INSTALL_JSON.source.text);
}
