/** JSON with comments and trailing commas, as `deno.jsonc` and `deno.json`. */

/** @throws {SyntaxError} If it is neither. */
export async function parseJsonc(text: string) {
  try {
    return JSON.parse(text);
  } catch {
    // TypeScript takes a while to load, and most files are plain JSON.
    const { default: ts } = await import("../system/typescript.js");
    const { config, error } = ts.parseConfigFileTextToJson("deno.json", text);
    if (!error) return config;
    throw new SyntaxError(
      ts.flattenDiagnosticMessageText(error.messageText, " "),
    );
  }
}
