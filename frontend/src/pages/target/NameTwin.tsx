import { Autocomplete, Text } from "@mantine/core";
import { useInfiniteQuery, useMutation, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { targetsQuery } from "../../api/targets";
import { setTwin } from "../../api/twins";
import { Card } from "../../components/Card";
import { useMessages } from "../../i18n/messages";
import { may } from "../../model/role";
import type { Target } from "../../model/target";
import { Form, withThoseOf } from "../Form";
import type { Complaints } from "../Form";
import { useMembership } from "../tenant";

const untouched: Complaints = {};

/** Of a VNet-to-VNet connection whose other half nobody has named: an admin names it here. */
export function NameTwin({ target }: { target: Target }) {
  const { m } = useMessages();
  const { role } = useMembership();
  return (
    <Card title={m.twins.nameTitle} note={may(role, "manage") ? m.twins.nameText : undefined}>
      {may(role, "manage") ? (
        <TwinForm target={target} />
      ) : (
        <Text size="sm" c="dimmed">
          {m.twins.nameNotAllowed(m.roles[role])}
        </Text>
      )}
    </Card>
  );
}

function TwinForm({ target }: { target: Target }) {
  const { m } = useMessages();
  const { tenant } = useMembership();
  const queries = useQueryClient();
  const [name, setName] = useState("");
  const [complaints, setComplaints] = useState(untouched);
  const known = useInfiniteQuery(targetsQuery(tenant, {}));
  const candidates = (known.data?.pages ?? [])
    .flatMap((part) => part.items)
    .filter((one) => isOtherHalf(one, target))
    .map((one) => one.name);
  const naming = useMutation({
    mutationFn: () => setTwin(tenant, target.id, name.trim()),
    onSuccess: () =>
      Promise.all(
        ["target", "targets", "twins"].map((key) => queries.invalidateQueries({ queryKey: [key, tenant] })),
      ),
  });
  return (
    <Form
      label={m.twins.nameTitle}
      complaints={complaints}
      failed={m.twins.nameFailed}
      error={naming.error}
      busy={naming.isPending}
      deed={m.twins.nameDeed}
      onSubmit={() => {
        const empty = name.trim() === "";
        setComplaints(empty ? { twin: m.twins.nameEmpty } : untouched);
        naming.reset();
        if (!empty) naming.mutate();
      }}
    >
      <Autocomplete
        label={m.twins.nameLabel}
        placeholder={m.twins.nameHint}
        data={[...new Set(candidates)]}
        limit={30}
        value={name}
        error={withThoseOf(naming.error, complaints).twin}
        onChange={setName}
      />
    </Form>
  );
}

/** Only connections of the same kind on another gateway can be the other half. */
function isOtherHalf(one: Target, target: Target): boolean {
  return (
    one.kind === "connection" &&
    one.type === target.type &&
    (one.gateway !== target.gateway || one.subscription.id !== target.subscription.id)
  );
}
