import { deepStrictEqual } from "node:assert/strict";
import { noteUnheard } from "../../../lib/widgets/note_unheard.ts";

Deno.test("noteUnheard() says what is waited for, unless it is taken back", async () => {
  const said: string[] = [];
  const { error } = console;
  console.error = (line: string) => said.push(line);
  try {
    noteUnheard("a slider", 0)();
    noteUnheard("IntSlider()", 0);
    await new Promise((resolve) => setTimeout(resolve, 1));
  } finally {
    console.error = error;
  }
  deepStrictEqual(said, [
    "Waiting for a person to move IntSlider(); " +
    "no front end that shows widgets has been heard of",
  ]);
});
