import { createHash } from "node:crypto";
import { readFile } from "node:fs/promises";
import type { Page } from "@playwright/test";
import { expect, signIn, test, troubleshoot, verdict } from "./support/test";

test("a manager finds a run in the history, who ran it, and takes the proof away", async ({
  page,
  browser,
}) => {
  // Somebody does something worth asking about.
  const operators = await browser.newContext({ baseURL: process.env.TUNNELSCOPE_E2E_URL });
  const operator = await operators.newPage();
  await signIn(operator, "Operator");
  await troubleshoot(operator, "sim/IkePolicyMismatch");
  await expect(verdict(operator)).toContainText("Do this first");
  const run = new URL(operator.url()).pathname.split("/").pop() ?? "";
  await operators.close();

  // History: what happened to the target.
  await signIn(page, "Auditor");
  await page.getByRole("link", { name: "Runs", exact: true }).click();
  await page.getByRole("searchbox", { name: "Target" }).fill("sim/IkePolicyMismatch");
  await expect(page).toHaveURL(/target=/);
  const link = page.locator(`tbody a[href$="${run}"]`).first();
  await link.click();
  await expect(verdict(page)).toBeVisible();
  await expect(page.getByRole("button", { name: "Troubleshoot again" })).toHaveAttribute(
    "aria-disabled",
    "true",
  );

  // Who ran it: the audit of that run.
  await page.getByRole("link", { name: "Audit log" }).click();
  await page.getByRole("searchbox", { name: "On what" }).fill(run);
  await expect(page).toHaveURL(new RegExp(`object=${run}`));
  const rows = page.getByRole("row").filter({ has: page.getByRole("button", { name: /^Details of entry/ }) });
  await expect(rows).toHaveCount(2);
  await expect(rows.filter({ hasText: "Started a run" })).toContainText("Olive Han");
  const finished = rows.filter({ hasText: "Finished a run" });
  await expect(finished).toContainText("on behalf of Olive Han");
  await finished.getByRole("button").click();
  await expect(page.locator("pre")).toContainText('"stepLog"');
  await page.reload();
  await expect(rows).toHaveCount(2);

  // Export: a table for the meeting, and the exact records for whoever doubts it.
  const table = await saved(page, "Export CSV");
  expect(table.name).toMatch(/^contoso-audit-\d+-\d+\.csv$/);
  expect(table.text).toContain('"run.start"');
  expect(table.text.trimEnd().split("\r\n").pop()).toMatch(/^"end",/);

  await page.getByRole("button", { name: "Clear filters" }).click();
  await expect(page).toHaveURL(/\/audit$/);
  const exact = await saved(page, "Export JSONL");
  const lines = exact.text.trimEnd().split("\n");
  expect(lines.length).toBeGreaterThan(3);
  for (const line of lines) {
    const at = line.lastIndexOf(',"hash":"');
    const hash = createHash("sha256")
      .update(`${line.slice(0, at)}}`)
      .digest("hex");
    expect(line.slice(at)).toBe(`,"hash":"${hash}"}`);
  }

  // The exports are in the audit themselves.
  await page.getByRole("combobox", { name: "What" }).selectOption({ label: "Exported the audit log" });
  await expect(rows.first()).toContainText("Ada Quist");
});

async function saved(page: Page, link: string) {
  const download = page.waitForEvent("download");
  await page.getByRole("link", { name: link }).click();
  const file = await download;
  return { name: file.suggestedFilename(), text: await readFile(await file.path(), "utf8") };
}
