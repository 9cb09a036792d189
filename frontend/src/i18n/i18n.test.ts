import { describe, expect, it } from "vitest";
import { en } from "./en";
import { ko } from "./ko";
import { schedulesEn } from "./schedules.en";
import { schedulesKo } from "./schedules.ko";
import { settingsEn } from "./settings.en";
import { settingsKo } from "./settings.ko";
import { slackEn } from "./slack.en";
import { slackKo } from "./slack.ko";
import { faultName, initialLanguage, keepLanguage, lookUp } from "./messages";

function leaves(tree: unknown, path = ""): [string, unknown][] {
  if (typeof tree !== "object" || tree === null) return [[path, tree]];
  return Object.entries(tree).flatMap(([key, value]) => leaves(value, path === "" ? key : `${path}.${key}`));
}

/** Names of products, file names and formats that are the same in both languages. */
const sameInBoth = [
  /^app\.name$/,
  /^target\.barLabel$/,
  /^targets\.(typeOf|providers)\./,
  /^sources\.(api|slack)$/,
  /^upload\.kinds\.[01]\.1$/,
  /^subscriptions\.new\.kinds\./,
  /^subscriptions\.azure\.clouds\.public$/,
];

describe.each([
  ["of every page", en, ko],
  ["of the settings", settingsEn, settingsKo],
  ["of the schedules", schedulesEn, schedulesKo],
  ["of Slack", slackEn, slackKo],
])("the catalogues %s", (_, english, korean) => {
  it("should have the same keys in both languages", () => {
    expect(
      leaves(korean)
        .map(([key]) => key)
        .sort(),
    ).toEqual(
      leaves(english)
        .map(([key]) => key)
        .sort(),
    );
  });

  it("should have no empty text", () => {
    const empty = [...leaves(english), ...leaves(korean)].filter(([, text]) => text === "");
    expect(empty).toEqual([]);
  });

  it("should have Korean wherever a person reads Korean", () => {
    const forgotten = leaves(korean)
      .filter(([key]) => !sameInBoth.some((pattern) => pattern.test(key)))
      .map(([key, text]): [string, string] => [
        key,
        // Every argument of a message may be shown as a text, so numbers stand for all.
        typeof text === "function" ? String(Reflect.apply(text, undefined, [2, 2, 2])) : String(text),
      ])
      .filter(([, text]) => !/[가-힣]/.test(text));
    expect(forgotten).toEqual([]);
  });

  it("should take as many arguments in Korean as in English, or fewer", () => {
    const others = new Map(leaves(korean));
    for (const [key, text] of leaves(english)) {
      const other = others.get(key);
      expect(typeof other, key).toBe(typeof text);
      if (typeof text === "function" && typeof other === "function") {
        expect(other.length, key).toBeLessThanOrEqual(text.length);
      }
    }
  });
});

describe("language", () => {
  it("should be kept for the next visit and told to the page", () => {
    keepLanguage("ko");
    expect(initialLanguage()).toBe("ko");
    expect(document.documentElement.lang).toBe("ko");
  });

  it("should show a fault of a newer server as the server spells it", () => {
    expect(faultName(ko, "Authentication")).toBe("인증 실패");
    expect(faultName(ko, "QuantumTunnel")).toBe("QuantumTunnel");
  });

  it("should not take a property of every object for a text", () => {
    expect(lookUp({}, "constructor")).toBe("constructor");
  });
});
