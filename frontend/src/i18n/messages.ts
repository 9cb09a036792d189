import { createContext, useContext } from "react";
import { en } from "./en";
import type { Messages } from "./en";
import { ko } from "./ko";
import { isFault } from "../model/diagnosis";
import { sources } from "../model/run";
import type { Outcome } from "../model/run";

export const languages = ["en", "ko"] as const;
export type Language = (typeof languages)[number];

export const catalogues: Record<Language, Messages> = { en, ko };

const storageKey = "tunnelscope-language";

/** The chosen language, else the browser's when we speak it, else English. */
export function initialLanguage(): Language {
  let wanted: string | null = null;
  try {
    wanted = window.localStorage.getItem(storageKey);
  } catch {
    // Storage may be forbidden: the browser's language decides.
  }
  if (wanted === "en" || wanted === "ko") return wanted;
  return navigator.language.toLowerCase().startsWith("ko") ? "ko" : "en";
}

export function keepLanguage(language: Language): void {
  document.documentElement.lang = language;
  try {
    window.localStorage.setItem(storageKey, language);
  } catch {
    // Not kept then; it still holds for this visit.
  }
}

export interface LanguageChoice {
  language: Language;
  m: Messages;
  setLanguage: (language: Language) => void;
}

export const LanguageContext = createContext<LanguageChoice>({
  language: "en",
  m: en,
  setLanguage: () => undefined,
});

export function useMessages(): LanguageChoice {
  return useContext(LanguageContext);
}

/** A fault in words; one that this page does not know yet is shown as the server spells it. */
export function faultName(m: Messages, fault: string): string {
  return isFault(fault) ? m.faults[fault] : fault;
}

export function outcomeName(m: Messages, outcome: Outcome): string {
  switch (outcome) {
    case "Healthy":
    case "UnHealthy":
    case "Undetermined":
      return m.codes[outcome];
    case "STOPPING":
      return m.run.stopping;
    case "QUEUED":
    case "RUNNING":
    case "FAILED":
    case "CANCELLED":
      return m.states[outcome];
  }
}

export function sourceName(m: Messages, source: string): string {
  const known = sources.find((one) => one === source);
  return known ? m.sources[known] : source;
}

export function lookUp(texts: Record<string, string>, key: string): string {
  return Object.hasOwn(texts, key) ? (texts[key] ?? key) : key;
}

export function typeName(m: Messages, type: string): string {
  return lookUp(m.targets.typeOf, type);
}

export function vpnTypeName(m: Messages, vpnType: string): string {
  return lookUp(m.targets.vpnTypes, vpnType);
}

export function providerName(m: Messages, provider: string): string {
  return lookUp(m.targets.providers, provider);
}
