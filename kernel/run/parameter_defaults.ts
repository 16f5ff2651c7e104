/**
 * What the cell tagged `parameters` says of a name it sets.
 *
 * @module
 */

/** What kind of value a name takes. */
export type Kind =
  | "number"
  | "bigint"
  | "string"
  | "boolean"
  | "null"
  | "date"
  | "array"
  | "object";

/** What a name takes. */
export interface Default {
  /** As people read it, `number` or `"quick" | "full"`. */
  type: string;
  /** Any of these; nothing means that it is not known. */
  kinds: Kind[] | undefined;
  /** Exactly one of these, besides what `kinds` allows. */
  literals: (string | number | boolean)[];
  /** What each element of an array is; nothing means that it is not known. */
  elements?: Default;
  /** The same of each one in order, for a tuple. */
  items?: Default[];
  /** What each name and each value in an object is, whatever it has. */
  names?: Default;
  values?: Default;
  /** What an object has, and no more; nothing means that it is not known. */
  fields?: Map<string, Default & { isOptional: boolean }>;
}
