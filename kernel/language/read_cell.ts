/**
 * What a cell means to the cells that come after it: its names and types, and
 * what it takes from others.
 *
 * @module
 */

import ts from "../system/typescript.js";
import { parseAtCursor } from "../cell/parse/parse_at_cursor.ts";
import type { ParsedCell } from "../cell/parse/parse_cell.ts";
import {
  redeclaration,
  topLevelDeclarations,
} from "../cell/parse/declarations.ts";
import { editorLineStarts, positionOf } from "../cell/parse/line_starts.ts";
import { boundIdentifiers } from "../cell/parse/scopes.ts";
import { walk } from "../cell/parse/walk.ts";

/** A name of a cell's top level. */
export interface CellName {
  name: string;
  /** Whether later cells may assign to it. */
  mutable: boolean;
  /** Whether the cell exports it by itself. */
  exported: boolean;
  /** Whether it is there before the cell comes to its declaration. */
  hoisted: boolean;
  /** 1-based line of the declaration. */
  line: number;
  /** The line where it ends, with the value it gives. */
  lastLine: number;
  /** The module it is imported from, as written. */
  module?: string;
  /** Whether it is all of that module. */
  isModule?: boolean;
}

export interface ReadCell extends Pick<ParsedCell, "toSource" | "fromSource"> {
  /** What TypeScript is to read. */
  text: string;
  isJsx: boolean;
  /** Whether it can run at all, as far as its syntax goes. */
  correct: boolean;
  names: CellName[];
  /** Every identifier in it, whatever it stands for. */
  mentioned: Set<string>;
  /** Identifiers it assigns to. */
  assigned: Set<string>;
  /** Modules it imports, as written, those of types and of JSX's elements too. */
  specifiers: string[];
  /** Whether it adds to global names or to modules. */
  augments: boolean;
  /** Comments of `@jsxImportSource` and its like, for the start of a file. */
  pragmas: string;
}

/** `// @ts-types="npm:@types/react"`, the package of another one's types. */
const TYPES =
  /@(?:(?:ts|deno)-types\s*=|jsxImportSourceTypes)\s*["']?([^"'\s]+)/g;

export function readCell(code: string): ReadCell {
  const parsed = parseAtCursor(code);
  const { file, text, errors, toSource, fromSource } = parsed;
  const placed = topLevelDeclarations(file);
  const starts = editorLineStarts(code);
  const lineAt = (offset: number) => positionOf(starts, toSource(offset)).line;
  const linesOf = (node: ts.Node) => ({
    line: lineAt(node.getStart(file)),
    lastLine: lineAt(declarationOf(node).end),
  });
  const names = new Map<string, CellName>();
  for (const { name, kind, node } of placed) {
    const mutable = kind === "let" || kind === "var";
    const exported = isExported(node);
    const hoisted = kind === "function" || kind === "import";
    const from = { ...importOf(node), ...linesOf(node) };
    names.set(name, { name, mutable, exported, hoisted, ...from });
  }
  for (const node of typeNames(file)) {
    const { text: name } = node;
    if (names.has(name)) continue;
    const exported = isExported(node);
    const from = { ...importOf(node), ...linesOf(node) };
    names.set(name, { name, exported, mutable: false, hoisted: true, ...from });
  }
  const [leading] = /^(?:\s|\/\/.*|\/\*[^]*?\*\/)*/.exec(text)!;
  const importSource = /@jsxImportSource\s+([\w$@/:.-]+)/.exec(leading)?.[1];
  return {
    text,
    toSource,
    fromSource,
    isJsx: file.languageVariant === ts.LanguageVariant.JSX,
    correct: errors.length === 0 && redeclaration(placed) === undefined,
    names: [...names.values()],
    ...mentions(file),
    specifiers: [
      ...ts.preProcessFile(text, true, true).importedFiles
        .map(({ fileName }) => fileName),
      ...(importSource ? [`${importSource}/jsx-runtime`] : []),
      ...[...text.matchAll(TYPES)].map(([, types]) => types),
    ],
    augments: file.statements.some((statement) =>
      ts.isModuleDeclaration(statement) &&
      (ts.isStringLiteral(statement.name) ||
        (statement.flags & ts.NodeFlags.GlobalAugmentation) !== 0)
    ),
    // Each in its own: TypeScript reads one of a line.
    pragmas: (leading.match(/@jsx\w*\s+[\w$@/:.-]+/g) ?? [])
      .map((pragma) => `/** ${pragma} */`).join(""),
  };
}

/** A variable's own declaration, or the whole statement. */
function declarationOf(name: ts.Node): ts.Node {
  let at = name;
  while (!ts.isVariableDeclaration(at) && !ts.isSourceFile(at.parent)) {
    at = at.parent;
  }
  return at;
}

/** What a name is imported from, if it is. */
function importOf(name: ts.Node): Pick<CellName, "module" | "isModule"> {
  let at = name;
  while (!ts.isImportDeclaration(at) && !ts.isSourceFile(at)) at = at.parent;
  if (!ts.isImportDeclaration(at)) return {};
  const { moduleSpecifier } = at;
  const module = ts.isStringLiteral(moduleSpecifier)
    ? moduleSpecifier.text
    : undefined;
  return { module, isModule: ts.isNamespaceImport(name.parent) };
}

function isExported(node: ts.Node): boolean {
  for (let at = node; !ts.isSourceFile(at); at = at.parent) {
    const modifiers = ts.canHaveModifiers(at) ? at.modifiers : undefined;
    const kinds = modifiers?.map(({ kind }) => kind) ?? [];
    if (kinds.includes(ts.SyntaxKind.ExportKeyword)) {
      return !kinds.includes(ts.SyntaxKind.DefaultKeyword);
    }
  }
  return false;
}

/** Names that only the type checker knows, and such as `declare const` makes. */
function typeNames(file: ts.SourceFile): ts.Identifier[] {
  return file.statements.flatMap((statement) => {
    if (ts.isImportDeclaration(statement)) {
      const clause = statement.importClause;
      const bindings = clause?.namedBindings;
      const inner = !bindings
        ? []
        : ts.isNamespaceImport(bindings)
        ? [bindings.name]
        : bindings.elements.map(({ name }) => name);
      return clause?.name ? [clause.name, ...inner] : inner;
    }
    if (ts.isVariableStatement(statement)) {
      return statement.declarationList.declarations.flatMap(({ name }) =>
        boundIdentifiers(name)
      );
    }
    const declares = ts.isInterfaceDeclaration(statement) ||
      ts.isTypeAliasDeclaration(statement) ||
      ts.isFunctionDeclaration(statement) ||
      ts.isClassDeclaration(statement) || ts.isEnumDeclaration(statement) ||
      ts.isImportEqualsDeclaration(statement) ||
      ts.isModuleDeclaration(statement);
    const name = declares ? statement.name : undefined;
    const isGlobal = statement.flags & ts.NodeFlags.GlobalAugmentation;
    return name && ts.isIdentifier(name) && !isGlobal ? [name] : [];
  });
}

function mentions(file: ts.SourceFile) {
  const mentioned = new Set<string>();
  const assigned = new Set<string>();
  const assign = (target: ts.Node) =>
    walk(target, (node) => {
      if (ts.isIdentifier(node)) assigned.add(node.text);
      return !ts.isPropertyAccessExpression(node) &&
        !ts.isElementAccessExpression(node);
    });
  walk(file, (node) => {
    if (ts.isIdentifier(node)) mentioned.add(node.text);
    else if (ts.isBinaryExpression(node)) {
      const { kind } = node.operatorToken;
      const assigns = kind >= ts.SyntaxKind.FirstAssignment &&
        kind <= ts.SyntaxKind.LastAssignment;
      if (assigns) assign(node.left);
    } else if (
      ts.isPrefixUnaryExpression(node) || ts.isPostfixUnaryExpression(node)
    ) {
      const { operator } = node;
      if (
        operator === ts.SyntaxKind.PlusPlusToken ||
        operator === ts.SyntaxKind.MinusMinusToken
      ) assign(node.operand);
    } else if (ts.isForInStatement(node) || ts.isForOfStatement(node)) {
      const { initializer } = node;
      if (!ts.isVariableDeclarationList(initializer)) assign(initializer);
    }
  });
  return { mentioned, assigned };
}
