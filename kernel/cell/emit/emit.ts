/**
 * Puts a rewritten cell together as the two scripts that V8 runs.
 *
 * @module
 */

import ts from "../../system/typescript.js";
import type { CellScope } from "../parse/cell_scope.ts";
import { type MappedText, Pieces, type Region } from "../rewrite/edits.ts";
import type { JsxOptions } from "../../config/jsx_options.ts";
import type { Rewrite } from "../rewrite/rewrite.ts";
import { withoutTypes } from "../rewrite/rewrite_variables.ts";
import { keepCompletionValue } from "./completion_value.ts";
import { stripTypes } from "./strip_types.ts";
import { transpile } from "./transpile.ts";

/** What the scripts depend on beside the cell. */
export interface EmitOptions {
  cell: number;
  scope: CellScope;
  jsx: JsxOptions;
}

/** The two scripts of a cell; without functions the prelude is empty. */
export interface Scripts {
  prelude: MappedText;
  body: MappedText;
}

/** Emits a cell that has been rewritten. */
export function emit(rewrite: Rewrite, options: EmitOptions): Scripts {
  const isTest = options.scope.mayTest || rewrite.mayTest;
  const valued = endsWithValue(rewrite, isTest);
  const blanked = stripTypes(rewrite);
  const imports = new Map<string, Set<string>>();
  const finish = (regions: Region[], suffix: string): MappedText => {
    const edited = followed(rewrite.edits.apply(blanked, regions), suffix);
    if (!rewrite.needsTranspile) return edited;
    const transpiled = transpile(edited, {
      fileName: rewrite.file.fileName,
      runtime: rewrite.runtime,
      declared: new Set(rewrite.declarations.map(({ name }) => name)),
      taken: options.scope.names(),
      compilerOptions: rewrite.compilerOptions,
      hasUsing: rewrite.usingStart !== undefined,
      downlevel: rewrite.needsDownlevel,
      jsx: options.jsx,
    });
    // Functions and the rest of the cell may need the same names.
    for (const { specifier, names } of transpiled.imports) {
      const all = imports.get(specifier) ?? new Set();
      for (const name of names) all.add(name);
      imports.set(specifier, all);
    }
    return transpiled;
  };
  const unbound = unboundNames(rewrite, options.scope);
  const prelude = preludeOf(rewrite, options.cell, unbound, finish);
  const suffix = `${rewrite.usingStart === undefined ? "" : "\n}"}\n;${
    valued ? "" : `${ending(rewrite, isTest).join("void 0")};`
  }await ${rewrite.part("close")}(${options.cell})`;
  const body = finish(bodyRegions(rewrite), suffix);
  const first = prelude.text === "" ? unbound : "";
  const head = bodyHead(rewrite, options, first, imports);
  return { prelude, body: join(head, body) };
}

/** Whether the cell ends with what has a value, semicolons aside, given to the runtime then. */
function endsWithValue(rewrite: Rewrite, isTest: boolean): boolean {
  const { file, edits } = rewrite;
  const last = file.statements.findLast((statement) =>
    !ts.isEmptyStatement(statement)
  );
  if (!last) return false;
  const [before, after] = ending(rewrite, isTest);
  if (!(ts.isExpressionStatement(last) || ts.isExportAssignment(last))) {
    return keepCompletionValue(rewrite, last, [before, after]);
  }
  const { expression } = last;
  const { end } = withoutTypes(expression);
  edits.wrap(expression.getStart(file), end, `${before}(`, `)${after}`);
  return true;
}

/** What goes around the value that a cell ends with. */
function ending(rewrite: Rewrite, isTest: boolean): [string, string] {
  const ended = rewrite.part("ended");
  if (!isTest) return [`${ended}(`, ")"];
  const tested = `${rewrite.part("guard")}(${rewrite.part("tested")}(`;
  return [`${ended}((await ${tested}`, "))).value)"];
}

/**
 * Code that goes first in a cell: it tells the runtime to read these names from
 * their variables. They are those that earlier cells imported and this one
 * declares anew, and those that it imports, until the import has succeeded.
 * Functions of this and of earlier cells ask the runtime for them.
 */
function unboundNames(
  rewrite: Rewrite,
  scope: CellScope,
): string {
  const { declarations, revived } = rewrite;
  const names = new Set(
    declarations.filter(({ name, live }) => live || scope.isLive(name))
      .map(({ name }) => name),
  );
  for (const name of revived) if (scope.isLive(name)) names.add(name);
  return [...names].map((name) =>
    `${rewrite.part("unbind")}(${JSON.stringify(name)},()=>${name});`
  ).join("");
}

/** The body is the cell without its functions. */
function bodyRegions({ functions, cell, file }: Rewrite): Region[] {
  const regions: Region[] = [];
  let at = 0;
  for (const node of functions) {
    const start = node.getStart(file);
    regions.push({ start: at, end: start });
    regions.push({ start, end: node.end, instead: ";" });
    at = node.end;
  }
  regions.push({ start: at, end: cell.text.length });
  return regions;
}

/** What comes before the cell, on its first line. */
function bodyHead(
  rewrite: Rewrite,
  { cell, scope, jsx }: EmitOptions,
  unbound: string,
  ofJsx: ReadonlyMap<string, ReadonlySet<string>>,
): Pieces {
  const { declarations, early, imports, packages, revived } = rewrite;
  const [hop, enter] = [rewrite.part("hop"), rewrite.part("enter")];
  const head = new Pieces();
  head.add(`"use strict";await ${hop}(${cell});${enter}(${cell});${unbound}`);
  const kinds = new Map(early.map((name) => [name, ""]));
  for (const { name, kind } of declarations) {
    if (kind === "enum" || kind === "namespace") kinds.set(name, "");
    else if (kind === "var") {
      // A `var` keeps the value that its name has already.
      const former = scope.kind(name) !== undefined;
      kinds.set(name, former ? `=(()=>{try{return ${name}}catch{}})()` : "");
    }
  }
  for (const { name, kind } of declarations) {
    if (kind === "function") kinds.delete(name);
    else if (kind === "class" && !early.includes(name)) kinds.delete(name);
  }
  for (const name of revived) kinds.set(name, "");
  if (kinds.size > 0) {
    head.add(`let ${[...kinds].map((entry) => entry.join("")).join()};`);
  }
  if (packages.size > 0 && jsx.importSource) {
    // A later cell may hold the elements.
    packages.add(`${jsx.importSource}/jsx-runtime`);
  }
  const guard = rewrite.part("guard");
  // Where neither this cell nor an earlier one declares `require`, its calls
  // fail, and nothing is loaded for them.
  const isRequire = scope.kind("require") !== undefined ||
    declarations.some(({ name }) => name === "require");
  const required = isRequire ? [...rewrite.required] : [];
  if (packages.size > 1 || required.length > 0) {
    const names = [[...packages], ...required.length > 0 ? [required] : []]
      .map((names) => JSON.stringify(names));
    head.add(`await ${guard}(${rewrite.part("foresee")}(${names}));`);
  }
  for (const [specifier, names] of ofJsx) {
    const bound = [...names].map((name) => `${name}:_${name}`).join();
    const module = `${rewrite.part("import")}(${JSON.stringify(specifier)})`;
    head.add(`let {${bound}}=await ${guard}(${module});`);
  }
  for (const { text, origin } of imports) head.add(text, origin);
  return head;
}

/** With code after it that is from nowhere in the cell. */
function followed(
  { text, origin, starts }: MappedText,
  suffix: string,
): MappedText {
  const end = text.length;
  return {
    text: text + suffix,
    starts: suffix === "" ? starts : [...starts, end],
    origin: (offset) => offset < end ? origin(offset) : undefined,
  };
}

function join(head: Pieces, edited: MappedText): MappedText {
  const { text, origin, starts } = head.finish();
  const at = text.length;
  return {
    text: text + edited.text,
    starts: [...starts, ...edited.starts.map((start) => start + at)],
    origin: (offset) =>
      offset < at ? origin(offset) : edited.origin(offset - at),
  };
}

/** The prelude is the functions of the cell, the last of each name. */
function preludeOf(
  rewrite: Rewrite,
  cell: number,
  unbound: string,
  finish: (regions: Region[], suffix: string) => MappedText,
): MappedText {
  const { functions, held, file } = rewrite;
  if (functions.length === 0 && held.length === 0) {
    return { text: "", origin: () => undefined, starts: [] };
  }
  const last = new Map(functions.map((node) => [node.name?.text, node]));
  last.delete(undefined);
  const regions: Region[] = [];
  let at = 0;
  for (const node of functions) {
    if (last.get(node.name?.text) !== node) continue;
    const start = node.getStart(file);
    regions.push({ start: at, end: start, instead: "" });
    regions.push({ start, end: node.end });
    at = node.end;
  }
  regions.push({ start: at, end: rewrite.cell.text.length, instead: "" });
  const head = new Pieces();
  head.add(`"use strict";${unbound}`);
  for (const name of held) {
    const place = `${rewrite.part("held")}.${name}`;
    head.add(`${place}=void 0;try{${place}=${name}}catch{}`);
  }
  const declared = `;${rewrite.part("declared")}(${cell})`;
  return join(head, finish(regions, declared));
}
