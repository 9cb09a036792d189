import { ActionIcon, Button, NativeSelect, TextInput } from "@mantine/core";
import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { IconArrowDown, IconArrowUp, IconPlus, IconTrash } from "@tabler/icons-react";
import { useRef, useState } from "react";
import { roleMappingsQuery, setRoleMappings } from "../../api/members";
import { identityProviderQuery } from "../../api/settings";
import { Card } from "../../components/Card";
import { ListSkeleton } from "../../components/States";
import { useMessages } from "../../i18n/messages";
import { useSettingsMessages } from "../../i18n/settings";
import { mappingComplaints, mostMappings, moved, sameMappings } from "../../model/member";
import type { RoleMapping } from "../../model/member";
import { roles } from "../../model/role";
import { Failure } from "../Failure";
import { useMembership } from "../tenant";
import { Done, Form } from "../Form";
import type { Complaints } from "../Form";
import { DiscardButton } from "./DiscardButton";
import { SettingsPage } from "./SettingsPage";
import styles from "./SignInRulesPage.module.css";
import { UnsavedGuard } from "./UnsavedGuard";

export function SignInRulesPage() {
  const { signIn: texts } = useSettingsMessages();
  return (
    <SettingsPage section="sign-in" lead={texts.lead}>
      <Rules />
    </SettingsPage>
  );
}

function Rules() {
  const { tenant } = useMembership();
  const query = useQuery(roleMappingsQuery(tenant));
  if (query.isPending) return <ListSkeleton rows={4} />;
  if (!query.data) return <Failure error={query.error} onRetry={() => void query.refetch()} />;
  return <Editor saved={query.data} />;
}

/** A rule while it is edited: its number stays with it when it moves. */
interface Draft extends RoleMapping {
  key: number;
}

function drafts(mappings: RoleMapping[]): Draft[] {
  return mappings.map((mapping, key) => ({ ...mapping, key }));
}

const untouched: Complaints = {};

function Editor({ saved }: { saved: RoleMapping[] }) {
  const { signIn: texts, save } = useSettingsMessages();
  const { tenant } = useMembership();
  const queries = useQueryClient();
  const provider = useQuery(identityProviderQuery(tenant));
  const [rules, setRules] = useState(() => drafts(saved));
  const [base, setBase] = useState(saved);
  const [complaints, setComplaints] = useState(untouched);
  const [done, setDone] = useState<string>();
  const nextKey = useRef(saved.length);
  const wanted = rules.map(({ value, role }) => ({ value: value.trim(), role }));
  const dirty = !sameMappings(wanted, base);
  // What another admin saved meanwhile is shown, unless something here would be lost by it.
  if (!dirty && !sameMappings(saved, base)) {
    setBase(saved);
    setRules(drafts(saved).map((rule) => ({ ...rule, key: -1 - rule.key })));
  }
  const change = useMutation({
    mutationFn: () => setRoleMappings(tenant, wanted),
    onSuccess: (items) => {
      queries.setQueryData(roleMappingsQuery(tenant).queryKey, items);
      setBase(items);
      setRules((now) => items.map((item, index) => ({ ...item, key: now[index]?.key ?? index })));
      setDone(texts.saved);
    },
  });
  const edit = (next: Draft[]) => {
    setRules(next);
    setDone(undefined);
    setComplaints(untouched);
    change.reset();
  };
  const submit = () => {
    const found = mappingComplaints(wanted);
    const wrong = Object.fromEntries(
      found.flatMap((one, index) => (one === undefined ? [] : [[String(index), texts.complaints[one]]])),
    );
    setComplaints(wrong);
    if (found.every((one) => one === undefined)) change.mutate();
  };
  return (
    <>
      <UnsavedGuard dirty={dirty} />
      <Done
        text={done}
        onClose={() => {
          setDone(undefined);
        }}
      />
      <Card title={texts.rules} note={texts.rulesNote}>
        <Form
          label={texts.rules}
          complaints={complaints}
          failed={texts.failed}
          error={change.error}
          busy={change.isPending}
          deed={save}
          aside={
            <DiscardButton
              shown={dirty}
              onClick={() => {
                edit(drafts(base));
              }}
            />
          }
          onSubmit={submit}
        >
          {provider.data?.roleClaim === undefined ? null : (
            <p className={styles.note}>{texts.claim(provider.data.roleClaim)}</p>
          )}
          {rules.length === 0 ? (
            <p className={styles.note}>{texts.empty}</p>
          ) : (
            <ol className={styles.rules}>
              {rules.map((rule, index) => (
                <Rule
                  key={rule.key}
                  rule={rule}
                  index={index}
                  last={index === rules.length - 1}
                  complaint={complaints[String(index)]}
                  onChange={(changed) => {
                    edit(rules.map((one) => (one.key === rule.key ? { ...one, ...changed } : one)));
                  }}
                  onMove={(to) => {
                    edit(moved(rules, index, to));
                  }}
                  onRemove={() => {
                    edit(rules.filter((one) => one.key !== rule.key));
                  }}
                />
              ))}
            </ol>
          )}
          {rules.length < mostMappings ? (
            <div>
              <Button
                variant="light"
                size="xs"
                leftSection={<IconPlus size={15} aria-hidden />}
                onClick={() => {
                  nextKey.current += 1;
                  edit([...rules, { value: "", role: "viewer", key: nextKey.current }]);
                }}
              >
                {texts.add}
              </Button>
            </div>
          ) : (
            <p className={styles.note}>{texts.most}</p>
          )}
        </Form>
      </Card>
    </>
  );
}

interface RuleProps {
  rule: Draft;
  index: number;
  last: boolean;
  complaint: string | undefined;
  onChange: (change: Partial<RoleMapping>) => void;
  onMove: (to: number) => void;
  onRemove: () => void;
}

function Rule({ rule, index, last, complaint, onChange, onMove, onRemove }: RuleProps) {
  const { m } = useMessages();
  const { signIn: texts } = useSettingsMessages();
  const name = rule.value.trim() === "" ? texts.rule(index + 1) : rule.value.trim();
  return (
    <li className={styles.rule}>
      <TextInput
        className={styles.value}
        aria-label={texts.valueOf(index + 1)}
        placeholder={texts.valueHint}
        value={rule.value}
        error={complaint}
        autoComplete="off"
        autoFocus={rule.value === "" && index > 0}
        onChange={(event) => {
          onChange({ value: event.currentTarget.value });
        }}
      />
      <NativeSelect
        className={styles.role}
        aria-label={texts.roleOf(index + 1)}
        data={roles.map((role) => ({ value: role, label: m.roles[role] }))}
        value={rule.role}
        onChange={(event) => {
          const role = roles.find((one) => one === event.currentTarget.value);
          if (role) onChange({ role });
        }}
      />
      <span className={styles.deeds}>
        <ActionIcon
          variant="subtle"
          color="gray"
          size="lg"
          aria-label={texts.up(name)}
          aria-disabled={index === 0}
          onClick={() => {
            if (index > 0) onMove(index - 1);
          }}
        >
          <IconArrowUp size={16} />
        </ActionIcon>
        <ActionIcon
          variant="subtle"
          color="gray"
          size="lg"
          aria-label={texts.down(name)}
          aria-disabled={last}
          onClick={() => {
            if (!last) onMove(index + 1);
          }}
        >
          <IconArrowDown size={16} />
        </ActionIcon>
        <ActionIcon
          variant="subtle"
          color="red"
          size="lg"
          aria-label={texts.removeRule(name)}
          onClick={onRemove}
        >
          <IconTrash size={16} />
        </ActionIcon>
      </span>
    </li>
  );
}
