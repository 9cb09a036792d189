import type { Filled } from "./en";

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
  toTargets: "To the targets",
};

export type SlackMessages = Filled<typeof slackEn>;
