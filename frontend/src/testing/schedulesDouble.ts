import * as make from "./factories";
import type { ScheduleJson } from "./factories";

/** The part of the double that stands for schedules. It knows no cron: the next times are always the same. */
export class SchedulesDouble {
  items: ScheduleJson[] = [];
  /** Who asks, by name: schedules start by their right. */
  person = "Olivia Operator";
  private nextId = 1;

  async answer(request: Request, id: string | undefined, role: string): Promise<Response> {
    if (request.method !== "GET" && role !== "operator" && role !== "admin") {
      return make.problem("not-allowed", 403, "Your role does not allow this.");
    }
    if (id === undefined) {
      return request.method === "POST" ? this.add(request) : this.list(request);
    }
    const one = this.items.find((each) => each.id === id);
    if (!one) return make.problem("not-found", 404, "There is no such schedule.");
    switch (request.method) {
      case "PUT":
        return this.replace(request, one);
      case "DELETE":
        this.items = this.items.filter((each) => each !== one);
        return new Response(null, { status: 204 });
      default:
        return make.json(one);
    }
  }

  private list(request: Request): Response {
    const stopped = new URL(request.url).searchParams.get("stopped") === "true";
    const items = this.items.filter((one) => !stopped || one.state === "STOPPED");
    return make.json({ items, next: null });
  }

  private async add(request: Request): Promise<Response> {
    const wish = objectIn(await request.json());
    this.nextId += 1;
    const id = `019ab0d0-0000-7000-a000-${String(this.nextId).padStart(12, "0")}`;
    const added = make.schedule({ timeZone: "Asia/Seoul", ...wish, ...this.said(wish), id });
    this.items = [added, ...this.items];
    return make.json(added, 201);
  }

  private async replace(request: Request, before: ScheduleJson): Promise<Response> {
    const { paused, version, ...wish } = objectIn(await request.json());
    if (version !== undefined && version !== before.version) {
      return make.problem("conflict", 409, `${before.startsAs} has changed the schedule since you read it.`);
    }
    const after = {
      ...before,
      ...wish,
      ...this.said(wish),
      version: before.version + 1,
      stoppedBecause: undefined,
      ...(paused === true ? { state: "PAUSED", next: [] } : { state: "ON", next: make.nextTimes() }),
    };
    this.items = this.items.map((one) => (one === before ? after : one));
    return make.json(after);
  }

  private said(wish: Record<string, unknown>) {
    return { description: `as ${String(wish.cron)} says`, startsAs: this.person };
  }
}

function objectIn(body: unknown): Record<string, unknown> {
  return typeof body === "object" && body !== null ? { ...body } : {};
}
