import { expect, signIn, test } from "./support/test";

test("a viewer sees why a run cannot be started, and starts none", async ({ page }) => {
  await signIn(page, "Viewer");
  const button = page.getByRole("button", { name: "Troubleshoot sim/Authentication", exact: true });
  await expect(button).toHaveAttribute("aria-disabled", "true");
  await expect(button).toHaveAccessibleDescription(/Your role \(Viewer\) may not start runs/);
  await button.hover();
  await expect(page.getByRole("tooltip")).toContainText("may not start runs");
  await button.press("Enter");
  await expect(page).toHaveURL(/\/targets$/);
  await page.goto("/t/contoso/upload");
  await expect(page.getByRole("heading", { name: "You may not see this" })).toBeVisible();
});

test("an auditor reads who did what", async ({ page, browser }) => {
  const operator = await browser.newContext({ baseURL: process.env.TUNNELSCOPE_E2E_URL });
  await signIn(await operator.newPage(), "Operator");
  await operator.close();

  await signIn(page, "Auditor");
  await page.getByRole("link", { name: "Audit log" }).click();
  await expect(page.getByRole("heading", { level: 1, name: "Audit log" })).toBeVisible();
  const rows = page.getByRole("row").filter({ has: page.getByRole("button", { name: /^Details of entry/ }) });
  await expect(rows.first()).toBeVisible();
  await rows.first().getByRole("button").click();
  await expect(page.locator("pre")).toContainText('"seq"');
});

test("an operator is told which role the audit log needs", async ({ page }) => {
  await signIn(page, "Operator");
  await expect(page.getByRole("link", { name: "Audit log" })).toHaveCount(0);
  await page.goto("/t/contoso/audit");
  await expect(page.getByText("This page needs Auditor or Admin")).toBeVisible();
});

test("somebody who is not signed in comes back to where they were going", async ({ page }) => {
  await page.goto("/t/contoso/runs?code=UnHealthy");
  await expect(page).toHaveURL(/\/sign-in\?return=/);
  await page.getByRole("button", { name: /, Viewer of Contoso/ }).click();
  await expect(page).toHaveURL(/\/t\/contoso\/runs\?code=UnHealthy$/);
});
