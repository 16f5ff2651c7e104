import { doesNotThrow, throws } from "node:assert/strict";
import { requireKnown } from "../../../lib/options/known_value.ts";

const KNOWN = ["published", "stand-in", "any"];

Deno.test("requireKnown() names what there is, and what was probably meant", () => {
  doesNotThrow(() => requireKnown("source", "any", KNOWN));
  throws(() => requireKnown("source", "publised", KNOWN), {
    name: "RangeError",
    message: 'source "publised" is not known; did you mean "published"? ' +
      'there is "published", "stand-in", "any"',
  });
  throws(() => requireKnown("source", "foo", KNOWN), {
    message:
      'source "foo" is not known, there is "published", "stand-in", "any"',
  });
  throws(() => requireKnown("source", 3, KNOWN), /source 3 is not known/);
  throws(() => requireKnown("source", undefined, KNOWN), /undefined/);
});
