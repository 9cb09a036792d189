import { Alert } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import { IconClockX } from "@tabler/icons-react";
import { stoppedSchedulesQuery } from "../../api/schedules";
import { useSchedulesMessages } from "../../i18n/schedules";
import { may } from "../../model/role";
import { useMembership } from "../tenant";

/** Tells those who can mend it that schedules have stopped; nothing while none has. */
export function StoppedNotice() {
  const texts = useSchedulesMessages();
  const { tenant, role } = useMembership();
  const mends = may(role, "start");
  const query = useQuery({ ...stoppedSchedulesQuery(tenant), enabled: mends });
  const stopped = query.data?.items.length ?? 0;
  return mends && stopped > 0 ? (
    <Alert mb="md" color="red" variant="light" icon={<IconClockX size={18} aria-hidden />}>
      {texts.stoppedNotice(stopped, query.data?.next !== undefined)}{" "}
      <Link to="/t/$tenant/schedules" params={{ tenant }}>
        {texts.toStopped}
      </Link>
    </Alert>
  ) : null;
}
