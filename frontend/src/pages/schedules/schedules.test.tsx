import { screen, waitFor, within } from "@testing-library/react";
import type userEvent from "@testing-library/user-event";
import { describe, expect, it } from "vitest";
import { ApiDouble } from "../../testing/apiDouble";
import * as make from "../../testing/factories";
import { renderApp } from "../../testing/renderApp";

type User = ReturnType<typeof userEvent.setup>;

const heading = (name: string | RegExp) => screen.findByRole("heading", { level: 1, name });
const list = "/t/contoso/schedules";
const hourly = make.schedule();
const address = `${list}/${hourly.id}`;

/** Without layout a menu takes its button for scrolled away, and hides: that is no matter here. */
const menuItem = (name: string) => screen.findByRole("menuitem", { name, hidden: true });

function as(role: string, ...schedules: make.ScheduleJson[]): ApiDouble {
  const double = Object.assign(new ApiDouble(), { role });
  double.targets = [
    make.target({ name: "seoul" }),
    make.target({ name: "seoul/branch", tags: { site: "seoul" } }),
    make.target({ name: "busan/branch", provider: "strongswan", tags: { site: "busan" } }),
    make.target({ name: "paris/express", supported: false }),
  ];
  double.schedules.items = structuredClone(schedules);
  return double;
}

/** The bodies of what changes something, in their order. */
function recorded(double: ApiDouble): unknown[] {
  const bodies: unknown[] = [];
  const { handle } = double;
  Object.assign(double, {
    handle: async (request: Request) => {
      const text = request.method === "GET" ? "" : await request.clone().text();
      if (request.method !== "GET") bodies.push(text === "" ? request.method : JSON.parse(text));
      return handle(request);
    },
  });
  return bodies;
}

async function choose(user: User, name: RegExp, value: string): Promise<void> {
  await user.selectOptions(await screen.findByRole("combobox", { name }), value);
}

async function fill(user: User, name: RegExp, value: string): Promise<void> {
  const field = await screen.findByRole("textbox", { name });
  await user.clear(field);
  if (value !== "") await user.type(field, value);
}

describe("the list of schedules", () => {
  it("should say of each what it troubleshoots, when, how it went, and by whose right", async () => {
    const went = { due: make.at(0), started: 2, busy: 1, refused: 3, skipped: 0 };
    const double = as(
      "operator",
      make.schedule({ targets: "seoul/*", last: went }),
      make.schedule({ id: "s-2", targets: "tag:site:seoul", state: "PAUSED", next: [] }),
      make.schedule({ id: "s-3", targets: "*", state: "STOPPED", startsAs: "Gone Girl", next: [] }),
    );
    renderApp(list, double);
    await heading("Schedules");
    const on = await screen.findByRole("row", { name: /seoul and its connections/ });
    expect(on).toHaveTextContent("every hour");
    expect(on).toHaveTextContent("0 * * * * · Asia/Seoul");
    expect(on).toHaveTextContent(/in (59 minutes|1 hour)/);
    expect(on).toHaveTextContent("2 started1 still busy3 refused");
    expect(on).toHaveTextContent("By the right of Olivia Operator");
    expect(screen.getByRole("row", { name: /Tag site:seoul/ })).toHaveTextContent("PausedBy the right of");
    expect(screen.getByRole("row", { name: /All targets/ })).toHaveTextContent(
      "StoppedGone Girl may not start runs any more",
    );
    expect(screen.getByText("3 schedules")).toBeInTheDocument();
  });

  it("should say that a turn that found no target started nothing", async () => {
    renderApp(
      list,
      as("viewer", { ...hourly, last: { due: make.at(0), started: 0, busy: 0, refused: 0, skipped: 0 } }),
    );
    expect(await screen.findByRole("row", { name: /sim\/Authentication/ })).toHaveTextContent("No target");
  });

  it("should offer the first one where there is none", async () => {
    const { user, router } = renderApp(list, as("operator"));
    expect(await screen.findByRole("heading", { name: "No schedules" })).toBeInTheDocument();
    await user.click(screen.getByRole("link", { name: "Add a schedule" }));
    await heading("Add a schedule");
    expect(router.state.location.pathname).toBe(`${list}/add`);
  });

  it("should say what failed, and try again", async () => {
    const double = as("operator", hourly);
    double.instead.push({ path: /GET .*schedules/, answer: () => make.problem("not-found", 404, "") });
    const failing = renderApp(list, double);
    expect(await screen.findByRole("heading", { name: "Nothing here" })).toBeInTheDocument();
    failing.unmount();
    double.instead[0] = { path: /GET .*schedules/, answer: () => new Response("<html>") };
    const { user } = renderApp(list, double);
    expect(await screen.findByRole("alert")).toHaveTextContent("This did not work");
    double.instead.length = 0;
    await user.click(screen.getByRole("button", { name: "Try again" }));
    expect(await screen.findByRole("row", { name: /sim\/Authentication/ })).toBeInTheDocument();
  });

  it.each(["viewer", "auditor"])("should be read by a %s, who is told whom to ask", async (role) => {
    renderApp(list, as(role, hourly));
    await screen.findByRole("row", { name: /sim\/Authentication/ });
    expect(screen.getByText(/changing schedules needs Operator or Admin/)).toBeInTheDocument();
    expect(screen.queryByRole("link", { name: "Add a schedule" })).not.toBeInTheDocument();
    expect(screen.queryByRole("button", { name: /^Actions for/ })).not.toBeInTheDocument();
  });

  it("should pause, resume and remove a schedule, asking before", async () => {
    const double = as("operator", hourly);
    const bodies = recorded(double);
    const { user } = renderApp(list, double);
    const asItIs = {
      targets: "sim/Authentication",
      cron: "0 * * * *",
      timeZone: "Asia/Seoul",
      jitterSeconds: 0,
      missed: "skip",
      active: false,
    };
    for (const [deed, said] of [
      ["Pause", /is paused\.$/],
      ["Resume", /is on again, next at /],
      ["Remove", /is gone\.$/],
    ] as const) {
      await user.click(await screen.findByRole("button", { name: "Actions for sim/Authentication" }));
      await user.click(await menuItem(deed));
      const dialog = await screen.findByRole("dialog", {
        name: `${deed} the schedule of sim/Authentication?`,
      });
      await user.click(within(dialog).getByRole("button", { name: deed }));
      expect(await screen.findByText(said)).toBeInTheDocument();
      await waitFor(() => {
        expect(screen.queryByRole("dialog")).not.toBeInTheDocument();
      });
    }
    expect(bodies).toEqual([
      { ...asItIs, paused: true, version: 1 },
      { ...asItIs, paused: false, version: 2 },
      "DELETE",
    ]);
    expect(await screen.findByRole("heading", { name: "No schedules" })).toBeInTheDocument();
  });

  it("should speak Korean, in which a run is 점검", async () => {
    window.localStorage.setItem("tunnelscope-language", "ko");
    renderApp(list, as("viewer", hourly));
    await heading("점검 일정");
    expect(await screen.findByRole("columnheader", { name: "다음 시각" })).toBeInTheDocument();
    expect(document.body).not.toHaveTextContent("실행이");
  });
});

describe("a new schedule", () => {
  it("should be of a target and a preset, in the tenant's time zone, and then show its next times", async () => {
    const double = as("operator");
    const bodies = recorded(double);
    const { user, router } = renderApp(`${list}/add?target=seoul/branch`, double);
    await heading("Add a schedule");
    expect(await screen.findByDisplayValue("Asia/Seoul")).toBeInTheDocument();
    expect(screen.getByRole("combobox", { name: /^Target/ })).toHaveValue("seoul/branch");
    await choose(user, /^How often/, "weekdays");
    expect(screen.getByText("0 6 * * 1-5")).toBeInTheDocument();
    await user.click(screen.getByRole("button", { name: "Add a schedule" }));
    await heading("seoul/branch");
    expect(bodies).toEqual([
      {
        targets: "seoul/branch",
        cron: "0 6 * * 1-5",
        timeZone: "Asia/Seoul",
        jitterSeconds: 0,
        missed: "skip",
        active: false,
      },
    ]);
    expect(router.state.location.pathname).toMatch(/schedules\/019ab0d0/);
    expect(screen.getByRole("heading", { name: "Next times" })).toBeInTheDocument();
    expect(screen.getAllByText(/in (59 minutes|\d hours?)/)).toHaveLength(3);
  });

  it.each([
    ["A gateway", /^Gateway/, "seoul", "seoul/*"],
    ["A tag", /^Tag/, "site:seoul", "tag:site:seoul"],
    ["All targets", undefined, "", "*"],
  ])("should write the targets as the server reads them: %s", async (kind, field, name, targets) => {
    const double = as("admin");
    const bodies = recorded(double);
    const { user } = renderApp(`${list}/add`, double);
    await user.click(await screen.findByRole("radio", { name: kind }));
    if (field) await user.type(screen.getByRole("combobox", { name: field }), name);
    await user.click(screen.getByRole("button", { name: "Add a schedule" }));
    await screen.findByRole("heading", { name: "Next times" });
    expect(bodies).toEqual([expect.objectContaining({ targets, cron: "*/15 * * * *" })]);
  });

  it("should offer only what can be troubleshot, and keep a name while another kind is looked at", async () => {
    const { user } = renderApp(`${list}/add`, as("operator"));
    await user.click(await screen.findByRole("combobox", { name: /^Target/ }));
    expect(await screen.findByRole("option", { name: "seoul/branch", hidden: true })).toBeInTheDocument();
    expect(screen.queryByRole("option", { name: "paris/express", hidden: true })).not.toBeInTheDocument();
    await user.type(screen.getByRole("combobox", { name: /^Target/ }), "seoul");
    await user.click(screen.getByRole("radio", { name: "All targets" }));
    expect(screen.getByText(/for as far as the queue has room/)).toBeInTheDocument();
    await user.click(screen.getByRole("radio", { name: "One target" }));
    expect(screen.getByRole("combobox", { name: /^Target/ })).toHaveValue("seoul");
  });

  it("should be refused where something is missing, before anything is sent", async () => {
    const double = as("operator");
    const bodies = recorded(double);
    const { user } = renderApp(`${list}/add`, double);
    await choose(user, /^How often/, "cron");
    await fill(user, /^Cron expression/, "");
    await fill(user, /^Begin later/, "4000");
    await user.click(screen.getByRole("button", { name: "Add a schedule" }));
    expect(await screen.findAllByText("This is needed.")).toHaveLength(2);
    expect(screen.getByText("A whole number from 0 to 3600.")).toBeInTheDocument();
    expect(screen.getByRole("combobox", { name: /^Target/ })).toHaveFocus();
    expect(bodies).toEqual([]);
  });

  it("should take a time zone by any of its names, and refuse what names none", async () => {
    const double = as("operator");
    double.settings.tenant = make.tenantSettings({ timeZone: "Etc/UTC" });
    const bodies = recorded(double);
    const { user } = renderApp(`${list}/add?target=seoul`, double);
    const zone = await screen.findByDisplayValue("Etc/UTC");
    await user.clear(zone);
    await user.type(zone, "+09:00");
    await user.click(screen.getByRole("button", { name: "Add a schedule" }));
    expect(await screen.findByText(/Choose a time zone by its name/)).toBeInTheDocument();
    await user.clear(zone);
    await user.type(zone, "Etc/UTC");
    await user.click(screen.getByRole("button", { name: "Add a schedule" }));
    await screen.findByRole("heading", { name: "Next times" });
    expect(bodies).toEqual([expect.objectContaining({ timeZone: "Etc/UTC" })]);
  });

  it("should show the server's complaint at the expression", async () => {
    const double = as("operator");
    double.instead.push({
      path: /POST .*schedules/,
      answer: () =>
        make.problem("invalid", 400, "The request is not valid.", {
          errors: [{ field: "cron", message: "must be minute, hour, day" }],
        }),
    });
    const { user } = renderApp(`${list}/add?target=seoul`, double);
    await choose(user, /^How often/, "cron");
    await fill(user, /^Cron expression/, "never");
    await user.click(screen.getByRole("button", { name: "Add a schedule" }));
    expect(await screen.findByText("must be minute, hour, day")).toBeInTheDocument();
    expect(screen.getByRole("alert")).toHaveTextContent("The schedule was not saved");
    expect(screen.getByRole("textbox", { name: /^Cron expression/ })).toHaveFocus();
  });

  it("should point at the target when there is no such one", async () => {
    const double = as("operator");
    double.instead.push({
      path: /POST .*schedules/,
      answer: () => make.problem("not-found", 404, "There is no such target."),
    });
    const { user } = renderApp(`${list}/add?target=nowhere`, double);
    await screen.findByDisplayValue("Asia/Seoul");
    await user.click(screen.getByRole("button", { name: "Add a schedule" }));
    expect(await screen.findAllByText("There is no such target.")).toHaveLength(2);
    expect(screen.getByRole("combobox", { name: /^Target/ })).toHaveFocus();
  });

  it("should warn before it touches tunnels, where that is possible at all", async () => {
    const double = as("operator");
    const bodies = recorded(double);
    const { user } = renderApp(`${list}/add?target=busan/branch`, double);
    const active = await screen.findByRole("checkbox", { name: "Try to bring the tunnel up" });
    expect(screen.getByText(/takes it down again if it comes up/)).toBeInTheDocument();
    await user.clear(screen.getByRole("combobox", { name: /^Target/ }));
    await user.type(screen.getByRole("combobox", { name: /^Target/ }), "seoul/branch");
    expect(active).not.toBeInTheDocument();
    await user.click(screen.getByRole("radio", { name: "All targets" }));
    await user.click(screen.getByRole("checkbox", { name: "Try to bring the tunnel up" }));
    await user.click(screen.getByRole("button", { name: "Add a schedule" }));
    await screen.findByRole("heading", { name: "Next times" });
    expect(bodies).toEqual([expect.objectContaining({ targets: "*", active: true })]);
  });

  it("should be closed to those who may not start runs", async () => {
    renderApp(`${list}/add`, as("viewer"));
    await heading("Add a schedule");
    expect(screen.getByText(/This page needs Operator or Admin/)).toBeInTheDocument();
    expect(screen.queryByRole("form")).not.toBeInTheDocument();
  });
});

describe("the list of runs", () => {
  const stopped = make.schedule({ state: "STOPPED", startsAs: "Gone Girl", next: [] });

  it("should tell an operator that a schedule has stopped", async () => {
    renderApp("/t/contoso/runs", as("operator", stopped, make.schedule({ id: "s-2" })));
    expect(await screen.findByText(/A schedule has stopped: whoever made it/)).toBeInTheDocument();
    expect(screen.getByRole("link", { name: /Look at them and resume/ })).toHaveAttribute("href", list);
  });

  it("should not trouble those who may not mend it", async () => {
    renderApp("/t/contoso/runs", as("viewer", stopped));
    await heading("Runs");
    expect(screen.queryByText(/has stopped/)).not.toBeInTheDocument();
  });
});

describe("a schedule", () => {
  it("should be changed, and say its next times then", async () => {
    const double = as("operator", { ...hourly, startsAs: "Ada Admin" });
    const bodies = recorded(double);
    const { user } = renderApp(address, double);
    expect(await screen.findByRole("combobox", { name: /^How often/ })).toHaveValue("60");
    expect(screen.getByText("From then on its runs start by your right.")).toBeInTheDocument();
    await fill(user, /^Begin later/, "90");
    await choose(user, /^Times at which/, "once");
    await user.click(screen.getByRole("button", { name: "Save" }));
    expect(await screen.findByText(/^Saved\. The next times: .*;.*;/)).toBeInTheDocument();
    expect(bodies).toEqual([
      expect.objectContaining({ cron: "0 * * * *", jitterSeconds: 90, missed: "once", paused: false }),
    ]);
    expect(screen.getByTitle(/^Of whoever wrote/)).toHaveTextContent("Olivia Operator");
  });

  it("should keep what was typed when somebody else was first, and save it once that was seen", async () => {
    const double = as("operator", hourly);
    const bodies = recorded(double);
    const { user } = renderApp(address, double);
    await fill(user, /^Begin later/, "90");
    double.schedules.items = [
      { ...hourly, version: 2, cron: "0 6 * * *", description: "at 06:00", startsAs: "Ada Admin" },
    ];
    await user.click(screen.getByRole("button", { name: "Save" }));
    expect(await screen.findByRole("alert")).toHaveTextContent(
      "Ada Admin has changed the schedule since you read it.",
    );
    expect(await screen.findByText(/Now it says: sim\/Authentication, at 06:00/)).toBeInTheDocument();
    expect(screen.getByRole("textbox", { name: /^Begin later/ })).toHaveValue("90");
    expect(double.schedules.items[0]).toMatchObject({ cron: "0 6 * * *", jitterSeconds: 0 });
    await user.click(screen.getByRole("button", { name: "Save mine all the same" }));
    expect(await screen.findByText(/^Saved\./)).toBeInTheDocument();
    expect(bodies).toEqual([
      expect.objectContaining({ cron: "0 * * * *", jitterSeconds: 90, version: 1 }),
      expect.objectContaining({ cron: "0 * * * *", jitterSeconds: 90, version: 2 }),
    ]);
    expect(screen.getByRole("button", { name: "Save" })).toBeInTheDocument();
  });

  it("should not say what is there now when that cannot be read, and ask again with the next try", async () => {
    const double = as("operator", hourly);
    const bodies = recorded(double);
    const { user } = renderApp(address, double);
    await fill(user, /^Begin later/, "90");
    double.schedules.items = [{ ...hourly, version: 2, description: "at 06:00", startsAs: "Ada Admin" }];
    double.instead.push({
      path: /GET .*schedules\/./,
      answer: () => make.problem("unavailable", 503, ""),
    });
    await user.click(screen.getByRole("button", { name: "Save" }));
    expect(await screen.findByRole("alert")).toHaveTextContent("Ada Admin has changed the schedule");
    expect(screen.queryByText(/Now it says/)).not.toBeInTheDocument();
    expect(screen.queryByRole("button", { name: /Save mine|Discard/ })).not.toBeInTheDocument();
    double.instead.length = 0;
    await user.click(screen.getByRole("button", { name: "Save" }));
    expect(await screen.findByText(/Now it says: sim\/Authentication, at 06:00/)).toBeInTheDocument();
    expect(bodies).toEqual([
      expect.objectContaining({ version: 1 }),
      expect.objectContaining({ version: 1 }),
    ]);
  });

  it("should say that it is gone when somebody has removed it meanwhile", async () => {
    const double = as("operator", hourly);
    const { user } = renderApp(address, double);
    await fill(user, /^Begin later/, "90");
    double.schedules.items = [{ ...hourly, version: 2, startsAs: "Ada Admin" }];
    double.instead.push({
      path: /GET .*schedules\/./,
      answer: () => make.problem("not-found", 404, "There is no such schedule."),
    });
    await user.click(screen.getByRole("button", { name: "Save" }));
    expect(await screen.findByRole("alert")).toHaveTextContent("There is no such schedule.");
    expect(screen.queryByText(/Now it says/)).not.toBeInTheDocument();
    expect(screen.getByRole("button", { name: "Save" })).toBeInTheDocument();
  });

  it("should take over what somebody else has saved first", async () => {
    const double = as("operator", hourly);
    const { user } = renderApp(address, double);
    await fill(user, /^Begin later/, "90");
    double.schedules.items = [{ ...hourly, version: 2, jitterSeconds: 30, startsAs: "Ada Admin" }];
    await user.click(screen.getByRole("button", { name: "Save" }));
    await user.click(await screen.findByRole("button", { name: "Discard mine" }));
    expect(screen.getByRole("textbox", { name: /^Begin later/ })).toHaveValue("30");
    expect(screen.queryByRole("alert")).not.toBeInTheDocument();
  });

  it("should not take one's own pause for a change by somebody else", async () => {
    const double = as("operator", hourly);
    const { user } = renderApp(address, double);
    await fill(user, /^Begin later/, "90");
    await user.click(screen.getByRole("button", { name: "Pause" }));
    await user.click(within(await screen.findByRole("dialog")).getByRole("button", { name: "Pause" }));
    await screen.findByText("Paused: no runs start");
    await user.click(screen.getByRole("button", { name: "Save" }));
    expect(await screen.findByText(/It is not on: no runs start/)).toBeInTheDocument();
    expect(double.schedules.items[0]).toMatchObject({ jitterSeconds: 90, version: 3 });
  });

  it("should stay paused when it is changed", async () => {
    const double = as("operator", { ...hourly, state: "PAUSED", next: [] });
    const bodies = recorded(double);
    const { user } = renderApp(address, double);
    expect(await screen.findByText("Paused: no runs start")).toBeInTheDocument();
    await user.click(await screen.findByRole("button", { name: "Save" }));
    expect(await screen.findByText(/It is not on: no runs start/)).toBeInTheDocument();
    expect(bodies).toEqual([expect.objectContaining({ paused: true })]);
  });

  it("should say why it stopped, and go on by the right of whoever resumes it", async () => {
    const double = as("operator", { ...hourly, state: "STOPPED", startsAs: "Gone Girl", next: [] });
    const { user } = renderApp(address, double);
    expect(await screen.findByText("Stopped: Gone Girl may not start runs any more")).toBeInTheDocument();
    expect(screen.getByText(/Resume it, and it goes on by your right/)).toBeInTheDocument();
    await user.click(screen.getByRole("button", { name: "Resume" }));
    const dialog = await screen.findByRole("dialog");
    await user.click(within(dialog).getByRole("button", { name: "Resume" }));
    expect(await screen.findByText(/is on again, next at/)).toBeInTheDocument();
    expect(screen.queryByText(/^Stopped:/)).not.toBeInTheDocument();
    expect(screen.getByTitle(/^Of whoever wrote/)).toHaveTextContent("Olivia Operator");
  });

  it("should say what is so with whoever made it", async () => {
    renderApp(
      address,
      as("operator", {
        ...hourly,
        state: "STOPPED",
        startsAs: "Gone Girl",
        stoppedBecause: "left",
        next: [],
      }),
    );
    expect(await screen.findByText("Stopped: Gone Girl may not start runs any more")).toBeInTheDocument();
    expect(screen.getByText(/They have left the tenant\. .*Resume it/)).toBeInTheDocument();
  });

  it("should say how many times were left out", async () => {
    const last = { due: make.at(0), started: 0, busy: 0, refused: 0, skipped: 180 };
    renderApp(address, as("operator", { ...hourly, last }));
    expect(await screen.findByText("180 times left out")).toBeInTheDocument();
    expect(screen.queryByText("No target")).not.toBeInTheDocument();
  });

  it("should lead back to the list when it is removed", async () => {
    const { user, router } = renderApp(address, as("admin", hourly));
    await user.click(await screen.findByRole("button", { name: "Remove" }));
    await user.click(within(await screen.findByRole("dialog")).getByRole("button", { name: "Remove" }));
    await heading("Schedules");
    expect(router.state.location.pathname).toBe(list);
    expect(await screen.findByRole("heading", { name: "No schedules" })).toBeInTheDocument();
  });

  it("should be read by an auditor in words, without a form", async () => {
    renderApp(
      address,
      as("auditor", { ...hourly, jitterSeconds: 60, missed: "once", state: "STOPPED", next: [] }),
    );
    await heading("sim/Authentication");
    expect(screen.getByText("60 seconds")).toBeInTheDocument();
    expect(screen.getByText("Made up for by one round")).toBeInTheDocument();
    expect(screen.getByText(/when an operator or admin resumes it/)).toBeInTheDocument();
    expect(screen.getByText(/changing schedules needs Operator or Admin/)).toBeInTheDocument();
    expect(screen.queryByRole("button", { name: /Save|Resume|Remove/ })).not.toBeInTheDocument();
  });

  it("should be nothing where there is none", async () => {
    renderApp(`${list}/019ab0d0-0000-7000-a000-00000000ffff`, as("operator"));
    expect(await screen.findByRole("heading", { name: "Nothing here" })).toBeInTheDocument();
  });
});

describe("the page of a target", () => {
  const branch = `/t/contoso/targets/${encodeURIComponent(make.armId("connection", "seoul-branch"))}`;

  it("should show the schedules that troubleshoot it, and lead to a new one", async () => {
    const double = as(
      "operator",
      make.schedule({ id: "s-1", targets: "seoul/branch", description: "every hour" }),
      make.schedule({
        id: "s-2",
        targets: "tag:site:seoul",
        description: "at noon",
        state: "PAUSED",
        next: [],
      }),
      make.schedule({ id: "s-3", targets: "busan/*", description: "at midnight" }),
    );
    const { user } = renderApp(branch, double);
    expect(await screen.findByRole("link", { name: "every hour" })).toBeInTheDocument();
    expect(screen.getByRole("link", { name: "at noon" }).closest("li")).toHaveTextContent("Paused");
    expect(screen.queryByRole("link", { name: "at midnight" })).not.toBeInTheDocument();
    await user.click(screen.getByRole("link", { name: "Schedule" }));
    await heading("Add a schedule");
    expect(screen.getByRole("combobox", { name: /^Target/ })).toHaveValue("seoul/branch");
  });

  it("should say that there is none, and offer a viewer nothing", async () => {
    renderApp(branch, as("viewer"));
    expect(await screen.findByText(/None: it is troubleshot when somebody starts it/)).toBeInTheDocument();
    expect(screen.queryByRole("link", { name: "Schedule" })).not.toBeInTheDocument();
  });
});
