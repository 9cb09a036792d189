import { screen, within } from "@testing-library/react";
import { describe, expect, it } from "vitest";
import { ApiDouble } from "../../testing/apiDouble";
import * as make from "../../testing/factories";
import { renderApp } from "../../testing/renderApp";

const workspace = {
  id: "019ab0d0-0000-7000-8000-000000000001",
  name: "Contoso Chat",
  team: "T0123456",
  enterprise: "",
  state: "active",
  installedBy: "Ada Admin",
  installedAt: "2026-11-20T08:00:00Z",
};

function as(role: string): ApiDouble {
  const double = Object.assign(new ApiDouble(), { role });
  double.slack.workspaces = [{ ...workspace }];
  return double;
}

function undelivered(at: string): Record<string, unknown> {
  return {
    id: make.runId(5),
    at,
    workspace: workspace.id,
    channel: "C0PRIVATE",
    run: make.runId(6),
    why: "channel: not_in_channel",
    text: "sim/Authentication: unhealthy",
  };
}

describe("Slack in the settings", () => {
  it("should bind a channel with a ceiling, and unbind it again", async () => {
    const double = as("admin");
    const { user } = renderApp("/t/contoso/settings/slack", double);
    await user.type(await screen.findByRole("textbox", { name: "Id of the channel" }), "general");
    await user.click(screen.getByRole("button", { name: "Bind the channel" }));
    expect(await screen.findByText(/This is no id of a channel/)).toBeInTheDocument();
    expect(double.slack.channels).toEqual([]);
    await user.clear(screen.getByRole("textbox", { name: "Id of the channel" }));
    await user.type(screen.getByRole("textbox", { name: "Id of the channel" }), "C0123456789");
    await user.type(screen.getByRole("textbox", { name: "Name" }), "vpn-ops");
    await user.selectOptions(screen.getByRole("combobox", { name: "Ceiling" }), "operator");
    await user.click(screen.getByRole("button", { name: "Bind the channel" }));
    await user.click(await screen.findByRole("button", { name: "Unbind vpn-ops" }));
    expect(double.slack.channels).toMatchObject([
      { workspace: workspace.id, channel: "C0123456789", name: "vpn-ops", ceiling: "operator" },
    ]);
    await user.click(within(await screen.findByRole("dialog")).getByRole("button", { name: "Unbind" }));
    expect(await screen.findByText("vpn-ops is unbound.")).toBeInTheDocument();
    expect(double.slack.channels).toEqual([]);
  });

  it("should cut a workspace off after it was asked", async () => {
    const double = as("admin");
    const { user } = renderApp("/t/contoso/settings/slack?outcome=installed", double);
    expect(await screen.findByText(/The bot is in the workspace/)).toBeInTheDocument();
    await user.click(await screen.findByRole("button", { name: "Cut off Contoso Chat" }));
    await user.click(within(await screen.findByRole("dialog")).getByRole("button", { name: "Cut off" }));
    expect(await screen.findByText("Contoso Chat is cut off.")).toBeInTheDocument();
    expect(double.slack.workspaces[0]?.state).toBe("cut_off");
  });

  it("should say which workspace must be added again, and why", async () => {
    const double = as("admin");
    double.slack.workspaces = [
      { ...workspace, endsAt: "2026-11-20T20:00:00Z", renewalRefused: "invalid_refresh_token" },
    ];
    renderApp("/t/contoso/settings/slack", double);
    expect(await screen.findByText("Add it again")).toBeInTheDocument();
    expect(screen.getByText(/renews the bot's token no more \(invalid_refresh_token\)/)).toBeInTheDocument();
    expect(screen.queryByText("Connected")).not.toBeInTheDocument();
    expect(screen.getByRole("button", { name: "Cut off Contoso Chat" })).toBeInTheDocument();
  });

  it("should say which messages reached nobody, and why", async () => {
    const double = as("admin");
    double.slack.undelivered = [undelivered("2026-11-23T08:00:00Z")];
    renderApp("/t/contoso/settings/slack", double);
    expect(await screen.findByText(/not_in_channel/)).toBeInTheDocument();
    expect(screen.getByRole("link", { name: "Open the run" })).toHaveAttribute(
      "href",
      `/t/contoso/runs/${make.runId(6)}`,
    );
  });

  it("should say what is missing where there is no app to add", async () => {
    const double = as("admin");
    double.slack.installable = false;
    renderApp("/t/contoso/settings/slack", double);
    expect(await screen.findByText(/This installation has no Slack app yet/)).toBeInTheDocument();
    expect(screen.queryByRole("link", { name: "Add to Slack" })).not.toBeInTheDocument();
  });

  it("should show others than admins what reached nobody, and nothing else", async () => {
    const double = as("viewer");
    double.slack.undelivered = [undelivered("2026-11-23T08:00:00Z")];
    renderApp("/t/contoso/settings/slack", double);
    expect(await screen.findByText(/not_in_channel/)).toBeInTheDocument();
    expect(screen.queryByText("Contoso Chat")).not.toBeInTheDocument();
    expect(screen.queryByRole("link", { name: "Add to Slack" })).not.toBeInTheDocument();
    expect(screen.queryByRole("link", { name: "Manifest of the app" })).not.toBeInTheDocument();
  });

  it("should say so where all arrived", async () => {
    renderApp("/t/contoso/settings/slack", as("operator"));
    expect(await screen.findByText("All messages arrived.")).toBeInTheDocument();
  });

  it("should be led to by the runs while something did not arrive lately", async () => {
    const double = as("viewer");
    double.slack.undelivered = [undelivered(new Date(Date.now() - 60_000).toISOString())];
    const { user } = renderApp("/t/contoso/runs", double);
    await user.click(await screen.findByRole("link", { name: "See them" }));
    expect(await screen.findByText(/not_in_channel/)).toBeInTheDocument();
  });

  it("should not be led to by what is long ago", async () => {
    const double = as("viewer");
    double.slack.undelivered = [undelivered("2026-11-01T08:00:00Z")];
    renderApp("/t/contoso/runs", double);
    expect(await screen.findByRole("heading", { name: "Runs" })).toBeInTheDocument();
    expect(screen.queryByRole("link", { name: "See them" })).not.toBeInTheDocument();
  });
});

describe("the link of a Slack account", () => {
  const link = {
    workspace: "Contoso Chat",
    slackUser: "U0123",
    slackName: "olivia",
    expiresAt: "2026-11-23T08:10:00Z",
  };

  it("should name both sides and wait for a yes", async () => {
    const double = as("viewer");
    double.slack.links.set("code-1", link);
    const { user } = renderApp("/t/contoso/slack-link/code-1", double);
    expect(await screen.findByText("olivia (U0123)")).toBeInTheDocument();
    expect(screen.getByText(/will then act here as you/)).toBeInTheDocument();
    expect(double.slack.linked).toEqual([]);
    await user.click(screen.getByRole("button", { name: "Link the accounts" }));
    expect(await screen.findByText(/olivia is you now/)).toBeInTheDocument();
    expect(double.slack.linked).toEqual(["code-1"]);
  });

  it("should be nothing once it was used or is too old", async () => {
    renderApp("/t/contoso/slack-link/code-2", as("viewer"));
    expect(await screen.findByRole("heading", { name: "Nothing here" })).toBeInTheDocument();
  });
});
