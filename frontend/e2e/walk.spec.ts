import { expect, signIn, test, troubleshoot, verdict } from "./support/test";

test("an operator troubleshoots a faulty connection and reads what is wrong, the proof, and what to do", async ({
  page,
}) => {
  await signIn(page, "Operator");
  await troubleshoot(page, "sim/Authentication");

  await expect(verdict(page)).toContainText("Authentication failed");
  await expect(verdict(page)).toContainText("Do this first");
  const finding = page.getByRole("article", { name: "Authentication failed" });
  await expect(finding).toContainText("Root cause");
  const action = finding.getByRole("link").first();
  await expect(action).toHaveAttribute("href", /^https:\/\//);
  await expect(action).toHaveAttribute("target", "_blank");
  await expect(action).toHaveAttribute("rel", /noopener/);

  const proof = finding.getByRole("button", { name: /^Open .+:\d+ in the log$/ }).first();
  const place = /Open (.+):(\d+) in the log/.exec((await proof.getAttribute("aria-label")) ?? "");
  const [file, line] = [place?.[1] ?? "", place?.[2] ?? ""];
  const proofText = (await proof.locator("xpath=..").locator("code").innerText()).trim();
  await proof.click();
  const log = page.getByRole("region", { name: `Content of ${file}` });
  const shown = log.locator("[aria-current=location]");
  await expect(shown).toBeInViewport();
  await expect(shown).toContainText(line);
  await expect(shown.locator("code")).toContainText(proofText);
  expect(new URL(page.url()).searchParams.get("line")).toBe(line);

  const saved = page.waitForEvent("download");
  await page.getByRole("link", { name: "Download all (zip)" }).click();
  expect((await saved).suggestedFilename()).toMatch(/\.zip$/);

  await page.getByRole("button", { name: "Troubleshoot again" }).click();
  await expect(page).not.toHaveURL(/tab=logs/);
  await expect(verdict(page)).toContainText("Authentication failed");
  await page.getByRole("tab", { name: /Changes/ }).click();
  await expect(page.getByRole("tabpanel")).toContainText("Nothing changed");
  await page.getByRole("link", { name: "Compare side by side" }).click();
  await expect(page.getByRole("heading", { level: 1, name: "Compare runs" })).toBeVisible();
  await expect(page.getByRole("heading", { level: 2, name: "Before" })).toBeVisible();
  await expect(page.getByRole("heading", { level: 2, name: "After" })).toBeVisible();
});

test("a healthy connection is called healthy", async ({ page }) => {
  await signIn(page, "Operator");
  await troubleshoot(page, "sim/NoFault");
  await expect(verdict(page)).toContainText("Healthy");
  await expect(page.getByText("Unhealthy")).toHaveCount(0);
  await page.getByRole("tab", { name: /Log files/ }).click();
  await expect(page.getByRole("listitem").filter({ hasText: "ConnectionStats.txt" })).toBeVisible();
});

test("a slow run is watched live, survives a reload, and is cancelled", async ({ page }) => {
  await signIn(page, "Operator");
  await troubleshoot(page, "sim/Slow");
  await expect(page.getByText("Live", { exact: true })).toBeVisible();
  await expect(page.locator("li[aria-current=step]")).toContainText("Collecting evidence");
  await page.reload();
  await expect(page.locator("li[aria-current=step]")).toContainText("Collecting evidence");
  await page.getByRole("button", { name: "Cancel run" }).click();
  const dialog = page.getByRole("dialog", { name: "Cancel this run?" });
  await dialog.getByRole("button", { name: "Cancel run" }).click();
  await expect(page.getByText("This run was cancelled").first()).toBeVisible();
});
