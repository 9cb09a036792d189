import {
  IconAlertTriangle,
  IconArrowDownRight,
  IconArrowUpRight,
  IconBan,
  IconCircleCheck,
  IconCircleDashed,
  IconCircleX,
  IconClock,
  IconHelpCircle,
  IconLoader2,
  IconMinus,
  IconPlugConnectedX,
  IconPlus,
  IconRefreshAlert,
  IconTransform,
} from "@tabler/icons-react";
import type { ReactNode } from "react";
import { outcomeName, useMessages } from "../i18n/messages";
import type { Severity } from "../model/diagnosis";
import type { ChangeKind } from "../model/diff";
import type { Outcome, RunState } from "../model/run";
import type { Health } from "../model/target";
import styles from "./StatusBadge.module.css";

export type Tone = "ok" | "bad" | "warn" | "info" | "mute";

interface Look {
  tone: Tone;
  icon: typeof IconClock;
  turning?: boolean;
}

const outcomes: Record<Outcome, Look> = {
  Healthy: { tone: "ok", icon: IconCircleCheck },
  UnHealthy: { tone: "bad", icon: IconCircleX },
  Undetermined: { tone: "warn", icon: IconHelpCircle },
  QUEUED: { tone: "mute", icon: IconClock },
  RUNNING: { tone: "info", icon: IconLoader2, turning: true },
  STOPPING: { tone: "mute", icon: IconLoader2, turning: true },
  FAILED: { tone: "warn", icon: IconPlugConnectedX },
  CANCELLED: { tone: "mute", icon: IconBan },
};

const healths: Record<Health, Look> = {
  healthy: outcomes.Healthy,
  unhealthy: outcomes.UnHealthy,
  undetermined: outcomes.Undetermined,
  failed: outcomes.FAILED,
  running: outcomes.RUNNING,
  never: { tone: "mute", icon: IconCircleDashed },
  unsupported: { tone: "mute", icon: IconMinus },
};

const severities: Record<Severity, Look> = {
  ok: { tone: "ok", icon: IconCircleCheck },
  warning: { tone: "warn", icon: IconAlertTriangle },
  transient: { tone: "info", icon: IconRefreshAlert },
  error: { tone: "bad", icon: IconCircleX },
};

const changes: Record<ChangeKind, Look> = {
  APPEARED: { tone: "bad", icon: IconPlus },
  WORSE: { tone: "bad", icon: IconArrowDownRight },
  CHANGED: { tone: "info", icon: IconTransform },
  BETTER: { tone: "ok", icon: IconArrowUpRight },
  CLEARED: { tone: "ok", icon: IconCircleCheck },
};

export function toneOfOutcome(outcome: Outcome): Tone {
  return outcomes[outcome].tone;
}

/** Icon and word; the colour only repeats what they say. */
export function StatusBadge({
  look,
  children,
  size = "md",
}: {
  look: Look;
  children: ReactNode;
  size?: "sm" | "md" | "lg";
}) {
  const Icon = look.icon;
  return (
    <span className={styles.badge} data-tone={look.tone} data-size={size}>
      <Icon
        aria-hidden
        size={size === "lg" ? 18 : size === "sm" ? 12 : 14}
        stroke={2.2}
        className={look.turning ? styles.turning : undefined}
      />
      <span>{children}</span>
    </span>
  );
}

export function OutcomeBadge({ outcome, size }: { outcome: Outcome; size?: "sm" | "md" | "lg" }) {
  const { m } = useMessages();
  return (
    <StatusBadge look={outcomes[outcome]} size={size}>
      {outcomeName(m, outcome)}
    </StatusBadge>
  );
}

export function StateBadge({ state }: { state: RunState }) {
  const { m } = useMessages();
  const look: Look = state === "SUCCEEDED" ? { tone: "mute", icon: IconCircleCheck } : outcomes[state];
  return <StatusBadge look={look}>{m.states[state]}</StatusBadge>;
}

export function HealthBadge({ health }: { health: Health }) {
  const { m } = useMessages();
  return <StatusBadge look={healths[health]}>{m.healths[health]}</StatusBadge>;
}

export function HealthIcon({ health, size = 18 }: { health: Health; size?: number }) {
  const { tone, icon: Icon } = healths[health];
  return <Icon aria-hidden size={size} stroke={2} className={styles.icon} data-tone={tone} />;
}

export function SeverityBadge({ severity }: { severity: Severity }) {
  const { m } = useMessages();
  return (
    <StatusBadge look={severities[severity]} size="sm">
      {m.severities[severity]}
    </StatusBadge>
  );
}

export function ChangeBadge({ kind }: { kind: ChangeKind }) {
  const { m } = useMessages();
  return <StatusBadge look={changes[kind]}>{m.changeKinds[kind]}</StatusBadge>;
}

export function OutcomeIcon({ outcome, size }: { outcome: Outcome; size: number }) {
  const { icon: Icon, turning } = outcomes[outcome];
  return <Icon aria-hidden size={size} stroke={1.8} className={turning ? styles.turning : undefined} />;
}
