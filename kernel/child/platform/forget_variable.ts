/**
 * The variable by which the kernel tells Deno whether to print colours.
 *
 * @module
 */

/**
 * Takes it away again: Deno has read it, and it must not reach the programs
 * that a cell starts.
 */
export function forgetVariable(variable: string) {
  const { state } = Deno.permissions.querySync({ name: "env", variable });
  // Without it only programs see the variable, and few kernels allow those.
  if (state === "granted") Deno.env.delete(variable);
}
