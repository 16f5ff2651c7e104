/** Words that begin or join statements and expressions in TypeScript. */
// deno-fmt-ignore
export const KEYWORDS: readonly string[] = [
  "abstract", "as", "async", "await", "break", "case", "catch", "class",
  "const", "continue", "debugger", "declare", "default", "delete", "do",
  "else", "enum", "export", "extends", "false", "finally", "for", "from",
  "function", "if", "implements", "import", "in", "instanceof", "interface",
  "keyof", "let", "namespace", "new", "null", "of", "private", "protected",
  "public", "readonly", "return", "satisfies", "static", "super", "switch",
  "this", "throw", "true", "try", "type", "typeof", "undefined", "using",
  "var", "void", "while", "yield",
];
