/**
 * Which kernel a notebook runs in.
 *
 * @module
 */

import type { Notebook } from "./notebook.ts";

/** Whether cells in this language are for our kernel. */
export function isTypeScript(language: string): boolean {
  return /^(type|java)script$/i.test(language);
}

/**
 * The name of an installed kernel, or nothing for this checkout's own.
 *
 * A TypeScript notebook runs in our own kernel whatever kernel it was written
 * with, Deno's included; so does one that names none.
 *
 * @param asked By the user; counts before what the notebook says.
 */
export function chooseKernel(
  { metadata: { kernelspec } }: Notebook,
  asked: string | undefined,
): string | undefined {
  if (asked !== undefined) return asked;
  if (isTypeScript(String(kernelspec?.language))) return undefined;
  const name: unknown = kernelspec?.name;
  return typeof name !== "string" || name === "thaw" ? undefined : name;
}
