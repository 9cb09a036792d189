import { Button, Group, Modal, TextInput } from "@mantine/core";
import { useState } from "react";
import type { ReactNode } from "react";
import { useMessages } from "../i18n/messages";
import { DeedFailure } from "./DeedFailure";
import styles from "./Confirm.module.css";

interface Props {
  opened: boolean;
  onClose: () => void;
  title: string;
  children: ReactNode;
  /** What the buttons are called: to do it, and to leave things as they are. */
  deed: string;
  keep: string;
  harmless?: boolean;
  busy: boolean;
  error: unknown;
  failed: string;
  onConfirm: () => void;
  /** A name that must be typed first. */
  typed?: { label: string; name: string; mismatch: string };
}

/** Asks once before something is done that cannot be taken back easily; shows why it was refused. */
export function Confirm({
  opened,
  onClose,
  title,
  children,
  deed,
  keep,
  harmless,
  busy,
  error,
  failed,
  onConfirm,
  typed,
}: Props) {
  const { m } = useMessages();
  const [name, setName] = useState("");
  const [wrong, setWrong] = useState(false);
  return (
    <Modal
      opened={opened}
      onClose={onClose}
      onExitTransitionEnd={() => {
        setName("");
        setWrong(false);
      }}
      title={title}
      centered
      closeButtonProps={{ "aria-label": m.app.close }}
    >
      <form
        noValidate
        onSubmit={(event) => {
          event.preventDefault();
          const matches = typed === undefined || name.trim() === typed.name;
          setWrong(!matches);
          if (matches) onConfirm();
        }}
      >
        <DeedFailure title={failed} error={error} />
        <div className={styles.words}>{children}</div>
        {typed ? (
          <TextInput
            mt="md"
            label={typed.label}
            autoComplete="off"
            data-autofocus
            value={name}
            error={wrong ? typed.mismatch : undefined}
            onChange={(event) => {
              setName(event.currentTarget.value);
              setWrong(false);
            }}
          />
        ) : null}
        <Group justify="flex-end" mt="lg" gap="xs">
          <Button variant="default" onClick={onClose} data-autofocus={typed ? undefined : true}>
            {keep}
          </Button>
          <Button type="submit" color={harmless ? undefined : "red"} loading={busy}>
            {deed}
          </Button>
        </Group>
      </form>
    </Modal>
  );
}
