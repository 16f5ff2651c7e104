/**
 * Compiles what types are not all of: enums, parameter properties, decorators,
 * JSX. It is slower than blanking types, so only cells that hold some get it.
 *
 * @module
 */

import ts from "../../system/typescript.js";
import type { CellRuntime } from "../../bridge/cell_runtime.ts";
import type { MappedText } from "../rewrite/edits.ts";
import { engineLineStarts, lastAtOrBefore } from "../parse/line_starts.ts";
import type { CompilerOptions } from "../../config/compiler_options.ts";
import type { JsxOptions } from "../../config/jsx_options.ts";
import { asVariable, inBlock, withTakenNames } from "./script_variables.ts";
import { decodeMappings } from "./source_map.ts";
import { withSuspendedClasses } from "./suspended_classes.ts";

/** What to know about a text to transpile. */
export interface TranspileOptions {
  /** Ends with `.ts` or `.tsx`. */
  fileName: string;
  runtime: string;
  /** Enums and namespaces of the top level, declared elsewhere. */
  declared: ReadonlySet<string>;
  /** Names that TypeScript's own variables may not have. */
  taken: readonly string[];
  compilerOptions: CompilerOptions;
  /** Whether the last block of the top level ends with the cell's `using`. */
  hasUsing: boolean;
  /** Whether there is syntax that V8 does not have yet: decorators, `accessor`. */
  downlevel: boolean;
  jsx: JsxOptions;
}

/** A text transpiled. */
export interface Transpiled extends MappedText {
  /** What JSX needs. */
  imports: JsxImport[];
}

/** Names that a module of JSX's exports, each bound with `_` before it. */
export interface JsxImport {
  specifier: string;
  names: string[];
}

/** Transpiles text that is a script but for its top-level `await`. */
export function transpile(
  edited: MappedText,
  options: TranspileOptions,
): Transpiled {
  const { fileName, downlevel, jsx, compilerOptions } = options;
  const { experimentalDecorators, emitDecoratorMetadata } = compilerOptions;
  const imports: JsxImport[] = [];
  const { outputText, sourceMapText } = ts.transpileModule(edited.text, {
    fileName,
    compilerOptions: {
      target: downlevel ? ts.ScriptTarget.ES2025 : ts.ScriptTarget.ESNext,
      module: ts.ModuleKind.ESNext,
      moduleDetection: ts.ModuleDetectionKind.Force,
      verbatimModuleSyntax: true,
      noEmitHelpers: true,
      sourceMap: true,
      experimentalDecorators,
      emitDecoratorMetadata,
      jsx: jsx.importSource ? ts.JsxEmit.ReactJSX : ts.JsxEmit.React,
      jsxImportSource: jsx.importSource,
      jsxFactory: jsx.factory,
      jsxFragmentFactory: jsx.fragmentFactory,
    },
    transformers: {
      before: [() => (file) => withTakenNames(file, options.taken)],
      after: [(context) => (file) => asScript(file, context, options, imports)],
    },
  });
  const text = outputText.replace(/\/\/# sourceMappingURL=.*\s*$/, "");
  const mappings = decodeMappings(JSON.parse(sourceMapText!).mappings);
  const outputLines = engineLineStarts(text);
  const inputLines = engineLineStarts(edited.text);
  return {
    text,
    imports,
    starts: mappings.flatMap((segments, line) =>
      segments.map(([column]) => outputLines[line] + column)
    ),
    origin(offset) {
      const line = lastAtOrBefore(outputLines, offset);
      const segments = mappings[line] ?? [];
      const columns = segments.map(([column]) => column);
      const index = lastAtOrBefore(columns, offset - outputLines[line]);
      if (index < 0) return undefined;
      const [, originLine, originColumn] = segments[index];
      return edited.origin(inputLines[originLine] + originColumn);
    },
  };
}

/** Makes a script of TypeScript's module, which leans on the runtime only. */
function asScript(
  file: ts.SourceFile,
  context: ts.TransformationContext,
  options: TranspileOptions,
  imports: JsxImport[],
): ts.SourceFile {
  const { declared, downlevel, hasUsing, runtime } = options;
  const block = hasUsing ? file.statements.findLast(ts.isBlock) : undefined;
  const { factory } = context;
  const keep = (statements: readonly ts.Statement[]) =>
    statements.filter((statement) => !isVariableOfEnum(statement, declared));
  const statements = keep(file.statements)
    .filter((statement) => {
      if (ts.isImportDeclaration(statement)) {
        imports.push(jsxImport(statement));
        return false;
      }
      return !ts.isExportDeclaration(statement);
    })
    .map((statement) =>
      block && statement === block
        ? factory.updateBlock(
          block,
          keep(block.statements).map((it) => inBlock(it, factory)),
        )
        : asVariable(statement, factory, false)
    );
  const script = factory.updateSourceFile(file, statements);
  if (!downlevel) return script;
  const suspended = withSuspendedClasses(script, context, runtime);
  return withHelpers(suspended, context, runtime);
}

/** An import that TypeScript put there for JSX. */
function jsxImport(node: ts.ImportDeclaration): JsxImport {
  const specifier = (node.moduleSpecifier as ts.StringLiteral).text;
  const bindings = node.importClause!.namedBindings as ts.NamedImports;
  const names = bindings.elements.map(({ propertyName }) =>
    (propertyName as ts.Identifier).text
  );
  return { specifier, names };
}

/** Takes helpers, and the globals beside them, from the runtime. */
function withHelpers(
  file: ts.SourceFile,
  context: ts.TransformationContext,
  runtime: string,
): ts.SourceFile {
  const { factory } = context;
  const helper = (name: string) =>
    factory.createPropertyAccessExpression(
      factory.createPropertyAccessExpression(
        factory.createIdentifier(runtime),
        "helpers" satisfies keyof CellRuntime,
      ),
      name,
    );
  const isMade = (node: ts.Node, name: RegExp): node is ts.Identifier =>
    ts.isIdentifier(node) && node.pos < 0 && name.test(node.text);
  const visit = (node: ts.Node): ts.Node => {
    if (isMade(node, /^(__[a-z]\w*|Symbol)$/)) {
      return helper(node.text.replace(/^__/, ""));
    }
    // Alone, `Object` is the type of a decorated member.
    if (
      ts.isPropertyAccessExpression(node) && isMade(node.expression, /^Object$/)
    ) {
      const { name } = node;
      return factory.updatePropertyAccessExpression(
        node,
        helper("Object"),
        name,
      );
    }
    return ts.visitEachChild(node, visit, context);
  };
  return ts.visitEachChild(file, visit, context);
}

/** `var E;`, which TypeScript puts before an enum or a namespace. */
function isVariableOfEnum(
  statement: ts.Statement,
  declared: ReadonlySet<string>,
): boolean {
  if (!ts.isVariableStatement(statement)) return false;
  const origin = ts.getOriginalNode(statement);
  return (ts.isEnumDeclaration(origin) || ts.isModuleDeclaration(origin)) &&
    declared.has(origin.name.text);
}
