// Entra ID on a free port of this machine, with one person and one client. The client's redirect URI is the argument.
// Prints its address as the only line; ends when its input does, so it never outlives the test.
import { createServer } from "node:net";
import { createEmulator } from "emulate";

const freePort = () =>
  new Promise((resolve, reject) => {
    const probe = createServer();
    probe.once("error", reject);
    probe.listen(0, "127.0.0.1", () => {
      const { port } = probe.address();
      probe.close(() => resolve(port));
    });
  });

const port = await freePort();
const baseUrl = `http://127.0.0.1:${port}`;
await createEmulator({
  service: "microsoft",
  port,
  baseUrl,
  seed: {
    microsoft: {
      users: [{ email: "nari.oh@contoso.example", name: "Nari Oh" }],
      oauth_clients: [
        {
          client_id: "tunnelscope",
          client_secret: "a secret & more: ü",
          name: "Tunnelscope",
          redirect_uris: [process.argv[2]],
        },
      ],
    },
  },
});
console.log(baseUrl);
process.stdin.resume();
process.stdin.on("end", () => process.exit(0));
