/**
 * What stands at the cursor, for completion and inspection at run time.
 *
 * Nothing is evaluated here; `access_path.ts` tells what can be looked at
 * without side effects.
 *
 * @module
 */

import ts from "../../system/typescript.js";
import { isInAttributes } from "./in_attributes.ts";
import { isInComment } from "./in_comment.ts";
import { modelGiven } from "./model_given.ts";
import { isNamingPlace } from "./is_naming_place.ts";
import { isTypePlace } from "./is_type_place.ts";
import {
  accessBefore,
  isAccess,
  isNameNode,
  isText,
  isUnterminated,
  nodeAt,
  objectOf,
} from "./node_at.ts";
import { topLevelDeclarations } from "../parse/declarations.ts";
import { parseAtCursor } from "../parse/parse_at_cursor.ts";
import type { ParsedCell } from "../parse/parse_cell.ts";
import { isHidden } from "../parse/scopes.ts";
import { receiverOf } from "./receiver_of.ts";
import { usesLocals } from "./uses_locals.ts";
import { unlessTooDeep } from "./unless_too_deep.ts";

/** A name, or part of one, at the cursor. Offsets are UTF-16 units of the cell. */
export interface ExpressionAt {
  /**
   * - `name`: a variable, `fo|`
   * - `property`: `foo.ba|`
   * - `key`: `foo["ba|`, the quotes not included
   * - `specifier`: of an import, `from "./ba|`, likewise
   * - `text`: any other string, likewise
   * - `declaration`: a name being made, as in `const fo|` or `<a hr|`
   * - `attribute`: of an import, `with { ty|`
   */
  kind:
    | ("name" | "property" | "key" | "specifier" | "text")
    | ("declaration" | "attribute");
  /** The whole name, on both sides of the cursor. */
  text: string;
  /** What of it stands before the cursor. */
  prefix: string;
  /** Where the whole begins. */
  start: number;
  /** Where it ends. */
  end: number;
  /**
   * The object of a `property` or `key`, as written. Where a `text` is given to
   * a method, the object of that method.
   */
  object?: string;
  /** The name of that method. */
  method?: string;
  /** Of a `text`: the variable that may hold a model whose layer it names. */
  model?: string;
  /**
   * Of a `text`: whether it is part of a list or an option, and not itself an
   * argument of the method. Of an `attribute`: whether it is a value, no name.
   */
  isNested?: boolean;
  /**
   * Of a `property`: whether it is one by its dot alone, in code that is too
   * broken to be parsed there.
   */
  isLoose?: boolean;
  /** Of a `name`: whether it may become a key of the object it stands in. */
  isShorthand?: boolean;
  /**
   * Whether the name, or one in `object`, is declared by a function or block
   * around the cursor, so that its value outside of it is another.
   */
  local: boolean;
  /**
   * Whether types should answer before values: the cell itself declares what
   * `object` begins with, so a value would be that of an earlier run; or only a
   * type can stand there.
   */
  prefersTypes: boolean;
}

/** The name at `offset`; undefined in comments, plain text and numbers. */
export function expressionAt(
  source: string,
  offset: number,
): ExpressionAt | undefined {
  return unlessTooDeep(
    () => findExpression(source, offset),
    wordAt(source, offset),
  );
}

/** The word before the cursor, where nothing more can be known. */
function wordAt(source: string, offset: number): ExpressionAt {
  const start = wordStart(source, offset);
  const text = source.slice(start, offset);
  const place = { start, end: offset, local: false, prefersTypes: false };
  return { kind: "name", text, prefix: text, ...place };
}

/** A place in a parsed cell. */
interface Cursor {
  cell: ParsedCell;
  /** Offset in the parsed text. */
  at: number;
}

function findExpression(
  source: string,
  offset: number,
): ExpressionAt | undefined {
  const cell = parseAtCursor(source);
  const { file, text } = cell;
  const at = cell.fromSource(offset);
  const cursor = { cell, at };
  if (isInComment(file, at)) return undefined;
  const node = nodeAt(file, at);
  if (node && isText(node)) {
    return ts.isStringLiteralLike(node) ? inString(cursor, node) : undefined;
  }
  if (node && !isNameNode(node)) return undefined;
  const dotted = node ? node.parent : accessBefore(file, at);
  const object = dotted && objectOf(dotted, node);
  const kind = object
    ? "property"
    : isInAttributes(file, at)
    ? "attribute"
    : (node ? isDeclared(node) : isNamingPlace(file, at))
    ? "declaration"
    : "name";
  if (dotted && !object && isAccess(dotted) && dotted.pos !== node?.pos) {
    return undefined;
  }
  const start = node ? node.getStart(file) : wordStart(text, at);
  const end = node ? node.end : at;
  const found = described(cursor, kind, start, end, object, node);
  // `import.meta` and `new.target` are no members of any value.
  const keyword = object
    ? undefined
    : /\b(import|new)\s*\.\s*$/.exec(text.slice(0, start))?.[1];
  return keyword
    ? { ...found, kind: "property", object: keyword, local: true }
    : object
    ? found
    : loosely(found, text.slice(0, start));
}

/** Such as `model.` in `const = model.`. */
function loosely(found: ExpressionAt, before: string): ExpressionAt {
  const path = PATH_BEFORE.exec(before.slice(-LONGEST_PATH))?.[1];
  return path === undefined
    ? found
    : { ...found, kind: "property", object: path, isLoose: true };
}

/** In characters; nobody writes a longer one by hand. */
const LONGEST_PATH = 1000;

const PATH_BEFORE =
  /(?<![\p{ID_Continue}$.])([\p{ID_Start}$_][\p{ID_Continue}$]*(?:\.[\p{ID_Start}$_][\p{ID_Continue}$]*)*)\.$/u;

/** What a string is: a key, the specifier of an import, or some other text. */
function inString(
  cursor: Cursor,
  node: ts.StringLiteralLike,
): ExpressionAt | undefined {
  const { parent } = node;
  const start = node.getStart(cursor.cell.file) + 1;
  const end = node.end - (isUnterminated(node) ? 0 : 1);
  if (ts.isElementAccessExpression(parent)) {
    return described(cursor, "key", start, end, parent.expression, node);
  }
  const imports = ts.isImportDeclaration(parent) ||
    ts.isExportDeclaration(parent) || ts.isExternalModuleReference(parent) ||
    (ts.isCallExpression(parent) &&
      parent.expression.kind === ts.SyntaxKind.ImportKeyword);
  if (imports) return described(cursor, "specifier", start, end);
  if (ts.isImportAttribute(parent) && parent.value === node) {
    return { ...described(cursor, "attribute", start, end), isNested: true };
  }
  const receiver = receiverOf(node);
  const method = receiver?.access;
  const model = modelGiven(node);
  return {
    ...described(cursor, "text", start, end, method?.expression, node),
    method: method?.name.text,
    isNested: receiver?.isNested,
    model: model && !usesLocals(model)
      ? model.getText(cursor.cell.file)
      : undefined,
  };
}

function described(
  { cell, at }: Cursor,
  kind: ExpressionAt["kind"],
  start: number,
  end: number,
  object?: ts.Node,
  name?: ts.Node,
): ExpressionAt {
  const { file, text } = cell;
  const local = object
    ? usesLocals(object) || object.kind === ts.SyntaxKind.SuperKeyword
    : kind === "name" && name !== undefined && ts.isIdentifier(name) &&
      isHidden(name.text, name);
  return {
    kind,
    text: text.slice(start, end),
    prefix: text.slice(start, at),
    start: cell.toSource(start),
    end: cell.toSource(end),
    object: object?.getText(file),
    isShorthand: name && ts.isShorthandPropertyAssignment(name.parent),
    local,
    prefersTypes: object
      ? isOwn(object, file) || ts.isQualifiedName(object.parent)
      : kind === "name" && isTypePlace(file, at, name),
  };
}

function isOwn(object: ts.Node, file: ts.SourceFile): boolean {
  let first = object;
  for (let below: ts.Node | undefined = object; below;) {
    first = below;
    below = ts.forEachChild(below, (child) => child);
  }
  return ts.isIdentifier(first) &&
    topLevelDeclarations(file).some(({ name }) => name === first.text);
}

function isDeclared(node: ts.Node): boolean {
  const { parent } = node;
  if (ts.isImportSpecifier(parent) || ts.isExportSpecifier(parent)) {
    return parent.propertyName !== undefined && parent.name === node;
  }
  return (ts.isVariableDeclaration(parent) || ts.isParameter(parent) ||
    ts.isBindingElement(parent) || ts.isFunctionLike(parent) ||
    ts.isClassLike(parent) || ts.isEnumDeclaration(parent) ||
    ts.isEnumMember(parent) || ts.isNamespaceImport(parent) ||
    ts.isModuleDeclaration(parent) || ts.isInterfaceDeclaration(parent) ||
    ts.isTypeAliasDeclaration(parent) || ts.isJsxAttribute(parent)) &&
    parent.name === node;
}

function wordStart(text: string, at: number): number {
  return at - /[\p{ID_Continue}$]*$/u.exec(text.slice(0, at))![0].length;
}
