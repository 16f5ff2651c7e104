import { deepStrictEqual, throws } from "node:assert/strict";

import {
  cellPermissions,
  PermissionFlagError,
} from "../../../kernel/config/cell_permissions.ts";

Deno.test("cellPermissions() is empty for all", () => {
  deepStrictEqual(cellPermissions([]), []);
  deepStrictEqual(cellPermissions(["-A"]), []);
  deepStrictEqual(cellPermissions(["--allow-all"]), []);
});

Deno.test("cellPermissions() keeps what is allowed and denied", () => {
  const flags = ["--allow-read=.", "--deny-net=example.com"];
  deepStrictEqual(cellPermissions(flags), flags);
});

Deno.test("cellPermissions() takes denials alone as denials from all", () => {
  deepStrictEqual(cellPermissions(["--deny-run"]), [
    "--allow-all",
    "--deny-run",
  ]);
});

Deno.test("cellPermissions() throws on what Deno would refuse", () => {
  for (const flag of ["--allow-reed", "--deny-", "--allow-net="]) {
    throws(() => cellPermissions([flag]), PermissionFlagError);
  }
  throws(() => cellPermissions(["-A", "--allow-net"]), PermissionFlagError);
});
