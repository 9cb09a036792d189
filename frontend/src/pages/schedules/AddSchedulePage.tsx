import { Link, getRouteApi, useNavigate } from "@tanstack/react-router";
import { IconArrowLeft } from "@tabler/icons-react";
import { Card } from "../../components/Card";
import { PageHeader } from "../../components/PageHeader";
import { NoPermission } from "../../components/States";
import { useMessages } from "../../i18n/messages";
import { useSchedulesMessages } from "../../i18n/schedules";
import { may } from "../../model/role";
import { useMembership } from "../tenant";
import { ScheduleForm } from "./ScheduleForm";

const route = getRouteApi("/t/$tenant/schedules/add");

export function AddSchedulePage() {
  const { m } = useMessages();
  const texts = useSchedulesMessages();
  const { tenant, tenantName, role } = useMembership();
  const { target } = route.useSearch();
  const navigate = useNavigate();
  const open = may(role, "start");
  return (
    <>
      <PageHeader
        title={texts.add}
        tabTitle={`${texts.add} · ${tenantName}`}
        lead={open ? texts.addLead : undefined}
        above={<BackToSchedules />}
      />
      {open ? (
        <Card>
          <ScheduleForm
            target={target}
            onSaved={(saved) =>
              void navigate({ to: "/t/$tenant/schedules/$schedule", params: { tenant, schedule: saved.id } })
            }
          />
        </Card>
      ) : (
        <NoPermission text={m.problems.noPermissionText(m.roles[role], texts.needed)} />
      )}
    </>
  );
}

export function BackToSchedules() {
  const texts = useSchedulesMessages();
  const { tenant } = useMembership();
  return (
    <Link to="/t/$tenant/schedules" params={{ tenant }}>
      <IconArrowLeft size={14} aria-hidden style={{ verticalAlign: "-2px" }} /> {texts.back}
    </Link>
  );
}
