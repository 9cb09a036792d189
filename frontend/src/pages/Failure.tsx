import {
  ApiError,
  NotAllowed,
  NotFound,
  QueueFull,
  Refused,
  ServerFailed,
  TooManyRequests,
  UnexpectedAnswer,
  Unreachable,
} from "../api/client";
import { LinkButton } from "../components/LinkButton";
import { ErrorState, NoPermission, NotFoundState } from "../components/States";
import { useTabTitle } from "../components/PageHeader";
import { useMessages } from "../i18n/messages";
import type { Messages } from "../i18n/en";

/** What a person should read about a failure: the server's own words where it has some, ours where it cannot. */
export function wordsFor(error: unknown, m: Messages): string {
  if (error instanceof Unreachable) return m.problems.unreachable;
  if (error instanceof UnexpectedAnswer) return m.problems.unexpected;
  if (error instanceof TooManyRequests) return m.problems.tooManyRequests(error.retryAfterSeconds);
  if (error instanceof ServerFailed) return m.problems.serverFailed;
  if (error instanceof QueueFull) return error.problem.detail ?? m.problems.queueFull;
  if (error instanceof Refused) {
    const fields = error.problem.errors.map((one) => one.message).join(" ");
    return [error.problem.detail ?? error.problem.title, fields].filter((text) => text !== "").join(" ");
  }
  if (error instanceof ApiError) return error.message;
  return m.problems.unexpected;
}

export function requestIdOf(error: unknown): string | undefined {
  return error instanceof Refused ? error.problem.requestId : undefined;
}

/** In place of a page whose content could not be had. */
export function Failure({ error, onRetry }: { error: unknown; onRetry?: () => void }) {
  const { m } = useMessages();
  if (error instanceof NotFound) return <Missing />;
  if (error instanceof NotAllowed) return <NoPermission text={wordsFor(error, m)} />;
  return <ErrorState text={wordsFor(error, m)} requestId={requestIdOf(error)} onRetry={onRetry} />;
}

/** The same for what never was and for what belongs to somebody else. */
export function Missing() {
  const { m } = useMessages();
  useTabTitle(m.problems.notFoundTitle);
  return (
    <NotFoundState>
      <LinkButton to="/" variant="default">
        {m.problems.goHome}
      </LinkButton>
    </NotFoundState>
  );
}
