import { Checkbox } from "@mantine/core";
import type { ReactNode } from "react";
import { useMessages } from "../i18n/messages";
import styles from "./ActiveChoice.module.css";

interface Props {
  /** Whether the target and the role allow the choice. */
  offered: boolean;
  active: boolean;
  onChange: (active: boolean) => void;
  /** The button that starts the run. */
  children: ReactNode;
}

/** A start button, and with it whether the run may touch the tunnel and what that changes. */
export function ActiveChoice({ offered, active, onChange, children }: Props) {
  const { m } = useMessages();
  if (!offered) return children;
  return (
    <div className={styles.choice}>
      {children}
      <Checkbox
        classNames={{ description: styles.what }}
        size="sm"
        label={m.troubleshoot.active}
        description={m.troubleshoot.activeText}
        checked={active}
        onChange={(event) => {
          onChange(event.currentTarget.checked);
        }}
      />
    </div>
  );
}
