/**
 * What the two scripts of a cell are called in stacks: its body as the cell is,
 * such as `In[3]`, its functions with a star behind that.
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
