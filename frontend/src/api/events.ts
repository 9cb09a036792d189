import * as z from "zod/mini";
import { runStates } from "../model/run";
import type { RunEvent } from "../model/events";
import { ApiError, getJson, queryString, requestHeaders, send, tenantPath, UnexpectedAnswer } from "./client";
import { code, instant, optional } from "./shapes";

const eventJson: z.ZodMiniType<RunEvent> = z.object({
  seq: z.number(),
  at: instant,
  kind: z.enum(["state", "progress", "done"]),
  state: optional(z.enum(runStates)),
  step: optional(z.string()),
  probe: optional(z.string()),
  message: optional(z.string()),
  percent: optional(z.number()),
  code: optional(code),
  fault: optional(z.string()),
});

const polledJson = z.object({ items: z.array(eventJson), done: z.boolean() });

/** One block of a text/event-stream; undefined for comments (heartbeats) and for events of kinds we do not know. */
export function eventOf(block: string): RunEvent | undefined {
  const data = block
    .split("\n")
    .filter((line) => line.startsWith("data:"))
    .map((line) => line.slice(line.startsWith("data: ") ? 6 : 5))
    .join("\n");
  if (data === "") return undefined;
  try {
    const parsed = eventJson.safeParse(JSON.parse(data));
    return parsed.success ? parsed.data : undefined;
  } catch {
    return undefined;
  }
}

/** Blocks of an event stream, however the network cuts its bytes. */
export async function* blocksOf(body: ReadableStream<Uint8Array>): AsyncGenerator<string> {
  const reader = body.getReader();
  const decoder = new TextDecoder();
  let rest = "";
  try {
    for (;;) {
      const { done, value } = await reader.read();
      if (done) return;
      rest = (rest + decoder.decode(value, { stream: true })).replaceAll("\r\n", "\n");
      let end = rest.indexOf("\n\n");
      while (end >= 0) {
        yield rest.slice(0, end);
        rest = rest.slice(end + 2);
        end = rest.indexOf("\n\n");
      }
    }
  } finally {
    await reader.cancel().catch(() => undefined);
  }
}

export interface Following {
  tenant: string;
  run: string;
  onEvent: (event: RunEvent) => void;
  /** "live" while the stream is open, "polling" when it could not be kept open. */
  onMode: (mode: "live" | "polling") => void;
  signal: AbortSignal;
}

const silenceMs = 40_000; // the server sends a heartbeat each 15 s
const pollEveryMs = 2_000;
const streamTries = 3;

/**
 * Follows a run to its end. A cut stream is resumed after the last event seen, with growing pauses; after three
 * cuts without a new event it goes on by polling. Ends when the run is done, the signal aborts, or the server
 * refuses (the page's own query tells that story).
 */
export async function follow({ tenant, run, onEvent, onMode, signal }: Following): Promise<void> {
  const path = `${tenantPath(tenant)}/runs/${encodeURIComponent(run)}/events`;
  let after = 0;
  let done = false;
  const take = (event: RunEvent) => {
    after = Math.max(after, event.seq);
    done ||= event.kind === "done";
    onEvent(event);
  };

  for (let failed = 0; failed < streamTries && !done && !signal.aborted;) {
    const before = after;
    try {
      await readStream(
        path,
        after,
        take,
        () => {
          onMode("live");
        },
        signal,
      );
    } catch (error) {
      if (
        signal.aborted ||
        (error instanceof ApiError && !error.retryMayHelp && !(error instanceof UnexpectedAnswer))
      ) {
        return;
      }
    }
    if (done) return;
    failed = after > before ? 0 : failed + 1;
    await pause(500 * 2 ** failed, signal);
  }

  while (!done && !signal.aborted) {
    onMode("polling");
    try {
      const polled = await getJson(`${path}${queryString({ after })}`, polledJson, signal);
      polled.items.forEach(take);
      done ||= polled.done;
    } catch (error) {
      if (error instanceof ApiError && !error.retryMayHelp) return;
    }
    if (!done) await pause(pollEveryMs, signal);
  }
}

async function readStream(
  path: string,
  after: number,
  take: (event: RunEvent) => void,
  opened: () => void,
  signal: AbortSignal,
): Promise<void> {
  const silence = new AbortController();
  let timer = setTimeout(() => {
    silence.abort();
  }, silenceMs);
  try {
    const headers = requestHeaders("GET", "text/event-stream");
    if (after > 0) headers["Last-Event-ID"] = String(after);
    const response = await fetch(path, {
      headers,
      credentials: "same-origin",
      cache: "no-store",
      signal: AbortSignal.any([signal, silence.signal]),
    });
    if (!response.ok || !response.body) {
      // Asked once more as JSON, so that a refusal becomes its typed error.
      await send(`${path}${queryString({ after })}`, { signal });
      throw new UnexpectedAnswer(response.status, "The events cannot be streamed.");
    }
    if (!(response.headers.get("content-type") ?? "").includes("text/event-stream")) {
      throw new UnexpectedAnswer(response.status, "The events came in an unknown form.");
    }
    opened();
    for await (const block of blocksOf(response.body)) {
      clearTimeout(timer);
      timer = setTimeout(() => {
        silence.abort();
      }, silenceMs);
      const event = eventOf(block);
      if (event) take(event);
    }
  } finally {
    clearTimeout(timer);
  }
}

function pause(milliseconds: number, signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    if (signal.aborted) {
      resolve();
      return;
    }
    const end = () => {
      clearTimeout(timer);
      signal.removeEventListener("abort", end);
      resolve();
    };
    const timer = setTimeout(end, milliseconds);
    signal.addEventListener("abort", end);
  });
}
