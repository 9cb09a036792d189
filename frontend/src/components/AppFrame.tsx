import { Avatar, Burger, Menu, UnstyledButton } from "@mantine/core";
import {
  IconBuilding,
  IconCalendarTime,
  IconCheck,
  IconChevronDown,
  IconHistory,
  IconLogout,
  IconRouter,
  IconSelector,
  IconSettings,
  IconShieldCheck,
  IconUpload,
} from "@tabler/icons-react";
import { Link, useRouterState } from "@tanstack/react-router";
import { useState } from "react";
import type { MouseEvent, ReactNode } from "react";
import { useMessages } from "../i18n/messages";
import { may } from "../model/role";
import type { Membership, Session } from "../model/role";
import styles from "./AppFrame.module.css";
import { LinkMenuItem } from "./LinkButton";
import { Logo } from "./Logo";
import { Preferences } from "./Preferences";

interface Props {
  session: Session;
  membership: Membership;
  onSwitch: (tenant: string) => void;
  onSignOut: () => void;
  children: ReactNode;
}

/** What stands around every page of a tenant: where one is, who one is, where one can go. */
export function AppFrame({ session, membership, onSwitch, onSignOut, children }: Props) {
  const { m } = useMessages();
  const path = useRouterState({ select: (state) => state.location.pathname });
  // The open menu belongs to the page it was opened on: going elsewhere closes it.
  const [openedAt, setOpenedAt] = useState<string>();
  const open = openedAt === path;
  const toggle = () => {
    setOpenedAt(open ? undefined : path);
  };
  return (
    <div className={styles.frame}>
      <a href="#content" className={styles.skip}>
        {m.app.skipToContent}
      </a>
      <aside className={styles.side} data-open={open}>
        <div className={styles.stick}>
          <div className={styles.brand}>
            <Logo />
            <span className={styles.product}>{m.app.name}</span>
            {session.demo ? <span className={styles.demo}>{m.app.demo}</span> : null}
          </div>
          <TenantSwitch session={session} membership={membership} onSwitch={onSwitch} />
          <nav id="navigation" className={styles.nav} aria-label={m.app.navigation}>
            <NavLinks membership={membership} />
          </nav>
        </div>
      </aside>
      {open ? <div className={styles.shade} onClick={toggle} aria-hidden /> : null}
      <div className={styles.main}>
        <div className={styles.top}>
          <Burger
            className={styles.burger}
            opened={open}
            onClick={toggle}
            size="sm"
            aria-label={open ? m.app.closeNavigation : m.app.openNavigation}
            aria-expanded={open}
            aria-controls="navigation"
          />
          <span className={styles.where}>
            <IconBuilding size={16} stroke={1.7} aria-hidden />
            <span className={styles.whereLabel}>{m.app.tenant}</span>
            <strong data-testid="tenant-name">{membership.tenantName}</strong>
          </span>
          <div className={styles.tools}>
            <Preferences />
            <UserMenu session={session} membership={membership} onSignOut={onSignOut} />
          </div>
        </div>
        <main id="content" className={styles.content} tabIndex={-1}>
          {children}
        </main>
      </div>
    </div>
  );
}

function NavLinks({ membership }: { membership: Membership }) {
  const { m } = useMessages();
  const { tenant, role } = membership;
  const link = {
    params: { tenant },
    className: styles.link,
    activeProps: { "aria-current": "page" },
  } as const;
  return (
    <>
      <Link to="/t/$tenant/targets" {...link}>
        <IconRouter size={18} stroke={1.7} aria-hidden /> {m.nav.targets}
      </Link>
      <Link to="/t/$tenant/runs" {...link}>
        <IconHistory size={18} stroke={1.7} aria-hidden /> {m.nav.runs}
      </Link>
      <Link to="/t/$tenant/schedules" {...link}>
        <IconCalendarTime size={18} stroke={1.7} aria-hidden /> {m.nav.schedules}
      </Link>
      {may(role, "upload") ? (
        <Link to="/t/$tenant/upload" {...link}>
          <IconUpload size={18} stroke={1.7} aria-hidden /> {m.nav.upload}
        </Link>
      ) : null}
      {may(role, "audit") ? (
        <Link to="/t/$tenant/audit" {...link}>
          <IconShieldCheck size={18} stroke={1.7} aria-hidden /> {m.nav.audit}
        </Link>
      ) : null}
      <Link to="/t/$tenant/settings" {...link}>
        <IconSettings size={18} stroke={1.7} aria-hidden /> {m.nav.settings}
      </Link>
    </>
  );
}

/** A plain click switches the session; opened elsewhere, it is the link that it looks like. */
function TenantSwitch({ session, membership, onSwitch }: Omit<Props, "children" | "onSignOut">) {
  const { m } = useMessages();
  const name = (
    <>
      <span className={styles.tenantMark} aria-hidden>
        {membership.tenantName.slice(0, 1).toUpperCase()}
      </span>
      <span className={styles.tenantWords}>
        <span className={styles.tenantLabel}>{m.app.tenant}</span>
        <span className={styles.tenantName}>{membership.tenantName}</span>
      </span>
    </>
  );
  if (session.memberships.length < 2) return <div className={styles.tenant}>{name}</div>;
  return (
    <Menu width="target" withinPortal>
      <Menu.Target>
        <UnstyledButton
          className={styles.tenant}
          aria-label={`${m.app.switchTenant}: ${membership.tenantName}`}
        >
          {name}
          <IconSelector size={16} aria-hidden />
        </UnstyledButton>
      </Menu.Target>
      <Menu.Dropdown>
        {session.memberships.map((one) => (
          <LinkMenuItem
            key={one.tenant}
            to="/t/$tenant/targets"
            params={{ tenant: one.tenant }}
            onClick={(event: MouseEvent<HTMLAnchorElement>) => {
              if (event.metaKey || event.ctrlKey || event.shiftKey || event.altKey) return;
              event.preventDefault();
              onSwitch(one.tenant);
            }}
            rightSection={one.tenant === membership.tenant ? <IconCheck size={15} aria-hidden /> : null}
          >
            {one.tenantName} <span className="dim">· {m.roles[one.role]}</span>
          </LinkMenuItem>
        ))}
      </Menu.Dropdown>
    </Menu>
  );
}

function UserMenu({ session, membership, onSignOut }: Omit<Props, "children" | "onSwitch">) {
  const { m } = useMessages();
  const { name } = session.person;
  return (
    <Menu position="bottom-end" withinPortal>
      <Menu.Target>
        <UnstyledButton className={styles.user} aria-label={m.app.menuOf(name, m.roles[membership.role])}>
          <Avatar size={28} radius="xl" color="signal" name={name} aria-hidden />
          <span className={styles.userWords}>
            <span className={styles.userName}>{name}</span>
            <span className={styles.role}>{m.roles[membership.role]}</span>
          </span>
          <IconChevronDown size={14} aria-hidden />
        </UnstyledButton>
      </Menu.Target>
      <Menu.Dropdown>
        <Menu.Label>
          {name}
          <br />
          {m.roles[membership.role]} · {membership.tenantName}
        </Menu.Label>
        <Menu.Divider />
        <Menu.Item leftSection={<IconLogout size={16} stroke={1.7} />} onClick={onSignOut}>
          {m.app.signOut}
        </Menu.Item>
      </Menu.Dropdown>
    </Menu>
  );
}
