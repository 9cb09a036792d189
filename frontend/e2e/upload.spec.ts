import { Buffer } from "node:buffer";
import { readFile } from "node:fs/promises";
import { expect, signIn, test, verdict } from "./support/test";
import { zipOf } from "./support/zip";

async function fixture(name: string): Promise<string> {
  return readFile(new URL(`./fixtures/${name}`, import.meta.url), "utf8");
}

test("an uploaded bundle is diagnosed from its own lines", async ({ page }) => {
  const names = [
    "ConnectionStats.txt",
    "CPUStats.txt",
    "IKEErrors.txt",
    "Scrubbed-wfpdiag.txt",
    "wfpdiag.txt.sum",
  ];
  const files = Object.fromEntries(
    await Promise.all(names.map(async (name) => [name, await fixture(name)] as const)),
  );
  await signIn(page, "Operator");
  await page.getByRole("link", { name: "Upload logs" }).first().click();
  await page.getByTestId("file-input").setInputFiles({
    name: "branch-office.zip",
    mimeType: "application/zip",
    buffer: zipOf(files),
  });
  await page.getByRole("button", { name: "Diagnose" }).click();
  await expect(page.getByRole("heading", { level: 1, name: /Run of .*branch-office/ })).toBeVisible();
  await expect(verdict(page)).toContainText("Authentication failed");
  const finding = page.getByRole("article", { name: "Authentication failed" });
  await expect(
    finding.getByRole("button", { name: /Open (IKEErrors|Scrubbed-wfpdiag)\.txt:\d+/ }).first(),
  ).toBeVisible();
});

test("several files are one case", async ({ page }) => {
  await signIn(page, "Operator");
  await page.goto("/t/contoso/upload");
  const files = await Promise.all(
    ["IKEErrors.txt", "ConnectionStats.txt"].map(async (name) => ({
      name,
      mimeType: "text/plain",
      buffer: Buffer.from(await fixture(name)),
    })),
  );
  await page.getByTestId("file-input").setInputFiles(files);
  await page.getByRole("button", { name: "Diagnose" }).click();
  await expect(verdict(page)).toContainText("Authentication failed");
  await page.getByRole("tab", { name: /Log files/ }).click();
  for (const { name } of files) {
    await expect(page.getByRole("listitem").filter({ hasText: name }).first()).toBeVisible();
  }
});

test("the logs of both ends settle what one leaves open", async ({ page }) => {
  await signIn(page, "Operator");
  await page.goto("/t/contoso/upload");
  const choose = async (name: string) => {
    await page
      .getByTestId("file-input")
      .setInputFiles({ name, mimeType: "text/plain", buffer: Buffer.from(await fixture(name)) });
  };
  await choose("seoul-initiator.log");
  await expect(page.getByText("Have the other side's log, too?")).toBeVisible();
  await choose("busan-responder.log");
  await page.getByRole("button", { name: "Diagnose" }).click();

  const finding = page.getByRole("article", { name: "Authentication failed" });
  await expect(finding).toContainText("AUTH_PSK_MISMATCH");
  await expect(finding).toContainText("Certain");
  await expect(finding.getByRole("button", { name: "Open busan-responder.log:7 in the log" })).toBeVisible();
  await expect(finding.getByText("log of 203.0.113.71").first()).toBeVisible();
  const steps = page.getByRole("list", { name: "How the negotiation went" }).getByRole("listitem");
  await expect(steps.first()).toContainText("IKE_SA_INIT");
  await expect(steps.last()).toContainText(/21:40:12.*pre-shared keys differ/);
  await expect(steps.last()).toContainText("It stopped here");

  await steps.last().getByRole("button").click();
  await expect(page.locator("[aria-current=location]")).toContainText("MAC mismatched");
});

test("the logs of both ends may have one name", async ({ page }) => {
  await signIn(page, "Operator");
  await page.goto("/t/contoso/upload");
  for (const name of ["seoul-initiator.log", "busan-responder.log"]) {
    await page.getByTestId("file-input").setInputFiles({
      name: "charon.log",
      mimeType: "text/plain",
      buffer: Buffer.from(await fixture(name)),
    });
  }
  await expect(page.getByRole("button", { name: "Remove charon.log (2)" })).toBeVisible();
  await page.getByRole("button", { name: "Diagnose" }).click();

  const finding = page.getByRole("article", { name: "Authentication failed" });
  await expect(finding).toContainText("AUTH_PSK_MISMATCH");
  await expect(finding.getByRole("button", { name: "Open charon.log (2):7 in the log" })).toBeVisible();
});

test("what both sides offer stands side by side", async ({ page }) => {
  await signIn(page, "Operator");
  await page.goto("/t/contoso/upload");
  const name = "responder-proposals.log";
  await page
    .getByTestId("file-input")
    .setInputFiles({ name, mimeType: "text/plain", buffer: Buffer.from(await fixture(name)) });
  await page.getByRole("button", { name: "Diagnose" }).click();
  const row = page.getByRole("row", { name: /^encryption nothing in common/ });
  await expect(row.getByRole("cell").first()).toHaveText("aes256");
  await expect(row.getByRole("cell").last()).toContainText("aes128");
});

const garbage = [
  { what: "a broken zip", name: "broken.zip", buffer: Buffer.from("PK\u0003\u0004 this was a zip once") },
  {
    what: "a text that is no log",
    name: "poem.txt",
    buffer: Buffer.from("The rain in the valley\nfalls on all alike.\n"),
  },
];

for (const { what, name, buffer } of garbage) {
  test(`${what} is refused with a clear word and starts nothing`, async ({ page }) => {
    await signIn(page, "Operator");
    await page.goto("/t/contoso/upload");
    await page
      .getByTestId("file-input")
      .setInputFiles({ name, mimeType: "application/octet-stream", buffer });
    await page.getByRole("button", { name: "Diagnose" }).click();
    const alert = page.getByRole("alert");
    await expect(alert).toContainText("These files cannot be used");
    await expect(alert).toContainText(name);
    await expect(page).toHaveURL(/\/upload$/);
  });
}

test("an empty file is not even sent", async ({ page }) => {
  await signIn(page, "Operator");
  await page.goto("/t/contoso/upload");
  await page
    .getByTestId("file-input")
    .setInputFiles({ name: "empty.log", mimeType: "text/plain", buffer: Buffer.alloc(0) });
  await expect(page.getByRole("alert")).toContainText("empty.log is empty");
  await expect(page.getByRole("button", { name: "Diagnose" })).toBeDisabled();
});
