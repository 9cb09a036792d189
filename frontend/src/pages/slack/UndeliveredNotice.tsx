import { Alert } from "@mantine/core";
import { useInfiniteQuery } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import { IconBrandSlack } from "@tabler/icons-react";
import { undeliveredQuery } from "../../api/slack";
import { useNow } from "../../components/RelativeTime";
import { useSlackMessages } from "../../i18n/slack";
import { isLately } from "../../model/slack";
import { useMembership } from "../tenant";

/** Says where to find what the bot could bring to nobody lately; nothing while all arrives. */
export function UndeliveredNotice() {
  const texts = useSlackMessages();
  const { tenant } = useMembership();
  const now = useNow(60_000);
  const query = useInfiniteQuery(undeliveredQuery(tenant));
  return isLately(query.data?.pages[0]?.items ?? [], now) ? (
    <Alert mb="md" color="yellow" icon={<IconBrandSlack size={18} aria-hidden />}>
      {texts.undeliveredLately}{" "}
      <Link to="/t/$tenant/settings/slack" params={{ tenant }}>
        {texts.toUndelivered}
      </Link>
    </Alert>
  ) : null;
}
