// Slack on a free port of this machine: a workspace with three people, three channels and our app. The app's redirect URI and
// the signing secret are the arguments. Prints its address as the only line; ends when its input does.
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

const scopes = [
  "commands",
  "chat:write",
  "channels:read",
  "groups:read",
  "users:read",
  "users:read.email",
  "im:write",
  "files:write",
];
const [redirectUri, signingSecret] = process.argv.slice(2);
const port = await freePort();
const baseUrl = `http://127.0.0.1:${port}`;
await createEmulator({
  service: "slack",
  port,
  baseUrl,
  seed: {
    slack: {
      team: { name: "Contoso", domain: "contoso" },
      signing_secret: signingSecret,
      strict_scopes: true,
      users: [
        { name: "nari", real_name: "Nari Oh", email: "nari.oh@contoso.example" },
        { name: "sam", real_name: "Sam Lee", email: "sam.lee@contoso.example" },
        { name: "guest", real_name: "A Guest", email: "guest@elsewhere.example" },
      ],
      channels: [{ name: "vpn-ops" }, { name: "vpn-more" }, { name: "sec-private", is_private: true }],
      oauth_apps: [
        {
          client_id: "12345.67890",
          client_secret: "example_client_secret",
          app_id: "A000000001",
          name: "Tunnelscope",
          bot_name: "tunnelscope",
          redirect_uris: [redirectUri],
          scopes,
        },
      ],
      tokens: [
        {
          token: "xoxb-test-bot",
          user: "tunnelscope",
          scopes: [...scopes, "channels:history", "groups:history", "im:history"],
        },
        { token: "xoxb-test-narrow", user: "tunnelscope", scopes: ["channels:read"] },
      ],
    },
  },
});
console.log(baseUrl);
process.stdin.resume();
process.stdin.on("end", () => process.exit(0));
