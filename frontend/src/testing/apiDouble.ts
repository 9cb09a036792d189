import * as make from "./factories";
import type { RunJson, TargetJson } from "./factories";
import { SchedulesDouble } from "./schedulesDouble";
import { SlackDouble } from "./slackDouble";
import { SettingsDouble } from "./settingsDouble";

/**
 * A small stand-in for the server: it answers like docs of the API say, from memory. Tests change what it holds and
 * read what was asked of it; `vite --mode double` serves it to a browser.
 */
export class ApiDouble {
  role: string | null = "operator";
  person = "Olivia Operator";
  tenants = [make.contoso];
  targets: TargetJson[] = [];
  runs: RunJson[] = [];
  audit: object[] = [];
  logs: Record<string, string[]> = {};
  readonly settings = new SettingsDouble();
  readonly schedules = new SchedulesDouble();
  readonly slack = new SlackDouble();
  /** How steady any target was. */
  lastDays: { days: number; flaps: number; recoveries: number; medianSecondsToRecover?: number } = {
    days: 30,
    flaps: 0,
    recoveries: 0,
  };

  /** What the comparison of any two halves says. */
  comparison: { mend?: string; sentence: string; caution?: string } = {
    sentence: "Neither half was troubleshot yet.",
  };
  /** What a started run goes through; each step after so many milliseconds. */
  pace = 0;
  personas = ["viewer", "operator", "auditor", "admin"].flatMap((role) =>
    [make.contoso, make.fabrikam].map((tenant) => ({
      id: `${tenant.tenant}-${role}`,
      name: names[role] ?? role,
      ...tenant,
      role,
    })),
  );
  readonly asked: Request[] = [];
  /** Answers that come instead of the usual ones: the first whose path matches. */
  readonly instead: { path: RegExp; answer: (request: Request) => Response | Promise<Response> }[] = [];
  private nextId = 5_000;

  readonly handle = async (request: Request): Promise<Response> => {
    this.asked.push(request);
    const url = new URL(request.url);
    const override = this.instead.find((one) => one.path.test(`${request.method} ${url.pathname}`));
    if (override) return override.answer(request);
    const path = url.pathname.replace(/^\/api\/v1/, "");
    if (path === "/session") return this.session();
    if (path === "/session/tenant") return make.json({ tenant: "", csrf: "csrf-2" });
    if (path === "/session/logout") {
      this.role = null;
      return new Response(null, { status: 204 });
    }
    if (path === "/roles") return make.json({ items: make.rolePermissions, next: null });
    if (path === "/demo/personas") return make.json({ items: this.personas });
    if (path === "/demo/sign-in") return this.signIn(request);
    if (this.role === null) return make.problem("not-signed-in", 401, "Sign in first.");
    const match = /^\/t\/([^/]+)\/(.*)$/.exec(path);
    if (!match || !this.tenants.some((tenant) => tenant.tenant === match[1])) return notFound();
    return this.inTenant(request, (match[2] ?? "").split("/").map(decodeURIComponent), url.searchParams);
  };

  private session(): Response {
    if (this.role === null) return make.problem("not-signed-in", 401, "Sign in first.");
    const memberships = this.tenants.map((tenant) => ({ ...tenant, role: this.role }));
    return make.json({ person: { id: "u-1", name: this.person }, csrf: "csrf-1", memberships, demo: true });
  }

  private async signIn(request: Request): Promise<Response> {
    const body: unknown = await request.json();
    const wanted = typeof body === "object" && body !== null && "persona" in body ? body.persona : undefined;
    const persona = this.personas.find((one) => one.id === wanted);
    if (!persona) return make.problem("invalid", 400, "No such persona.");
    this.role = persona.role;
    this.person = persona.name;
    this.tenants = [{ tenant: persona.tenant, tenantName: persona.tenantName }];
    return new Response(null, { status: 204 });
  }

  private async inTenant(request: Request, path: string[], query: URLSearchParams): Promise<Response> {
    const settings = await this.settings.answer(request, path, this.role ?? "");
    if (settings) return settings;
    const [what, id, part, file] = path;
    switch (what) {
      case "targets":
        if (id === undefined) return this.listTargets(query);
        if (part === "history") return this.history(id);
        if (part === "twins") return this.twins(id, query.get("first"));
        if (part === "twin") return this.setTwin(request, id);
        if (part === "baseline") return this.setBaseline(request, id);
        if (part === "tags") return this.setTags(request, id);
        if (request.method === "DELETE") {
          this.targets = this.targets.filter((one) => one.id !== id);
          return new Response(null, { status: 204 });
        }
        return answerOne(this.targets.find((one) => one.id === id));
      case "runs":
        if (id === undefined) return request.method === "POST" ? this.start(request) : this.listRuns(query);
        return this.ofRun(request, id, part, file, query);
      case "schedules":
        return this.schedules.answer(request, id, this.role ?? "");
      case "slack":
        return this.slack.answer(request, path.slice(1), this.role ?? "");
      case "diffs":
        return this.diff(query);
      case "bundles":
        return this.upload();
      case "audit":
        return this.role === "auditor" || this.role === "admin"
          ? make.json({ items: this.audit, next: null })
          : make.problem("not-allowed", 403, "Only auditors and admins read the audit log.");
      default:
        return notFound();
    }
  }

  private listTargets(query: URLSearchParams): Response {
    const q = (query.get("q") ?? "").toLowerCase();
    const fault = query.get("fault");
    const [key, ...value] = (query.get("tag") ?? "").split(":");
    const tagged = (one: TargetJson) =>
      key === undefined ||
      key === "" ||
      (value.length === 0 ? Object.hasOwn(one.tags, key) : one.tags[key] === value.join(":"));
    const items = this.targets.filter(
      (one) =>
        one.name.toLowerCase().includes(q) &&
        tagged(one) &&
        (fault === null || JSON.stringify(one.lastRun ?? {}).includes(`"fault":"${fault}"`)),
    );
    return make.json({ items, next: null });
  }

  private listRuns(query: URLSearchParams): Response {
    const wanted = ["state", "code", "fault", "cause", "source"] as const;
    const items = this.runs
      .filter((one) => wanted.every((name) => query.get(name) === null || one[name] === query.get(name)))
      .filter(
        (one) =>
          (query.get("target") ?? one.targetName) === one.targetName || one.target === query.get("target"),
      )
      .filter((one) => query.get("changed") === null || one.changed === true);
    const from = Number(query.get("cursor") ?? "0");
    const limit = Number(query.get("limit") ?? "50");
    const next = from + limit < items.length ? String(from + limit) : null;
    return make.json({ items: items.slice(from, from + limit), next });
  }

  private history(target: string): Response {
    const items = this.runs.filter((one) => one.target === target);
    const good = items.find((one) => one.code === "Healthy");
    const newerThanGood = good ? items.slice(0, items.indexOf(good)) : items;
    const bad = newerThanGood.findLast((one) => one.code === "UnHealthy");
    return make.json({
      items,
      next: null,
      lastDays: this.lastDays,
      ...(bad ? { firstBadRun: { id: bad.id, finishedAt: bad.finishedAt } } : {}),
      ...(good ? { lastGoodRun: { id: good.id, finishedAt: good.finishedAt } } : {}),
    });
  }

  private async setBaseline(request: Request, id: string): Promise<Response> {
    const here = this.targets.find((one) => one.id === id);
    if (!here) return notFound();
    delete here.baseline;
    if (request.method === "PUT") {
      const body: unknown = await request.json();
      if (typeof body === "object" && body !== null && "run" in body) here.baseline = String(body.run);
    }
    return new Response(null, { status: 204 });
  }

  private async setTwin(request: Request, id: string): Promise<Response> {
    const here = this.targets.find((one) => one.id === id);
    if (!here) return notFound();
    for (const one of this.targets) if (one.twin?.id === id) delete one.twin;
    delete here.twin;
    if (request.method === "DELETE") return new Response(null, { status: 204 });
    const body: unknown = await request.json();
    const wanted = typeof body === "object" && body !== null && "twin" in body ? body.twin : undefined;
    const there = this.targets.find((one) => one.id === wanted || one.name === wanted);
    if (!there) return make.problem("not-found", 404, `There is no target “${String(wanted)}”.`);
    here.twin = { id: there.id, name: there.name };
    there.twin = { id: here.id, name: here.name };
    return new Response(null, { status: 204 });
  }

  private async setTags(request: Request, id: string): Promise<Response> {
    const here = this.targets.find((one) => one.id === id);
    if (!here) return notFound();
    const body: unknown = await request.json();
    const tags = typeof body === "object" && body !== null && "tags" in body ? body.tags : {};
    here.tags = Object.fromEntries(
      Object.entries(typeof tags === "object" && tags !== null ? tags : {}).map(([key, value]) => [
        key,
        String(value),
      ]),
    );
    return make.json(here);
  }

  private twins(target: string, first: string | null): Response {
    const here = this.targets.find((one) => one.id === target);
    const there = this.targets.find((one) => one.id === here?.twin?.id);
    if (!here || !there) return make.problem("conflict", 409, "The target has no twin.");
    const half = (one: TargetJson, asked: string | null) => {
      const runs = this.runs.filter((run) => run.target === one.id);
      const open = runs.find((run) => run.state === "QUEUED" || run.state === "RUNNING");
      return {
        id: one.id,
        name: one.name,
        gateway: one.gateway,
        run: runs.find((run) => (asked === null ? run.finishedAt !== undefined : run.id === asked)),
        ...(open ? { openRun: { id: open.id, state: open.state } } : {}),
      };
    };
    return make.json({ first: half(here, first), second: half(there, null), ...this.comparison });
  }

  private async start(request: Request): Promise<Response> {
    const body: unknown = await request.json();
    const wanted = typeof body === "object" && body !== null && "target" in body ? body.target : undefined;
    const active = typeof body === "object" && body !== null && "active" in body && body.active === true;
    const target = this.targets.find((one) => one.id === wanted || one.name === wanted);
    if (!target) return notFound();
    const before = this.runs.find((one) => one.target === target.id && one.state === "SUCCEEDED");
    const finished = before ?? make.finishedRun({ target: target.id, targetName: target.name });
    const id = make.runId((this.nextId += 1));
    const now = new Date().toISOString();
    this.runs.unshift({
      ...finished,
      id,
      provider: target.provider,
      active,
      state: "QUEUED",
      queuedAt: now,
      startedAt: undefined,
      finishedAt: undefined,
      waiting: { reason: "WORKER", text: "Waits for a free worker" },
    });
    return make.json({ id, state: "QUEUED", target: target.id }, 202);
  }

  private upload(): Response {
    const id = make.runId((this.nextId += 1));
    const name = "uploads/branch-bundle";
    this.runs.unshift(make.finishedRun({ id, targetName: name, source: "upload", provider: "uploaded" }));
    return make.json({ id, state: "SUCCEEDED", target: name }, 202);
  }

  private ofRun(
    request: Request,
    id: string,
    part: string | undefined,
    file: string | undefined,
    query: URLSearchParams,
  ): Response {
    const run = this.runs.find((one) => one.id === id);
    if (!run) return notFound();
    if (part === undefined) {
      return make.json(
        run.state === "SUCCEEDED" || run.state === "FAILED" || run.state === "CANCELLED"
          ? run
          : {
              ...run,
              diagnosis: undefined,
              logs: [],
              diff: undefined,
              code: undefined,
              fault: undefined,
              severity: undefined,
            },
      );
    }
    if (part === "cancel") {
      run.state = "CANCELLED";
      run.finishedAt = new Date().toISOString();
      return make.json(run, 202);
    }
    if (part === "events") return this.events(request, run, query);
    const lines = this.logs[file ?? ""];
    if (part === "logs" && lines) {
      if ((request.headers.get("accept") ?? "").includes("text/plain")) return new Response(lines.join("\n"));
      const fromLine = Number(query.get("fromLine") ?? "1");
      const count = Number(query.get("lines") ?? "500");
      return make.json({
        name: file,
        fromLine,
        lines: lines.slice(fromLine - 1, fromLine - 1 + count),
        totalLines: lines.length,
      });
    }
    return notFound();
  }

  private diff(query: URLSearchParams): Response {
    const [from, to] = ["from", "to"].map((side) => this.runs.find((one) => one.id === query.get(side)));
    if (!from || !to) return notFound();
    if (from.fault === to.fault) {
      return make.json({ from: from.id, to: to.id, changed: false, changes: [] });
    }
    return make.json(make.diff({ from: from.id, to: to.id, fromRun: undefined, toRun: undefined }));
  }

  /** The whole story of a finished run at once; a queued one is played, step by step, and finished. */
  private events(request: Request, run: RunJson, query: URLSearchParams): Response {
    const after = Number(request.headers.get("last-event-id") ?? query.get("after") ?? "0");
    const story = storyOf(run).filter((event) => event.seq > after);
    if (!(request.headers.get("accept") ?? "").includes("event-stream")) {
      if (this.pace === 0) finish(run);
      return make.json({ items: story, done: true });
    }
    const { pace } = this;
    const open = run.state === "QUEUED" || run.state === "RUNNING";
    let index = 0;
    const body = new ReadableStream<Uint8Array>({
      async pull(controller) {
        const event = story[index];
        index += 1;
        if (!event) {
          controller.close();
          return;
        }
        if (open && pace > 0) await new Promise((resolve) => setTimeout(resolve, pace));
        if (open && event.kind === "state" && event.state === "RUNNING") {
          run.state = "RUNNING";
          run.startedAt = new Date().toISOString();
        }
        if (open && event.kind === "done") finish(run);
        const text = `id: ${String(event.seq)}\nevent: ${event.kind}\ndata: ${JSON.stringify({ ...event, at: open ? new Date().toISOString() : event.at })}\n\n`;
        controller.enqueue(new TextEncoder().encode(text));
      },
    });
    return new Response(body, { headers: { "Content-Type": "text/event-stream" } });
  }
}

const names: Record<string, string> = {
  viewer: "Vera Viewer",
  operator: "Olivia Operator",
  auditor: "Aaron Auditor",
  admin: "Ada Admin",
};

function finish(run: RunJson): void {
  if (run.state === "CANCELLED") return;
  run.state = "SUCCEEDED";
  run.startedAt ??= run.queuedAt;
  run.finishedAt = new Date().toISOString();
}

function notFound(): Response {
  return make.problem("not-found", 404, "There is nothing here.");
}

function answerOne(found: object | undefined): Response {
  return found ? make.json(found) : notFound();
}

function storyOf(run: RunJson) {
  const start = Date.parse(run.startedAt ?? run.queuedAt);
  const time = (milliseconds: number) => new Date(start + milliseconds).toISOString();
  return [
    { seq: 1, at: time(0), kind: "state", state: "QUEUED" },
    { seq: 2, at: time(200), kind: "state", state: "RUNNING" },
    {
      seq: 3,
      at: time(260),
      kind: "progress",
      step: "collecting",
      message: "Collecting evidence",
      percent: 10,
    },
    {
      seq: 4,
      at: time(900),
      kind: "progress",
      step: "probe",
      probe: "connection-status",
      message: "Read the state of the connection",
      percent: 30,
    },
    {
      seq: 5,
      at: time(1_800),
      kind: "progress",
      step: "probe",
      probe: "ike-log",
      message: "Read 1,400 lines of the IKE log",
      percent: 55,
    },
    {
      seq: 6,
      at: time(2_400),
      kind: "progress",
      step: "probe",
      probe: "cpu",
      message: "No answer within 2 s",
      percent: 70,
    },
    {
      seq: 7,
      at: time(3_000),
      kind: "progress",
      step: "diagnosing",
      message: "Weighing the evidence",
      percent: 80,
    },
    {
      seq: 8,
      at: time(3_600),
      kind: "progress",
      step: "writing-logs",
      message: "Writing 3 log files",
      percent: 90,
    },
    { seq: 9, at: time(4_000), kind: "done", state: "SUCCEEDED", code: run.code, fault: run.fault },
  ];
}
