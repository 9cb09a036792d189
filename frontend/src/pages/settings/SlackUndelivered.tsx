import { useInfiniteQuery } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import { undeliveredQuery } from "../../api/slack";
import { Card } from "../../components/Card";
import { RelativeTime } from "../../components/RelativeTime";
import { ListSkeleton } from "../../components/States";
import { VisibleText } from "../../components/VisibleText";
import { useSlackMessages } from "../../i18n/slack";
import type { Undelivered } from "../../model/slack";
import { Failure } from "../Failure";
import { useMembership } from "../tenant";
import styles from "./SlackUndelivered.module.css";

/** The last way of a message of the bot: what reached nobody in Slack, and why. */
export function SlackUndelivered() {
  const texts = useSlackMessages();
  const { tenant } = useMembership();
  const query = useInfiniteQuery(undeliveredQuery(tenant));
  const messages = query.data?.pages.flatMap((part) => part.items) ?? [];
  if (query.isPending) return <ListSkeleton rows={2} />;
  if (query.error && messages.length === 0) {
    return <Failure error={query.error} onRetry={() => void query.refetch()} />;
  }
  return (
    <Card title={texts.undelivered} note={texts.undeliveredNote}>
      {messages.length === 0 ? <p className="dim">{texts.allDelivered}</p> : null}
      <ul className={styles.messages}>
        {messages.map((message) => (
          <Message key={message.id} message={message} />
        ))}
      </ul>
    </Card>
  );
}

function Message({ message }: { message: Undelivered }) {
  const texts = useSlackMessages();
  const { tenant } = useMembership();
  return (
    <li>
      <span className={styles.about}>
        <RelativeTime at={message.at} /> · <code>{message.channel}</code>
        {message.run === undefined ? null : (
          <>
            {" · "}
            <Link to="/t/$tenant/runs/$run" params={{ tenant, run: message.run }}>
              {texts.openRun}
            </Link>
          </>
        )}
      </span>
      <p>
        <VisibleText text={message.text} />
      </p>
      <p className="dim">
        {texts.undeliveredWhy}: <VisibleText text={message.why} />
      </p>
    </li>
  );
}
