import { toUtf16Offset } from "../protocol/code_points.ts";
import type {
  InspectReply,
  InspectRequest,
} from "../protocol/introspection.ts";
import type * as Cells from "../cell/mod.ts";
import type { Hovered, LanguageService } from "../language/language_service.ts";
import type { Interpreter } from "../runtime/interpreter.ts";
import type { Look } from "../runtime/look.ts";
import { withColumnMethod } from "./columns.ts";
import type { Context } from "./context.ts";
import { described } from "./described.ts";
import { KEYWORDS } from "./keywords.ts";
import { fenced } from "./markdown.ts";
import {
  hoverSections,
  type Section,
  signatureSections,
} from "./typed_sections.ts";

interface Target {
  /** As written. */
  name: string;
  path?: Cells.AccessPath;
  /** What V8 may try to evaluate. */
  expression?: string;
}

/** A place of some code. */
interface Place {
  code: string;
  cursor: number;
  detail: 0 | 1;
  cells: typeof Cells;
}

/**
 * Says what is known of what stands at the cursor: its type and documentation,
 * its value if there is one, and where it was declared.
 */
export async function inspectRequest(
  { code, cursor_pos, detail_level }: InspectRequest,
  { interpreter, language }: Context,
): Promise<InspectReply> {
  language?.start();
  // Loads TypeScript, which is no part of a quick start.
  const cells = await import("../cell/mod.ts");
  const cursor = toUtf16Offset(code, cursor_pos);
  const detail = detail_level === 1 ? 1 : 0;
  const place = { code, cursor, detail, cells } as const;
  const at = cells.expressionAt(code, cursor);
  const isName = at !== undefined && at.text !== "" &&
    at.kind !== "specifier" && at.kind !== "text";
  const sections = isName
    ? await nameSections(at, place, interpreter, language)
    : at?.kind === "specifier"
    ? await typedSections(at, place, language)
    : [];
  if (sections.length === 0) {
    sections.push(...await callSections(place, interpreter, language));
  }
  if (sections.length === 0) {
    sections.push(...await bracketSections(place, interpreter, language));
  }
  if (sections.length === 0) {
    sections.push(...await columnSections(at, place, interpreter, language));
  }
  if (sections.length === 0) {
    return { status: "ok", found: false, data: {}, metadata: {} };
  }
  const data = {
    "text/plain": sections.map(({ plain }) => plain).join("\n\n"),
    "text/markdown": sections.map(({ markdown }) => markdown).join("\n\n"),
  };
  return { status: "ok", found: true, data, metadata: {} };
}

async function nameSections(
  at: Cells.ExpressionAt,
  place: Place,
  interpreter: Interpreter,
  language: LanguageService | undefined,
): Promise<Section[]> {
  const target = ofName(at, place);
  const [typed, look] = await Promise.all([
    typedSections(at, place, language),
    target && lookOf(target, interpreter),
  ]);
  const isTyped = typed.length > 0;
  // A name that is being declared is not the global of the same name.
  const isMeant = at.kind !== "declaration" || look?.cell !== undefined;
  const shown = isMeant ? look : undefined;
  const isType = place.detail === 1 && isTyped && !shown &&
    at.object === undefined && !at.local;
  return [
    ...typed,
    ...valueSections(target, shown, isTyped, place),
    ...(isType ? typeSource(at.text, place, language) : []),
  ];
}

/** How a cell declared a type, which has no value that tells. */
function typeSource(
  name: string,
  { cells }: Place,
  language: LanguageService | undefined,
): Section[] {
  const cell = language?.sourceOf(name);
  const source = cell && cells.declarationOf(cell, name)?.source;
  return source ? [{ plain: source, markdown: fenced(source) }] : [];
}

async function typedSections(
  at: Cells.ExpressionAt,
  { code, cursor, detail }: Place,
  language: LanguageService | undefined,
): Promise<Section[]> {
  const sections = hoveredSections(await language?.hover(code, cursor), detail);
  // A name on its own may also be that of a type, which is no expression.
  const isAlone = at.kind === "name" && code.trim() === at.text &&
    !KEYWORDS.includes(at.text);
  if (sections.length > 0 || !isAlone) return sections;
  const asType = `type _ = ${at.text}`;
  const found = await language?.hover(asType, asType.length);
  return hoveredSections(found, detail);
}

function hoveredSections(
  found: Hovered | undefined,
  detail: 0 | 1,
): Section[] {
  if (!found) return [];
  const sections = hoverSections(found.hover, detail);
  const [where] = found.places;
  if (sections.length === 0 || where === undefined) return sections;
  return [...sections, {
    plain: `Declared in ${where}`,
    markdown: `Declared in \`${where}\``,
  }];
}

/** The signature of the call around the cursor; else its function's value. */
async function callSections(
  place: Place,
  interpreter: Interpreter,
  language: LanguageService | undefined,
): Promise<Section[]> {
  const { code, cursor, cells, detail } = place;
  const call = cells.calleeAt(code, cursor);
  if (!call) return [];
  const help = await language?.signatureHelp(code, cursor);
  const typed = help ? signatureSections(help, detail) : [];
  if (typed.length > 0) return typed;
  if (call.local) return [];
  const { callee: name } = call;
  const method = await withColumnMethod(name, cells, interpreter);
  if (method !== undefined) {
    const asked = `${method}(`;
    const ofColumn = await language?.signatureHelp(asked, asked.length);
    if (ofColumn) return signatureSections(ofColumn, detail);
  }
  const target = targetOf(name, name, cells);
  const look = await lookOf(target, interpreter);
  return valueSections(target, look, false, place);
}

/** The type and the value of what ends at the cursor, such as `layers[0]`. */
async function bracketSections(
  place: Place,
  interpreter: Interpreter,
  language: LanguageService | undefined,
): Promise<Section[]> {
  const { code, cursor, cells } = place;
  const found = cells.expressionBefore(code, cursor);
  if (!found || found.local) return [];
  const { text } = found;
  const target = targetOf(text, text, cells);
  const [typed, look] = await Promise.all([
    expressionSections(text, text, place, language),
    lookOf(target, interpreter),
  ]);
  return [
    ...typed,
    ...valueSections(target, look, typed.length > 0, place),
  ];
}

/** The type of an expression, for which there is no name in the code. */
async function expressionSections(
  text: string,
  shown: string,
  { code, detail }: Place,
  language: LanguageService | undefined,
): Promise<Section[]> {
  // A name for it, of which the server can tell the type.
  const named = `${code}\n;const ${NAMED} = ${text}`;
  const hovered = await language?.hover(named, named.lastIndexOf(NAMED) + 1);
  const [typed] = hovered ? hoverSections(hovered.hover, detail) : [];
  const type = typed?.plain.replace(/^const \w+/, () => shown);
  if (type === undefined || type.endsWith(": any")) return [];
  return [{ plain: type, markdown: fenced(type) }];
}

/** The type of a data frame's column, and of what follows it. */
async function columnSections(
  at: Cells.ExpressionAt | undefined,
  place: Place,
  interpreter: Interpreter,
  language: LanguageService | undefined,
): Promise<Section[]> {
  const { code, cursor, cells } = place;
  const isMember = at !== undefined && at.object !== undefined &&
    (at.kind === "property" || at.kind === "key");
  const found = isMember
    ? { text: ofName(at, place)?.name, local: at.local }
    : cells.expressionBefore(code, cursor);
  if (found?.text === undefined || found.local) return [];
  const { text } = found;
  const column = await withColumnMethod(text, cells, interpreter);
  if (column === undefined) return [];
  return await expressionSections(column, text, place, language);
}

const NAMED = "thaw_inspected";

function ofName(at: Cells.ExpressionAt, { code, cells }: Place) {
  if (at.local) return undefined;
  const { object, text } = at;
  const written = code.slice(at.start, at.end);
  if (object === undefined) return targetOf(written, text, cells);
  const key = at.kind === "key" ? `[${JSON.stringify(text)}]` : `.${written}`;
  return targetOf(`${object}${key}`, `${object}${key}`, cells);
}

function targetOf(
  name: string,
  expression: string,
  cells: typeof Cells,
): Target {
  return {
    name,
    path: cells.accessPath(expression),
    expression: cells.evaluable(expression),
  };
}

/** The value, so far as it says more than the type does. */
function valueSections(
  target: Target | undefined,
  look: Look | undefined,
  isTyped: boolean,
  { cells, detail }: Place,
): Section[] {
  if (!target || !look) return [];
  const { name } = target;
  const declared = look.cell === undefined
    ? undefined
    : cells.declarationOf(look.cell, name);
  // The signature of a cell's own function has its defaults, the type has not.
  const isFunction = look.value.type === "function";
  if (isTyped && detail === 0 && isFunction && !declared) return [];
  const signature = declared?.signature ??
    cells.signatureOf(look.value.description ?? "");
  const known = isTyped && declared
    ? { ...declared, doc: undefined }
    : declared;
  const subject = { name, look, declared: known, signature };
  const data = described(subject, detail);
  return [{
    plain: String(data["text/plain"]),
    markdown: String(data["text/markdown"]),
  }];
}

async function lookOf(
  { path, expression }: Target,
  interpreter: Interpreter,
): Promise<Look | undefined> {
  const found = path && await interpreter.look(path);
  if (found || expression === undefined) return found;
  const look = await interpreter.lookAt(expression);
  // What is not there is undefined, too.
  return look?.value.type === "undefined" ? undefined : look;
}
