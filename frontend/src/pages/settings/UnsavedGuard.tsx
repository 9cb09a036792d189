import { Button, Group, Modal, Text } from "@mantine/core";
import { useBlocker } from "@tanstack/react-router";
import { useCallback } from "react";
import { useMessages } from "../../i18n/messages";
import { useSettingsMessages } from "../../i18n/settings";

/** Asks before a page with unsaved changes is left; not on the way to sign in, which is no choice. */
export function UnsavedGuard({ dirty, title, text }: { dirty: boolean; title?: string; text?: string }) {
  const { m } = useMessages();
  const { unsaved } = useSettingsMessages();
  const { status, proceed, reset } = useBlocker({
    shouldBlockFn: useCallback(
      ({ next }: { next: { pathname: string } }) => next.pathname !== "/sign-in",
      [],
    ),
    disabled: !dirty,
    withResolver: true,
  });
  return (
    <Modal
      opened={status === "blocked"}
      onClose={() => reset?.()}
      title={title ?? unsaved.title}
      centered
      closeButtonProps={{ "aria-label": m.app.close }}
    >
      <Text size="md">{text ?? unsaved.text}</Text>
      <Group justify="flex-end" mt="lg" gap="xs">
        <Button variant="default" onClick={() => reset?.()} data-autofocus>
          {unsaved.stay}
        </Button>
        <Button color="red" onClick={() => proceed?.()}>
          {unsaved.leave}
        </Button>
      </Group>
    </Modal>
  );
}
