import * as make from "./factories";

const admins = ["workspaces", "channels", "manifest"];

/** The part of the double that stands for what an admin sets about Slack, and for links of accounts. */
export class SlackDouble {
  workspaces: Record<string, unknown>[] = [];
  installable = true;
  channels: Record<string, unknown>[] = [];
  undelivered: Record<string, unknown>[] = [];
  /** By the code that the bot gave. */
  links = new Map<string, Record<string, unknown>>();
  linked: string[] = [];

  async answer(request: Request, path: string[], role: string): Promise<Response> {
    const [what = "", id, channel] = path;
    if (admins.includes(what) && role !== "admin") return make.problem("not-allowed", 403, "Admins only.");
    switch (what) {
      case "workspaces":
        if (request.method !== "DELETE") {
          const { workspaces: items, installable } = this;
          return make.json({ items, next: null, installable });
        }
        for (const one of this.workspaces) if (one.id === id) one.state = "cut_off";
        return new Response(null, { status: 204 });
      case "channels":
        return channel === undefined
          ? make.json({ items: this.channels, next: null })
          : this.ofChannel(request, id, channel);
      case "undelivered":
        return make.json({ items: this.undelivered, next: null });
      case "links":
        return this.ofLink(request, id ?? "");
      default:
        return make.problem("not-found", 404, "There is nothing here.");
    }
  }

  private async ofChannel(
    request: Request,
    workspace: string | undefined,
    channel: string,
  ): Promise<Response> {
    this.channels = this.channels.filter((one) => one.channel !== channel);
    if (request.method === "DELETE") return new Response(null, { status: 204 });
    const body: unknown = await request.json();
    const bound = {
      ...(typeof body === "object" ? body : {}),
      workspace,
      channel,
      boundBy: "Ada Admin",
      boundAt: "2026-11-23T08:00:00Z",
    };
    this.channels.push(bound);
    return make.json(bound);
  }

  private ofLink(request: Request, code: string): Response {
    const link = this.links.get(code);
    if (!link) return make.problem("not-found", 404, "This link is not valid any more.");
    if (request.method === "POST") {
      this.links.delete(code);
      this.linked.push(code);
    }
    return make.json(link);
  }
}
