import { Link } from "@tanstack/react-router";
import { useMessages } from "../i18n/messages";
import { tagText, tagsOf } from "../model/tags";
import styles from "./TagPills.module.css";
import { VisibleText } from "./VisibleText";

/** Tags of a target, each a link to all targets that have it. */
export function TagPills({ tenant, tags }: { tenant: string; tags: Record<string, string> }) {
  const { m } = useMessages();
  return (
    <span className={styles.tags}>
      {tagsOf(tags).map((tag) => (
        <Link
          key={tag.key}
          to="/t/$tenant/targets"
          params={{ tenant }}
          search={{ tag: tagText(tag) }}
          className={styles.tag}
          title={m.tags.filterBy(tagText(tag))}
        >
          <VisibleText text={tag.key} />
          {tag.value === "" ? null : (
            <span className={styles.value}>
              <VisibleText text={tag.value} />
            </span>
          )}
        </Link>
      ))}
    </span>
  );
}
