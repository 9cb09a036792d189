import { Alert } from "@mantine/core";
import { IconEye } from "@tabler/icons-react";
import type { ReactNode } from "react";
import { PageHeader } from "../../components/PageHeader";
import { NoPermission } from "../../components/States";
import { useMessages } from "../../i18n/messages";
import { useSettingsMessages } from "../../i18n/settings";
import { may } from "../../model/role";
import { sectionNeeds } from "../../model/settings";
import type { Section } from "../../model/settings";
import { useMembership } from "../tenant";
import { rolesWhoMay } from "./closed";

interface Props {
  section: Section;
  title?: ReactNode;
  tabTitle?: string;
  lead?: ReactNode;
  above?: ReactNode;
  actions?: ReactNode;
  /** False for what nobody can change here. */
  changeable?: boolean;
  children: ReactNode;
}

/** A page of the settings: its heading, then its content, or why it is closed to the reader's role. */
export function SettingsPage({
  section,
  title,
  tabTitle,
  lead,
  above,
  actions,
  changeable = true,
  children,
}: Props) {
  const { m } = useMessages();
  const texts = useSettingsMessages();
  const { role, tenantName } = useMembership();
  const needs = sectionNeeds[section];
  const name = texts.sections[section];
  const open = needs === undefined || may(role, needs);
  const changes = may(role, "manage");
  return (
    <>
      <PageHeader
        title={title ?? name}
        tabTitle={`${tabTitle ?? name} · ${tenantName}`}
        lead={lead}
        above={above}
      >
        {open && changes ? actions : undefined}
      </PageHeader>
      {!open ? (
        <NoPermission text={m.problems.noPermissionText(m.roles[role], rolesWhoMay(needs, m, texts))} />
      ) : (
        <>
          {changeable && !changes ? (
            <Alert variant="light" color="gray" icon={<IconEye size={18} aria-hidden />}>
              {texts.readOnly(m.roles[role], rolesWhoMay("manage", m, texts))}
            </Alert>
          ) : null}
          {children}
        </>
      )}
    </>
  );
}
