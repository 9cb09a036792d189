import { NativeSelect, TextInput } from "@mantine/core";
import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { addGateway, addressesQuery } from "../../api/subscriptions";
import { Card } from "../../components/Card";
import { EmptyState, ListSkeleton } from "../../components/States";
import { useSettingsMessages } from "../../i18n/settings";
import { isGatewayName } from "../../model/subscription";
import type { AddressOffer, Discovery, Subscription } from "../../model/subscription";
import { Failure } from "../Failure";
import { useMembership } from "../tenant";
import { Discovered } from "./Discovered";
import { Form, hasComplaints, withThoseOf } from "../Form";
import type { Complaints } from "../Form";
import form from "../Form.module.css";

/** A strongSwan gateway is chosen from what the node offers; without an offer it says who can change that. */
export function GatewayCard({ subscription }: { subscription: Subscription }) {
  const { gateway: texts } = useSettingsMessages().subscriptions;
  const { tenant } = useMembership();
  const offer = useQuery(addressesQuery(tenant, subscription.id));
  return (
    <Card title={texts.title} note={texts.note}>
      {offer.isPending ? (
        <ListSkeleton rows={2} />
      ) : !offer.data ? (
        <Failure error={offer.error} onRetry={() => void offer.refetch()} />
      ) : offer.data.addresses.length === 0 ? (
        <EmptyState title={texts.nothing} text={texts.nothingText} />
      ) : (
        <GatewayForm subscription={subscription} offer={offer.data} />
      )}
    </Card>
  );
}

const untouched: Complaints = {};

function GatewayForm({ subscription, offer }: { subscription: Subscription; offer: AddressOffer }) {
  const all = useSettingsMessages();
  const { gateway: texts } = all.subscriptions;
  const { tenant } = useMembership();
  const queries = useQueryClient();
  const [name, setName] = useState("");
  const [address, setAddress] = useState(offer.addresses[0] ?? "");
  const [logFile, setLogFile] = useState("");
  const [complaints, setComplaints] = useState(untouched);
  const [added, setAdded] = useState<Discovery>();
  const adding = useMutation({
    mutationFn: () =>
      addGateway(tenant, subscription.id, {
        gateway: name.trim(),
        address,
        ...(logFile === "" ? {} : { logFile }),
      }),
    onSuccess: (discovery) => {
      setAdded(discovery);
      setName("");
      void queries.invalidateQueries({ queryKey: ["targets", tenant] });
    },
  });
  const submit = () => {
    const found: Complaints = {
      gateway: name.trim() === "" ? all.required : isGatewayName(name.trim()) ? undefined : texts.nameBad,
    };
    setComplaints(found);
    setAdded(undefined);
    adding.reset();
    if (!hasComplaints(found)) adding.mutate();
  };
  const wrong = withThoseOf(adding.error, complaints);
  return (
    <>
      <Form
        label={texts.title}
        complaints={complaints}
        failed={texts.failed}
        error={adding.error}
        busy={adding.isPending}
        deed={texts.add}
        onSubmit={submit}
      >
        <TextInput
          label={texts.name}
          description={texts.nameHint}
          required
          autoComplete="off"
          value={name}
          error={wrong.gateway}
          onChange={(event) => {
            setName(event.currentTarget.value);
          }}
        />
        <div className={form.pair}>
          <NativeSelect
            label={texts.address}
            data={offer.addresses}
            value={address}
            error={wrong.address}
            onChange={(event) => {
              setAddress(event.currentTarget.value);
            }}
          />
          <NativeSelect
            label={texts.logFile}
            data={[{ value: "", label: texts.noLogFile }, ...offer.logFiles]}
            value={logFile}
            error={wrong.logFile}
            onChange={(event) => {
              setLogFile(event.currentTarget.value);
            }}
          />
        </div>
      </Form>
      <div role="status">{added ? <Discovered items={[added]} /> : null}</div>
    </>
  );
}
