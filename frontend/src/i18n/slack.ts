import { useMessages } from "./messages";
import type { Language } from "./messages";
import { slackEn } from "./slack.en";
import type { SlackMessages } from "./slack.en";
import { slackKo } from "./slack.ko";

const slackCatalogues: Record<Language, SlackMessages> = { en: slackEn, ko: slackKo };

/** The texts about Slack, which are fetched with what shows them and not before. */
export function useSlackMessages(): SlackMessages {
  const { language } = useMessages();
  return slackCatalogues[language];
}
