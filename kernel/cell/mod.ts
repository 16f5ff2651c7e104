/**
 * All of `kernel/cell` that others use, as one module that is loaded once the
 * sockets answer: the TypeScript compiler in it takes a while.
 *
 * @module
 */

export { type AccessPath, accessPath } from "./access_path.ts";
export { calleeAt } from "./callee_at.ts";
export { CellScope } from "./cell_scope.ts";
export { CellSyntaxError } from "./cell_syntax_error.ts";
export { compileCell, type CompiledCell } from "./compile_cell.ts";
export { completeness } from "./completeness.ts";
export { declarationOf, type Declared } from "./declaration_of.ts";
export { type ExpressionAt, expressionAt } from "./expression_at.ts";
export { localNamesAt } from "./local_names_at.ts";
export type { Place } from "./positions.ts";
export { signatureOf } from "./signature_of.ts";
