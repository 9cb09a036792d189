import type { Messages } from "../../i18n/en";
import type { SettingsMessages } from "../../i18n/settings.en";
import type { Deed } from "../../model/role";

/** Whom to ask, in words. */
export function rolesWhoMay(deed: Deed, m: Messages, texts: SettingsMessages): string {
  switch (deed) {
    case "audit":
    case "see-members":
      return m.audit.needed;
    case "manage":
      return m.roles.admin;
    case "start":
    case "cancel":
    case "upload":
      return texts.operators;
  }
}
