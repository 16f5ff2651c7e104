/**
 * What the child tells about values without running code of a user.
 *
 * @module
 */

/** A property, or a name in scope. */
export interface Member {
  name: string;
  kind: "function" | "class" | "property";
  /** How far up the prototypes it is; 0 for the value's own. */
  depth: number;
}

/** What is known of a value beside its preview; all of it plain data. */
export interface Facts {
  /** Elements, characters or entries. */
  length?: number;
  /** Only of a value that looks like a tensor. */
  shape?: number[];
  dtype?: string;
}
