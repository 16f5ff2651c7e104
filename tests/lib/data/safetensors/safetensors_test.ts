import { deepStrictEqual, throws } from "node:assert/strict";
import {
  encodeSafetensors,
  SafetensorsFile,
} from "../../../../lib/data/safetensors/safetensors.ts";

async function inFile(
  bytes: Uint8Array,
  act: (path: string) => void,
): Promise<void> {
  const path = await Deno.makeTempFile({ suffix: ".safetensors" });
  try {
    await Deno.writeFile(path, bytes);
    act(path);
  } finally {
    await Deno.remove(path);
  }
}

function joined(parts: Uint8Array[]): Uint8Array {
  return Uint8Array.from(parts.flatMap((part) => [...part]));
}

/** A file with the given header and as many bytes of values. */
function withHeader(header: unknown, values = 16): Uint8Array {
  const json = new TextEncoder().encode(
    typeof header === "string" ? header : JSON.stringify(header),
  );
  const length = new Uint8Array(8);
  new DataView(length.buffer).setBigUint64(0, BigInt(json.length), true);
  return joined([length, json, new Uint8Array(values)]);
}

Deno.test("SafetensorsFile reads back what encodeSafetensors() wrote", async () => {
  const tensors = [
    { name: "a/kernel", shape: [2, 2], data: Float32Array.of(1, 2, 3, -4.5) },
    { name: "a/bias", shape: [], data: Float32Array.of(7) },
    { name: "empty", shape: [0, 3], data: new Float32Array(0) },
  ];
  await inFile(joined(encodeSafetensors(tensors)), (path) => {
    using file = SafetensorsFile.open(path);
    deepStrictEqual(
      file.tensors.map(({ name, shape, read }) => ({
        name,
        shape,
        data: read(),
      })),
      tensors,
    );
  });
});

Deno.test("SafetensorsFile reads half and double precision", async () => {
  const header = {
    half: { dtype: "F16", shape: [2], data_offsets: [0, 4] },
    brain: { dtype: "BF16", shape: [2], data_offsets: [4, 8] },
    double: { dtype: "F64", shape: [1], data_offsets: [8, 16] },
  };
  const bytes = withHeader(header);
  const values = new DataView(bytes.buffer, bytes.length - 16);
  values.setUint16(0, 0x3c00, true);
  values.setUint16(2, 0xc000, true);
  values.setUint16(4, 0x3f80, true);
  values.setUint16(6, 0xc000, true);
  values.setFloat64(8, 0.5, true);
  await inFile(bytes, (path) => {
    using file = SafetensorsFile.open(path);
    deepStrictEqual(
      file.tensors.map(({ read }) => [...read()]),
      [[1, -2], [1, -2], [0.5]],
    );
  });
});

const HOSTILE: Record<string, Uint8Array> = {
  "nothing in it": new Uint8Array(0),
  "a header longer than it": withHeader({}).fill(255, 0, 8),
  "no JSON": withHeader("{"),
  "a list": withHeader([]),
  "a type of integers": withHeader({
    a: { dtype: "I64", shape: [1], data_offsets: [0, 8] },
  }),
  "a type of no table's": withHeader({
    a: { dtype: "constructor", shape: [1], data_offsets: [0, 8] },
  }),
  "a negative size": withHeader({
    a: { dtype: "F32", shape: [-1], data_offsets: [0, 4] },
  }),
  "an array beyond its end": withHeader({
    a: { dtype: "F32", shape: [5], data_offsets: [0, 20] },
  }),
  "a place that does not fit the shape": withHeader({
    a: { dtype: "F32", shape: [2 ** 40, 2 ** 40], data_offsets: [0, 16] },
  }),
  "two arrays in one place": withHeader({
    a: { dtype: "F32", shape: [4], data_offsets: [0, 16] },
    b: { dtype: "F32", shape: [2], data_offsets: [0, 8] },
  }),
  "bytes that no array has": withHeader({
    a: { dtype: "F32", shape: [2], data_offsets: [0, 8] },
  }),
  "no place": withHeader({ a: { dtype: "F32", shape: [1] } }),
};

for (const [what, bytes] of Object.entries(HOSTILE)) {
  Deno.test(`SafetensorsFile.open() refuses a file with ${what}`, async () => {
    await inFile(bytes, (path) => {
      throws(() => SafetensorsFile.open(path), SyntaxError);
    });
  });
}
