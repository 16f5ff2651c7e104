/**
 * Code of a function, nearly as it was written in its cell.
 *
 * @module
 */

/**
 * Takes out the calls that the compiler put in for `await` and for reads of
 * imported names, as V8 knows the compiled code only. Parentheses that it added
 * stay.
 *
 * @param runtime What the cells' runtime is called in it.
 */
export function asWritten(source: string, runtime: string): string {
  return source
    .replaceAll(`await ${runtime}.guard();`, "")
    .replaceAll(`let ${runtime}_call=${runtime}.beginCall();`, "")
    .replaceAll(`,${runtime}_call)`, ")")
    .replaceAll(`${runtime}.guardCleanup(${runtime}.beginCleanup(),`, "(")
    .replaceAll(`${runtime}.guard(`, "(")
    .replaceAll(`${runtime}.iterate(`, "(")
    .split(`(0,${runtime}.imports.live.`)
    .map((part, at) => at === 0 ? part : part.replace(")", ""))
    .join("")
    .replaceAll(`${runtime}.imports.live.`, "")
    .replaceAll(`${runtime}.import(`, "import(")
    .replaceAll(`${runtime}.meta`, "import.meta");
}
