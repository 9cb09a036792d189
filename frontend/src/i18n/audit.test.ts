import { readFileSync, readdirSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { en } from "./en";

const sources = join(import.meta.dirname, "../../../backend/app/src/main/java");

/** Texts of the same form that name something else, in files that have to do with the audit. */
const noActions = [/^tunnelscope\./, /\.(jsonl|properties|keys)$/];

/** What is measured or shown here was done by nobody. */
const noDeeds = /\b(bench|demo)\//;

/** Actions are constants, like `"run.start"`, in the files that write the audit. */
function actionsOfTheServer(): Set<string> {
  const files = readdirSync(sources, { recursive: true, encoding: "utf8" }).filter(
    (one) => one.endsWith(".java") && !noDeeds.test(one),
  );
  const texts = files.map((one) => readFileSync(join(sources, one), "utf8"));
  return new Set(
    texts
      .filter((text) => /audit|work\.note\(/i.test(text))
      .flatMap((text) => [...text.matchAll(/"([a-z]+(?:-[a-z]+)*\.[a-z]+)"/g)].map(([, name = ""]) => name))
      .filter((name) => !noActions.some((pattern) => pattern.test(name))),
  );
}

describe("the audit log", () => {
  it("should have words for whatever the server writes, and for nothing else", () => {
    const told = Object.keys(en.audit.actions).filter((action) => action !== "denied");
    const written = actionsOfTheServer();
    expect(written.size).toBeGreaterThan(40);
    expect({
      withoutWords: [...written].filter((action) => !told.includes(action)).sort(),
      neverWritten: told.filter((action) => !written.has(action)).sort(),
    }).toEqual({ withoutWords: [], neverWritten: [] });
  });
});
