/**
 * Static imports and exports of a cell, which V8 allows in modules only.
 *
 * An import becomes a declaration of what it binds; an export what it
 * exports, as a cell has nobody to export to.
 *
 * @module
 */

import ts from "../../system/typescript.js";
import { isOfSource } from "../parse/parse_cell.ts";
import type { Rewrite } from "./rewrite.ts";

/** `name`, `@scope/name` and `npm:name`, also with a path. */
const PACKAGE = /^(?:npm:|(?!\.)(?:@[^/:]+\/)?[\w.-]+(?:\/|$))/;

/** Whether a specifier is written as a package's name is, installed or not. */
export function isPackageName(specifier: string): boolean {
  return PACKAGE.test(specifier);
}

/** Rewrites `import … from`; `early` if other code stands before it. */
export function rewriteImport(
  rewrite: Rewrite,
  node: ts.ImportDeclaration,
  early: boolean,
): void {
  const clause = node.importClause;
  if (clause?.isTypeOnly) return;
  const ofSource = isOfSource(rewrite.source, node.getStart(rewrite.file));
  const isDeferred = clause?.phaseModifier === ts.SyntaxKind.DeferKeyword;
  const call = ofSource
    ? "importSource"
    : isDeferred
    ? "importDefer"
    : "import";
  const loaded = load(rewrite, node.moduleSpecifier, node.attributes, call);
  const loading = ofSource ? `{default:${loaded}}` : loaded;
  const text = clause
    ? binding(rewrite, clause, loading, node.moduleSpecifier)
    : loading;
  putStatement(rewrite, node, text, early);
}

/** Rewrites `import x = require("…")` and `import x = A.b`. */
export function rewriteImportEquals(
  rewrite: Rewrite,
  node: ts.ImportEqualsDeclaration,
  early: boolean,
): void {
  const { moduleReference: reference } = node;
  if (node.isTypeOnly) {
    rewrite.replace(rewrite.start(node), node.end, ";");
  } else if (ts.isExternalModuleReference(reference)) {
    const loading = load(rewrite, reference.expression);
    const text = `let ${node.name.text}=(m=>m.default??m)(${loading})`;
    putStatement(rewrite, node, text, early);
  } else {
    const value = reference.getText(rewrite.file);
    putStatement(rewrite, node, `let ${node.name.text}=${value}`, false);
  }
}

/** Rewrites `export {…}`, `export * from` and `export … from`. */
export function rewriteExport(
  rewrite: Rewrite,
  node: ts.ExportDeclaration,
  early: boolean,
): void {
  if (node.isTypeOnly) return;
  const text = node.moduleSpecifier
    ? load(rewrite, node.moduleSpecifier, node.attributes)
    : "";
  putStatement(rewrite, node, text, early);
}

/** Rewrites `export default e` and `export = e` to `e`. */
export function rewriteExportAssignment(
  rewrite: Rewrite,
  node: ts.ExportAssignment,
): void {
  const { expression } = node;
  const start = rewrite.start(expression);
  // At the start of a statement, `{` is a block and `class` a declaration.
  rewrite.replace(rewrite.start(node), start, ";0,");
}

function putStatement(
  rewrite: Rewrite,
  node: ts.Statement,
  text: string,
  early: boolean,
): void {
  const start = rewrite.start(node);
  const first = early && !mayBeWritten(rewrite, node);
  if (first) rewrite.imports.push({ text: `${text};`, origin: start });
  rewrite.replace(start, node.end, first ? ";" : `${text};`);
}

const FILE = /^(?:\.{0,2}\/|file:)(?:.*\/)?([^/]+\.\w+)$/;

/**
 * Whether a statement before an import names the imported file, which it then
 * may write: in a module the import would run first and find no file, or the
 * old one. Comments and other imports write nothing, whatever they name.
 */
function mayBeWritten({ file }: Rewrite, node: ts.Statement): boolean {
  if (!ts.isImportDeclaration(node) && !ts.isExportDeclaration(node)) {
    return false;
  }
  const { moduleSpecifier: specifier } = node;
  if (!specifier || !ts.isStringLiteralLike(specifier)) return false;
  const [, name] = FILE.exec(specifier.text) ?? [];
  if (name === undefined) return false;
  return file.statements
    .slice(0, file.statements.indexOf(node))
    .some((before) =>
      !ts.isImportDeclaration(before) && !ts.isExportDeclaration(before) &&
      before.getText(file).includes(name)
    );
}

/** An expression for the module's namespace. */
function load(
  rewrite: Rewrite,
  specifier: ts.Expression,
  attributes?: ts.ImportAttributes,
  call: "import" | "importDefer" | "importSource" = "import",
): string {
  const name = ts.isStringLiteralLike(specifier) ? specifier.text : "";
  rewrite.specifiers.push(name);
  if (isPackageName(name)) rewrite.packages.add(name);
  const given = attributes?.elements
    .map(({ name, value }) =>
      `${JSON.stringify(name.text)}:${
        JSON.stringify(ts.isStringLiteralLike(value) ? value.text : "")
      }`
    );
  const options = given ? `,{with:{${given.join()}}}` : "";
  const [guard, start] = [rewrite.part("guard"), rewrite.part(call)];
  return `await ${guard}(${start}(${JSON.stringify(name)}${options}))`;
}

/** Declares what an import binds; what it is called is bound by the runtime. */
function binding(
  rewrite: Rewrite,
  clause: ts.ImportClause,
  loading: string,
  specifier: ts.Expression,
): string {
  const { read, file, compilerOptions } = rewrite;
  const { namedBindings } = clause;
  const names: string[] = [];
  const bindings: string[] = [];
  const bind = ({ text }: ts.Identifier, exported: string) => {
    const needed = read.has(text) || compilerOptions.verbatimModuleSyntax;
    names.push(text);
    bindings.push(
      `${text}:[${JSON.stringify(exported)},(v)=>{${text}=v},${needed}]`,
    );
  };
  if (clause.name) bind(clause.name, "default");
  if (namedBindings && ts.isNamedImports(namedBindings)) {
    for (const { isTypeOnly, propertyName, name } of namedBindings.elements) {
      if (!isTypeOnly) bind(name, (propertyName ?? name).text);
    }
  }
  const bound = (namespace: string) =>
    `{${names.join()}}=${rewrite.part("bind")}(${namespace},${
      specifier.getText(file)
    },{${bindings.join()}})`;
  if (namedBindings && ts.isNamespaceImport(namedBindings)) {
    const { text } = namedBindings.name;
    const whole = `let ${text}=${loading}`;
    return names.length > 0 ? `${whole},${bound(text)}` : whole;
  }
  return names.length > 0 ? `let ${bound(loading)}` : loading;
}
