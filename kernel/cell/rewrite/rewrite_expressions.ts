/**
 * Rewrites what may stand anywhere in a cell: `await`, `import(…)`,
 * `import.meta` and assignments to constants.
 *
 * @module
 */

import ts from "../../system/typescript.js";
import type { CellRuntime } from "../../bridge/cell_runtime.ts";
import type { Rewrite } from "./rewrite.ts";
import { callNumber, isCleanup } from "./rewrite_awaits.ts";
import { isPackageName } from "./rewrite_imports.ts";
import { isHidden } from "../parse/scopes.ts";

const NONE: Set<string> = new Set();

/** Names of earlier cells that are not written to as others are. */
export interface EarlierNames {
  /** The cell may not assign to them. */
  constants: Set<string>;
  /** They are read in the modules that they are imported from. */
  live: Set<string>;
  /** Their declaration failed: assigning declares them. */
  unset: Set<string>;
}

/** What `import.defer(…)` and `import.source(…)` call in the runtime. */
const PHASES: Record<string, keyof CellRuntime> = {
  defer: "importDefer",
  source: "importSource",
};

/** Rewrites a node that may stand at any depth; what lies below is left to the walk. */
export function rewriteExpression(
  rewrite: Rewrite,
  names: EarlierNames,
  node: ts.Node,
): void {
  const { edits } = rewrite;
  const { constants, unset } = names;
  if (ts.isAwaitExpression(node)) {
    const call = callNumber(rewrite, node);
    const before = isCleanup(node)
      ? `${rewrite.part("guardCleanup")}(${rewrite.part("beginCleanup")}(),`
      : `${rewrite.part("guard")}(`;
    wrap(rewrite, node.expression, before, call);
  } else if (ts.isVariableDeclarationList(node)) {
    const flags = node.flags & ts.NodeFlags.BlockScoped;
    if (flags === ts.NodeFlags.AwaitUsing) pauseBeforeUsing(rewrite, node);
  } else if (ts.isForOfStatement(node)) {
    if (node.awaitModifier) {
      const call = callNumber(rewrite, node);
      wrap(rewrite, node.expression, `${rewrite.part("iterate")}(`, call);
    }
    rewriteTarget(rewrite, names, node.initializer);
  } else if (ts.isForInStatement(node)) {
    rewriteTarget(rewrite, names, node.initializer);
  } else if (ts.isCallExpression(node)) {
    const { expression } = node;
    if (expression.kind === ts.SyntaxKind.ImportKeyword) {
      const start = rewrite.start(expression);
      edits.replace(start, expression.end, rewrite.part("import"));
      const [specifier] = node.arguments;
      if (specifier && ts.isStringLiteralLike(specifier)) {
        rewrite.specifiers.push(specifier.text);
      }
    } else noteRequired(rewrite, node);
  } else if (ts.isMetaProperty(node)) {
    if (node.keywordToken === ts.SyntaxKind.ImportKeyword) {
      const part = PHASES[node.name.text] ?? "meta";
      rewrite.replace(rewrite.start(node), node.end, rewrite.part(part));
    }
  } else if (constants.size + unset.size > 0) {
    rewriteAssignment(rewrite, names, node);
  }
}

/** Packages that a cell takes by the `require` that `createRequire()` made. */
function noteRequired(
  { required }: Rewrite,
  { expression, arguments: [specifier] }: ts.CallExpression,
): void {
  // Also `require.resolve()`.
  const called = ts.isPropertyAccessExpression(expression)
    ? expression.expression
    : expression;
  if (!ts.isIdentifier(called) || called.text !== "require") return;
  if (!specifier || !ts.isStringLiteralLike(specifier)) return;
  if (isPackageName(specifier.text)) required.add(specifier.text);
}

/** Rewrites what an expression assigns to, such as `a` in `a = 1` and `a++`. */
function rewriteAssignment(
  rewrite: Rewrite,
  names: EarlierNames,
  node: ts.Node,
): void {
  // `a += 1` and `a++` read `a` first: of a failed declaration, an error.
  const ofRead = { ...names, unset: NONE };
  if (ts.isBinaryExpression(node)) {
    const operator = node.operatorToken.kind;
    const assigns = operator >= ts.SyntaxKind.FirstAssignment &&
      operator <= ts.SyntaxKind.LastAssignment;
    if (!assigns) return;
    const isPlain = operator === ts.SyntaxKind.EqualsToken;
    rewriteTarget(rewrite, isPlain ? names : ofRead, node.left);
  } else if (
    ts.isPostfixUnaryExpression(node) ||
    (ts.isPrefixUnaryExpression(node) &&
      (node.operator === ts.SyntaxKind.PlusPlusToken ||
        node.operator === ts.SyntaxKind.MinusMinusToken))
  ) rewriteTarget(rewrite, ofRead, node.operand);
}

/** After Stop nothing comes back from disposing to start another round. */
function pauseBeforeUsing(
  rewrite: Rewrite,
  list: ts.VariableDeclarationList,
): void {
  const { edits } = rewrite;
  const { parent } = list;
  const pause = `await ${rewrite.part("guard")}();`;
  if (ts.isVariableStatement(parent)) {
    if (!ts.isSourceFile(parent.parent)) {
      edits.insert(rewrite.start(parent), pause);
    }
  } else if (ts.isForOfStatement(parent) || ts.isForStatement(parent)) {
    const { statement } = parent;
    edits.wrap(rewrite.start(statement), statement.end, `{${pause}`, "}");
  }
}

function wrap(
  rewrite: Rewrite,
  node: ts.Expression,
  before: string,
  call: string,
): void {
  rewrite.edits.wrap(rewrite.start(node), node.end, before, `${call})`);
}

/**
 * Sends writes to constants to an accessor that throws; reading it first, as
 * `a ||= 1` does, gives the constant. A default, `[a = 1] = x`, looks like an
 * assignment of its own to the walk.
 */
function rewriteTarget(
  rewrite: Rewrite,
  names: EarlierNames,
  node: ts.Node,
): void {
  if (ts.isIdentifier(node)) {
    const name = node.text;
    const isConstant = names.constants.has(name);
    if (!isConstant && !names.unset.has(name)) return;
    if (isHidden(name, node)) return;
    if (!isConstant) {
      rewrite.revived.add(name);
      return;
    }
    const target = `${rewrite.part("constant")}("${name}",()=>${name}).value`;
    const shorthand = ts.isShorthandPropertyAssignment(node.parent);
    const text = shorthand ? `${name}:${target}` : target;
    rewrite.replace(rewrite.start(node), node.end, text);
  } else if (
    ts.isParenthesizedExpression(node) || ts.isAsExpression(node) ||
    ts.isSatisfiesExpression(node) || ts.isNonNullExpression(node) ||
    ts.isTypeAssertionExpression(node) || ts.isSpreadElement(node) ||
    ts.isSpreadAssignment(node)
  ) {
    rewriteTarget(rewrite, names, node.expression);
  } else if (ts.isObjectLiteralExpression(node)) {
    for (const property of node.properties) {
      rewriteTarget(rewrite, names, property);
    }
  } else if (ts.isArrayLiteralExpression(node)) {
    for (const element of node.elements) {
      rewriteTarget(rewrite, names, element);
    }
  } else if (ts.isPropertyAssignment(node)) {
    rewriteTarget(rewrite, names, node.initializer);
  } else if (ts.isShorthandPropertyAssignment(node)) {
    rewriteTarget(rewrite, names, node.name);
  }
}
