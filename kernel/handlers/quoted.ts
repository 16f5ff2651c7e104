/** How a key or a path is written between quotes of this kind. */
export function quoted(key: string, quote: string): string {
  const escaped = JSON.stringify(key).slice(1, -1);
  if (quote === '"') return escaped;
  return escaped.replaceAll('\\"', '"').replaceAll(quote, `\\${quote}`);
}
