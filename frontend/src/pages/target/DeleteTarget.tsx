import { Button } from "@mantine/core";
import { useDisclosure } from "@mantine/hooks";
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useNavigate } from "@tanstack/react-router";
import { IconTrash } from "@tabler/icons-react";
import { deleteTarget } from "../../api/targets";
import { useMessages } from "../../i18n/messages";
import type { Target } from "../../model/target";
import { Confirm } from "../Confirm";
import { useMembership } from "../tenant";

/** Takes a gateway or connection away that is not there any more; its runs stay. */
export function DeleteTarget({ target }: { target: Target }) {
  const { m } = useMessages();
  const { tenant } = useMembership();
  const queries = useQueryClient();
  const navigate = useNavigate();
  const [asking, { open, close }] = useDisclosure(false);
  const deletion = useMutation({
    mutationFn: () => deleteTarget(tenant, target.id),
    onSuccess: async () => {
      await navigate({ to: "/t/$tenant/targets", params: { tenant } });
      await queries.invalidateQueries({ queryKey: ["targets", tenant] });
    },
  });
  return (
    <div>
      <Button
        size="xs"
        variant="subtle"
        color="red"
        leftSection={<IconTrash size={15} aria-hidden />}
        onClick={() => {
          deletion.reset();
          open();
        }}
      >
        {m.target.delete}
      </Button>
      <Confirm
        opened={asking}
        onClose={close}
        title={m.target.deleteTitle(target.name)}
        deed={m.target.delete}
        keep={m.target.deleteKeep}
        busy={deletion.isPending}
        error={deletion.error}
        failed={m.target.deleteFailed}
        onConfirm={() => {
          deletion.mutate();
        }}
      >
        {target.kind === "gateway" ? <p>{m.target.deleteGateway}</p> : null}
        <p>{m.target.deleteText}</p>
      </Confirm>
    </div>
  );
}
