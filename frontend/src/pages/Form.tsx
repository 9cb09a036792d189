import { Alert, Button, Group } from "@mantine/core";
import { IconAlertTriangle, IconCircleCheck } from "@tabler/icons-react";
import { useEffect, useRef } from "react";
import type { ReactNode } from "react";
import { Refused } from "../api/client";
import { useMessages } from "../i18n/messages";
import { requestIdOf, wordsFor } from "./Failure";
import styles from "./Form.module.css";

/** What is wrong with each field, by the field's name on the wire. */
export type Complaints = Record<string, string | undefined>;

export function hasComplaints(complaints: Complaints): boolean {
  return Object.values(complaints).some((complaint) => complaint !== undefined);
}

/** The server's complaints about fields of a request that it refused. */
function complaintsOf(error: unknown): Complaints {
  if (!(error instanceof Refused)) return {};
  return Object.fromEntries(
    error.problem.errors
      .filter((one) => one.field !== undefined)
      .map((one) => [one.field ?? "", one.message]),
  );
}

/** The page's own complaints, and the server's where the page has none. */
export function withThoseOf(error: unknown, own: Complaints): Complaints {
  const all = complaintsOf(error);
  for (const [field, complaint] of Object.entries(own)) all[field] = complaint ?? all[field];
  return all;
}

interface Props {
  label: string;
  /** What the page found wrong before sending; the server's complaints are added by their fields. */
  complaints: Complaints;
  failed: string;
  error: unknown;
  busy: boolean;
  /** What the button is called that sends it, and what else stands beside it. */
  deed: string;
  aside?: ReactNode;
  onSubmit: () => void;
  children: ReactNode;
}

/** A form: why it was refused stands above it, and the first field that is wrong takes the focus. */
export function Form({ label, complaints, failed, error, busy, deed, aside, onSubmit, children }: Props) {
  const form = useRef<HTMLFormElement>(null);
  useEffect(() => {
    if (hasComplaints(complaints) || error)
      form.current?.querySelector<HTMLElement>("[aria-invalid=true]")?.focus();
  }, [complaints, error]);
  return (
    <form
      ref={form}
      noValidate
      aria-label={label}
      className={styles.form}
      onSubmit={(event) => {
        event.preventDefault();
        if (!busy) onSubmit();
      }}
    >
      <FormFailure title={failed} error={error} />
      {children}
      <Group gap="xs">
        <Button type="submit" loading={busy}>
          {deed}
        </Button>
        {aside}
      </Group>
    </form>
  );
}

/** Like the failure of any deed; complaints about fields stand at the fields. */
function FormFailure({ title, error }: { title: string; error: unknown }) {
  const { m } = useMessages();
  if (!error) return null;
  const atFields = error instanceof Refused && error.problem.errors.length > 0;
  const words = atFields ? (error.problem.detail ?? error.problem.title) : wordsFor(error, m);
  const request = requestIdOf(error);
  return (
    <Alert
      role="alert"
      color="red"
      variant="light"
      icon={<IconAlertTriangle size={18} aria-hidden />}
      title={title}
    >
      {words}
      {request === undefined || atFields ? null : (
        <span className={styles.request}>
          {m.problems.requestId} <span className="mono">{request}</span>
        </span>
      )}
    </Alert>
  );
}

/** Says that something was done, also to those who do not see it. */
export function Done({ text, onClose }: { text: string | undefined; onClose: () => void }) {
  const { m } = useMessages();
  return (
    <div role="status">
      {text === undefined ? null : (
        <Alert
          color="green"
          variant="light"
          icon={<IconCircleCheck size={18} aria-hidden />}
          withCloseButton
          onClose={onClose}
          closeButtonLabel={m.app.close}
        >
          {text}
        </Alert>
      )}
    </div>
  );
}
