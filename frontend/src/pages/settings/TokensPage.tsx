import { Button, Table } from "@mantine/core";
import { useInfiniteQuery, useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { IconCircleCheck, IconClockExclamation, IconClockX } from "@tabler/icons-react";
import { useState } from "react";
import { rolesQuery } from "../../api/members";
import { revokeToken, tokensQuery } from "../../api/tokens";
import { Card } from "../../components/Card";
import { RelativeTime, useNow } from "../../components/RelativeTime";
import { EmptyState, ListSkeleton } from "../../components/States";
import { StatusBadge } from "../../components/StatusBadge";
import type { Tone } from "../../components/StatusBadge";
import { VisibleText } from "../../components/VisibleText";
import { useMessages } from "../../i18n/messages";
import { useSettingsMessages } from "../../i18n/settings";
import { tokenState } from "../../model/token";
import type { NewToken, Token, TokenState } from "../../model/token";
import { Failure } from "../Failure";
import { useMembership } from "../tenant";
import { Confirm } from "../Confirm";
import { Done } from "../Form";
import { NewTokenText } from "./NewTokenText";
import { Rows } from "../Rows";
import { SettingsPage } from "./SettingsPage";
import styles from "../Table.module.css";
import { TokenForm } from "./TokenForm";

export function TokensPage() {
  const { tokens: texts } = useSettingsMessages();
  return (
    <SettingsPage section="tokens" lead={texts.lead}>
      <Tokens />
    </SettingsPage>
  );
}

function Tokens() {
  const { tokens: texts } = useSettingsMessages();
  const { tenant } = useMembership();
  const query = useInfiniteQuery(tokensQuery(tenant));
  const roles = useQuery(rolesQuery);
  const [made, setMade] = useState<NewToken>();
  const [revoking, setRevoking] = useState<Token>();
  const [done, setDone] = useState<string>();
  const tokens = query.data?.pages.flatMap((part) => part.items) ?? [];
  return (
    <>
      <Done
        text={done}
        onClose={() => {
          setDone(undefined);
        }}
      />
      {made ? (
        <NewTokenText
          made={made}
          onDone={() => {
            setMade(undefined);
          }}
        />
      ) : (
        <Card title={texts.make} note={texts.makeNote}>
          {roles.isPending ? (
            <ListSkeleton rows={2} />
          ) : !roles.data ? (
            <Failure error={roles.error} onRetry={() => void roles.refetch()} />
          ) : (
            <TokenForm
              roles={roles.data}
              onMade={(token) => {
                setDone(undefined);
                setMade(token);
              }}
            />
          )}
        </Card>
      )}
      <Rows
        query={query}
        rows={tokens.length}
        empty={<EmptyState title={texts.empty} text={texts.emptyText} />}
      >
        <TokenTable
          tokens={tokens}
          onRevoke={(token) => {
            setDone(undefined);
            setRevoking(token);
          }}
        />
      </Rows>
      <RevokeDialog
        token={revoking}
        onClose={() => {
          setRevoking(undefined);
        }}
        onDone={setDone}
      />
    </>
  );
}

const looks: Record<TokenState, { tone: Tone; icon: typeof IconClockX }> = {
  active: { tone: "ok", icon: IconCircleCheck },
  ending: { tone: "warn", icon: IconClockExclamation },
  expired: { tone: "mute", icon: IconClockX },
};

function TokenTable({ tokens, onRevoke }: { tokens: Token[]; onRevoke: (token: Token) => void }) {
  const { m } = useMessages();
  const all = useSettingsMessages();
  const { tokens: texts } = all;
  const now = useNow(60_000);
  return (
    <Table className={styles.table} verticalSpacing={8} horizontalSpacing="sm" aria-label={texts.list}>
      <Table.Thead>
        <Table.Tr>
          <Table.Th>{texts.name}</Table.Th>
          <Table.Th>{texts.may}</Table.Th>
          <Table.Th>{texts.made}</Table.Th>
          <Table.Th>{texts.lastUsed}</Table.Th>
          <Table.Th>{texts.ends}</Table.Th>
          <Table.Th className={styles.deeds} aria-label={all.actions} />
        </Table.Tr>
      </Table.Thead>
      <Table.Tbody>
        {tokens.map((token) => {
          const state = tokenState(token, now);
          return (
            <Table.Tr key={token.id}>
              <Table.Th scope="row">
                <span className={styles.name}>
                  <VisibleText text={token.name} />
                </span>
              </Table.Th>
              <Table.Td data-label={texts.may}>
                {m.roles[token.role]}
                <span className={styles.sub}>
                  {token.scopes.map((scope) => all.permissions[scope]).join(", ")}
                </span>
              </Table.Td>
              <Table.Td data-label={texts.made}>
                <VisibleText text={token.createdBy} />
                <span className={styles.sub}>
                  <RelativeTime at={token.createdAt} />
                </span>
              </Table.Td>
              <Table.Td data-label={texts.lastUsed} className={styles.when}>
                {token.lastUsedAt ? (
                  <RelativeTime at={token.lastUsedAt} />
                ) : (
                  <span className="dim">{texts.never}</span>
                )}
              </Table.Td>
              <Table.Td data-label={texts.ends}>
                <StatusBadge look={looks[state]} size="sm">
                  {texts.states[state]}
                </StatusBadge>
                <span className={styles.sub}>
                  <RelativeTime at={token.expiresAt} />
                </span>
              </Table.Td>
              <Table.Td className={styles.deeds}>
                <Button
                  variant="subtle"
                  color="red"
                  size="compact-sm"
                  aria-label={texts.revokeOf(token.name)}
                  onClick={() => {
                    onRevoke(token);
                  }}
                >
                  {texts.revoke}
                </Button>
              </Table.Td>
            </Table.Tr>
          );
        })}
      </Table.Tbody>
    </Table>
  );
}

interface RevokeProps {
  token: Token | undefined;
  onClose: () => void;
  onDone: (text: string) => void;
}

function RevokeDialog({ token, onClose, onDone }: RevokeProps) {
  const { tokens: texts } = useSettingsMessages();
  const { tenant } = useMembership();
  const queries = useQueryClient();
  const [shown, setShown] = useState(token);
  if (token && token !== shown) setShown(token);
  const revoke = useMutation({
    mutationFn: (one: Token) => revokeToken(tenant, one.id),
    onSuccess: (_, one) => {
      onClose();
      onDone(texts.revoked(one.name));
    },
    onSettled: () => queries.invalidateQueries({ queryKey: tokensQuery(tenant).queryKey }),
  });
  if (!shown) return null;
  return (
    <Confirm
      opened={token !== undefined}
      onClose={() => {
        revoke.reset();
        onClose();
      }}
      title={texts.revokeTitle(shown.name)}
      deed={texts.revoke}
      keep={texts.keep}
      busy={revoke.isPending}
      error={revoke.error}
      failed={texts.revokeFailed}
      onConfirm={() => {
        revoke.mutate(shown);
      }}
    >
      <p>{texts.revokeText}</p>
    </Confirm>
  );
}
