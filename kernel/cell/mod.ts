/**
 * All of `kernel/cell` that others use, as one module that is loaded once the
 * sockets answer: the TypeScript compiler in it takes a while.
 *
 * @module
 */

export { type AccessPath, accessPath } from "./cursor/access_path.ts";
export { calleeAt } from "./cursor/callee_at.ts";
export { CellScope } from "./parse/cell_scope.ts";
export { CellSyntaxError } from "./parse/cell_syntax_error.ts";
export { compileCell } from "./compile_cell.ts";
export type { CompiledCell } from "./compiled_cell.ts";
export { completeness } from "./parse/completeness.ts";
export { declarationOf, type Declared } from "./cursor/declaration_of.ts";
export { evaluable } from "./cursor/evaluable.ts";
export { type ExpressionAt, expressionAt } from "./cursor/expression_at.ts";
export { expressionBefore } from "./cursor/expression_before.ts";
export { columnsFrom, propertyReads } from "./cursor/frame_columns.ts";
export { localNamesAt } from "./cursor/local_names_at.ts";
export { privateNamesAt } from "./cursor/private_names_at.ts";
export { signatureOf } from "./cursor/signature_of.ts";
