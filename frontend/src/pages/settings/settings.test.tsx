import { screen, waitFor, within } from "@testing-library/react";
import { describe, expect, it } from "vitest";
import { ApiDouble } from "../../testing/apiDouble";
import * as make from "../../testing/factories";
import { renderApp } from "../../testing/renderApp";

const heading = (name: string | RegExp) => screen.findByRole("heading", { level: 1, name });

function as(role: string): ApiDouble {
  const double = Object.assign(new ApiDouble(), { role, person: "Ada Admin" });
  double.settings.members = [
    make.member({ id: "u-1", name: "Ada Admin", role: "admin", mapped: false }),
    make.member({ id: "u-2", name: "Olivia Operator" }),
  ];
  return double;
}

/** Without layout a menu takes its button for scrolled away, and hides: that is no matter here. */
const menuItem = (which: { name: string }) => screen.findByRole("menuitem", { ...which, hidden: true });

function sent(double: ApiDouble, method: string, path: RegExp): Request[] {
  return double.asked.filter((one) => one.method === method && path.test(new URL(one.url).pathname));
}

/** What the double was sent is read by it already: tests keep a copy. */
function recorded(double: ApiDouble): { method: string; path: string; body: unknown }[] {
  const bodies: { method: string; path: string; body: unknown }[] = [];
  const { handle } = double;
  Object.assign(double, {
    handle: async (request: Request) => {
      if (request.method !== "GET") {
        const text = await request.clone().text();
        const body: unknown = text === "" ? undefined : JSON.parse(text);
        bodies.push({ method: request.method, path: new URL(request.url).pathname, body });
      }
      return handle(request);
    },
  });
  return bodies;
}

describe("the settings", () => {
  it("should open with what every member may see, under the tenant's name", async () => {
    const { router } = renderApp("/t/contoso/settings", as("viewer"));
    await heading("General");
    expect(router.state.location.pathname).toBe("/t/contoso/settings/general");
    expect(screen.getByTestId("tenant-name")).toHaveTextContent("Contoso");
    expect(await screen.findByText("Asia/Seoul")).toBeInTheDocument();
    expect(await screen.findByText("7 of 200")).toBeInTheDocument();
    expect(screen.getByText("3 of 20")).toBeInTheDocument();
    expect(screen.queryByRole("button", { name: "Save" })).not.toBeInTheDocument();
    expect(screen.getByText(/You may look, not change: your role is Viewer/)).toBeInTheDocument();
  });

  it("should say at each closed section whom it is open to, before one goes there", async () => {
    renderApp("/t/contoso/settings/roles", as("auditor"));
    await heading("Roles");
    const sections = screen.getByRole("navigation", { name: "Settings of the tenant" });
    expect(within(sections).getByRole("link", { name: "Members" })).toBeInTheDocument();
    expect(within(sections).getByRole("link", { name: "API tokens needs Admin" })).toBeInTheDocument();
  });

  it.each([
    ["members", "Members", "Auditor or Admin"],
    ["sign-in", "Sign-in", "Admin"],
    ["identity-provider", "Identity provider", "Admin"],
    ["tokens", "API tokens", "Admin"],
    ["subscriptions/add", "Add a subscription", "Admin"],
  ])("should tell an operator who may open %s, and ask the server nothing", async (section, name, needed) => {
    const double = as("operator");
    renderApp(`/t/contoso/settings/${section}`, double);
    await heading(name);
    expect(screen.getByText(new RegExp(`This page needs ${needed}`))).toBeInTheDocument();
    expect(sent(double, "GET", /members|mappings|identity|tokens/)).toEqual([]);
  });

  it("should speak Korean", async () => {
    window.localStorage.setItem("tunnelscope-language", "ko");
    renderApp("/t/contoso/settings/members", as("admin"));
    await heading("구성원");
    expect(await screen.findByRole("columnheader", { name: "역할 지정 방식" })).toBeInTheDocument();
  });
});

describe("members", () => {
  it("should name each with role and where the role comes from", async () => {
    renderApp("/t/contoso/settings/members", as("auditor"));
    const row = await screen.findByRole("row", { name: /Olivia Operator/ });
    expect(within(row).getByText("Operator")).toBeInTheDocument();
    expect(within(row).getByText("Identity provider")).toBeInTheDocument();
    expect(screen.getByRole("row", { name: /Ada Admin.*you.*Given by hand/ })).toBeInTheDocument();
    expect(screen.queryByRole("button", { name: /^Actions for/ })).not.toBeInTheDocument();
    expect(screen.getByText(/changing this needs Admin/)).toBeInTheDocument();
  });

  it("should change a role after saying what that ends", async () => {
    const double = as("admin");
    const bodies = recorded(double);
    const { user } = renderApp("/t/contoso/settings/members", double);
    await user.click(await screen.findByRole("button", { name: "Actions for Olivia Operator" }));
    await user.click(await menuItem({ name: "Change role" }));
    const dialog = await screen.findByRole("dialog", { name: "Role of Olivia Operator" });
    expect(within(dialog).getByText(/Their sessions end/)).toBeInTheDocument();
    expect(within(dialog).getByText(/whatever the identity provider says/)).toBeInTheDocument();
    await user.click(within(dialog).getByRole("radio", { name: "Auditor" }));
    await user.click(within(dialog).getByRole("button", { name: "Give this role" }));
    expect(await screen.findByText("Olivia Operator is Auditor now.")).toBeInTheDocument();
    expect(bodies).toEqual([
      { method: "PATCH", path: "/api/v1/t/contoso/members/u-2", body: { role: "auditor" } },
    ]);
    expect(await screen.findByRole("row", { name: /Olivia Operator.*Auditor.*Given by hand/ })).toBeVisible();
  });

  it("should show why the last admin cannot be removed, and keep them", async () => {
    const { user } = renderApp("/t/contoso/settings/members", as("admin"));
    await user.click(await screen.findByRole("button", { name: "Actions for Ada Admin" }));
    await user.click(await menuItem({ name: "Remove" }));
    const dialog = await screen.findByRole("dialog", { name: "Remove Ada Admin from the tenant?" });
    await user.click(within(dialog).getByRole("button", { name: "Remove" }));
    expect(await within(dialog).findByRole("alert")).toHaveTextContent("This is the last active admin");
    await user.click(within(dialog).getByRole("button", { name: "Keep as is" }));
    await waitFor(() => {
      expect(screen.queryByRole("dialog")).not.toBeInTheDocument();
    });
    expect(screen.getByRole("row", { name: /Ada Admin/ })).toBeInTheDocument();
  });

  it.each([
    { active: true, deed: "Deactivate", said: "Olivia Operator is deactivated.", state: "Deactivated" },
    { active: false, deed: "Reactivate", said: "Olivia Operator is active again.", state: "Active" },
  ])("should be turned off and on again by name: $deed", async ({ active, deed, said, state }) => {
    const double = as("admin");
    double.settings.members = [
      make.member({ id: "u-2", active }),
      make.member({ name: "Ada Admin", role: "admin" }),
    ];
    const { user } = renderApp("/t/contoso/settings/members", double);
    const row = (await screen.findAllByRole("row", { name: /Olivia Operator/ }))[0];
    if (!row) throw new Error("There is no row.");
    await user.click(within(row).getByRole("button", { name: /^Actions for/ }));
    await user.click(await menuItem({ name: deed }));
    const dialog = await screen.findByRole("dialog", { name: `${deed} Olivia Operator?` });
    await user.click(within(dialog).getByRole("button", { name: deed }));
    expect(await screen.findByText(said)).toBeInTheDocument();
    expect(await within(row).findByText(state)).toBeInTheDocument();
    expect(double.settings.members[0]?.active).toBe(!active);
  });

  it("should say what to do when they cannot be had", async () => {
    const double = as("admin");
    double.instead.push({ path: /GET .*members/, answer: () => make.problem("internal", 500, "") });
    const { user } = renderApp("/t/contoso/settings/members", double);
    expect(await screen.findByRole("alert")).toHaveTextContent("The server could not answer");
    double.instead.length = 0;
    await user.click(screen.getByRole("button", { name: "Try again" }));
    expect(await screen.findByRole("row", { name: /Olivia Operator/ })).toBeInTheDocument();
  });
});

describe("roles", () => {
  it("should show what each may and mark one's own", async () => {
    renderApp("/t/contoso/settings/roles", as("operator"));
    expect(await screen.findByRole("columnheader", { name: "Operator your role" })).toBeInTheDocument();
    const start = screen.getByRole("row", { name: /Troubleshoot/ });
    expect(
      within(start)
        .getAllByRole("cell")
        .map((cell) => within(cell).getByRole("img").ariaLabel),
    ).toEqual(["No", "Yes", "No", "Yes"]);
  });
});

describe("sign-in rules", () => {
  function withRules(): ApiDouble {
    const double = as("admin");
    double.settings.mappings = [
      { value: "vpn-operators", role: "operator" },
      { value: "all-staff", role: "viewer" },
    ];
    return double;
  }

  it("should be edited, put into another order and saved as a whole", async () => {
    const double = withRules();
    const bodies = recorded(double);
    const { user } = renderApp("/t/contoso/settings/sign-in", double);
    await user.click(await screen.findByRole("button", { name: "Add a rule" }));
    await user.type(screen.getByRole("textbox", { name: "Value of rule 3" }), " vpn-admins ");
    await user.selectOptions(screen.getByRole("combobox", { name: "Role of rule 3" }), "admin");
    await user.click(screen.getByRole("button", { name: "Move vpn-admins up" }));
    await user.click(screen.getByRole("button", { name: "Move vpn-admins up" }));
    await user.click(screen.getByRole("button", { name: "Remove all-staff" }));
    await user.click(screen.getByRole("button", { name: "Save" }));
    expect(await screen.findByText(/The rules are saved/)).toBeInTheDocument();
    expect(bodies[0]?.body).toEqual({
      items: [
        { value: "vpn-admins", role: "admin" },
        { value: "vpn-operators", role: "operator" },
      ],
    });
    expect(screen.queryByRole("button", { name: "Discard changes" })).not.toBeInTheDocument();
  });

  it("should refuse an empty and a repeated value, and go to the first of them", async () => {
    const double = withRules();
    const bodies = recorded(double);
    const { user } = renderApp("/t/contoso/settings/sign-in", double);
    const second = await screen.findByRole("textbox", { name: "Value of rule 2" });
    await user.clear(second);
    await user.type(second, "vpn-operators");
    await user.click(screen.getByRole("button", { name: "Add a rule" }));
    await user.click(screen.getByRole("button", { name: "Save" }));
    expect(await screen.findByText(/This value stands above already/)).toBeInTheDocument();
    expect(screen.getByText("Say which value of the claim this is about.")).toBeInTheDocument();
    await waitFor(() => {
      expect(second).toHaveFocus();
    });
    expect(bodies).toEqual([]);
  });

  it("should ask before unsaved changes are left behind", async () => {
    const { user, router } = renderApp("/t/contoso/settings/sign-in", withRules());
    await user.type(await screen.findByRole("textbox", { name: "Value of rule 1" }), "-2");
    await user.click(screen.getByRole("link", { name: "Roles" }));
    const dialog = await screen.findByRole("dialog", { name: "Leave without saving?" });
    await user.click(within(dialog).getByRole("button", { name: "Stay here" }));
    await waitFor(() => {
      expect(screen.queryByRole("dialog")).not.toBeInTheDocument();
    });
    expect(screen.getByRole("textbox", { name: "Value of rule 1" })).toHaveValue("vpn-operators-2");
    await user.click(screen.getByRole("link", { name: "Roles" }));
    await user.click(await screen.findByRole("button", { name: "Leave without saving" }));
    await heading("Roles");
    expect(router.state.location.pathname).toBe("/t/contoso/settings/roles");
  });
});

describe("API tokens", () => {
  it("should be made with the scopes that are left on, and shown once", async () => {
    const double = as("admin");
    const bodies = recorded(double);
    const { user, router } = renderApp("/t/contoso/settings/tokens", double);
    await user.type(await screen.findByRole("textbox", { name: /^Name/ }), "nightly");
    await user.click(screen.getByRole("checkbox", { name: "Troubleshoot" }));
    const days = screen.getByRole("textbox", { name: /^Days until it ends/ });
    await user.clear(days);
    await user.type(days, "7");
    await user.click(screen.getByRole("button", { name: "Create token" }));
    expect(await screen.findByRole("heading", { name: "Copy the token now" })).toHaveFocus();
    expect(screen.getByRole("textbox", { name: "Token" })).toHaveValue("tsp_Jp2VnQ8rK4mX");
    expect(bodies[0]?.body).toEqual({ name: "nightly", role: "operator", scopes: ["read"], days: 7 });
    // Whoever leaves before copying is asked.
    await user.click(screen.getByRole("link", { name: "Roles" }));
    await user.click(await screen.findByRole("button", { name: "Stay here" }));
    await user.click(screen.getByRole("button", { name: "Copy token" }));
    expect(await navigator.clipboard.readText()).toBe("tsp_Jp2VnQ8rK4mX");
    await user.click(screen.getByRole("button", { name: "I have copied it" }));
    expect(screen.queryByDisplayValue("tsp_Jp2VnQ8rK4mX")).not.toBeInTheDocument();
    expect(await screen.findByRole("row", { name: /nightly/ })).toBeInTheDocument();
    expect(router.state.location.pathname).toBe("/t/contoso/settings/tokens");
  });

  it("should say what is wrong before anything is sent", async () => {
    const double = as("admin");
    const bodies = recorded(double);
    const { user } = renderApp("/t/contoso/settings/tokens", double);
    const days = await screen.findByRole("textbox", { name: /^Days until it ends/ });
    await user.clear(days);
    await user.type(days, "366");
    await user.click(screen.getByRole("checkbox", { name: "Read" }));
    await user.click(screen.getByRole("checkbox", { name: "Troubleshoot" }));
    await user.click(screen.getByRole("button", { name: "Create token" }));
    expect(await screen.findByText("This is needed.")).toBeInTheDocument();
    expect(screen.getByText("Choose at least one.")).toBeInTheDocument();
    expect(screen.getAllByText("A whole number from 1 to 365.").length).toBeGreaterThan(0);
    await waitFor(() => {
      expect(screen.getByRole("textbox", { name: /^Name/ })).toHaveFocus();
    });
    expect(bodies).toEqual([]);
  });

  it("should show the server's complaint at the field it is about", async () => {
    const double = as("admin");
    double.instead.push({
      path: /POST .*tokens/,
      answer: () =>
        make.problem("invalid", 400, "The request is not valid.", {
          errors: [{ field: "scopes", message: "must be no more than what you may do yourself" }],
        }),
    });
    const { user } = renderApp("/t/contoso/settings/tokens", double);
    await user.type(await screen.findByRole("textbox", { name: /^Name/ }), "too much");
    await user.click(screen.getByRole("button", { name: "Create token" }));
    expect(await screen.findByRole("alert")).toHaveTextContent("The token was not created");
    expect(screen.getByRole("group", { name: "Scopes" })).toHaveAccessibleDescription(
      /no more than what you may do yourself/,
    );
  });

  it("should be revoked after asking", async () => {
    const double = as("admin");
    double.settings.tokens = [make.token({ expiresAt: new Date(Date.now() - 1).toISOString() })];
    const { user } = renderApp("/t/contoso/settings/tokens", double);
    const row = await screen.findByRole("row", { name: /nightly check/ });
    expect(within(row).getByText("Expired")).toBeInTheDocument();
    expect(within(row).getByText("Never")).toBeInTheDocument();
    await user.click(within(row).getByRole("button", { name: "Revoke nightly check" }));
    const dialog = await screen.findByRole("dialog", { name: "Revoke “nightly check”?" });
    await user.click(within(dialog).getByRole("button", { name: "Revoke" }));
    expect(await screen.findByText("“nightly check” is revoked.")).toBeInTheDocument();
    expect(await screen.findByRole("heading", { name: "No tokens" })).toBeInTheDocument();
  });
});

describe("subscriptions", () => {
  const azure = make.subscription({
    id: "019ab0d0-0000-7000-8000-0000000000a2",
    name: "Production",
    provider: "azure",
    azure: make.azureAccount(),
  });
  const strongswan = make.subscription({
    id: "019ab0d0-0000-7000-8000-0000000000a3",
    name: "Branches",
    provider: "strongswan",
  });

  function withBoth(role = "admin"): ApiDouble {
    const double = as(role);
    double.settings.subscriptions = structuredClone([azure, strongswan]);
    return double;
  }

  it("should be added with the secret in the request and nowhere else", async () => {
    const double = withBoth();
    const bodies = recorded(double);
    const { user, router } = renderApp("/t/contoso/settings/subscriptions", double);
    await user.click(await screen.findByRole("link", { name: "Add a subscription" }));
    await heading("Add a subscription");
    await user.click(screen.getByRole("button", { name: "Add" }));
    expect(await screen.findAllByText("This is needed.")).toHaveLength(5);
    await user.type(screen.getByRole("textbox", { name: /^Name/ }), "Test");
    await user.type(screen.getByRole("textbox", { name: /^Subscription ID/ }), "not-an-id");
    await user.type(screen.getByRole("textbox", { name: /^Directory/ }), "contoso.example");
    await user.type(
      screen.getByRole("textbox", { name: /^Application/ }),
      "22222222-2222-4222-8222-222222222222",
    );
    await user.type(screen.getByLabelText(/^Client secret/), "s3cret~value");
    await user.click(screen.getByRole("button", { name: "Add" }));
    expect(await screen.findByText(/^An id like/)).toBeInTheDocument();
    expect(bodies).toEqual([]);
    await user.clear(screen.getByRole("textbox", { name: /^Subscription ID/ }));
    await user.type(
      screen.getByRole("textbox", { name: /^Subscription ID/ }),
      "33333333-3333-4333-8333-333333333333",
    );
    await user.click(screen.getByRole("button", { name: "Add" }));
    await heading("Test");
    expect(router.state.location.pathname).toMatch(/\/settings\/subscriptions\/[0-9a-f-]{36}$/);
    expect(bodies[0]?.body).toEqual({
      name: "Test",
      provider: "azure",
      azure: {
        cloud: "public",
        subscription: "33333333-3333-4333-8333-333333333333",
        directory: "contoso.example",
        clientId: "22222222-2222-4222-8222-222222222222",
        clientSecret: "s3cret~value",
      },
    });
    expect(screen.queryByDisplayValue("s3cret~value")).not.toBeInTheDocument();
    expect(document.body).not.toHaveTextContent("s3cret~value");
  });

  it("should say that a secret is missing once it is removed", async () => {
    const { user } = renderApp(`/t/contoso/settings/subscriptions/${azure.id}`, withBoth());
    await user.click(await screen.findByRole("button", { name: "Remove secret" }));
    const dialog = await screen.findByRole("dialog", { name: "Remove the secret of Production?" });
    await user.click(within(dialog).getByRole("button", { name: "Remove secret" }));
    expect(await screen.findByText("The secret is removed.")).toBeInTheDocument();
    expect(await screen.findByText(/No secret is stored/)).toBeInTheDocument();
    expect(screen.getByText("Not set")).toBeInTheDocument();
  });

  it("should replace a credential by a form that never shows the one before", async () => {
    const double = withBoth();
    const bodies = recorded(double);
    const { user } = renderApp(`/t/contoso/settings/subscriptions/${azure.id}`, double);
    await user.click(await screen.findByRole("button", { name: "Replace" }));
    expect(screen.getByLabelText(/^Client secret/)).toHaveValue("");
    await user.type(screen.getByLabelText(/^Client secret/), "another");
    await user.click(screen.getByRole("button", { name: "Save" }));
    expect(await screen.findByText(/The credential is stored/)).toBeInTheDocument();
    expect(bodies[0]).toMatchObject({ method: "PUT", body: { clientSecret: "another" } });
  });

  it("should tell an admin what the operator must offer before a gateway can be added", async () => {
    renderApp(`/t/contoso/settings/subscriptions/${strongswan.id}`, withBoth());
    expect(await screen.findByRole("heading", { name: /No gateway is offered/ })).toBeInTheDocument();
    expect(screen.getByText(/TUNNELSCOPE_VICI_ALLOW/)).toBeInTheDocument();
  });

  it("should add a gateway from what is offered and say what it has loaded", async () => {
    const double = withBoth();
    double.settings.offer = { addresses: ["/run/charon.vici"], logFiles: ["/var/log/charon.log"] };
    const bodies = recorded(double);
    const { user } = renderApp(`/t/contoso/settings/subscriptions/${strongswan.id}`, double);
    const name = await screen.findByRole("textbox", { name: /^Name/ });
    await user.type(name, "/hub");
    await user.click(screen.getByRole("button", { name: "Add gateway" }));
    expect(await screen.findByText(/^1 to 80 letters/)).toBeInTheDocument();
    await user.clear(name);
    await user.type(name, "hub");
    await user.selectOptions(screen.getByRole("combobox", { name: "Log file" }), "/var/log/charon.log");
    await user.click(screen.getByRole("button", { name: "Add gateway" }));
    expect(await screen.findByText(/hub\/branch/)).toBeInTheDocument();
    expect(bodies[0]?.body).toEqual({
      gateway: "hub",
      address: "/run/charon.vici",
      logFile: "/var/log/charon.log",
    });
  });

  it("should discover now and say which gateway did not answer", async () => {
    const double = withBoth();
    double.settings.round = {
      items: [
        {
          id: make.armId("gateway", "hub"),
          gateway: "hub",
          connections: ["hub/a", "hub/b"],
          added: ["hub/b"],
          notLoaded: [],
          ignored: 0,
        },
        {
          id: make.armId("gateway", "branch"),
          gateway: "branch",
          connections: [],
          added: [],
          notLoaded: [],
          ignored: 0,
          failure: { reason: "UNREACHABLE", detail: "Nothing listens at /run/branch.vici." },
        },
      ],
      gatewaysAdded: [],
      gatewaysGone: [],
      ignored: 0,
    };
    const { user } = renderApp(`/t/contoso/settings/subscriptions/${strongswan.id}`, double);
    await user.click(await screen.findByRole("button", { name: "Discover now" }));
    expect(await screen.findByText(/2 connections/)).toHaveTextContent("New: hub/b");
    expect(screen.getByText("Nothing listens at /run/branch.vici.")).toBeInTheDocument();
  });

  it("should be deleted only by whoever types its name", async () => {
    const double = withBoth();
    const { user } = renderApp(`/t/contoso/settings/subscriptions/${azure.id}`, double);
    await user.click(await screen.findByRole("button", { name: "Delete subscription" }));
    const dialog = await screen.findByRole("dialog", { name: "Delete Production?" });
    const name = within(dialog).getByRole("textbox", { name: "Type Production to confirm" });
    await user.type(name, "production");
    await user.click(within(dialog).getByRole("button", { name: "Delete subscription" }));
    expect(within(dialog).getByText("That is not the name.")).toBeInTheDocument();
    expect(double.settings.subscriptions).toHaveLength(2);
    await user.clear(name);
    await user.type(name, "Production");
    await user.click(within(dialog).getByRole("button", { name: "Delete subscription" }));
    await heading("Subscriptions");
    expect(double.settings.subscriptions.map((one) => one.name)).toEqual(["Branches"]);
  });

  it("should show a viewer what there is, without buttons that would be refused", async () => {
    renderApp(`/t/contoso/settings/subscriptions/${azure.id}`, withBoth("viewer"));
    await heading("Production");
    const content = within(screen.getByRole("main"));
    expect(content.getByText(/You may look, not change/)).toBeInTheDocument();
    expect(content.queryByRole("button")).not.toBeInTheDocument();
  });
});

describe("general settings", () => {
  it("should be saved with the version they were read in", async () => {
    const double = as("admin");
    const bodies = recorded(double);
    const { user } = renderApp("/t/contoso/settings/general", double);
    const name = await screen.findByRole("textbox", { name: /^Name of the tenant/ });
    await user.clear(name);
    await user.type(name, "Contoso Korea");
    await user.click(screen.getByRole("checkbox", { name: /Keep finished runs/ }));
    expect(screen.getByText(/shorter than before/)).toBeInTheDocument();
    await user.click(screen.getByRole("button", { name: "Save" }));
    expect(await screen.findByText("Saved.")).toBeInTheDocument();
    expect(bodies[0]?.body).toEqual({
      name: "Contoso Korea",
      language: "en",
      timeZone: "Asia/Seoul",
      runDays: 400,
      bundleDays: 400,
      auditDays: 400,
      version: 1,
    });
  });

  it("should not be overwritten by somebody who saw older ones, unless they decide so", async () => {
    const double = as("admin");
    const { user } = renderApp("/t/contoso/settings/general", double);
    const name = await screen.findByRole("textbox", { name: /^Name of the tenant/ });
    await user.type(name, " Mine");
    double.settings.tenant = make.tenantSettings({ name: "Contoso Theirs", version: 2 });
    await user.click(screen.getByRole("button", { name: "Save" }));
    const alert = await screen.findByRole("alert");
    expect(alert).toHaveTextContent("Somebody else changed these settings meanwhile");
    expect(alert).toHaveTextContent("Contoso Theirs");
    expect(double.settings.tenant.name).toBe("Contoso Theirs");
    await user.click(within(alert).getByRole("button", { name: "Save mine" }));
    expect(await screen.findByText("Saved.")).toBeInTheDocument();
    expect(double.settings.tenant).toMatchObject({ name: "Contoso Mine", version: 3 });
  });

  it("should refuse days out of bounds and zones that are none", async () => {
    const double = as("admin");
    const bodies = recorded(double);
    const { user } = renderApp("/t/contoso/settings/general", double);
    const days = await screen.findByRole("textbox", { name: /^Days the audit log/ });
    await user.clear(days);
    await user.type(days, "7");
    const zone = screen.getByRole("combobox", { name: /^Time zone/ });
    await user.clear(zone);
    await user.type(zone, "Seoul");
    await user.click(screen.getByRole("button", { name: "Save" }));
    expect(await screen.findByText("A whole number from 90 to 2557.")).toBeInTheDocument();
    expect(screen.getByText(/^Choose a time zone/)).toBeInTheDocument();
    expect(bodies).toEqual([]);
  });
});

describe("the identity provider", () => {
  it("should be tested before it is saved, with the reason in words", async () => {
    const double = as("admin");
    double.settings.providerTest = {
      ok: false,
      steps: [
        {
          step: "document",
          ok: false,
          reason: "document-of-other-issuer",
          text: "The provider calls itself by another issuer.",
        },
        { step: "keys" },
      ],
    };
    const bodies = recorded(double);
    const { user } = renderApp("/t/contoso/settings/identity-provider", double);
    await user.click(await screen.findByRole("button", { name: "Set an own identity provider" }));
    await user.type(screen.getByRole("textbox", { name: /^Issuer/ }), "http://login.example");
    await user.click(screen.getByRole("button", { name: "Test connection" }));
    expect(await screen.findByText("An address that begins with https://")).toBeInTheDocument();
    await user.clear(screen.getByRole("textbox", { name: /^Issuer/ }));
    await user.type(screen.getByRole("textbox", { name: /^Issuer/ }), "https://login.example");
    await user.click(screen.getByRole("button", { name: "Test connection" }));
    expect(await screen.findByText("The provider cannot be used")).toBeInTheDocument();
    expect(screen.getByText(/calls itself by another issuer/)).toBeInTheDocument();
    expect(bodies).toEqual([
      {
        method: "POST",
        path: "/api/v1/t/contoso/identity-provider/test",
        body: { issuer: "https://login.example" },
      },
    ]);
  });

  it("should keep a secret unless another is typed, and want it again for another client", async () => {
    const double = as("admin");
    double.settings.provider = {
      own: true,
      issuer: "https://login.example",
      clientId: "tunnelscope",
      scopes: "openid profile",
      roleClaim: "groups",
      redirectUri: "https://tunnelscope.example/callback/contoso",
      clientSecret: true,
      clientSecretSetAt: make.at(0),
    };
    const bodies = recorded(double);
    const { user } = renderApp("/t/contoso/settings/identity-provider", double);
    const client = await screen.findByRole("textbox", { name: /^Client ID/ });
    await user.type(client, "-2");
    await user.click(screen.getByRole("button", { name: "Save" }));
    expect(await screen.findByText(/the secret must be given again/)).toBeInTheDocument();
    expect(bodies).toEqual([]);
    await user.click(screen.getByRole("radio", { name: "Set another one" }));
    await user.type(screen.getByLabelText("Client secret", { selector: "input[type=password]" }), "n3w");
    await user.click(screen.getByRole("button", { name: "Save" }));
    expect(await screen.findByText(/Saved\. It counts/)).toBeInTheDocument();
    expect(bodies[0]?.body).toMatchObject({ clientId: "tunnelscope-2", clientSecret: "n3w" });
    expect(screen.queryByDisplayValue("n3w")).not.toBeInTheDocument();
    expect(document.body).not.toHaveTextContent("n3w");
  });

  it("should leave the secret out when it stays", async () => {
    const double = as("admin");
    double.settings.provider = {
      own: true,
      issuer: "https://login.example",
      clientId: "tunnelscope",
      scopes: "openid profile",
      roleClaim: "groups",
      clientSecret: true,
    };
    const bodies = recorded(double);
    const { user } = renderApp("/t/contoso/settings/identity-provider", double);
    await user.type(await screen.findByRole("textbox", { name: /^Role claim/ }), "-of-vpn");
    await user.click(screen.getByRole("button", { name: "Save" }));
    expect(await screen.findByText(/Saved\. It counts/)).toBeInTheDocument();
    expect(bodies[0]?.body).toEqual({
      issuer: "https://login.example",
      clientId: "tunnelscope",
      scopes: "openid profile",
      roleClaim: "groups-of-vpn",
    });
  });
});
