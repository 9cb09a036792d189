import { Radio, Stack } from "@mantine/core";
import { useMutation, useQueryClient, useSuspenseQuery } from "@tanstack/react-query";
import { useState } from "react";
import { changeMember, membersQuery, removeMember } from "../../api/members";
import { sessionQuery } from "../../api/session";
import { useMessages } from "../../i18n/messages";
import { useSettingsMessages } from "../../i18n/settings";
import type { Member } from "../../model/member";
import { roles } from "../../model/role";
import type { Role } from "../../model/role";
import { useMembership } from "../tenant";
import { Confirm } from "../Confirm";

export type MemberDeed = "role" | "deactivate" | "reactivate" | "remove";

interface Props {
  wish: { member: Member; deed: MemberDeed } | undefined;
  onClose: () => void;
  onDone: (text: string) => void;
}

/** Asks before a member is changed, by name; the server's refusal (the last admin) is shown in the dialog. */
export function MemberDialog({ wish, onClose, onDone }: Props) {
  // What is asked stays on screen while the dialog closes.
  const [shown, setShown] = useState(wish);
  if (wish && wish !== shown) setShown(wish);
  if (!shown) return null;
  return (
    <Dialog
      key={`${shown.member.id} ${shown.deed}`}
      {...shown}
      opened={wish !== undefined}
      onClose={onClose}
      onDone={onDone}
    />
  );
}

interface DialogProps {
  member: Member;
  deed: MemberDeed;
  opened: boolean;
  onClose: () => void;
  onDone: (text: string) => void;
}

function Dialog({ member, deed, opened, onClose, onDone }: DialogProps) {
  const { m } = useMessages();
  const { members: texts } = useSettingsMessages();
  const { tenant } = useMembership();
  const queries = useQueryClient();
  const [role, setRole] = useState<Role>(member.role);
  const { name } = member;
  const change = useMutation({
    mutationFn: async () => {
      switch (deed) {
        case "role":
          await changeMember(tenant, member.id, { role });
          return texts.roleDone(name, m.roles[role]);
        case "deactivate":
          await changeMember(tenant, member.id, { active: false });
          return texts.deactivated(name);
        case "reactivate":
          await changeMember(tenant, member.id, { active: true });
          return texts.reactivated(name);
        case "remove":
          await removeMember(tenant, member.id);
          return texts.removed(name);
      }
    },
    onSuccess: (said) => {
      onClose();
      onDone(said);
    },
    // Also after a refusal: somebody else may have changed the list.
    onSettled: () => queries.invalidateQueries({ queryKey: membersQuery(tenant).queryKey }),
  });
  const words = {
    role: { title: texts.roleTitle(name), deed: texts.roleDeed },
    deactivate: { title: texts.deactivateTitle(name), deed: texts.deactivate },
    reactivate: { title: texts.reactivateTitle(name), deed: texts.reactivate },
    remove: { title: texts.removeTitle(name), deed: texts.remove },
  }[deed];
  return (
    <Confirm
      {...words}
      opened={opened}
      onClose={onClose}
      keep={texts.keep}
      harmless={deed === "role" || deed === "reactivate"}
      busy={change.isPending}
      error={change.error}
      failed={texts.failed}
      onConfirm={() => {
        change.mutate();
      }}
    >
      {deed === "role" ? (
        <RoleChoice member={member} role={role} onChange={setRole} />
      ) : (
        <>
          <p>
            {deed === "deactivate"
              ? texts.deactivateText(name)
              : deed === "reactivate"
                ? texts.reactivateText(name, m.roles[member.role])
                : texts.removeText(name)}
          </p>
          {deed === "remove" && member.mapped ? <p>{texts.removeMapped}</p> : null}
        </>
      )}
    </Confirm>
  );
}

function RoleChoice({
  member,
  role,
  onChange,
}: {
  member: Member;
  role: Role;
  onChange: (role: Role) => void;
}) {
  const { m } = useMessages();
  const { members: texts } = useSettingsMessages();
  const { data: session } = useSuspenseQuery(sessionQuery);
  return (
    <>
      <Radio.Group
        aria-label={texts.role}
        value={role}
        onChange={(wanted) => {
          const known = roles.find((one) => one === wanted);
          if (known) onChange(known);
        }}
      >
        <Stack gap="sm">
          {roles.map((one) => (
            <Radio key={one} value={one} label={m.roles[one]} description={m.roleExplained[one]} />
          ))}
        </Stack>
      </Radio.Group>
      <p>{texts.roleText}</p>
      {member.mapped ? <p>{texts.roleMapped}</p> : null}
      {member.id === session?.person.id ? <p>{texts.roleYours}</p> : null}
    </>
  );
}
