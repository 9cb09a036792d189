import type { SchedulesMessages } from "../../i18n/schedules.en";
import { pickOf } from "../../model/schedule";

/** What a schedule is for, in words; also its name in sentences, as schedules have none of their own. */
export function targetsInWords(targets: string, texts: SchedulesMessages): string {
  const { kind, name } = pickOf(targets);
  switch (kind) {
    case "target":
      return shortId(name);
    case "gateway":
      return texts.gatewayPicked(name);
    case "tag":
      return texts.tagPicked(name);
    case "all":
      return texts.allPicked;
  }
}

/** Of a resource id the name alone: nobody reads the rest. */
function shortId(name: string): string {
  return name.startsWith("/") ? name.slice(name.lastIndexOf("/") + 1) : name;
}
