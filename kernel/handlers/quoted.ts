/**
 * How a key or a path is written between quotes of this kind. The name of a file
 * from elsewhere may have code of a template in it, which must not run.
 */
export function quoted(key: string, quote: string): string {
  const escaped = JSON.stringify(key).slice(1, -1);
  if (quote === '"') return escaped;
  const plain = escaped.replaceAll('\\"', '"').replaceAll(quote, `\\${quote}`);
  return quote === "`" ? plain.replaceAll("${", "\\${") : plain;
}
