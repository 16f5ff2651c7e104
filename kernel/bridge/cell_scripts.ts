/**
 * The names of a cell's two scripts in stacks. The body has the cell's name,
 * such as `In[3]`; the script of its functions has a star behind it, `In[3]*`.
 *
 * @module
 */

/** The script of a cell's functions. */
export function functionsScript(cell: string): string {
  return `${cell}*`;
}

/** The cell of one of its scripts. */
export function cellOfScript(script: string): string {
  return script.endsWith("*") ? script.slice(0, -1) : script;
}
