/**
 * The one parse of a cell that everything else works on.
 *
 * A cell can be read in more than one way: `<T>x` is an assertion or JSX,
 * `{a: 1}` a block or an object. The first reading without an error is taken.
 *
 * @module
 */

import ts from "../../system/typescript.js";

/** A cell as a syntax tree. */
export interface ParsedCell {
  file: ts.SourceFile;
  /** What was parsed: the source, with `#!` blanked and perhaps parentheses. */
  text: string;
  /** From an offset in `text` to one in the source. */
  toSource(offset: number): number;
  /** Where in `text` the two begin to differ by one. */
  seam?: number;
  /** From an offset in the source to one in `text`. */
  fromSource(offset: number): number;
  /** Errors of the parse, in source order. */
  errors: readonly ts.DiagnosticWithLocation[];
}

type Reading = "ts" | "tsx";

/** Reads a cell as what it most likely is; never throws on bad syntax. */
export function parseCell(source: string): ParsedCell {
  return readings(source).next().value!;
}

/**
 * Every reading of a cell that can be told from its first tokens, the one
 * to use first: all those without an error come before those with one.
 */
export function* readings(source: string): Generator<ParsedCell, undefined> {
  const text = blankHashbang(source);
  const blanked = blankPhases(text);
  if (blanked !== text) {
    const reading = readings(blanked).next().value!;
    const isUsed = parse(text, "ts").errors.length > 0 &&
      reading.errors.length === 0 && areImports(reading, text);
    if (isUsed) yield reading;
  }
  const failed: ParsedCell[] = [];
  const object = parenthesized(text);
  if (object) {
    if (isObjectAlone(object)) yield object;
    else if (object.errors.length > 0) failed.push(object);
  }
  const same = (offset: number) => offset;
  const unmoved = { toSource: same, fromSource: same };
  const plain = { ...parse(text, "ts"), ...unmoved };
  if (plain.errors.length === 0) yield plain;
  else failed.unshift(plain);
  if (plain.errors.length > 0 && text.includes("<")) {
    const jsx = { ...parse(text, "tsx"), ...unmoved };
    if (jsx.errors.length === 0) yield jsx;
    else failed.push(jsx);
  }
  yield* failed;
}

function blankHashbang(source: string): string {
  return source.replace(
    /^\uFEFF?#!.*/,
    (line) => " ".repeat(line.length),
  );
}

const SOURCE_IMPORT =
  /((?:^|;)\s*import\s+)source(?=\s+[\w$]+\s+from\s*["'])/gm;

/** `import source a from "b"` as `import a from "b"`: TypeScript 6 lacks it. */
function blankPhases(text: string): string {
  return text.replace(SOURCE_IMPORT, "$1      ");
}

/** Whether all that would be blanked are imports, and no part of a text. */
function areImports({ file }: ParsedCell, text: string): boolean {
  return [...text.matchAll(SOURCE_IMPORT)].every(({ 0: found, index }) =>
    file.statements.some((it) =>
      ts.isImportDeclaration(it) &&
      it.getStart(file) === index + found.indexOf("import")
    )
  );
}

/** Whether an import is that of a module's source. */
export function isOfSource(source: string, start: number): boolean {
  return /^import\s+source\s+[\w$]+\s+from/.test(source.slice(start));
}

function parse(text: string, reading: Reading) {
  const options = {
    languageVersion: ts.ScriptTarget.ESNext,
    jsDocParsingMode: ts.JSDocParsingMode.ParseNone,
    // Not in TypeScript's declarations: makes `await` a keyword everywhere.
    setExternalModuleIndicator(file: ts.SourceFile) {
      (file as { externalModuleIndicator?: boolean })
        .externalModuleIndicator = true;
    },
  };
  const file = ts.createSourceFile(
    `cell.${reading}`,
    text,
    options,
    false,
    reading === "ts" ? ts.ScriptKind.TS : ts.ScriptKind.TSX,
  );
  setParents(file);
  // Not in TypeScript's declarations either.
  const { parseDiagnostics } = file as unknown as {
    parseDiagnostics: ts.DiagnosticWithLocation[];
  };
  return { file, text, errors: parseDiagnostics };
}

/** TypeScript would do it in three times the time of the parse. */
function setParents(file: ts.SourceFile): void {
  const waiting: ts.Node[] = [file];
  for (let node = waiting.pop(); node; node = waiting.pop()) {
    const parent = node;
    ts.forEachChild(parent, (child) => {
      (child as { parent: ts.Node }).parent = parent;
      waiting.push(child);
    });
  }
}

/** The cell with parentheses around all of it, if it begins with a brace. */
function parenthesized(text: string): ParsedCell | undefined {
  const start = /^(?:\s|\/\/.*|\/\*[^]*?\*\/)*/.exec(text)![0].length;
  if (text[start] !== "{") return undefined;
  const end = text.length - /[\s;]*$/.exec(text)![0].length;
  const wrapped = `${text.slice(0, start)}(${text.slice(start, end)}\n)`;
  return {
    ...parse(wrapped, "ts"),
    seam: start + 1,
    toSource: (offset) =>
      Math.min(offset > start ? offset - 1 : offset, text.length),
    fromSource: (offset) => offset < start ? offset : offset + 1,
  };
}

/** Whether the parenthesized reading is one expression that V8 accepts. */
function isObjectAlone({ file, errors }: ParsedCell): boolean {
  if (errors.length > 0 || file.statements.length !== 1) return false;
  const [statement] = file.statements;
  if (
    !ts.isExpressionStatement(statement) ||
    !ts.isParenthesizedExpression(statement.expression)
  ) return false;
  const { expression } = statement.expression;
  // `{ a = 1 }` is an assignment in a block; as an object it is an error.
  return !ts.isObjectLiteralExpression(expression) ||
    !expression.properties.some((property) =>
      ts.isShorthandPropertyAssignment(property) &&
      property.objectAssignmentInitializer !== undefined
    );
}
