import { deepStrictEqual, ok, strictEqual } from "node:assert/strict";
import {
  below,
  linuxProcess,
  processes,
} from "../../../kernel/system/processes.ts";

const row = (pid: number, parent: number) => ({
  pid,
  parent,
  residentBytes: 1,
});

Deno.test("below() finds children and theirs, whatever the order of the table", () => {
  const all = [row(5, 3), row(3, 1), row(9, 8), row(4, 1), row(6, 5)];
  deepStrictEqual(below(1, all).map(({ pid }) => pid), [3, 4, 5, 6]);
  deepStrictEqual(below(7, all), []);
});

Deno.test("processes() knows this process", () => {
  const own = processes().find(({ pid }) => pid === Deno.pid)!;
  strictEqual(own.parent, Deno.ppid);
  ok(own.residentBytes > 10e6);
});

Deno.test({
  name: "linuxProcess() is undefined for a process that is not there",
  ignore: Deno.build.os !== "linux",
  fn() {
    strictEqual(linuxProcess(2 ** 22 + 1), undefined);
    ok(linuxProcess(Deno.pid)!.cpuTicks > 0);
  },
});
