import { Table, Tooltip } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import { IconAlertTriangle, IconCircleCheck, IconPlayerPause, IconPlus } from "@tabler/icons-react";
import { subscriptionsQuery } from "../../api/subscriptions";
import { LinkButton } from "../../components/LinkButton";
import { EmptyState } from "../../components/States";
import { StatusBadge } from "../../components/StatusBadge";
import { VisibleText } from "../../components/VisibleText";
import { providerName, useMessages } from "../../i18n/messages";
import { useSettingsMessages } from "../../i18n/settings";
import { isComplete } from "../../model/subscription";
import type { Subscription } from "../../model/subscription";
import { useMembership } from "../tenant";
import { Rows } from "../Rows";
import { SettingsPage } from "./SettingsPage";
import styles from "../Table.module.css";

export function SubscriptionsPage() {
  const { subscriptions: texts } = useSettingsMessages();
  const { tenant } = useMembership();
  const query = useQuery(subscriptionsQuery(tenant));
  return (
    <SettingsPage
      section="subscriptions"
      lead={texts.lead}
      actions={
        <LinkButton
          to="/t/$tenant/settings/subscriptions/add"
          params={{ tenant }}
          leftSection={<IconPlus size={16} aria-hidden />}
        >
          {texts.add}
        </LinkButton>
      }
    >
      <Rows
        query={query}
        rows={query.data?.length ?? 0}
        empty={<EmptyState title={texts.empty} text={texts.emptyText} />}
      >
        <SubscriptionTable subscriptions={query.data ?? []} />
      </Rows>
    </SettingsPage>
  );
}

function SubscriptionTable({ subscriptions }: { subscriptions: Subscription[] }) {
  const { m } = useMessages();
  const { subscriptions: texts } = useSettingsMessages();
  const { tenant } = useMembership();
  return (
    <Table className={styles.table} verticalSpacing={9} horizontalSpacing="sm">
      <Table.Thead>
        <Table.Tr>
          <Table.Th>{texts.name}</Table.Th>
          <Table.Th>{texts.provider}</Table.Th>
          <Table.Th>{texts.state}</Table.Th>
          <Table.Th>{texts.queue}</Table.Th>
          <Table.Th>{texts.storage}</Table.Th>
        </Table.Tr>
      </Table.Thead>
      <Table.Tbody>
        {subscriptions.map((one) => (
          <Table.Tr key={one.id}>
            <Table.Th scope="row">
              <Link
                className={styles.name}
                to="/t/$tenant/settings/subscriptions/$subscription"
                params={{ tenant, subscription: one.id }}
              >
                <VisibleText text={one.name} />
              </Link>
            </Table.Th>
            <Table.Td data-label={texts.provider}>{providerName(m, one.provider)}</Table.Td>
            <Table.Td data-label={texts.state}>
              <SubscriptionState subscription={one} />
            </Table.Td>
            <Table.Td data-label={texts.queue}>
              <Queue subscription={one} />
            </Table.Td>
            <Table.Td data-label={texts.storage}>
              {one.storage ? texts.copied : <span className="dim">{texts.notCopied}</span>}
            </Table.Td>
          </Table.Tr>
        ))}
      </Table.Tbody>
    </Table>
  );
}

export function SubscriptionState({ subscription }: { subscription: Subscription }) {
  const { subscriptions: texts } = useSettingsMessages();
  if (subscription.parked) {
    return (
      <Tooltip label={texts.parkedHint} multiline maw={300}>
        <span tabIndex={0}>
          <StatusBadge look={{ tone: "warn", icon: IconPlayerPause }}>{texts.parked}</StatusBadge>
        </span>
      </Tooltip>
    );
  }
  return isComplete(subscription) ? (
    <StatusBadge look={{ tone: "ok", icon: IconCircleCheck }}>{texts.ready}</StatusBadge>
  ) : (
    <StatusBadge look={{ tone: "warn", icon: IconAlertTriangle }}>{texts.noSecret}</StatusBadge>
  );
}

export function Queue({ subscription: { queued, running } }: { subscription: Subscription }) {
  const { subscriptions: texts } = useSettingsMessages();
  const said = [running > 0 ? texts.running : "", queued > 0 ? texts.waiting(queued) : ""].filter(
    (text) => text !== "",
  );
  return said.length === 0 ? <span className="dim">{texts.idle}</span> : said.join(", ");
}
