import { afterEach, describe, expect, it, vi } from "vitest";
import type { RunEvent } from "../model/events";
import * as make from "../testing/factories";
import { answerFrom } from "../testing/renderApp";
import { blocksOf, eventOf, follow } from "./events";

function stream(...parts: string[]): Response {
  const encoder = new TextEncoder();
  const body = new ReadableStream<Uint8Array>({
    start(controller) {
      for (const part of parts) controller.enqueue(encoder.encode(part));
      controller.close();
    },
  });
  return new Response(body, { headers: { "Content-Type": "text/event-stream" } });
}

function block(seq: number, kind: string, more: object = {}): string {
  return `id: ${String(seq)}\nevent: ${kind}\ndata: ${JSON.stringify({ seq, at: make.at(seq), kind, ...more })}\n\n`;
}

async function followed(answers: ((request: Request) => Response)[]) {
  const asked: Request[] = [];
  const events: RunEvent[] = [];
  const modes: string[] = [];
  answerFrom({
    handle: (request) => {
      asked.push(request);
      const answer = answers[Math.min(asked.length, answers.length) - 1];
      if (!answer) throw new Error("No answer prepared.");
      return Promise.resolve(answer(request));
    },
  });
  await follow({
    tenant: "contoso",
    run: "r1",
    signal: new AbortController().signal,
    onEvent: (event) => events.push(event),
    onMode: (mode) => modes.push(mode),
  });
  return { asked, seqs: events.map((event) => event.seq), modes };
}

describe("an event stream", () => {
  it("should be put together however the network cuts it", async () => {
    const text = `: heartbeat\n\n${block(1, "progress", { message: "인증 확인" })}${block(2, "done")}`;
    const bytes = new TextEncoder().encode(text);
    const body = new ReadableStream<Uint8Array>({
      start(controller) {
        for (const byte of bytes) controller.enqueue(new Uint8Array([byte]));
        controller.close();
      },
    });
    const events: (RunEvent | undefined)[] = [];
    for await (const one of blocksOf(body)) events.push(eventOf(one));
    expect(events.map((event) => event?.message ?? event?.kind)).toEqual([undefined, "인증 확인", "done"]);
  });

  it("should pass over blocks that make no sense", () => {
    expect(eventOf(": comment")).toBeUndefined();
    expect(eventOf("data: {broken")).toBeUndefined();
    expect(eventOf('data: {"seq":1,"kind":"of a later version"}')).toBeUndefined();
  });
});

describe("following a run", () => {
  afterEach(() => {
    vi.useRealTimers();
  });

  it("should end with the run", async () => {
    const { asked, seqs, modes } = await followed([() => stream(block(1, "progress"), block(2, "done"))]);
    expect(seqs).toEqual([1, 2]);
    expect(modes).toEqual(["live"]);
    expect(asked).toHaveLength(1);
  });

  it("should go on after the last event it saw when the stream was cut", async () => {
    const { asked, seqs } = await followed([
      () => stream(block(1, "progress"), block(7, "progress")),
      () => stream(block(8, "done")),
    ]);
    expect(asked.map((request) => request.headers.get("last-event-id"))).toEqual([null, "7"]);
    expect(seqs).toEqual([1, 7, 8]);
  });

  it("should go over to polling when streams do not come through", async () => {
    vi.useFakeTimers();
    const story = followed([
      (request) =>
        (request.headers.get("accept") ?? "").includes("event-stream")
          ? new Response("<html>", { headers: { "Content-Type": "text/html" } })
          : make.json({ items: [{ seq: 1, at: make.at(0), kind: "done" }], done: true }),
    ]);
    await vi.advanceTimersByTimeAsync(30_000); // the pauses between the tries
    const { asked, seqs, modes } = await story;
    expect(modes.at(-1)).toBe("polling");
    expect(seqs).toEqual([1]);
    expect(asked.at(-1)?.url).toContain("after=0");
  });

  it("should give up at once when the run is not ours to see", async () => {
    const { seqs, modes } = await followed([() => make.problem("not-found", 404, "Nothing here.")]);
    expect(seqs).toEqual([]);
    expect(modes).toEqual([]);
  });
});
