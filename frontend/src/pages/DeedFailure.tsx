import { Alert } from "@mantine/core";
import { IconAlertTriangle } from "@tabler/icons-react";
import { useMessages } from "../i18n/messages";
import { wordsFor } from "./Failure";

/** A refused or failed deed, above the page it was tried on. */
export function DeedFailure({
  title,
  error,
  onClose,
}: {
  title: string;
  error: unknown;
  onClose?: () => void;
}) {
  const { m } = useMessages();
  if (!error) return null;
  return (
    <Alert
      role="alert"
      color="red"
      variant="light"
      icon={<IconAlertTriangle size={18} aria-hidden />}
      title={title}
      mb="md"
      withCloseButton={onClose !== undefined}
      onClose={onClose}
      closeButtonLabel={m.app.close}
    >
      {wordsFor(error, m)}
    </Alert>
  );
}
