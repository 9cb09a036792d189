import { Checkbox, NativeSelect, NumberInput, Stack, TextInput } from "@mantine/core";
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { createToken, tokensQuery } from "../../api/tokens";
import { useMessages } from "../../i18n/messages";
import { useSettingsMessages } from "../../i18n/settings";
import { permissions } from "../../model/role";
import type { Permission, Role, RolePermissions } from "../../model/role";
import { calendarDay } from "../../model/time";
import { longestTokenName, mostTokenDays } from "../../model/token";
import type { NewToken } from "../../model/token";
import { useMembership } from "../tenant";
import { Form, hasComplaints, withThoseOf } from "../Form";
import type { Complaints } from "../Form";
import form from "../Form.module.css";

const day = 86_400_000;
const untouched: Complaints = {};

export function TokenForm({ roles, onMade }: { roles: RolePermissions[]; onMade: (made: NewToken) => void }) {
  const { m, language } = useMessages();
  const all = useSettingsMessages();
  const { tokens: texts } = all;
  const { tenant } = useMembership();
  const queries = useQueryClient();
  const [name, setName] = useState("");
  const [role, setRole] = useState<Role>("operator");
  const [without, setWithout] = useState<Permission[]>([]);
  const [days, setDays] = useState<number | string>(90);
  const [opened] = useState(() => Date.now());
  const [complaints, setComplaints] = useState(untouched);
  const allowed = roles.find((one) => one.role === role)?.permissions ?? [];
  const scopes = permissions.filter((one) => allowed.includes(one) && !without.includes(one));
  const wantedDays = typeof days === "number" && Number.isInteger(days) ? days : undefined;
  const create = useMutation({
    mutationFn: (length: number) => createToken(tenant, { name: name.trim(), role, scopes, days: length }),
    onSuccess: (made) => {
      // The text is to be in one place only, and to be gone with it.
      create.reset();
      void queries.invalidateQueries({ queryKey: tokensQuery(tenant).queryKey });
      onMade(made);
    },
    gcTime: 0,
  });
  const submit = () => {
    const inBounds = wantedDays !== undefined && wantedDays >= 1 && wantedDays <= mostTokenDays;
    const found: Complaints = {
      name:
        name.trim() === ""
          ? all.required
          : name.trim().length > longestTokenName
            ? all.tooLong(longestTokenName)
            : undefined,
      scopes: scopes.length === 0 ? texts.scopesNone : undefined,
      days: inBounds ? undefined : all.wholeNumber(1, mostTokenDays),
    };
    setComplaints(found);
    create.reset();
    if (!hasComplaints(found) && inBounds) create.mutate(wantedDays);
  };
  const wrong = withThoseOf(create.error, complaints);
  return (
    <Form
      label={texts.make}
      complaints={complaints}
      failed={texts.failed}
      error={create.error}
      busy={create.isPending}
      deed={texts.create}
      onSubmit={submit}
    >
      <TextInput
        label={texts.name}
        description={texts.nameHint}
        required
        autoComplete="off"
        value={name}
        error={wrong.name}
        onChange={(event) => {
          setName(event.currentTarget.value);
        }}
      />
      <div className={form.pair}>
        <NativeSelect
          label={texts.role}
          description={m.roleExplained[role]}
          data={roles.map((one) => ({ value: one.role, label: m.roles[one.role] }))}
          value={role}
          error={wrong.role}
          onChange={(event) => {
            const wanted = roles.find((one) => one.role === event.currentTarget.value);
            if (!wanted) return;
            setRole(wanted.role);
            setWithout([]);
          }}
        />
        <NumberInput
          label={texts.days}
          description={
            wantedDays === undefined || wantedDays < 1 || wantedDays > mostTokenDays
              ? all.wholeNumber(1, mostTokenDays)
              : texts.daysHint(calendarDay(new Date(opened + wantedDays * day), language))
          }
          min={1}
          max={mostTokenDays}
          clampBehavior="none"
          allowDecimal={false}
          allowNegative={false}
          value={days}
          error={wrong.days}
          onChange={setDays}
        />
      </div>
      <Checkbox.Group
        label={texts.scopes}
        description={texts.scopesHint}
        error={wrong.scopes}
        value={scopes}
        onChange={(wanted) => {
          setWithout(allowed.filter((one) => !wanted.includes(one)));
        }}
      >
        <Stack gap={8} mt={8}>
          {permissions
            .filter((one) => allowed.includes(one))
            .map((one) => (
              <Checkbox
                key={one}
                value={one}
                size="sm"
                label={all.permissions[one]}
                description={all.permissionExplained[one]}
              />
            ))}
        </Stack>
      </Checkbox.Group>
    </Form>
  );
}
