import { strictEqual, throws } from "node:assert/strict";
import {
  CHANNELS,
  endpoint,
  parseConnectionFile,
} from "../../../kernel/transport/connection_info.ts";
import { TransportError } from "../../../kernel/transport/transport_error.ts";

// As jupyter_client 8 writes it.
const file = {
  shell_port: 1001,
  iopub_port: 1002,
  stdin_port: 1003,
  control_port: 1004,
  hb_port: 1005,
  ip: "127.0.0.1",
  key: "secret",
  transport: "tcp",
  signature_scheme: "hmac-sha256",
  kernel_name: "thaw",
};

function parse(changes: Record<string, unknown>) {
  return parseConnectionFile(JSON.stringify({ ...file, ...changes }));
}

Deno.test("parseConnectionFile() reads what jupyter_client writes", () => {
  const info = parse({});
  strictEqual(info.key, "secret");
  strictEqual(info.hb_port, 1005);
  strictEqual(info.curve_secretkey, undefined);
});

Deno.test("parseConnectionFile() has Jupyter's defaults", () => {
  const info = parse({
    ip: undefined,
    transport: undefined,
    key: undefined,
    signature_scheme: undefined,
  });
  strictEqual(endpoint(info, "shell"), "tcp://127.0.0.1:1001");
  strictEqual(info.key, "");
  strictEqual(info.signature_scheme, "hmac-sha256");
});

Deno.test("parseConnectionFile() throws on what can't be listened on", () => {
  const wrong = [
    { hb_port: undefined },
    { shell_port: "1001" },
    { iopub_port: 0 },
    { iopub_port: 65_536 },
    { stdin_port: 1.5 },
    { transport: "udp" },
    { key: 7 },
    { shell_port: 1002 },
    { ip: "" },
    { ip: "127.0.0.1\0x" },
    { transport: "ipc", ip: `/tmp/${"x".repeat(200)}` },
    { curve_publickey: "x".repeat(40) },
    // Characters of Z85, but more than four bytes hold: ZeroMQ would crash.
    { curve_publickey: "#".repeat(40), curve_secretkey: "#".repeat(40) },
    { curve_publickey: "}".repeat(40), curve_secretkey: "}".repeat(40) },
    // Two keys, but not of one pair.
    { curve_publickey: "0".repeat(40), curve_secretkey: "1".repeat(40) },
    { curve_publickey: "x".repeat(40), curve_secretkey: "too short" },
    { curve_publickey: "x".repeat(40), curve_secretkey: 7 },
  ];
  for (const changes of wrong) throws(() => parse(changes), TransportError);
  for (const text of ["", "{", "null", "7", "[]"]) {
    throws(() => parseConnectionFile(text), TransportError);
  }
});

Deno.test("endpoint() names each socket apart, on every transport", () => {
  for (
    const [changes, shell] of [
      [{}, "tcp://127.0.0.1:1001"],
      [{ ip: "::1" }, "tcp://[::1]:1001"],
      [{ transport: "ipc", ip: "/tmp/kernel" }, "ipc:///tmp/kernel-1001"],
    ] as const
  ) {
    const info = parse(changes);
    strictEqual(endpoint(info, "shell"), shell);
    strictEqual(new Set(CHANNELS.map((name) => endpoint(info, name))).size, 5);
  }
});
