import { IconExternalLink } from "@tabler/icons-react";
import { useMessages } from "../i18n/messages";
import { webAddress } from "../model/diagnosis";
import type { Action } from "../model/diagnosis";
import styles from "./ActionList.module.css";

/** What to do, in order; each with the page that tells how. */
export function ActionList({ actions }: { actions: Action[] }) {
  return (
    <ol className={styles.list}>
      {actions.map((action, index) => (
        <li key={index}>
          <span>{action.text}</span> <ActionLink action={action} />
        </li>
      ))}
    </ol>
  );
}

/** The link of an action, in a new tab that cannot reach back; nothing for an address that is not of the web. */
export function ActionLink({ action }: { action: Action }) {
  const { m } = useMessages();
  const address = webAddress(action.uri);
  if (address === undefined) return null;
  return (
    <a href={address} target="_blank" rel="noopener noreferrer" className={styles.link}>
      {action.uriText ?? new URL(address).hostname}
      <IconExternalLink size={13} aria-label={`(${m.app.opensInNewTab})`} />
    </a>
  );
}
