/**
 * Which candidates fit what was typed, the likeliest first.
 *
 * @module
 */

import type { CompletionItem } from "../language/lsp/protocol.ts";

export interface Candidate {
  name: string;
  /** As editors name it: `function`, `class`, `keyword` and so on. */
  kind: string;
  /** How far away it is declared: what is near comes first. */
  depth: number;
  /** What the language server offered, if it did. */
  item?: CompletionItem;
}

/** `CompletionItemTag.Deprecated` of the Language Server Protocol. */
const DEPRECATED = 1;

/** The candidates that begin with `prefix` in whatever case, each name once. */
export function matching(
  candidates: readonly Candidate[],
  prefix: string,
): Candidate[] {
  const wanted = prefix.toLowerCase();
  const nearest = new Map<string, Candidate>();
  for (const candidate of candidates) {
    const { name, depth } = candidate;
    if (!name.toLowerCase().startsWith(wanted)) continue;
    const other = nearest.get(name);
    if (!other || depth < other.depth) nearest.set(name, candidate);
  }
  const rank = ({ name, depth, item }: Candidate) => [
    name.startsWith(prefix) ? 0 : 1,
    item?.tags?.includes(DEPRECATED) ? 1 : 0,
    // Names that are by convention not for others to use, or that are hardly
    // ever meant.
    /^[_$]./.test(name) || name === "constructor" ? 1 : 0,
    depth,
  ];
  return [...nearest.values()].sort((a, b) => {
    const [ofA, ofB] = [rank(a), rank(b)];
    const differs = ofA.findIndex((value, index) => value !== ofB[index]);
    if (differs >= 0) return ofA[differs] - ofB[differs];
    return a.name < b.name ? -1 : 1;
  });
}
