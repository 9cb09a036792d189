import { Button } from "@mantine/core";
import { useDisclosure } from "@mantine/hooks";
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { IconUnlink } from "@tabler/icons-react";
import { removeTwin } from "../../api/twins";
import { useMessages } from "../../i18n/messages";
import type { Target } from "../../model/target";
import { Confirm } from "../Confirm";
import { useMembership } from "../tenant";

/** Parts the halves again. */
export function RemoveTwin({ target }: { target: Target }) {
  const { m } = useMessages();
  const { tenant } = useMembership();
  const queries = useQueryClient();
  const [asking, { open, close }] = useDisclosure(false);
  const removal = useMutation({
    mutationFn: () => removeTwin(tenant, target.id),
    onSuccess: async () => {
      close();
      await Promise.all(
        ["target", "targets"].map((key) => queries.invalidateQueries({ queryKey: [key, tenant] })),
      );
    },
  });
  return (
    <>
      <Button
        size="compact-sm"
        variant="subtle"
        color="gray"
        leftSection={<IconUnlink size={14} aria-hidden />}
        onClick={() => {
          removal.reset();
          open();
        }}
      >
        {m.twins.remove}
      </Button>
      <Confirm
        opened={asking}
        onClose={close}
        title={m.twins.removeTitle(target.twin?.name ?? "")}
        deed={m.twins.remove}
        keep={m.twins.keep}
        busy={removal.isPending}
        error={removal.error}
        failed={m.twins.removeFailed}
        onConfirm={() => {
          removal.mutate();
        }}
      >
        <p>{m.twins.removeText}</p>
      </Confirm>
    </>
  );
}
