import { deepStrictEqual, ok, rejects } from "node:assert/strict";
import { crc32, deflateRawSync } from "node:zlib";
import { fileURLToPath } from "node:url";
import { readNpz } from "../../../../lib/data/numpy/npz.ts";

function fixture(name: string): string {
  const url = new URL(`../../../golden/npy/${name}.npz`, import.meta.url);
  return fileURLToPath(url);
}

/** Runs `use` with the path of a file of these bytes, and takes it away. */
async function withFile(
  bytes: Uint8Array,
  use: (path: string) => Promise<void>,
): Promise<void> {
  const path = await Deno.makeTempFile({ suffix: ".npz" });
  try {
    await Deno.writeFile(path, bytes);
    await use(path);
  } finally {
    await Deno.remove(path);
  }
}

for (const kind of ["stored", "compressed", "streamed"]) {
  Deno.test(`readNpz() reads an archive that is ${kind}`, async () => {
    const arrays = await readNpz(fixture(kind));
    deepStrictEqual([...arrays.keys()], ["u1", "lists", "fortran"]);
    deepStrictEqual(arrays.get("u1")?.data, new Uint8Array([3, 2, 1, 0, 1, 2]));
    deepStrictEqual(
      arrays.get("fortran")?.data,
      Int32Array.from({ length: 24 }, (_, i) => i),
    );
  });
}

Deno.test("readNpz() reads sizes and offsets from zip64 fields", async () => {
  const arrays = await readNpz(fixture("zip64"));
  deepStrictEqual(arrays.get("u1")?.shape, [2, 3]);
});

Deno.test("readNpz() reads only the arrays asked for", async () => {
  const arrays = await readNpz(fixture("stored"), { names: ["fortran"] });
  deepStrictEqual([...arrays.keys()], ["fortran"]);
});

Deno.test("readNpz() says which array is not there", async () => {
  const reading = readNpz(fixture("stored"), { names: ["x_train"] });
  await rejects(
    reading,
    /stored\.npz has no array x_train; it has u1, lists, fortran/,
  );
});

Deno.test("readNpz() says what reads a file of one array", async () => {
  const npy = new URL("../../../golden/npy/f4.npy", import.meta.url);
  await rejects(readNpz(fileURLToPath(npy)), /parseNpy\(await Deno\.readFile/);
});

Deno.test("readNpz() passes on that there is no file", async () => {
  await rejects(readNpz(fixture("nothing")), Deno.errors.NotFound);
});

Deno.test("readNpz() throws on an archive cut off anywhere", async () => {
  const bytes = Deno.readFileSync(fixture("compressed"));
  for (let length = 0; length < bytes.length; length += 7) {
    await withFile(bytes.slice(0, length), async (path) => {
      await rejects(readNpz(path), SyntaxError, `at ${length}`);
    });
  }
});

Deno.test("readNpz() throws on an offset beyond all files", async () => {
  const bytes = Deno.readFileSync(fixture("zip64"));
  // The zip64 end record's offset of the central directory, 2^62 and more.
  bytes[bytes.length - 22 - 20 - 8 + 7] = 0x46;
  await withFile(bytes, async (path) => {
    await rejects(readNpz(path), SyntaxError);
  });
});

Deno.test("readNpz() throws on a changed byte of the values", async () => {
  const bytes = Deno.readFileSync(fixture("stored"));
  bytes[150] ^= 1;
  await withFile(bytes, async (path) => {
    await rejects(readNpz(path), /'u1\.npy': wrong checksum/);
  });
});

Deno.test("readNpz() throws on an archive beyond the limit", async () => {
  const reading = readNpz(fixture("stored"), { maxUnpacked: 500 });
  await rejects(reading, /unpacks to more than 500 bytes/);
});

/** One deflated entry `x.npy` that claims to unpack to `claim` bytes. */
function archive(plain: Uint8Array, claim: number): Uint8Array {
  const name = new TextEncoder().encode("x.npy");
  const packed = deflateRawSync(plain);
  const fields = new DataView(new ArrayBuffer(26));
  [20, 0, 8, 0, 0x21].forEach((it, i) => fields.setUint16(2 * i, it, true));
  [crc32(plain), packed.length, claim].forEach((it, i) =>
    fields.setUint32(10 + 4 * i, it, true)
  );
  fields.setUint16(22, name.length, true);
  const common = new Uint8Array(fields.buffer);
  const local = [0x50, 0x4b, 3, 4, ...common, ...name, ...packed];
  const central = [0x50, 0x4b, 1, 2, 20, 0, ...common];
  central.push(...new Uint8Array(14), ...name);
  const end = new DataView(new ArrayBuffer(22));
  end.setUint32(0, 0x06054b50, true);
  end.setUint16(8, 1, true);
  end.setUint16(10, 1, true);
  end.setUint32(12, central.length, true);
  end.setUint32(16, local.length, true);
  return new Uint8Array([...local, ...central, ...new Uint8Array(end.buffer)]);
}

Deno.test("readNpz() throws on an entry longer than it claims", async () => {
  const zeros = new Uint8Array(1_000_000);
  await withFile(archive(zeros, 1000), async (path) => {
    await rejects(readNpz(path), /too many bytes/);
  });
});

Deno.test("readNpz() takes no memory for a claim that cannot be", async () => {
  const bytes = archive(new Uint8Array(100), 2_000_000_000);
  ok(bytes.length < 500);
  await withFile(bytes, async (path) => {
    await rejects(readNpz(path), /'x\.npy' claims 2000000000 bytes/);
  });
});
