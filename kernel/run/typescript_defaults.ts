/**
 * What a cell in TypeScript sets, and of which types.
 *
 * @module
 */

import ts from "../system/typescript.js";
import type { Default, Kind } from "./parameter_defaults.ts";

const UNKNOWN: Default = { type: "anything", kinds: undefined, literals: [] };

/** The names that a cell declares or assigns at its top level. */
export function typeScriptDefaults(source: string): Map<string, Default> {
  const file = ts.createSourceFile(
    "parameters.ts",
    source,
    ts.ScriptTarget.Latest,
    true,
  );
  const aliases = new Map<string, ts.TypeNode>();
  for (const statement of file.statements) {
    if (ts.isTypeAliasDeclaration(statement)) {
      aliases.set(statement.name.text, statement.type);
    }
  }
  const defaults = new Map<string, Default>();
  for (const statement of file.statements) {
    if (ts.isVariableStatement(statement)) {
      for (const declaration of statement.declarationList.declarations) {
        declared(declaration, aliases, defaults);
      }
    } else if (ts.isExpressionStatement(statement)) {
      assigned(statement.expression, defaults);
    }
  }
  return defaults;
}

function declared(
  { name, type, initializer }: ts.VariableDeclaration,
  aliases: Map<string, ts.TypeNode>,
  defaults: Map<string, Default>,
): void {
  if (ts.isIdentifier(name)) {
    defaults.set(
      name.text,
      type ? ofType(type, aliases) : ofValue(initializer),
    );
    return;
  }
  for (const element of name.elements) {
    if (ts.isOmittedExpression(element)) continue;
    if (ts.isIdentifier(element.name)) {
      defaults.set(element.name.text, ofValue(element.initializer));
    }
  }
}

function assigned(
  expression: ts.Expression,
  defaults: Map<string, Default>,
): void {
  if (
    ts.isBinaryExpression(expression) &&
    expression.operatorToken.kind === ts.SyntaxKind.EqualsToken &&
    ts.isIdentifier(expression.left)
  ) {
    defaults.set(expression.left.text, ofValue(expression.right));
  }
}

function ofType(
  node: ts.TypeNode,
  aliases: Map<string, ts.TypeNode>,
  depth = 0,
): Default {
  const type = node.getText().replace(/\s+/g, " ");
  const kinds: Kind[] = [];
  const literals: Default["literals"] = [];
  const parts = ts.isUnionTypeNode(node) ? [...node.types] : [node];
  const inner: Pick<Default, "elements" | "fields"> = {};
  for (const part of parts) {
    const kind = kindOfType(part);
    const literal = ts.isLiteralTypeNode(part) ? literalOf(part) : undefined;
    const alias = ts.isTypeReferenceNode(part)
      ? aliases.get(part.typeName.getText())
      : ts.isParenthesizedTypeNode(part)
      ? part.type
      : undefined;
    if (kind !== undefined) {
      if (kind === "array") inner.elements = elementsOf(part, aliases, depth);
      if (kind === "object") inner.fields = fieldsOf(part, aliases, depth);
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
  if (!isOne("array")) delete inner.elements;
  if (!isOne("object")) delete inner.fields;
  return { type, kinds, literals, ...inner };
}

function elementsOf(
  node: ts.TypeNode,
  aliases: Map<string, ts.TypeNode>,
  depth: number,
): Default | undefined {
  const element = ts.isArrayTypeNode(node)
    ? node.elementType
    : ts.isTypeReferenceNode(node)
    ? node.typeArguments?.[0]
    : undefined;
  return element && ofType(element, aliases, depth + 1);
}

function fieldsOf(
  node: ts.TypeNode,
  aliases: Map<string, ts.TypeNode>,
  depth: number,
): Default["fields"] {
  if (!ts.isTypeLiteralNode(node)) return undefined;
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

/** What can be said of a name without a type, by its first value. */
function ofValue(node: ts.Expression | undefined): Default {
  if (node === undefined) return UNKNOWN;
  if (ts.isParenthesizedExpression(node) || ts.isAsExpression(node)) {
    return ts.isAsExpression(node) && node.type.getText() !== "const"
      ? ofType(node.type, new Map())
      : ofValue(node.expression);
  }
  const kind = kindOfValue(node);
  return kind === undefined || kind === "null" ? UNKNOWN : {
    type: `a${/^[aeiou]/.test(kind) ? "n" : ""} ${kind}`,
    kinds: [kind],
    literals: [],
  };
}

function kindOfValue(node: ts.Expression): Kind | undefined {
  if (ts.isPrefixUnaryExpression(node)) {
    if (node.operator === ts.SyntaxKind.ExclamationToken) return "boolean";
    return kindOfValue(node.operand);
  }
  if (ts.isNumericLiteral(node)) return "number";
  if (ts.isIdentifier(node)) {
    return /^(NaN|Infinity)$/.test(node.text) ? "number" : undefined;
  }
  switch (node.kind) {
    case ts.SyntaxKind.BigIntLiteral:
      return "bigint";
    case ts.SyntaxKind.StringLiteral:
    case ts.SyntaxKind.NoSubstitutionTemplateLiteral:
    case ts.SyntaxKind.TemplateExpression:
      return "string";
    case ts.SyntaxKind.TrueKeyword:
    case ts.SyntaxKind.FalseKeyword:
      return "boolean";
    case ts.SyntaxKind.NullKeyword:
      return "null";
    case ts.SyntaxKind.ArrayLiteralExpression:
      return "array";
    case ts.SyntaxKind.ObjectLiteralExpression:
      return "object";
  }
}
