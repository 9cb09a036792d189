import { screen, waitFor, within } from "@testing-library/react";
import { describe, expect, it } from "vitest";
import { ApiDouble } from "../../testing/apiDouble";
import * as make from "../../testing/factories";
import { renderApp } from "../../testing/renderApp";

const here = make.target({ name: "seoul/to-busan", type: "Vnet2Vnet", tags: { site: "seoul", critical: "" } });
const there = make.target({ name: "busan/to-seoul", type: "Vnet2Vnet" });
const address = `/t/contoso/targets/${encodeURIComponent(here.id)}`;

function as(role: string): ApiDouble {
  return Object.assign(new ApiDouble(), { role, targets: structuredClone([here, there]) });
}

describe("tags of a target", () => {
  it("should lead to all targets that have them", async () => {
    const { user, router } = renderApp(address, as("viewer"));
    await user.click(await screen.findByTitle("Targets with the tag site:seoul"));
    await screen.findByRole("heading", { level: 1, name: "Targets" });
    expect(router.state.location.search).toEqual({ tag: "site:seoul" });
    expect(await screen.findByText("1 target")).toBeInTheDocument();
  });

  it("should be set as a whole, and empty rows say nothing", async () => {
    const double = as("operator");
    const { user } = renderApp(address, double);
    await user.click(await screen.findByRole("button", { name: "Edit tags" }));
    await user.click(screen.getByRole("button", { name: "Remove tag critical" }));
    await user.click(screen.getByRole("button", { name: "Add a tag" }));
    await user.type(screen.getByRole("textbox", { name: "Key of tag 2" }), "owner");
    await user.type(screen.getByRole("textbox", { name: "Value of tag 2" }), "net team");
    await user.click(screen.getByRole("button", { name: "Add a tag" }));
    await user.click(screen.getByRole("button", { name: "Save tags" }));
    expect(await screen.findByTitle("Targets with the tag owner:net team")).toBeInTheDocument();
    expect(double.targets[0]?.tags).toEqual({ site: "seoul", owner: "net team" });
  });

  it("should refuse keys that are none before anything is sent", async () => {
    const double = as("operator");
    const { user } = renderApp(address, double);
    await user.click(await screen.findByRole("button", { name: "Edit tags" }));
    const second = screen.getByRole("textbox", { name: "Key of tag 2" });
    await user.clear(second);
    await user.type(second, "a:b");
    await user.click(screen.getByRole("button", { name: "Save tags" }));
    expect(await screen.findByText("A key has no colon.")).toBeInTheDocument();
    await user.clear(second);
    await user.type(second, "site");
    await user.click(screen.getByRole("button", { name: "Save tags" }));
    expect(await screen.findByText("This key is there already.")).toBeInTheDocument();
    expect(double.targets[0]?.tags).toEqual(here.tags);
  });

  it("should tell a viewer whom to ask", async () => {
    renderApp(address, as("viewer"));
    expect(await screen.findByText(/Your role \(Viewer\) may not change tags/)).toBeInTheDocument();
    expect(screen.queryByRole("button", { name: "Edit tags" })).not.toBeInTheDocument();
  });
});

describe("the twin of a connection", () => {
  it("should be named by an admin, and taken away again", async () => {
    const double = as("admin");
    const { user } = renderApp(address, double);
    const other = await screen.findByRole("combobox", { name: "Connection on the other gateway" });
    await user.click(screen.getByRole("button", { name: "Name it" }));
    expect(await screen.findByText("Choose the connection on the other gateway.")).toBeInTheDocument();
    await user.type(other, "busan/to-seoul");
    await user.click(screen.getByRole("button", { name: "Name it" }));
    expect(await screen.findByRole("heading", { name: "Both halves" })).toBeInTheDocument();
    await user.click(screen.getByRole("button", { name: "Remove twin" }));
    const dialog = await screen.findByRole("dialog", { name: "Part it from busan/to-seoul?" });
    await user.click(within(dialog).getByRole("button", { name: "Remove twin" }));
    expect(await screen.findByRole("heading", { name: "Other half" })).toBeInTheDocument();
    expect(double.targets.some((one) => one.twin)).toBe(false);
  });

  it("should show why the server takes another for none", async () => {
    const { user } = renderApp(address, as("admin"));
    await user.type(
      await screen.findByRole("combobox", { name: "Connection on the other gateway" }),
      "nowhere/at-all",
    );
    await user.click(screen.getByRole("button", { name: "Name it" }));
    expect(await screen.findByRole("alert")).toHaveTextContent("There is no target “nowhere/at-all”.");
  });

  it("should tell others than admins that it is not named", async () => {
    renderApp(address, as("operator"));
    expect(await screen.findByText(/Naming it needs Admin; your role is Operator/)).toBeInTheDocument();
  });
});

describe("the end of a target", () => {
  it("should be asked for once, and lead back to the list", async () => {
    const double = as("admin");
    const { user } = renderApp(address, double);
    await user.click(await screen.findByRole("button", { name: "Delete" }));
    const dialog = await screen.findByRole("dialog", { name: "Delete seoul/to-busan?" });
    expect(dialog).toHaveTextContent("Past runs stay readable");
    await user.click(within(dialog).getByRole("button", { name: "Delete" }));
    await screen.findByRole("heading", { level: 1, name: "Targets" });
    await waitFor(() => {
      expect(double.targets.map((one) => one.name)).toEqual(["busan/to-seoul"]);
    });
  });

  it("should say why it is refused while a run of it is open", async () => {
    const double = as("admin");
    double.instead.push({
      path: /DELETE .*targets/,
      answer: () => make.problem("conflict", 409, "A run of it is open. Cancel it or wait."),
    });
    const { user } = renderApp(address, double);
    await user.click(await screen.findByRole("button", { name: "Delete" }));
    const dialog = await screen.findByRole("dialog", { name: "Delete seoul/to-busan?" });
    await user.click(within(dialog).getByRole("button", { name: "Delete" }));
    expect(await within(dialog).findByRole("alert")).toHaveTextContent("A run of it is open");
  });

  it("should be offered to admins alone", async () => {
    renderApp(address, as("operator"));
    await screen.findByRole("button", { name: "Edit tags" });
    expect(screen.queryByRole("button", { name: "Delete" })).not.toBeInTheDocument();
  });
});

describe("the baseline of a target", () => {
  const verdict = make.finishedRun({ target: here.id, targetName: here.name });
  const runAddress = `/t/contoso/runs/${verdict.id}`;
  const earlier = make.runId(77);

  it("should be pinned on the page of a run, and taken away again", async () => {
    const double = Object.assign(as("operator"), { runs: [verdict] });
    const { user } = renderApp(runAddress, double);
    await user.click(await screen.findByRole("button", { name: "Make this the baseline" }));
    const unpin = await screen.findByRole("button", { name: "No longer the baseline" });
    expect(double.targets[0]?.baseline).toBe(verdict.id);
    await user.click(unpin);
    await screen.findByRole("button", { name: "Make this the baseline" });
    expect(double.targets[0]?.baseline).toBeUndefined();
  });

  it("should be compared with by everybody, and pinned by those who start runs", async () => {
    const double = Object.assign(as("viewer"), { runs: [verdict] });
    Object.assign(double.targets[0] ?? {}, { baseline: earlier });
    renderApp(runAddress, double);
    const compare = await screen.findByRole("link", { name: "Compare with the baseline" });
    expect(compare).toHaveAttribute("href", `/t/contoso/diff?from=${earlier}&to=${verdict.id}`);
    expect(screen.queryByRole("button", { name: "Make this the baseline" })).not.toBeInTheDocument();
  });

  it("should be told on the page of the target, beside how steady that was", async () => {
    const double = Object.assign(as("viewer"), {
      runs: [verdict],
      lastDays: { days: 30, flaps: 4, recoveries: 3, medianSecondsToRecover: 754 },
    });
    Object.assign(double.targets[0] ?? {}, { baseline: earlier });
    renderApp(address, double);
    expect(await screen.findByText("4 times")).toBeInTheDocument();
    expect(screen.getByText("12 min 34 s")).toBeInTheDocument();
    expect(screen.getByRole("link", { name: "What has changed since" })).toHaveAttribute(
      "href",
      `/t/contoso/diff?from=${earlier}&to=${verdict.id}`,
    );
  });
});
