import { ActionIcon, Button, Group, Stack, TextInput } from "@mantine/core";
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { IconPencil, IconPlus, IconX } from "@tabler/icons-react";
import { useState } from "react";
import { setTags } from "../../api/targets";
import { Card } from "../../components/Card";
import { TagPills } from "../../components/TagPills";
import { useMessages } from "../../i18n/messages";
import { may } from "../../model/role";
import { mostTags, tagComplaints, tagsOf } from "../../model/tags";
import type { Tag } from "../../model/tags";
import type { Target } from "../../model/target";
import { Form, withThoseOf } from "../Form";
import type { Complaints } from "../Form";
import { useMembership } from "../tenant";
import styles from "./TagsCard.module.css";

/** The tags of a target; those who may start runs may change them. */
export function TagsCard({ target }: { target: Target }) {
  const { m } = useMessages();
  const { tenant, role } = useMembership();
  const [editing, setEditing] = useState(false);
  const none = Object.keys(target.tags).length === 0;
  return (
    <Card
      title={m.tags.title}
      aside={
        editing || !may(role, "start") ? undefined : (
          <Button
            size="compact-sm"
            variant="subtle"
            leftSection={<IconPencil size={14} aria-hidden />}
            onClick={() => {
              setEditing(true);
            }}
          >
            {m.tags.edit}
          </Button>
        )
      }
    >
      {editing ? (
        <TagsForm
          target={target}
          onEnd={() => {
            setEditing(false);
          }}
        />
      ) : (
        <>
          {none ? (
            <span className={styles.note}>{m.tags.none}</span>
          ) : (
            <TagPills tenant={tenant} tags={target.tags} />
          )}
          {may(role, "start") ? null : <p className={styles.note}>{m.tags.notAllowed(m.roles[role])}</p>}
        </>
      )}
    </Card>
  );
}

const untouched: Complaints = {};

/** A tag while it is edited; its number stays with it. */
interface Draft extends Tag {
  number: number;
}

function TagsForm({ target, onEnd }: { target: Target; onEnd: () => void }) {
  const { m } = useMessages();
  const { tenant } = useMembership();
  const queries = useQueryClient();
  const [tags, setDrafts] = useState<Draft[]>(() => {
    const known = tagsOf(target.tags);
    return (known.length === 0 ? [{ key: "", value: "" }] : known).map((tag, number) => ({ ...tag, number }));
  });
  const [complaints, setComplaints] = useState(untouched);
  const saving = useMutation({
    mutationFn: (wanted: Tag[]) =>
      setTags(tenant, target.id, Object.fromEntries(wanted.map(({ key, value }) => [key.trim(), value.trim()]))),
    onSuccess: (saved) => {
      queries.setQueryData(["target", tenant, target.id], saved);
      void queries.invalidateQueries({ queryKey: ["targets", tenant] });
      onEnd();
    },
  });
  const edit = (wanted: Draft[]) => {
    setDrafts(wanted);
    setComplaints(untouched);
  };
  const submit = () => {
    // A row that nobody filled says nothing.
    const filled = tags.filter((tag) => tag.key.trim() !== "" || tag.value.trim() !== "");
    const found = tagComplaints(filled);
    setDrafts(filled);
    setComplaints(
      Object.fromEntries(
        found.flatMap((one, index) => (one === undefined ? [] : [[String(index), m.tags.complaints[one]]])),
      ),
    );
    saving.reset();
    if (found.every((one) => one === undefined)) saving.mutate(filled);
  };
  return (
    <Form
      label={m.tags.title}
      complaints={complaints}
      failed={m.tags.failed}
      error={saving.error}
      busy={saving.isPending}
      deed={m.tags.save}
      aside={
        <Button variant="default" onClick={onEnd}>
          {m.tags.cancel}
        </Button>
      }
      onSubmit={submit}
    >
      <Stack gap="xs">
        {tags.map((tag, index) => {
          const set = (change: Partial<Tag>) => {
            edit(tags.map((one) => (one.number === tag.number ? { ...one, ...change } : one)));
          };
          return (
            <Group key={tag.number} gap={6} align="flex-start" wrap="nowrap">
              <TextInput
                className={styles.part}
                aria-label={m.tags.keyOf(index + 1)}
                placeholder={m.tags.key}
                autoComplete="off"
                autoFocus={tag.key === ""}
                value={tag.key}
                error={complaints[String(index)] ?? serverComplaint(saving.error, tag.key.trim())}
                onChange={(event) => {
                  set({ key: event.currentTarget.value });
                }}
              />
              <TextInput
                className={styles.part}
                aria-label={m.tags.valueOf(index + 1)}
                placeholder={m.tags.valueHint}
                autoComplete="off"
                value={tag.value}
                onChange={(event) => {
                  set({ value: event.currentTarget.value });
                }}
              />
              <ActionIcon
                variant="subtle"
                color="gray"
                size={36}
                aria-label={m.tags.remove(tag.key.trim() === "" ? m.tags.number(index + 1) : tag.key)}
                onClick={() => {
                  edit(tags.filter((one) => one.number !== tag.number));
                }}
              >
                <IconX size={15} />
              </ActionIcon>
            </Group>
          );
        })}
      </Stack>
      {tags.length < mostTags ? (
        <div>
          <Button
            size="xs"
            variant="light"
            leftSection={<IconPlus size={14} aria-hidden />}
            onClick={() => {
              edit([...tags, { key: "", value: "", number: Math.max(-1, ...tags.map((one) => one.number)) + 1 }]);
            }}
          >
            {m.tags.add}
          </Button>
        </div>
      ) : (
        <p className={styles.note}>{m.tags.most}</p>
      )}
    </Form>
  );
}

function serverComplaint(error: unknown, key: string): string | undefined {
  return withThoseOf(error, untouched)[`tags.${key}`];
}
