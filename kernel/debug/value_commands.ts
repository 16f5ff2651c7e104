/**
 * Commands about variables and values.
 *
 * @module
 */

import type { DebugProtocol as Dap } from "@vscode/debugprotocol";
import type { RemoteObject } from "../cdp/domains.ts";
import { assign, copyToGlobals } from "./assignments.ts";
import type { Attachment } from "./attachment.ts";
import { childrenOf, groupsOf, type Page } from "./children.ts";
import type { Commands } from "./debug_session.ts";
import { evaluate, OBJECT_GROUP, resultOf } from "./evaluation.ts";
import { globalsOf } from "./globals.ts";
import type { Reference } from "./references.ts";
import { richValue } from "./rich_value.ts";
import { variablesOf } from "./scopes.ts";

export const VALUE_COMMANDS: Commands<
  | "copyToGlobals"
  | "evaluate"
  | "inspectVariables"
  | "richInspectVariables"
  | "setVariable"
  | "variables"
> = {
  async evaluate({ attached }, { expression, frameId, context }) {
    const value = await evaluate(attached.runtime, expression, {
      frame: frameOf(attached, frameId),
      isPure: context === "hover",
    });
    return await resultBody(attached, value, expression);
  },

  async variables({ attached }, { variablesReference, ...page }) {
    const reference = attached.references.get(variablesReference);
    return { variables: await variablesIn(attached, reference, page) };
  },

  async setVariable({ attached }, { variablesReference, name, value }) {
    const set = await assign(
      attached.runtime,
      attached.references.get(variablesReference),
      name,
      value,
      attached.pauses.frames[0],
    );
    const { result, ...rest } = await resultBody(attached, set, name);
    return { value: result, ...rest };
  },

  async inspectVariables({ attached }) {
    return { variables: await attached.globals.list() };
  },

  async richInspectVariables({ attached }, { variableName, frameId }) {
    const frame = frameOf(attached, frameId);
    const data = await richValue(attached.runtime, variableName, frame);
    return { data, metadata: {} };
  },

  async copyToGlobals({ attached }, given) {
    const { srcVariableName, dstVariableName, srcFrameId } = given;
    const value = await copyToGlobals(
      attached.runtime,
      srcVariableName,
      dstVariableName,
      frameOf(attached, srcFrameId),
    );
    const { result, ...rest } = await resultBody(
      attached,
      value,
      dstVariableName,
    );
    return { value: result, ...rest };
  },
};

/** Without a number the top level of the notebook is meant. */
function frameOf({ pauses }: Attachment, id: number | undefined) {
  return id === undefined ? undefined : pauses.frame(id);
}

async function resultBody(
  { values }: Attachment,
  value: RemoteObject,
  path: string,
): Promise<Dap.EvaluateResponse["body"]> {
  const { name: _, value: result, ...rest } = await values.variable(
    "",
    value,
    path,
  );
  return { result, ...rest };
}

async function variablesIn(
  { values, runtime }: Attachment,
  reference: Reference,
  page: Page,
): Promise<Dap.Variable[]> {
  if (reference.kind === "globals") return await globalsOf(values);
  if (reference.kind === "scopes") {
    return await variablesOf(values, reference.scopes, reference.frame);
  }
  const { objectId } = reference;
  if (reference.kind === "object") {
    return await childrenOf(values, objectId, reference.path, page);
  }
  if (reference.kind === "items") {
    const { start, count } = reference;
    return await groupsOf(values, objectId, undefined, start, count);
  }
  const { name } = reference;
  const value = resultOf(
    await runtime.child.callOn({
      objectId,
      functionDeclaration: "function (name) { return this[name]; }",
      arguments: [{ value: name }],
      objectGroup: OBJECT_GROUP,
      generatePreview: true,
      silent: true,
    }),
  );
  return [await values.variable(name, value)];
}
