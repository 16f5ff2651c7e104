/**
 * A second signal within this time is the first one again: one Ctrl-C may come
 * from the terminal and from `deno task`.
 */
export const SAME_SIGNAL_MS = 1000;
