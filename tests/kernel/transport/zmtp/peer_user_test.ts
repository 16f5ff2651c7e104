import { strictEqual } from "node:assert/strict";
import {
  endText,
  findUser,
  peerUser,
} from "../../../../kernel/transport/zmtp/peer_user.ts";
import { listen } from "./peer.ts";

/**
 * As Linux prints it: 127.0.0.1:8080 and :40000 are the ends of one, and another
 * user has the same port at 127.0.0.2.
 */
const TABLE =
  `  sl  local_address rem_address   st tx_queue rx_queue tr tm->when retrnsmt   uid  timeout inode
   0: 0100007F:1F90 00000000:0000 0A 00000000:00000000 00:00000000 00000000     0        0 108 1 0 100 0 0 10 0
   1: 0200007F:9C40 0100007F:1F90 01 00000000:00000000 00:00000000 00000000  1001        0 111 1 0 20 4 30 10 -1
   2: 0100007F:1F90 0100007F:9C40 01 00000000:00000000 00:00000000 00000000     0        0 109 1 0 20 4 30 10 -1
   3: 0100007F:9C40 0100007F:1F90 01 00000000:00000000 00:00000000 00000000  1000        0 110 1 0 20 4 30 10 -1
`;

Deno.test("findUser() finds who owns the other end", () => {
  const kernel = endText({ hostname: "127.0.0.1", port: 8080 });
  const peer = (hostname: string, port: number) =>
    findUser(TABLE, kernel, endText({ hostname, port }));
  strictEqual(peer("127.0.0.1", 40_000), 1000);
  strictEqual(peer("127.0.0.2", 40_000), 1001);
  strictEqual(peer("127.0.0.1", 40_001), undefined);
  strictEqual(endText({ hostname: "::1", port: 8080 }), ":1F90");
});

Deno.test({
  name: "peerUser() is this process's user for its own connections",
  ignore: Deno.build.os !== "linux",
  async fn() {
    using listener = listen();
    const { port } = listener.addr;
    using client = await Deno.connect({ hostname: "127.0.0.1", port });
    using server = await listener.accept();
    strictEqual(peerUser(server), Deno.uid());
    strictEqual(peerUser(client), Deno.uid());
  },
});
