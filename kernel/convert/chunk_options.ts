/**
 * What R Markdown and Quarto say of a chunk of code: its tags, and whether it
 * is run.
 *
 * @see https://quarto.org/docs/reference/cells/cells-jupyter.html
 *
 * @module
 */

type Dict = Record<string, unknown>;

/** R Markdown's, in the braces: `tags=c("a", "b"), eval=FALSE`. */
export function chunkOptions(text: string): Dict {
  const [, list = ""] =
    /\btags\s*=\s*(c\([^)]*\)|"[^"]*"|'[^']*')/.exec(text) ??
      [];
  const tags = [...list.matchAll(/"([^"]*)"|'([^']*)'/g)]
    .map(([, double, single]) => double ?? single);
  return metadataOf(tags, !/\beval\s*=\s*(?:FALSE|F|false)\b/.test(text));
}

/**
 * Quarto's, in the first lines: `//| tags: [a, b]`, `#| eval: false`. The lines
 * are comments, and stay.
 *
 * @param parseYaml Gives an empty object for what it can't read.
 */
export function pipeOptions(
  lines: string[],
  parseYaml: (lines: string[]) => Dict,
): Dict {
  const PIPE = /^(?:\/\/|#)\|\s?/;
  const count = lines.findIndex((line) => !PIPE.test(line));
  const yaml = lines.slice(0, count < 0 ? lines.length : count)
    .map((line) => line.replace(PIPE, ""));
  if (yaml.length === 0) return {};
  const { tags, eval: isRun } = parseYaml(yaml);
  return metadataOf([tags ?? []].flat().map(String), isRun !== false);
}

function metadataOf(tags: string[], isRun: boolean): Dict {
  const all = isRun ? tags : [...tags, "skip-execution"];
  return all.length > 0 ? { tags: all } : {};
}
