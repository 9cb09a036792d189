import { UnstyledButton } from "@mantine/core";
import { HealthIcon } from "../../components/StatusBadge";
import { useMessages } from "../../i18n/messages";
import { healths } from "../../model/target";
import type { Health } from "../../model/target";
import styles from "./TargetsPage.module.css";

interface Props {
  counts: Record<Health, number>;
  total: number;
  /** There are more targets than were counted. */
  partly: boolean;
  chosen?: string;
  onChoose: (state: string | undefined) => void;
}

const always: Health[] = ["unhealthy", "healthy", "never"];

/** How many targets are in which state; a tile is also the filter for its state. */
export function Glance({ counts, total, partly, chosen, onChoose }: Props) {
  const { m, language } = useMessages();
  const number = new Intl.NumberFormat(language);
  const tiles = healths.filter((health) => counts[health] > 0 || always.includes(health));
  return (
    <section aria-label={m.targets.atAGlance} className={styles.glance}>
      {tiles.map((health) => (
        <UnstyledButton
          key={health}
          className={styles.tile}
          aria-pressed={chosen === health}
          data-health={health}
          onClick={() => {
            onChoose(chosen === health ? undefined : health);
          }}
        >
          <HealthIcon health={health} size={22} />
          <span className={styles.tileNumber}>{number.format(counts[health])}</span>
          <span className={styles.tileLabel}>{m.healths[health]}</span>
        </UnstyledButton>
      ))}
      {partly ? <p className={styles.partly}>{m.targets.firstN(total)}</p> : null}
    </section>
  );
}
