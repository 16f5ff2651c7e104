/**
 * Tells TypeScript and JSX from JavaScript, so that each step is taken only
 * where it is needed: stripping types recurses, transpiling is slow.
 *
 * @module
 */

import ts from "../../system/typescript.js";

// TypeScript's exports are getters on one large object: looked up once.
const { SyntaxKind, isFunctionLike, isModifier, isTypeNode } = ts;

/** Kinds that most nodes are of, and that nothing has to be done for. */
const PLAIN = new Set([
  SyntaxKind.Identifier,
  SyntaxKind.StringLiteral,
  SyntaxKind.NumericLiteral,
  SyntaxKind.PropertyAccessExpression,
  SyntaxKind.PropertyAssignment,
  SyntaxKind.ObjectLiteralExpression,
  SyntaxKind.ArrayLiteralExpression,
  SyntaxKind.ParenthesizedExpression,
  SyntaxKind.ElementAccessExpression,
  SyntaxKind.ExpressionStatement,
  SyntaxKind.VariableDeclaration,
  SyntaxKind.Block,
  SyntaxKind.IfStatement,
]);

/** Whether a node, leaving aside what lies below it, stays as it is. */
export function isPlain(node: ts.Node): boolean {
  return PLAIN.has(node.kind);
}

const MODIFIERS = new Set([
  SyntaxKind.AbstractKeyword,
  SyntaxKind.DeclareKeyword,
  SyntaxKind.OverrideKeyword,
  SyntaxKind.PrivateKeyword,
  SyntaxKind.ProtectedKeyword,
  SyntaxKind.PublicKeyword,
  SyntaxKind.ReadonlyKeyword,
]);

/** Whether a node, leaving aside what lies below it, is no JavaScript. */
export function isTypeScript(node: ts.Node): boolean {
  if (isTypeNode(node)) return !ts.isExpressionWithTypeArguments(node);
  switch (node.kind) {
    case SyntaxKind.AsExpression:
    case SyntaxKind.SatisfiesExpression:
    case SyntaxKind.NonNullExpression:
    case SyntaxKind.TypeAssertionExpression:
    case SyntaxKind.TypeParameter:
    case SyntaxKind.InterfaceDeclaration:
    case SyntaxKind.TypeAliasDeclaration:
    case SyntaxKind.EnumDeclaration:
    case SyntaxKind.ModuleDeclaration:
    case SyntaxKind.IndexSignature:
    case SyntaxKind.NamespaceExportDeclaration:
      return true;
    case SyntaxKind.QuestionToken:
      return !ts.isConditionalExpression(node.parent);
    case SyntaxKind.ExclamationToken:
      return true;
    case SyntaxKind.HeritageClause:
      return (node as ts.HeritageClause).token ===
        SyntaxKind.ImplementsKeyword;
    case SyntaxKind.Parameter: {
      const { name } = node as ts.ParameterDeclaration;
      return ts.isIdentifier(name) && name.text === "this";
    }
    case SyntaxKind.ImportDeclaration:
    case SyntaxKind.ExportDeclaration:
      return (node as ts.ImportDeclaration).importClause?.isTypeOnly ||
        (node as ts.ExportDeclaration).isTypeOnly;
  }
  if (isModifier(node)) return MODIFIERS.has(node.kind);
  return isFunctionLike(node) && "body" in node && !node.body;
}

/** Whether a node is an element of JSX. */
export function isJsx(node: ts.Node): boolean {
  return ts.isJsxElement(node) || ts.isJsxSelfClosingElement(node) ||
    ts.isJsxFragment(node);
}

/** Whether a node is JavaScript that V8 does not run yet. */
export function isNewSyntax(node: ts.Node): boolean {
  return ts.isDecorator(node) || node.kind === SyntaxKind.AccessorKeyword;
}

/** Whether a node is a parameter that is a property too, `override` included. */
export function isParameterProperty(node: ts.Node): boolean {
  return ts.isParameter(node) && ts.isConstructorDeclaration(node.parent) &&
    (node.modifiers?.some(ts.isModifier) ?? false);
}
