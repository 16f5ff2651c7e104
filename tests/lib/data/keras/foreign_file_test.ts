import { deepStrictEqual, ok, rejects } from "node:assert/strict";
import { fileURLToPath } from "node:url";
import { crc32 } from "node:zlib";
import * as tf from "@tensorflow/tfjs";
import { loadModel } from "../../../../lib/data/keras/load_model.ts";
import { loadWeights } from "../../../../lib/data/keras/load_weights.ts";

await tf.setBackend("cpu");

const golden = (name: string) =>
  fileURLToPath(new URL(`../../../golden/keras/${name}`, import.meta.url));

/** A zip archive of one entry of one byte. */
function zipOf(name: string): Uint8Array {
  const data = new Uint8Array(1);
  const path = new TextEncoder().encode(name);
  const header = (signature: number, version: number[], rest: number[]) => {
    const bytes = new DataView(new ArrayBuffer(42 + rest.length));
    bytes.setUint32(0, signature, true);
    const at = 4 + 2 * version.length;
    version.forEach((it, i) => bytes.setUint16(4 + 2 * i, it, true));
    bytes.setUint32(at + 8, crc32(data), true);
    bytes.setUint32(at + 12, data.length, true);
    bytes.setUint32(at + 16, data.length, true);
    bytes.setUint16(at + 20, path.length, true);
    return new Uint8Array(bytes.buffer, 0, at + 24 + rest.length);
  };
  const local = [...header(0x04034b50, [20], []), ...path, ...data];
  const central = [
    ...header(0x02014b50, [20, 20], Array(14).fill(0)),
    ...path,
  ];
  const end = new DataView(new ArrayBuffer(22));
  end.setUint32(0, 0x06054b50, true);
  end.setUint16(8, 1, true);
  end.setUint16(10, 1, true);
  end.setUint32(12, central.length, true);
  end.setUint32(16, local.length, true);
  return Uint8Array.from([
    ...local,
    ...central,
    ...new Uint8Array(end.buffer),
  ]);
}

/** Each kind of file by what it starts with or holds, and what is said. */
const FILES: Record<string, [content: string | Uint8Array, said: RegExp]> = {
  "empty.keras": ["", /empty\.keras is empty/],
  "gone.h5": ["<!DOCTYPE html><html>", /is a web page/],
  "pointer.keras": ["version https://git-lfs.github.com/spec/v1\n", /git lfs/],
  "model.tflite": ["\x1c\0\0\0TFL3", /TensorFlow Lite/],
  "model.json": ['{"modelTopology": {}}', /tf\.loadLayersModel/],
  "model.onnx": ["\x08\x08\x12\x07pytorch", /in ONNX/],
  "model.pb": ["\x0a\x05", /graph of TensorFlow/],
  "old.pt": ["\x80\x02\x8a\x0a", /PyTorch/],
  "a.safetensors": ["\x08\0\0\0\0\0\0\0{}      ", /weights and no model/],
  "other.keras": ["hello", /neither HDF5 nor a zip archive/],
  "new.pt": [zipOf("m/data.pkl"), /PyTorch/],
  "a.npz": [zipOf("a.npy"), /readNpz\(\)/],
  "b.keras": [zipOf("a.txt"), /no config\.json/],
};

Deno.test("loadModel() says what a file is that is not Keras's, and what reads it", async () => {
  const folder = await Deno.makeTempDir();
  try {
    for (const [name, [content, said]] of Object.entries(FILES)) {
      const path = `${folder}/${name}`;
      const bytes = typeof content === "string"
        ? Uint8Array.from(content, (letter) => letter.charCodeAt(0))
        : content;
      await Deno.writeFile(path, bytes);
      await rejects(loadModel(path), (error: Error) => {
        ok(error instanceof SyntaxError, `${error}`);
        ok(error.message.startsWith(path), error.message);
        ok(said.test(error.message), error.message);
        return true;
      });
    }
    await rejects(loadModel(folder), /is a model of TensorFlow\.js/);
    await Deno.writeTextFile(`${folder}/saved_model.pb`, "");
    await rejects(loadModel(folder), /is a SavedModel/);
    await rejects(loadModel(`${folder}/none`), Deno.errors.NotFound);
    await rejects(loadModel("https://a.org/a.keras"), /is an address/);
  } finally {
    await Deno.remove(folder, { recursive: true });
  }
});

Deno.test("a file that is cut off anywhere is refused by its own path, and leaves nothing behind", async () => {
  const folder = await Deno.makeTempDir();
  const tensors = tf.memory().numTensors;
  const usual = Deno.env.get("TMPDIR");
  const temporary = await Deno.makeTempDir();
  Deno.env.set("TMPDIR", temporary);
  try {
    for (const name of ["whole.keras", "whole.h5"]) {
      const bytes = await Deno.readFile(golden(name));
      for (const part of [0.1, 0.5, 0.9, 0.999]) {
        const path = `${folder}/${part}${name}`;
        await Deno.writeFile(path, bytes.subarray(0, bytes.length * part));
        await rejects(loadModel(path), (error: Error) => {
          ok(error instanceof SyntaxError, `${error}`);
          ok(error.message.includes(path), error.message);
          return true;
        });
      }
    }
    ok(tf.memory().numTensors === tensors);
    deepStrictEqual([...Deno.readDirSync(temporary)], []);
  } finally {
    if (usual === undefined) Deno.env.delete("TMPDIR");
    else Deno.env.set("TMPDIR", usual);
    await Deno.remove(temporary, { recursive: true });
    await Deno.remove(folder, { recursive: true });
  }
});

Deno.test("loadModel() refuses weights of another model, by path and by layer", async () => {
  const model = await loadModel(golden("whole.keras"));
  await rejects(
    loadWeights(model, golden("parts.weights.h5")),
    /does not fit the model: layer 'conv2d'/,
  );
});
