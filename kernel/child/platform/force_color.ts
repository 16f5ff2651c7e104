/**
 * The variable by which the kernel asks Deno for colours.
 *
 * @module
 */

/**
 * Takes FORCE_COLOR away again: Deno has read it, and programs that a cell
 * starts would write colours into pipes and files.
 */
export function forgetForceColor() {
  const name = "FORCE_COLOR";
  const { state } = Deno.permissions.querySync({ name: "env", variable: name });
  // Without it only programs see the variable, and few kernels allow those.
  if (state === "granted") Deno.env.delete(name);
}
