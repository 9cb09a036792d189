import { Button, Group, Modal, Text } from "@mantine/core";
import { useDisclosure } from "@mantine/hooks";
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { IconPlayerStop } from "@tabler/icons-react";
import { cancelRun, runQuery } from "../../api/runs";
import { useMessages } from "../../i18n/messages";
import { DeedFailure } from "../DeedFailure";

/** Cancel, after asking once. */
export function CancelRun({ tenant, run }: { tenant: string; run: string }) {
  const { m } = useMessages();
  const [asking, { open, close }] = useDisclosure(false);
  const queries = useQueryClient();
  const cancel = useMutation({
    mutationFn: () => cancelRun(tenant, run),
    onSuccess: close,
    // Also after a refusal: the run may have finished meanwhile.
    onSettled: () => queries.invalidateQueries({ queryKey: runQuery(tenant, run).queryKey }),
  });
  return (
    <>
      <Button
        variant="light"
        color="red"
        leftSection={<IconPlayerStop size={15} aria-hidden />}
        onClick={() => {
          cancel.reset();
          open();
        }}
      >
        {m.run.cancel}
      </Button>
      <Modal
        opened={asking}
        onClose={close}
        title={m.run.cancelTitle}
        centered
        closeButtonProps={{ "aria-label": m.app.close }}
      >
        <DeedFailure title={m.run.cancelFailed} error={cancel.error} />
        <Text size="md">{m.run.cancelText}</Text>
        <Group justify="flex-end" mt="lg" gap="xs">
          <Button variant="default" onClick={close} data-autofocus>
            {m.run.keep}
          </Button>
          <Button
            color="red"
            loading={cancel.isPending}
            onClick={() => {
              cancel.mutate();
            }}
          >
            {m.run.cancel}
          </Button>
        </Group>
      </Modal>
    </>
  );
}
