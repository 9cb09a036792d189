package io.tunnelscope.app.slack;

/** How a message reaches people, the best first. */
enum Way {
  /** Where it belongs. */
  CHANNEL,
  /** The address that came with the command: works without membership, for a while. */
  RESPONSE_URL,
  /** A conversation of the bot with who asked. */
  DIRECT,
  /** The page of what could not be delivered. */
  INBOX
}
