import { strictEqual } from "node:assert/strict";
import {
  cellOfScript,
  functionsScript,
} from "../../../kernel/bridge/cell_scripts.ts";

Deno.test("cellOfScript() gives the cell of both its scripts", () => {
  strictEqual(functionsScript("In[3]"), "In[3]*");
  strictEqual(cellOfScript("In[3]*"), "In[3]");
  strictEqual(cellOfScript("In[3]"), "In[3]");
});
