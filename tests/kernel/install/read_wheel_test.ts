import { deepStrictEqual, rejects, strictEqual } from "node:assert/strict";
import { Buffer } from "node:buffer";
import { crc32 } from "node:zlib";
import { readWheel } from "../../../kernel/install/read_wheel.ts";

/** A zip archive of stored files. */
function archive(files: Record<string, string>): Uint8Array {
  const parts: Buffer[] = [];
  const central: Buffer[] = [];
  let offset = 0;
  for (const [name, text] of Object.entries(files)) {
    const [path, data] = [Buffer.from(name), Buffer.from(text)];
    const head = Buffer.alloc(26);
    head.writeUInt16LE(20, 0);
    head.writeUInt32LE(crc32(data), 10);
    head.writeUInt32LE(data.length, 14);
    head.writeUInt32LE(data.length, 18);
    head.writeUInt16LE(path.length, 22);
    const tail = Buffer.alloc(14);
    tail.writeUInt32LE(offset, 10);
    parts.push(Buffer.from("PK\x03\x04"), head, path, data);
    central.push(
      Buffer.from("PK\x01\x02\x14\x00", "latin1"),
      head,
      tail,
      path,
    );
    offset += 30 + path.length + data.length;
  }
  const directory = Buffer.concat(central);
  const end = Buffer.alloc(18);
  end.writeUInt16LE(Object.keys(files).length, 4);
  end.writeUInt16LE(Object.keys(files).length, 6);
  end.writeUInt32LE(directory.length, 8);
  end.writeUInt32LE(offset, 12);
  return Buffer.concat([
    ...parts,
    directory,
    Buffer.from("PK\x05\x06"),
    end,
  ]);
}

Deno.test("readWheel() gives the data files of a folder, and no others", async () => {
  const wheel = archive({
    "a/__init__.py": "code",
    "a-1.data/data/share/jupyter/x/static/b.js": "script",
    "a-1.data/data/share/jupyter/y/c.js": "other",
  });
  const files = await readWheel(wheel, "share/jupyter/x/");
  deepStrictEqual(files.map(({ path }) => path), ["static/b.js"]);
  strictEqual(Buffer.from(files[0].source.bytes).toString(), "script");
});

Deno.test("readWheel() refuses names that lead out of the folder", async () => {
  const wheel = archive({
    "a-1.data/data/share/jupyter/x/../../../../evil.js": "script",
  });
  await rejects(readWheel(wheel, "share/jupyter/x/"));
});
