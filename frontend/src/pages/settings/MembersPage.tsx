import { ActionIcon, Menu, Table, Tooltip } from "@mantine/core";
import { useInfiniteQuery } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import {
  IconBan,
  IconCircleCheck,
  IconDots,
  IconTrash,
  IconUserCheck,
  IconUserOff,
  IconUserShield,
} from "@tabler/icons-react";
import { useSuspenseQuery } from "@tanstack/react-query";
import { useState } from "react";
import { membersQuery } from "../../api/members";
import { sessionQuery } from "../../api/session";
import { EmptyState } from "../../components/States";
import { StatusBadge } from "../../components/StatusBadge";
import { VisibleText } from "../../components/VisibleText";
import { useMessages } from "../../i18n/messages";
import { useSettingsMessages } from "../../i18n/settings";
import type { Member } from "../../model/member";
import { may } from "../../model/role";
import { useMembership } from "../tenant";
import { Done } from "../Form";
import { MemberDialog } from "./MemberDialog";
import type { MemberDeed } from "./MemberDialog";
import { Rows } from "../Rows";
import { SettingsPage } from "./SettingsPage";
import styles from "../Table.module.css";

export function MembersPage() {
  const { members } = useSettingsMessages();
  return (
    <SettingsPage section="members" lead={members.lead}>
      <Members />
    </SettingsPage>
  );
}

function Members() {
  const { members: texts } = useSettingsMessages();
  const { tenant, role } = useMembership();
  const query = useInfiniteQuery(membersQuery(tenant));
  const [wish, setWish] = useState<{ member: Member; deed: MemberDeed }>();
  const [done, setDone] = useState<string>();
  const members = query.data?.pages.flatMap((part) => part.items) ?? [];
  const manages = may(role, "manage");
  return (
    <>
      <Done
        text={done}
        onClose={() => {
          setDone(undefined);
        }}
      />
      <Rows
        query={query}
        rows={members.length}
        count={texts.count(members.length, query.hasNextPage)}
        empty={<EmptyState title={texts.empty} text={texts.emptyText} />}
      >
        <MemberTable
          members={members}
          onWish={
            manages
              ? (member, deed) => {
                  setDone(undefined);
                  setWish({ member, deed });
                }
              : undefined
          }
        />
      </Rows>
      {manages ? (
        <p className="dim">
          {texts.howIn}{" "}
          <Link to="/t/$tenant/settings/sign-in" params={{ tenant }} className={styles.inText}>
            {texts.toSignIn}
          </Link>
        </p>
      ) : null}
      <MemberDialog
        wish={wish}
        onClose={() => {
          setWish(undefined);
        }}
        onDone={setDone}
      />
    </>
  );
}

interface TableProps {
  members: Member[];
  /** Absent for those who may only look. */
  onWish?: (member: Member, deed: MemberDeed) => void;
}

function MemberTable({ members, onWish }: TableProps) {
  const { m } = useMessages();
  const all = useSettingsMessages();
  const { members: texts } = all;
  const { data: session } = useSuspenseQuery(sessionQuery);
  return (
    <Table className={styles.table} verticalSpacing={8} horizontalSpacing="sm">
      <Table.Thead>
        <Table.Tr>
          <Table.Th>{texts.name}</Table.Th>
          <Table.Th>{texts.role}</Table.Th>
          <Table.Th>{texts.source}</Table.Th>
          <Table.Th>{texts.state}</Table.Th>
          {onWish ? <Table.Th className={styles.deeds} aria-label={all.actions} /> : null}
        </Table.Tr>
      </Table.Thead>
      <Table.Tbody>
        {members.map((member) => (
          <Table.Tr key={member.id} data-member={member.name}>
            <Table.Th scope="row">
              <span className={styles.name}>
                <VisibleText text={member.name} />
              </span>{" "}
              {member.id === session?.person.id ? <span className="dim">({texts.you})</span> : null}
              <span className={`${styles.sub ?? ""} ${styles.long ?? ""}`}>
                <VisibleText text={member.subject} /> · <VisibleText text={member.issuer} />
              </span>
            </Table.Th>
            <Table.Td data-label={texts.role}>{m.roles[member.role]}</Table.Td>
            <Table.Td data-label={texts.source}>
              <Tooltip label={member.mapped ? texts.mappedHint : texts.byHandHint} multiline maw={300}>
                <span tabIndex={0}>{member.mapped ? texts.mapped : texts.byHand}</span>
              </Tooltip>
            </Table.Td>
            <Table.Td data-label={texts.state}>
              <StatusBadge
                look={member.active ? { tone: "ok", icon: IconCircleCheck } : { tone: "mute", icon: IconBan }}
              >
                {member.active ? texts.active : texts.inactive}
              </StatusBadge>
            </Table.Td>
            {onWish ? (
              <Table.Td className={styles.deeds}>
                <MemberMenu
                  member={member}
                  onWish={(deed) => {
                    onWish(member, deed);
                  }}
                />
              </Table.Td>
            ) : null}
          </Table.Tr>
        ))}
      </Table.Tbody>
    </Table>
  );
}

function MemberMenu({ member, onWish }: { member: Member; onWish: (deed: MemberDeed) => void }) {
  const { members: texts, actionsOf } = useSettingsMessages();
  const item = (deed: MemberDeed, Icon: typeof IconTrash, text: string, color?: string) => (
    <Menu.Item
      color={color}
      leftSection={<Icon size={16} stroke={1.7} aria-hidden />}
      onClick={() => {
        onWish(deed);
      }}
    >
      {text}
    </Menu.Item>
  );
  return (
    <Menu position="bottom-end" withinPortal>
      <Menu.Target>
        <ActionIcon variant="subtle" color="gray" aria-label={actionsOf(member.name)}>
          <IconDots size={18} />
        </ActionIcon>
      </Menu.Target>
      <Menu.Dropdown>
        {item("role", IconUserShield, texts.changeRole)}
        {member.active
          ? item("deactivate", IconUserOff, texts.deactivate)
          : item("reactivate", IconUserCheck, texts.reactivate)}
        <Menu.Divider />
        {item("remove", IconTrash, texts.remove, "red")}
      </Menu.Dropdown>
    </Menu>
  );
}
