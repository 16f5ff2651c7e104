/**
 * What a cell in TypeScript sets, and of which types.
 *
 * @module
 */

import ts from "../system/typescript.js";
import type { Default, Kind } from "./parameter_defaults.ts";
import { ofType, UNKNOWN } from "./typescript_types.ts";

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

/** Functions by which cells convert what they read. */
const CONVERSIONS = new Map<string, Kind>([
  ["Number", "number"],
  ["parseInt", "number"],
  ["parseFloat", "number"],
  ["Number.parseInt", "number"],
  ["Number.parseFloat", "number"],
  ["Date.now", "number"],
  ["String", "string"],
  ["Boolean", "boolean"],
  ["BigInt", "bigint"],
]);

const VARIABLE = /^(?:Deno\.env\.get\(|process\.env\b)/;

const OR: ts.SyntaxKind[] = [
  ts.SyntaxKind.QuestionQuestionToken,
  ts.SyntaxKind.BarBarToken,
];

function kindOfValue(node: ts.Expression): Kind | undefined {
  if (ts.isPrefixUnaryExpression(node)) {
    if (node.operator === ts.SyntaxKind.ExclamationToken) return "boolean";
    return kindOfValue(node.operand);
  }
  if (ts.isNumericLiteral(node)) return "number";
  if (ts.isIdentifier(node)) {
    return /^(NaN|Infinity)$/.test(node.text) ? "number" : undefined;
  }
  if (ts.isCallExpression(node)) {
    return CONVERSIONS.get(node.expression.getText());
  }
  if (ts.isBinaryExpression(node)) {
    // A variable of the environment is a text whatever it looks like.
    const isVariable = VARIABLE.test(node.left.getText()) &&
      OR.includes(node.operatorToken.kind);
    return isVariable ? kindOfValue(node.right) : undefined;
  }
  if (ts.isNewExpression(node)) {
    return node.expression.getText() === "Date" ? "date" : undefined;
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
