import { useInfiniteQuery } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import { IconCalendarPlus } from "@tabler/icons-react";
import { schedulesQuery } from "../../api/schedules";
import { Card } from "../../components/Card";
import { LinkButton } from "../../components/LinkButton";
import { RelativeTime } from "../../components/RelativeTime";
import { useSchedulesMessages } from "../../i18n/schedules";
import { may } from "../../model/role";
import { pickOf, picks } from "../../model/schedule";
import type { Target } from "../../model/target";
import { useMembership } from "../tenant";
import styles from "./TargetSchedules.module.css";

/** When a target is troubleshot by itself: by schedules that name it, its gateway, a tag of it, or all. */
export function TargetSchedules({ target }: { target: Target }) {
  const texts = useSchedulesMessages();
  const { tenant, role } = useMembership();
  const query = useInfiniteQuery(schedulesQuery(tenant));
  const found = query.data?.pages
    .flatMap((part) => part.items)
    .filter((one) => picks(pickOf(one.targets), target));
  return (
    <Card
      title={texts.ofTarget.title}
      aside={
        may(role, "start") ? (
          <LinkButton
            to="/t/$tenant/schedules/add"
            params={{ tenant }}
            search={{ target: target.name }}
            size="compact-sm"
            variant="subtle"
            leftSection={<IconCalendarPlus size={14} aria-hidden />}
          >
            {texts.ofTarget.add}
          </LinkButton>
        ) : undefined
      }
    >
      {found === undefined || found.length === 0 ? (
        // What is not known yet, or cannot be had, is on the page of the schedules.
        <span className={styles.note}>{found && !query.hasNextPage ? texts.ofTarget.none : null}</span>
      ) : (
        <ul className={styles.list}>
          {found.map((one) => (
            <li key={one.id}>
              <Link to="/t/$tenant/schedules/$schedule" params={{ tenant, schedule: one.id }}>
                {one.description}
              </Link>{" "}
              <span className={styles.note}>
                {one.next[0] ? <RelativeTime at={one.next[0]} /> : texts.states[one.state]}
              </span>
            </li>
          ))}
        </ul>
      )}
      {found && !query.hasNextPage ? null : (
        <Link to="/t/$tenant/schedules" params={{ tenant }} className={styles.note}>
          {texts.ofTarget.all}
        </Link>
      )}
    </Card>
  );
}
