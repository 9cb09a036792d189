import { IconAlertTriangle, IconCircleCheck } from "@tabler/icons-react";
import { Link } from "@tanstack/react-router";
import { VisibleText } from "../../components/VisibleText";
import { useSettingsMessages } from "../../i18n/settings";
import type { Discovery } from "../../model/subscription";
import { useMembership } from "../tenant";
import styles from "./Discovered.module.css";

/** What each gateway said of its connections, or why it said nothing. */
export function Discovered({ items }: { items: Discovery[] }) {
  return (
    <ul className={styles.gateways}>
      {items.map((item) => (
        <li key={item.id} data-failed={item.failure !== undefined || undefined}>
          {item.failure ? (
            <IconAlertTriangle size={17} aria-hidden />
          ) : (
            <IconCircleCheck size={17} aria-hidden />
          )}
          <Gateway item={item} />
        </li>
      ))}
    </ul>
  );
}

function Gateway({ item }: { item: Discovery }) {
  const { discovery: texts } = useSettingsMessages().subscriptions;
  const { tenant } = useMembership();
  const { failure, connections, added, notLoaded, ignored } = item;
  return (
    <div>
      <Link to="/t/$tenant/targets/$target" params={{ tenant, target: item.id }}>
        <VisibleText text={item.gateway} />
      </Link>
      {failure ? (
        <p>
          <VisibleText text={failure.detail} />
        </p>
      ) : (
        <>
          <p>
            {texts.connections(connections.length)},{" "}
            {added.length === 0 ? (
              texts.nothingNew
            ) : (
              <>
                {texts.added}: <VisibleText text={added.join(", ")} />
              </>
            )}
          </p>
          {notLoaded.length === 0 ? null : (
            <p>
              {texts.notLoaded}: <VisibleText text={notLoaded.join(", ")} />
            </p>
          )}
          {ignored === 0 ? null : <p>{texts.ignored(ignored)}</p>}
        </>
      )}
    </div>
  );
}
