import { strictEqual } from "node:assert/strict";
import { isSameText } from "../../../kernel/check/compare_text.ts";

type Case = [saved: string, now: string, same: boolean, tolerance?: number];

Deno.test("isSameText() takes numbers as exact as they were saved", () => {
  const cases: Case[] = [
    ["0.123", "0.1234", true],
    ["0.123", "0.12349", true],
    ["0.123", "0.124", false],
    ["loss: 0.5, n: 12", "loss: 0.52, n: 12", true],
    ["loss: 0.5, n: 12", "loss: 0.5, n: 13", false],
    ["12", "12.4", false],
    ["1e-3", "1.2e-3", true],
    ["1e-3", "2e-3", false],
    ["-0.50", "-0.504", true],
    ["[1, 2]", "[1, 2, 3]", false],
    ["version 1.2.3", "version 1.2.4", false],
    ["layer_1", "layer_2", false],
    ["│ 0.5 │\n├────┤\n", "│ 0.52 │\n├─────┤\n", true],
    ["a  0.5\n", "a 0.52", true],
    ["NaN", "NaN", true],
    ["Infinity", "NaN", false],
    ["9007199254740993", "9007199254740993", true],
  ];
  for (const [saved, now, same] of cases) {
    strictEqual(isSameText(saved, now, undefined), same, `${saved} ${now}`);
  }
});

Deno.test("isSameText() takes a tolerance, in parts of what is above 1", () => {
  const cases: Case[] = [
    ["0.123", "0.133", true, 0.01],
    ["0.123", "0.134", false, 0.01],
    ["200", "201.9", true, 0.01],
    ["200", "203", false, 0.01],
    ["0.1", "0.10001", false, 0],
    ["0.1", "0.100", true, 0],
  ];
  for (const [saved, now, same, tolerance] of cases) {
    strictEqual(isSameText(saved, now, tolerance), same, `${saved} ${now}`);
  }
});

Deno.test("isSameText() looks past what means nothing, and at nothing else", () => {
  const cases: Case[] = [
    ["took 1.2 s", "took 33 ms", true],
    ["12ms/step", "9ms/step", true],
    ["<A at 0x7f3c2a>", "<A at 0x55deadbeef>", true],
    ["2024-01-02T03:04:05.678Z", "2025-11-12 13:14:15", true],
    ["Tue Jan 02 2024 03:04:05 GMT+0100 (x)", "Wed Feb 13 2025 13:14:15", true],
    ["at 03:04:05", "at 13:14:15.5", true],
    ["1/2/2024, 3:04:05 AM", "11/12/2025, 13:14:15", true],
    ["on 2.1.2024, 03:04:05", "on 12.11.2025, 13:14:15", true],
    ["on 1/2/2024", "on 11/12/2025", true],
    ["3:04:05\u202fAM", "12:14:15\u202fPM", true],
    ["3/4", "3/5", false],
    ["1/2/2024 files", "1/3/20245 files", false],
    ["took 59.9s", "took 1m 3s", true],
    ["1h 2m 3s left", "2 min 3 s left", true],
    ["1m of 3s", "2m of 3s", false],
    [
      "id 123e4567-e89b-12d3-a456-426614174000",
      "id 00000000-e89b-12d3-a456-426614174000",
      true,
    ],
    ["/tmp/abc/x.txt", "/tmp/def/x.txt", true],
    ["\x1b[33m5\x1b[39m  \n", "5", true],
    ["took 1.2 s", "took 33 MB", false],
    ["a", "b", false],
    ["a", "", false],
    ["a\nb", "a b", false],
  ];
  for (const [saved, now, same] of cases) {
    strictEqual(isSameText(saved, now, undefined), same, `${saved} ${now}`);
  }
});
