import { useMessages } from "./messages";
import type { Language } from "./messages";
import { settingsEn } from "./settings.en";
import type { SettingsMessages } from "./settings.en";
import { settingsKo } from "./settings.ko";

export const settingsCatalogues: Record<Language, SettingsMessages> = { en: settingsEn, ko: settingsKo };

/** The texts of the settings pages, which are fetched with those pages and not before. */
export function useSettingsMessages(): SettingsMessages {
  const { language } = useMessages();
  return settingsCatalogues[language];
}
