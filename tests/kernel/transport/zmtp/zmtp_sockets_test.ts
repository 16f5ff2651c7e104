import { deepStrictEqual } from "node:assert/strict";
import { join } from "node:path";
import { parseConnectionFile } from "../../../../kernel/transport/connection_info.ts";
import { ZmtpSockets } from "../../../../kernel/transport/zmtp/zmtp_sockets.ts";

Deno.test({
  name: "ZmtpSockets lets no other user write to its sockets in files",
  ignore: Deno.build.os === "windows",
  async fn() {
    const folder = await Deno.makeTempDir();
    const info = parseConnectionFile(JSON.stringify({
      transport: "ipc",
      ip: join(folder, "kernel"),
      shell_port: 1,
      iopub_port: 2,
      stdin_port: 3,
      control_port: 4,
      hb_port: 5,
    }));
    const umask = Deno.umask(0);
    const none = () => false;
    const sockets = ZmtpSockets.open(info, {
      onShell: none,
      onControl: none,
      onStdin: none,
    });
    Deno.umask(umask);
    const modes = [...Deno.readDirSync(folder)].map(({ name }) =>
      Deno.statSync(join(folder, name)).mode! & 0o777
    );
    deepStrictEqual(modes, new Array(5).fill(0o600));
    await sockets.close();
    await Deno.remove(folder, { recursive: true });
  },
});
