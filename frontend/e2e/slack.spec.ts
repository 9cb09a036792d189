import { readFile } from "node:fs/promises";
import { expect, test } from "@playwright/test";
import { type Block, page as pageOf } from "./support/slackMessage";

/** Where docs/slack.md looks for its pictures; they are kept there only when asked for. */
const docs = "../docs/pictures";

interface Message {
  name: string;
  blocks: Block[];
}

function areMessages(read: unknown): read is Message[] {
  const isMessage = (one: unknown) =>
    typeof one === "object" && one !== null && "name" in one && "blocks" in one;
  return Array.isArray(read) && read.length > 0 && read.every(isMessage);
}

test("the messages that the handbook shows can be read", async ({ page }) => {
  const messages: unknown = JSON.parse(await readFile(`${docs}/slack-messages.json`, "utf8"));
  if (!areMessages(messages)) throw new Error("slack-messages.json holds no messages");
  const into = process.env.RENEW_PICTURES ? docs : "target/screenshots";
  await page.setViewportSize({ width: 680, height: 800 });

  for (const { name, blocks } of messages) {
    await page.setContent(pageOf(blocks));

    const message = page.locator("main");
    await expect(message).not.toContainText(/[<>]https?:|&(amp|lt|gt);/);
    await expect(message.getByText("Tunnelscope")).toBeVisible();
    await message.screenshot({ path: `${into}/slack-${name}.png` });
  }
});
