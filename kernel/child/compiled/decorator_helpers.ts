/**
 * What TypeScript's output for decorators calls, as `CellRuntime.helpers`.
 *
 * V8 has no decorators yet, so TypeScript compiles them to calls of these.
 * The process that runs the cells loads this file and what it imports, and
 * nothing else of this folder, before user code; the globals are those of that
 * moment.
 *
 * @module
 */

import {
  esDecorate,
  propKey,
  runInitializers,
  setFunctionName,
} from "./decorate.ts";
import { define } from "./define.ts";
import { decorate, metadata, param } from "./experimental_decorators.ts";
import {
  addDisposableResource,
  disposeResources,
} from "./dispose_resources.ts";
import {
  classPrivateFieldGet,
  classPrivateFieldIn,
  classPrivateFieldSet,
} from "./private_members.ts";

const { Object, Reflect, Symbol } = globalThis;
const { create } = Object;

/**
 * The helpers, by the names that TypeScript gives them, without the
 * underscores.
 */
export const helpers: Readonly<Record<string, unknown>> = {
  decorate,
  metadata,
  param,
  esDecorate,
  runInitializers,
  propKey,
  setFunctionName,
  classPrivateFieldIn,
  classPrivateFieldGet,
  classPrivateFieldSet,
  addDisposableResource,
  disposeResources,
  /** Starts a generator that a class was made of. */
  apply: Reflect.apply,
  /** Name of the member that carries decorators; no class keeps it. */
  carrier: Symbol("decorators"),
  Object: { create, defineProperty: define },
  Symbol,
};
