import {
  IconAdjustments,
  IconBrandSlack,
  IconCloud,
  IconIdBadge2,
  IconKey,
  IconLock,
  IconLogin2,
  IconUsers,
  IconUserShield,
} from "@tabler/icons-react";
import { Outlet } from "@tanstack/react-router";
import { LinkSection } from "../../components/LinkButton";
import { useMessages } from "../../i18n/messages";
import { useSettingsMessages } from "../../i18n/settings";
import { may } from "../../model/role";
import { sectionNeeds, sections } from "../../model/settings";
import type { Section } from "../../model/settings";
import { useMembership } from "../tenant";
import { rolesWhoMay } from "./closed";
import styles from "./SettingsFrame.module.css";

const icons: Record<Section, typeof IconKey> = {
  general: IconAdjustments,
  members: IconUsers,
  roles: IconUserShield,
  "sign-in": IconLogin2,
  "identity-provider": IconIdBadge2,
  tokens: IconKey,
  subscriptions: IconCloud,
  slack: IconBrandSlack,
};

/** The sections of the settings beside the one that is open. A closed one says whom it is open to. */
export function SettingsFrame() {
  const { m } = useMessages();
  const texts = useSettingsMessages();
  const { tenant, role } = useMembership();
  return (
    <div className={styles.frame}>
      <nav aria-label={texts.navigation} className={styles.sections}>
        {sections.map((section) => {
          const Icon = icons[section];
          const needs = sectionNeeds[section];
          const closed = needs !== undefined && !may(role, needs);
          return (
            <LinkSection
              key={section}
              to={`/t/$tenant/settings/${section}`}
              params={{ tenant }}
              className={styles.section}
              activeProps={{ active: true }}
              label={texts.sections[section]}
              leftSection={<Icon size={17} stroke={1.7} aria-hidden />}
              rightSection={
                closed ? (
                  <IconLock size={14} role="img" aria-label={texts.needs(rolesWhoMay(needs, m, texts))} />
                ) : undefined
              }
            />
          );
        })}
      </nav>
      <div className={styles.content}>
        <Outlet />
      </div>
    </div>
  );
}
