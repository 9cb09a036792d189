import { fireEvent, screen, waitFor, within } from "@testing-library/react";
import { describe, expect, it, vi } from "vitest";
import { ApiDouble } from "../testing/apiDouble";
import * as make from "../testing/factories";
import { renderApp } from "../testing/renderApp";

const heading = (name: string | RegExp) => screen.findByRole("heading", { level: 1, name });

function doubleWith(change: Partial<ApiDouble>): ApiDouble {
  return Object.assign(new ApiDouble(), change);
}

describe("signing in", () => {
  it("should offer each tenant's personas and open the targets of the chosen one", async () => {
    const { user, router } = renderApp("/", doubleWith({ role: null }));
    await heading(/Demo sign-in/);
    expect(await screen.findAllByRole("button", { name: /^Sign in as/ })).toHaveLength(8);
    await user.click(screen.getByRole("button", { name: "Sign in as Olivia Operator, Operator of Contoso" }));
    await heading("Targets");
    expect(router.state.location.pathname).toBe("/t/contoso/targets");
    expect(screen.getByTestId("tenant-name")).toHaveTextContent("Contoso");
    await waitFor(() => {
      expect(document.title).toBe("Targets · Contoso · Tunnelscope");
    });
  });

  it("should go back to where one was when the session ended", async () => {
    const { double, router } = renderApp("/t/contoso/runs?state=FAILED");
    await heading("Runs");
    double.role = null;
    await router.invalidate();
    await router.navigate({
      to: "/t/$tenant/runs",
      params: { tenant: "contoso" },
      search: { state: "CANCELLED" },
    });
    await heading(/Demo sign-in/);
    expect(screen.getByText(/Your session has ended/)).toBeInTheDocument();
    expect(router.state.location.search).toMatchObject({ return: "/t/contoso/runs?state=CANCELLED" });
  });

  it("should not follow a foreign address after sign-in", async () => {
    const { user, router } = renderApp("/sign-in?return=https://evil.example/", doubleWith({ role: null }));
    await user.click(await screen.findByRole("button", { name: /Ada Admin, Admin of Fabrikam/ }));
    await heading("Targets");
    expect(router.state.location.pathname).toBe("/t/fabrikam/targets");
  });

  it("should lead to the identity provider when the server is not a demo", async () => {
    const double = doubleWith({ role: null });
    double.instead.push({ path: /personas/, answer: () => make.problem("not-found", 404, "") });
    const { user } = renderApp("/sign-in", double);
    const way = await screen.findByRole("link", { name: "Sign in with your organization" });
    expect(way).toHaveAttribute("href", "/login");
    await user.type(screen.getByRole("textbox", { name: "Tenant" }), "contoso");
    expect(way).toHaveAttribute("href", "/login?tenant=contoso");
  });

  it("should come back from the identity provider to where one was, and nowhere else", async () => {
    const double = doubleWith({ role: null });
    double.instead.push({ path: /personas/, answer: () => make.problem("not-found", 404, "") });
    renderApp("/t/contoso/runs?state=FAILED", double);
    const way = await screen.findByRole("link", { name: "Sign in with your organization" });
    expect(way).toHaveAttribute("href", "/login?return=%2Ft%2Fcontoso%2Fruns%3Fstate%3DFAILED");
  });

  it("should say why one is not signed in, with the number for the operator", async () => {
    renderApp(
      "/sign-in?problem=not-a-member&request=01a21863-c048-7f61-b91d-2e3389397d21",
      doubleWith({ role: null }),
    );
    const alert = await screen.findByRole("alert");
    expect(alert).toHaveTextContent("You are not a member of any tenant: ask an admin");
    expect(alert).toHaveTextContent("01a21863-c048-7f61-b91d-2e3389397d21");
  });

  it("should not repeat what somebody wrote into the address", async () => {
    renderApp("/sign-in?problem=call-0900-1234&request=%3Cb%3Ex", doubleWith({ role: null }));
    await heading(/Demo sign-in/);
    expect(screen.queryByRole("alert")).not.toBeInTheDocument();
  });

  it("should switch the session when one goes to another of one's tenants", async () => {
    const double = doubleWith({ tenants: [make.contoso, make.fabrikam] });
    const { user, router } = renderApp("/t/contoso/targets", double);
    await heading("Targets");
    await user.click(screen.getByRole("button", { name: /^Switch tenant/ }));
    await user.click(await screen.findByRole("menuitem", { name: /Fabrikam/ }));
    await waitFor(() => {
      expect(router.state.location.pathname).toBe("/t/fabrikam/targets");
    });
    expect(double.asked.some((one) => one.method === "POST" && one.url.endsWith("/session/tenant"))).toBe(
      true,
    );
    expect(screen.getByTestId("tenant-name")).toHaveTextContent("Fabrikam");
  });

  it("should offer another try when the server cannot be reached", async () => {
    const double = doubleWith({ role: null });
    let down = true;
    const personas = { items: double.personas };
    double.instead.push({
      path: /personas/,
      answer: () => (down ? make.problem("invalid", 400, "Broken.") : make.json(personas)),
    });
    const { user } = renderApp("/sign-in", double);
    await screen.findByRole("alert");
    down = false;
    await user.click(screen.getByRole("button", { name: "Try again" }));
    expect(await screen.findByRole("button", { name: /Vera Viewer, Viewer of Contoso/ })).toBeInTheDocument();
  });
});

describe("targets", () => {
  const bad = make.target({
    name: "hq/branch",
    lastRun: {
      id: make.runId(1),
      state: "SUCCEEDED",
      code: "UnHealthy",
      fault: "Authentication",
      severity: "error",
      finishedAt: make.at(0),
    },
  });
  const never = make.target({ name: "hq/lab" });
  const refused = make.target({
    name: "er",
    type: "ExpressRoute",
    supported: false,
    unsupportedReason: "ExpressRoute cannot be troubleshot; upload its logs instead.",
  });

  it("should show the state at a glance and each target's last verdict", async () => {
    renderApp("/t/contoso/targets", doubleWith({ targets: [bad, never, refused] }));
    const row = await screen.findByRole("row", { name: /hq\/branch|branch/ });
    expect(row).toHaveTextContent("Unhealthy");
    expect(row).toHaveTextContent("Authentication failed");
    const glance = screen.getByRole("region", { name: "State at a glance" });
    expect(within(glance).getByRole("button", { name: /1\s*Unhealthy/ })).toBeInTheDocument();
    expect(within(glance).getByRole("button", { name: /1\s*Never run/ })).toBeInTheDocument();
  });

  it("should filter by a tile, and keep the filter in the address", async () => {
    const { user, router } = renderApp("/t/contoso/targets", doubleWith({ targets: [bad, never] }));
    await user.click(await screen.findByRole("button", { name: /1\s*Never run/ }));
    await waitFor(() => {
      expect(router.state.location.search).toMatchObject({ state: "never" });
    });
    expect(screen.queryByRole("link", { name: "hq/branch" })).not.toBeInTheDocument();
    expect(screen.getByRole("link", { name: "hq/lab" })).toBeInTheDocument();
  });

  it("should ask the server for what was typed", async () => {
    const { user, double } = renderApp("/t/contoso/targets", doubleWith({ targets: [bad, never] }));
    await user.type(await screen.findByRole("searchbox", { name: "Search" }), "lab{Enter}");
    await waitFor(() => {
      expect(screen.queryByRole("link", { name: "hq/branch" })).not.toBeInTheDocument();
    });
    expect(double.asked.some((request) => request.url.includes("q=lab"))).toBe(true);
  });

  it("should start a run and go to its page", async () => {
    const { user, double, router } = renderApp("/t/contoso/targets", doubleWith({ targets: [bad] }));
    await user.click(await screen.findByRole("button", { name: "Troubleshoot hq/branch" }));
    await heading("Run of hq/branch");
    expect(router.state.location.pathname).toMatch(/\/t\/contoso\/runs\//);
    const start = double.asked.find((request) => request.method === "POST");
    expect(start?.headers.get("x-csrf")).toBe("csrf-1");
    expect(start?.headers.get("idempotency-key")).toMatch(/^[0-9a-f-]{36}$/);
  });

  it("should send the same key again when the answer was lost", async () => {
    const double = doubleWith({ targets: [bad] });
    double.instead.push({
      path: /^POST .*\/runs$/,
      answer: () => Promise.reject(new TypeError("connection lost")),
    });
    const { user } = renderApp("/t/contoso/targets", double);
    const button = await screen.findByRole("button", { name: "Troubleshoot hq/branch" });
    await user.click(button);
    expect(await screen.findByRole("alert")).toHaveTextContent("The server cannot be reached");
    await user.click(button);
    const keys = () =>
      double.asked.filter((one) => one.method === "POST").map((one) => one.headers.get("idempotency-key"));
    await waitFor(() => {
      expect(keys()).toHaveLength(2);
    });
    expect(new Set(keys()).size).toBe(1);
  });

  it("should tell a viewer why the button does nothing", async () => {
    const { user, double } = renderApp("/t/contoso/targets", doubleWith({ role: "viewer", targets: [bad] }));
    const button = await screen.findByRole("button", { name: "Troubleshoot hq/branch" });
    expect(button).toHaveAttribute("aria-disabled", "true");
    expect(button).toHaveAccessibleDescription(/Your role \(Viewer\) may not start runs/);
    await user.click(button);
    expect(double.asked.filter((request) => request.method === "POST")).toEqual([]);
  });

  it("should offer the upload for a kind that cannot be troubleshot", async () => {
    renderApp("/t/contoso/targets", doubleWith({ targets: [refused] }));
    const button = await screen.findByRole("button", { name: "Troubleshoot er" });
    expect(button).toHaveAccessibleDescription(
      "ExpressRoute cannot be troubleshot; upload its logs instead.",
    );
    expect(screen.getByRole("link", { name: "Upload its logs" })).toHaveAttribute(
      "href",
      "/t/contoso/upload",
    );
  });

  it("should say what to do when there is none, and when none matches", async () => {
    const { unmount } = renderApp("/t/contoso/targets");
    expect(await screen.findByText("No targets yet")).toBeInTheDocument();
    unmount();
    renderApp("/t/contoso/targets?state=healthy", doubleWith({ targets: [bad] }));
    expect(await screen.findByText("No target matches")).toBeInTheDocument();
  });
});

describe("a run", () => {
  const finished = make.finishedRun();
  const logs = {
    "IKELogs.txt": Array.from({ length: 1_400 }, (_, index) => `line number ${String(index + 1)}`),
  };
  const path = `/t/contoso/runs/${finished.id}`;

  it("should show what is wrong, the proof, and what to do", async () => {
    renderApp(path, doubleWith({ runs: [finished] }));
    await heading("Run of sim/Authentication");
    const card = await screen.findByRole("article", { name: "Authentication failed" });
    expect(card).toHaveTextContent("The two gateways hold different pre-shared keys.");
    expect(card).toHaveTextContent("The proof excludes the other causes.");
    expect(within(card).getByRole("button", { name: "Open IKELogs.txt:42 in the log" })).toBeInTheDocument();
    const link = within(card).getByRole("link", { name: /Check the shared key/ });
    expect(link).toHaveAttribute("target", "_blank");
    expect(link.getAttribute("rel")).toContain("noopener");
    expect(screen.getByText("Worth knowing")).toBeInTheDocument();
    expect(screen.getByText("The gateway did not answer the CPU probe within 2 s.")).toBeInTheDocument();
  });

  it("should show how it went, both sides, and whose log proves it", async () => {
    const settled = make.authenticationFinding({
      comparison: [{ field: "networks", label: "networks", ours: ["10.1.0.0/16"], theirs: ["10.9.0.0/16"] }],
      facts: { file: "IKELogs.txt", writer: "198.51.100.4", peer: "203.0.113.20" },
    });
    const timeline = [
      {
        direction: "sent",
        exchange: "IKE_AUTH",
        event: "SENT",
        times: 1,
        text: "message sent",
        file: "IKELogs.txt",
        line: 40,
      },
      {
        direction: "none",
        exchange: "UNKNOWN",
        event: "KEY_DIFFERS",
        times: 1,
        text: "keys differ",
        file: "IKELogs.txt",
        line: 42,
      },
    ];
    renderApp(
      path,
      doubleWith({
        runs: [make.finishedRun({ diagnosis: make.diagnosis({ results: [settled], timeline }) })],
      }),
    );
    const card = await screen.findByRole("article", { name: "Authentication failed" });
    expect(
      within(card).getByRole("row", { name: /networks.*10\.1\.0\.0\/16.*10\.9\.0\.0\/16/ }),
    ).toBeInTheDocument();
    expect(within(card).getByText("log of 198.51.100.4")).toBeInTheDocument();
    const steps = within(screen.getByRole("list", { name: "How the negotiation went" })).getAllByRole(
      "listitem",
    );
    expect(steps[1]).toHaveTextContent("keys differ");
    expect(steps[1]).not.toHaveTextContent("UNKNOWN");
    const notice = screen.getByRole("article", { name: "There is a NAT between the gateways." });
    expect(steps[1]?.compareDocumentPosition(notice)).toBe(Node.DOCUMENT_POSITION_FOLLOWING);
  });

  it("should open the log at the proof line", async () => {
    const { user, router } = renderApp(path, doubleWith({ runs: [finished], logs }));
    await user.click(await screen.findByRole("button", { name: "Open IKELogs.txt:42 in the log" }));
    const view = await screen.findByLabelText("Content of IKELogs.txt");
    const line = within(view).getByText("line number 42").closest("li");
    expect(line).toHaveAttribute("aria-current", "location");
    expect(line).toHaveTextContent("proof");
    expect(router.state.location.searchStr).toBe("?tab=logs&file=IKELogs.txt&line=42");
    fireEvent.click(within(view).getByText("Show later lines"));
    expect(await within(view).findByText("line number 501")).toBeInTheDocument();
  });

  it("should never obey what stands in a log", async () => {
    const evil = make.finishedRun({
      diagnosis: make.diagnosis({
        results: [
          make.authenticationFinding({
            summary: "<img src=x onerror=alert(1)>",
            evidence: [
              { file: "IKELogs.txt", line: 1, text: "peer \u202egro.live<script>alert(1)</script>" },
            ],
            recommendedActions: [
              { actionText: "Click", actionUri: "javascript:alert(1)", actionUriText: "here" },
            ],
          }),
        ],
      }),
    });
    const { container } = renderApp(path, doubleWith({ runs: [evil] }));
    const card = await screen.findByRole("article", { name: "Authentication failed" });
    expect(card).toHaveTextContent("<img src=x onerror=alert(1)>");
    expect(card).toHaveTextContent("RLO");
    expect(card).toHaveTextContent("<script>alert(1)</script>");
    expect(within(card).queryByRole("link")).not.toBeInTheDocument();
    expect(container.querySelector("img, script")).toBeNull();
  });

  it("should show what changed since the run before", async () => {
    const { user } = renderApp(path, doubleWith({ runs: [finished] }));
    await user.click(await screen.findByRole("tab", { name: /Changes/ }));
    expect(await screen.findByText("2 changes")).toBeInTheDocument();
    expect(screen.getByText("Appeared")).toBeInTheDocument();
    expect(screen.getByText("Cleared")).toBeInTheDocument();
    expect(screen.getByRole("link", { name: "Compare side by side" })).toHaveAttribute(
      "href",
      `/t/contoso/diff?from=${make.runId(0)}&to=${finished.id}`,
    );
  });

  it("should say once that nothing changed", async () => {
    const same = { ...finished, diff: { ...finished.diff, changed: false, changes: [] } };
    const { user } = renderApp(path, doubleWith({ runs: [same] }));
    await user.click(await screen.findByRole("tab", { name: /Changes/ }));
    expect(await screen.findAllByText("Nothing changed")).toHaveLength(1);
    expect(screen.getByText("Both runs say the same.")).toBeInTheDocument();
  });

  it("should follow an open run to its verdict", async () => {
    const open = make.finishedRun({
      state: "QUEUED",
      waiting: { reason: "TENANT_LIMIT", text: "Waits for another run of the tenant to end" },
      expectedStart: new Date(Date.now() + 60_000).toISOString(),
      startedAt: undefined,
      finishedAt: undefined,
    });
    renderApp(path, doubleWith({ runs: [open], pace: 60 }));
    expect(await screen.findByText("Waits for another run of the tenant to end")).toBeInTheDocument();
    expect(screen.getByText(/Expected to start about \d/)).toBeInTheDocument();
    expect(await screen.findByRole("article", { name: "Authentication failed" })).toBeInTheDocument();
    expect(screen.getByRole("button", { name: "Troubleshoot again" })).toBeEnabled();
  });

  it("should cancel only after asking", async () => {
    const open = make.finishedRun({ state: "RUNNING", finishedAt: undefined });
    const { user } = renderApp(path, doubleWith({ runs: [open], pace: 60_000 }));
    await user.click(await screen.findByRole("button", { name: "Cancel run" }));
    const dialog = await screen.findByRole("dialog", { name: "Cancel this run?" });
    expect(open.state).toBe("RUNNING");
    await user.click(within(dialog).getByRole("button", { name: "Cancel run" }));
    expect(await screen.findByText("This run was cancelled")).toBeInTheDocument();
  });

  it("should say of a run that is to stop that it does, on its page and in the list", async () => {
    const open = make.finishedRun({ state: "RUNNING", finishedAt: undefined, cancelRequested: true });
    const { user, router } = renderApp(path, doubleWith({ runs: [open], pace: 60_000 }));
    expect((await screen.findAllByText("Stopping")).length).toBeGreaterThan(0);
    expect(
      screen.getAllByText("Somebody cancelled this run. It ends within seconds.")[0],
    ).toBeInTheDocument();
    expect(screen.queryByRole("button", { name: "Cancel run" })).not.toBeInTheDocument();
    await router.navigate({ to: "/t/$tenant/runs", params: { tenant: "contoso" } });
    expect(await screen.findByRole("link", { name: /Stopping/ })).toBeInTheDocument();
    await user.click(screen.getByRole("button", { name: "More filters" }));
    await user.selectOptions(screen.getByRole("combobox", { name: "Cause" }), "AUTH_EAP");
    expect(await screen.findByText("No run matches")).toBeInTheDocument();
    expect(router.state.location.search).toEqual({ cause: "AUTH_EAP" });
  });

  it("should explain a failed run without calling the target unhealthy", async () => {
    const failed = make.run({
      state: "FAILED",
      code: undefined,
      fault: undefined,
      severity: undefined,
      summary: undefined,
      failure: { reason: "UNREACHABLE", detail: "The gateway did not answer within 60 s." },
    });
    renderApp(path, doubleWith({ runs: [failed] }));
    const verdict = await screen.findByRole("region", { name: "Verdict" });
    expect(verdict).toHaveTextContent("No diagnosis could be made");
    expect(verdict).toHaveTextContent("The gateway did not answer within 60 s.");
    expect(screen.queryByText("Unhealthy")).not.toBeInTheDocument();
  });

  it("should not tell a foreign run from one that never was", async () => {
    renderApp(`/t/contoso/runs/${make.runId(777)}`);
    expect(await screen.findByText("Nothing here")).toBeInTheDocument();
  });

  it("should say what to do when the server sends something else", async () => {
    const double = new ApiDouble();
    double.instead.push({
      path: /\/runs\//,
      answer: () => new Response("<html>", { headers: { "Content-Type": "text/html" } }),
    });
    renderApp(path, double);
    expect(await screen.findByRole("alert")).toHaveTextContent("does not understand");
  });
});

describe("runs", () => {
  const many = Array.from({ length: 60 }, (_, index) =>
    make.run({
      id: make.runId(900 - index),
      targetName: `sim/${String(index)}`,
      queuedAt: make.at(-index * make.minute),
    }),
  );

  it("should load more when asked", async () => {
    const { user } = renderApp("/t/contoso/runs", doubleWith({ runs: many }));
    expect(await screen.findByText("50 runs, and more")).toBeInTheDocument();
    await user.click(screen.getByRole("button", { name: "Load more" }));
    expect(await screen.findByText("60 runs")).toBeInTheDocument();
    expect(screen.getByText("That is all.")).toBeInTheDocument();
  });

  it("should take its filters from the address and put them there", async () => {
    const { user, double, router } = renderApp(
      "/t/contoso/runs?code=UnHealthy&from=2026-11-20",
      doubleWith({ runs: many }),
    );
    expect(await screen.findByRole("combobox", { name: "Verdict" })).toHaveValue("UnHealthy");
    expect(screen.getByLabelText("From")).toHaveValue("2026-11-20");
    await user.selectOptions(screen.getByRole("combobox", { name: "State" }), "FAILED");
    await waitFor(() => {
      expect(router.state.location.search).toEqual({
        code: "UnHealthy",
        from: "2026-11-20",
        state: "FAILED",
      });
    });
    expect(await screen.findByText("No run matches")).toBeInTheDocument();
    const asked = new URL(double.asked.at(-1)?.url ?? "");
    expect(asked.searchParams.get("state")).toBe("FAILED");
    expect(asked.searchParams.get("from")).toMatch(/^2026-11-(19|20)T/);
    await user.click(screen.getByRole("button", { name: "Clear filters" }));
    expect(await screen.findByText("50 runs, and more")).toBeInTheDocument();
  });

  it("should compare the two ticked runs, the older one first", async () => {
    const newer = make.finishedRun({ id: make.runId(2) });
    const older = make.finishedRun({ id: make.runId(1), fault: "PeerReachability" });
    const { user, router } = renderApp("/t/contoso/runs", doubleWith({ runs: [newer, older] }));
    const [first, second] = await screen.findAllByRole("checkbox", { name: /to compare$/ });
    expect(screen.getByRole("button", { name: "Compare" })).toBeDisabled();
    if (first) await user.click(first);
    if (second) await user.click(second);
    await user.click(screen.getByRole("button", { name: "Compare" }));
    await heading("Compare runs");
    expect(router.state.location.search).toEqual({ from: older.id, to: newer.id });
    expect(await screen.findByText("Before", { selector: "h2" })).toBeInTheDocument();
  });

  it("should ignore filters that make no sense", async () => {
    renderApp("/t/contoso/runs?from=yesterday&changed=perhaps", doubleWith({ runs: many }));
    expect(await screen.findByText("50 runs, and more")).toBeInTheDocument();
  });
});

describe("one target", () => {
  it("should show its history, since when it is bad, and what changed", async () => {
    const target = make.target({
      name: "sim/Authentication",
      lastRun: { id: make.runId(1), state: "SUCCEEDED", code: "UnHealthy" },
    });
    const good = make.run({ id: make.runId(0), code: "Healthy", fault: "NoFault", changed: false });
    const bad = make.finishedRun({ target: target.id });
    const double = doubleWith({ targets: [target], runs: [bad, { ...good, target: target.id }] });
    renderApp(`/t/contoso/targets/${encodeURIComponent(target.id)}`, double);
    await heading("sim/Authentication");
    expect(await screen.findByText("Unhealthy since")).toBeInTheDocument();
    expect(await screen.findByText("Last change")).toBeInTheDocument();
    expect(screen.getByRole("link", { name: /^Healthy, / })).toHaveAttribute(
      "href",
      `/t/contoso/runs/${good.id}`,
    );
  });
});

describe("a connection with a twin", () => {
  const seoul = make.target({ name: "seoul/to-frankfurt", type: "Vnet2Vnet" });
  const frankfurt = make.target({ name: "frankfurt/to-seoul", type: "Vnet2Vnet" });
  const here = { ...seoul, twin: { id: frankfurt.id, name: frankfurt.name } };
  const there = { ...frankfurt, twin: { id: seoul.id, name: seoul.name } };
  const heard = make.finishedRun({
    id: make.runId(11),
    target: here.id,
    targetName: here.name,
    summary: "The peer does not answer.",
  });
  const cause = make.finishedRun({
    id: make.runId(12),
    target: there.id,
    targetName: there.name,
    fault: "ConnectionNotConfiguredOnGateway",
    summary: "The gateway does not have this connection.",
  });
  const comparison = {
    mend: "second",
    sentence: "Mend the other half; this one only suffers from it.",
    caution: "The two runs lie 3 hours apart.",
  };
  const path = `/t/contoso/targets/${encodeURIComponent(here.id)}`;
  const card = async () =>
    (await screen.findByRole("heading", { level: 2, name: "Both halves" })).closest("section") ??
    document.body;

  it("should show both halves, which one to mend, and why that may mislead", async () => {
    renderApp(path, doubleWith({ targets: [here, there], runs: [heard, cause], comparison }));
    const halves = within(await within(await card()).findByRole("list")).getAllByRole("listitem");
    expect(halves).toHaveLength(2);
    expect(halves[0]).toHaveTextContent(/This half.*seoul\/to-frankfurt.*Unhealthy.*does not answer/);
    expect(halves[0]).not.toHaveTextContent("To mend");
    expect(halves[1]).toHaveTextContent(/Other half.*To mend.*frankfurt\/to-seoul/);
    expect(within(await card()).getByRole("status")).toHaveTextContent("Mend the other half");
    expect(await card()).toHaveTextContent("3 hours apart");
    expect(screen.getAllByRole("link", { name: "frankfurt/to-seoul" })).toHaveLength(2);
  });

  it("should start both halves by keyboard and promise the comparison", async () => {
    const { user, double } = renderApp(
      path,
      doubleWith({ targets: [here, there], runs: [heard, cause], comparison }),
    );
    const button = await screen.findByRole("button", { name: "Troubleshoot both halves" });
    button.focus();
    await user.keyboard("{Enter}");
    expect(await screen.findByText("The comparison follows when both runs have ended.")).toBeInTheDocument();
    const started = double.asked.filter((request) => request.method === "POST");
    expect(started).toHaveLength(2);
    expect(new Set(started.map((request) => request.headers.get("idempotency-key"))).size).toBe(2);
    expect(double.runs.slice(0, 2).map((run) => run.targetName)).toEqual([there.name, here.name]);
    expect(screen.queryByRole("button", { name: "Troubleshoot both halves" })).not.toBeInTheDocument();
    expect(await card()).not.toHaveTextContent("Mend the other half");
  });

  it("should ask with the same keys again when only one half was accepted", async () => {
    const double = doubleWith({ targets: [here], runs: [heard, cause], comparison });
    const half = ({ id, name, gateway }: typeof here) => ({ id, name, gateway });
    double.instead.push({
      path: /twins$/,
      answer: () => make.json({ first: half(here), second: half(there), ...comparison }),
    });
    const { user } = renderApp(path, double);
    await user.click(await screen.findByRole("button", { name: "Troubleshoot both halves" }));
    expect(await screen.findByText("Not both runs were started")).toBeInTheDocument();
    double.targets.push(there);
    await user.click(await screen.findByRole("button", { name: "Troubleshoot both halves" }));
    await waitFor(() => {
      expect(double.runs[0]?.targetName).toBe(there.name);
    });
    const keys = double.asked
      .filter((request) => request.method === "POST")
      .map((request) => request.headers.get("idempotency-key"));
    expect(keys[2]).toBe(keys[0]);
    expect(keys[3]).toBe(keys[1]);
  });

  it("should say why a viewer may not start them", async () => {
    const { user, double } = renderApp(
      path,
      doubleWith({ role: "viewer", targets: [here, there], runs: [heard, cause], comparison }),
    );
    const button = await screen.findByRole("button", { name: "Troubleshoot both halves" });
    expect(button).toHaveAccessibleDescription(/may not start runs/);
    await user.click(button);
    expect(double.asked.some((request) => request.method === "POST")).toBe(false);
  });

  it("should say so when the halves were never troubleshot", async () => {
    renderApp(path, doubleWith({ targets: [here, there] }));
    expect(await screen.findByText("Neither half was troubleshot yet.")).toBeInTheDocument();
    expect(within(await card()).getAllByText("Never run")).toHaveLength(2);
  });

  it("should offer another try when the comparison cannot be had", async () => {
    const double = doubleWith({ targets: [here, there], runs: [heard, cause], comparison });
    double.instead.push({ path: /twins$/, answer: () => make.problem("invalid", 400, "Broken.") });
    const { user } = renderApp(path, double);
    const again = await within(await card()).findByRole("button", { name: "Try again" });
    double.instead.pop();
    await user.click(again);
    expect(await screen.findByText(comparison.sentence)).toBeInTheDocument();
  });

  it("should put the comparison on the page of a run, with a link to the run of the twin", async () => {
    const { double } = renderApp(
      `/t/contoso/runs/${heard.id}`,
      doubleWith({ targets: [here, there], runs: [heard, cause], comparison }),
    );
    const halves = within(await within(await card()).findByRole("list")).getAllByRole("listitem");
    expect(halves[0]).toHaveTextContent("This run");
    expect(within(halves[1] ?? document.body).getByRole("link", { name: /Last run/ })).toHaveAttribute(
      "href",
      `/t/contoso/runs/${cause.id}`,
    );
    expect(double.asked.some((request) => request.url.endsWith(`/twins?first=${heard.id}`))).toBe(true);
  });

  it("should not speak of halves where there is no twin", async () => {
    const alone = { ...here, twin: undefined };
    renderApp(`/t/contoso/runs/${heard.id}`, doubleWith({ targets: [alone], runs: [heard] }));
    await heading("Run of seoul/to-frankfurt");
    await screen.findByRole("heading", { level: 2, name: "Details" });
    expect(screen.queryByText("Both halves")).not.toBeInTheDocument();
  });
});

describe("an active run", () => {
  const branch = make.target({ name: "hub/branch", provider: "strongswan" });
  const address = `/t/contoso/targets/${encodeURIComponent(branch.id)}`;
  it("should be started on purpose only, and say so afterwards", async () => {
    const { user, double } = renderApp(address, doubleWith({ targets: [branch], runs: [] }));
    const choice = await screen.findByRole("checkbox", { name: "Try to bring the tunnel up" });
    expect(choice).not.toBeChecked();
    expect(choice).toHaveAccessibleDescription(/takes it down again/);
    await user.click(choice);
    await user.click(screen.getByRole("button", { name: "Troubleshoot hub/branch" }));
    await heading("Run of hub/branch");
    expect(double.runs[0]?.active).toBe(true);
    expect(await screen.findByText("Active run")).toBeInTheDocument();
  });

  it("should not be what one gets without asking", async () => {
    const { user, double } = renderApp(address, doubleWith({ targets: [branch], runs: [] }));
    await user.click(await screen.findByRole("button", { name: "Troubleshoot hub/branch" }));
    await heading("Run of hub/branch");
    expect(double.runs[0]?.active).toBe(false);
    expect(screen.queryByText("Active run")).not.toBeInTheDocument();
  });

  it.each([
    ["a viewer", { role: "viewer" }, branch],
    ["a gateway", {}, make.target({ name: "hub", provider: "strongswan" })],
    ["a simulated connection", {}, make.target({ name: "sim/Slow" })],
  ])("should not be offered to %s", async (_, change, target) => {
    renderApp(
      `/t/contoso/targets/${encodeURIComponent(target.id)}`,
      doubleWith({ targets: [target], runs: [], ...change }),
    );
    await screen.findByRole("button", { name: `Troubleshoot ${target.name}` });
    expect(screen.queryByRole("checkbox", { name: "Try to bring the tunnel up" })).not.toBeInTheDocument();
  });
});

describe("uploading", () => {
  /** Answers every upload the same way. */
  function uploadsAnswered(status: number, body: object) {
    const sent: FormData[] = [];
    class FakeUpload {
      upload: { onprogress?: (event: object) => void } = {};
      status = status;
      responseText = JSON.stringify(body);
      onload?: () => void;
      open(): void {}
      setRequestHeader(): void {}
      getResponseHeader(name: string): string | null {
        return name === "content-type" ? "application/problem+json" : null;
      }
      send(form: FormData): void {
        sent.push(form);
        this.upload.onprogress?.({ lengthComputable: true, loaded: 1, total: 1 });
        queueMicrotask(() => this.onload?.());
      }
    }
    vi.stubGlobal("XMLHttpRequest", FakeUpload);
    return sent;
  }
  const file = (name: string, content = "IKE log") => new File([content], name);
  const choose = async (...files: File[]) => {
    fireEvent.change(await screen.findByTestId("file-input"), { target: { files } });
  };

  it("should send several files as one case and go to its run", async () => {
    const { user, double } = renderApp("/t/contoso/upload");
    const run = make.finishedRun({ source: "upload", targetName: "uploads/case" });
    double.runs.push(run);
    const sent = uploadsAnswered(202, { id: run.id, state: "QUEUED", target: run.target });
    await choose(file("IKELogs.txt"), file("ConnectionStats.txt"));
    await user.click(screen.getByRole("button", { name: "Diagnose" }));
    await heading("Run of uploads/case");
    expect(sent[0]?.getAll("file")).toHaveLength(2);
  });

  it("should ask for the other side's log while there is one alone", async () => {
    renderApp("/t/contoso/upload");
    await choose(file("west.log"));
    expect(screen.getByText("Have the other side's log, too?")).toBeInTheDocument();
    await choose(file("east.log"));
    expect(screen.queryByText("Have the other side's log, too?")).not.toBeInTheDocument();
  });

  it("should show the server's reason when the files cannot be used", async () => {
    const { user } = renderApp("/t/contoso/upload");
    uploadsAnswered(422, {
      type: "/problems/unusable-input",
      title: "Unusable",
      status: 422,
      detail: "broken.zip is not a zip archive.",
    });
    await choose(file("broken.zip"));
    await user.click(screen.getByRole("button", { name: "Diagnose" }));
    const alert = await screen.findByRole("alert");
    expect(alert).toHaveTextContent("These files cannot be used");
    expect(alert).toHaveTextContent("broken.zip is not a zip archive.");
  });

  it("should not send an empty file, and say which it is", async () => {
    renderApp("/t/contoso/upload");
    await choose(file("empty.txt", ""));
    expect(await screen.findByRole("alert")).toHaveTextContent("empty.txt is empty");
    expect(screen.getByRole("button", { name: "Diagnose" })).toBeDisabled();
  });

  it("should not send more than 250 MB", async () => {
    renderApp("/t/contoso/upload");
    const huge = file("huge.log");
    Object.defineProperty(huge, "size", { value: 262_144_001 });
    await choose(huge);
    expect(await screen.findByRole("alert")).toHaveTextContent("the limit is 250 MB");
    expect(screen.getByRole("button", { name: "Diagnose" })).toBeDisabled();
  });

  it("should not be offered to an auditor", async () => {
    renderApp("/t/contoso/upload", doubleWith({ role: "auditor" }));
    expect(await screen.findByText("You may not see this")).toBeInTheDocument();
    expect(screen.queryByRole("link", { name: "Upload logs" })).not.toBeInTheDocument();
  });
});

describe("the audit log", () => {
  const entry = {
    seq: 7,
    at: make.at(0),
    actor: { name: "Olivia Operator", kind: "person" },
    action: "run.start",
    object: "sim/Authentication",
    result: "denied",
    ip: "127.0.0.1",
    details: { reason: "queue full" },
  };

  it("should show an auditor who did what, with details on request", async () => {
    const { user } = renderApp("/t/contoso/audit", doubleWith({ role: "auditor", audit: [entry] }));
    const row = await screen.findByRole("row", { name: /run\.start/ });
    expect(row).toHaveTextContent("Olivia Operator");
    expect(row).toHaveTextContent("Denied");
    await user.click(screen.getByRole("button", { name: "Details of entry 7" }));
    expect(screen.getByText(/queue full/)).toBeInTheDocument();
  });

  it("should say in Korean what was done and by what kind of actor, and open the run", async () => {
    window.localStorage.setItem("tunnelscope-language", "ko");
    const finished = {
      ...entry,
      action: "run.finish",
      object: make.runId(1),
      actor: { name: "t", kind: "system" },
    };
    renderApp("/t/contoso/audit", doubleWith({ role: "auditor", audit: [finished] }));
    const row = await screen.findByRole("row", { name: /run\.finish/ });
    expect(row).toHaveTextContent("시스템");
    expect(row).toHaveTextContent("점검 완료");
    expect(within(row).getByRole("link")).toHaveAttribute("href", `/t/contoso/runs/${make.runId(1)}`);
  });

  it("should say on whose behalf a token acted, and offer what is shown as a file", async () => {
    const byToken = {
      ...entry,
      result: "ok",
      actor: { name: "nightly", kind: "token", onBehalfOf: "Olivia Operator" },
    };
    renderApp(
      "/t/contoso/audit?actor=olivia&action=run.start",
      doubleWith({ role: "auditor", audit: [byToken] }),
    );
    const row = await screen.findByRole("row", { name: /run\.start/ });
    expect(row).toHaveTextContent("nightly · API token");
    expect(row).toHaveTextContent("on behalf of Olivia Operator");
    expect(screen.getByRole("combobox", { name: "What" })).toHaveDisplayValue("Started a run");
    expect(screen.getByRole("link", { name: "Export CSV" })).toHaveAttribute(
      "href",
      "/api/v1/t/contoso/audit/export?actor=olivia&action=run.start&format=csv",
    );
    expect(screen.getByRole("link", { name: "Export JSONL" })).toHaveAttribute("download");
  });

  it("should tell that the filters hide everything, and clear them", async () => {
    const { user, router } = renderApp(
      "/t/contoso/audit?actor=nobody",
      doubleWith({ role: "auditor", audit: [] }),
    );
    expect(await screen.findByText("No entry matches")).toBeInTheDocument();
    await user.click(screen.getByRole("button", { name: "Clear filters" }));
    expect(await screen.findByText("No entries")).toBeInTheDocument();
    expect(router.state.location.search).toEqual({});
  });

  it("should tell an operator which role it needs, without asking the server", async () => {
    const { double } = renderApp("/t/contoso/audit", doubleWith({ role: "operator" }));
    expect(await screen.findByText(/This page needs Auditor or Admin/)).toBeInTheDocument();
    expect(double.asked.some((request) => request.url.includes("/audit"))).toBe(false);
  });
});

describe("the frame", () => {
  it.each(["/t/fabrikam/targets", "/t/never-was/runs", "/nowhere"])("should not find %s", async (path) => {
    renderApp(path);
    expect(await screen.findByText("Nothing here")).toBeInTheDocument();
  });

  it("should speak Korean when asked, ask the server for it, and remember", async () => {
    const { user, double } = renderApp("/t/contoso/targets");
    await heading("Targets");
    await user.click(screen.getByRole("button", { name: "Language" }));
    await user.click(await screen.findByRole("menuitem", { name: "한국어" }));
    await heading("점검 대상");
    expect(document.documentElement.lang).toBe("ko");
    await waitFor(() => {
      expect(double.asked.at(-1)?.headers.get("accept-language")).toBe("ko");
    });
    expect(window.localStorage.getItem("tunnelscope-language")).toBe("ko");
  });

  it("should put the focus on the heading after a navigation", async () => {
    const { user } = renderApp("/t/contoso/targets");
    await heading("Targets");
    await user.click(screen.getByRole("link", { name: "Runs" }));
    expect(await heading("Runs")).toHaveFocus();
  });

  it("should forget everything on sign-out", async () => {
    const { user, double } = renderApp("/t/contoso/targets");
    await heading("Targets");
    await user.click(screen.getByRole("button", { name: "Olivia Operator Operator, account menu" }));
    await user.click(await screen.findByRole("menuitem", { name: "Sign out" }));
    await heading(/Demo sign-in/);
    expect(double.role).toBeNull();
  });
});
