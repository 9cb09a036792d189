import type { Page } from "@playwright/test";
import { expect, signIn, test } from "./support/test";

async function openSchedules(page: Page): Promise<void> {
  await page
    .getByRole("navigation", { name: "Main navigation" })
    .getByRole("link", { name: "Schedules" })
    .click();
  await expect(page.getByRole("heading", { level: 1, name: "Schedules" })).toBeVisible();
}

async function confirm(page: Page, deed: string): Promise<void> {
  await page.getByRole("dialog").getByRole("button", { name: deed }).click();
}

test("an operator adds a schedule by a preset, sees its next times, pauses, resumes and removes it", async ({
  page,
}) => {
  await signIn(page, "Operator");
  await openSchedules(page);
  await page.getByRole("link", { name: "Add a schedule" }).click();
  await page.getByRole("combobox", { name: /^Target/ }).fill("sim/NoF");
  await page.getByRole("option", { name: "sim/NoFault" }).click();
  await page.getByRole("combobox", { name: /^How often/ }).selectOption({ label: "Monday to Friday at …" });
  await page.getByLabel(/^At/).fill("03:45");
  await page.getByRole("combobox", { name: /^Time zone/ }).fill("Asia/Seoul");
  await page.getByRole("button", { name: "Add a schedule" }).click();

  // Quarter to four in Seoul, seen from Berlin in winter or summer.
  await expect(page.getByRole("heading", { level: 1, name: "sim/NoFault" })).toBeVisible();
  const times = page.getByRole("complementary").last().getByRole("listitem");
  await expect(times).toHaveCount(3);
  await expect(times.first()).toContainText(/(19|20):45:00/);
  await expect(page.getByText("45 3 * * 1-5")).toBeVisible();

  await page.getByRole("button", { name: "Pause" }).click();
  await confirm(page, "Pause");
  await expect(page.getByText("Paused: no runs start")).toBeVisible();
  await expect(times).toHaveCount(0);

  await page.getByRole("link", { name: "All schedules" }).click();
  const row = page.locator("tr[data-schedule='sim/NoFault']");
  await expect(row).toContainText("Paused");
  await row.getByRole("button", { name: "Actions for sim/NoFault" }).click();
  await page.getByRole("menuitem", { name: "Resume" }).click();
  await confirm(page, "Resume");
  await expect(page.getByText(/The schedule of sim\/NoFault is on again, next at /)).toBeVisible();
  await expect(row).toContainText("On");

  await row.getByRole("button", { name: "Actions for sim/NoFault" }).click();
  await page.getByRole("menuitem", { name: "Remove" }).click();
  await confirm(page, "Remove");
  await expect(page.getByText("The schedule of sim/NoFault is gone.")).toBeVisible();
  await expect(row).toHaveCount(0);
});

test("an expression of one's own is checked by the server, and changed until it is one", async ({ page }) => {
  await signIn(page, "Admin");
  await page.goto("/t/contoso/targets?q=NoFault");
  await page.locator("tr[data-target='sim/NoFault'] th a").click();
  await page.getByRole("link", { name: "Schedule", exact: true }).click();
  await expect(page.getByRole("combobox", { name: /^Target/ })).toHaveValue("sim/NoFault");
  await page.getByRole("combobox", { name: /^How often/ }).selectOption("cron");
  const expression = page.getByRole("textbox", { name: /^Cron expression/ });
  await expect(expression).toHaveValue("*/15 * * * *");
  for (const [wrong, complaint] of [
    ["every now and then", "minute, hour, day of the month"],
    ["0 0 30 2 *", "names a time that never comes"],
  ] as const) {
    await expression.fill(wrong);
    await page.getByRole("button", { name: "Add a schedule" }).click();
    await expect(page.getByText(complaint).last()).toBeVisible();
    await expect(expression).toBeFocused();
  }
  await expression.fill("0 4 1 1 *");
  await page.getByRole("button", { name: "Add a schedule" }).click();
  await expect(page.getByRole("heading", { level: 1, name: "sim/NoFault" })).toBeVisible();

  await page.getByRole("combobox", { name: /^How often/ }).selectOption("daily");
  await page.getByRole("button", { name: "Save" }).click();
  await expect(page.getByText(/^Saved\. The next times: /)).toBeVisible();
  await page.getByRole("radio", { name: "One target" }).isChecked();
  await page.getByText("A tag", { exact: true }).click();
  await page.getByRole("combobox", { name: /^Tag/ }).fill("site:seoul");
  await page.getByRole("button", { name: "Save" }).click();
  await expect(page.getByRole("heading", { level: 1, name: "Tag site:seoul" })).toBeVisible();
  await page.getByRole("button", { name: "Remove" }).click();
  await confirm(page, "Remove");
  await expect(page.getByRole("heading", { level: 1, name: "Schedules" })).toBeVisible();

  await page.goto("/t/contoso/audit?action=schedule.remove");
  await expect(page.locator("tbody tr").first()).toContainText("Removed a schedule");
});

test("a target that is not there is named", async ({ page }) => {
  await signIn(page, "Operator");
  await page.goto("/t/contoso/schedules/add?target=nowhere/branch");
  await page.getByRole("button", { name: "Add a schedule" }).click();
  await expect(page.getByRole("alert")).toContainText("There is no such target.");
  await expect(page.getByRole("combobox", { name: /^Target/ })).toBeFocused();
});

test("a viewer reads the schedules, and is told whose door it is", async ({ page }) => {
  await signIn(page, "Viewer", "Fabrikam");
  await openSchedules(page);
  await expect(page.getByText(/You may look, not change: your role is Viewer/)).toBeVisible();
  await expect(page.getByRole("link", { name: "Add a schedule" })).toHaveCount(0);
  await page.goto("/t/fabrikam/schedules/add");
  await expect(page.getByText(/This page needs Operator or Admin/)).toBeVisible();
});
