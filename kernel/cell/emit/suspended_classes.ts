/**
 * `await` and `yield` in what a class with decorators computes when it is
 * defined: decorators, the class it extends, names of members.
 *
 * TypeScript puts such a class into an arrow function that is called at once;
 * neither can stand in that.
 *
 * @module
 */

import ts from "../../system/typescript.js";
import type { CellRuntime } from "../../bridge/cell_runtime.ts";
import { withCarriedDecorators } from "./carried_decorators.ts";
import { suspends } from "./suspends.ts";

/** Lets classes that TypeScript has made functions of await and yield. */
export function withSuspendedClasses(
  file: ts.SourceFile,
  context: ts.TransformationContext,
  runtime: string,
): ts.SourceFile {
  const { factory } = context;
  const part = (...names: [keyof CellRuntime, ...string[]]) =>
    names.reduce<ts.Expression>(
      (owner, name) => factory.createPropertyAccessExpression(owner, name),
      factory.createIdentifier(runtime),
    );
  const call = (callee: ts.Expression, args: ts.Expression[]) =>
    factory.createCallExpression(callee, undefined, args);
  const key = () => part("helpers", "carrier");

  function suspended(arrow: ts.ArrowFunction): ts.Expression | undefined {
    const body = arrow.body as ts.Block;
    const awaits = suspends(body, ts.isAwaitExpression);
    const modifiers = awaits
      ? [factory.createModifier(ts.SyntaxKind.AsyncKeyword)]
      : [];
    if (suspends(body, ts.isYieldExpression)) {
      const star = () => factory.createToken(ts.SyntaxKind.AsteriskToken);
      const generator = factory.createFunctionExpression(
        modifiers,
        star(),
        undefined,
        undefined,
        [],
        undefined,
        body,
      );
      const args = factory.createIdentifier("arguments");
      const started = [generator, factory.createThis(), args];
      return factory.createYieldExpression(
        star(),
        call(part("helpers", "apply"), started),
      );
    }
    if (!awaits) return undefined;
    const { parameters, equalsGreaterThanToken } = arrow;
    const started = call(
      factory.createParenthesizedExpression(
        factory.createArrowFunction(
          modifiers,
          undefined,
          parameters,
          undefined,
          equalsGreaterThanToken,
          body,
        ),
      ),
      [],
    );
    return factory.createAwaitExpression(call(part("guard"), [started]));
  }

  const visit = (node: ts.Node): ts.Node => {
    const inner = ts.visitEachChild(node, visit, context);
    if (ts.isClassDeclaration(inner) || ts.isClassExpression(inner)) {
      return withCarriedDecorators(inner, factory, key);
    }
    const arrow = arrowCalledAtOnce(inner);
    const outer = arrow && suspended(arrow);
    return outer ? factory.createParenthesizedExpression(outer) : inner;
  };
  return ts.visitEachChild(file, visit, context);
}

/** `(() => …)()` that TypeScript has made. */
function arrowCalledAtOnce(node: ts.Node): ts.ArrowFunction | undefined {
  if (!ts.isCallExpression(node) || node.arguments.length > 0) return undefined;
  if (!ts.isParenthesizedExpression(node.expression)) return undefined;
  const { expression } = node.expression;
  const made = ts.isArrowFunction(expression) && expression.pos < 0;
  return made ? expression : undefined;
}
