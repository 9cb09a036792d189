/** A user of Slack who waits to be somebody here. */
export interface SlackLink {
  workspace: string;
  slackUser: string;
  slackName: string;
  expiresAt: Date;
}
