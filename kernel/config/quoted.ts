/**
 * A value from a command line as a message shows it. Nothing, or only blanks,
 * would leave a hole in the sentence.
 */
export function quoted(value: string): string {
  return value.trim() === "" ? `"${value}"` : value;
}
