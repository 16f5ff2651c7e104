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
  return [...nearest.values()]
    .map((candidate) => ({ candidate, rank: rankOf(candidate, prefix) }))
    .sort((a, b) => {
      const at = a.rank.findIndex((value, index) => value !== b.rank[index]);
      return at < 0 ? 0 : a.rank[at] < b.rank[at] ? -1 : 1;
    })
    .map(({ candidate }) => candidate);
}

/** What candidates are sorted by; the first that differs counts. */
function rankOf(
  { name, depth, item }: Candidate,
  prefix: string,
): (number | string)[] {
  return [
    name.startsWith(prefix) ? 0 : 1,
    item?.tags?.includes(DEPRECATED) ? 1 : 0,
    // Names that are by convention not for others to use, or that are hardly
    // ever meant.
    /^[_$]./.test(name) || name === "constructor" ? 1 : 0,
    depth,
    // As editors do; `abs` before `Abs`.
    name.toLowerCase(),
    name.replace(/./gsu, swappedCase),
  ];
}

function swappedCase(letter: string): string {
  const upper = letter.toUpperCase();
  return letter === upper ? letter.toLowerCase() : upper;
}
