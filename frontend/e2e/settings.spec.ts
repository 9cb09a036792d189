import type { Page } from "@playwright/test";
import { expect, signIn, test } from "./support/test";

async function open(page: Page, section: string): Promise<void> {
  await page
    .getByRole("navigation", { name: "Main navigation" })
    .getByRole("link", { name: "Settings" })
    .click();
  await page
    .getByRole("navigation", { name: "Settings of the tenant" })
    .getByRole("link", { name: section })
    .click();
  await expect(page.getByRole("heading", { level: 1, name: section })).toBeVisible();
}

test("an admin makes a token, a program uses it, and after revoking it is turned away", async ({
  page,
  playwright,
}) => {
  await signIn(page, "Admin");
  await open(page, "API tokens");
  await page.getByRole("textbox", { name: /^Name/ }).fill("nightly check");
  await page.getByRole("combobox", { name: /^Role/ }).selectOption("operator");
  await page.getByRole("button", { name: "Create token" }).click();
  await expect(page.getByRole("heading", { name: "Copy the token now" })).toBeFocused();
  const token = await page.getByRole("textbox", { name: "Token", exact: true }).inputValue();
  expect(token.length).toBeGreaterThan(20);

  const program = await playwright.request.newContext({
    baseURL: process.env.TUNNELSCOPE_E2E_URL,
    extraHTTPHeaders: { Authorization: `Bearer ${token}` },
  });
  expect((await program.get("/api/v1/t/contoso/targets?limit=1")).status()).toBe(200);
  expect((await program.get("/api/v1/t/contoso/tokens")).status()).toBe(403);

  await page.getByRole("button", { name: "Copy token" }).click();
  await page.getByRole("button", { name: "I have copied it" }).click();
  await expect(page.getByText(token)).toHaveCount(0);
  await page.reload();
  const row = page.getByRole("row", { name: /nightly check/ }).first();
  await expect(row).toContainText("Read, Troubleshoot");
  await expect(row).not.toContainText("Never");
  await row.getByRole("button", { name: "Revoke nightly check" }).click();
  await page.getByRole("dialog").getByRole("button", { name: "Revoke" }).click();
  await expect(page.getByText("“nightly check” is revoked.")).toBeVisible();
  await expect(async () => {
    expect((await program.get("/api/v1/t/contoso/targets?limit=1")).status()).toBe(401);
  }).toPass();
  await program.dispose();
});

test("a token is made with the keyboard alone", async ({ page }) => {
  await signIn(page, "Admin", "Fabrikam");
  await page.goto("/t/fabrikam/settings/tokens");
  const name = page.getByRole("textbox", { name: /^Name/ });
  await name.waitFor();
  await page.getByRole("link", { name: "Skip to content" }).focus();
  await page.keyboard.press("Enter");
  await tabTo(page, "Name");
  await page.keyboard.type("by keyboard");
  await tabTo(page, "Troubleshoot");
  await page.keyboard.press("Space");
  await tabTo(page, "Create token");
  await page.keyboard.press("Enter");
  await expect(page.getByRole("heading", { name: "Copy the token now" })).toBeFocused();
  await tabTo(page, "Copy token");
  await page.keyboard.press("Enter");
  await tabTo(page, "I have copied it");
  await page.keyboard.press("Enter");
  await expect(page.getByRole("row", { name: /by keyboard/ })).toContainText("Read");
  await expect(page.getByRole("row", { name: /by keyboard/ })).not.toContainText("Troubleshoot");
});

/** Presses Tab until the control of that name has the focus. */
async function tabTo(page: Page, name: string): Promise<void> {
  for (let presses = 0; presses < 40; presses += 1) {
    await page.keyboard.press("Tab");
    const focused = await page.evaluate(() => {
      const element = document.activeElement;
      if (element instanceof HTMLInputElement) return element.labels?.[0]?.innerText ?? "";
      return element instanceof HTMLElement ? element.innerText : "";
    });
    if (focused.replace("*", "").trim() === name) return;
  }
  throw new Error(`${name} was not reached by Tab.`);
}

test("a changed role counts at once, and the last admin stays", async ({ page, browser }) => {
  const theirs = await browser.newContext({ baseURL: process.env.TUNNELSCOPE_E2E_URL });
  const viewer = await theirs.newPage();
  await signIn(viewer, "Viewer", "Fabrikam");

  await signIn(page, "Admin", "Fabrikam");
  await open(page, "Members");
  const name = await page.getByRole("row", { name: /Viewer/ }).getAttribute("data-member");
  const row = page.locator(`tr[data-member="${name ?? ""}"]`);
  await change(page, row, "Change role");
  await page.getByRole("dialog").getByRole("radio", { name: "Operator" }).check();
  await page.getByRole("dialog").getByRole("button", { name: "Give this role" }).click();
  await expect(page.getByText(/ is Operator now\.$/)).toBeVisible();

  // Their session has ended; whoever they are, they sign in again as what they are now.
  await expect(async () => {
    await viewer.goto("/t/fabrikam/targets");
    await expect(viewer).toHaveURL(/\/sign-in/, { timeout: 1_000 });
  }).toPass();
  await theirs.close();
  await change(page, row, "Change role");
  await page.getByRole("dialog").getByRole("radio", { name: "Viewer" }).check();
  await page.getByRole("dialog").getByRole("button", { name: "Give this role" }).click();
  await expect(page.getByText(/ is Viewer now\.$/)).toBeVisible();

  await change(page, page.getByRole("row", { name: /\(you\)/ }), "Remove");
  await page.getByRole("dialog").getByRole("button", { name: "Remove" }).click();
  await expect(page.getByRole("dialog").getByRole("alert")).toContainText("last active admin");
  await page.getByRole("dialog").getByRole("button", { name: "Keep as is" }).click();
  await expect(page.getByRole("row", { name: /\(you\)/ })).toBeVisible();
});

async function change(page: Page, row: ReturnType<Page["getByRole"]>, deed: string): Promise<void> {
  await row.getByRole("button", { name: /^Actions for/ }).click();
  await page.getByRole("menuitem", { name: deed }).click();
}

test("an admin adds a strongSwan subscription, is told what is missing, and deletes it by its name", async ({
  page,
}) => {
  await signIn(page, "Admin");
  await open(page, "Subscriptions");
  await page.getByRole("link", { name: "Add a subscription" }).click();
  await page.getByRole("radio", { name: "strongSwan" }).check();
  await page.getByRole("textbox", { name: /^Name/ }).fill("Branch offices");
  await page.getByRole("button", { name: "Add", exact: true }).click();
  await expect(page.getByRole("heading", { level: 1, name: "Branch offices" })).toBeVisible();
  await expect(page.getByText("TUNNELSCOPE_VICI_ALLOW")).toBeVisible();
  await page.getByRole("button", { name: "Discover now" }).click();
  await expect(page.getByText("There is no gateway to ask.")).toBeVisible();

  await page.getByRole("button", { name: "Delete subscription" }).click();
  const dialog = page.getByRole("dialog");
  await dialog.getByRole("button", { name: "Delete subscription" }).click();
  await expect(dialog.getByText("That is not the name.")).toBeVisible();
  await dialog.getByRole("textbox").fill("Branch offices");
  await dialog.getByRole("button", { name: "Delete subscription" }).click();
  await expect(page.getByRole("heading", { level: 1, name: "Subscriptions" })).toBeVisible();
  await expect(page.getByRole("link", { name: "Branch offices" })).toHaveCount(0);
});

test("the secret of an Azure subscription goes in and is found in no page or answer", async ({ page }) => {
  const answers: string[] = [];
  page.on("response", (response) => {
    if (response.url().includes("/api/"))
      void response.text().then(
        (text) => answers.push(text),
        () => undefined,
      );
  });
  await signIn(page, "Admin");
  await page.goto("/t/contoso/settings/subscriptions/add");
  await page.getByRole("textbox", { name: /^Name/ }).fill("Azure of the test");
  await page.getByRole("textbox", { name: /^Subscription ID/ }).fill("33333333-3333-4333-8333-333333333333");
  await page.getByRole("textbox", { name: /^Directory/ }).fill("contoso.example");
  await page.getByRole("textbox", { name: /^Application/ }).fill("22222222-2222-4222-8222-222222222222");
  await page.getByLabel(/^Client secret/).fill("Xq7~never-shown-again");
  await page.getByRole("button", { name: "Add", exact: true }).click();
  await expect(page.getByRole("heading", { level: 1, name: "Azure of the test" })).toBeVisible();
  await expect(page.getByText(/^Set .*20\d\d/)).toBeVisible();
  await page.reload();
  await expect(page.getByText(/^Set .*20\d\d/)).toBeVisible();
  expect(await page.content()).not.toContain("never-shown-again");

  await page.getByRole("button", { name: "Remove secret" }).click();
  await page.getByRole("dialog").getByRole("button", { name: "Remove secret" }).click();
  await expect(page.getByText(/No secret is stored/)).toBeVisible();
  await page.getByRole("button", { name: "Delete subscription" }).click();
  await page.getByRole("dialog").getByRole("textbox").fill("Azure of the test");
  await page.getByRole("dialog").getByRole("button", { name: "Delete subscription" }).click();
  await expect(page.getByRole("heading", { level: 1, name: "Subscriptions" })).toBeVisible();
  expect(answers.length).toBeGreaterThan(3);
  expect(answers.join("\n")).not.toContain("never-shown-again");
});

test("sign-in rules are kept in their order, and are not lost by a stray click", async ({ page }) => {
  await signIn(page, "Admin", "Fabrikam");
  await open(page, "Sign-in");
  await page.getByRole("button", { name: "Add a rule" }).click();
  await page.getByRole("textbox", { name: "Value of rule 1" }).fill("vpn-operators");
  await page.getByRole("combobox", { name: "Role of rule 1" }).selectOption("operator");
  await page.getByRole("button", { name: "Add a rule" }).click();
  await page.getByRole("textbox", { name: "Value of rule 2" }).fill("vpn-admins");
  await page.getByRole("combobox", { name: "Role of rule 2" }).selectOption("admin");
  await page.getByRole("button", { name: "Move vpn-admins up" }).click();
  await page.getByRole("link", { name: "Roles" }).click();
  await page.getByRole("dialog").getByRole("button", { name: "Stay here" }).click();
  await page.getByRole("button", { name: "Save" }).click();
  await expect(page.getByText("The rules are saved.")).toBeVisible();
  await page.reload();
  await expect(page.getByRole("textbox", { name: "Value of rule 1" })).toHaveValue("vpn-admins");
  await expect(page.getByRole("combobox", { name: "Role of rule 1" })).toHaveValue("admin");
  await page.getByRole("button", { name: "Remove vpn-admins" }).click();
  await page.getByRole("button", { name: "Remove vpn-operators" }).click();
  await page.getByRole("button", { name: "Save" }).click();
  await expect(page.getByText("The rules are saved.")).toBeVisible();
});

test("two admins do not overwrite each other's settings unknowingly", async ({ page, browser }) => {
  await signIn(page, "Admin", "Fabrikam");
  await open(page, "General");
  const others = await browser.newContext({ baseURL: process.env.TUNNELSCOPE_E2E_URL });
  const other = await others.newPage();
  await signIn(other, "Admin", "Fabrikam");
  await other.goto("/t/fabrikam/settings/general");
  await other.getByRole("textbox", { name: /^Days a log bundle/ }).fill("500");
  await other.getByRole("button", { name: "Save" }).click();
  await expect(other.getByText("Saved.")).toBeVisible();
  await others.close();

  await page.getByRole("combobox", { name: /^Time zone/ }).fill("Asia/Seoul");
  await page.getByRole("button", { name: "Save" }).click();
  const alert = page.getByRole("alert");
  await expect(alert).toContainText("Somebody else changed these settings meanwhile");
  await expect(alert).toContainText("500 days");
  await alert.getByRole("button", { name: "Use theirs" }).click();
  await expect(page.getByRole("textbox", { name: /^Days a log bundle/ })).toHaveValue("500");
  await page.getByRole("combobox", { name: /^Time zone/ }).fill("Asia/Seoul");
  await page.getByRole("button", { name: "Save" }).click();
  await expect(page.getByText("Saved.")).toBeVisible();
});

test("a provider that cannot be used is named before it is saved", async ({ page }) => {
  await signIn(page, "Admin");
  await open(page, "Identity provider");
  await page.getByRole("button", { name: "Set an own identity provider" }).click();
  await page.getByRole("textbox", { name: /^Issuer/ }).fill("https://login.invalid");
  await page.getByRole("button", { name: "Test connection" }).click();
  await expect(page.getByText("The provider cannot be used")).toBeVisible();
  await expect(page.getByRole("listitem").filter({ hasText: "Discovery document:" })).toBeVisible();
  await page.getByRole("textbox", { name: /^Client ID/ }).fill("tunnelscope");
  await page.getByRole("button", { name: "Save" }).click();
  await expect(page.getByRole("alert")).toContainText("was not saved");
  await expect(page.getByRole("textbox", { name: /^Issuer/ })).toBeFocused();
});

test("tags are set on a target, and lead to all that have them", async ({ page }) => {
  await signIn(page, "Operator");
  await page.getByRole("link", { name: "sim/Authentication", exact: true }).click();
  await page.getByRole("button", { name: "Edit tags" }).click();
  await page.getByRole("textbox", { name: "Key of tag 1" }).fill("site");
  await page.getByRole("textbox", { name: "Value of tag 1" }).fill("seoul");
  await page.getByRole("button", { name: "Save tags" }).click();
  await page.getByTitle("Targets with the tag site:seoul").click();
  await expect(page).toHaveURL(/tag=site/);
  await expect(page.getByText("1 target", { exact: true })).toBeVisible();
  await page.getByRole("searchbox", { name: "Tag" }).fill("site:busan");
  await expect(page.getByRole("heading", { name: "No target matches" })).toBeVisible();
  await page.goto("/t/contoso/targets?tag=site");
  await page.getByRole("link", { name: "sim/Authentication", exact: true }).click();
  await page.getByRole("button", { name: "Edit tags" }).click();
  await page.getByRole("button", { name: "Remove tag site" }).click();
  await page.getByRole("button", { name: "Save tags" }).click();
  await expect(page.getByText("No tags.")).toBeVisible();
});

test("an admin parts the halves of a connection and names them again", async ({ page }) => {
  await signIn(page, "Admin");
  await page.goto("/t/contoso/targets?q=to-frankfurt");
  await page.locator("tr[data-target='seoul-hq/to-frankfurt'] th a").first().click();
  await page.getByRole("button", { name: "Remove twin" }).click();
  await page.getByRole("dialog").getByRole("button", { name: "Remove twin" }).click();
  const other = page.getByRole("combobox", { name: "Connection on the other gateway" });
  await other.fill("frankfurt");
  await page.getByRole("option", { name: "frankfurt/to-seoul-hq" }).click();
  await page.getByRole("button", { name: "Name it" }).click();
  await expect(page.getByRole("heading", { name: "Both halves", exact: true })).toBeVisible();
});

test("a viewer sees which doors are closed, and why", async ({ page }) => {
  await signIn(page, "Viewer");
  await page.getByRole("link", { name: "Settings" }).click();
  await expect(page.getByRole("heading", { level: 1, name: "General" })).toBeVisible();
  await expect(page.getByText(/You may look, not change: your role is Viewer/)).toBeVisible();
  await expect(page.getByTestId("tenant-name")).toHaveText("Contoso");
  const sections = page.getByRole("navigation", { name: "Settings of the tenant" });
  for (const [section, needed] of [
    ["Members", "Auditor or Admin"],
    ["Sign-in", "Admin"],
    ["Identity provider", "Admin"],
    ["API tokens", "Admin"],
  ] as const) {
    await sections.getByRole("link", { name: `${section} needs ${needed}` }).click();
    await expect(page.getByRole("heading", { level: 1, name: section })).toBeVisible();
    await expect(page.getByText(`This page needs ${needed}`)).toBeVisible();
  }
  await sections.getByRole("link", { name: "Roles" }).click();
  await expect(page.getByRole("columnheader", { name: /Viewer your role/ })).toBeVisible();
});

test("the settings speak Korean, also where the server refuses", async ({ page }) => {
  await page.addInitScript(() => {
    window.localStorage.setItem("tunnelscope-language", "ko");
  });
  await page.goto("/sign-in");
  await page.getByRole("button", { name: /Contoso의 관리자/ }).click();
  await expect(page.getByRole("heading", { level: 1, name: "점검 대상" })).toBeVisible();
  await page.goto("/t/contoso/settings/members");
  await expect(page.getByRole("heading", { level: 1, name: "구성원" })).toBeVisible();
  await page
    .getByRole("row", { name: /\(나\)/ })
    .getByRole("button", { name: /작업$/ })
    .click();
  await page.getByRole("menuitem", { name: "비활성화" }).click();
  await page.getByRole("dialog").getByRole("button", { name: "비활성화" }).click();
  await expect(page.getByRole("dialog").getByRole("alert")).toContainText("마지막 활성 관리자");
});
