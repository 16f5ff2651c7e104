import { deepStrictEqual, throws } from "node:assert/strict";
import { CAPABILITIES } from "../../../kernel/debug/capabilities.ts";
import { COMMANDS } from "../../../kernel/debug/commands.ts";
import { ARGUMENT_SHAPES } from "../../../kernel/debug/argument_shapes.ts";
import { ContentError } from "../../../kernel/protocol/shape.ts";

const commands = Object.keys(ARGUMENT_SHAPES);

Deno.test("each debug command is checked and done by somebody", () => {
  deepStrictEqual(Object.keys(COMMANDS).sort(), commands.toSorted());
});

Deno.test("what the debugger says it can there is a command for", () => {
  const named = Object.keys(CAPABILITIES)
    .map((name) => /^supports(\w+)Request$/.exec(name)?.[1])
    .filter((name) => name !== undefined)
    .map((name) => name[0].toLowerCase() + name.slice(1));
  deepStrictEqual(named.filter((name) => !commands.includes(name)), []);
});

Deno.test("arguments of a wrong type are refused by name", () => {
  throws(
    () =>
      ARGUMENT_SHAPES.setBreakpoints(
        { source: {}, breakpoints: [{}] },
        "arguments",
      ),
    new ContentError(
      "arguments.breakpoints[0].line must be a whole number from 0, got nothing",
    ),
  );
});
