import { Button, Tooltip } from "@mantine/core";
import { IconPlayerPlay, IconUpload } from "@tabler/icons-react";
import { Link } from "@tanstack/react-router";
import { useId } from "react";
import { useMessages } from "../i18n/messages";
import { may } from "../model/role";
import type { Role } from "../model/role";
import styles from "./StartButton.module.css";

interface Props {
  tenant: string;
  target: { name: string; supported: boolean; unsupportedReason?: string };
  role: Role;
  starting: boolean;
  onStart: () => void;
  again?: boolean;
  prominent?: boolean;
  /** Says more than to troubleshoot the target. */
  word?: string;
}

/**
 * Troubleshoot, or why not. A refused button stays reachable by keyboard (aria-disabled), so that its reason can
 * be read; a kind that cannot be troubleshot offers the way that works.
 */
export function StartButton({ tenant, target, role, starting, onStart, again, prominent, word }: Props) {
  const { m } = useMessages();
  const reasonId = useId();
  const reason = !target.supported
    ? (target.unsupportedReason ?? m.troubleshoot.unsupported)
    : may(role, "start")
      ? undefined
      : m.troubleshoot.notAllowed(m.roles[role]);
  const said = word ?? (again ? m.troubleshoot.again : undefined);
  const button = (
    <Button
      size={prominent ? "sm" : "compact-sm"}
      variant={prominent ? "filled" : "light"}
      leftSection={<IconPlayerPlay size={14} aria-hidden />}
      aria-label={said === undefined ? m.troubleshoot.startOf(target.name) : undefined}
      aria-describedby={reason === undefined ? undefined : reasonId}
      aria-disabled={reason !== undefined || undefined}
      data-disabled={reason !== undefined || undefined}
      loading={starting}
      onClick={(event) => {
        if (reason === undefined) onStart();
        else event.preventDefault();
      }}
    >
      {said ?? m.troubleshoot.start}
    </Button>
  );
  if (reason === undefined) return button;
  return (
    <span className={styles.refused}>
      <Tooltip label={reason} multiline maw={320}>
        {button}
      </Tooltip>
      <span id={reasonId} className={styles.reason}>
        {reason}
      </span>
      {!target.supported && may(role, "upload") ? (
        <Link to="/t/$tenant/upload" params={{ tenant }} className={styles.instead}>
          <IconUpload size={14} aria-hidden /> {m.troubleshoot.uploadInstead}
        </Link>
      ) : null}
    </span>
  );
}
