import { Buffer } from "node:buffer";
import type { Page } from "@playwright/test";
import { payloads } from "./support/payloads";
import { expect, signIn, test, verdict } from "./support/test";
import { zipOf } from "./support/zip";

/**
 * What texts became, if they became anything but text: a line for each script that ran and each element that nobody
 * of us made. Runs in the page.
 *
 * @param holes texts to be taken for markup one after the other, to see that it is noticed; none: the page as it is
 */
function effectsIn(holes: string[]): string[][] {
  const leadsElsewhere = (value: string) => {
    const url = URL.parse(value, document.location.href);
    return url?.protocol === "javascript:" || url?.hostname === "elsewhere.invalid";
  };
  const look = () => {
    const found: string[] = [];
    if (Reflect.has(window, "__pwned")) found.push("a script ran");
    for (const element of document.querySelectorAll("*")) {
      const wrong = [...element.attributes].some(
        ({ name, value }) =>
          name.startsWith("on") ||
          (/^(href|src|action|formaction|data)$/.test(name) && leadsElsewhere(value)),
      );
      const foreign = element.matches(
        "iframe, object, embed, base, marquee, math, template, meta[http-equiv=refresh], img[src^=x], script:not([src]), use[href^=data], [style*=elsewhere], audio, video",
      );
      if (wrong || foreign) found.push(`${element.tagName} ${element.getAttributeNames().join(" ")}`);
    }
    return found;
  };
  if (holes.length === 0) return [look()];
  return holes.map((text) => {
    const hole = document.createElement("div");
    document.body.append(hole);
    hole.append(document.createRange().createContextualFragment(text));
    const found = look();
    hole.remove();
    return found;
  });
}

async function effects(page: Page): Promise<string[]> {
  return (await page.evaluate(effectsIn, [])).flat();
}

/** Sends something as the page itself would; the status must be what it says. */
async function send(page: Page, method: string, path: string, body: string, type: string): Promise<unknown> {
  const answer = await page.evaluate(
    async ({ method, path, body, type }) => {
      const session: unknown = await (await fetch("/api/v1/session")).json();
      const csrf = String(Reflect.get(Object(session), "csrf"));
      const bytes = Uint8Array.from(atob(body), (c) => c.charCodeAt(0));
      const reply = await fetch(path, {
        method,
        body: bytes,
        headers: { "X-CSRF": csrf, "Content-Type": type },
      });
      return { status: reply.status, text: await reply.text() };
    },
    { method, path, body: Buffer.from(body, "latin1").toString("base64"), type },
  );
  expect(answer.status, answer.text).toBeLessThan(300);
  const made: unknown = JSON.parse(answer.text);
  return made;
}

function idOf(made: unknown): string {
  return String(Reflect.get(Object(made), "id"));
}

function latin1(bytes: Buffer): string {
  return bytes.toString("latin1");
}

/** A failed negotiation between gateways whose names and identities are those texts. */
function logOf(texts: string[]): string {
  return texts
    .map(
      (text, n) =>
        `Nov 26 10:00:${String(n % 60).padStart(2, "0")} gw charon: 08[IKE] authentication of '${text}' with pre-shared key failed\n` +
        `Nov 26 10:00:${String(n % 60).padStart(2, "0")} gw charon: 08[CFG] looking for peer configs matching 203.0.113.1[${text}]...198.51.100.1[${text}]\n`,
    )
    .join("");
}

test("two hundred texts that would be scripts stay texts", async ({ page }) => {
  test.setTimeout(90_000);
  expect(new Set(payloads).size).toBe(200);
  page.on("dialog", (dialog) => {
    throw new Error(`a dialog said ${dialog.message()}`);
  });
  const elsewhere: string[] = [];
  page.on("request", (request) => {
    if (new URL(request.url()).hostname === "elsewhere.invalid") elsewhere.push(request.url());
  });
  await signIn(page, "Admin");
  const api = "/api/v1/t/contoso";
  const check = async () => {
    expect(await effects(page)).toEqual([]);
  };

  // Lines of a log: every text, in the proof, the log view and the story of the negotiation.
  const log = Buffer.from(logOf(payloads));
  const inLines = idOf(
    await send(page, "POST", `${api}/bundles?name=lines.log`, latin1(log), "application/octet-stream"),
  );
  await page.goto(`/t/contoso/runs/${inLines}?tab=logs&file=lines.log`);
  await expect(page.getByText(`'<script>window.__pwned=1</script>'`).first()).toBeVisible();
  await check();
  await page.goto(`/t/contoso/runs/${inLines}`);
  await expect(verdict(page)).toBeVisible();
  await check();

  // Names of files: every text that can be one.
  const names = payloads
    .map((text) => text.replace(/[/\\:\u0000-\u001f]/g, "_"))
    .map((name, n) => `${String(n)}${name}.log`);
  const zip = zipOf(Object.fromEntries(names.map((name) => [name, logOf(["moon.example"])])));
  const inNames = idOf(
    await send(page, "POST", `${api}/bundles?name=names.zip`, latin1(zip), "application/octet-stream"),
  );
  await page.goto(`/t/contoso/runs/${inNames}?tab=logs`);
  await expect(page.getByText("0<script>window.__pwned=1<_script>.log").first()).toBeVisible();
  await check();

  // Names that people give, and what an upload says it is about.
  for (let from = 0; from < payloads.length; from += 50) {
    const [name, target] = [0, 25].map((more) =>
      encodeURIComponent(
        payloads
          .slice(from + more, from + more + 3)
          .join(" ")
          .slice(0, 200),
      ),
    );
    const query = `name=${name}&target=${target}`;
    await send(page, "POST", `${api}/bundles?${query}`, logOf(["moon.example"]), "application/octet-stream");
  }
  for (const name of payloads.filter((_, n) => n % 20 === 0)) {
    const body = JSON.stringify({ name: name.slice(0, 60), provider: "strongswan" });
    await send(page, "POST", `${api}/subscriptions`, body, "application/json");
  }
  for (const path of ["targets", "runs", "audit", "upload"]) {
    await page.goto(`/t/contoso/${path}`);
    await expect(page.getByRole("heading", { level: 1 })).toBeVisible();
    await check();
  }

  // Addresses: every text, in the parameters that pages read.
  for (let from = 0; from < payloads.length; from += 18) {
    const [a, b, c, d, e, f] = [0, 3, 6, 9, 12, 15].map((more) =>
      encodeURIComponent(
        payloads
          .slice(from + more, from + more + 3)
          .join(" ")
          .slice(0, 400),
      ),
    );
    await page.goto(`/t/contoso/runs?target=${a}&state=${b}&code=${c}&fault=${d}&source=${e}&requester=${f}`);
    await expect(page.getByRole("heading", { level: 1 })).toBeVisible();
    await check();
  }
  const some = encodeURIComponent(payloads.slice(0, 3).join(" "));
  for (const path of [
    `/t/contoso/targets?q=${some}`,
    `/t/contoso/audit?action=${some}&actor=${some}&object=${some}`,
    `/t/contoso/runs/${inLines}?tab=logs&file=${some}&line=${some}`,
    `/t/contoso/targets/${some}`,
    `/t/${some}`,
    `/sign-in?return=${some}&error=${some}#${some}`,
  ]) {
    await page.goto(path);
    await expect(page.getByRole("heading").first()).toBeVisible();
    await check();
  }
  expect(elsewhere).toEqual([]);
});

test.describe("a page that takes a text for markup", () => {
  test.use({ provokes: /./ });

  test("is noticed for nearly every text", async ({ page }) => {
    await page.goto("/sign-in");
    const seen = await page.evaluate(effectsIn, payloads);
    const unseen = payloads.filter((_, n) => seen[n]?.length === 0);
    // Templates of other languages are none to a browser, and some markup is not whole.
    expect(unseen.length, unseen.join("\n")).toBeLessThanOrEqual(30);
  });
});
