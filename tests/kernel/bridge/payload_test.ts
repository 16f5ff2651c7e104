import { deepStrictEqual, strictEqual } from "node:assert/strict";
import {
  decodePayload,
  type Payload,
  payloadHead,
} from "../../../kernel/bridge/payload.ts";

const failure = { ename: "Error", evalue: "a:b\n", frames: ["at x"] };
const SAMPLES: Payload[] = [
  { kind: "stdout", cell: 1, content: "7:up\n" },
  { kind: "stderr", cell: 12, content: "" },
  { kind: "part", cell: 3, content: "m3:{" },
  { kind: "lastPart", cell: 3, content: "}" },
  {
    kind: "broadcast",
    cell: 2,
    content: {
      msg_type: "display_data",
      content: { data: { "text/plain": "ü" } },
      metadata: {},
      buffers: ["AAA="],
    },
  },
  { kind: "barrier", cell: 1, content: "\0$x:b1\n" },
  { kind: "input", cell: 1, content: { prompt: "?", password: true } },
  { kind: "stopped", cell: 1, content: 7 },
  { kind: "gone", cell: 3, content: [1, 2] },
  { kind: "importing", cell: 1, content: 0 },
  {
    kind: "uncaught",
    cell: 1,
    content: { failure: { ...failure, cause: failure }, number: 3 },
  },
  { kind: "handled", cell: 1, content: 3 },
  { kind: "end", cell: 1, content: { data: { "text/plain": "1" } } },
];

Deno.test("decodePayload() reads back what was written", () => {
  for (const sample of SAMPLES) {
    const { kind, cell, content } = sample;
    const text = ["stdout", "stderr", "part", "lastPart"].includes(kind)
      ? String(content)
      : JSON.stringify(content);
    const decoded = decodePayload(payloadHead(kind, cell) + text);
    deepStrictEqual(JSON.parse(JSON.stringify(decoded)), sample);
  }
});

Deno.test("decodePayload() takes nothing that is not what it says", () => {
  const forged = [
    ...["", "x", "m", "1:", "z1:{}", "m:{}", "mm1:{}", "M1:{}", "m-1:{}"],
    ...["m1:", "m1:null", "m1:[]", "m1:5", 'm1:{"msg_type":7}', "m1:{"],
    'm1:{"msg_type":"x","content":null,"metadata":{},"buffers":[]}',
    'm1:{"msg_type":"x","content":{},"metadata":{},"buffers":[1]}',
    'm1:{"msg_type":"x","content":{},"metadata":[],"buffers":[]}',
    ...["b1:null", "b1:5", "i1:null", 'i1:{"prompt":5}', "s1:null"],
    ...["s1:1.5", 's1:"1"', "d1:{}", "x1:null", "x1:{}", "v1:null", "v1:[]"],
    ...['{"ename":"E","evalue":5,"frames":[]}', '{"frames":[{}]}', "null"]
      .map((failure) => `x1:{"failure":${failure},"number":1}`),
    'x1:{"failure":{"ename":"E","evalue":"","frames":[]}}',
    ...["h1:null", 'h1:"1"'],
    "m99999999999999999999:{}",
  ];
  for (const text of forged) strictEqual(decodePayload(text), undefined, text);
});

Deno.test("decodePayload() cuts a failure that is deeper than any error", () => {
  let deep: Record<string, unknown> = { ...failure };
  for (let level = 0; level < 50; level++) deep = { ...failure, cause: deep };
  const decoded = decodePayload(
    `x1:${JSON.stringify({ failure: deep, number: 1 })}`,
  );
  let levels = 0;
  type Deep = { cause?: Deep };
  let at: Deep | undefined = (decoded?.content as { failure: Deep }).failure;
  while (at?.cause) {
    levels++;
    at = at.cause;
  }
  strictEqual(levels, 8);
});
