import * as z from "zod/mini";

export interface Problem {
  type: string;
  title: string;
  status: number;
  detail?: string;
  requestId?: string;
  errors: { field?: string; message: string }[];
}

const problemJson = z.object({
  type: z._default(z.string(), "about:blank"),
  title: z._default(z.string(), ""),
  status: z.number(),
  detail: z.nullish(z.string()),
  requestId: z.nullish(z.string()),
  errors: z.nullish(z.array(z.object({ field: z.nullish(z.string()), message: z.string() }))),
});

/** Whatever can go wrong with a question to the server. */
export abstract class ApiError extends Error {
  abstract override readonly name: string;
  /** Worth asking again without a person changing anything. */
  readonly retryMayHelp: boolean = false;
}

/** The server answered, and said no. */
export class Refused extends ApiError {
  override readonly name: string = "Refused";
  constructor(readonly problem: Problem) {
    super(problem.detail ?? problem.title);
  }
}
export class NotSignedIn extends Refused {
  override readonly name = "NotSignedIn";
}
export class NotAllowed extends Refused {
  override readonly name = "NotAllowed";
}
export class NotFound extends Refused {
  override readonly name = "NotFound";
}
export class Invalid extends Refused {
  override readonly name = "Invalid";
}
export class UnsupportedTarget extends Refused {
  override readonly name = "UnsupportedTarget";
}
export class UnusableInput extends Refused {
  override readonly name = "UnusableInput";
}
export class TooLarge extends Refused {
  override readonly name = "TooLarge";
}
export class Conflict extends Refused {
  override readonly name = "Conflict";
}
export class QueueFull extends Refused {
  override readonly name = "QueueFull";
}
export class TooManyRequests extends Refused {
  override readonly name = "TooManyRequests";
  override readonly retryMayHelp = true;
  constructor(
    problem: Problem,
    readonly retryAfterSeconds: number | undefined,
  ) {
    super(problem);
  }
}
export class ServerFailed extends Refused {
  override readonly name = "ServerFailed";
  override readonly retryMayHelp = true;
}

/** No answer at all: the network, or the server is down. */
export class Unreachable extends ApiError {
  override readonly name = "Unreachable";
  override readonly retryMayHelp = true;
  constructor(cause: unknown) {
    super("The server cannot be reached.", { cause });
  }
}

/** An answer that is not of this API: a proxy's HTML page, or a shape this page does not know. */
export class UnexpectedAnswer extends ApiError {
  override readonly name = "UnexpectedAnswer";
  constructor(
    readonly status: number,
    what: string,
    cause?: unknown,
  ) {
    super(what, { cause });
  }
}

/** The Problem types become classes here, and only here. */
export function refusalOf(problem: Problem, retryAfter: string | null): Refused {
  const slug = problem.type.slice(problem.type.lastIndexOf("/") + 1);
  switch (slug) {
    case "not-signed-in":
      return new NotSignedIn(problem);
    case "not-allowed":
      return new NotAllowed(problem);
    case "not-found":
    case "unknown-target":
      return new NotFound(problem);
    case "invalid":
    case "idempotency-mismatch":
      return new Invalid(problem);
    case "unsupported-target":
      return new UnsupportedTarget(problem);
    case "unusable-input":
      return new UnusableInput(problem);
    case "too-large":
      return new TooLarge(problem);
    case "conflict":
      return new Conflict(problem);
    case "queue-full":
      return new QueueFull(problem);
    case "too-many-requests":
      return new TooManyRequests(problem, secondsOf(retryAfter));
    default:
      return refusalByStatus(problem, retryAfter);
  }
}

function refusalByStatus(problem: Problem, retryAfter: string | null): Refused {
  switch (problem.status) {
    case 401:
      return new NotSignedIn(problem);
    case 403:
      return new NotAllowed(problem);
    case 404:
      return new NotFound(problem);
    case 409:
      return new Conflict(problem);
    case 413:
      return new TooLarge(problem);
    case 429:
      return new TooManyRequests(problem, secondsOf(retryAfter));
    default:
      return problem.status >= 500 ? new ServerFailed(problem) : new Invalid(problem);
  }
}

function secondsOf(retryAfter: string | null): number | undefined {
  return retryAfter !== null && /^\d{1,5}$/.test(retryAfter) ? Number(retryAfter) : undefined;
}

/** The error that a non-2xx answer stands for; a body that is no Problem is told by its status alone. */
export function errorOf(
  status: number,
  contentType: string,
  body: string,
  retryAfter: string | null,
): ApiError {
  if (contentType.includes("json")) {
    const parsed = problemJson.safeParse(parseJson(body));
    if (parsed.success) {
      const { detail, requestId, errors, ...rest } = parsed.data;
      const problem: Problem = {
        ...rest,
        detail: detail ?? undefined,
        requestId: requestId ?? undefined,
        errors: (errors ?? []).map((error) => ({ field: error.field ?? undefined, message: error.message })),
      };
      return refusalOf(problem, retryAfter);
    }
  }
  if (status === 413) {
    return new TooLarge({ type: "/problems/too-large", title: "Too large", status, errors: [] });
  }
  return new UnexpectedAnswer(status, `The server answered ${String(status)} without saying why.`);
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

/** CSRF token of the session, sent with every unsafe request. Kept in memory only. */
let csrf: string | undefined;

export function rememberCsrf(token: string | undefined): void {
  csrf = token;
}

/** Headers of every request: the page's language (server texts follow it) and, for unsafe methods, the CSRF token. */
export function requestHeaders(method: string, accept: string): Record<string, string> {
  const headers: Record<string, string> = {
    Accept: accept,
    "Accept-Language": document.documentElement.lang || "en",
  };
  if (method !== "GET" && csrf !== undefined) headers["X-CSRF"] = csrf;
  return headers;
}

const patienceMs = 30_000;

const sessionCsrf = z.object({ csrf: z.string() });

/** The CSRF token as it is now; another tab may have renewed the session. Undefined when it is still the same. */
async function newerCsrf(used: string | undefined): Promise<string | undefined> {
  const session = await sendOnce("/api/v1/session", {}).then(
    (answer) => answer.text(),
    () => "",
  );
  const parsed = sessionCsrf.safeParse(parseJson(session));
  return parsed.success && parsed.data.csrf !== used ? parsed.data.csrf : undefined;
}

/**
 * Sends, waits at most 30 s, and turns every bad end into an ApiError. Aborts by the caller stay aborts. An unsafe
 * request that is not allowed is sent once more if the CSRF token was an old one: then nothing of it was done.
 */
export async function send(path: string, init: RequestInit & { accept?: string }): Promise<Response> {
  const used = csrf;
  try {
    return await sendOnce(path, init);
  } catch (error) {
    const unsafe = (init.method ?? "GET") !== "GET";
    if (!unsafe || used === undefined || !(error instanceof NotAllowed)) throw error;
    const newer = csrf === used ? await newerCsrf(used) : csrf;
    if (newer === undefined) throw error;
    rememberCsrf(newer);
    return sendOnce(path, init);
  }
}

async function sendOnce(path: string, init: RequestInit & { accept?: string }): Promise<Response> {
  const { accept = "application/json, application/problem+json", ...rest } = init;
  const method = rest.method ?? "GET";
  const deadline = AbortSignal.timeout(patienceMs);
  let response: Response;
  try {
    response = await fetch(path, {
      ...rest,
      headers: { ...requestHeaders(method, accept), ...headersOf(rest.headers) },
      signal: rest.signal ? AbortSignal.any([rest.signal, deadline]) : deadline,
      credentials: "same-origin",
      redirect: "error",
    });
  } catch (failure) {
    if (rest.signal?.aborted) throw failure;
    throw new Unreachable(failure);
  }
  if (!response.ok) {
    throw errorOf(
      response.status,
      response.headers.get("content-type") ?? "",
      await response.text().catch(() => ""),
      response.headers.get("retry-after"),
    );
  }
  return response;
}

function headersOf(headers: HeadersInit | undefined): Record<string, string> {
  return Object.fromEntries(new Headers(headers).entries());
}

/** The answer's JSON, checked. HTML in its place (a proxy, an old page) and unknown shapes are errors of their own. */
export function checked<T>(status: number, contentType: string, body: string, schema: z.ZodMiniType<T>): T {
  if (!contentType.includes("json")) {
    throw new UnexpectedAnswer(status, "The server sent something that is not JSON.");
  }
  const parsed = schema.safeParse(parseJson(body));
  if (!parsed.success) {
    throw new UnexpectedAnswer(
      status,
      "The server sent an answer this page does not understand.",
      parsed.error,
    );
  }
  return parsed.data;
}

async function readJson<T>(response: Response, schema: z.ZodMiniType<T>): Promise<T> {
  return checked(response.status, response.headers.get("content-type") ?? "", await response.text(), schema);
}

export async function getJson<T>(path: string, schema: z.ZodMiniType<T>, signal?: AbortSignal): Promise<T> {
  return readJson(await send(path, { signal }), schema);
}

export async function postJson<T>(
  path: string,
  body: unknown,
  schema: z.ZodMiniType<T>,
  headers: Record<string, string> = {},
): Promise<T> {
  return readJson(await send(path, { method: "POST", ...jsonBody(body, headers) }), schema);
}

/** For answers that may have a body; undefined when there is none. */
export async function postMaybe<T>(
  path: string,
  body: unknown,
  schema: z.ZodMiniType<T>,
): Promise<T | undefined> {
  const response = await send(path, { method: "POST", ...jsonBody(body, {}) });
  return response.status === 204 ? undefined : readJson(response, schema);
}

/** For answers without a body. */
export async function post(path: string, body?: unknown): Promise<void> {
  await send(path, { method: "POST", ...jsonBody(body, {}) });
}

export async function patchJson<T>(path: string, body: unknown, schema: z.ZodMiniType<T>): Promise<T> {
  return readJson(await send(path, { method: "PATCH", ...jsonBody(body, {}) }), schema);
}

export async function putJson<T>(
  path: string,
  body: unknown,
  schema: z.ZodMiniType<T>,
  headers: Record<string, string> = {},
): Promise<T> {
  return readJson(await send(path, { method: "PUT", ...jsonBody(body, headers) }), schema);
}

/** For answers without a body. */
export async function put(path: string, body: unknown): Promise<void> {
  await send(path, { method: "PUT", ...jsonBody(body, {}) });
}

/** Takes something away; the answer has no body. */
export async function remove(path: string): Promise<void> {
  await send(path, { method: "DELETE" });
}

function jsonBody(body: unknown, headers: Record<string, string>): RequestInit {
  if (body === undefined) return { headers };
  return { body: JSON.stringify(body), headers: { "Content-Type": "application/json", ...headers } };
}

/** A query string of the filters that are set. */
export function queryString(filters: Record<string, string | number | boolean | undefined>): string {
  const query = new URLSearchParams();
  for (const [name, value] of Object.entries(filters)) {
    if (value !== undefined && value !== "") query.set(name, String(value));
  }
  const text = query.toString();
  return text === "" ? "" : `?${text}`;
}

export function tenantPath(tenant: string): string {
  return `/api/v1/t/${encodeURIComponent(tenant)}`;
}
