/**
 * Notebooks for tests, from nothing but their code.
 *
 * @module
 */

/** A notebook of code cells for our kernel, as nbformat 4.5 has it. */
export function notebook(...sources: string[]): object {
  return {
    nbformat: 4,
    nbformat_minor: 5,
    metadata: {
      kernelspec: {
        name: "thaw",
        display_name: "TypeScript (Thaw)",
        language: "typescript",
      },
    },
    cells: sources.map((source, index) => ({
      cell_type: "code",
      id: `cell-${index}`,
      metadata: {},
      execution_count: null,
      source,
      outputs: [],
    })),
  };
}
