/**
 * Values of the runtime as variables of the Debug Adapter Protocol.
 *
 * @module
 */

import type { DebugProtocol as Dap } from "@vscode/debugprotocol";
import type { Facts } from "../bridge/member.ts";
import { asWritten } from "../bridge/as_written.ts";
import type { PropertyDescriptor, RemoteObject } from "../cdp/domains.ts";
import type { DenoRuntime } from "../runtime/deno_runtime.ts";
import { valueOf } from "../runtime/process/deno_child.ts";
import { previewText } from "../runtime/preview_text.ts";
import type { References } from "./references.ts";

/** Characters shown of a value. */
const TEXT_LENGTH = 1000;

export interface ValuesView {
  /**
   * Whether variables have a type of their own. JupyterLab's tree then shows
   * that in place of the value.
   */
  readonly isTyped: boolean;
}

export class Values {
  constructor(
    readonly runtime: DenoRuntime,
    readonly references: References,
    readonly view: ValuesView,
  ) {}

  /** @param path The expression that gives the value, if there is one. */
  async variable(
    name: string,
    value: RemoteObject,
    path?: string,
  ): Promise<Dap.Variable> {
    const { objectId } = value;
    const text = await this.text(value);
    return {
      name,
      value: text,
      ...this.view.isTyped ? { type: typeOf(value) } : {},
      evaluateName: path,
      variablesReference: objectId === undefined
        ? 0
        : this.references.add({ kind: "object", objectId, path }),
      ...sizeOf(value),
    };
  }

  /** The own properties of an object, with previews of their values. */
  async own(objectId: string): Promise<PropertyDescriptor[]> {
    const { session } = this.runtime.child;
    const { result } = await session.post("Runtime.getProperties", {
      objectId,
      ownProperties: true,
      generatePreview: true,
    });
    return result;
  }

  /** A value in one line. */
  async text(value: RemoteObject): Promise<string> {
    const tensor = await this.#tensor(value);
    if (tensor) return tensor;
    const { name } = this.runtime.child;
    if (value.type === "function") {
      return headOf(asWritten(value.description ?? "", name));
    }
    const shown = previewText(value);
    // An error's stack is in it.
    const text = value.subtype === "error"
      ? shown.split("\n    at ")[0]
      : shown;
    return text.length > TEXT_LENGTH ? `${text.slice(0, TEXT_LENGTH)}…` : text;
  }

  /** `Tensor float32 [2, 3]`; V8's preview of one says neither. */
  async #tensor(value: RemoteObject): Promise<string | undefined> {
    const names = value.preview?.properties.map(({ name }) => name) ?? [];
    if (!names.includes("dtype") || !names.includes("shape")) return undefined;
    const reply = await this.runtime.callWith("factsOf", value);
    const { dtype, shape }: Facts = JSON.parse(String(valueOf(reply)));
    return shape && `${value.className} ${dtype} [${shape.join(", ")}]`;
  }
}

/** A function without its body, nor the spaces that its types left. */
function headOf(source: string): string {
  const [head] = source.split(/\s*(?:\{|\n|=>)/);
  return head.replace(/\s+/g, " ").replace(/ (?=[,)])/g, "");
}

function typeOf({ type, subtype, className }: RemoteObject): string {
  if (subtype === "null") return "null";
  return type === "object" ? className ?? type : type;
}

/** How many there are, where a client may want to see them by pages. */
function sizeOf(
  { subtype, description }: RemoteObject,
): Pick<Dap.Variable, "indexedVariables"> {
  if (subtype !== "array" && subtype !== "typedarray") return {};
  const count = Number(/\((\d+)\)$/.exec(description ?? "")?.[1] ?? 0);
  return count > 0 ? { indexedVariables: count } : {};
}
