import { Buffer } from "node:buffer";
import type { IncomingMessage, ServerResponse } from "node:http";
import type { Plugin } from "vite";
import { sampleDouble } from "./sample";

/** Puts the API double behind the development server, so that pages can be looked at without the real one. */
export function apiDoublePlugin(): Plugin {
  const double = sampleDouble();
  const serve = (incoming: IncomingMessage, outgoing: ServerResponse, next: () => void) => {
    if (!incoming.url?.startsWith("/api/")) {
      next();
      return;
    }
    void answer(incoming, outgoing, double.handle);
  };
  return {
    name: "api-double",
    configureServer(server) {
      server.middlewares.use(serve);
    },
    configurePreviewServer(server) {
      server.middlewares.use(serve);
    },
  };
}

async function answer(
  incoming: IncomingMessage,
  outgoing: ServerResponse,
  handle: (request: Request) => Promise<Response>,
): Promise<void> {
  const chunks: Uint8Array[] = [];
  for await (const chunk of incoming) if (chunk instanceof Uint8Array) chunks.push(chunk);
  const headers = new Headers();
  for (const [name, value] of Object.entries(incoming.headers)) {
    if (typeof value === "string") headers.set(name, value);
  }
  const method = incoming.method ?? "GET";
  const response = await handle(
    new Request(new URL(incoming.url ?? "/", "http://double.invalid"), {
      method,
      headers,
      body: method === "GET" || chunks.length === 0 ? undefined : Buffer.concat(chunks),
    }),
  );
  outgoing.writeHead(response.status, Object.fromEntries(response.headers.entries()));
  const reader = response.body?.getReader();
  for (let part = await reader?.read(); part && !part.done; part = await reader?.read())
    outgoing.write(part.value);
  outgoing.end();
}
