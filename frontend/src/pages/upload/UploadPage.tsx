import { ActionIcon, Alert, Button, Progress } from "@mantine/core";
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { getRouteApi } from "@tanstack/react-router";
import { IconArrowsExchange, IconFile, IconFileZip, IconStethoscope, IconX } from "@tabler/icons-react";
import { useRef, useState } from "react";
import { UnusableInput } from "../../api/client";
import { uploadBundle } from "../../api/uploads";
import { Card } from "../../components/Card";
import { FileDrop } from "../../components/FileDrop";
import { PageHeader } from "../../components/PageHeader";
import { NoPermission } from "../../components/States";
import { useMessages } from "../../i18n/messages";
import { named, withAdded } from "../../model/chosenFiles";
import { may } from "../../model/role";
import { size, uploadLimitBytes } from "../../model/size";
import { DeedFailure } from "../DeedFailure";
import { useMembership } from "../tenant";
import styles from "./UploadPage.module.css";

const route = getRouteApi("/t/$tenant/upload");

export function UploadPage() {
  const { m } = useMessages();
  const { role } = useMembership();
  return (
    <>
      <PageHeader title={m.upload.title} tabTitle={m.upload.title} lead={m.upload.lead} />
      {may(role, "upload") ? (
        <Upload />
      ) : (
        <NoPermission
          text={m.problems.noPermissionText(m.roles[role], `${m.roles.operator} / ${m.roles.admin}`)}
        />
      )}
    </>
  );
}

function Upload() {
  const { m } = useMessages();
  const { tenant } = route.useParams();
  const navigate = route.useNavigate();
  const queries = useQueryClient();
  const [files, setFiles] = useState<File[]>([]);
  const [share, setShare] = useState(0);
  const stop = useRef<AbortController>(undefined);
  const upload = useMutation({
    mutationFn: () => {
      stop.current = new AbortController();
      setShare(0);
      return uploadBundle(tenant, files, setShare, stop.current.signal);
    },
    onSuccess: async (started) => {
      void queries.invalidateQueries({ queryKey: ["runs", tenant] });
      await navigate({ to: "/t/$tenant/runs/$run", params: { tenant, run: started.id } });
    },
  });

  const total = files.reduce((sum, file) => sum + file.size, 0);
  const empty = files.find((file) => file.size === 0);
  const complaint =
    total > uploadLimitBytes
      ? m.upload.tooLarge(size(total))
      : empty
        ? m.upload.emptyFile(empty.name)
        : undefined;
  const stopped = upload.error instanceof DOMException && upload.error.name === "AbortError";

  return (
    <div className={styles.columns}>
      <div className={styles.main}>
        <DeedFailure
          title={upload.error instanceof UnusableInput ? m.upload.unusable : m.upload.failed}
          error={stopped ? undefined : upload.error}
          onClose={upload.reset}
        />
        <FileDrop
          disabled={upload.isPending}
          onFiles={(added) => {
            upload.reset();
            setFiles((before) => withAdded(before, added));
          }}
        />
        {files.length === 1 ? (
          <Alert
            role="note"
            variant="light"
            icon={<IconArrowsExchange aria-hidden />}
            title={m.upload.bothEnds}
          >
            {m.upload.bothEndsText}
          </Alert>
        ) : null}
        <Card
          title={m.upload.files}
          aside={files.length > 0 ? <span className="dim">{m.upload.total(size(total))}</span> : null}
        >
          {files.length === 0 ? (
            <span className="dim">{m.upload.none}</span>
          ) : (
            <ul className={styles.files}>
              {named(files).map(({ file, name }) => (
                <li key={name} className={styles.file}>
                  {file.name.endsWith(".zip") ? (
                    <IconFileZip size={18} stroke={1.6} aria-hidden />
                  ) : (
                    <IconFile size={18} stroke={1.6} aria-hidden />
                  )}
                  <span className={styles.name}>{name}</span>
                  <span className="dim">{size(file.size)}</span>
                  <ActionIcon
                    variant="subtle"
                    color="gray"
                    disabled={upload.isPending}
                    aria-label={m.upload.remove(name)}
                    onClick={() => {
                      upload.reset();
                      setFiles((before) => before.filter((one) => one !== file));
                    }}
                  >
                    <IconX size={16} />
                  </ActionIcon>
                </li>
              ))}
            </ul>
          )}
          {complaint === undefined ? null : (
            <p className={styles.complaint} role="alert">
              {complaint}
            </p>
          )}
          {upload.isPending ? (
            <div className={styles.progress}>
              <div className={styles.progressWords} role="status">
                {share < 1 ? m.upload.sending : m.upload.sent}
                <span>{Math.round(share * 100)} %</span>
              </div>
              <Progress value={share * 100} aria-label={m.upload.sending} animated={share >= 1} />
            </div>
          ) : null}
          <div className={styles.actions}>
            {upload.isPending ? (
              <Button variant="default" onClick={() => stop.current?.abort()}>
                {m.upload.stop}
              </Button>
            ) : null}
            <Button
              leftSection={<IconStethoscope size={16} aria-hidden />}
              disabled={files.length === 0 || complaint !== undefined}
              loading={upload.isPending}
              onClick={() => {
                upload.mutate();
              }}
            >
              {m.upload.send}
            </Button>
          </div>
        </Card>
      </div>
      <aside>
        <Card title={m.upload.whatWorks}>
          <dl className={styles.kinds}>
            {m.upload.kinds.map((kind) => (
              <div key={kind[0]}>
                <dt>{kind[0]}</dt>
                <dd>{kind[1]}</dd>
              </div>
            ))}
          </dl>
          <p className={styles.privacy}>{m.upload.privacy}</p>
        </Card>
      </aside>
    </div>
  );
}
