import type { InstallOutcome, WorkspaceState } from "../model/slack";
import type { Filled } from "./en";

const outcomes: Record<InstallOutcome, string> = {
  installed: "The bot is in the workspace. Bind the channels that may see this tenant.",
  cancelled: "Nothing was installed: it was cancelled in Slack.",
  taken: "Nothing was installed: the workspace belongs to another tenant.",
  refused: "Nothing was installed: Slack refused. Try it again; the permission serves for ten minutes.",
};

const states: Record<WorkspaceState, string> = {
  active: "Connected",
  cut_off: "Cut off",
  gone: "Uninstalled",
};

export const slackEn = {
  linkTitle: "Link your Slack account",
  workspace: "Slack workspace",
  user: "Slack user",
  account: "Account here",
  until: "The link ends",
  warning: (slackName: string) =>
    `Whoever writes as ${slackName} in Slack will then act here as you, with your rights. Confirm only if that is you and you asked for this link.`,
  confirm: "Link the accounts",
  cancel: "That is not me",
  failed: "The accounts were not linked",
  linked: "Linked",
  linkedText: (slackName: string) =>
    `${slackName} is you now. Go back to Slack: “/vpn help” tells what you may do. “/vpn unlink” ends it.`,
  lead: "The bot starts runs and posts what changes, with the rights of the person who writes to it.",
  outcomes,
  close: "Close",
  workspaces: "Workspaces",
  workspacesNote: "A workspace belongs to one tenant; a tenant may have several.",
  noWorkspaces: "No workspace is connected",
  noWorkspacesText: "Add the bot to a workspace, then bind its channels here.",
  install: "Add to Slack",
  noApp:
    "This installation has no Slack app yet, so nothing can be added. Make one from the manifest below, and give its secrets to whoever runs the server.",
  manifest: "Manifest of the app",
  workspaceName: "Workspace",
  state: "State",
  states,
  ending: "Add it again",
  endingText: (word: string) =>
    `Slack renews the bot's token no more (${word}). Once it has ended, nothing goes out here.`,
  ends: "Ends",
  installed: "Added",
  cutOff: "Cut off",
  cutOffOf: (name: string) => `Cut off ${name}`,
  cutOffTitle: (name: string) => `Cut off ${name}?`,
  cutOffText:
    "Its tokens are wiped at once: nobody there sees or starts anything any more. Only a new installation brings it back.",
  cutOffFailed: "The workspace was not cut off",
  cutOffDone: (name: string) => `${name} is cut off.`,
  keep: "Leave it",
  channels: "Channels",
  channelsNote:
    "What is posted in a channel is seen by all its members. Nobody does more there than its ceiling may.",
  noChannels: "No channel is bound",
  noChannelsText: "Until then the bot answers in direct messages only.",
  channel: "Channel",
  channelId: "Id of the channel",
  channelIdHint: "Slack shows it at the end of the channel's details, like C0123456789",
  channelIdWrong: "This is no id of a channel: it begins with C or G.",
  channelName: "Name",
  channelNameEmpty: "Say what the channel is called.",
  ceiling: "Ceiling",
  bound: "Bound",
  bind: "Bind the channel",
  bindFailed: "The channel was not bound",
  boundDone: (name: string) => `${name} is bound.`,
  unbind: "Unbind",
  unbindOf: (name: string) => `Unbind ${name}`,
  unbindTitle: (name: string) => `Unbind ${name}?`,
  unbindText: "Nothing is posted there any more, and commands there are refused. What was posted stays.",
  unbindFailed: "The channel was not unbound",
  unboundDone: (name: string) => `${name} is unbound.`,
  undelivered: "Not delivered",
  undeliveredNote: "Messages that reached nobody, with each way that was tried.",
  allDelivered: "All messages arrived.",
  undeliveredLately: "Messages of the bot reached nobody in Slack in the last 24 hours.",
  toUndelivered: "See them",
  undeliveredWhen: "When",
  undeliveredText: "Message",
  undeliveredWhy: "Why",
  openRun: "Open the run",
};

export type SlackMessages = Filled<typeof slackEn>;
