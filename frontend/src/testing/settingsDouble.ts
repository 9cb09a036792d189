import * as make from "./factories";
import type { MemberJson, SubscriptionJson, TenantSettingsJson, TokenJson } from "./factories";

/** The part of the double that stands for the settings of a tenant. What is closed to a role is refused as the server does. */
export class SettingsDouble {
  members: MemberJson[] = [];
  mappings: { value: string; role: string }[] = [];
  tokens: TokenJson[] = [];
  subscriptions: SubscriptionJson[] = [];
  offer: { addresses: string[]; logFiles: string[] } = { addresses: [], logFiles: [] };
  /** What discovery says of any subscription. */
  round: object = { items: [], gatewaysAdded: [], gatewaysGone: [], ignored: 0 };
  tenant: TenantSettingsJson = make.tenantSettings();
  provider: Record<string, unknown> = { own: false };
  providerTest: object = {
    ok: true,
    steps: [
      { step: "document", ok: true },
      { step: "keys", ok: true },
    ],
  };
  private nextId = 1;

  /** The answer, or undefined for what is none of the settings. */
  async answer(request: Request, path: string[], role: string): Promise<Response | undefined> {
    const [what, id, part, deed] = path;
    const admin = role === "admin";
    switch (what) {
      case "members":
        if (!admin && !(role === "auditor" && request.method === "GET")) return closed();
        return this.ofMembers(request, id);
      case "role-mappings":
        if (!admin) return closed();
        if (request.method === "PUT") this.mappings = listIn(await request.json());
        return make.json({ items: this.mappings });
      case "tokens":
        return admin ? this.ofTokens(request, id) : closed();
      case "subscriptions":
        if (!admin && request.method !== "GET") return closed();
        return this.ofSubscriptions(request, id, part, deed);
      case "settings":
        if (request.method === "GET") return make.json(this.tenant);
        return admin ? this.saveTenant(request) : closed();
      case "limits":
        return make.json({ queued: { most: 200, now: 7 }, running: { most: 20, now: 3 } });
      case "identity-provider":
        return admin ? this.ofProvider(request, id) : closed();
      default:
        return undefined;
    }
  }

  private async ofMembers(request: Request, id: string | undefined): Promise<Response> {
    if (id === undefined) return make.json({ items: this.members, next: null });
    const member = this.members.find((one) => one.id === id);
    if (!member) return make.problem("not-found", 404, "There is nothing here.");
    const change = request.method === "PATCH" ? objectIn(await request.json()) : { active: false };
    const after = { ...member, ...change };
    const admins = this.members.filter((one) => one.role === "admin" && one.active && one !== member);
    if (admins.length === 0 && !(after.role === "admin" && after.active)) {
      return make.problem(
        "conflict",
        409,
        "This is the last active admin of the tenant. Make somebody else an admin first.",
      );
    }
    if (request.method === "DELETE") {
      this.members = this.members.filter((one) => one !== member);
      return new Response(null, { status: 204 });
    }
    const given = "role" in change ? { ...after, mapped: false } : after;
    this.members = this.members.map((one) => (one === member ? given : one));
    return make.json(given);
  }

  private async ofTokens(request: Request, id: string | undefined): Promise<Response> {
    if (request.method === "GET") return make.json({ items: this.tokens, next: null });
    if (request.method === "DELETE") {
      this.tokens = this.tokens.filter((one) => one.id !== id);
      return new Response(null, { status: 204 });
    }
    const { days, ...wish } = objectIn(await request.json());
    const expiresAt = new Date(Date.now() + Number(days) * 86_400_000).toISOString();
    const made = make.token({ ...wish, id: this.id(), createdAt: new Date().toISOString(), expiresAt });
    this.tokens = [made, ...this.tokens];
    return make.json({ ...made, token: "tsp_Jp2VnQ8rK4mX" }, 201);
  }

  private async ofSubscriptions(
    request: Request,
    id: string | undefined,
    part: string | undefined,
    deed: string | undefined,
  ): Promise<Response> {
    if (id === undefined) {
      if (request.method === "GET") return make.json({ items: this.subscriptions, next: null });
      const wanted = objectIn(await request.json());
      const azure = "azure" in wanted ? objectIn(wanted.azure) : undefined;
      const added = make.subscription({
        id: this.id(),
        name: String(wanted.name),
        provider: String(wanted.provider),
        ...(azure ? { azure: { ...azure, clientSecret: undefined, secretSetAt: make.at(0) } } : {}),
      });
      this.subscriptions.push(added);
      return make.json(added, 201);
    }
    const one = this.subscriptions.find((each) => each.id === id);
    if (!one) return make.problem("not-found", 404, "There is nothing here.");
    if (part === undefined) {
      this.subscriptions = this.subscriptions.filter((each) => each !== one);
      return new Response(null, { status: 204 });
    }
    if (part === "addresses") return make.json(this.offer);
    if (part === "targets" && deed === "discover") return make.json(this.round);
    if (part === "targets") {
      const { gateway } = objectIn(await request.json());
      const discovery = {
        id: make.armId("gateway", String(gateway)),
        gateway,
        connections: [`${String(gateway)}/branch`],
        added: [`${String(gateway)}/branch`],
        notLoaded: [],
        ignored: 0,
      };
      return make.json({ items: [], discovery }, 201);
    }
    if (request.method === "DELETE") {
      if (part === "storage") delete one.storage;
      else if (one.azure) delete one.azure.secretSetAt;
      return new Response(null, { status: 204 });
    }
    const body = objectIn(await request.json());
    if (part === "storage") {
      one.storage = {
        accountId: body.accountId,
        container: body.container,
        ...("key" in body ? { keySetAt: make.at(0) } : {}),
      };
    } else {
      one.azure = { ...one.azure, ...body, clientSecret: undefined, secretSetAt: make.at(0) };
    }
    return new Response(null, { status: 204 });
  }

  private async saveTenant(request: Request): Promise<Response> {
    const wanted = objectIn(await request.json());
    if (wanted.version !== this.tenant.version) {
      return make.problem("conflict", 409, "Somebody else changed the settings meanwhile.");
    }
    this.tenant = { ...this.tenant, ...wanted, version: this.tenant.version + 1 };
    return make.json(this.tenant);
  }

  private async ofProvider(request: Request, part: string | undefined): Promise<Response> {
    if (part === "test") return make.json(this.providerTest);
    if (request.method === "DELETE") {
      this.provider = { own: false };
      return new Response(null, { status: 204 });
    }
    if (request.method === "PUT") {
      const { clientSecret, ...wanted } = objectIn(await request.json());
      const kept = clientSecret === undefined && this.provider.clientSecret === true;
      this.provider = {
        own: true,
        redirectUri: "https://tunnelscope.example/callback/contoso",
        ...wanted,
        ...(typeof clientSecret === "string" || kept
          ? { clientSecret: true, clientSecretSetAt: make.at(0) }
          : { clientSecret: false }),
      };
    }
    return make.json(this.provider);
  }

  private id(): string {
    this.nextId += 1;
    return `019ab0d0-0000-7000-9000-${String(this.nextId).padStart(12, "0")}`;
  }
}

function closed(): Response {
  return make.problem("not-allowed", 403, "Your role does not allow this.");
}

function objectIn(body: unknown): Record<string, unknown> {
  return typeof body === "object" && body !== null ? { ...body } : {};
}

function listIn(body: unknown): { value: string; role: string }[] {
  const { items } = objectIn(body);
  return Array.isArray(items)
    ? items.map(objectIn).map((one) => ({ value: String(one.value), role: String(one.role) }))
    : [];
}
