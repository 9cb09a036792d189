import { ActionIcon, Alert, Menu, Table } from "@mantine/core";
import { useInfiniteQuery } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import {
  IconDots,
  IconEye,
  IconPencil,
  IconPlayerPause,
  IconPlayerPlay,
  IconPlus,
  IconTrash,
} from "@tabler/icons-react";
import { useState } from "react";
import { schedulesQuery } from "../../api/schedules";
import { LinkButton, LinkMenuItem } from "../../components/LinkButton";
import { PageHeader } from "../../components/PageHeader";
import { RelativeTime } from "../../components/RelativeTime";
import { EmptyState } from "../../components/States";
import { VisibleText } from "../../components/VisibleText";
import { useMessages } from "../../i18n/messages";
import { useSchedulesMessages } from "../../i18n/schedules";
import type { SchedulesMessages } from "../../i18n/schedules.en";
import { may } from "../../model/role";
import type { Schedule } from "../../model/schedule";
import { Done } from "../Form";
import { Rows } from "../Rows";
import table from "../Table.module.css";
import { useMembership } from "../tenant";
import { ScheduleDialog } from "./ScheduleDialog";
import type { ScheduleDeed } from "./ScheduleDialog";
import { LastTurn, ScheduleStateBadge } from "./ScheduleParts";
import { targetsInWords } from "./words";

interface Wish {
  schedule: Schedule;
  deed: ScheduleDeed;
}

export function SchedulesPage() {
  const texts = useSchedulesMessages();
  const { tenant, tenantName, role } = useMembership();
  const query = useInfiniteQuery(schedulesQuery(tenant));
  const [wish, setWish] = useState<Wish>();
  const [done, setDone] = useState<string>();
  const schedules = query.data?.pages.flatMap((part) => part.items) ?? [];
  const changes = may(role, "start");
  const add = (
    <LinkButton
      to="/t/$tenant/schedules/add"
      params={{ tenant }}
      leftSection={<IconPlus size={16} aria-hidden />}
    >
      {texts.add}
    </LinkButton>
  );
  return (
    <>
      <PageHeader title={texts.title} tabTitle={`${texts.title} · ${tenantName}`} lead={texts.lead}>
        {changes && schedules.length > 0 ? add : undefined}
      </PageHeader>
      <Done
        text={done}
        onClose={() => {
          setDone(undefined);
        }}
      />
      <ReadOnly />
      <Rows
        query={query}
        rows={schedules.length}
        count={texts.count(schedules.length, query.hasNextPage)}
        empty={
          <EmptyState title={texts.empty} text={texts.emptyText}>
            {changes ? add : undefined}
          </EmptyState>
        }
      >
        <ScheduleTable
          schedules={schedules}
          onWish={
            changes
              ? (wanted) => {
                  setDone(undefined);
                  setWish(wanted);
                }
              : undefined
          }
        />
      </Rows>
      <ScheduleDialog
        wish={wish}
        onClose={() => {
          setWish(undefined);
        }}
        onDone={setDone}
      />
    </>
  );
}

/** Why a reader finds nothing to press. */
export function ReadOnly() {
  const { m } = useMessages();
  const texts = useSchedulesMessages();
  const { role } = useMembership();
  if (may(role, "start")) return null;
  return (
    <Alert variant="light" color="gray" icon={<IconEye size={18} aria-hidden />}>
      {texts.readOnly(m.roles[role])}
    </Alert>
  );
}

interface TableProps {
  schedules: Schedule[];
  /** Absent for those who may only look. */
  onWish?: (wish: Wish) => void;
}

function ScheduleTable({ schedules, onWish }: TableProps) {
  const texts = useSchedulesMessages();
  return (
    <Table className={table.table} verticalSpacing={8} horizontalSpacing="sm" aria-label={texts.list}>
      <Table.Thead>
        <Table.Tr>
          <Table.Th>{texts.targets}</Table.Th>
          <Table.Th>{texts.when}</Table.Th>
          <Table.Th>{texts.nextTime}</Table.Th>
          <Table.Th>{texts.lastTurn}</Table.Th>
          <Table.Th>{texts.state}</Table.Th>
          {onWish ? <Table.Th className={table.deeds} aria-label={texts.actions} /> : null}
        </Table.Tr>
      </Table.Thead>
      <Table.Tbody>
        {schedules.map((schedule) => (
          <ScheduleRow key={schedule.id} schedule={schedule} onWish={onWish} />
        ))}
      </Table.Tbody>
    </Table>
  );
}

function ScheduleRow({ schedule, onWish }: Pick<TableProps, "onWish"> & { schedule: Schedule }) {
  const texts = useSchedulesMessages();
  const { tenant } = useMembership();
  const [next] = schedule.next;
  return (
    <Table.Tr data-schedule={schedule.targets}>
      <Table.Th scope="row">
        <Link
          to="/t/$tenant/schedules/$schedule"
          params={{ tenant, schedule: schedule.id }}
          className={table.name}
        >
          <VisibleText text={targetsInWords(schedule.targets, texts)} />
        </Link>
      </Table.Th>
      <Table.Td data-label={texts.when}>
        {schedule.description}
        <span className={table.sub}>
          <span className="mono">{schedule.cron}</span> · {schedule.timeZone}
        </span>
      </Table.Td>
      <Table.Td data-label={texts.nextTime} className={table.when}>
        {next ? <RelativeTime at={next} /> : <span className="dim">{texts.noNext}</span>}
      </Table.Td>
      <Table.Td data-label={texts.lastTurn} className={table.when}>
        <LastTurn last={schedule.last} />
      </Table.Td>
      <Table.Td data-label={texts.state}>
        <ScheduleStateBadge state={schedule.state} />
        <span className={table.sub}>
          {schedule.state === "STOPPED"
            ? stoppedShort(schedule, texts)
            : `${texts.startsAs} ${schedule.startsAs}`}
        </span>
      </Table.Td>
      {onWish ? (
        <Table.Td className={table.deeds}>
          <ScheduleMenu schedule={schedule} onWish={onWish} />
        </Table.Td>
      ) : null}
    </Table.Tr>
  );
}

function stoppedShort({ startsAs, stoppedBecause }: Schedule, texts: SchedulesMessages): string {
  return stoppedBecause ? texts.stoppedBy[stoppedBecause](startsAs) : texts.stoppedShort(startsAs);
}

function ScheduleMenu({ schedule, onWish }: { schedule: Schedule; onWish: (wish: Wish) => void }) {
  const texts = useSchedulesMessages();
  const { tenant } = useMembership();
  const item = (deed: ScheduleDeed, Icon: typeof IconTrash, color?: string) => (
    <Menu.Item
      color={color}
      leftSection={<Icon size={16} stroke={1.7} aria-hidden />}
      onClick={() => {
        onWish({ schedule, deed });
      }}
    >
      {texts.deeds[deed]}
    </Menu.Item>
  );
  return (
    <Menu position="bottom-end" withinPortal>
      <Menu.Target>
        <ActionIcon
          variant="subtle"
          color="gray"
          aria-label={texts.actionsOf(targetsInWords(schedule.targets, texts))}
        >
          <IconDots size={18} />
        </ActionIcon>
      </Menu.Target>
      <Menu.Dropdown>
        <LinkMenuItem
          to="/t/$tenant/schedules/$schedule"
          params={{ tenant, schedule: schedule.id }}
          leftSection={<IconPencil size={16} stroke={1.7} aria-hidden />}
        >
          {texts.deeds.edit}
        </LinkMenuItem>
        {schedule.state === "ON" ? item("pause", IconPlayerPause) : item("resume", IconPlayerPlay)}
        <Menu.Divider />
        {item("remove", IconTrash, "red")}
      </Menu.Dropdown>
    </Menu>
  );
}
