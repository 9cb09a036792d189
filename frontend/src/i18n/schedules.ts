import { useMessages } from "./messages";
import type { Language } from "./messages";
import { schedulesEn } from "./schedules.en";
import type { SchedulesMessages } from "./schedules.en";
import { schedulesKo } from "./schedules.ko";

export const schedulesCatalogues: Record<Language, SchedulesMessages> = { en: schedulesEn, ko: schedulesKo };

/** The texts about schedules, which are fetched with what shows them and not before. */
export function useSchedulesMessages(): SchedulesMessages {
  const { language } = useMessages();
  return schedulesCatalogues[language];
}
