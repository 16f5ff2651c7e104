/**
 * What a type in TypeScript says of the values that a name takes.
 *
 * @module
 */

import ts from "../system/typescript.js";
import type { Default, Kind } from "./parameter_defaults.ts";

type Inner = Pick<
  Default,
  "elements" | "items" | "fields" | "names" | "values"
>;

export const UNKNOWN: Default = {
  type: "anything",
  kinds: undefined,
  literals: [],
};

/** What can be said of a name with this type. */
export function ofType(
  node: ts.TypeNode,
  aliases: Map<string, ts.TypeNode>,
  depth = 0,
): Default {
  const type = node.getText().replace(/\s+/g, " ");
  const kinds: Kind[] = [];
  const literals: Default["literals"] = [];
  const parts = ts.isUnionTypeNode(node) ? [...node.types] : [node];
  const inner: Inner = {};
  for (const part of parts) {
    // Within a value of JSON there is none.
    const isDate = depth === 0 && part.getText() === "Date";
    const kind = isDate ? "date" : kindOfType(part);
    const literal = ts.isLiteralTypeNode(part) ? literalOf(part) : undefined;
    const alias = ts.isTypeReferenceNode(part)
      ? aliases.get(part.typeName.getText())
      : ts.isParenthesizedTypeNode(part)
      ? part.type
      : undefined;
    if (kind !== undefined) {
      if (kind === "array" || kind === "object") {
        Object.assign(inner, innerOf(part, aliases, depth));
      }
      kinds.push(kind);
    } else if (literal !== undefined) {
      literals.push(literal);
    } else if (alias !== undefined && depth < 8) {
      const meant = ofType(alias, aliases, depth + 1);
      if (parts.length === 1) return meant;
      if (meant.kinds === undefined) return { ...UNKNOWN, type };
      kinds.push(...meant.kinds);
      literals.push(...meant.literals);
    } else if (part.kind !== ts.SyntaxKind.UndefinedKeyword) {
      return { ...UNKNOWN, type };
    }
  }
  // Of two arrays, or two objects, it is not known which one is meant.
  const isOne = (kind: Kind) => kinds.filter((it) => it === kind).length === 1;
  const { elements, items, ...ofObjects } = inner;
  return {
    type,
    kinds,
    literals,
    ...isOne("array") ? { elements, items } : {},
    ...isOne("object") ? ofObjects : {},
  };
}

function innerOf(
  node: ts.TypeNode,
  aliases: Map<string, ts.TypeNode>,
  depth: number,
): Inner {
  const of = (type: ts.TypeNode | undefined) =>
    type && ofType(type, aliases, depth + 1);
  if (ts.isArrayTypeNode(node)) return { elements: of(node.elementType) };
  if (ts.isTupleTypeNode(node)) {
    const types = node.elements.map((element) =>
      ts.isNamedTupleMember(element) && !element.questionToken &&
        !element.dotDotDotToken
        ? element.type
        : element
    );
    // Optional ones and a rest take any number.
    const isPlain = types.every((type) =>
      !ts.isOptionalTypeNode(type) && !ts.isRestTypeNode(type) &&
      !ts.isNamedTupleMember(type)
    );
    return isPlain ? { items: types.map((type) => of(type)!) } : {};
  }
  if (ts.isTypeReferenceNode(node)) {
    const [first, second] = node.typeArguments ?? [];
    if (node.typeName.getText() !== "Record") return { elements: of(first) };
    const names = of(first);
    // In JSON a name is a text, whatever the type says.
    const areTexts = names?.kinds?.length === 0 &&
      names.literals.every((literal) => typeof literal === "string");
    return { names: areTexts ? names : undefined, values: of(second) };
  }
  if (!ts.isTypeLiteralNode(node)) return {};
  const [member, ...more] = node.members;
  return member && ts.isIndexSignatureDeclaration(member) && more.length === 0
    ? { values: of(member.type) }
    : { fields: fieldsOf(node, aliases, depth) };
}

function fieldsOf(
  node: ts.TypeLiteralNode,
  aliases: Map<string, ts.TypeNode>,
  depth: number,
): Default["fields"] {
  const fields: Default["fields"] = new Map();
  for (const member of node.members) {
    if (!ts.isPropertySignature(member) || !member.type) return undefined;
    const { name, type, questionToken } = member;
    if (!ts.isIdentifier(name) && !ts.isStringLiteral(name)) return undefined;
    const isOptional = questionToken !== undefined;
    const field = ofType(type, aliases, depth + 1);
    fields.set(name.text, { ...field, isOptional });
  }
  return fields;
}

function kindOfType(node: ts.TypeNode): Kind | undefined {
  switch (node.kind) {
    case ts.SyntaxKind.NumberKeyword:
      return "number";
    case ts.SyntaxKind.BigIntKeyword:
      return "bigint";
    case ts.SyntaxKind.StringKeyword:
      return "string";
    case ts.SyntaxKind.BooleanKeyword:
      return "boolean";
    case ts.SyntaxKind.ArrayType:
    case ts.SyntaxKind.TupleType:
      return "array";
    case ts.SyntaxKind.TypeLiteral:
    case ts.SyntaxKind.ObjectKeyword:
      return "object";
  }
  if (ts.isLiteralTypeNode(node)) {
    return node.literal.kind === ts.SyntaxKind.NullKeyword ? "null" : undefined;
  }
  if (ts.isTypeReferenceNode(node)) {
    const name = node.typeName.getText();
    if (name === "Array" || name === "ReadonlyArray") return "array";
    if (name === "Record") return "object";
  }
}

function literalOf(
  { literal }: ts.LiteralTypeNode,
): string | number | boolean | undefined {
  if (ts.isStringLiteral(literal)) return literal.text;
  const isNumber = ts.isNumericLiteral(literal) ||
    ts.isPrefixUnaryExpression(literal);
  if (isNumber) return Number(literal.getText());
  if (literal.kind === ts.SyntaxKind.TrueKeyword) return true;
  if (literal.kind === ts.SyntaxKind.FalseKeyword) return false;
}
