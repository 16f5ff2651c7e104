/**
 * The `kernel.json` by which Jupyter finds and starts the kernel.
 *
 * @see https://jupyter-client.readthedocs.io/en/stable/kernels.html#kernel-specs
 *
 * @module
 */

import { join } from "node:path";

/** What front ends call the kernel unless told otherwise. */
export const DISPLAY_NAME = "TypeScript (Thaw)";

/** A kernel specification, spelled as in the file. */
export interface KernelSpec {
  argv: string[];
  display_name: string;
  language: string;
  interrupt_mode: "message" | "signal";
  env?: Record<string, string>;
  metadata: Record<string, unknown>;
}

/** What a specification is made of. */
export interface KernelSpecParts {
  /** Absolute path of the Deno that runs the kernel. */
  deno: string;
  /** Absolute path of the checkout. */
  root: string;
  displayName: string;
  /** Permission flags for cells; empty means all. */
  permissions: string[];
  /** Deno's cache, where it is not the default one. */
  denoDir?: string;
}

/**
 * Writes the specification.
 *
 * The kernel process has all permissions, it runs no user code; those of the
 * cells follow the script's name and are the kernel's own arguments. The
 * configuration is named, so the notebook's folder has no say in it.
 */
export function kernelSpec(parts: KernelSpecParts): KernelSpec {
  return {
    argv: [
      parts.deno,
      "run",
      "--allow-all",
      "--quiet",
      "--no-prompt",
      // A flood of output leaves it at 130 MB, not 270: V8 collects earlier. So
      // it does by --optimize-for-size, too, but then refuses the compiled code
      // that programs without that flag, such as the cells' process, have left in
      // Deno's cache, and they refuse the kernel's: each compiles all anew.
      "--v8-flags=--max-semi-space-size=1",
      "--config",
      join(parts.root, "deno.json"),
      join(parts.root, "kernel", "main.ts"),
      ...parts.permissions,
      "{connection_file}",
    ],
    display_name: parts.displayName,
    language: "typescript",
    interrupt_mode: "message",
    ...(parts.denoDir ? { env: { DENO_DIR: parts.denoDir } } : {}),
    // This allows jupyter_client to put CURVE keys in the connection file.
    metadata: { debugger: true, supported_encryption: "curve" },
  };
}

/** Whether the text of a `kernel.json` is one of ours. */
export function isOurKernelSpec(text: string): boolean {
  try {
    const { argv } = JSON.parse(text);
    return Array.isArray(argv) &&
      argv.some((part) => /[\\/]kernel[\\/]main\.ts$/.test(part));
  } catch {
    return false;
  }
}
