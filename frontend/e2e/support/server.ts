import { spawn } from "node:child_process";
import { existsSync } from "node:fs";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { createInterface } from "node:readline";

const readyWithin = 120_000;
const endWithin = 15_000;

/**
 * Starts the real server as a demo on a free port with a data folder of its own, and ends it after the last test.
 * TUNNELSCOPE_E2E_URL names a server that runs already, and is left running.
 */
export default async function startServer(): Promise<() => Promise<void>> {
  if (process.env.TUNNELSCOPE_E2E_URL) return () => Promise.resolve();
  const jar = resolve(process.env.TUNNELSCOPE_JAR ?? "../backend/app/target/tunnelscope.jar");
  if (!existsSync(jar)) throw new Error(`There is no ${jar}. Build it first: ./tunnelscope version`);
  const data = await mkdtemp(join(tmpdir(), "tunnelscope-e2e-"));
  const server = spawn(java(), ["-jar", jar, "demo", "--port", "0", "--data", data], {
    stdio: ["ignore", "pipe", "pipe"],
    // Settings of the person who runs the tests are not settings of this server.
    env: Object.fromEntries(Object.entries(process.env).filter(([name]) => !name.startsWith("TUNNELSCOPE_"))),
  });
  const said: string[] = [];
  const ended = new Promise<number | null>((done) => server.once("exit", done));

  const address = new Promise<string>((found, failed) => {
    const giveUp = setTimeout(() => {
      failed(new Error(`The server was not ready within ${String(readyWithin / 1000)} s.\n${tail(said)}`));
    }, readyWithin);
    const read = (line: string) => {
      said.push(line);
      const ready = /^Tunnelscope is ready: (https?:\/\/\S+)/.exec(line);
      if (!ready?.[1]) return;
      clearTimeout(giveUp);
      found(ready[1]);
    };
    createInterface({ input: server.stdout }).on("line", read);
    createInterface({ input: server.stderr }).on("line", read);
    void ended.then((status) => {
      clearTimeout(giveUp);
      failed(new Error(`The server ended with status ${String(status)}.\n${tail(said)}`));
    });
  });

  const stop = async () => {
    server.kill("SIGTERM");
    const late = setTimeout(() => server.kill("SIGKILL"), endWithin);
    await ended;
    clearTimeout(late);
    await rm(data, { recursive: true, force: true });
  };
  try {
    process.env.TUNNELSCOPE_E2E_URL = await address;
  } catch (failure) {
    await stop();
    throw failure;
  }
  return stop;
}

function java(): string {
  if (process.env.TUNNELSCOPE_JAVA) return process.env.TUNNELSCOPE_JAVA;
  return process.env.JAVA_HOME ? join(process.env.JAVA_HOME, "bin", "java") : "java";
}

function tail(lines: string[]): string {
  return lines.slice(-30).join("\n");
}
