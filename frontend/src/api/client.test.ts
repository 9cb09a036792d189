import { describe, expect, it, vi } from "vitest";
import * as z from "zod/mini";
import * as make from "../testing/factories";
import { answerFrom } from "../testing/renderApp";
import {
  getJson,
  Invalid,
  NotAllowed,
  NotFound,
  NotSignedIn,
  postJson,
  queryString,
  QueueFull,
  rememberCsrf,
  ServerFailed,
  TooLarge,
  TooManyRequests,
  UnexpectedAnswer,
  Unreachable,
  UnsupportedTarget,
  UnusableInput,
} from "./client";

const shape = z.object({ ok: z.boolean() });

function answering(response: Response) {
  const asked: Request[] = [];
  answerFrom({
    handle: (request) => {
      asked.push(request);
      return Promise.resolve(response);
    },
  });
  return asked;
}

async function failure(promise: Promise<unknown>): Promise<unknown> {
  try {
    await promise;
  } catch (error) {
    return error;
  }
  throw new Error("It did not fail.");
}

describe("answers", () => {
  it("should be checked and handed on", async () => {
    answering(make.json({ ok: true }));
    expect(await getJson("/api/v1/x", shape)).toEqual({ ok: true });
  });

  it("should be refused when HTML came in place of JSON", async () => {
    answering(
      new Response("<!doctype html><title>Login</title>", { headers: { "Content-Type": "text/html" } }),
    );
    expect(await failure(getJson("/api/v1/x", shape))).toBeInstanceOf(UnexpectedAnswer);
  });

  it("should be refused when JSON is broken or of another shape", async () => {
    answering(new Response("{", { headers: { "Content-Type": "application/json" } }));
    expect(await failure(getJson("/api/v1/x", shape))).toBeInstanceOf(UnexpectedAnswer);
    answering(make.json({ ok: "yes" }));
    expect(await failure(getJson("/api/v1/x", shape))).toBeInstanceOf(UnexpectedAnswer);
  });

  it.each([
    ["not-signed-in", 401, NotSignedIn],
    ["not-allowed", 403, NotAllowed],
    ["not-found", 404, NotFound],
    ["invalid", 400, Invalid],
    ["unsupported-target", 422, UnsupportedTarget],
    ["unusable-input", 422, UnusableInput],
    ["too-large", 413, TooLarge],
    ["queue-full", 429, QueueFull],
    ["too-many-requests", 429, TooManyRequests],
    ["internal", 500, ServerFailed],
    ["of-a-later-version", 404, NotFound],
  ])("should fail as its own class for a problem %s", async (slug, status, expected) => {
    answering(make.problem(slug, status, "Because of this."));
    const error = await failure(getJson("/api/v1/x", shape));
    expect(error).toBeInstanceOf(expected);
    expect(error).toMatchObject({ message: "Because of this.", problem: { requestId: "req-7" } });
  });

  it("should tell how long to wait when the server does", async () => {
    const body = { type: "/problems/too-many-requests", title: "Too many", status: 429 };
    answering(
      new Response(JSON.stringify(body), {
        status: 429,
        headers: { "Content-Type": "application/problem+json", "Retry-After": "12" },
      }),
    );
    expect(await failure(getJson("/api/v1/x", shape))).toMatchObject({ retryAfterSeconds: 12 });
  });

  it("should survive an error page of a proxy", async () => {
    answering(
      new Response("<h1>Bad gateway</h1>", { status: 502, headers: { "Content-Type": "text/html" } }),
    );
    expect(await failure(getJson("/api/v1/x", shape))).toMatchObject({
      name: "UnexpectedAnswer",
      status: 502,
    });
  });

  it("should be told from a network that is down", async () => {
    vi.stubGlobal("fetch", () => Promise.reject(new TypeError("Failed to fetch")));
    expect(await failure(getJson("/api/v1/x", shape))).toBeInstanceOf(Unreachable);
  });

  it("should leave an abort of ours an abort", async () => {
    const stopped = new AbortController();
    stopped.abort();
    vi.stubGlobal("fetch", () => Promise.reject(new DOMException("Aborted", "AbortError")));
    expect(await failure(getJson("/api/v1/x", shape, stopped.signal))).toBeInstanceOf(DOMException);
  });
});

describe("questions", () => {
  it("should carry the page's language, and the CSRF token on unsafe ones only", async () => {
    rememberCsrf("csrf-1");
    document.documentElement.lang = "ko";
    const asked = answering(make.json({ ok: true }));
    await getJson("/api/v1/x", shape);
    answerFrom({
      handle: (request) => {
        asked.push(request);
        return Promise.resolve(make.json({ ok: true }));
      },
    });
    await postJson("/api/v1/x", { a: 1 }, shape, { "Idempotency-Key": "k" });
    expect(asked.map((one) => one.headers.get("accept-language"))).toEqual(["ko", "ko"]);
    expect(asked.map((one) => one.headers.get("x-csrf"))).toEqual([null, "csrf-1"]);
    expect(asked[1]?.headers.get("idempotency-key")).toBe("k");
    rememberCsrf(undefined);
  });

  it("should send once more with a new CSRF token when another tab has renewed the session", async () => {
    rememberCsrf("csrf-old");
    const asked: Request[] = [];
    answerFrom({
      handle: (request) => {
        asked.push(request);
        if (request.method === "GET") return Promise.resolve(make.json({ csrf: "csrf-new" }));
        const good = request.headers.get("x-csrf") === "csrf-new";
        return Promise.resolve(good ? make.json({ ok: true }) : make.problem("not-allowed", 403, ""));
      },
    });
    await postJson("/api/v1/x", {}, shape);
    expect(asked.map((one) => one.method)).toEqual(["POST", "GET", "POST"]);
    rememberCsrf(undefined);
  });

  it("should not send again what the role forbids", async () => {
    rememberCsrf("csrf-1");
    const asked: Request[] = [];
    answerFrom({
      handle: (request) => {
        asked.push(request);
        return Promise.resolve(
          request.method === "GET" ? make.json({ csrf: "csrf-1" }) : make.problem("not-allowed", 403, ""),
        );
      },
    });
    expect(await failure(postJson("/api/v1/x", {}, shape))).toBeInstanceOf(NotAllowed);
    expect(asked.map((one) => one.method)).toEqual(["POST", "GET"]);
    rememberCsrf(undefined);
  });

  it("should leave out filters that are not set, and encode the rest", () => {
    expect(queryString({ q: "a&b", fault: undefined, state: "", limit: 50 })).toBe("?q=a%26b&limit=50");
    expect(queryString({})).toBe("");
  });
});
