import { readFile } from "node:fs/promises";
import { createRequire } from "node:module";
import { fileURLToPath } from "node:url";
import type { Page } from "@playwright/test";
import { expect, test } from "./support/test";

const axeSource = createRequire(import.meta.url).resolve("axe-core/axe.min.js");

interface Finding {
  id: string;
  impact: string | null;
  nodes: { html: string }[];
}

/** Experimental, and takes the initials in a person's picture for a label. */
const notAsked = JSON.stringify({ "label-content-name-mismatch": { enabled: false } });

/** What axe finds broken for people with a screen reader, weak eyes or no mouse. */
async function accessibilityFaults(page: Page): Promise<string[]> {
  await page.evaluate(await readFile(axeSource, "utf8"));
  const found = await page.evaluate<Finding[]>(
    `axe.run({ resultTypes: ["violations"], runOnly: ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa"], rules: ${notAsked} }).then((result) => result.violations.map(({ id, impact, nodes }) => ({ id, impact, nodes: nodes.map(({ html }) => ({ html })) })))`,
  );
  return found.map(
    (one) =>
      `${one.id} (${one.impact ?? "?"}): ${one.nodes.map((node) => node.html.slice(0, 140)).join(" | ")}`,
  );
}

/** Uploads whose results show what no simulated gateway does: the logs of both ends, and two offers side by side. */
const cases = {
  "both-ends": ["seoul-initiator.log", "busan-responder.log"],
  proposals: ["responder-proposals.log"],
};

const looks = [
  { name: "light", colorScheme: "light", language: "en", viewport: { width: 1400, height: 900 } },
  { name: "dark", colorScheme: "dark", language: "en", viewport: { width: 1400, height: 900 } },
  {
    name: "korean",
    colorScheme: "light",
    language: "ko",
    locale: "ko-KR",
    viewport: { width: 1400, height: 900 },
  },
  { name: "narrow", colorScheme: "light", language: "en", viewport: { width: 390, height: 844 } },
] as const;

/** Keeps pictures of pages of one look, and checks that everybody can use them. */
async function keeper(page: Page, look: { name: string; language: string }) {
  await page.addInitScript((language) => {
    window.localStorage.setItem("tunnelscope-language", language);
  }, look.language);
  return async (name: string, check = true) => {
    // A full page is pictured from its top: what sticks to the window would hide what is under it.
    await page.evaluate(() => {
      window.scrollTo(0, 0);
    });
    await page.screenshot({
      path: `target/screenshots/${look.name}-${name}.png`,
      fullPage: true,
      animations: "disabled",
    });
    // No page is wider than the window it is in.
    expect(await page.evaluate(() => document.documentElement.scrollWidth <= window.innerWidth)).toBe(true);
    if (check) expect(await accessibilityFaults(page), `${look.name} ${name}`).toEqual([]);
  };
}

for (const look of looks) {
  test.describe(`the main pages, ${look.name}`, () => {
    test.use({
      colorScheme: look.colorScheme,
      viewport: look.viewport,
      locale: "locale" in look ? look.locale : "en-US",
    });

    test("are kept as pictures, and everybody can use them", async ({ page }) => {
      const keep = await keeper(page, look);
      const korean = look.language === "ko";
      await page.goto("/sign-in");
      await page
        .getByRole("button", { name: korean ? /의 관리자/ : /, Admin of Contoso/ })
        .first()
        .click();
      await expect(page.locator("tbody tr").first()).toBeVisible();
      await keep("targets");

      await page.goto("/t/contoso/runs?fault=Authentication&source=seed");
      await expect(page.locator("tbody tr").first()).toBeVisible();
      await keep("runs");

      await page.locator("tbody tr a").first().click();
      await expect(page.locator("article").first()).toBeVisible();
      await keep("run");
      await page.locator("article li button").first().click();
      await expect(page.locator("[aria-current=location]")).toBeVisible();
      await keep("log");
      await page.getByRole("tab").nth(1).click();
      await expect(page.getByRole("tabpanel")).toBeVisible();
      await keep("changes");

      await page.getByRole("tab").nth(3).click();
      await expect(page.getByRole("tabpanel").locator("ol")).toBeVisible();
      await keep("activity");
      await page.getByRole("tab").nth(1).click();
      await page.getByRole("tabpanel").getByRole("link").click();
      await expect(page.getByRole("heading", { level: 2 })).toHaveCount(3);
      await keep("diff");

      await page.goto("/t/contoso/targets?q=Authentication");
      await page.locator("tr[data-target='sim/Authentication'] th a").click();
      await expect(page.locator("ul a[data-tone]").first()).toBeVisible();
      await keep("target");

      await page.goto("/t/contoso/targets?q=to-frankfurt");
      await page.locator("tr[data-target='seoul-hq/to-frankfurt'] th a").click();
      await expect(page.locator("li[data-mend]")).toBeVisible();
      await keep("twins");
      await page.locator("li[data-mend] a").last().click();
      await expect(page.locator("li[data-mend]")).toBeVisible();
      await keep("twin-run");

      await page.goto("/t/contoso/upload");
      await expect(page.getByRole("heading", { level: 1 })).toBeVisible();
      await keep("upload");
      for (const [name, files] of Object.entries(cases)) {
        await page.goto("/t/contoso/upload");
        await page
          .getByTestId("file-input")
          .setInputFiles(files.map((file) => fileURLToPath(new URL(`./fixtures/${file}`, import.meta.url))));
        await page.getByRole("button", { name: korean ? "진단 시작" : "Diagnose" }).click();
        await expect(page.locator("article").first()).toBeVisible();
        await keep(name);
      }
      await page.goto("/t/contoso/audit");
      await expect(page.locator("tbody tr").first()).toBeVisible();
      await keep("audit");
      await page.goto("/t/contoso/runs/019ab0d0-0000-7000-8000-000000000000");
      await expect(page.getByRole("heading", { level: 2 })).toBeVisible();
      await keep("not-found");
      await page.goto("/sign-in");
      await expect(page.locator("section button").first()).toBeVisible();
      await keep("sign-in");
    });

    test("the schedules are kept as pictures, and everybody can use them", async ({ page }) => {
      const keep = await keeper(page, look);
      const korean = look.language === "ko";
      await page.goto("/sign-in");
      await page.getByRole("button", { name: korean ? /Contoso의 관리자/ : /, Admin of Contoso/ }).click();
      await expect(page.locator("tbody tr").first()).toBeVisible();
      await page.goto("/t/contoso/schedules/add?target=sim/Authentication");
      await page.locator("form select").first().selectOption("weekdays");
      await keep("schedule-add");
      await page.locator("form button[type=submit]").click();
      await expect(page.locator("aside li time").first()).toBeVisible();
      await keep("schedule");
      await page.locator("header a").first().click();
      await expect(page.locator("tbody tr").first()).toBeVisible();
      await keep("schedules");
      // Another look starts as this one did.
      await page.locator("tbody th a").first().click();
      await page.getByRole("button", { name: korean ? "삭제" : "Remove" }).click();
      await expect(page.getByRole("dialog")).toBeVisible();
      await keep("schedule-remove");
      await page
        .getByRole("dialog")
        .getByRole("button", { name: korean ? "삭제" : "Remove" })
        .click();
      await expect(page).toHaveURL(/schedules$/);
      await expect(page.getByRole("heading", { level: 2 })).toHaveCount(1);
      await keep("schedules-none");
    });

    test("the settings are kept as pictures, and everybody can use them", async ({ page }) => {
      const keep = await keeper(page, look);
      const korean = look.language === "ko";
      await page.goto("/sign-in");
      await page.getByRole("button", { name: korean ? /Contoso의 관리자/ : /, Admin of Contoso/ }).click();
      await expect(page.locator("tbody tr").first()).toBeVisible();
      const settings = async (section: string, sign: string) => {
        await page.goto(`/t/contoso/settings/${section}`);
        await expect(page.locator(sign).first()).toBeVisible();
        await keep(`settings-${section.replaceAll("/", "-")}`);
      };
      await settings("general", "form");
      await settings("members", "tbody tr");
      await page.locator("tbody button").first().click();
      await page.getByRole("menuitem").first().click();
      await expect(page.getByRole("dialog")).toBeVisible();
      await keep("settings-member-role");
      await settings("roles", "tbody tr");
      await settings("subscriptions", "tbody tr");
      await page.locator("tbody a").first().click();
      await expect(page.getByRole("heading", { level: 2 }).first()).toBeVisible();
      await keep("settings-subscription");
      await settings("subscriptions/add", "form");
      await settings("slack", "section h2");
      await settings("identity-provider", "section button");
      await page.locator("section button").first().click();
      await page.getByRole("radio").first().check();
      await page.locator("form input:not([readonly])").first().fill("https://login.invalid");
      await page.locator("form button[type=submit]").click();
      await expect(page.locator("[aria-invalid=true]").first()).toBeFocused();
      await keep("settings-identity-provider-form");
      await page.getByRole("link", { name: korean ? "로그인 규칙" : "Sign-in" }).click();
      await page
        .getByRole("dialog")
        .getByRole("button", { name: korean ? "저장하지 않고 나가기" : "Leave without saving" })
        .click();
      await page.locator("form button").first().click();
      await page.locator("form li input").first().fill("vpn-operators");
      await keep("settings-sign-in");
      await page.getByRole("button", { name: korean ? "변경 취소" : "Discard changes" }).click();
      await settings("tokens", "form");
      await page.locator("form input").first().fill("nightly check");
      await page.locator("form button[type=submit]").click();
      await expect(page.locator("section pre")).toBeVisible();
      await keep("settings-token-once");
    });
  });
}

test("a live run, light and dark", async ({ page }) => {
  await page.goto("/sign-in");
  await page.getByRole("button", { name: /, Operator of Contoso/ }).click();
  await page.getByRole("button", { name: "Troubleshoot sim/Slow", exact: true }).click();
  await expect(page.locator("li[aria-current=step]")).toContainText("Collecting evidence");
  for (const colorScheme of ["light", "dark"] as const) {
    await page.emulateMedia({ colorScheme });
    await expect(page.locator("html")).toHaveAttribute("data-mantine-color-scheme", colorScheme);
    await page.screenshot({ path: `target/screenshots/${colorScheme}-live.png`, animations: "disabled" });
    expect(await accessibilityFaults(page)).toEqual([]);
  }
  await page.getByRole("button", { name: "Cancel run" }).click();
  await page.getByRole("dialog").getByRole("button", { name: "Cancel run" }).click();
  await expect(page.getByText("This run was cancelled").first()).toBeVisible();
});
